//! Reviews held long before they need be.

use chrono::NaiveDate;

use crate::register::{Deadlines, Meeting, Register};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `early`.
pub(super) struct Early;

/// Working days before its target for which a booking is not called early.
const FREE_DAYS: u32 = 5;

impl SoftRule for Early {
    fn key(&self) -> &'static str {
        "early"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(2)
    }

    fn sentence(&self) -> &'static str {
        "a working day beyond the first 5 by which a meeting of a kind with an opening date is booked before its \
         target"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let calendar = &case.register.calendar;
        case.live()
            .filter(|booking| case.kind(booking).has_opening_date())
            .filter_map(|booking| {
                let target = case.deadlines(booking).ok()?.target;
                let days = booking
                    .date()
                    .iter_days()
                    .skip(1)
                    .take_while(|&day| day <= target)
                    .filter(|&day| calendar.is_working(day))
                    .skip(FREE_DAYS as usize)
                    .count();
                Charge::meeting(booking.meeting, days as i64)
            })
            .collect()
    }

    fn price(&self) -> Price {
        Price::Day(days_too_early)
    }
}

fn days_too_early(register: &Register, meeting: &Meeting, dates: &Deadlines, date: NaiveDate) -> i64 {
    if register.kind(meeting).has_opening_date() {
        i64::from(register.calendar.between(date, dates.target).saturating_sub(FREE_DAYS))
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::Timescale;
    use crate::rules::testing::{check_charges, date};

    #[test]
    fn counts_days_before_the_target_beyond_the_first_five() {
        // From Wednesday 18 April: 19, 20, 23, 24 and 25 April are five working days.
        check_charges(
            "early",
            &[
                (
                    "five days before",
                    |c| {
                        c.meeting("R-1").target = Some(date("2012-04-25"));
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
                (
                    "six days before: one, however many children",
                    |c| {
                        c.meeting("R-1").target = Some(date("2012-04-26"));
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "R-1 1",
                ),
                (
                    "over the May bank holiday: 26, 27, 30 April, 1 to 4 and 8 May",
                    |c| {
                        c.meeting("R-1").target = Some(date("2012-05-08"));
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "R-1 8",
                ),
                ("after the target", |c| c.book("R-1 2012-04-30T10:00 ANN PRE-1 TOM"), ""),
                (
                    "a kind that opens today is never early",
                    |c| {
                        c.kind("review_conference").opens = Timescale::Today;
                        c.meeting("R-1").target = Some(date("2012-05-08"));
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
