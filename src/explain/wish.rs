//! A place, and the part of one that somebody asks for.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::moment;
use crate::register::{Booking, BookingStatus, MeetingIdx, Register, RoomChoice, StaffIdx, VenueIdx};

/// A whole place for a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The day.
    pub date: NaiveDate,
    /// The start, in minutes since midnight.
    pub start: i32,
    /// Who chairs.
    pub chair: StaffIdx,
    /// Where.
    pub room: RoomChoice,
    /// Who takes the minutes, where somebody does.
    pub minute_taker: Option<StaffIdx>,
}

/// What somebody asks for: any part of a place. The default asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// The day.
    pub date: Option<NaiveDate>,
    /// The day of the week.
    pub weekday: Option<Weekday>,
    /// The start, in minutes since midnight.
    pub start: Option<i32>,
    /// Who chairs.
    pub chair: Option<StaffIdx>,
    /// The venue.
    pub venue: Option<VenueIdx>,
    /// The room.
    pub room: Option<RoomChoice>,
    /// Who takes the minutes.
    pub minute_taker: Option<StaffIdx>,
}

impl Place {
    /// Returns where a booking is, or `None` where its chair or its room is missing.
    pub fn of(booking: &Booking) -> Option<Place> {
        Some(Place {
            date: booking.date(),
            start: booking.start(),
            chair: booking.iro?,
            room: booking.room?,
            minute_taker: booking.minute_taker,
        })
    }

    /// Returns a proposed booking at this place.
    pub fn booking(&self, meeting: MeetingIdx) -> Booking {
        Booking {
            meeting,
            starts: moment(self.date, self.start),
            iro: Some(self.chair),
            room: Some(self.room),
            minute_taker: self.minute_taker,
            status: BookingStatus::Proposed,
            extra: Vec::new(),
        }
    }

    /// Returns its venue, or `None` at home.
    pub fn venue(&self, register: &Register) -> Option<VenueIdx> {
        venue_of(register, self.room)
    }
}

impl Wish {
    /// Whether anything is asked for.
    pub fn is_any(&self) -> bool {
        *self != Wish::default()
    }

    /// Whether a day is as asked.
    pub fn allows_date(&self, date: NaiveDate) -> bool {
        self.date.is_none_or(|wanted| wanted == date)
            && self.weekday.is_none_or(|wanted| wanted == date.weekday())
    }

    /// Whether a room is as asked.
    pub fn allows_room(&self, register: &Register, room: RoomChoice) -> bool {
        self.room.is_none_or(|wanted| wanted == room)
            && self.venue.is_none_or(|wanted| venue_of(register, room) == Some(wanted))
    }

    /// Whether a place is as asked.
    pub fn allows(&self, register: &Register, place: &Place) -> bool {
        self.allows_date(place.date)
            && self.start.is_none_or(|wanted| wanted == place.start)
            && self.chair.is_none_or(|wanted| wanted == place.chair)
            && self.allows_room(register, place.room)
            && self.minute_taker.is_none_or(|wanted| Some(wanted) == place.minute_taker)
    }
}

fn venue_of(register: &Register, room: RoomChoice) -> Option<VenueIdx> {
    match room {
        RoomChoice::Room(room) => Some(register.rooms[room.at()].venue),
        RoomChoice::Home => None,
    }
}
