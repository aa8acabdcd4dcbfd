//! Bookings that stand, which the planner books around.

use crate::calendar::Span;
use crate::register::{MeetingIdx, RoomIdx};

/// A confirmed or held booking from today on. Whatever a file left out of it is `None` and occupies nothing.
#[derive(Debug, Clone)]
pub struct Fixed {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// The day, a position in the problem's dates.
    pub day: usize,
    /// What it occupies of chair and room.
    pub chair_span: Span,
    /// What it occupies of its minute taker.
    pub taker_span: Span,
    /// The meeting proper.
    pub attendance: Span,
    /// Who chairs.
    pub chair: Option<u32>,
    /// Who takes the minutes.
    pub taker: Option<u32>,
    /// The room, unless it is the household's home.
    pub room: Option<RoomIdx>,
    /// Where people go for it.
    pub place: Option<usize>,
    /// Its household.
    pub household: Option<u32>,
    /// Whether the household is there.
    pub family: bool,
    /// Whether it decides its household's chair.
    pub continuity: bool,
    /// The social worker who is there.
    pub worker: Option<u32>,
}
