//! Reading bookings for a register that is read already.

use std::path::Path;

use super::Faults;
use super::csv_text;
use super::findings::Findings;
use super::ids::Ids;
use super::source::{Scope, is_workbook, read_bytes};
use super::table::Table;
use super::{tables, workbook};
use crate::register::{Booking, MeetingIdx, Reference, Register, RoomIdx, StaffIdx};

/// Reads bookings for `register` from a CSV file, or from the `bookings` of a register's folder or workbook.
///
/// # Errors
/// Every fault of the file, in order of place.
pub fn read_bookings(path: &Path, register: &Register) -> Result<Vec<Booking>, Faults> {
    let mut findings = Findings::default();
    let table = read_table(path, &mut findings);
    let meetings: Ids<MeetingIdx> = known("meetings", register.meetings.iter().map(|m| &m.reference));
    let staff: Ids<StaffIdx> = known("staff", register.staff.iter().map(|person| &person.reference));
    let rooms: Ids<RoomIdx> = known("rooms", register.rooms.iter().map(|room| &room.reference));
    let bookings = tables::read_bookings(table.as_ref(), &meetings, &staff, &rooms, &mut findings);
    findings.finish().map(|_| bookings)
}

fn read_table(path: &Path, findings: &mut Findings) -> Option<Table> {
    if is_workbook(path) {
        let source = workbook::read(path, Scope::Register, findings)?;
        let table = source.tables.into_iter().find(|table| table.name == "bookings");
        if table.is_none() && findings.is_sound() {
            findings.fault_of_file(path.display().to_string(), "has no sheet bookings");
        }
        return table;
    }
    let path = if path.is_dir() { path.join("bookings.csv") } else { path.to_owned() };
    let shown = path.display().to_string();
    let bytes = read_bytes(&path, &shown, findings)?;
    csv_text::read("bookings", &shown, &bytes, findings)
}

fn known<'a, I: Copy + From<usize>>(table: &str, references: impl Iterator<Item = &'a Reference>) -> Ids<I> {
    let mut ids = Ids::listed_in(table);
    for reference in references {
        ids.add(reference);
    }
    ids
}
