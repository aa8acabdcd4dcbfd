//! What invitations to the desk's meetings say.

use chrono::NaiveDateTime;

use crate::calendar::moment;
use crate::messages::{Invitation, Standing};
use crate::register::{Booking, BookingStatus, Register, RoomChoice, RoomIdx};
use crate::report::slug;
use crate::store::Stored;
use crate::words::discreet;

/// Calendars take a `SEQUENCE` for a signed number of 32 bits.
const LAST_SEQUENCE: u32 = i32::MAX as u32;
const HOME_VISIT: &str = "home visit, see file";

/// Returns the invitation to a booking that stands. Its sequence goes on from that of the booking that was imported.
pub fn invitation(register: &Register, booking: &Booking, is_on_hold: bool) -> Invitation {
    let meeting = register.meeting(booking.meeting);
    let is_firm = booking.status != BookingStatus::Proposed && !is_on_hold;
    Invitation {
        starts: booking.starts,
        minutes: register.minutes(meeting),
        building: match booking.room {
            Some(RoomChoice::Room(room)) => building(register, room),
            Some(RoomChoice::Home) => HOME_VISIT.to_owned(),
            None => String::new(),
        },
        sequence: booking.sequence(),
        standing: if is_firm { Standing::Confirmed } else { Standing::Tentative },
        ..blank(register, meeting.reference.as_str())
    }
}

/// Returns the cancellation of a booking as the store keeps it.
pub fn cancellation(register: &Register, stored: &Stored) -> Invitation {
    let booking = &stored.booking;
    let imported: u32 =
        booking.extra.get("x_sequence").and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let room_of = |given: &str| register.rooms.iter().position(|room| room.reference.as_str() == given);
    Invitation {
        starts: moment(booking.day, booking.start_minute),
        minutes: booking.end_minute - booking.start_minute,
        building: match booking.room.as_str() {
            "home" => HOME_VISIT.to_owned(),
            room => room_of(room).map_or_else(String::new, |room| building(register, room.into())),
        },
        sequence: imported.saturating_add(stored.sequence).min(LAST_SEQUENCE),
        standing: Standing::Cancelled,
        ..blank(register, &booking.meeting)
    }
}

fn blank(register: &Register, reference: &str) -> Invitation {
    let domain = format!("{}.convene.invalid", slug(&register.authority.name));
    Invitation {
        uid: format!("{reference}@{domain}"),
        // iTIP wants an organiser, by whom calendars know a meeting again. It is nobody, and no address that mail could reach.
        organizer: format!("mailto:desk@{domain}"),
        reference: reference.to_owned(),
        starts: NaiveDateTime::default(),
        minutes: 0,
        building: String::new(),
        sequence: 0,
        standing: Standing::Tentative,
    }
}

/// Returns the building of a room, not the room: it may still change, and people ask at the reception.
pub fn building(register: &Register, room: RoomIdx) -> String {
    let venue = &register.venues[register.rooms[room.at()].venue.at()];
    match discreet(&venue.name).as_str() {
        "" => venue.reference.to_string(),
        name => name.to_owned(),
    }
}
