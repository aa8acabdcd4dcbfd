//! What the referee says of bookings.

use super::{Score, ScorePart};
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register};
use crate::rules::{Breach, Case, Charge, HARD, SOFT};
use crate::travel::Travel;

/// The referee's judgement of bookings.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Every way in which they break a hard rule, in order of code, then meeting; none = they are lawful.
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

/// Judges `bookings` for `register`: every breach of a hard rule, and the score, which is counted whether or not
/// they are lawful.
///
/// Which bookings are history, and which are refused, is told at [`Case`]. Lists of meetings are in order of
/// meeting.
///
/// Time: O(n log n) with n bookings, besides the clashes themselves.
pub fn check(register: &Register, travel: &Travel, bookings: &[Booking]) -> Verdict {
    let case = Case::new(register, travel, bookings);
    let breaches = HARD.iter().flat_map(|rule| rule.breaches(&case)).collect();

    let unbooked = unbooked(&case);
    let late = late(&case);
    let weight = |meeting: MeetingIdx| register.child_weight(register.meeting(meeting));
    let s1 = unbooked.iter().map(|&meeting| weight(meeting)).sum();
    let s2 = late.iter().map(|&(meeting, days)| weight(meeting) * i64::from(days)).sum();

    let charges: Vec<Vec<Charge>> = SOFT.iter().map(|rule| rule.charges(&case)).collect();
    let parts: Vec<ScorePart> = SOFT
        .iter()
        .zip(&charges)
        .map(|(rule, charges)| {
            let amount: i64 = charges.iter().map(|charge| charge.amount).sum();
            ScorePart { key: rule.key(), amount, minutes: amount * rule.weight(register) }
        })
        .collect();
    let s3 = parts.iter().map(|part| part.minutes).sum();

    Verdict { breaches, score: Score { s1, s2, s3, parts }, charges, unbooked, late }
}

/// Returns the meetings that S1 counts, in order. One that is held, adjourned or cancelled is never counted.
fn unbooked(case: &Case<'_>) -> Vec<MeetingIdx> {
    (0..case.register.meetings.len())
        .map(MeetingIdx::from)
        .filter(|&meeting| case.given(meeting).next().is_none())
        .filter(|&meeting| match case.register.meeting(meeting).status {
            MeetingStatus::ToBook => true,
            MeetingStatus::Booked => case.standing(meeting).any(|row| row.status == BookingStatus::Proposed),
            MeetingStatus::Held | MeetingStatus::Adjourned | MeetingStatus::Cancelled => false,
        })
        .collect()
}

/// Returns the meetings that S2 counts, in order, with the working days by which they are late.
fn late(case: &Case<'_>) -> Vec<(MeetingIdx, u32)> {
    case.live()
        .filter_map(|booking| {
            let statutory = case.deadlines(booking).ok()?.statutory?;
            let days = case.register.calendar.between(statutory, booking.date());
            (0 < days).then_some((booking.meeting, days))
        })
        .collect()
}
