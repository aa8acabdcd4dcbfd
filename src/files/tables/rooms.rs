//! rooms.csv

use super::super::cells::{free_word, whole};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::near::quoted;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::sheet::Sheet;
use crate::register::{Register, Room, RoomIdx, VenueIdx};

/// The room that stands for the household's home.
pub(in crate::files) const HOME: &str = "home";

/// Reads the rooms.
pub(in crate::files) fn read(
    table: Option<&Table>,
    venues: &Ids<VenueIdx>,
    findings: &mut Findings,
) -> Listed<Room, RoomIdx> {
    read_listed("rooms", "room", table, findings, |row, reference| {
        if reference.as_str() == HOME {
            let message =
                format!("room {} stands for the household's home; wanted another reference", quoted(HOME));
            row.refuse("room", message, None);
        }
        let venue = row.required_link("venue", venues);
        let capacity = row.required("capacity", whole(0..=10_000, "people"));
        let features = row.list("features", free_word);
        Some(Room { reference, venue: venue?, capacity: capacity?, features })
    })
}

/// Returns the rooms as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |room: &Room| {
        vec![
            room.reference.to_string(),
            register.venues[room.venue.at()].reference.to_string(),
            room.capacity.to_string(),
            room.features.join(";"),
        ]
    };
    Sheet {
        columns: vec!["room", "venue", "capacity", "features"],
        rows: register.rooms.iter().map(row).collect(),
    }
}
