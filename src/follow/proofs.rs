//! The rules of the next meetings, as cases and as properties.

mod adjourned;
mod drawn;

use super::testing::{date, followed, standing, status, story};
use super::{Change, History, Question, unplanned};
use crate::files::{register_files, register_from_texts};
use crate::register::{HouseholdIdx, MeetingStatus, PlanStatus, Register};

const MEETINGS: &str = "meeting,kind,household,from_date,status\n";
const OUTCOMES: &str = "meeting,result,on,chair,reason\n";
const DECISIONS: &str = "meeting,child,verdict,category\n";

/// Follows a story of H-1 through and compares what stands; following again must change nothing.
fn check(what: &str, register: &Register, expected: &[&str]) -> Register {
    let first = followed(register);
    assert_eq!(standing(&first.register), expected, "{what}: {:?}", first.changes);
    let again = followed(&first.register);
    assert_eq!(again.changes, [], "{what}, followed again");
    assert_eq!(again.register, first.register, "{what}, followed again");
    assert_eq!(again.asked, first.asked, "{what}, followed again");
    first.register
}

fn held(
    today: &str,
    kind: &str,
    from: &str,
    on: &str,
    verdicts: [&str; 2],
    more: &[(&str, &str)],
) -> Register {
    let meetings = format!("{MEETINGS}M-1,{kind},H-1,{from},to_book\n");
    let outcomes = format!("{OUTCOMES}M-1,held,{on},,\n");
    let decisions = format!("{DECISIONS}M-1,A,{},neglect\nM-1,B,{},\n", verdicts[0], verdicts[1]);
    let mut texts =
        vec![("meetings.csv", &*meetings), ("outcomes.csv", &*outcomes), ("decisions.csv", &*decisions)];
    texts.extend(more);
    story(today, &texts)
}

#[test]
fn after_a_conference_comes_the_review_that_the_timescales_give() {
    const START: [&str; 2] = ["plan_starts", "no_plan"];
    // Kind, the day it was held, what stands then. Three months or 91 days, and six or 183, whichever is sooner.
    let first = [
        // 2012-05-02 + 3 months = 08-02, + 91 days = 08-01; ten working days before is 07-18.
        ("2012-05-02", "first_review_conference H-1 from 2012-05-02 by 2012-08-01, target 2012-07-18"),
        // 2011-11-30 + 3 months = 02-29, + 91 days = 02-29 (31 + 31 + 29).
        ("2011-11-30", "first_review_conference H-1 from 2011-11-30 by 2012-02-29, target 2012-02-15"),
        // 2012-01-31 + 3 months = 04-30, + 91 days = 05-01.
        ("2012-01-31", "first_review_conference H-1 from 2012-01-31 by 2012-04-30, target 2012-04-16"),
    ];
    for (on, expected) in first {
        let register = held("2012-06-01", "initial_conference", "2011-11-20", on, START, &[]);
        check(on, &register, &[expected]);
    }
    let plans = ("plans.csv", "child,starts\nA,2011-06-01\n");
    let later = [
        // 2011-12-01 + 6 months = 06-01, + 183 days = 06-01; five months on is 05-01.
        ("2011-12-01", "review_conference H-1 from 2011-12-01 by 2012-06-01, target 2012-05-01"),
        // 2011-08-31 + 6 months = 02-29, + 183 days = 03-01; five months on is 01-31.
        ("2011-08-31", "review_conference H-1 from 2011-08-31 by 2012-02-29, target 2012-01-31"),
    ];
    for (on, expected) in later {
        let verdicts = ["plan_continues", "no_plan"];
        let register = held("2012-06-01", "first_review_conference", "2011-06-01", on, verdicts, &[plans]);
        check(on, &register, &[expected]);
    }
}

#[test]
fn the_household_counts_the_children_who_are_left_and_keeps_its_chair() {
    let plans = ("plans.csv", "child,starts\nA,2011-10-03\nB,2011-10-03\n");
    let verdicts = ["plan_continues", "plan_ends"];
    let register = held("2012-04-02", "review_conference", "2011-10-03", "2012-03-20", verdicts, &[plans]);
    let after = check(
        "one of two ends",
        &register,
        &["review_conference H-1 from 2012-03-20 by 2012-09-19, target 2012-08-20"],
    );
    assert_eq!(status(&after, "M-1"), MeetingStatus::Held);
    assert_eq!(after.households[0].children, 1);
    assert_eq!(after.households[0].iro, register.households[0].iro);
    assert_eq!(after.children[0].plan, Some(PlanStatus::Cp));
    assert_eq!(after.children[0].plan_start, Some(date("2011-10-03")));
    assert_eq!((after.children[1].plan, after.children[1].plan_start), (None, None));
}

#[test]
fn a_household_without_a_chair_has_the_one_who_chaired() {
    let texts = [
        ("meetings.csv", "meeting,kind,household,from_date\nM-1,initial_conference,H-2,2012-03-01\n"),
        ("outcomes.csv", "meeting,result,on,chair\nM-1,held,2012-03-20,IRO2\n"),
        ("decisions.csv", "meeting,child,verdict,category\nM-1,C,plan_starts,physical\n"),
    ];
    let register = story("2012-04-02", &texts);
    let after = followed(&register);
    let of_household = |register: &Register| {
        let household = &register.households[1];
        (household.iro.map(|iro| register.staff[iro.at()].reference.to_string()), household.iro_since)
    };
    let it_is = (Some("IRO2".to_owned()), Some(date("2012-03-20")));
    assert_eq!(of_household(&after.register), it_is);
    // Adjourned, it is reconvened by who had it, unless it was adjourned because that chair did not come.
    for (reason, expected) in [("no_report", it_is), ("chair_absent", (None, None))] {
        let outcomes = format!("meeting,result,on,chair,reason\nM-1,adjourned,2012-03-20,IRO2,{reason}\n");
        let adjourned = story("2012-04-02", &[texts[0], ("outcomes.csv", &outcomes)]);
        assert_eq!(of_household(&followed(&adjourned).register), expected, "{reason}");
    }
    assert!(
        after.changes.iter().any(|change| matches!(change, Change::Chair { household: HouseholdIdx(1), .. }))
    );
}

#[test]
fn a_plan_that_ends_for_all_closes_its_requests_and_one_child_left_keeps_them() {
    let plans = ("plans.csv", "child,starts\nA,2011-10-03\nB,2011-10-03\n");
    let meetings = "meeting,kind,household,from_date,status\n\
                    M-1,first_review_conference,H-1,2011-10-03,booked\n\
                    M-2,review_conference,H-1,2011-10-03,booked\n";
    let bookings = "meeting,starts,iro,room,minute_taker,status\nM-2,2012-05-14T10:00,IRO1,R,MT1,confirmed\n";
    let outcomes = "meeting,result,on\nM-1,held,2011-12-20\n";
    for (second, expected) in
        [("plan_ends", MeetingStatus::Cancelled), ("plan_continues", MeetingStatus::Booked)]
    {
        let decisions = format!("{DECISIONS}M-1,A,plan_ends,\nM-1,B,{second},\n");
        let register = story(
            "2012-04-02",
            &[
                plans,
                ("meetings.csv", meetings),
                ("bookings.csv", bookings),
                ("outcomes.csv", outcomes),
                ("decisions.csv", &decisions),
            ],
        );
        let after = followed(&register);
        assert_eq!(status(&after.register, "M-2"), expected, "{second}");
        let is_dropped = after.register.bookings.is_empty();
        assert_eq!(is_dropped, expected == MeetingStatus::Cancelled, "{second}");
        let told =
            after.changes.iter().any(|change| matches!(change, Change::Closed { dropped: Some(_), .. }));
        assert_eq!(told, is_dropped, "who loses a booking is told");
        assert_eq!(followed(&after.register).changes, []);
    }
}

#[test]
fn what_is_not_listed_keeps_its_meeting_and_somebody_is_asked() {
    let texts = [
        ("households.csv", "household,children\nH-1,3\nH-2,1\n"),
        ("plans.csv", "child,starts\nA,2011-10-03\nB,2011-10-03\n"),
        (
            "meetings.csv",
            "meeting,kind,household,from_date\nM-1,first_review_conference,H-1,2011-10-03\nM-2,review_conference,H-1,2011-10-03\n",
        ),
        ("outcomes.csv", "meeting,result,on\nM-1,held,2011-12-20\n"),
        ("decisions.csv", "meeting,child,verdict\nM-1,A,plan_ends\nM-1,B,plan_ends\n"),
    ];
    let after = followed(&story("2012-04-02", &texts));
    assert_eq!(status(&after.register, "M-2"), MeetingStatus::ToBook);
    assert!(matches!(after.asked[..], [Question::ChildrenNotListed { .. }]), "{:?}", after.asked);
}

/// Returns a register with another planning date and one of its files replaced or added.
fn with(register: &Register, today: &str, name: &str, text: &str) -> Register {
    let mut files = register_files(register);
    files.retain(|file| file.0 != name);
    files.push((name.to_owned(), text.to_owned()));
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    register_from_texts(&texts, Some(date(today))).unwrap_or_else(|faults| panic!("{faults}")).register
}

#[test]
fn a_birth_brings_the_first_review_of_a_plan_from_before_it_forward() {
    // Born, what stands. Held on 2 April: three months are 2 July, 91 days are 2 July.
    let cases = [
        ("", "first_review_conference H-1 from 2012-04-02 by 2012-07-02, target 2012-06-18"),
        // Twenty working days from 7 May: 8 to 11 May are 4, three full weeks make 19, 5 June is a holiday as 4 June is, so 6 June; ten before are 21 May.
        ("2012-05-07", "first_review_conference H-1 from 2012-04-02 by 2012-06-06, target 2012-05-21"),
        // Twenty working days from 18 June are 16 July, later than it would be anyway.
        ("2012-06-18", "first_review_conference H-1 from 2012-04-02 by 2012-07-02, target 2012-06-18"),
        // Born before the conference: a conference like any other.
        ("2012-04-01", "first_review_conference H-1 from 2012-04-02 by 2012-07-02, target 2012-06-18"),
    ];
    for (born, expected) in cases {
        let details = format!("child,born,expected\nA,{born},2012-05-20\n");
        let more = [("child_details.csv", details.as_str())];
        let verdicts = ["plan_starts", "no_plan"];
        let register =
            held("2012-06-20", "pre_birth_conference", "2012-03-19", "2012-04-02", verdicts, &more);
        check(born, &register, &[expected]);
        // The same where the review stood already when the birth was entered.
        let before = held("2012-04-03", "pre_birth_conference", "2012-03-19", "2012-04-02", verdicts, &[]);
        let stood = followed(&before).register;
        check(born, &with(&stood, "2012-06-20", "child_details.csv", &details), &[expected]);
    }
}

#[test]
fn a_booked_review_that_a_birth_makes_late_stays_and_is_asked_about() {
    let verdicts = ["plan_starts", "no_plan"];
    let before = held("2012-04-03", "pre_birth_conference", "2012-03-19", "2012-04-02", verdicts, &[]);
    let mut stood = followed(&before).register;
    let made = stood.meetings.len() - 1;
    let bookings = format!(
        "meeting,starts,iro,room,minute_taker,status\n{},2012-06-25T10:00,IRO1,R,MT1,confirmed\n",
        stood.meetings[made].reference
    );
    stood.meetings[made].status = MeetingStatus::Booked;
    let booked = with(&stood, "2012-05-08", "bookings.csv", &bookings);
    assert_eq!(followed(&booked).asked, []);
    let born = with(&booked, "2012-05-08", "child_details.csv", "child,born\nA,2012-05-07\n");
    let after = followed(&born);
    assert_eq!(after.register.bookings, born.bookings);
    let due = date("2012-06-06");
    assert!(
        matches!(after.asked[..], [Question::BookedLate { due: asked, .. }] if asked == due),
        "{:?}",
        after.asked
    );
    assert_eq!(followed(&after.register).asked, after.asked, "until it is mended");
}

#[test]
fn a_looked_after_child_joins_the_review_cycle() {
    let care = "child,starts\nC,2012-03-05\n";
    let review = |kind: &str, on: &str| {
        format!(
            "meeting,kind,household,from_date\nL-1,{kind},H-2,2012-03-05\n|meeting,result,on\nL-1,held,{on}\n"
        )
    };
    // What was held, the day it was, what stands.
    let cases = [
        // Twenty working days from 5 March are 2 April; seventeen are 28 March.
        ("", "", "cla_first_review H-2 from 2012-03-05 by 2012-04-02, target 2012-03-28"),
        (
            "cla_first_review",
            "2012-03-29",
            "cla_second_review H-2 from 2012-03-29 by 2012-06-28, target 2012-06-14",
        ),
        (
            "cla_second_review",
            "2012-03-29",
            "cla_review H-2 from 2012-03-29 by 2012-09-28, target 2012-09-14",
        ),
        ("cla_review", "2012-03-29", "cla_review H-2 from 2012-03-29 by 2012-09-28, target 2012-09-14"),
    ];
    for (kind, on, expected) in cases {
        let text = review(kind, on);
        let (meetings, outcomes) = text.split_once('|').expect("two files");
        let texts = match kind {
            "" => vec![("care.csv", care), ("meetings.csv", "meeting,kind\n")],
            _ => vec![("care.csv", care), ("meetings.csv", meetings), ("outcomes.csv", outcomes)],
        };
        check(kind, &story("2012-03-30", &texts), &[expected]);
    }
    // When the child leaves care the request is closed.
    let stood = followed(&story("2012-03-30", &[("care.csv", care), ("meetings.csv", "meeting,kind\n")]));
    let left =
        with(&stood.register, "2012-04-10", "care.csv", "child,starts,ends\nC,2012-03-05,2012-04-03\n");
    check("left care", &left, &[]);
}

#[test]
fn a_conference_and_a_review_of_care_are_one_sitting_where_both_windows_allow() {
    let review = "meeting,kind,household,from_date\nM-1,review_conference,H-2,2011-10-31\n";
    let plans = ("plans.csv", "child,starts\nC,2011-07-04\n");
    // The conference opens twenty working days before 31 March, on 2 March, and is due by 30 April.
    let cases = [
        // In care since 19 March: the first review is due by 18 April. One sitting by then.
        ("2012-03-19", vec!["review_conference H-2 from 2011-10-31 by 2012-04-18, target 2012-03-31"]),
        // In care since 6 February: due by 5 March, which is no longer to be had.
        (
            "2012-02-06",
            vec![
                "review_conference H-2 from 2011-10-31 by 2012-04-30, target 2012-03-31",
                "cla_first_review H-2 from 2012-02-06 by 2012-03-05, target 2012-02-29",
            ],
        ),
    ];
    for (since, expected) in cases {
        let care = format!("child,starts\nC,{since}\n");
        let register = story("2012-03-20", &[plans, ("meetings.csv", review), ("care.csv", &care)]);
        let after = check(since, &register, &expected);
        assert_eq!(after.record.combined.len(), usize::from(expected.len() == 1), "{since}");
        if expected.len() == 1 {
            // Held, it counts for both: the next two are combined again, by the sooner of both.
            let held = with(&after, "2012-04-12", "outcomes.csv", "meeting,result,on\nM-1,held,2012-04-11\n");
            let next = followed(&held).register;
            assert_eq!(
                standing(&next),
                [
                    "review_conference H-2 from 2012-04-11 by 2012-10-11, target 2012-09-11",
                    "cla_second_review H-2 from 2012-04-11 by 2012-07-11, target 2012-06-27"
                ],
                "a second review is due before the conference opens"
            );
        }
    }
}

#[test]
fn a_correction_takes_back_what_followed_from_the_mistake() {
    let verdicts = ["plan_starts", "no_plan"];
    let register = held("2012-05-03", "initial_conference", "2012-04-10", "2012-05-02", verdicts, &[]);
    let stood = followed(&register).register;
    // It was held a day sooner: the review counts from there.
    let outcomes = format!("{OUTCOMES}M-1,held,2012-05-02,,\nM-1,held,2012-05-01,,\n");
    let sooner = with(&stood, "2012-05-03", "outcomes.csv", &outcomes);
    check(
        "a day sooner",
        &sooner,
        &["first_review_conference H-1 from 2012-05-01 by 2012-07-31, target 2012-07-17"],
    );
    // The plan did not start: there is no plan, and nothing to review.
    let decisions = format!("{DECISIONS}M-1,A,plan_starts,neglect\nM-1,B,no_plan,\nM-1,A,no_plan,\n");
    let none = check("no plan", &with(&stood, "2012-05-03", "decisions.csv", &decisions), &[]);
    assert_eq!(none.children[0].plan_start, None);
    // It was not held at all.
    let outcomes = format!("{OUTCOMES}M-1,held,2012-05-02,,\nM-1,cancelled,2012-05-02,,family_request\n");
    check("not held", &with(&stood, "2012-05-03", "outcomes.csv", &outcomes), &[]);
}

#[test]
fn an_early_review_pulls_the_next_forward_and_what_knows_more_stays() {
    let plans = ("plans.csv", "child,starts\nA,2011-06-01\n");
    let meetings = "meeting,kind,household,from_date\n\
                    M-1,review_conference,H-1,2011-08-30\n\
                    M-2,review_conference,H-1,2011-12-20\n";
    let verdicts = "meeting,child,verdict\nM-1,A,plan_continues\n";
    for (on, expected) in [
        // M-2 was counted from another day: from the day on which M-1 was held it is counted anew.
        ("2012-01-17", "review_conference H-1 from 2012-01-17 by 2012-07-17, target 2012-06-17"),
        // M-2 counts from a later conference than any that is recorded: it stays.
        ("2011-11-15", "review_conference H-1 from 2011-12-20 by 2012-06-20, target 2012-05-20"),
    ] {
        let outcomes = format!("{OUTCOMES}M-1,held,{on},,\n");
        let texts =
            [plans, ("meetings.csv", meetings), ("outcomes.csv", &outcomes), ("decisions.csv", verdicts)];
        check(on, &story("2012-02-01", &texts), &[expected]);
    }
}

#[test]
fn nothing_is_guessed_for_plans_of_which_no_review_is_recorded() {
    let none = ("meetings.csv", "meeting,kind\n");
    let recent = story("2012-04-02", &[none, ("plans.csv", "child,starts\nA,2012-03-01\n")]);
    check(
        "a plan that has just begun",
        &recent,
        &["first_review_conference H-1 from 2012-03-01 by 2012-05-31, target 2012-05-17"],
    );
    let long = story("2012-04-02", &[none, ("plans.csv", "child,starts\nA,2010-03-01\n")]);
    let after = followed(&long);
    assert!(matches!(after.asked[..], [Question::LongPast { .. }]), "{:?}", after.asked);
    assert_eq!(unplanned(&History::new(&after.register)).len(), 1, "the daily check has it");
}
