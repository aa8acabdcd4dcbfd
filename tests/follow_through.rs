//! The commands that follow up what became of meetings, on a small register with outcomes.

use std::fs;
use std::path::Path;

use crate::program::{convene, json, said};

const FILES: [(&str, &str); 11] = [
    ("authority.toml", "name = \"Testshire\"\ntoday = 2012-04-02\ntimescales = \"england-2010\"\n"),
    ("places.csv", "place,lat,lon\nP,53.8,-2.7\n"),
    ("venues.csv", "venue,place\nV,P\n"),
    ("rooms.csv", "room,venue,capacity\nR,V,12\n"),
    ("staff.csv", "staff,role,base\nIRO1,iro,P\nMT1,minute_taker,P\n"),
    (
        "hours.csv",
        "staff,weekday,starts,ends\nIRO1,Mon,09:00,17:00\nIRO1,Tue,09:00,17:00\nMT1,Mon,09:00,17:00\nMT1,Tue,09:00,17:00\n",
    ),
    ("households.csv", "household,children,iro\nH-1,2,IRO1\nH-2,1,IRO1\n"),
    ("children.csv", "child,household\nA,H-1\nB,H-1\nC,H-2\n"),
    (
        "meetings.csv",
        "meeting,kind,household,from_date,status,x_folder\n\
         M-1,initial_conference,H-1,2012-03-01,booked,77\n\
         M-2,initial_conference,H-2,2012-03-08,booked,78\n",
    ),
    (
        "outcomes.csv",
        "meeting,result,on,reason,sheet_sent,concern\n\
         M-1,held,2012-03-20,,,yes\n\
         M-2,adjourned,2012-03-28,no_report,,\n",
    ),
    ("decisions.csv", "meeting,child,verdict,category\nM-1,A,plan_starts,neglect\nM-1,B,no_plan,\n"),
];

fn write(folder: &Path) {
    fs::create_dir(folder).expect("a folder");
    for (name, text) in FILES {
        fs::write(folder.join(name), text).expect("a file");
    }
}

#[test]
fn the_next_meetings_are_made_whole_and_once() {
    let place = tempfile::tempdir().expect("a folder");
    write(&place.path().join("register"));
    let dry = convene(place.path(), &["follow", "register", "--dry-run", "--out", "next"]);
    assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
    assert!(!place.path().join("next").exists(), "a dry run writes nothing");
    assert!(
        said(&dry).contains("H-1-RC20120320 (first review conference) is to book, due by 19 June 2012"),
        "{}",
        said(&dry)
    );
    assert!(said(&dry).contains("M-2 was adjourned on 28 March 2012"), "{}", said(&dry));

    let first = convene(place.path(), &["follow", "register", "--out", "next", "--json"]);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    let changes = json(&first)["changes"].as_array().expect("a list").clone();
    let made: Vec<&serde_json::Value> = changes.iter().filter(|change| change["what"] == "made").collect();
    // 28 days from 28 March; the fifteenth working day after 8 March, 29 March, is past.
    assert_eq!(
        made.iter().map(|made| [&made["meeting"], &made["statutory"]]).collect::<Vec<_>>(),
        [["M-2-R", "2012-04-25"], ["H-1-RC20120320", "2012-06-19"]]
    );
    let meetings = fs::read_to_string(place.path().join("next/meetings.csv")).expect("meetings");
    assert!(meetings.contains("x_folder") && meetings.contains(",77"), "columns of its own stay: {meetings}");

    let again = convene(place.path(), &["follow", "next", "--json"]);
    assert_eq!(json(&again)["changes"], serde_json::json!([]), "{}", said(&again));
    let planned = convene(place.path(), &["plan", "next", "--iterations", "20", "--out", "plan"]);
    assert!(planned.status.success(), "what was made can be planned: {}", said(&planned));
    let refused = convene(place.path(), &["follow", "register", "--out", "next"]);
    assert_eq!(refused.status.code(), Some(2), "what is there is not replaced unasked");
}

#[test]
fn who_is_without_a_next_date_is_an_answer_of_no() {
    let place = tempfile::tempdir().expect("a folder");
    write(&place.path().join("register"));
    fs::write(place.path().join("register/plans.csv"), "child,starts\nC,2010-02-01\n").expect("a file");
    fs::write(place.path().join("register/outcomes.csv"), "meeting,result,on\nM-2,cancelled,2012-03-28\n")
        .expect("a file");
    let output = convene(place.path(), &["follow", "register"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("child C of household H-2: no review of the plan"), "{}", said(&output));
    assert!(said(&output).contains("record the reviews that were held"), "{}", said(&output));
}

#[test]
fn work_lists_are_text_files_and_a_workbook() {
    let place = tempfile::tempdir().expect("a folder");
    write(&place.path().join("register"));
    let all = convene(place.path(), &["lists", "register", "--out", "lists"]);
    assert!(all.status.success(), "{}", said(&all));
    assert!(said(&all).contains("Decision sheets to send: 1 row"), "{}", said(&all));
    let sheets = fs::read_to_string(place.path().join("lists/decision_sheets.csv")).expect("a list");
    assert!(sheets.contains("M-1,initial_conference,H-1,,,,IRO1,2012-03-20,2012-03-21,8,"), "{sheets}");
    assert!(place.path().join("lists/lists.xlsx").is_file());
    let one = convene(place.path(), &["lists", "register", "--list", "quality_forms", "--json"]);
    let rows = &json(&one)["lists"]["quality_forms"];
    assert_eq!((&rows[0]["meeting"], &rows[0]["note"]), (&"M-1".into(), &"case of concern".into()), "{rows}");
    let unknown = convene(place.path(), &["lists", "register", "--list", "quality_form"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("quality_forms"), "{}", said(&unknown));
}
