//! Bookings.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{DistrictIdx, MeetingIdx, PlaceIdx, Register, RoomIdx, StaffIdx, VenueIdx};
use crate::calendar::Clock;

/// A meeting's place in the calendar. Chair and room may be missing in a file; H01 says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// When the meeting proper begins.
    pub starts: NaiveDateTime,
    /// Who chairs.
    pub iro: Option<StaffIdx>,
    /// Where.
    pub room: Option<RoomChoice>,
    /// Who takes the minutes.
    pub minute_taker: Option<StaffIdx>,
    /// How firm it is.
    pub status: BookingStatus,
    /// Columns of the register's own, by name (`x_…`).
    pub extra: Vec<(String, String)>,
}

/// A room, or the household's home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoomChoice {
    /// A room of a venue.
    Room(RoomIdx),
    /// Room `home`.
    Home,
}

/// How firm a booking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingStatus {
    /// Never moved by the planner (H12).
    Confirmed,
    /// May be moved.
    Proposed,
    /// The meeting took place (H12).
    Held,
}

impl BookingStatus {
    /// Whether the planner must leave it as it is (H12).
    pub fn is_fixed(self) -> bool {
        matches!(self, BookingStatus::Confirmed | BookingStatus::Held)
    }

    /// Returns the word used in files.
    pub fn word(self) -> &'static str {
        match self {
            BookingStatus::Confirmed => "confirmed",
            BookingStatus::Proposed => "proposed",
            BookingStatus::Held => "held",
        }
    }
}

/// The column in which a booking counts how often its invitation has changed (RFC 5545 `SEQUENCE`).
const SEQUENCE: &str = "x_sequence";
/// Calendars take a `SEQUENCE` for a signed number of 32 bits.
const LAST_SEQUENCE: u32 = i32::MAX as u32;

impl Booking {
    /// Returns how often the booking's invitation has changed: its column `x_sequence`, 0 where there is no number.
    pub fn sequence(&self) -> u32 {
        let given = self.extra.iter().find(|(column, _)| column == SEQUENCE);
        given.and_then(|(_, value)| value.trim().parse().ok()).unwrap_or(0).min(LAST_SEQUENCE)
    }

    /// Sets how often the invitation has changed, at most 2³¹ − 1.
    pub fn set_sequence(&mut self, sequence: u32) {
        self.extra.retain(|(column, _)| column != SEQUENCE);
        self.extra.push((SEQUENCE.to_owned(), sequence.min(LAST_SEQUENCE).to_string()));
        self.extra.sort();
    }

    /// Returns the date of the meeting.
    pub fn date(&self) -> NaiveDate {
        self.starts.date()
    }

    /// Returns the start in minutes since midnight.
    pub fn start(&self) -> i32 {
        Clock::of(self.starts).0
    }

    /// Returns the venue, or `None` for room `home` and where there is no room.
    pub fn venue(&self, register: &Register) -> Option<VenueIdx> {
        match self.room? {
            RoomChoice::Room(room) => Some(register.rooms[room.at()].venue),
            RoomChoice::Home => None,
        }
    }

    /// Returns where people go for it, or `None` online and where nobody knows.
    pub fn place(&self, register: &Register) -> Option<PlaceIdx> {
        match self.room? {
            RoomChoice::Room(room) => register.venues[register.rooms[room.at()].venue.at()].place,
            RoomChoice::Home => register.home(register.meeting(self.meeting)),
        }
    }

    /// Returns the district of the venue (room `home`: the household's), or `None` online and where a place has
    /// no district.
    pub fn district(&self, register: &Register) -> Option<DistrictIdx> {
        match self.room? {
            RoomChoice::Room(_) => register.places[self.place(register)?.at()].district,
            RoomChoice::Home => register.district(register.meeting(self.meeting)),
        }
    }
}
