//! Every indicator on hand-made cases, at its boundaries.

pub(crate) mod builder;
mod reconvening;
mod timeliness;

use builder::{Case, day};

use super::*;
use crate::register::{MeetingResult, NotHeld, PlanVerdict};

const YEAR: i32 = 2011;

fn year() -> Period {
    Period::year(YEAR).expect("a year")
}

/// Returns numerator and denominator of a share or rate over 2011/12, in a unit.
fn share(case: &Case, key: &str, unit: Unit) -> (u64, u64) {
    share_in(case, key, unit, year(), Slice::ALL)
}

fn share_in(case: &Case, key: &str, unit: Unit, period: Period, slice: Slice) -> (u64, u64) {
    let facts = Facts::new(&case.register, case.policy);
    let indicator = indicator(key).expect("it is listed");
    let figure = indicator.figure(&count(&facts, indicator, period, slice), unit);
    (figure.numerator, figure.denominator.unwrap_or(figure.numerator))
}

/// Returns the bands of an indicator over 2011/12.
fn bands(case: &Case, key: &str, unit: Unit) -> Vec<u64> {
    let facts = Facts::new(&case.register, case.policy);
    let indicator = indicator(key).expect("it is listed");
    let tally = count(&facts, indicator, year(), Slice::ALL);
    (0..indicator.shape.rows().len()).map(|row| tally.of(row, unit)).collect()
}

const CHILDREN: Unit = Unit::Children;
const MEETINGS: Unit = Unit::Meetings;

#[test]
fn every_indicator_has_its_own_name_its_words_and_its_source() {
    let mut keys: Vec<&str> = INDICATORS.iter().map(|indicator| indicator.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), INDICATORS.len());
    for indicator in INDICATORS {
        assert!(
            indicator.definition.ends_with('.') && !indicator.definition.contains("  "),
            "{}",
            indicator.key
        );
        assert!(!indicator.source.is_empty() && !indicator.title.is_empty() && !indicator.units.is_empty());
        assert!(indicator.shape.rows().len() <= MOST_ROWS, "{}", indicator.key);
    }
}

#[test]
fn an_initial_conference_is_in_time_on_the_fifteenth_working_day() {
    // From Thursday 14 April 2011: Good Friday, Easter Monday, 29 April and 2 May are no working days.
    let cases = [
        ("2011-04-14", 0, YES_OF_ONE, 0),
        ("2011-05-04", 10, YES_OF_ONE, 0),
        ("2011-05-05", 11, YES_OF_ONE, 1),
        ("2011-05-11", 15, YES_OF_ONE, 1),
        ("2011-05-12", 16, (0, 1), 2),
        ("2011-05-18", 20, (0, 1), 2),
        ("2011-05-19", 21, (0, 1), 3),
        // Dated before its discussion: left out.
        ("2011-04-13", 0, (0, 0), 4),
    ];
    for (on, days, expected, band) in cases {
        let mut case = Case::new();
        let family = case.family(1);
        case.held("initial_conference", family, "2011-04-14", on, PlanVerdict::NoPlan);
        assert_eq!(case.register.calendar.between(day("2011-04-14"), day(on)), days, "{on}");
        assert_eq!(share(&case, "initial_in_time", MEETINGS), expected, "{on}");
        let mut in_bands = vec![0; 5];
        in_bands[band] = 1;
        assert_eq!(bands(&case, "initial_bands", MEETINGS), in_bands, "{on}");
    }
}

const YES_OF_ONE: (u64, u64) = (1, 1);

#[test]
fn children_and_meetings_are_counted_apart_and_transfers_have_their_own_clock() {
    let mut case = Case::new();
    let (three, one, moved) = (case.family(3), case.family(1), case.family(2));
    case.held("initial_conference", three, "2011-05-03", "2011-05-10", PlanVerdict::PlanStarts);
    case.held("pre_birth_conference", one, "2011-05-03", "2011-06-30", PlanVerdict::PlanStarts);
    case.held("transfer_in_conference", moved, "2011-05-03", "2011-05-10", PlanVerdict::PlanStarts);
    assert_eq!(share(&case, "initial_in_time", CHILDREN), (3, 4));
    assert_eq!(share(&case, "initial_in_time", MEETINGS), (1, 2));
    assert_eq!(bands(&case, "meetings_held", CHILDREN), [4, 2, 0, 0, 0, 0]);
    assert_eq!(bands(&case, "meetings_held", MEETINGS), [2, 1, 0, 0, 0, 0]);
    assert_eq!(share(&case, "plans_started", CHILDREN).0, 6);
}

/// One family late once, one of two children in time, one whose plan ended, one never reviewed.
fn reviewed() -> Case {
    let mut case = Case::new();
    let (late, two, ended, forgotten) = (case.family(1), case.family(2), case.family(1), case.family(1));
    for family in [late, two, ended, forgotten] {
        case.held("initial_conference", family, "2011-04-11", "2011-04-20", PlanVerdict::PlanStarts);
    }
    // Three months are 20 July; 91 days are the same day.
    case.held("first_review_conference", late, "2011-04-20", "2011-07-21", PlanVerdict::PlanContinues);
    case.held("review_conference", late, "2011-07-21", "2012-01-10", PlanVerdict::PlanContinues);
    case.held("first_review_conference", two, "2011-04-20", "2011-07-20", PlanVerdict::PlanContinues);
    case.held("review_conference", two, "2011-07-20", "2012-01-19", PlanVerdict::PlanContinues);
    case.held("first_review_conference", ended, "2011-04-20", "2011-07-13", PlanVerdict::PlanEnds);
    case
}

#[test]
fn the_three_measures_of_reviews_differ_on_one_case() {
    let case = reviewed();
    // (a) four children on a plan: one was reviewed late, one never. (b) four children reviewed, one of them late once. (c) five conferences
    // about six children, one of them late.
    assert_eq!(share(&case, "reviews_snapshot", CHILDREN), (2, 4));
    assert_eq!(share(&case, "reviews_children", CHILDREN), (3, 4));
    assert_eq!(share(&case, "reviews_conferences", MEETINGS), (4, 5));
    assert_eq!(share(&case, "reviews_conferences", CHILDREN), (6, 7));
}

#[test]
fn a_child_is_in_the_snapshot_from_three_months_on() {
    for (starts, expected) in [("2011-12-30", 1), ("2011-12-31", 1), ("2012-01-01", 0)] {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, starts, None);
        let (_, counted) = share(&case, "reviews_snapshot", CHILDREN);
        let facts = Facts::new(&case.register, case.policy);
        let tally = count(&facts, indicator("reviews_snapshot").expect("listed"), year(), Slice::ALL);
        assert_eq!(counted + tally.of(UNKNOWN, CHILDREN), expected, "{starts}");
    }
}

#[test]
fn a_review_that_is_due_on_the_last_day_and_not_held_fails() {
    // From 1 January 2012 three months are 1 April, after the year; 91 days too. From 30 December they are 30 March.
    for (starts, expected) in [("2011-12-30", (0, 1)), ("2012-01-03", (0, 0))] {
        let mut case = Case::new();
        let family = case.family(1);
        case.held("initial_conference", family, "2011-12-20", starts, PlanVerdict::PlanStarts);
        assert_eq!(share(&case, "reviews_snapshot", CHILDREN), expected, "{starts}");
    }
}

#[test]
fn an_adjourned_review_keeps_its_date_and_counts_when_it_is_completed() {
    for (held, in_time, reconvened) in [("2011-07-20", 1, 1), ("2011-08-10", 0, 1), ("2011-08-11", 0, 0)] {
        let mut case = Case::new();
        let family = case.family(2);
        case.held("initial_conference", family, "2011-04-11", "2011-04-20", PlanVerdict::PlanStarts);
        // Adjourned on 13 July; 28 days after it are 10 August. Due on 20 July.
        case.adjourned("first_review_conference", family, "2011-04-20", "2011-07-13", NotHeld::NoReport);
        case.held("reconvened_conference", family, "2011-07-13", held, PlanVerdict::PlanContinues);
        assert_eq!(share(&case, "reviews_conferences", MEETINGS), (in_time, 1), "{held}");
        assert_eq!(share(&case, "reconvened", CHILDREN), (2 * reconvened, 2), "{held}");
        assert_eq!(bands(&case, "adjournments", MEETINGS), [0, 1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bands(&case, "meetings_held", MEETINGS), [1, 0, 1, 0, 0, 0]);
    }
}

#[test]
fn a_reconvened_initial_conference_keeps_the_clock_of_its_discussion() {
    let mut case = Case::new();
    let family = case.family(1);
    case.adjourned("initial_conference", family, "2011-04-14", "2011-05-09", NotHeld::NotQuorate);
    case.held("reconvened_conference", family, "2011-05-09", "2011-05-12", PlanVerdict::PlanStarts);
    assert_eq!(bands(&case, "initial_bands", MEETINGS), [0, 0, 1, 0, 0]);
    assert_eq!(bands(&case, "meetings_held", MEETINGS), [1, 0, 0, 0, 0, 0]);
}

#[test]
fn plans_that_ended_fall_in_bands_by_calendar_months() {
    // From 30 November 2009, whose 3 months end on the last of February.
    let cases = [
        ("2011-06-15", "2011-09-14", 0),
        ("2011-06-15", "2011-09-15", 1),
        ("2011-06-15", "2011-12-14", 1),
        ("2011-06-15", "2011-12-15", 2),
        ("2010-06-15", "2011-06-14", 2),
        ("2010-06-15", "2011-06-15", 3),
        ("2009-06-15", "2011-06-14", 3),
        ("2009-06-15", "2011-06-15", 4),
        ("2008-06-15", "2011-06-14", 4),
        ("2008-06-15", "2011-06-15", 5),
        ("2011-11-30", "2012-02-29", 1),
    ];
    for (starts, ends, band) in cases {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, starts, Some(ends));
        let mut expected = vec![0; 6];
        expected[band] = 1;
        assert_eq!(bands(&case, "duration", CHILDREN), expected, "{starts} to {ends}");
        let long = u64::from(4 <= band);
        assert_eq!(share(&case, "ended_after_two_years", CHILDREN), (long, 1), "{starts} to {ends}");
        assert_eq!(share(&case, "plans_ended", CHILDREN).0, 1);
    }
}

#[test]
fn repeat_plans_are_told_by_the_time_since_the_last() {
    // The plan before ended on 10 May 2010; starts in 2011/12.
    let cases = [("2011-05-10", 1, 1, 1), ("2011-05-11", 1, 0, 1), ("2012-03-30", 1, 0, 1)];
    for (starts, ever, within_12, within_24) in cases {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, "2009-12-01", Some("2010-05-10"));
        case.plan(child, starts, None);
        assert_eq!(share(&case, "repeat_ever", CHILDREN), (ever, 1), "{starts}");
        assert_eq!(share(&case, "repeat_within_12_months", CHILDREN), (within_12, 1), "{starts}");
        assert_eq!(share(&case, "repeat_within_24_months", CHILDREN), (within_24, 1), "{starts}");
    }
    // Elsewhere before, nobody knows when: it is a repeat, and outside the other two.
    let mut case = Case::new();
    let child = case.child();
    case.plan(child, "2011-06-01", None);
    case.register.record.plans[0].previous = Some(1);
    assert_eq!(share(&case, "repeat_ever", CHILDREN), (1, 1));
    assert_eq!(share(&case, "repeat_within_12_months", CHILDREN), (0, 0));
}

#[test]
fn a_plan_is_current_from_its_first_day_and_not_on_its_last() {
    for (starts, ends, current) in [
        ("2012-03-31", None, 1),
        ("2012-04-01", None, 0),
        ("2011-06-01", Some("2012-03-31"), 0),
        ("2011-06-01", Some("2012-04-01"), 1),
    ] {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, starts, ends);
        assert_eq!(bands(&case, "on_plan", CHILDREN).iter().sum::<u64>(), current, "{starts} to {ends:?}");
    }
    for (starts, year, two) in
        [("2011-03-31", 1, 0), ("2011-04-01", 0, 0), ("2010-03-31", 1, 1), ("2010-04-01", 1, 0)]
    {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, starts, None);
        assert_eq!(share(&case, "current_over_12_months", CHILDREN), (year, 1), "{starts}");
        assert_eq!(share(&case, "current_over_2_years", CHILDREN), (two, 1), "{starts}");
    }
}

#[test]
fn the_last_row_about_a_thing_counts() {
    let mut case = Case::new();
    let child = case.child();
    case.plan(child, "2011-06-01", None);
    case.plan(child, "2011-06-01", Some("2011-09-01"));
    assert_eq!(share(&case, "plans_ended", CHILDREN).0, 1);
    let mut case = Case::new();
    let family = case.family(1);
    case.held("initial_conference", family, "2011-04-14", "2011-04-20", PlanVerdict::PlanStarts);
    let mut corrected = case.register.record.outcomes[0].clone();
    corrected.result = MeetingResult::Cancelled;
    case.register.record.outcomes.push(corrected);
    assert_eq!(bands(&case, "meetings_held", MEETINGS).iter().sum::<u64>(), 0);
    assert_eq!(share(&case, "plans_started", CHILDREN).0, 0);
}

#[test]
fn what_is_recorded_of_a_day_after_today_has_not_happened() {
    // Today is 2 April 2012; a conference of the next month was written down beforehand, and a plan that is to start and one that is to end.
    let next_year = Period::year(2012).expect("a year");
    let count_in = |case: &Case, key| share_in(case, key, CHILDREN, next_year, Slice::ALL).0;
    for (on, n) in [("2012-04-02", 1), ("2012-05-16", 0)] {
        let mut case = Case::new();
        let family = case.family(1);
        case.held("initial_conference", family, "2012-03-20", on, PlanVerdict::PlanStarts);
        let facts = Facts::new(&case.register, case.policy);
        assert_eq!(facts.held(next_year).len(), n, "{on}");
        assert_eq!(count_in(&case, "plans_started"), n as u64, "{on}");
        let mut case = Case::new();
        let (starting, ending) = (case.child(), case.child());
        case.plan(starting, on, None);
        case.plan(ending, "2011-06-01", Some(on));
        assert_eq!(count_in(&case, "plans_started"), n as u64, "{on}");
        assert_eq!(count_in(&case, "plans_ended"), n as u64, "{on}");
    }
    // The last row counts, and says that it was put off to a day that is to come.
    let mut case = Case::new();
    let family = case.family(1);
    case.held("initial_conference", family, "2011-04-14", "2011-04-20", PlanVerdict::PlanStarts);
    let mut corrected = case.register.record.outcomes[0].clone();
    corrected.on = day("2012-05-16");
    case.register.record.outcomes.push(corrected);
    assert_eq!(bands(&case, "meetings_held", MEETINGS).iter().sum::<u64>(), 0);
}

#[test]
fn plans_are_those_that_follow_through_knows() {
    // A conference that continues a plan of which nothing tells the start: the child is on one, and none started.
    let mut case = Case::new();
    let family = case.family(1);
    case.held("review_conference", family, "2011-04-11", "2011-06-22", PlanVerdict::PlanContinues);
    assert_eq!(share(&case, "plans_started", CHILDREN).0, 0);
    assert_eq!(bands(&case, "on_plan", CHILDREN).iter().sum::<u64>(), 1);
    // Rows that share days are one plan, from the first start on.
    let mut case = Case::new();
    let child = case.child();
    case.plan(child, "2011-06-01", Some("2011-09-01"));
    case.plan(child, "2011-08-01", Some("2011-12-01"));
    assert_eq!(share(&case, "plans_started", CHILDREN).0, 1);
    assert_eq!(share(&case, "plans_ended", CHILDREN).0, 1);
    assert_eq!(bands(&case, "duration", CHILDREN), [0, 0, 1, 0, 0, 0]);
}

#[test]
fn looked_after_children_with_a_plan_are_those_in_care_that_day() {
    for (ends, both) in [(None, 1), (Some("2012-03-31"), 0), (Some("2012-04-01"), 1)] {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, "2011-06-01", None);
        case.care(child, "2011-08-01", ends);
        assert_eq!(share(&case, "looked_after", CHILDREN), (both, 1), "{ends:?}");
    }
}

#[test]
fn papers_are_in_time_up_to_their_last_hour_or_day() {
    // A conference of two hours from 10:00 on Wednesday 20 April 2011 (15 working days on, with four holidays: 17 May).
    let sheets = [("2011-04-21T12:00", 1), ("2011-04-21T12:01", 0)];
    let minutes = [("2011-05-17", 1), ("2011-05-18", 0)];
    let shared = [("2011-04-19T10:00", 1), ("2011-04-19T10:01", 0)];
    for ((sheet, minutes), shared) in sheets.into_iter().zip(minutes).zip(shared) {
        let mut case = Case::new();
        let family = case.family(2);
        let at = case.held("initial_conference", family, "2011-04-11", "2011-04-20", PlanVerdict::NoPlan);
        case.book(at, "2011-04-20T10:00");
        let outcome = case.outcome(at);
        outcome.sheet_sent = Some(builder::moment(sheet.0));
        outcome.minutes_sent = Some(day(minutes.0));
        outcome.report_shared = Some(builder::moment(shared.0));
        assert_eq!(share(&case, "decision_sheets", MEETINGS), (sheet.1, 1), "{}", sheet.0);
        assert_eq!(share(&case, "minutes", CHILDREN), (2 * minutes.1, 2), "{}", minutes.0);
        assert_eq!(share(&case, "reports_shared", MEETINGS), (shared.1, 1), "{}", shared.0);
    }
}

#[test]
fn reviews_want_their_report_two_days_before_and_limits_can_be_set() {
    for (hours, expected) in [(48, 0), (47, 1)] {
        let mut case = Case::new();
        let family = case.family(1);
        let at =
            case.held("review_conference", family, "2011-04-11", "2011-06-22", PlanVerdict::PlanContinues);
        case.book(at, "2011-06-22T10:00");
        case.outcome(at).report_shared = Some(builder::moment("2011-06-20T11:00"));
        case.policy.report_hours_review = hours;
        assert_eq!(share(&case, "reports_shared", MEETINGS), (expected, 1), "{hours} hours");
    }
}

#[test]
fn what_was_not_recorded_is_outside_the_share_and_what_was_not_done_inside() {
    let mut case = Case::new();
    let family = case.family(1);
    let first = case.held("initial_conference", family, "2011-04-11", "2011-04-20", PlanVerdict::PlanStarts);
    let later =
        case.held("first_review_conference", family, "2011-04-20", "2011-07-13", PlanVerdict::PlanContinues);
    for key in ["parents", "quorate", "reports_shared", "participation"] {
        assert_eq!(share(&case, key, MEETINGS), (0, 0), "{key}");
    }
    for key in ["decision_sheets", "minutes", "forms"] {
        assert_eq!(share(&case, key, MEETINGS), (0, 2), "{key}");
    }
    case.outcome(first).parents = Some(true);
    case.outcome(first).quorate = Some(false);
    case.outcome(later).form_done = Some(day("2011-07-14"));
    assert_eq!(share(&case, "parents", MEETINGS), (1, 1));
    assert_eq!(share(&case, "quorate", MEETINGS), (0, 1));
    assert_eq!(share(&case, "reports_shared", MEETINGS), (0, 1));
    assert_eq!(share(&case, "forms", CHILDREN), (1, 2));
    case.outcome(first).questionnaires_given = Some(3);
    case.outcome(first).questionnaires_returned = Some(1);
    case.outcome(later).questionnaires_returned = Some(1);
    assert_eq!(share(&case, "questionnaires", MEETINGS), (2, 4));
    // A paper whose time is not over on the register's day is neither.
    let mut case = Case::new();
    let family = case.family(1);
    case.held("initial_conference", family, "2012-03-26", "2012-03-30", PlanVerdict::NoPlan);
    assert_eq!(share(&case, "minutes", MEETINGS), (0, 0));
}

#[test]
fn children_take_part_by_their_code_and_age() {
    // Code, age, counted among all, among those of ten and over.
    let cases = [
        (Some(0), 3, (0, 0), (0, 0)),
        (Some(1), 9, (1, 1), (0, 0)),
        (Some(2), 10, (1, 1), (1, 1)),
        (Some(4), 12, (0, 1), (0, 1)),
        (Some(5), 12, (1, 1), (1, 1)),
        (Some(6), 12, (1, 1), (1, 1)),
        (Some(7), 12, (0, 1), (0, 1)),
        (None, 12, (0, 0), (0, 0)),
    ];
    for (code, age, all, tens) in cases {
        let mut case = Case::new();
        let family = case.family(1);
        case.held("initial_conference", family, "2011-04-11", "2011-04-20", PlanVerdict::NoPlan);
        case.register.record.decisions[0].participation = code;
        case.born(0, 2011 - age);
        for unit in Unit::BOTH {
            assert_eq!(share(&case, "participation", unit), all, "{code:?} at {age}");
            assert_eq!(share(&case, "participation_over_tens", unit), tens, "{code:?} at {age}");
        }
    }
}

#[test]
fn caseload_is_children_for_every_post_of_those_in_post() {
    let mut case = Case::new();
    for _ in 0..3 {
        let child = case.child();
        case.plan(child, "2011-06-01", None);
    }
    // A full-time chair; half a post that ended the day before; a Senior IRO, who does not count.
    case.chair("IRO1", "1", None);
    case.chair("IRO2", "0.5", Some("2012-03-30"));
    case.chair("SIRO", "1", None);
    assert_eq!(share(&case, "caseload", CHILDREN), (3, 1_000_000));
    case.policy.population = Some(12_000);
    assert_eq!(share(&case, "rate", CHILDREN), (3, 12_000));
}

#[test]
fn handovers_are_changes_of_chair_between_conferences() {
    let mut case = Case::new();
    let family = case.family(2);
    let (first, second) = (case.chair("IRO1", "1", None), case.chair("IRO2", "1", None));
    let chaired = [
        ("initial_conference", "2011-04-20", first),
        ("first_review_conference", "2011-07-13", first),
        ("review_conference", "2011-11-02", second),
    ];
    for (kind, on, chair) in chaired {
        let at = case.held(kind, family, "2011-04-11", on, PlanVerdict::PlanContinues);
        case.outcome(at).chair = Some(chair);
    }
    // One change about two children; two conferences have one before them.
    assert_eq!(share(&case, "handovers", CHILDREN), (2, 2));
    assert_eq!(share(&case, "handovers", MEETINGS), (1, 2));
    let to_second = Slice { chair: Some(second), ..Slice::ALL };
    assert_eq!(share_in(&case, "handovers", MEETINGS, year(), to_second), (1, 1));
}

#[test]
fn slices_and_months_add_up_to_the_whole() {
    let case = reviewed();
    let facts = Facts::new(&case.register, case.policy);
    let months = year().each_month();
    let cells = cube(&facts, &months);
    for (at, indicator) in INDICATORS.iter().enumerate() {
        for (month_at, &month) in months.iter().enumerate() {
            let whole = count(&facts, indicator, month, Slice::ALL);
            let here = cells.iter().filter(|cell| (cell.indicator, cell.period) == (at, month_at));
            for unit in Unit::BOTH {
                for row in 0..MOST_ROWS {
                    let sum: u64 = here.clone().map(|cell| cell.tally.of(row, unit)).sum();
                    assert_eq!(sum, whole.of(row, unit), "{} in {}", indicator.key, month.words());
                }
            }
        }
    }
}
