//! `convene repair` as people and machines call it.

use crate::program::{TINY, convene, json, said};

/// A plan of `scenarios/tiny`, all but M09, which needs what no room has.
const BOOKINGS: &str = "\
meeting,starts,iro,room,minute_taker,status\n\
M10,2012-04-03T09:15,IRO1,LINE-1,MT1,proposed\n\
M07,2012-04-05T10:00,IRO1,ASH-OFF-1,MT1,confirmed\n\
M01,2012-04-11T09:30,IRO1,ASH-OFF-1,MT1,proposed\n\
M06,2012-04-11T09:30,IRO2,COR-CC-1,MT2,proposed\n\
M11,2012-04-11T12:00,IRO2,COR-CC-1,MT2,proposed\n\
M12,2012-04-11T14:15,IRO2,COR-CC-1,MT2,proposed\n\
M03,2012-04-16T09:30,IRO1,BRO-CC-1,MT2,proposed\n\
M02,2012-04-16T12:15,IRO1,BRO-CC-1,MT2,proposed\n\
M08,2012-04-17T09:30,IRO2,COR-CC-1,MT2,proposed\n\
M05,2012-04-17T11:45,IRO2,COR-CC-1,MT2,proposed\n\
M04,2012-04-17T14:30,IRO2,COR-CC-1,MT2,proposed\n";

/// Returns a folder with a plan of `scenarios/tiny` in it.
fn with_plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bookings.csv"), BOOKINGS).expect("written");
    folder
}

const REPAIR: [&str; 4] = ["repair", TINY, "--bookings", "bookings.csv"];
/// IRO2 and BRO-CC are lost for a week, M07 is adjourned.
const EVENTS: [&str; 11] = [
    "--absent",
    "IRO2",
    "2012-04-16",
    "2012-04-20",
    "--close",
    "BRO-CC",
    "2012-04-16",
    "2012-04-18",
    "--adjourn",
    "M07",
    "no report",
];

#[test]
fn the_choices_read_so() {
    let folder = with_plan();
    let output = convene(folder.path(), &[&REPAIR[..], &EVENTS, &["--steps", "300"]].concat());
    insta::assert_snapshot!(said(&output));
}

#[test]
fn a_family_whose_meeting_is_new_is_counted_as_one_that_hears() {
    let folder = with_plan();
    let adjourned = ["--cancel", "M09", "--adjourn", "M07", "no report", "--steps", "50"];
    let told = said(&convene(folder.path(), &[&REPAIR[..], &adjourned].concat()));
    assert!(told.contains("Choice 1: 1 family hears of its new meeting; 1 meeting newly booked"), "{told}");
    assert!(!told.contains("no family hears"), "{told}");
}

#[test]
fn what_is_written_is_a_lawful_register_with_the_choice() {
    let folder = with_plan();
    let arguments = [&REPAIR[..], &EVENTS, &["--steps", "300", "--out", "mended", "--choice", "1"]].concat();
    let output = convene(folder.path(), &arguments);
    assert!(said(&output).contains("The register after choice 1 is in mended"), "{}", said(&output));
    let check = convene(folder.path(), &["check", "mended", "--json"]);
    assert_eq!(check.status.code(), Some(0), "{}", said(&check));
    let absences = std::fs::read_to_string(folder.path().join("mended/absences.csv")).expect("absences");
    assert!(absences.contains("IRO2,2012-04-16,2012-04-20"), "{absences}");
    let meetings = std::fs::read_to_string(folder.path().join("mended/meetings.csv")).expect("meetings");
    assert!(meetings.contains("M07-R,reconvened_conference,H7,2012-04-02"), "{meetings}");
    // What is mended needs no repair, but for M09, which no room suits.
    let again = convene(folder.path(), &["repair", "mended", "--json", "--steps", "50"]);
    let answer = json(&again);
    assert_eq!(answer["breaches"], serde_json::json!([]));
    assert_eq!(answer["to_book"], serde_json::json!(["M09"]));
    assert_eq!(answer["choices"][0]["moves"], serde_json::json!([]));
    assert_eq!(again.status.code(), Some(1), "M09 has no place");
}

#[test]
fn the_exit_code_is_that_of_the_choice_shown_or_written() {
    let folder = with_plan();
    // M09 has no place in any choice; without it every choice is judged by itself.
    for cancelled in ["M10", "M09"] {
        let arguments = [&REPAIR[..], &EVENTS, &["--cancel", cancelled, "--steps", "50", "--json"]].concat();
        let first = convene(folder.path(), &arguments);
        let answer = json(&first);
        let choices = answer["choices"].as_array().expect("choices");
        assert!(!choices.is_empty());
        for (i, choice) in choices.iter().enumerate() {
            let is_whole = choice["left_out"].as_array().expect("a list").is_empty();
            assert!(!is_whole || cancelled == "M09");
            let expected = Some(i32::from(!is_whole));
            let position = (i + 1).to_string();
            let output = convene(folder.path(), &[&arguments[..], &["--choice", &position]].concat());
            assert_eq!(output.status.code(), expected, "choice {position} without {cancelled}");
            assert!(i != 0 || first.status.code() == expected);
        }
    }
}

#[test]
fn a_choice_shows_the_score_of_check_and_the_price_of_moving_beside_it() {
    let folder = with_plan();
    let arguments = [&REPAIR[..], &EVENTS, &["--steps", "50", "--out", "mended", "--json"]].concat();
    let output = convene(folder.path(), &arguments);
    let answer = json(&output);
    let choice = &answer["choices"][0];
    let check = convene(folder.path(), &["check", "mended", "--json"]);
    let checked = json(&check);
    assert_eq!(choice["score"]["s3"], checked["score"]["s3"]);
    let minutes = |value: &serde_json::Value| value.as_i64().expect("minutes");
    assert_eq!(
        minutes(&choice["difference"]["s3"]),
        minutes(&checked["score"]["s3"]) - minutes(&answer["before"]["s3"])
    );
    assert!(0 < minutes(&choice["moving"]));
    // meetings.csv has no column for the reason: the answer keeps it.
    let adjourned = &answer["events"][2]["adjourned"];
    assert_eq!((&adjourned["reason"], &adjourned["reconvened_as"]), (&"no report".into(), &"M07-R".into()));
}

#[test]
fn where_nothing_stands_and_nothing_happened_a_plan_is_wanted() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bookings.csv"), BOOKINGS.lines().next().expect("a header"))
        .expect("written");
    let output = convene(folder.path(), &REPAIR);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("`convene plan "), "{}", said(&output));
}

#[test]
fn nothing_broken_is_nothing_to_do() {
    let folder = with_plan();
    let output = convene(folder.path(), &[&REPAIR[..], &["--cancel", "M09", "--out", "after"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("Nothing to repair"), "{}", said(&output));
    assert!(convene(folder.path(), &["check", "after"]).status.success());
}

#[test]
fn faults_write_nothing() {
    let folder = with_plan();
    let cases: [(&[&str], &str); 4] = [
        (&["--absent", "IRO7", "2012-04-16", "2012-04-20"], "maybe \"IRO1\" was meant"),
        (&["--cancel", "M07", "--choice", "40"], "there is no choice 40"),
        (&["--move-confirmed", "M77"], "--move-confirmed M77"),
        (&["--absent", "IRO1"], "3 values required"),
    ];
    for (arguments, expected) in cases {
        let output =
            convene(folder.path(), &[&REPAIR[..], arguments, &["--steps", "10", "--out", "mended"]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(expected), "wanted {expected}: {}", said(&output));
        assert!(!folder.path().join("mended").exists());
    }
}
