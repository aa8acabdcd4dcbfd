//! What it takes to move a booking that people know of: the weights that only repairs and suggestions use.

use crate::register::{Booking, BookingStatus, Register};

/// Weights that only repairs use, with their defaults in minutes of cost: what it takes to move a booking that
/// people know of.
pub const REPAIR_WEIGHTS: [(&str, i64); 3] = [("moved", 45), ("moved_confirmed", 240), ("moved_late", 120)];

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

    /// Returns how often each weight counts for these moved bookings and what that costs, in the order of
    /// [`REPAIR_WEIGHTS`]: key, amount, minutes of cost.
    pub fn parts<'a>(
        &self,
        register: &Register,
        moved: impl Iterator<Item = &'a Booking>,
    ) -> [(&'static str, i64, i64); 3] {
        let mut amounts = [0; 3];
        for before in moved {
            for (amount, count) in amounts.iter_mut().zip(counts(register, before)) {
                *amount += count;
            }
        }
        std::array::from_fn(|i| (REPAIR_WEIGHTS[i].0, amounts[i], amounts[i] * self.0[i]))
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
