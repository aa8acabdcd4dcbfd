//! Ctrl-C, and a proof that is stopped: what is there is whole and true, or is not there.

mod program;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use assert_cmd::cargo::CommandCargoExt;
use convene::bound::{Effort, prove};
use convene::check::{Verified, verify};
use convene::problem::Problem;
use convene::synth::{self, Preset};
use convene::travel::Travel;
use program::{TINY, convene, json, said};

/// Asks `plan` of the small register to end after so many milliseconds, and returns whether it says that it planned.
fn interrupted_plan(folder: &Path, milliseconds: u64) -> bool {
    let mut child = Command::cargo_bin("convene")
        .expect("the program is built")
        .args(["plan", TINY, "--seconds", "600", "--out", "plan", "--json"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    std::thread::sleep(Duration::from_millis(milliseconds));
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("asked");
    assert!(asked.success());
    child.wait().expect("it ends").success()
}

#[test]
fn ctrl_c_at_any_moment_leaves_a_whole_lawful_plan_or_nothing() {
    for milliseconds in [1, 5, 10, 20, 40, 80, 150, 300] {
        let folder = tempfile::tempdir().expect("a folder");
        let is_planned = interrupted_plan(folder.path(), milliseconds);
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
        assert_eq!(left.len(), usize::from(is_planned), "after {milliseconds} ms: {left:?}");
        if is_planned {
            let checked =
                convene(folder.path(), &["check", TINY, "--bookings", "plan/bookings.csv", "--json"]);
            assert_eq!(checked.status.code(), Some(0), "after {milliseconds} ms: {}", said(&checked));
            assert_eq!(json(&checked)["lawful"], true);
        }
    }
}

#[test]
fn a_proof_that_is_stopped_claims_what_it_has_proven() {
    for seed in 0..6 {
        let register = synth::generate(Preset::Hostile, seed);
        let travel = Travel::new(&register).expect("joined");
        let problem = Problem::new(&register, &travel);
        for most in [0, 1, 2, 7, 20] {
            // The time is up when it has been asked for so often.
            let asked = AtomicUsize::new(0);
            let spent = || if asked.fetch_add(1, Ordering::Relaxed) < most { 0.0 } else { 1.0 };
            let proof = prove(&problem, None, &Effort::Until(&spent));
            let verified = verify(&register, &travel, &proof.certificate);
            assert!(!verified.is_empty() && verified.iter().all(Verified::holds), "seed {seed}, {most}");
        }
    }
}
