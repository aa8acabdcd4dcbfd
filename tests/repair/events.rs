//! Events: what each kind does to a register, and what is said of those that cannot have happened.

use std::path::{Path, PathBuf};

use convene::calendar::{moment, parse_date};
use convene::events::{Change, apply};
use convene::files::{EventWords, read_events, read_register};
use convene::plan::{ToldRole, told};
use convene::register::{Booking, BookingStatus, Meeting, MeetingIdx, MeetingStatus, Reference, Register};

const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tiny");

fn tiny() -> Register {
    read_register(Path::new(TINY), None).expect("a register").register
}

fn find(register: &Register, reference: &str) -> MeetingIdx {
    let position = register.meetings.iter().position(|meeting| meeting.reference.as_str() == reference);
    position.unwrap_or_else(|| panic!("no {reference}")).into()
}

fn absent(staff: &str, from: &str, until: &str) -> EventWords {
    EventWords { absent: vec![[staff, from, until].map(str::to_owned)], ..EventWords::default() }
}

fn closed(place: &str, from: &str, until: &str) -> EventWords {
    EventWords { closed: vec![[place, from, until].map(str::to_owned)], ..EventWords::default() }
}

fn cancelled(meetings: &[&str]) -> EventWords {
    EventWords { cancelled: meetings.iter().map(|&m| m.to_owned()).collect(), ..EventWords::default() }
}

fn adjourned(meeting: &str, reason: &str) -> EventWords {
    EventWords { adjourned: vec![(meeting.to_owned(), reason.to_owned())], ..EventWords::default() }
}

fn happen(register: &Register, words: &EventWords) -> (Register, Vec<Change>) {
    let events = read_events(register, words).expect("no fault");
    let happened = apply(register, &events).expect("it can happen");
    (happened.register, happened.changes)
}

#[test]
fn what_cannot_have_happened_is_told_with_what_was_probably_meant() {
    let cases: [(EventWords, &str); 14] = [
        (
            absent("IR01", "2012-04-10", "2012-04-11"),
            "--absent IR01 2012-04-10 2012-04-11: staff \"IR01\" is not known; wanted a reference of staff\n    \
             maybe \"IRO1\" was meant",
        ),
        (
            absent("SW3", "2012-04-10", "2012-04-11"),
            "--absent SW3 2012-04-10 2012-04-11: staff \"SW3\" is a social worker; wanted a chair or minute taker; \
             absences of social workers go into unavailable.csv",
        ),
        (
            absent("IRO1", "10/04/2012", "2012-04-11"),
            "--absent IRO1 10/04/2012 2012-04-11: FROM \"10/04/2012\" is neither a date nor a moment; wanted a \
             date such as 2012-04-02 or a moment such as 2012-04-02T09:30\n    maybe \"2012-04-10\" was meant",
        ),
        (
            absent("IRO1", "2012-04-11", "2012-04-10"),
            "--absent IRO1 2012-04-11 2012-04-10: it ends before it begins: from 11 to 10 April 2012; \
             wanted the earlier first",
        ),
        (
            absent("IRO1", "2012-03-01", "2012-04-01"),
            "--absent IRO1 2012-03-01 2012-04-01: it is over before today, 2012-04-02, and changes nothing; wanted \
             an end after it",
        ),
        (
            absent("IRO2", "2012-07-02", "2012-07-06"),
            "--absent IRO2 2012-07-02 2012-07-06: IRO2 is not in post then (in post to 2012-06-29); wanted days in \
             post",
        ),
        (
            closed("BRO-CCC", "2012-04-10", "2012-04-10"),
            "--close BRO-CCC 2012-04-10 2012-04-10: venue or room \"BRO-CCC\" is not known; wanted a reference of \
             venues or rooms\n    maybe \"BRO-CC\" was meant",
        ),
        (
            cancelled(&["M7"]),
            "--cancel M7: meeting \"M7\" is not known; wanted a reference of meetings\n    maybe \"M07\" was meant",
        ),
        (
            cancelled(&["M01", "M01"]),
            "--cancel M01: M01 is cancelled or adjourned twice; wanted each meeting once",
        ),
        (
            EventWords { cancelled: vec!["M01".into()], ..adjourned("M01", "no report") },
            "--adjourn M01 no report: M01 is cancelled or adjourned twice; wanted each meeting once",
        ),
        (
            adjourned("M01", " "),
            "--adjourn M01  : no reason is given; wanted one, because adjournments are counted by reason",
        ),
        (
            cancelled(&["M08"]),
            "--cancel M08: M08 is held and cannot be cancelled; wanted a meeting to_book or booked",
        ),
        (
            adjourned("M08", "no report"),
            "--adjourn M08 no report: M08 is held and cannot be adjourned; wanted a meeting to_book or booked",
        ),
        (
            EventWords { added: vec![PathBuf::from("nowhere.csv")], ..EventWords::default() },
            "nowhere.csv: cannot be read (No such file or directory (os error 2))",
        ),
    ];
    let mut register = tiny();
    let iro2 = register.staff.iter().position(|person| person.reference.as_str() == "IRO2").expect("IRO2");
    register.staff[iro2].until = parse_date("2012-06-29");
    let held = find(&register, "M08");
    register.meetings[held.at()].status = MeetingStatus::Held;
    for (words, expected) in cases {
        let faults = read_events(&register, &words).expect_err(expected);
        let said = faults.to_string();
        assert!(said.starts_with(expected), "wanted {expected}\n   got {said}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let words = EventWords {
        closed: vec![["NOWHERE", "2012-04-10", "soon"].map(str::to_owned)],
        cancelled: vec!["M99".into()],
        ..absent("NOBODY", "2012-04-11", "2012-04-10")
    };
    let faults = read_events(&tiny(), &words).expect_err("four faults");
    assert_eq!(faults.0.len(), 4, "{faults}");
}

#[test]
fn an_absence_takes_hours_away_and_a_closure_a_room() {
    let register = tiny();
    let day = parse_date("2012-04-17").expect("a date");
    let iro2 = 1;
    assert!(!register.staff[iro2].spells_on(day).is_empty());
    let (after, changes) = happen(&register, &absent("IRO2", "2012-04-16", "2012-04-17"));
    assert!(after.staff[iro2].spells_on(day).is_empty(), "the last day is included");
    assert!(matches!(changes[..], [Change::Absent { .. }]));
    let (after, _) = happen(&register, &absent("IRO2", "2012-04-17T13:00", "2012-04-17T15:00"));
    assert_eq!(after.staff[iro2].spells_on(day).len(), 2, "a moment splits the day");

    let rooms = |after: &Register| -> Vec<Option<String>> {
        let added = after.closures.iter().skip(register.closures.len());
        added.map(|c| c.room.map(|room| after.rooms[room.at()].reference.to_string())).collect()
    };
    let (after, _) = happen(&register, &closed("BRO-CC-2", "2012-04-16", "2012-04-17"));
    assert_eq!(rooms(&after), [Some("BRO-CC-2".to_owned())]);
    let (after, _) = happen(&register, &closed("BRO-CC", "2012-04-16", "2012-04-17"));
    assert_eq!(rooms(&after), [None], "the whole venue");
}

#[test]
fn a_cancelled_meeting_loses_its_booking_from_today_on() {
    let mut register = tiny();
    let (after, changes) = happen(&register, &cancelled(&["M07"]));
    let m07 = find(&register, "M07");
    assert_eq!(after.meeting(m07).status, MeetingStatus::Cancelled);
    assert!(after.bookings.is_empty());
    assert_eq!(changes[0].dropped(), Some(&register.bookings[0]));

    let mut past: Booking = register.bookings[0].clone();
    past.starts -= chrono::TimeDelta::days(7);
    register.bookings = vec![past];
    let (after, changes) = happen(&register, &cancelled(&["M07"]));
    assert_eq!(
        (after.bookings.len(), changes[0].dropped()),
        (1, None),
        "a confirmed one of before is history"
    );
    register.bookings[0].status = BookingStatus::Proposed;
    let (after, _) = happen(&register, &cancelled(&["M07"]));
    assert!(after.bookings.is_empty(), "one that was only proposed is nothing");
}

#[test]
fn an_adjourned_meeting_is_reconvened_within_28_days_or_by_its_original_date() {
    // Today is Monday 2 April 2012; 28 days on is 30 April.
    let register = tiny();
    let cases = [
        // Its statutory date is 15 May, later than 30 April.
        ("M01", "M01-R", "2012-04-02", "2012-04-30"),
        // Fifteen working days from 28 March, over Easter: 20 April.
        ("M03", "M03-R", "2012-04-02", "2012-04-20"),
    ];
    for (meeting, reference, from, statutory) in cases {
        let (after, changes) = happen(&register, &adjourned(meeting, "no report"));
        let Change::Adjourned { reconvened, is_added: true, .. } = &changes[0] else { panic!("{changes:?}") };
        let row = after.meeting(*reconvened);
        assert_eq!(after.meeting(find(&after, meeting)).status, MeetingStatus::Adjourned);
        assert_eq!(row.reference.as_str(), reference);
        assert_eq!(after.kind(row).name.as_str(), "reconvened_conference");
        assert_eq!(row.household, after.meeting(find(&after, meeting)).household);
        assert_eq!(row.from_date.map(|date| date.to_string()).as_deref(), Some(from));
        let due = after.deadlines(row).expect("dates").statutory;
        assert_eq!(due.map(|date| date.to_string()).as_deref(), Some(statutory), "{meeting}");
    }
}

/// Adds a meeting of a household as a kind, booked or not, and returns it.
fn add_meeting(register: &mut Register, kind: usize, booked: Option<&str>) -> MeetingIdx {
    let meeting = MeetingIdx::from(register.meetings.len());
    let like = register.meeting(find(register, "M04")).clone();
    register.meetings.push(Meeting {
        reference: Reference::new("A").expect("a reference"),
        kind: kind.into(),
        from_date: parse_date("2012-04-02"),
        ..like
    });
    let starts = booked.map(|day| moment(parse_date(day).expect("a date"), 600));
    let booking = starts.map(|starts| Booking { meeting, starts, ..register.bookings[0].clone() });
    register.bookings.extend(booking);
    meeting
}

#[test]
fn only_conferences_are_reconvened_as_conferences_and_nobody_new_is_told() {
    // Fifteen working days from 2 April 2012, over Easter, end on the 25th, 28 days on the 30th.
    let conference = "reconvened_conference";
    let cases = [
        ("initial_conference", conference, true, Some("2012-04-25")),
        ("pre_birth_conference", conference, true, Some("2012-04-25")),
        ("transfer_in_conference", conference, true, Some("2012-04-25")),
        ("first_review_conference", conference, true, Some("2012-04-30")),
        ("review_conference", conference, true, Some("2012-04-30")),
        ("reconvened_conference", conference, true, Some("2012-04-30")),
        ("strategy_meeting", "strategy_meeting", false, None),
        ("cla_first_review", "cla_first_review", true, Some("2012-04-30")),
        ("cla_second_review", "cla_second_review", true, Some("2012-04-30")),
        ("cla_review", "cla_review", true, Some("2012-04-30")),
        ("foster_review", "foster_review", true, Some("2012-04-30")),
    ];
    assert_eq!(cases.len(), tiny().authority.kinds.len(), "every kind has its row");
    for (kind, expected, is_household_told, statutory) in cases {
        let mut register = tiny();
        let position = register.authority.kinds.iter().position(|k| k.name.as_str() == kind).expect(kind);
        add_meeting(&mut register, position, Some("2012-04-17"));
        let (after, _) = happen(&register, &adjourned("A", "no report"));
        let reconvened = MeetingIdx::from(after.meetings.len() - 1);
        let row = after.meeting(reconvened);
        assert_eq!(row.reference.as_str(), "A-R", "{kind}");
        assert_eq!(after.kind(row).name.as_str(), expected, "{kind}");
        let dates = after.deadlines(row).expect("dates");
        assert_eq!(dates.statutory, statutory.and_then(parse_date), "{kind}");
        assert!(dates.statutory.is_none_or(|statutory| dates.target <= statutory), "{kind}");
        assert_eq!(dates.earliest, parse_date("2012-04-18"), "{kind}");

        let booking = Booking { meeting: reconvened, ..register.bookings[0].clone() };
        let is_told = told(&after, None, Some(&booking)).iter().any(|told| told.role == ToldRole::Household);
        assert_eq!(is_told, is_household_told, "{kind}");
    }
}

#[test]
fn a_household_with_a_reconvened_conference_has_its_strategy_meeting_reconvened_all_the_same() {
    let mut register = tiny();
    let kind = register.meeting(find(&register, "M12")).kind;
    add_meeting(&mut register, kind.at(), None);
    let (register, _) = happen(&register, &adjourned("M04", "no report"));
    let (after, changes) = happen(&register, &adjourned("A", "no police"));
    assert!(matches!(changes[0], Change::Adjourned { is_added: true, .. }), "{changes:?}");
    assert_eq!(after.meeting(find(&after, "A-R")).kind, kind);
}

#[test]
fn a_statutory_date_that_has_passed_leaves_28_days_from_the_adjournment() {
    let mut register = tiny();
    let kind = register.authority.kinds.iter().position(|kind| kind.name.as_str() == "cla_review");
    let meeting = add_meeting(&mut register, kind.expect("cla_review"), Some("2012-03-28"));
    for (due, expected) in [("2012-03-30", "2012-04-25"), ("2012-04-04", "2012-04-04")] {
        register.meetings[meeting.at()].due = parse_date(due);
        let (after, _) = happen(&register, &adjourned("A", "no report"));
        let row = after.meeting(find(&after, "A-R"));
        assert_eq!((row.from_date, row.due), (parse_date("2012-03-28"), parse_date(expected)), "{due}");
    }
}

#[test]
fn an_adjourned_meeting_is_reconvened_on_a_later_working_day_than_it_stood_on_and_than_today() {
    // Today is Monday 2 April 2012, Good Friday the 6th.
    let cases = [
        (None, "2012-04-03"),
        (Some("2012-03-28"), "2012-04-03"),
        (Some("2012-04-02"), "2012-04-03"),
        (Some("2012-04-05"), "2012-04-10"),
        (Some("2012-04-20"), "2012-04-23"),
    ];
    for (booked, earliest) in cases {
        let mut register = tiny();
        let kind = register.meeting(find(&register, "M04")).kind;
        add_meeting(&mut register, kind.at(), booked);
        let (after, _) = happen(&register, &adjourned("A", "no report"));
        assert_eq!(after.meeting(find(&after, "A-R")).earliest, parse_date(earliest), "{booked:?}");
    }
}

#[test]
fn the_target_of_a_reconvened_meeting_lies_between_its_first_day_and_its_statutory_date() {
    // Today is Monday 2 April 2012, and so is the day of the adjournment; 28 days on is 30 April. Of a review of a child who is looked after
    // the target is ten working days before the statutory date, over Easter.
    let cases = [
        ("it stood long ago", Some("2012-03-28")),
        ("it stands on a day before the target", Some("2012-04-05")),
        ("it stands after the target", Some("2012-04-20")),
        ("it stands on the last Friday", Some("2012-04-27")),
        ("it stands after the statutory date, which stays the target", Some("2012-05-04")),
        ("it waits", None),
    ];
    let kinds = tiny().authority.kinds.len();
    for (title, booked) in cases {
        for kind in 0..kinds {
            let mut register = tiny();
            add_meeting(&mut register, kind, booked);
            let (after, changes) = happen(&register, &adjourned("A", "no report"));
            let Change::Adjourned { reconvened, is_added: true, .. } = changes[0] else { continue };
            let row = after.meeting(reconvened);
            let dates = after.deadlines(row).expect("dates");
            let earliest = dates.earliest.expect("a later day");
            let least = dates.statutory.map_or(earliest, |statutory| earliest.min(statutory));
            assert!(least <= dates.target, "{title}, {}: {dates:?}", after.kind(row).name);
            assert!(dates.statutory.is_none_or(|statutory| dates.target <= statutory), "{title}: {dates:?}");
        }
    }
    // As it was reported: adjourned ahead of its day, a target days before any on which it may be held.
    let mut register = tiny();
    let kind = register.meeting(find(&register, "M04")).kind;
    add_meeting(&mut register, kind.at(), Some("2012-04-20"));
    let (after, _) = happen(&register, &adjourned("A", "no report"));
    let dates = after.deadlines(after.meeting(find(&after, "A-R"))).expect("dates");
    let target = dates.target;
    assert!(
        parse_date("2012-04-23").is_some_and(|first| dates.earliest == Some(first) && first <= target),
        "{dates:?}"
    );
}

#[test]
fn a_live_reconvened_conference_is_enough_and_references_stay_apart() {
    let register = tiny();
    let (once, _) = happen(&register, &adjourned("M01", "no report"));
    // The household's next conference is adjourned too: M01-R stands already.
    let m02 = find(&once, "M02");
    let mut once = once;
    once.meetings[m02.at()].household = once.meeting(find(&once, "M01")).household;
    let (after, changes) = happen(&once, &adjourned("M02", "no social worker"));
    assert_eq!(after.meetings.len(), once.meetings.len());
    let stands = find(&once, "M01-R");
    assert!(matches!(changes[0], Change::Adjourned { reconvened: r, is_added: false, .. } if r == stands));
    // The reconvened one is adjourned itself: it is reconvened under a name of its own.
    let (after, _) = happen(&once, &adjourned("M01-R", "no quorum"));
    assert_eq!(after.meetings.last().expect("one more").reference.as_str(), "M01-R-R");
}

#[test]
fn meetings_are_added_from_a_file_and_may_be_named_by_other_events() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.csv");
    std::fs::write(
        &path,
        "meeting,kind,household,from_date,attendees\nN2,initial_conference,H4,2012-04-01,8\n\
         N1,strategy_meeting,,2012-04-02,4\n",
    )
    .expect("written");
    let words = EventWords { added: vec![path], ..cancelled(&["N1"]) };
    let (after, changes) = happen(&tiny(), &words);
    let n = tiny().meetings.len();
    let references: Vec<&str> =
        after.meetings[n..].iter().map(|meeting| meeting.reference.as_str()).collect();
    assert_eq!(references, ["N1", "N2"]);
    assert_eq!(after.meetings[n].status, MeetingStatus::Cancelled);
    assert_eq!(changes.len(), 3);
}

#[test]
fn faults_of_added_meetings_are_those_of_meetings_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases = [
        ("meeting,kind\nM01,strategy_meeting\n", "new.csv:2:1", "needs"),
        (
            "meeting,kind,from_date\nM01,strategy_meeting,2012-04-02\n",
            "new.csv:2:1",
            "has a meeting M01 already",
        ),
        (
            "meeting,kind,from_date\nN1,stratgy_meeting,2012-04-02\n",
            "new.csv:2:2",
            "\"stratgy_meeting\" is not known",
        ),
        (
            "meeting,kind,from_date,status\nN1,strategy_meeting,2012-04-02,held\n",
            "new.csv:2:1",
            "wanted its status to_book",
        ),
        (
            "meeting,kind,household,from_date\nN1,initial_conference,H44,2012-04-02\n",
            "new.csv:2:3",
            "\"H44\"",
        ),
    ];
    for (text, place, said) in cases {
        let path = folder.path().join("new.csv");
        std::fs::write(&path, text).expect("written");
        let words = EventWords { added: vec![path], ..EventWords::default() };
        let faults = read_events(&tiny(), &words).expect_err(said).to_string();
        let expected = if said == "needs" { "from_date" } else { said };
        assert!(faults.contains(expected), "wanted {said}, got {faults}");
        assert!(said == "needs" || faults.contains(place), "wanted {place}, got {faults}");
    }
}
