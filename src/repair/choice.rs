//! A way back to a lawful plan, as people choose it.

use crate::calendar::NaiveDate;
use crate::check::{Score, ScorePart};
use crate::plan::Told;
use crate::register::{Booking, MeetingIdx};
use crate::rules::Breach;

/// One way back to a lawful plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Every booking that is not as before, in order of meeting.
    pub moves: Vec<Move>,
    /// Broken bookings and meetings to book that no place takes, in order of meeting.
    pub left_out: Vec<LeftOut>,
    /// Rules that are still broken, by bookings that are held and no repair may move.
    pub breaches: Vec<Breach>,
    /// Meetings of `moves` that are booked after their statutory date, with the working days by which they are late.
    pub late: Vec<(MeetingIdx, u32)>,
    /// How much is disturbed.
    pub disturbance: Disturbance,
    /// The score of the bookings by the referee, repair weights not in it.
    pub score: Score,
    /// What moving costs: `moved`, `moved_confirmed`, `moved_late`.
    pub moved: Vec<ScorePart>,
    /// All bookings: those that are not moved byte for byte as before and in their order, then the new ones.
    pub bookings: Vec<Booking>,
}

/// One booking that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Its booking so far; `None` = it is newly booked.
    pub before: Option<Booking>,
    /// Its booking from now on; `None` = it has none any more.
    pub after: Option<Booking>,
    /// Whether rules.md counts it as moved: its day, start, chair or venue changes.
    pub is_moved: bool,
    /// Who must be told.
    pub told: Vec<Told>,
}

/// A meeting that cannot be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Why, in one or two sentences that name references only.
    pub reason: String,
    /// The nearest day past the last lawful one on which it would have a place, where there is one.
    pub nearest: Option<NaiveDate>,
}

/// How much a choice disturbs, the heaviest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Disturbance {
    /// Families that hear of a change of a booking they know of: another day, start, chair or venue, or none any more.
    pub families: usize,
    /// Of these, families that must come at another time or to another venue, or not at all.
    pub rearranged: usize,
    /// Bookings that change in any way, those of people whom no family hears of included.
    pub moves: usize,
}

impl Choice {
    /// Returns what moving costs, in minutes of cost.
    pub fn moving(&self) -> i64 {
        self.moved.iter().map(|part| part.minutes).sum()
    }

    /// Returns S1, S2 and S3, what moving costs included: choices are compared by these.
    pub fn total(&self) -> (i64, i64, i64) {
        (self.score.s1, self.score.s2, self.score.s3 + self.moving())
    }

    /// Whether every meeting has a lawful booking.
    pub fn is_whole(&self) -> bool {
        self.left_out.is_empty() && self.breaches.is_empty()
    }
}

impl Disturbance {
    /// Whether nothing here is more than in `other`.
    pub(super) fn is_at_most(&self, other: &Disturbance) -> bool {
        self.families <= other.families && self.rearranged <= other.rearranged && self.moves <= other.moves
    }
}
