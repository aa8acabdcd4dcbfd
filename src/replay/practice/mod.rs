//! How bookings are made: today's practice, and the planner's.
//!
//! Both see the same requests at the same time and book only what is lawful; [`super::run`] lets the referee judge every
//! booking that they make.

mod manual;
mod optimised;

use chrono::NaiveDate;

use crate::register::{Booking, MeetingIdx, Register};
use crate::travel::Travel;

use super::outcome::PracticeName;
use super::year::Rules;

/// What somebody who books has before them.
pub(super) struct Office<'a> {
    /// The register as it is today, with the bookings that stand.
    pub(super) register: &'a Register,
    /// Its driving times.
    pub(super) travel: &'a Travel,
    /// Meetings to book, those that were asked for first come first.
    pub(super) waiting: &'a [MeetingIdx],
    /// Decides every draw of today.
    pub(super) seed: u64,
    /// Threads that a search may use.
    pub(super) threads: usize,
}

/// A practice of booking.
pub(super) trait Practice {
    /// Returns all bookings after today's requests are booked: those that stand are left as they are, but for proposed ones.
    fn book(&mut self, office: &Office<'_>) -> Vec<Booking>;

    /// Returns all bookings after those that today's illness broke are mended, moved or dropped.
    fn mend(&mut self, office: &Office<'_>, broken: &[MeetingIdx]) -> Vec<Booking>;

    /// Returns the last day whose bookings are told to families today.
    fn confirms_until(&self, register: &Register) -> NaiveDate;
}

/// Returns a practice that begins its year.
pub(super) fn practice(name: PracticeName, rules: &Rules) -> Box<dyn Practice> {
    match name {
        PracticeName::Manual => Box::new(manual::Manual::new(rules)),
        PracticeName::Optimised => Box::new(optimised::Optimised::new(rules)),
    }
}
