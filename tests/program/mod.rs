//! The program, run as people and machines run it.

use std::path::Path;
use std::process::{Child, Command, Output};
use std::thread::sleep;
use std::time::Duration;

use assert_cmd::cargo::CommandCargoExt;

/// A dozen meetings to follow by hand.
pub(crate) const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tiny");

/// Runs the program in a folder.
pub(crate) fn convene(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("convene")
        .expect("the program is built")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

/// Returns all that it said, complaints last.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Returns its answer to a machine.
pub(crate) fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", said(output)))
}

/// Says whether Ctrl-C is in one of the sets of signals that Linux shows of a process, which is `self` or a number.
fn has_ctrl_c(process: &str, set: &str) -> Option<bool> {
    const SIGINT: u64 = 1 << (2 - 1);
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let signals = status.lines().find_map(|line| line.strip_prefix(set))?;
    Some(u64::from_str_radix(signals.trim(), 16).ok()? & SIGINT != 0)
}

/// Says whether Ctrl-C does nothing to these tests and to what they start, as in what a shell runs in the background.
pub(crate) fn is_ctrl_c_ignored() -> bool {
    has_ctrl_c("self", "SigIgn:").unwrap_or(false)
}

/// Waits until a program listens to Ctrl-C, however long a busy machine takes to start it.
pub(crate) fn wait_until_it_listens(program: &Child) {
    for _ in 0..6000 {
        match has_ctrl_c(&program.id().to_string(), "SigCgt:") {
            Some(true) => return,
            Some(false) => sleep(Duration::from_millis(10)),
            // Another system than Linux.
            None => return sleep(Duration::from_millis(1500)),
        }
    }
    panic!("it does not listen within a minute");
}
