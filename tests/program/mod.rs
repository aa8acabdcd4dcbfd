//! The program, run as people and machines run it.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::path::Path;
use std::process::{Command, Output};

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
