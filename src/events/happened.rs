//! What events have changed.

use crate::register::{Booking, MeetingIdx, Register, RoomIdx, StaffIdx, Stretch, VenueIdx};

/// A register after events.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The register, with the bookings that stood but for those of meetings that no longer take place. Positions of
    /// the old one are those of the new one: meetings are only added, at the end.
    pub register: Register,
    /// What has changed, in an order that does not depend on that of the events.
    pub changes: Vec<Change>,
}

/// One thing that events have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Somebody is away.
    Absent {
        /// Who.
        staff: StaffIdx,
        /// When.
        when: Stretch,
    },
    /// A venue or room cannot be used.
    Closed {
        /// The venue.
        venue: VenueIdx,
        /// The room; `None` = the whole venue.
        room: Option<RoomIdx>,
        /// When.
        when: Stretch,
    },
    /// A meeting is cancelled.
    Cancelled {
        /// The meeting.
        meeting: MeetingIdx,
        /// The booking that is dropped, where it had one from today on.
        booking: Option<Booking>,
    },
    /// A meeting is added.
    Added {
        /// The meeting.
        meeting: MeetingIdx,
    },
    /// A meeting is adjourned.
    Adjourned {
        /// The meeting.
        meeting: MeetingIdx,
        /// Why.
        reason: String,
        /// The booking that is dropped, where it had one from today on.
        booking: Option<Booking>,
        /// The meeting at which it is reconvened.
        reconvened: MeetingIdx,
        /// Whether that one was added; otherwise it was there already.
        is_added: bool,
    },
}

impl Change {
    /// Returns the booking that the change drops, where there is one.
    pub fn dropped(&self) -> Option<&Booking> {
        match self {
            Change::Cancelled { booking, .. } | Change::Adjourned { booking, .. } => booking.as_ref(),
            Change::Absent { .. } | Change::Closed { .. } | Change::Added { .. } => None,
        }
    }
}
