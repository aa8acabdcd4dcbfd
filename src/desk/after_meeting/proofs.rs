//! What is recorded after a meeting, and what that makes, on a store.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::words::{REASONS, RESULTS, VERDICTS, reason_told, value};
use super::{
    Entry, asks, followed_since, next_meetings, note_adjourned, record, recorded, without_next_date,
};
use crate::calendar::{parse_date, parse_moment};
use crate::desk::{Desk, DeskError, State, create};
use crate::events::{self, Event};
use crate::files::register_files;
use crate::follow::History;
use crate::follow::testing::story;
use crate::indicators::Policy;
use crate::register::{MeetingIdx, MeetingStatus, Register};
use crate::store::{By, Location};

const MEETINGS: &str = "meeting,kind,household,from_date,status\n\
                        M-1,initial_conference,H-1,2012-03-20,booked\n\
                        M-2,initial_conference,H-2,2012-03-28,booked\n";
/// M-1 is today, M-2 is to come.
const BOOKINGS: &str = "meeting,starts,iro,room,minute_taker,status\n\
                        M-1,2012-04-02T10:00,IRO1,R,MT1,confirmed\n\
                        M-2,2012-04-16T10:00,IRO2,R,MT1,confirmed\n";

fn register() -> Register {
    story("2012-04-02", &[("meetings.csv", MEETINGS), ("bookings.csv", BOOKINGS)])
}

fn by() -> By<'static> {
    By { who: "clerk-1", at: DateTime::<Utc>::UNIX_EPOCH, why: "after the meeting" }
}

fn at() -> NaiveDateTime {
    parse_moment("2012-04-02T15:00").expect("a moment")
}

struct Case {
    desk: Desk,
    _folder: tempfile::TempDir,
}

impl Case {
    fn new() -> Case {
        let register = register();
        let folder = tempfile::tempdir().expect("a folder");
        // Not the clerk, who has done nothing so far.
        let operator = By { who: "operator", ..by() };
        let store = create(&Location::file(folder.path().join("desk.db")), &operator, &register)
            .expect("it can be kept");
        let desk = Desk::new(store, register.authority.today).expect("it can be read");
        Case { desk, _folder: folder }
    }

    fn state(&self) -> std::sync::Arc<State> {
        self.desk.state(parse_date("2012-04-02").expect("a date")).expect("it can be read")
    }

    /// Records an entry about a meeting and returns the events, none where nothing was to be done.
    fn record(&self, reference: &str, entry: &dyn Fn(&State, MeetingIdx) -> Entry) -> Option<(u64, u64)> {
        let today = parse_date("2012-04-02").expect("a date");
        let state = self.state();
        let meeting = state.meeting(reference).expect("a meeting");
        let (entry, seen) = (entry(&state, meeting), recorded(&state.register, meeting).n_rows);
        record(&state, meeting, &entry, seen, ("clerk-1", at())).expect("it can be recorded")?;
        let act = |state: &State| {
            let act = record(state, meeting, &entry, seen, ("clerk-1", at()))?;
            act.ok_or_else(|| DeskError::Changed("nothing".to_owned()))
        };
        Some(self.desk.act(&by(), today, &act).expect("it is done").events)
    }
}

/// Returns what is filled in beforehand, with a result and a decision for each child of the household in turn.
fn entry(result: &str, reason: &str, verdicts: &[&str]) -> impl Fn(&State, MeetingIdx) -> Entry {
    let (result, reason) = (value(&RESULTS, result), value(&REASONS, reason));
    let verdicts: Vec<_> = verdicts.iter().map(|verdict| value(&VERDICTS, verdict)).collect();
    move |state, meeting| {
        let history = History::new(&state.register);
        let asks = asks(&history, meeting, &Policy::default());
        let mut entry = Entry { result, reason, ..Entry::beforehand(&history, meeting, &asks) };
        for (child, verdict) in entry.children.iter_mut().zip(&verdicts) {
            child.verdict = *verdict;
            if child.category.is_empty() {
                child.category = "neglect".to_owned();
            }
        }
        entry
    }
}

fn to_book(state: &State) -> Vec<String> {
    let live = state.register.meetings.iter().filter(|row| row.status == MeetingStatus::ToBook);
    live.map(|row| format!("{} {}", row.reference, state.register.kind(row).name)).collect()
}

#[test]
fn what_is_known_is_filled_in_and_no_decision_is() {
    let register = register();
    let history = History::new(&register);
    let asked = asks(&history, MeetingIdx(0), &Policy::default());
    assert!(asked.is_conference && asked.minutes && asked.report_hours == Some(24));
    let entry = Entry::beforehand(&history, MeetingIdx(0), &asked);
    assert_eq!((entry.result, entry.on), (value(&RESULTS, "held"), parse_date("2012-04-02")));
    assert_eq!(entry.chair, register.bookings[0].iro);
    assert_eq!(entry.children.len(), 2);
    assert!(entry.children.iter().all(|child| child.verdict.is_none()));
    // What is still to come has not been held.
    let asked = asks(&history, MeetingIdx(1), &Policy::default());
    assert_eq!(Entry::beforehand(&history, MeetingIdx(1), &asked).result, None);
}

#[test]
fn the_next_review_is_made_in_the_same_write_once_and_undone_with_it() {
    let case = Case::new();
    let before = case.state();
    let held = entry("held", "", &["plan_starts", "no_plan"]);
    let events = case.record("M-1", &held).expect("something is done");
    let state = case.state();
    assert_eq!(to_book(&state), ["H-1-RC20120402 first_review_conference"]);
    let meeting = state.meeting("M-1").expect("a meeting");
    assert_eq!(state.register.meeting(meeting).status, MeetingStatus::Held);
    let row = recorded(&state.register, meeting);
    // One row of the outcome, two of decisions.
    assert_eq!((row.n_rows, row.last.and_then(|row| row.by.as_deref())), (3, Some("clerk-1")));
    let history = History::new(&state.register);
    let next = next_meetings(&history, meeting);
    // Held on 2 April: three months on is 2 July, 91 days are 2 July.
    assert_eq!(next[0].dates.map(|dates| dates.limit_from()), parse_date("2012-07-02"));
    assert!(without_next_date(&history, meeting).is_empty());
    let follows = followed_since(&before.register, &state.register, "M-1");
    assert!(follows.made.iter().any(|line| line.starts_with("H-1-RC20120402 ")), "{follows:?}");
    // The other household is as it was.
    assert_eq!(state.register.meeting(MeetingIdx(1)), before.register.meeting(MeetingIdx(1)));
    // The same once more says nothing new, and makes nothing.
    assert_eq!(case.record("M-1", &held), None);
    assert_eq!(to_book(&case.state()).len(), 1);
    case.desk.undo(&by(), parse_date("2012-04-02").expect("a date"), events).expect("it can be undone");
    let undone = case.state();
    assert_eq!(register_files(&undone.register), register_files(&before.register));
    assert!(case.desk.store().verify(None).expect("it can be read").broken.is_none());
}

#[test]
fn a_correction_is_a_row_behind_and_takes_back_what_followed() {
    let case = Case::new();
    case.record("M-1", &entry("held", "", &["plan_starts", "plan_starts"])).expect("something is done");
    case.record("M-1", &entry("held", "", &["no_plan", "no_plan"])).expect("something is done");
    let state = case.state();
    assert!(to_book(&state).is_empty(), "no plan, no review");
    assert_eq!(state.register.record.outcomes.len(), 2);
    assert_eq!(state.register.record.decisions.len(), 4, "nothing is overwritten");
}

#[test]
fn who_records_on_what_was_read_before_somebody_else_did_is_refused() {
    let case = Case::new();
    let state = case.state();
    let meeting = state.meeting("M-1").expect("a meeting");
    case.record("M-1", &entry("held", "", &["no_plan", "no_plan"])).expect("something is done");
    let late = entry("adjourned", "no_report", &[])(&state, meeting);
    let refused = record(&case.state(), meeting, &late, 0, ("clerk-2", at()));
    assert!(matches!(refused, Err(DeskError::Changed(_))), "{refused:?}");
}

#[test]
fn an_adjourned_conference_is_reconvened_by_the_rule_of_events() {
    let case = Case::new();
    let before = case.state();
    let by_event = Event::Adjourned { meeting: MeetingIdx(0), reason: "no report".to_owned() };
    let happened = events::apply(&before.register, &[by_event]).expect("it can have happened");
    case.record("M-1", &entry("adjourned", "no_report", &[])).expect("something is done");
    let state = case.state();
    assert_eq!(state.register.meetings.last(), happened.register.meetings.last());
    assert_eq!(to_book(&state), ["M-1-R reconvened_conference"]);
    // Today's booking was given up.
    assert!(state.booking(MeetingIdx(0)).is_none());
    // Corrected in its reason, it is not reconvened twice.
    case.record("M-1", &entry("adjourned", "not_quorate", &[])).expect("something is done");
    assert_eq!(to_book(&case.state()).len(), 1);
}

#[test]
fn a_meeting_to_come_that_is_cancelled_gives_its_booking_up() {
    let case = Case::new();
    let cancelled = |state: &State, meeting| {
        let reason = value(&REASONS, "family_request");
        Entry { reason, ..entry("cancelled", "", &[])(state, meeting) }
    };
    case.record("M-2", &cancelled).expect("something is done");
    let state = case.state();
    assert!(state.booking(MeetingIdx(1)).is_none());
    assert_eq!(state.register.meeting(MeetingIdx(1)).status, MeetingStatus::Cancelled);
}

#[test]
fn what_cannot_be_so_is_told_all_at_once_at_its_fields() {
    let register = register();
    let history = History::new(&register);
    let asked = asks(&history, MeetingIdx(0), &Policy::default());
    let beforehand = Entry::beforehand(&history, MeetingIdx(0), &asked);
    let decided = |verdict: &str| {
        let mut entry = beforehand.clone();
        entry.children.iter_mut().for_each(|child| child.verdict = value(&VERDICTS, verdict));
        entry
    };
    let day = parse_date;
    let cases: Vec<(&str, Entry, &[&str])> = vec![
        ("all is well", decided("no_plan"), &[]),
        ("nothing", Entry::default(), &["result", "on"]),
        ("no decision", beforehand.clone(), &["verdict.A"]),
        ("no category", decided("plan_starts"), &["category.A", "category.B"]),
        ("tomorrow", Entry { on: day("2012-04-03"), ..decided("no_plan") }, &["on"]),
        ("nobody chaired", Entry { chair: None, ..decided("no_plan") }, &["chair"]),
        ("a reason", Entry { reason: value(&REASONS, "other"), ..decided("no_plan") }, &["reason"]),
        (
            "decided though put off",
            Entry { result: value(&RESULTS, "adjourned"), ..decided("no_plan") },
            &["reason", "result"],
        ),
        (
            "done before and after",
            Entry {
                sheet_sent: parse_moment("2012-04-01T09:00"),
                minutes_sent: day("2012-04-03"),
                form_done: day("2012-04-02"),
                questionnaires_given: Some(1),
                questionnaires_returned: Some(2),
                ..decided("no_plan")
            },
            &["sheet_sent", "minutes_sent", "questionnaires_returned"],
        ),
        (
            "minutes sent before they were signed",
            Entry {
                on: day("2012-03-29"),
                minutes_signed: day("2012-04-02"),
                minutes_sent: day("2012-03-30"),
                ..decided("no_plan")
            },
            &["minutes_sent"],
        ),
        // Slips of the pen in a year. The meeting counts from 20 March 2012.
        ("ten years ago", Entry { on: day("2002-04-02"), ..decided("no_plan") }, &["on"]),
        ("a day before it counts", Entry { on: day("2012-03-19"), ..decided("no_plan") }, &["on"]),
        (
            "put off for ninety years",
            Entry {
                result: value(&RESULTS, "adjourned"),
                reason: value(&REASONS, "no_report"),
                on: day("2102-04-02"),
                ..beforehand.clone()
            },
            &["on"],
        ),
        (
            "a report of the Romans",
            Entry { report_shared: parse_moment("0012-04-01T09:30"), ..decided("no_plan") },
            &["report_shared"],
        ),
    ];
    for (what, entry, expected) in cases {
        let faults = entry.faults(&history, MeetingIdx(0), &asked);
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, expected, "{what}: {faults:?}");
    }
}

#[test]
fn a_child_who_has_a_plan_starts_none_and_is_not_without_one() {
    let plans = ("plans.csv", "child,starts\nA,2011-10-03\n");
    let texts = [("meetings.csv", MEETINGS), ("bookings.csv", BOOKINGS), plans];
    let register = story("2012-04-02", &texts);
    let history = History::new(&register);
    let asked = asks(&history, MeetingIdx(0), &Policy::default());
    for (verdict, expected) in [
        ("plan_starts", &["verdict.A"][..]),
        ("no_plan", &["verdict.A"]),
        ("plan_continues", &[]),
        ("plan_ends", &[]),
    ] {
        let mut entry = Entry::beforehand(&history, MeetingIdx(0), &asked);
        for child in &mut entry.children {
            (child.verdict, child.category) = (value(&VERDICTS, verdict), "neglect".to_owned());
        }
        let faults = entry.faults(&history, MeetingIdx(0), &asked);
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, expected, "{verdict}: {faults:?}");
    }
    // The day of the conference that started it is corrected: its own plan is none from before it.
    let case = Case::new();
    let on = |day: &'static str| {
        move |state: &State, meeting: MeetingIdx| Entry {
            on: parse_date(day),
            ..entry("held", "", &["plan_starts", "no_plan"])(state, meeting)
        }
    };
    case.record("M-1", &on("2012-03-29")).expect("something is done");
    case.record("M-1", &on("2012-04-02")).expect("it can be corrected");
}

#[test]
fn an_act_that_could_not_be_read_again_is_refused() {
    let case = Case::new();
    let before = register_files(&case.state().register);
    let today = parse_date("2012-04-02").expect("a date");
    let refused = case.desk.act(&by(), today, &|state| {
        let mut register = state.register.clone();
        register.meetings[0].from_date = parse_date("2002-04-02");
        Ok(crate::desk::Act { register: Some(register), steps: Vec::new(), about: Vec::new() })
    });
    assert!(matches!(&refused, Err(DeskError::Changed(why)) if why.contains("2002-04-02")), "{refused:?}");
    assert_eq!(register_files(&case.state().register), before);
}

#[test]
fn what_happened_is_counted_as_what_is_recorded_after_a_meeting() {
    let before = register();
    let mut after = before.clone();
    let reason = reason_told("not quorate").expect("a reason");
    note_adjourned(&before, &mut after, MeetingIdx(1), reason, ("clerk-1", at()));
    let row = recorded(&after, MeetingIdx(1)).last.expect("a row");
    assert_eq!(Some(row.on), parse_date("2012-04-16"));
    assert_eq!((row.reason, row.by.as_deref()), (Some(reason), Some("clerk-1")));
    assert_eq!(Some(row.result), value(&RESULTS, "adjourned"));
}
