//! Many faults at once, files that are missing, and what is only noted.

use convene::files::register_from_texts;

use super::support::{check, faults_of, good};
use crate::good_register::{FILES, edited};

#[test]
fn the_register_without_an_edit_has_no_fault() {
    check("no edit", &faults_of(&good()), &[] as &[&str]);
}

#[test]
fn missing_files_are_named_and_nothing_is_said_of_what_points_into_them() {
    for (missing, expected) in [
        ("authority.toml", "the register: has no authority.toml"),
        ("places.csv", "the register: has no places.csv; wanted it with the columns place, lat, lon"),
        ("venues.csv", "the register: has no venues"),
        ("rooms.csv", "the register: has no rooms"),
        ("staff.csv", "the register: has no staff"),
        ("hours.csv", "the register: has no hours"),
        ("meetings.csv", "the register: has no meetings"),
    ] {
        let mut files = good();
        files.retain(|(name, _)| name != missing);
        check(missing, &faults_of(&files), &[expected]);
    }
    let mut files = good();
    "meeting.csv".clone_into(&mut files[12].0);
    check("meeting.csv", &faults_of(&files), &["the register: has no meetings…maybe \"meeting\""]);
    check(
        "nothing at all",
        &faults_of(&[]),
        &[
            "the register: has no authority",
            "the register: has no hours",
            "the register: has no meetings",
            "the register: has no places",
            "the register: has no rooms",
            "the register: has no staff",
            "the register: has no venues",
        ],
    );
}

#[test]
fn every_fault_of_a_register_is_told_at_once() {
    let mut files = edited("authority.toml", "grid_minutes = 5", "grid_minutes = 1000");
    let edits = [
        ("authority.toml", "moved = 50", "mvoed = 50"),
        ("places.csv", "54.0466", "far"),
        ("roads.csv", "BB,PR,25", "BB,XX,25"),
        ("venues.csv", "09:00,17:00", "9am,17:00"),
        ("rooms.csv", "NET,V-NET,100", "NET,V-NET,"),
        ("closures.csv", "V-LA,,", "V-LX,,"),
        ("staff.csv", "0.6", "60%"),
        ("staff.csv", "senior_iro", "senior iro"),
        ("hours.csv", "I-1,Mon", "I-1,Mo"),
        ("absences.csv", "T-1,,", "T-9,,"),
        ("households.csv", "H-2,,,1", "H-2,,,one"),
        ("children.csv", "both", "bth"),
        ("meetings.csv", "M-4,review_conference", "M-4,review"),
        ("meetings.csv", "pm,,LA", "evening,,LA"),
        ("unavailable.csv", "2012-05-01", "1 May"),
        ("bookings.csv", "T-1,confirmed", "T-1,sure"),
    ];
    for (file, from, to) in edits {
        let (_, text) = files.iter_mut().find(|(name, _)| name == file).expect("a file of the register");
        assert!(text.contains(from), "{file} does not hold {from:?}");
        *text = text.replacen(from, to, 1);
    }
    check(
        "seventeen edits",
        &faults_of(&files),
        &[
            "absences.csv:3:1: staff \"T-9\" is not known; wanted a reference of staff\n    maybe \"T-1\" was meant",
            "authority.toml:5:16: grid_minutes \"1000\" is not right",
            "authority.toml:40:1: key \"mvoed\" is not known in weights…maybe \"moved\"",
            "bookings.csv:2:6: status \"sure\" is not known",
            "children.csv:2:3: plan \"bth\" is not known…maybe \"both\"",
            "closures.csv:2:1: venue \"V-LX\" is not known…maybe \"V-LA\"",
            "hours.csv:2:2: weekday \"Mo\" is not known…maybe \"Mon\"",
            "households.csv:3:4: children \"one\" is not a whole number",
            "meetings.csv:4:12: prefers \"evening\" is not known",
            "meetings.csv:5:2: kind \"review\" is not known",
            "places.csv:3:4: lat \"far\" is not a decimal",
            "roads.csv:4:2: to \"XX\" is not known",
            "rooms.csv:5:3: capacity is empty",
            "staff.csv:2:5: fte \"60%\" is not a full-time equivalent",
            "staff.csv:3:3: role \"senior iro\" is not known…maybe \"senior_iro\"",
            "unavailable.csv:4:4: starts \"1 May\" is neither a date nor a moment",
            "venues.csv:2:5: opens \"9am\" is not a time",
        ],
    );
}

#[test]
fn what_is_odd_but_not_wrong_is_noted() {
    let cases = [
        ("venues.csv", "Video,,online", "Video,PR,online", "venues, line 4: an online venue has no place"),
        (
            "bookings.csv",
            "M-2,2012-04-11T10:00,I-2,LA-1,T-1,confirmed,D 17\n",
            "",
            "meetings: booked, but without a row in bookings: M-2",
        ),
        (
            "meetings.csv",
            "9,step_free",
            "9,stepfree",
            "meetings: M-1 has \"stepfree\" among its needs and no room or venue offers it; maybe \"step_free\" was meant",
        ),
        ("unavailable.csv", "SW-1", "SW-2", "unavailable, line 4: social worker SW-2 is no household's"),
        (
            "absences.csv",
            "T-1,,2012-04-03T13:00",
            "T-1,,",
            "absences, line 3: neither starts nor ends is given",
        ),
        (
            "meetings.csv",
            "2011-05-09,,,,,,,,,held",
            "2011-05-09,,,,,,,,,cancelled",
            "outcomes: another result than the status in meetings: M-4",
        ),
        (
            "outcomes.csv",
            "M-4,held,2011-11-07",
            "M-4,held,2012-04-03",
            "outcomes: held on a day after today, so that nothing follows from it yet: M-4",
        ),
        (
            "outcomes.csv",
            "2011-11-21,2011-11-24",
            "2011-11-01,2011-11-24",
            "outcomes: a decision sheet, minutes or a quality form from before the meeting: M-4",
        ),
        (
            "outcomes.csv",
            "yes,2011-11-10,2,1",
            "yes,2011-11-10,1,2",
            "outcomes: more questionnaires returned",
        ),
        ("decisions.csv", "M-4,C-1", "M-4,C-2", "decisions: a child of another household; wrong unless"),
        (
            "plans.csv",
            "2009-09-30",
            "2011-10-04",
            "plans: two rows that share days; they are taken for one from the first start on: C-1",
        ),
        (
            "plans.csv",
            "2009-01-12,2009-09-30",
            "2009-01-12,",
            "plans: two rows without an end; they are taken for one from the first start on: C-1",
        ),
        ("care.csv", "2010-03-01", "2010-01-04", "care: a row that ends on the day on which it starts: C-1"),
        (
            "child_details.csv",
            "2005-05-05",
            "2012-05-05",
            "child_details: a day of birth that is still to come",
        ),
    ];
    for (file, from, to, expected) in cases {
        let files = edited(file, from, to);
        let texts: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let loaded = register_from_texts(&texts, None).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(loaded.notes.len(), 1, "{file}: {:?}", loaded.notes);
        assert!(loaded.notes[0].starts_with(expected), "{file}: {:?}", loaded.notes);
    }
    let mut files = FILES.to_vec();
    files.push(("rota.csv", "a,a\n1"));
    let loaded = register_from_texts(&files, None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(loaded.notes, ["rota is no table of a register and was not read"]);
}
