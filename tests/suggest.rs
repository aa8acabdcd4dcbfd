//! `convene suggest` as a clerk and a machine call it.

use std::path::Path;
use std::process::Output;

use crate::program::{TINY, convene, json, said};

const COUNTY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2012");

fn suggest(arguments: &[&str]) -> Output {
    convene(Path::new("."), &[&["suggest"], arguments].concat())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_clerk_reads_where_what_it_costs_why_and_whom_to_tell() {
    let output = suggest(&[TINY, "M03", "--top", "4"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    insta::assert_snapshot!(text(&output));
}

#[test]
fn a_meeting_without_a_place_is_an_answer_of_no_with_the_reason() {
    let output = suggest(&[TINY, "M09"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("hearing_loop"), "{}", text(&output));
    let answer = json(&suggest(&[TINY, "M09", "--json"]));
    assert_eq!(answer["suggestions"], serde_json::json!([]));
    assert!(answer["none"].as_str().is_some_and(|none| none.contains("hearing_loop")), "{answer}");
}

#[test]
fn what_cannot_be_answered_is_refused_with_what_was_meant() {
    let cases: [(&[&str], &str); 5] = [
        (&[TINY, "M3"], "the register has no meeting \"M3\"; did you mean \"M03\"?"),
        (&[TINY, "conference"], "the register has no meeting \"conference\"\n"),
        (&[COUNTY, "M12-0001"], "meeting M12-0001 is held: there is nothing to book"),
        (&[TINY, "M03", "--moves", "3"], "3 is not in 0..=2"),
        (&[TINY, "M03", "--move-confirmed"], "say how many with --moves 1 or --moves 2"),
    ];
    for (arguments, words) in cases {
        let output = suggest(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
    }
    assert_eq!(
        json(&suggest(&[TINY, "M3", "--json"]))["error"],
        "the register has no meeting \"M3\"; did you mean \"M03\"?"
    );
}

#[test]
fn alternatives_of_a_confirmed_meeting_say_where_it_stands() {
    let answer = json(&suggest(&[TINY, "M07", "--json"]));
    assert_eq!(answer["now"]["starts"], "2012-04-05T10:00");
    assert_eq!(answer["now"]["status"], "confirmed");
    let suggestions = answer["suggestions"].as_array().expect("a list");
    assert!(!suggestions.is_empty());
    for suggestion in suggestions {
        assert_eq!(suggestion["booking"]["meeting"], "M07");
        assert_eq!(suggestion["booking"]["status"], "proposed");
        let told = suggestion["told"].as_array().expect("a list");
        assert_eq!(told.is_empty(), suggestion["stands"] == true, "{suggestion}");
        let parts = suggestion["difference"]["parts"].as_array().expect("a list");
        let sum: i64 = parts.iter().map(|part| part["minutes"].as_i64().expect("minutes")).sum();
        assert_eq!(suggestion["difference"]["s3"], sum);
    }
}

#[test]
fn a_plan_in_a_file_is_what_is_suggested_beside_and_what_moves_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let planned = convene(folder.path(), &["plan", COUNTY, "--iterations", "50", "--out", "plan"]);
    assert!(planned.status.success(), "{}", said(&planned));
    let bookings = std::fs::read_to_string(folder.path().join("plan/bookings.csv")).expect("bookings");
    let proposed = bookings.lines().filter(|row| row.contains(",proposed")).step_by(45);
    let (mut asked, mut moved) = (0, 0);
    for meeting in proposed.filter_map(|row| row.split(',').next()) {
        let arguments = [
            "suggest",
            COUNTY,
            meeting,
            "--bookings",
            "plan/bookings.csv",
            "--moves",
            "1",
            "--move-confirmed",
            "--json",
        ];
        let output = convene(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{meeting}: {}", said(&output));
        assert_eq!(output.stdout, convene(folder.path(), &arguments).stdout, "{meeting}: the same bytes");
        let answer = json(&output);
        assert_eq!(answer["now"]["status"], "proposed");
        asked += 1;
        for suggestion in answer["suggestions"].as_array().expect("a list") {
            for change in suggestion["moves"].as_array().expect("a list") {
                let other = change["to"]["meeting"].as_str().expect("a reference");
                assert_ne!(other, meeting);
                assert_ne!(change["from"], change["to"]);
                assert!(
                    bookings.contains(&format!(
                        "{other},{}",
                        change["from"]["starts"].as_str().expect("a start")
                    ))
                );
                assert!(!change["told"].as_array().expect("a list").is_empty());
                moved += 1;
            }
        }
    }
    assert!(2 < asked && 0 < moved, "{asked} asked for, {moved} moves");
}
