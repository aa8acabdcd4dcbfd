//! The lists on one authority whose record a person can follow by hand.

use super::{LISTS, Row, View, rows};
use crate::follow::Practice;
use crate::follow::testing::story;
use crate::register::Register;

/// What stands on a list, a row a line: what it is about, by when, how late, and what is said beside.
fn on(name: &str, register: &Register, practice: Practice) -> Vec<String> {
    let list = LISTS.iter().find(|list| list.name == name).unwrap_or_else(|| panic!("no list {name}"));
    let view = View::new(register, practice);
    let line = |row: &Row| {
        let about = [&row.meeting, &row.child, &row.escalation];
        let about: Vec<&str> =
            about.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let due =
            row.due.map_or_else(String::new, |due| format!(" by {due}, {} late", row.working_days_late));
        let note = if row.note.is_empty() { String::new() } else { format!(": {}", row.note) };
        format!("{}{due}{note}", about.join(" "))
    };
    rows(&view, &(list.of)(&view)).iter().map(line).collect()
}

fn check(name: &str, register: &Register, expected: &[&str]) {
    assert_eq!(on(name, register, Practice::default()), expected, "{name}");
}

#[test]
fn after_meetings_come_sheets_minutes_and_forms() {
    let meetings = "meeting,kind,household,from_date,status\n\
                    OLD,review_conference,H-1,2011-09-01,held\n\
                    NEW,initial_conference,H-2,2012-03-01,held\n\
                    DONE,review_conference,H-1,2011-06-01,held\n\
                    CARE,cla_review,H-2,2011-10-01,held\n\
                    OFF,review_conference,H-1,2011-09-01,cancelled\n\
                    PAST,review_conference,H-1,2011-12-01,booked\n";
    let bookings =
        "meeting,starts,iro,room,minute_taker,status\nPAST,2012-03-28T10:00,IRO1,R,MT1,confirmed\n";
    let outcomes = "meeting,result,on,chair,reason,sheet_sent,minutes_signed,minutes_sent,concern,form_done\n\
                    OLD,held,2012-03-09,IRO1,,,2012-03-20,,,\n\
                    NEW,held,2012-03-12,IRO2,,2012-03-12T17:00,,,yes,\n\
                    DONE,held,2012-01-10,,,2012-01-11T09:00,2012-01-16,2012-01-20,,2012-01-12\n\
                    CARE,held,2012-03-01,,,,,,,\n\
                    OFF,cancelled,2012-03-05,,other,,,,,\n";
    let decisions = "meeting,child,verdict\nOLD,A,plan_continues\n";
    let register = story(
        "2012-04-02",
        &[
            ("meetings.csv", meetings),
            ("bookings.csv", bookings),
            ("outcomes.csv", outcomes),
            ("decisions.csv", decisions),
        ],
    );
    // A day after 9 March is a Saturday; the fifteen weekdays of 12 to 30 March and 2 April are past it.
    check("decision_sheets", &register, &["OLD by 2012-03-10, 16 late"]);
    // Fifteen working days from 9 March are 30 March, from 12 March 2 April, which is today. Reviews of care have no minute taker.
    check(
        "minutes_overdue",
        &register,
        &["OLD by 2012-03-30, 1 late: signed off on 2012-03-20, not distributed"],
    );
    let sooner = Practice { minutes_within: 14, ..Practice::default() };
    assert_eq!(on("minutes_overdue", &register, sooner).len(), 2);
    check("quality_forms", &register, &["NEW: case of concern", "OLD"]);
    check("without_decision", &register, &["DONE", "NEW"]);
    check("without_outcome", &register, &["PAST"]);
}

#[test]
fn escalations_stand_with_their_last_step_and_the_day_on_which_it_ends() {
    let escalations = "escalation,household,since,step,resolved\n\
                       E-1,H-1,2012-03-01,team_manager,\n\
                       E-2,H-2,2012-03-26,team_manager,\n\
                       E-1,H-1,2012-03-12,district_manager,\n\
                       E-3,H-2,2012-03-01,director,2012-03-20\n";
    let texts = [("meetings.csv", "meeting,kind\n"), ("escalations.csv", escalations)];
    let register = story("2012-04-02", &texts);
    check(
        "escalations",
        &register,
        &[
            "E-1 by 2012-03-19, 10 late: with the district manager",
            "E-2 by 2012-04-02, 0 late: with the social worker and team manager",
        ],
    );
}

#[test]
fn plans_are_listed_by_how_long_they_last_and_how_many_came_before() {
    let plans = "child,starts,ends,category,previous,previous_end\n\
                 A,2010-04-02,,neglect,,\n\
                 B,2011-04-02,,emotional,1,2009-06-30\n\
                 C,2009-01-05,2009-12-01,,,\n\
                 C,2011-04-03,,physical,,\n";
    let care = "child,starts,ends\nB,2012-01-09,\nA,2011-01-10,2011-03-01\n";
    let texts = [("meetings.csv", "meeting,kind\n"), ("plans.csv", plans), ("care.csv", care)];
    let register = story("2012-04-02", &texts);
    // To the day: B's plan is a year old today, C's tomorrow.
    check("plans_over_12_months", &register, &["A: neglect", "B: emotional"]);
    check("plans_over_2_years", &register, &["A: neglect"]);
    check(
        "second_or_later_plans",
        &register,
        &["C: 1 plan before, the last ended on 2009-12-01", "B: 1 plan before, the last ended on 2009-06-30"],
    );
    check("plan_and_looked_after", &register, &["B: looked after since 2012-01-09"]);
    check(
        "without_next_date",
        &register,
        &[
            "A: no review of the plan",
            "B: no review of the plan",
            "B: no review of the time in care",
            "C: no review of the plan",
        ],
    );
}

#[test]
fn a_combined_sitting_is_a_next_date_for_both() {
    let texts = [
        ("meetings.csv", "meeting,kind,household,from_date\nM-1,review_conference,H-1,2011-12-01\n"),
        ("plans.csv", "child,starts\nA,2011-06-01\n"),
        ("care.csv", "child,starts\nA,2012-03-05\n"),
        ("combined.csv", "meeting,kind\nM-1,cla_first_review\n"),
    ];
    let register = story("2012-04-02", &texts);
    check("without_next_date", &register, &[]);
    check("combined_sittings", &register, &["M-1 by 2012-06-01, 0 late: also CLA first review"]);
}
