//! The demonstration, as `./dev demo` runs it.

use std::process::Command;

use assert_cmd::assert::OutputAssertExt;
use assert_cmd::cargo::CommandCargoExt;

fn demo(folder: &std::path::Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("convene").expect("the program is built");
    command.args(["demo", "--seconds", "1"]).args(arguments).current_dir(folder);
    command
}

#[test]
fn the_demonstration_plans_lancashire_and_says_where_everything_lies() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = demo(folder.path(), &[]).assert().success().get_output().stdout.clone();
    let said = String::from_utf8(output).expect("text");
    for word in
        ["Lancashire", "booked", "late", "handovers", "travel", "S1", "S2", "S3", "report.html", "calendars"]
    {
        assert!(said.contains(word), "{word} is missing:\n{said}");
    }
    let out = folder.path().join("convene-demo");
    for file in ["bookings.csv", "report.html", "plan.xlsx"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let calendars = std::fs::read_dir(out.join("calendars")).expect("calendars").count();
    assert!(10 < calendars, "{calendars} calendars");
}

#[test]
fn what_the_demonstration_books_the_referee_finds_lawful() {
    let folder = tempfile::tempdir().expect("a folder");
    demo(folder.path(), &["--out", "april"]).assert().success();
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2012");
    Command::cargo_bin("convene")
        .expect("the program is built")
        .args(["check", scenario, "--bookings", "april/bookings.csv"])
        .current_dir(folder.path())
        .assert()
        .success();
}

#[test]
fn a_folder_that_exists_is_kept_unless_forced() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("april");
    std::fs::create_dir(&out).expect("a folder");
    std::fs::write(out.join("bookings.csv"), "mine").expect("a file");
    let refused = demo(folder.path(), &["--out", "april"]).assert().code(2);
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("april") && said.contains("--force"), "{said}");
    assert_eq!(std::fs::read_to_string(out.join("bookings.csv")).expect("still there"), "mine");
    demo(folder.path(), &["--out", "april", "--force"]).assert().success();
    assert_ne!(std::fs::read_to_string(out.join("bookings.csv")).expect("written"), "mine");
}
