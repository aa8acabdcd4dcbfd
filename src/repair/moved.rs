//! What it takes to move a booking that people know of: the weights that only repairs use.

use crate::check::ScorePart;
use crate::register::{Booking, BookingStatus, Register};
use crate::rules::REPAIR_WEIGHTS;

/// Fewer working days than this between today and the old day make a move a late one.
const LATE_DAYS: u32 = 2;

/// The weights of `moved`, `moved_confirmed` and `moved_late` at an authority, in minutes of cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovedWeights([i64; 3]);

impl MovedWeights {
    /// Returns the weights of a register.
    pub fn new(register: &Register) -> MovedWeights {
        MovedWeights(REPAIR_WEIGHTS.map(|(key, default)| register.authority.weights.get(key, default)))
    }

    /// Returns what moving one booking costs.
    pub fn price(&self, register: &Register, before: &Booking) -> i64 {
        counts(register, before).iter().zip(self.0).map(|(count, weight)| count * weight).sum()
    }

    /// Returns what moving these bookings costs, part by part in the order of [`REPAIR_WEIGHTS`].
    pub fn parts<'a>(&self, register: &Register, moved: impl Iterator<Item = &'a Booking>) -> Vec<ScorePart> {
        let mut amounts = [0; 3];
        for before in moved {
            for (amount, count) in amounts.iter_mut().zip(counts(register, before)) {
                *amount += count;
            }
        }
        let rows = REPAIR_WEIGHTS.iter().zip(amounts).zip(self.0);
        rows.map(|((&(key, _), amount), weight)| ScorePart { key, amount, minutes: amount * weight })
            .collect()
    }
}

/// Returns how often each weight counts for one moved booking.
fn counts(register: &Register, before: &Booking) -> [i64; 3] {
    let is_late = register.calendar.between(register.authority.today, before.date()) < LATE_DAYS;
    match before.status {
        BookingStatus::Proposed => [1, 0, i64::from(is_late)],
        BookingStatus::Confirmed | BookingStatus::Held => [0, 1, i64::from(is_late)],
    }
}
