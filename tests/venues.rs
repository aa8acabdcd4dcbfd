//! `convene venues` as people and machines call it.

use std::fs;
use std::path::Path;

use crate::program::{TINY, convene, json, said};

/// The county of the 2011/12 annual report, and what might be opened in it.
const LANCASHIRE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2012");
const TWENTY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/venues/lancashire-2012.csv");

fn ask(folder: &Path, more: &[&str]) -> std::process::Output {
    let mut arguments = vec!["venues", TINY, "--candidates", "new.csv", "--weeks", "2", "--steps", "40"];
    arguments.extend(more);
    convene(folder, &arguments)
}

fn with_candidates(rows: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("venue,place,lat,lon,district,capacity,rooms,features\n{rows}");
    fs::write(folder.path().join("new.csv"), text).expect("written");
    folder
}

/// Returns a place of the shipped register.
fn a_place() -> String {
    let text = fs::read_to_string(Path::new(TINY).join("places.csv")).expect("places");
    text.lines().nth(1).and_then(|row| row.split(',').next()).expect("a place").to_owned()
}

#[test]
fn the_folder_is_whole_and_the_same_on_any_number_of_threads() {
    let folder = with_candidates(&format!("N-1,{},,,,14,2,step_free\n", a_place()));
    for threads in ["1", "3"] {
        let output = ask(folder.path(), &["--threads", threads, "--out", threads]);
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("A modelled answer"), "{}", said(&output));
    }
    let names = [
        "venues.html",
        "venues.xlsx",
        "new-venues.csv",
        "venues-shut.csv",
        "pressure.csv",
        "journeys.csv",
        "weeks.csv",
    ];
    for name in names {
        let read = |threads: &str| fs::read(folder.path().join(threads).join(name)).expect(name);
        assert!(read("1") == read("3"), "{name}");
    }
    assert_eq!(fs::read_dir(folder.path().join("1")).expect("a folder").count(), names.len());
    let again = ask(folder.path(), &["--out", "1"]);
    assert_eq!(again.status.code(), Some(2), "it is there already");
    assert!(ask(folder.path(), &["--out", "1", "--force"]).status.success());
}

#[test]
fn faults_of_candidates_are_told_all_at_once_and_nothing_is_written() {
    let folder = with_candidates("N-1,Nowhere,,,,14,1,\nN-2,,53.8,,,ten,1,\n");
    let output = ask(folder.path(), &["--out", "venues"]);
    assert_eq!(output.status.code(), Some(2));
    for place in ["new.csv:2:2", "new.csv:3:4", "new.csv:3:5", "new.csv:3:6"] {
        assert!(said(&output).contains(place), "{place} in {}", said(&output));
    }
    assert!(!folder.path().join("venues").exists());
}

#[test]
fn the_shipped_candidates_are_read_and_answered_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = [
        "venues",
        LANCASHIRE,
        "--candidates",
        TWENTY,
        "--weeks",
        "1",
        "--steps",
        "50",
        "--keep-open",
        "--json",
    ];
    let output = convene(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let answer = json(&output);
    assert_eq!(answer["candidates"].as_array().map(Vec::len), Some(20));
    assert_eq!(answer["shut"].as_array().map(Vec::len), Some(0));
    assert_eq!(answer["weeks"].as_array().map(Vec::len), Some(1));
    assert!(answer["candidates"][0]["worth"]["cost_minutes_saved"]["half_width"].is_null(), "one week");
}
