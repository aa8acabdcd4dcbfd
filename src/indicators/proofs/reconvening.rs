//! What was adjourned keeps its clock, whatever is corrected afterwards.

use super::builder::{Case, day};
use super::*;
use crate::follow::{History, Reconvened, reconvened};
use crate::register::{MeetingIdx, Reference};

/// Adjourns an initial conference whose strategy discussion was on 14 April 2011, on 9 May, and holds the one that takes it up.
fn taken_up(reference: &str, on: &str) -> Case {
    let mut case = Case::new();
    let family = case.family(1);
    case.adjourned("initial_conference", family, "2011-04-14", "2011-05-09", NotHeld::NotQuorate);
    case.held("reconvened_conference", family, "2011-05-09", on, PlanVerdict::PlanStarts);
    case.register.meetings[1].reference = Reference::new(reference).expect("a reference");
    case
}

/// Corrects the day of the adjournment.
fn correct(case: &mut Case, on: &str) {
    let mut corrected = case.register.record.outcomes[0].clone();
    corrected.on = day(on);
    case.register.record.outcomes.push(corrected);
}

#[test]
fn an_initial_conference_stays_one_when_the_day_of_its_adjournment_is_corrected() {
    // The fifteenth working day is 11 May, the sixteenth 12 May.
    let cases = [
        ("M2", None, "2011-05-11", (1, 1)),
        ("M2", None, "2011-05-12", (0, 1)),
        ("M2", Some("2011-05-10"), "2011-05-12", (0, 1)),
        ("M2", Some("2011-05-06"), "2011-05-12", (0, 1)),
        ("M1-R", Some("2011-05-10"), "2011-05-11", (1, 1)),
        // Corrected to a day after that of the conference that was made for it.
        ("M1-R", Some("2011-05-13"), "2011-05-12", (0, 1)),
    ];
    for (reference, corrected, on, expected) in cases {
        let mut case = taken_up(reference, on);
        if let Some(corrected) = corrected {
            correct(&mut case, corrected);
        }
        let said = format!("{reference} on {on}, corrected to {corrected:?}");
        assert_eq!(share(&case, "initial_in_time", MEETINGS), expected, "{said}");
        assert_eq!(share(&case, "reviews_conferences", MEETINGS), (0, 0), "{said}");
        assert_eq!(share(&case, "reconvened", MEETINGS), (1, 1), "{said}");
    }
}

#[test]
fn the_indicator_and_the_list_agree_on_a_conference_reconvened_the_same_day() {
    for (on, expected) in [("2011-05-09", (1, 1)), ("2011-06-06", (1, 1)), ("2011-06-07", (0, 1))] {
        let case = taken_up("M2", on);
        assert_eq!(share(&case, "reconvened", MEETINGS), expected, "{on}");
        let history = History::new(&case.register);
        let found = reconvened(&history, MeetingIdx(0), day("2011-05-09"));
        assert_eq!(found, Some(Reconvened::Held(MeetingIdx(1), day(on))), "{on}");
    }
}

#[test]
fn a_conference_that_is_adjourned_twice_keeps_its_first_clock() {
    let mut case = Case::new();
    let family = case.family(1);
    case.adjourned("initial_conference", family, "2011-04-14", "2011-05-09", NotHeld::NotQuorate);
    case.adjourned("reconvened_conference", family, "2011-05-09", "2011-05-12", NotHeld::NoReport);
    case.held("reconvened_conference", family, "2011-05-12", "2011-05-19", PlanVerdict::PlanStarts);
    // 21 working days after the discussion.
    assert_eq!(bands(&case, "initial_bands", MEETINGS), [0, 0, 0, 1, 0]);
    assert_eq!(bands(&case, "meetings_held", MEETINGS), [1, 0, 0, 0, 0, 0]);
}
