//! bookings.csv

use super::super::cells::{moment_of, word};
use super::super::findings::{Findings, refusal};
use super::super::ids::Ids;
use super::super::record::{Record, read_rows};
use super::super::table::Table;
use super::rooms::HOME;
use super::sheet::or_empty;
use super::unavailable::moment_text;
use crate::register::{Booking, BookingStatus, MeetingIdx, Register, RoomChoice, RoomIdx, StaffIdx};

/// The columns, in the order in which they are written.
pub(in crate::files) const BOOKING_COLUMNS: [&str; 6] =
    ["meeting", "starts", "iro", "room", "minute_taker", "status"];

const STATUSES: [(&str, BookingStatus); 3] = [
    ("confirmed", BookingStatus::Confirmed),
    ("proposed", BookingStatus::Proposed),
    ("held", BookingStatus::Held),
];

/// Reads the bookings. Where `status` is not given a booking is proposed; who and where may be missing (H01). A
/// meeting has one booking.
pub(in crate::files) fn read(
    table: Option<&Table>,
    meetings: &Ids<MeetingIdx>,
    staff: &Ids<StaffIdx>,
    rooms: &Ids<RoomIdx>,
    findings: &mut Findings,
) -> Vec<Booking> {
    let mut first_lines = std::collections::HashMap::new();
    read_rows(table, findings, |row| {
        let meeting = row.required_link("meeting", meetings);
        if let Some(meeting) = meeting {
            let line = first_lines.entry(meeting).or_insert_with(|| row.line_in_words()).clone();
            if line != row.line_in_words() {
                let given = row.text("meeting");
                let message =
                    refusal("meeting", given, "is booked twice", &format!("one booking; {line} has it"));
                row.refuse("meeting", message, None);
            }
        }
        let starts = row.required("starts", moment_of);
        let iro = row.link("iro", staff);
        let room = room_of(row, rooms);
        let minute_taker = row.link("minute_taker", staff);
        let status = row.optional("status", word(&STATUSES)).unwrap_or(BookingStatus::Proposed);
        let extra = row.own_columns();
        Some(Booking { meeting: meeting?, starts: starts?, iro, room, minute_taker, status, extra })
    })
}

fn room_of(row: &mut Record<'_>, rooms: &Ids<RoomIdx>) -> Option<RoomChoice> {
    if row.text("room") == HOME {
        return Some(RoomChoice::Home);
    }
    row.link("room", rooms).map(RoomChoice::Room)
}

/// Returns a booking's cells in the order of [`BOOKING_COLUMNS`].
pub(in crate::files) fn booking_row(register: &Register, booking: &Booking) -> Vec<String> {
    let staff = |idx: StaffIdx| &register.staff[idx.at()].reference;
    let room = match booking.room {
        Some(RoomChoice::Room(room)) => register.rooms[room.at()].reference.to_string(),
        Some(RoomChoice::Home) => HOME.to_owned(),
        None => String::new(),
    };
    vec![
        register.meeting(booking.meeting).reference.to_string(),
        moment_text(booking.starts),
        or_empty(booking.iro.map(staff)),
        room,
        or_empty(booking.minute_taker.map(staff)),
        booking.status.word().to_owned(),
    ]
}
