//! Reviews are in time by what was held, whatever a meeting's row says.

use super::builder::{Case, day};
use super::*;
use crate::register::{Decision, HouseholdIdx};

/// Returns the three measures over 2011/12: (a) and (b) in children, (c) in meetings and in children.
fn measures(case: &Case) -> [(u64, u64); 4] {
    [
        share(case, "reviews_snapshot", CHILDREN),
        share(case, "reviews_children", CHILDREN),
        share(case, "reviews_conferences", MEETINGS),
        share(case, "reviews_conferences", CHILDREN),
    ]
}

/// Holds a family's initial conference on 20 April 2011.
fn started(children: u32) -> (Case, HouseholdIdx) {
    let mut case = Case::new();
    let family = case.family(children);
    case.held("initial_conference", family, "2011-04-11", "2011-04-20", PlanVerdict::PlanStarts);
    (case, family)
}

/// Lets the last meeting's decisions be these, child by child; nothing for one that it did not consider.
fn decide(case: &mut Case, verdicts: &[Option<PlanVerdict>]) {
    let meeting = (case.register.meetings.len() - 1).into();
    let decisions = &mut case.register.record.decisions;
    decisions.retain(|decision| decision.meeting != meeting);
    for (child, &verdict) in verdicts.iter().enumerate() {
        decisions.extend(verdict.map(|verdict| Decision {
            meeting,
            child: child.into(),
            verdict,
            category: String::new(),
            participation: None,
        }));
    }
}

const CONTINUES: PlanVerdict = PlanVerdict::PlanContinues;
const LATE: (u64, u64) = (0, 1);
const IN_TIME: (u64, u64) = (1, 1);

#[test]
fn a_date_typed_into_a_row_does_not_make_a_late_review_one_in_time_nor_the_other_way_about() {
    // From 20 April three months are 20 July, which are 91 days. Day it is said to count from, `due`, day held.
    let cases = [
        ("2011-04-20", None, "2011-07-20", IN_TIME),
        ("2011-04-20", None, "2011-07-21", LATE),
        // Counted from a day two months late.
        ("2011-06-20", None, "2011-09-14", LATE),
        ("2011-02-20", None, "2011-07-20", IN_TIME),
        // Ten months after the conference, by a date later than the law; and one agreed to be sooner, as after a birth.
        ("2011-04-20", Some("2012-03-01"), "2012-02-20", LATE),
        ("2011-04-20", Some("2011-05-31"), "2011-06-22", IN_TIME),
    ];
    for (from, due, held, expected) in cases {
        let (mut case, family) = started(1);
        case.held("first_review_conference", family, from, held, CONTINUES);
        case.register.meetings[1].due = due.map(day);
        let said = format!("from {from}, due {due:?}, held on {held}");
        let [_, children, meetings, of_meetings] = measures(&case);
        assert_eq!([children, meetings, of_meetings], [expected; 3], "{said}");
    }
}

#[test]
fn a_later_review_counts_from_the_day_on_which_the_one_before_was_held() {
    // From 13 July 2011 six months are 13 January, 184 days; 183 days are 12 January.
    for (held, expected) in [("2012-01-12", (2, 2)), ("2012-01-13", (1, 2))] {
        let (mut case, family) = started(1);
        case.held("first_review_conference", family, "2011-04-20", "2011-07-13", CONTINUES);
        case.held("review_conference", family, "2011-07-20", held, CONTINUES);
        assert_eq!(share(&case, "reviews_conferences", MEETINGS), expected, "{held}");
    }
}

#[test]
fn a_child_who_joins_is_first_reviewed_three_months_later() {
    let (mut case, family) = started(2);
    let starts = PlanVerdict::PlanStarts;
    decide(&mut case, &[Some(starts), None]);
    case.held("first_review_conference", family, "2011-04-20", "2011-07-13", CONTINUES);
    decide(&mut case, &[Some(CONTINUES), None]);
    // A conference of its own about the second child, whose three months are 14 December.
    case.held("initial_conference", family, "2011-09-01", "2011-09-14", starts);
    decide(&mut case, &[None, Some(starts)]);
    // In time for the first child, whose 183 days are 12 January, and 20 days late for the second.
    case.held("review_conference", family, "2011-07-13", "2012-01-03", CONTINUES);
    assert_eq!(measures(&case), [(1, 2), (1, 2), (1, 2), (2, 3)]);
    // The same where the child joined at a review, which was none of its own.
    let (mut case, family) = started(2);
    decide(&mut case, &[Some(starts), Some(PlanVerdict::NoPlan)]);
    case.held("first_review_conference", family, "2011-04-20", "2011-07-13", CONTINUES);
    decide(&mut case, &[Some(CONTINUES), Some(starts)]);
    // Three months from 13 July are 13 October; 91 days are 12 October.
    case.held("review_conference", family, "2011-07-13", "2011-12-07", CONTINUES);
    assert_eq!(measures(&case), [(1, 2), (1, 2), (1, 2), (2, 3)]);
}

#[test]
fn one_whom_no_plan_is_decided_for_is_not_reviewed_late() {
    let (mut case, family) = started(2);
    decide(&mut case, &[Some(PlanVerdict::PlanStarts), Some(PlanVerdict::NoPlan)]);
    case.held("first_review_conference", family, "2011-04-20", "2011-07-20", CONTINUES);
    decide(&mut case, &[Some(CONTINUES), None]);
    case.held("review_conference", family, "2011-07-20", "2012-01-18", CONTINUES);
    decide(&mut case, &[Some(CONTINUES), Some(PlanVerdict::NoPlan)]);
    assert_eq!(measures(&case), [IN_TIME, IN_TIME, (2, 2), (2, 2)]);
}

#[test]
fn where_no_earlier_conference_is_on_record_the_plan_or_the_row_tells() {
    // A plan that started on 20 April 2011; whether something was held before, so that the record goes back to it; the review's kind, the
    // day that it counts from by its row, and the day on which it was held.
    let cases = [
        (false, "first_review_conference", "2011-04-20", "2011-07-20", IN_TIME),
        (false, "first_review_conference", "2011-06-20", "2011-09-14", LATE),
        (false, "review_conference", "2011-07-20", "2012-01-18", IN_TIME),
        (false, "review_conference", "2011-07-20", "2012-01-20", LATE),
        (true, "review_conference", "2011-07-20", "2012-01-18", LATE),
    ];
    for (is_recorded, kind, from, held, expected) in cases {
        let mut case = Case::new();
        let (child, family) = (case.child(), HouseholdIdx(0));
        case.plan(child, "2011-04-20", None);
        if is_recorded {
            let other = case.family(1);
            case.held("strategy_meeting", other, "2011-04-11", "2011-04-12", PlanVerdict::NoPlan);
        }
        case.held(kind, family, from, held, CONTINUES);
        let said = format!("{kind} from {from}, held on {held}, recorded: {is_recorded}");
        assert_eq!(share(&case, "reviews_conferences", MEETINGS), expected, "{said}");
        assert_eq!(share(&case, "reviews_children", CHILDREN), expected, "{said}");
    }
}

#[test]
fn a_plan_that_is_first_heard_of_at_a_review_is_next_reviewed_as_after_a_review() {
    // Nothing tells when it started. From 13 July 183 days are 12 January.
    for (held, expected) in [("2012-01-12", (2, 2)), ("2012-01-13", (1, 2))] {
        let mut case = Case::new();
        let family = case.family(1);
        case.held("review_conference", family, "2011-02-01", "2011-07-13", CONTINUES);
        case.held("review_conference", family, "2011-07-13", held, CONTINUES);
        assert_eq!(share(&case, "reviews_conferences", MEETINGS), expected, "{held}");
    }
}

#[test]
fn a_record_of_meetings_alone_is_counted_by_the_days_on_which_they_were_held() {
    for (held, expected) in [("2011-07-20", IN_TIME), ("2011-07-21", LATE)] {
        let (mut case, family) = started(2);
        case.held("first_review_conference", family, "2011-05-20", held, CONTINUES);
        case.register.record.decisions.clear();
        assert_eq!(share(&case, "reviews_conferences", MEETINGS), expected, "{held}");
    }
    // Nor do children who are not listed keep a conference from being counted: its row tells.
    let (mut case, family) = started(2);
    case.held("first_review_conference", family, "2011-05-20", "2011-07-21", CONTINUES);
    case.register.record.decisions.clear();
    case.register.children = Default::default();
    assert_eq!(share(&case, "reviews_conferences", MEETINGS), IN_TIME);
    assert_eq!(share(&case, "reviews_conferences", CHILDREN), (2, 2));
}

#[test]
fn a_conference_has_the_chair_who_was_the_households_then() {
    // Nobody recorded who chaired; the household has this chair since a day, or nobody knows since when.
    let cases = [(Some("2011-04-20"), true), (Some("2011-04-21"), false), (None, false)];
    for (since, is_known) in cases {
        let (mut case, family) = started(1);
        let chair = case.chair("IRO1", "1", None);
        let household = &mut case.register.households[family.at()];
        (household.iro, household.iro_since) = (Some(chair), since.map(day));
        let facts = Facts::new(&case.register, case.policy);
        assert_eq!(facts.held(year())[0].cut.chair, is_known.then_some(chair), "{since:?}");
    }
}

#[test]
fn an_unknown_chair_is_no_change_of_chair() {
    let (mut case, family) = started(1);
    let (first, second) = (case.chair("IRO1", "1", None), case.chair("IRO2", "1", None));
    case.outcome(0).chair = Some(first);
    let unknown = case.held("first_review_conference", family, "2011-04-20", "2011-07-13", CONTINUES);
    let last = case.held("review_conference", family, "2011-07-13", "2011-11-02", CONTINUES);
    case.outcome(last).chair = Some(second);
    let household = &mut case.register.households[family.at()];
    (household.iro, household.iro_since) = (Some(second), Some(day("2011-11-02")));
    assert_eq!(share(&case, "handovers", MEETINGS), (0, 0));
    // A booking for another day tells nothing; that of the day does.
    case.book(unknown, "2011-07-06T10:00");
    case.register.bookings[0].iro = Some(second);
    assert_eq!(share(&case, "handovers", MEETINGS), (0, 0));
    case.register.bookings[0].starts = builder::moment("2011-07-13T10:00");
    assert_eq!(share(&case, "handovers", MEETINGS), (1, 2));
}
