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
