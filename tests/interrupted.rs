//! Ctrl-C, and a proof that is stopped: what is there is whole and true, or is not there.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use assert_cmd::cargo::CommandCargoExt;
use convene::bound::{Effort, NoBound, prove};
use convene::certificate::Level;
use convene::check::{Verified, verify};
use convene::problem::Problem;
use convene::synth::{self, Preset};
use convene::travel::Travel;

use crate::program::{TINY, convene, is_ctrl_c_ignored, json, said, wait_until_it_listens};

/// A month of a county: the first plan takes long enough to be interrupted.
const COUNTY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2012");

/// Starts the program, which is to be interrupted.
fn started(folder: &Path, arguments: &[&str]) -> Child {
    let child = Command::cargo_bin("convene")
        .expect("the program is built")
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    // Before it listened, it would miss what is sent, and search for all of its ten minutes.
    if is_ctrl_c_ignored() {
        wait_until_it_listens(&child);
    }
    child
}

/// Sends Ctrl-C `times` times, the first after so many milliseconds, and returns the exit code, if there is one.
fn interrupted(mut child: Child, milliseconds: u64, times: u32) -> Option<i32> {
    std::thread::sleep(Duration::from_millis(milliseconds));
    for time in 0..times {
        std::thread::sleep(Duration::from_millis(u64::from(time)));
        let asked = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .stderr(Stdio::null())
            .status()
            .expect("asked");
        // Nobody is there to ask who has ended already.
        assert!(0 < time || asked.success());
    }
    child.wait().expect("it ends").code()
}

/// Returns what lies in a folder, hidden files too.
fn listing(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Returns S1 of a lawful plan.
fn s1(folder: &Path, register: &str) -> i64 {
    let checked = convene(folder, &["check", register, "--bookings", "plan/bookings.csv", "--json"]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
    json(&checked)["score"]["s1"].as_i64().expect("a number")
}

/// Writes the first plan of a register and returns its S1.
fn first_plan(folder: &Path, register: &str) -> i64 {
    let planned = convene(folder, &["plan", register, "--seconds", "0", "--out", "plan"]);
    assert!(planned.status.success(), "{}", said(&planned));
    s1(folder, register)
}

const MOMENTS: [u64; 8] = [1, 5, 10, 20, 40, 80, 150, 300];

#[test]
fn ctrl_c_at_any_moment_leaves_a_plan_no_worse_than_the_first_or_nothing() {
    for register in [TINY, COUNTY] {
        let first = first_plan(tempfile::tempdir().expect("a folder").path(), register);
        for milliseconds in MOMENTS {
            let folder = tempfile::tempdir().expect("a folder");
            let plan = ["plan", register, "--seconds", "600", "--out", "plan", "--json"];
            match interrupted(started(folder.path(), &plan), milliseconds, 1) {
                Some(0) => {
                    assert_eq!(listing(folder.path()), ["plan"], "after {milliseconds} ms");
                    assert!(s1(folder.path(), register) <= first, "{register} after {milliseconds} ms");
                }
                // Before it listened.
                None => assert!(listing(folder.path()).is_empty(), "after {milliseconds} ms"),
                code => panic!("{code:?} after {milliseconds} ms"),
            }
        }
    }
}

#[test]
fn ctrl_c_never_leaves_a_worse_plan_than_the_one_to_be_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = first_plan(folder.path(), COUNTY);
    let plan = ["plan", COUNTY, "--seconds", "600", "--out", "plan", "--force"];
    for milliseconds in MOMENTS {
        interrupted(started(folder.path(), &plan), milliseconds, 1);
        assert_eq!(listing(folder.path()), ["plan"], "after {milliseconds} ms");
        assert!(s1(folder.path(), COUNTY) <= first, "after {milliseconds} ms");
    }
}

#[test]
fn a_second_ctrl_c_ends_the_program_and_leaves_the_old_plan_or_the_new_one_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = first_plan(folder.path(), TINY);
    let plan = ["plan", TINY, "--seconds", "600", "--out", "plan", "--force"];
    for milliseconds in MOMENTS {
        for times in [2, 4, 8] {
            let code = interrupted(started(folder.path(), &plan), milliseconds, times);
            assert!([None, Some(0), Some(130)].contains(&code), "{code:?} after {milliseconds} ms");
            assert_eq!(listing(folder.path()), ["plan"], "after {milliseconds} ms, {times} times");
            assert!(s1(folder.path(), TINY) <= first, "after {milliseconds} ms, {times} times");
        }
    }
}

#[test]
fn ctrl_c_ends_a_proof_with_what_is_proven() {
    let folder = tempfile::tempdir().expect("a folder");
    for effort in [["--seconds", "600"], ["--iterations", "1000000000"]] {
        let bound = [&["bound", TINY, "--certificate", "proof.txt"], &effort[..]].concat();
        let child = started(folder.path(), &bound);
        wait_until_it_listens(&child);
        assert_eq!(interrupted(child, 1500, 1), Some(0), "{effort:?}");
        let checked = convene(folder.path(), &["check", TINY, "--certificate", "proof.txt", "--json"]);
        assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
        let proven = json(&checked)["certificate"][0]["proven"].as_i64();
        assert!(proven.is_some_and(|proven| 0 < proven), "M09 has no place: {}", said(&checked));
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
            let is_out_of_time = |level| proof.without(level) == Some(NoBound::TimeRanOut);
            assert!(0 < most || [Level::S1, Level::S2, Level::S3].into_iter().all(is_out_of_time), "{seed}");
            let verified = verify(&register, &travel, &proof.certificate);
            assert!(!verified.is_empty() && verified.iter().all(Verified::holds), "seed {seed}, {most}");
        }
    }
}
