//! What the referee says of bookings.

use super::Score;
use crate::register::{Booking, MeetingIdx, Register};
use crate::rules::{Breach, Charge};
use crate::travel::Travel;

/// The referee's judgement of bookings.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Every way in which they break a hard rule, in order of code; none = they are lawful.
    pub breaches: Vec<Breach>,
    /// Their score.
    pub score: Score,
    /// What each soft rule counted, in the order of [`crate::rules::SOFT`], weights not applied.
    pub charges: Vec<Vec<Charge>>,
    /// Meetings that S1 counts: to book, or with a proposed booking in the register, and not booked.
    pub unbooked: Vec<MeetingIdx>,
    /// Meetings booked after their statutory date, with the working days by which they are late.
    pub late: Vec<(MeetingIdx, u32)>,
}

/// Judges `bookings` for `register`.
pub fn check(_register: &Register, _travel: &Travel, _bookings: &[Booking]) -> Verdict {
    Verdict {
        breaches: Vec::new(),
        score: Score { s1: 0, s2: 0, s3: 0, parts: Vec::new() },
        charges: Vec::new(),
        unbooked: Vec::new(),
        late: Vec::new(),
    }
}
