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
