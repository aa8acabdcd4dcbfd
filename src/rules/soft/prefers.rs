//! Starts in the half of the day that the family did not ask for.

use crate::calendar::Clock;
use crate::register::{HalfDay, Meeting, Register};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `prefers`.
pub(super) struct Prefers;

impl SoftRule for Prefers {
    fn key(&self) -> &'static str {
        "prefers"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(15)
    }

    fn sentence(&self) -> &'static str {
        "a meeting that starts in the wrong half of the day"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live().filter(|booking| case.kind(booking).family) {
            let half = if Clock::of(booking.starts) < Clock::NOON { HalfDay::Am } else { HalfDay::Pm };
            if case.meeting(booking).prefers.is_some_and(|wanted| wanted != half) {
                charges.extend(Charge::meeting(booking.meeting, 1));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::Start(in_the_wrong_half)
    }
}

fn in_the_wrong_half(register: &Register, meeting: &Meeting, start: i32) -> i64 {
    let morning = start < Clock::NOON.0;
    let wrong = match meeting.prefers {
        Some(HalfDay::Am) => !morning,
        Some(HalfDay::Pm) => morning,
        None => false,
    };
    i64::from(wrong && register.kind(meeting).family)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::check_charges;

    #[test]
    fn counts_starts_in_the_wrong_half_of_the_day() {
        check_charges(
            "prefers",
            &[
                (
                    "morning, at 11:45",
                    |c| {
                        c.meeting("R-1").prefers = Some(HalfDay::Am);
                        c.book("R-1 2012-04-18T11:45 ANN PRE-1 TOM");
                    },
                    "",
                ),
                (
                    "morning, at 12:00",
                    |c| {
                        c.meeting("R-1").prefers = Some(HalfDay::Am);
                        c.book("R-1 2012-04-18T12:00 ANN PRE-1 TOM");
                    },
                    "R-1 1",
                ),
                (
                    "afternoon, at 11:45",
                    |c| {
                        c.meeting("F-1").prefers = Some(HalfDay::Pm);
                        c.book("F-1 2012-04-18T11:45 ANN PRE-1 -");
                    },
                    "F-1 1",
                ),
                (
                    "afternoon, at 12:00",
                    |c| {
                        c.meeting("F-1").prefers = Some(HalfDay::Pm);
                        c.book("F-1 2012-04-18T12:00 ANN PRE-1 -");
                    },
                    "",
                ),
                ("no matter", |c| c.book("R-1 2012-04-18T11:45 ANN PRE-1 TOM"), ""),
                (
                    "the family does not come",
                    |c| {
                        c.meeting("S-1").prefers = Some(HalfDay::Am);
                        c.book("S-1 2012-04-18T14:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
