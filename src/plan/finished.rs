//! What a plan holds.
use crate::bound::Proof;
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
    /// Late, handed-over and out-of-district bookings, each with its reason, in order of meeting and matter.
    pub remarks: Vec<Remark>,
    /// The score by the referee.
    pub score: Score,
    /// Hard rules that bookings confirmed or held in the register break among themselves; a repair mends them.
    pub standing_breaches: Vec<Breach>,
    /// What no lawful plan goes below, where it has been proved.
    pub proof: Option<Proof>,
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
