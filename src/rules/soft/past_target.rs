//! Meetings booked after their target date. Days past the statutory date are S2's.

use chrono::NaiveDate;

use crate::register::{Deadlines, Meeting, Register};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `past_target`.
pub(super) struct PastTarget;

impl SoftRule for PastTarget {
    fn key(&self) -> &'static str {
        "past_target"
    }

    fn default_weight(&self) -> Option<i64> {
        None
    }

    fn sentence(&self) -> &'static str {
        "children × working days by which a meeting is booked after its target, up to its statutory date, × the \
         urgency of its kind"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let calendar = &case.register.calendar;
        case.live()
            .filter_map(|booking| {
                let dates = case.deadlines(booking).ok()?;
                let days = dates
                    .target
                    .iter_days()
                    .skip(1)
                    .take_while(|&day| day <= booking.date())
                    .filter(|&day| calendar.is_working(day))
                    .filter(|&day| dates.statutory.is_none_or(|statutory| day <= statutory))
                    .count() as i64;
                let children = case.register.child_weight(case.meeting(booking));
                Charge::meeting(booking.meeting, children * days * case.kind(booking).urgency)
            })
            .collect()
    }

    fn price(&self) -> Price {
        Price::Day(minutes_past_target)
    }
}

fn minutes_past_target(register: &Register, meeting: &Meeting, dates: &Deadlines, date: NaiveDate) -> i64 {
    let until = dates.statutory.map_or(date, |statutory| date.min(statutory));
    let days = i64::from(register.calendar.between(dates.target, until));
    register.child_weight(meeting) * days * register.kind(meeting).urgency
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_charges, date};

    #[test]
    fn counts_days_from_target_to_statutory_date() {
        // Three children; a review's urgency is 15, a strategy meeting's 60. The target is Friday 20 April, the
        // statutory date Monday the 30th, 6 working days on.
        check_charges(
            "past_target",
            &[
                ("on the target", |c| c.book("R-1 2012-04-20T10:00 ANN PRE-1 TOM"), ""),
                ("a day after: 3 × 1 × 15", |c| c.book("R-1 2012-04-23T10:00 ANN PRE-1 TOM"), "R-1 45"),
                (
                    "on the statutory date: 3 × 6 × 15",
                    |c| c.book("R-1 2012-04-30T10:00 ANN PRE-1 TOM"),
                    "R-1 270",
                ),
                ("after it: no more", |c| c.book("R-1 2012-05-02T10:00 ANN PRE-1 TOM"), "R-1 270"),
                (
                    "statutory on Saturday the 28th: 3 × 5 × 15",
                    |c| {
                        c.meeting("R-1").due = Some(date("2012-04-28"));
                        c.book("R-1 2012-04-30T10:00 ANN PRE-1 TOM");
                    },
                    "R-1 225",
                ),
                (
                    "the target lies after the statutory date",
                    |c| {
                        c.meeting("R-1").target = Some(date("2012-05-01"));
                        c.book("R-1 2012-05-02T10:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
                (
                    "nothing is statutory: 3 × 8 × 60",
                    |c| {
                        c.meeting("S-1").due = None;
                        c.book("S-1 2012-05-02T10:00 ANN PRE-1 TOM");
                    },
                    "S-1 1440",
                ),
                (
                    "no child counts as one: 1 × 1 × 15",
                    |c| c.book("R-3 2012-04-23T10:00 ANN PRE-1 TOM"),
                    "R-3 15",
                ),
                (
                    "history is not counted",
                    |c| {
                        c.register.authority.today = date("2012-04-26");
                        c.keep("R-1 2012-04-23T10:00 ANN PRE-1 TOM held");
                        c.book("R-2 2012-04-24T10:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
