//! A disk that is full or breaks while clerks book: what was acknowledged is there afterwards, and the chain verifies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::absent::pass_over;

use super::desk::{Desk, Visitor, as_refs, first_place, queued};

/// Times that the disk fails.
const FAILURES: usize = 12;
/// Bookings that are tried while it fails.
const TRIES: usize = 4;

#[test]
fn what_was_acknowledged_survives_a_full_disk_and_a_broken_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(library) = failing_disk(folder.path()) else {
        pass_over("a failing disk is made with a C compiler on Linux, which is not here");
        return;
    };
    let fault = folder.path().join("fault");
    let mut desk = Desk::on_disk(&library, &fault);
    let (mut acknowledged, mut n_refused) = (Vec::new(), 0);
    for failure in 0..FAILURES {
        let mut clerk = desk.visitor("clerk-1");
        let waiting = queued(&clerk.get("/queue"));
        let [well, failing @ ..] = waiting.as_slice() else { panic!("somebody waits") };
        assert_eq!(book(&mut clerk, well), 303, "failure {failure}: the disk is well");
        acknowledged.push(well.clone());
        let tries: Vec<(&String, Vec<(String, String)>)> =
            failing.iter().take(TRIES).map(|reference| (reference, place(&clerk, reference))).collect();
        fs::write(&fault, if failure % 2 == 0 { "F" } else { "I" }).expect("the fault is written");
        for (reference, place) in tries {
            let answer = clerk.post(&format!("/meetings/{reference}/book"), &as_refs(&place));
            match answer.status {
                303 => acknowledged.push(reference.clone()),
                // Another try may have taken the place before this one.
                409 => {}
                status => {
                    assert!(500 <= status, "failure {failure}: {status}: {}", answer.body);
                    n_refused += 1;
                }
            }
        }
        fs::remove_file(&fault).expect("the disk is well again");
        // Every third time somebody starts the desk anew.
        if failure % 3 == 2 {
            desk.kill_and_serve_again();
        }
    }
    assert!(FAILURES < n_refused, "the disk failed {n_refused} writes");
    assert!(!desk.log().contains("panicked"), "{}", desk.log());
    for _ in 0..2 {
        let waiting = queued(&desk.visitor("clerk-1").get("/queue"));
        for reference in &acknowledged {
            assert!(!waiting.contains(reference), "{reference} was acknowledged and is not booked");
        }
        let (sound, said) = desk.verify();
        assert!(sound, "{said}");
        desk.kill_and_serve_again();
    }
}

fn place(clerk: &Visitor, reference: &str) -> Vec<(String, String)> {
    first_place(&clerk.get(&format!("/meetings/{reference}/book")))
}

fn book(clerk: &mut Visitor, reference: &str) -> u16 {
    let place = place(clerk, reference);
    clerk.post(&format!("/meetings/{reference}/book"), &as_refs(&place)).status
}

/// Builds what stands before the C library and fails; `None` where it cannot be.
fn failing_disk(folder: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/failing_disk.c");
    let library = folder.join("failing_disk.so");
    let built = cfg!(target_os = "linux")
        && Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .status()
            .is_ok_and(|status| status.success());
    built.then_some(library)
}
