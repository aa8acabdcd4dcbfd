//! What a plan holds.

use crate::certificate::Level;
use crate::check::Score;
use crate::register::{Booking, MeetingIdx};
use crate::rules::Breach;

/// A plan: lawful but for what stood in the register before it.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The bookings: those that stood confirmed or held in the register, unchanged, and the proposed ones; in
    /// order of start, then meeting.
    pub bookings: Vec<Booking>,
    /// Meetings without a booking, each with its reason, in order of meeting.
    pub unbooked: Vec<Remark>,
    /// How many of the children left unbooked (S1) no plan could book, at least: proved by [`crate::bound`].
    pub unbookable_children: i64,
    /// What no lawful plan goes below, where it was looked for: see [`crate::bound::prove`].
    pub bounds: Option<Bounds>,
    /// Late, handed-over and out-of-district bookings, each with its reason, in order of meeting and matter.
    pub remarks: Vec<Remark>,
    /// The score by the referee.
    pub score: Score,
    /// Hard rules that bookings confirmed or held in the register break among themselves; a repair mends them.
    pub standing_breaches: Vec<Breach>,
}

/// What no lawful plan goes below, level by level. S1 is of every lawful plan, S2 of those with an S1 no worse than
/// this plan's, S3 of those with S1 and S2 no worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Bounds {
    /// Children left unbooked.
    pub s1: i64,
    /// Children × working days past the statutory date.
    pub s2: i64,
    /// Minutes of cost.
    pub s3: i64,
}

impl Bounds {
    /// Returns by how many per cent of itself a plan's S3 lies above the bound, or `None` where S1 or S2 is not known to
    /// be the least: S3 is then not what the plan is worst in.
    pub fn gap_percent(&self, score: &Score) -> Option<f64> {
        ((score.s1, score.s2) == (self.s1, self.s2))
            .then(|| Level::S3.gap_percent(score.levels(), self.s3).unwrap_or(0.0))
    }
}

/// Something about one meeting that somebody will ask about.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// What about it.
    pub matter: Matter,
    /// Why, in one or two sentences that name references only.
    pub reason: String,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// The meeting has no booking.
    Unbooked,
    /// It is booked after its statutory date.
    Late,
    /// Its family gets another chair than its own.
    HandedOver,
    /// It is held outside the family's district.
    OutOfDistrict,
}
