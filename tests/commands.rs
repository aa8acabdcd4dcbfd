//! The commands as people and machines call them: help with an example, JSON, exit codes.

use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;

use crate::program::{TINY, convene, json, said, wait_until_it_listens};

/// The county of the 2011/12 annual report, with bookings that stand.
const LANCASHIRE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2012");

#[test]
fn every_command_has_help_with_an_example() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in [
        "check", "bound", "plan", "suggest", "repair", "explain", "venues", "import", "sweep", "synth",
        "convert", "demo", "follow", "lists", "report", "census", "outbox",
    ] {
        let output = convene(folder.path(), &[command, "--help"]);
        assert!(output.status.success());
        assert!(said(&output).contains(&format!("convene {command}")), "{}", said(&output));
        assert!(said(&output).contains("Example"), "{command}: {}", said(&output));
    }
}

#[test]
fn a_register_without_bookings_is_lawful_and_all_its_children_are_unbooked() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(folder.path(), &["check", TINY, "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let answer = json(&output);
    assert_eq!(answer["lawful"], true);
    assert!(0 < answer["score"]["s1"].as_i64().expect("a number"));
}

#[test]
fn a_broken_rule_is_an_answer_of_no() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = convene(folder.path(), &["plan", TINY, "--iterations", "50", "--out", "plan"]);
    assert!(plan.status.success(), "{}", said(&plan));
    let bookings = std::fs::read_to_string(folder.path().join("plan/bookings.csv")).expect("bookings");
    // Ten past is on no grid of a quarter of an hour.
    let (row, _) = bookings.split_once(",proposed").expect("a proposed booking");
    let starts = row.rsplit('\n').next().and_then(|row| row.split(',').nth(1)).expect("a start");
    let moved = format!("{}:10", &starts[..13]);
    std::fs::write(folder.path().join("moved.csv"), bookings.replacen(starts, &moved, 1)).expect("a file");
    let output = convene(folder.path(), &["check", TINY, "--bookings", "moved.csv", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let codes: Vec<String> =
        json(&output)["breaches"].as_array().expect("a list").iter().map(|b| b["code"].to_string()).collect();
    assert!(codes.contains(&"\"H01\"".to_owned()), "{codes:?}");
}

#[test]
fn faults_in_the_input_have_an_exit_code_and_a_form_for_machines() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = convene(folder.path(), &["check", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(said(&missing).contains("nowhere"), "{}", said(&missing));

    let copy = folder.path().join("tiny");
    std::fs::create_dir(&copy).expect("a folder");
    for entry in std::fs::read_dir(TINY).expect("the scenario") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, copy.join(path.file_name().expect("a name"))).expect("copied");
    }
    let meetings = std::fs::read_to_string(copy.join("meetings.csv")).expect("meetings");
    let spoiled = meetings.replacen("review_conference", "review_conferance", 1);
    assert_ne!(meetings, spoiled);
    std::fs::write(copy.join("meetings.csv"), spoiled).expect("a file");
    let output = convene(folder.path(), &["plan", "tiny", "--json", "--out", "plans/of/april"]);
    assert_eq!(output.status.code(), Some(2));
    let fault = &json(&output)["faults"][0];
    assert_eq!(fault["location"]["file"], "meetings.csv");
    assert_eq!(fault["meant"], "review_conference");
    assert!(!folder.path().join("plans").exists(), "nothing is written");
}

#[test]
fn a_synthetic_register_is_planned_from_folder_and_workbook_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let output = convene(folder.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        output
    };
    run(&["synth", "tiny", "--seed", "7", "--out", "seven"]);
    run(&["convert", "seven", "seven.xlsx"]);
    run(&["plan", "seven", "--iterations", "40", "--out", "a"]);
    run(&["plan", "seven.xlsx", "--iterations", "40", "--out", "b"]);
    let bookings =
        |plan: &str| std::fs::read(folder.path().join(plan).join("bookings.csv")).expect("bookings");
    assert_eq!(bookings("a"), bookings("b"));
}

#[test]
fn another_planning_date_is_honoured() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(
        folder.path(),
        &["plan", TINY, "--iterations", "1", "--today", "2012-04-10", "--json", "--out", "p"],
    );
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(json(&output)["today"], "2012-04-10");
    let wrong = convene(folder.path(), &["plan", TINY, "--today", "10/04/2012"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_plans_bookings_are_the_registers_next_bookings_once_people_know_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let monday = folder.path().join("monday");
    std::fs::create_dir(&monday).expect("a folder");
    for file in std::fs::read_dir(LANCASHIRE).expect("a scenario") {
        let path = file.expect("a file").path();
        std::fs::copy(&path, monday.join(path.file_name().expect("a name"))).expect("copied");
    }
    let output = convene(folder.path(), &["plan", "monday", "--iterations", "20", "--out", "plan"]);
    assert!(output.status.success(), "{}", said(&output));
    let planned = std::fs::read_to_string(folder.path().join("plan/bookings.csv")).expect("bookings");
    // A proposal of the register has moved: this is the column that people who copy rows alone trip over.
    assert!(planned.starts_with("meeting,starts,iro,room,minute_taker,status,x_sequence\n"), "{planned:.80}");
    let known = planned.replacen(",proposed,", ",confirmed,", 30);
    std::fs::write(monday.join("bookings.csv"), known).expect("written");
    let output = convene(folder.path(), &["check", "monday"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_plan_never_replaces_a_register() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(convene(folder.path(), &["synth", "tiny", "--out", "mine"]).status.success());
    let output = convene(folder.path(), &["plan", "mine", "--iterations", "1", "--out", "mine", "--force"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(folder.path().join("mine/meetings.csv").is_file(), "{}", said(&output));
}

#[test]
fn a_meeting_without_a_place_is_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(folder.path(), &["explain", TINY, "M09", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let answer = json(&output);
    assert_eq!(answer["standing"], "unbooked");
    assert_eq!(answer["obstacles"]["causes"], serde_json::json!([["room_features"]]));
    assert_eq!(answer["obstacles"]["remedies"][0]["if"][0], "room ASH-OFF-1 had hearing_loop");

    let all = convene(folder.path(), &["explain", TINY]);
    assert!(said(&all).contains("M09 is not booked"), "{}", said(&all));
}

#[test]
fn bookings_that_are_given_take_the_place_of_the_registers_own() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("none.csv"), "meeting,starts,iro,room,minute_taker,status\n")
        .expect("a file");
    let given = ["--bookings", "none.csv"];
    let lost = "the bookings given are taken as they are";

    let explained = convene(folder.path(), &[&["explain", TINY, "M01"], &given[..]].concat());
    assert_eq!(explained.status.code(), Some(0), "{}", said(&explained));
    assert!(said(&explained).contains(lost), "{}", said(&explained));
    assert!(!String::from_utf8_lossy(&explained.stdout).contains("H12"), "{}", said(&explained));

    for (more, words) in [
        (
            &given[..],
            "M07 has the status booked and no booking in the bookings given: give it the status to_book",
        ),
        (&[], "M07"),
    ] {
        let suggested = convene(folder.path(), &[&["suggest", TINY, "M07"], more].concat());
        assert!(said(&suggested).contains(words), "{}", said(&suggested));
        assert_eq!(suggested.status.code() == Some(2), !more.is_empty(), "{}", said(&suggested));
    }
}

#[test]
fn why_not_is_asked_in_words_or_by_options() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = ["explain", TINY, "M09", "--why-not", "2012-04-12 10:00 with IRO1", "--json"];
    let options =
        ["explain", TINY, "M09", "--day", "2012-04-12", "--start", "10:00", "--chair", "IRO1", "--json"];
    let (words, options) = (convene(folder.path(), &words), convene(folder.path(), &options));
    assert_eq!(words.stdout, options.stdout);
    let answer = json(&words);
    assert_eq!(answer["why_not"]["answer"], "forbidden");
    let codes: Vec<&str> = answer["why_not"]["breaches"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|breach| breach["code"].as_str())
        .collect();
    assert!(codes.contains(&"H04") && codes.contains(&"H05"), "IRO1 is away on 12 April: {codes:?}");
}

#[test]
fn the_wrong_file_of_bookings_is_told_by_its_header_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let meetings = format!("{TINY}/meetings.csv");
    let output = convene(folder.path(), &["check", TINY, "--bookings", &meetings]);
    assert_eq!(output.status.code(), Some(2));
    let told = said(&output);
    assert!(told.contains("has the columns of meetings.csv; wanted bookings"), "{told}");
    assert_eq!(told.matches("meetings.csv:").count(), 1, "one fault: {told}");
    // A header that looks like nothing else is told column by column, its rows not.
    std::fs::write(folder.path().join("b.csv"), "meeting,star\nM01,noon\nM77,noon\n").expect("written");
    let told = said(&convene(folder.path(), &["check", TINY, "--bookings", "b.csv"]));
    assert!(told.contains("b.csv:1:2: column \"star\" is not known"), "{told}");
    assert!(!told.contains("M77") && !told.contains("b.csv:2"), "{told}");
}

#[test]
fn what_is_asked_about_and_not_known_is_told_with_what_was_probably_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&[&str], &str); 6] = [
        (&["M9"], "\"M09\""),
        (&["M09", "--chair", "IRO9"], "\"IRO1\""),
        (&["M09", "--room", "ASH-OFF-9"], "\"ASH-OFF-1\""),
        (&["M09", "--venue", "ASH-OF"], "did you mean"),
        (&["M09", "--why-not", "Tusday"], "\"Tuesday\""),
        (&["M09", "--day", "12 April"], "2012-04-02"),
    ];
    for (more, meant) in cases {
        let mut arguments = vec!["explain", TINY];
        arguments.extend(more);
        let output = convene(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{more:?}: {}", said(&output));
        assert!(said(&output).contains(meant), "{more:?}: {}", said(&output));
    }
}

#[test]
fn nobody_reading_what_it_says_is_no_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let status = Command::cargo_bin("convene")
        .expect("the program is built")
        .args(["check", "nowhere"])
        .current_dir(folder.path())
        .stderr(full)
        .status()
        .expect("the program runs");
    assert_eq!(status.code(), Some(2));
}

#[test]
fn an_interrupted_search_keeps_its_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::cargo_bin("convene")
        .expect("the program is built")
        .args(["plan", TINY, "--seconds", "600", "--out", "plan", "--json"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    wait_until_it_listens(&child);
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("asked");
    assert!(asked.success());
    assert!(child.wait().expect("it ends").success());
    assert!(folder.path().join("plan/bookings.csv").is_file());
}

#[test]
fn a_certificate_is_checked_and_a_forged_one_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = convene(folder.path(), &["plan", TINY, "--iterations", "50", "--out", "plan"]);
    assert!(plan.status.success(), "{}", said(&plan));
    assert!(said(&plan).contains("Proved, whatever is planned:"), "{}", said(&plan));
    let bookings = ["--bookings", "plan/bookings.csv"];
    let bound = convene(
        folder.path(),
        &[&["bound", TINY, "--iterations", "60", "--certificate", "proof.txt", "--json"], &bookings[..]]
            .concat(),
    );
    assert!(bound.status.success(), "{}", said(&bound));
    let bounds = json(&bound)["bounds"].clone();
    let s3 = bounds[2]["bound"].as_i64().expect("a bound");
    assert!(0 < s3, "{bounds}");

    let check = |file: &str| {
        convene(folder.path(), &[&["check", TINY, "--certificate", file, "--json"], &bookings[..]].concat())
    };
    let checked = check("proof.txt");
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
    assert_eq!(json(&checked)["certificate"][2]["proven"].as_i64(), Some(s3));

    let proof = std::fs::read_to_string(folder.path().join("proof.txt")).expect("a certificate");
    let forged = proof.replace(&format!("claim S3 {s3}"), &format!("claim S3 {}", s3 + 1));
    std::fs::write(folder.path().join("forged.txt"), forged).expect("a file");
    let checked = check("forged.txt");
    assert_eq!(checked.status.code(), Some(1), "{}", said(&checked));
    assert_eq!(json(&checked)["certificate"][2]["holds"], false);

    std::fs::write(folder.path().join("torn.txt"), &proof[..proof.len() / 2]).expect("a file");
    assert_eq!(check("torn.txt").status.code(), Some(2));
}

#[test]
fn an_import_writes_a_register_whole_and_only_where_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("key", "a key of the tests\n");
    let header = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date";
    write("plans.csv", &format!("{header}\nP1,4711,2012-02-01,\nP2,4712,02/01/2012,\n"));
    let arguments = ["import", "plans.csv", "--into", TINY, "--key-file", "key"];
    let with = |more: &[&str]| convene(folder.path(), &[&arguments[..], more].concat());
    // The district is nowhere said.
    let asked = with(&["--out", "new"]);
    assert_eq!(asked.status.code(), Some(1), "{}", said(&asked));
    assert!(said(&asked).contains("wanted a default district"), "{}", said(&asked));
    assert!(!folder.path().join("new").exists());
    let dry = with(&["--default-district", "WEST", "--json"]);
    assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
    assert_eq!(json(&dry)["counts"]["meetings_added"], 2);
    assert!(!said(&dry).contains("471"), "{}", said(&dry));
    let written = with(&["--default-district", "WEST", "--out", "new"]);
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    assert!(convene(folder.path(), &["check", "new"]).status.success());
    let again = ["import", "plans.csv", "--into", "new", "--key-file", "key", "--json"];
    let again = convene(folder.path(), &again);
    assert_eq!(json(&again)["changes"].as_array().map(Vec::len), Some(0), "{}", said(&again));
    let wrong = with(&["--default-district", "WSET"]);
    assert!(said(&wrong).contains("maybe \"WEST\" was meant"), "{}", said(&wrong));
}
