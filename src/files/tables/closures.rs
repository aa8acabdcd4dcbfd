//! closures.csv

use super::super::cells::text;
use super::super::findings::{Findings, refusal};
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use super::unavailable::{end_text, start_text};
use crate::register::{Closure, Register, Room, RoomIdx, VenueIdx};

/// Reads the closures. The venue may be left to the room.
pub(in crate::files) fn read(
    table: Option<&Table>,
    venues: &Ids<VenueIdx>,
    rooms: &Ids<RoomIdx>,
    all_rooms: &[Room],
    findings: &mut Findings,
) -> Vec<Closure> {
    read_rows(table, findings, |row| {
        let venue = row.link("venue", venues);
        let room = row.link("room", rooms);
        let when = row.stretch();
        let reason = row.optional("reason", text).unwrap_or_default();
        if !row.is_given("venue") && !row.is_given("room") {
            row.refuse("venue", "venue and room are empty; wanted one of them", None);
        }
        let of_room = room.map(|room| all_rooms[room.at()].venue);
        if let (Some(venue), Some(of_room)) = (venue, of_room)
            && venue != of_room
        {
            let wanted = format!(
                "a room of {}, or venue {}",
                venues.references()[venue.at()],
                venues.references()[of_room.at()]
            );
            let message = refusal("room", row.text("room"), "is not in that venue", &wanted);
            row.refuse("room", message, None);
        }
        Some(Closure { venue: venue.or(of_room)?, room, when: when?, reason })
    })
}

/// Returns the closures as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |closure: &Closure| {
        vec![
            register.venues[closure.venue.at()].reference.to_string(),
            or_empty(closure.room.map(|room| &register.rooms[room.at()].reference)),
            start_text(&closure.when),
            end_text(&closure.when),
            closure.reason.clone(),
        ]
    };
    Sheet {
        columns: vec!["venue", "room", "starts", "ends", "reason"],
        rows: register.closures.iter().map(row).collect(),
    }
}
