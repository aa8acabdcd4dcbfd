//! What is put off, called off, or recorded by mistake.

use super::super::Question;
use super::super::testing::{date, followed, status, story};
use super::{check, with};
use crate::register::MeetingStatus;

#[test]
fn an_adjourned_conference_is_reconvened_once_and_does_not_count() {
    let plans = ("plans.csv", "child,starts\nA,2011-10-03\n");
    let meetings = "meeting,kind,household,from_date,status\n\
                    M-0,first_review_conference,H-1,2011-10-03,held\n\
                    M-1,review_conference,H-1,2011-12-20,to_book\n";
    let bookings = "meeting,starts,iro,room,minute_taker,status\nM-0,2011-12-20T10:00,IRO1,R,MT1,held\n";
    let outcomes = "meeting,result,on,reason\nM-1,adjourned,2012-03-29,not_quorate\n";
    let texts = [plans, ("meetings.csv", meetings), ("bookings.csv", bookings), ("outcomes.csv", outcomes)];
    let register = story("2012-04-02", &texts);
    // 28 days from 29 March; the original date, 20 June, is later.
    let adjourned = "reconvened_conference H-1 from 2012-03-29 by 2012-04-26, target 2012-04-16";
    let after = check("adjourned", &register, &[adjourned]);
    assert_eq!(status(&after, "M-1-R"), MeetingStatus::ToBook);

    // Adjourned again: the second takes up the first, and nothing the first twice.
    let outcomes = format!("{outcomes}M-1-R,adjourned,2012-04-12,no_report\n");
    let files = with(&after, "2012-04-16", "outcomes.csv", &outcomes);
    // 28 days from 12 April are 10 May; the clock of the first does not stop.
    let again = "reconvened_conference H-1 from 2012-04-12 by 2012-04-26, target 2012-04-26";
    let after = check("adjourned again", &files, &[again]);

    // Held at last: the review after it counts from the day on which that was.
    let outcomes = format!("{outcomes}M-1-R-R,held,2012-05-08,\n");
    let files = with(&after, "2012-05-09", "outcomes.csv", &outcomes);
    let next = "review_conference H-1 from 2012-05-08 by 2012-11-07, target 2012-10-08";
    check("held at last", &files, &[next]);

    // Cancelled instead: nobody reconvenes what was called off; the review is still due from the last one held.
    let outcomes =
        "meeting,result,on,reason\nM-1,adjourned,2012-03-29,not_quorate\nM-1-R,cancelled,2012-04-12,other\n";
    let first = check("adjourned", &register, &[adjourned]);
    let files = with(&first, "2012-04-16", "outcomes.csv", outcomes);
    check("called off", &files, &["review_conference H-1 from 2011-12-20 by 2012-06-20, target 2012-05-20"]);
}

#[test]
fn what_was_adjourned_by_mistake_is_not_reconvened() {
    let plans = ("plans.csv", "child,starts\nA,2011-10-03\n");
    let meetings = "meeting,kind,household,from_date,status\n\
                    M-0,first_review_conference,H-1,2011-10-03,held\n\
                    M-1,review_conference,H-1,2011-12-20,to_book\n";
    let bookings = "meeting,starts,iro,room,minute_taker,status\nM-0,2011-12-20T10:00,IRO1,R,MT1,held\n";
    let rows = [
        "M-1,held,2012-03-29,\n",
        "M-1,adjourned,2012-03-29,not_quorate\n",
        "M-1,held,2012-03-29,\n",
        "M-1,held,2012-03-27,\n",
        "M-1,adjourned,2012-03-27,no_report\n",
    ];
    let held = "review_conference H-1 from 2012-03-29 by 2012-09-28, target 2012-08-29";
    // What stands after each row: the review that follows, or the reconvened conference alone.
    let expected = [
        held,
        "reconvened_conference H-1 from 2012-03-29 by 2012-04-26, target 2012-04-16",
        held,
        "review_conference H-1 from 2012-03-27 by 2012-09-26, target 2012-08-27",
        "reconvened_conference H-1 from 2012-03-27 by 2012-04-24, target 2012-04-12",
    ];
    let texts = [plans, ("meetings.csv", meetings), ("bookings.csv", bookings)];
    let mut register = story("2012-04-02", &texts);
    let mut outcomes = "meeting,result,on,reason\n".to_owned();
    for (row, expected) in rows.iter().zip(expected) {
        outcomes.push_str(row);
        let corrected = with(&register, "2012-04-02", "outcomes.csv", &outcomes);
        register = check(row, &corrected, &[expected]);
    }
    // The household loses its last plan instead: nothing is left to reconvene.
    let adjourned = with(&story("2012-04-02", &texts), "2012-04-02", "outcomes.csv", &{
        format!("meeting,result,on,reason\n{}", rows[1])
    });
    let adjourned = check("adjourned", &adjourned, &[expected[1]]);
    let ended = format!("meeting,result,on,reason\n{}{}", rows[1], rows[2]);
    let ended = with(&adjourned, "2012-04-02", "outcomes.csv", &ended);
    let ended = with(&ended, "2012-04-02", "decisions.csv", "meeting,child,verdict\nM-1,A,plan_ends\n");
    check("ended", &ended, &[]);
}

#[test]
fn a_review_that_was_called_off_is_due_all_the_same() {
    // The review before it is not on record; the one that was called off counted from it.
    let meetings = "meeting,kind,household,from_date,status\nM-1,review_conference,H-1,2011-11-08,booked\n";
    let texts = [
        ("plans.csv", "child,starts\nA,2010-05-07\n"),
        ("meetings.csv", meetings),
        ("outcomes.csv", "meeting,result,on,reason\nM-1,cancelled,2012-04-10,other\n"),
    ];
    let due = "review_conference H-1 from 2011-11-08 by 2012-05-08, target 2012-04-08";
    check("called off", &story("2012-04-02", &texts), &[due]);
    // The plan that it reviewed has ended since, and another began: that one counts from its own beginning.
    let began_anew =
        [("plans.csv", "child,starts,ends\nA,2010-05-07,2012-01-09\nA,2012-03-01,\n"), texts[1], texts[2]];
    let first = "first_review_conference H-1 from 2012-03-01 by 2012-05-31, target 2012-05-17";
    check("began anew", &story("2012-04-02", &began_anew), &[first]);
}

#[test]
fn a_child_who_was_left_out_does_not_keep_its_sibling_from_the_next_review() {
    let texts = [
        ("plans.csv", "child,starts\nA,2010-05-07\nB,2010-05-07\n"),
        ("meetings.csv", "meeting,kind,household,from_date\nM-1,review_conference,H-1,2011-11-08\n"),
        ("outcomes.csv", "meeting,result,on\nM-1,held,2012-03-29\n"),
        ("decisions.csv", "meeting,child,verdict\nM-1,A,plan_continues\n"),
    ];
    let next = "review_conference H-1 from 2012-03-29 by 2012-09-28, target 2012-08-29";
    check("one of two", &story("2012-04-02", &texts), &[next]);
}

#[test]
fn nothing_is_made_in_years_whose_holidays_are_not_known() {
    // A slip of the pen in the year.
    let meetings = "meeting,kind,household,from_date\nM-1,review_conference,H-1,2011-11-08\n";
    for outcome in ["M-1,held,2002-04-02,", "M-1,adjourned,2002-04-02,not_quorate"] {
        let texts = [
            ("plans.csv", "child,starts\nA,2001-10-03\n"),
            ("meetings.csv", meetings),
            ("outcomes.csv", &format!("meeting,result,on,reason\n{outcome}\n")),
        ];
        let after = followed(&story("2012-04-02", &texts));
        assert!(
            after.asked.iter().any(|asked| matches!(asked, Question::YearsNotKnown { .. })),
            "{outcome}: {:?}",
            after.asked
        );
        assert_eq!(after.register.meetings.len(), 1, "{outcome}");
    }
}

#[test]
fn what_is_put_off_before_its_day_is_reconvened_at_once_and_after_the_day_for_which_it_stood() {
    let texts = [
        ("plans.csv", "child,starts\nA,2011-10-03\n"),
        (
            "meetings.csv",
            "meeting,kind,household,from_date,status\nM-1,review_conference,H-1,2011-12-20,booked\n",
        ),
        (
            "bookings.csv",
            "meeting,starts,iro,room,minute_taker,status\nM-1,2012-04-16T10:00,IRO1,R,MT1,confirmed\n",
        ),
        ("outcomes.csv", "meeting,result,on,reason\nM-1,adjourned,2012-04-16,chair_absent\n"),
    ];
    // 28 days from 2 April, when it was put off; ten working days from then, over Easter, are 18 April. Not before 17 April.
    let adjourned = "reconvened_conference H-1 from 2012-04-02 by 2012-04-30, target 2012-04-18";
    let after = check("put off", &story("2012-04-02", &texts), &[adjourned]);
    assert_eq!(after.meetings.last().and_then(|made| made.earliest), Some(date("2012-04-17")));
    assert!(after.bookings.is_empty());
    // Held on a day to come is not held yet.
    let early = [texts[0], texts[1], texts[2], ("outcomes.csv", "meeting,result,on\nM-1,held,2012-04-16\n")];
    assert_eq!(followed(&story("2012-04-02", &early)).register.meetings.len(), 1);
}
