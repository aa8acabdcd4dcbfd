//! Reading bookings for a register that is read already.

use std::path::Path;

use super::Faults;
use super::csv_text;
use super::findings::Findings;
use super::ids::{Found, Ids, known};
use super::schema::{Schema, TABLES};
use super::source::{Scope, is_workbook, read_bytes};
use super::table::Table;
use super::tables::BOOKING_COLUMNS;
use super::{tables, workbook};
use crate::register::{Booking, MeetingIdx, Register, RoomIdx, StaffIdx};

/// Bookings of so few rows are told one by one, whatever is wrong with them.
const FEW: usize = 10;

/// Reads bookings for `register` from a CSV file, or from the `bookings` of a register's folder or workbook.
///
/// # Errors
/// Every fault of the file, in order of place.
pub fn read_bookings(path: &Path, register: &Register) -> Result<Vec<Booking>, Faults> {
    let mut findings = Findings::default();
    let mut table = read_table(path, &mut findings);
    if let Some(table) = table.as_mut().filter(|table| !is_bookings(table)) {
        // Every row would be at fault for want of the right columns: the header is what must be mended.
        findings = Findings::default();
        if let Some(other) = likely_table(table) {
            let columns = BOOKING_COLUMNS.join(", ");
            let message = format!(
                "has the columns of {other}.csv; wanted bookings, such as the bookings.csv of a plan, with the columns {columns}"
            );
            findings.fault(table.origin.whole(), message);
            return findings.finish().map(|_| Vec::new());
        }
        table.rows.clear();
    }
    let meetings: Ids<MeetingIdx> = known("meetings", register.meetings.iter().map(|m| &m.reference));
    let staff: Ids<StaffIdx> = known("staff", register.staff.iter().map(|person| &person.reference));
    let rooms: Ids<RoomIdx> = known("rooms", register.rooms.iter().map(|room| &room.reference));
    if let Some(table) = &table
        && let Some(message) = foreign_bookings(table, &meetings)
    {
        findings.fault(table.origin.whole(), message);
        return findings.finish().map(|_| Vec::new());
    }
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
        if table.as_ref().is_some_and(|table| !is_bookings(table)) {
            let message = "has a sheet of bookings without columns meeting and starts, as a plan's workbook has; \
                           use the bookings.csv written beside it";
            findings.fault_of_file(path.display().to_string(), message);
            return None;
        }
        return table;
    }
    let path = if path.is_dir() { path.join("bookings.csv") } else { path.to_owned() };
    let shown = path.display().to_string();
    let bytes = read_bytes(&path, &shown, findings)?;
    csv_text::read("bookings", &shown, &bytes, findings)
}

fn has_column(table: &Table, name: &str) -> bool {
    table.header.iter().any(|column| column == name)
}

/// Whether a table has the columns without which there are no bookings.
fn is_bookings(table: &Table) -> bool {
    ["meeting", "starts"].iter().all(|&name| has_column(table, name))
}

/// Returns the name of the table of a register that one without the columns of bookings has the columns of: that with
/// most of them of those whose required ones are all there.
fn likely_table(table: &Table) -> Option<&'static str> {
    let shared = |schema: &Schema| schema.columns().filter(|&name| has_column(table, name)).count();
    let is_whole = |schema: &&Schema| {
        !schema.required.is_empty() && schema.required.iter().all(|name| has_column(table, name))
    };
    TABLES.iter().filter(is_whole).max_by_key(|&schema| shared(schema)).map(|schema| schema.name)
}

/// Returns the message for bookings most of whose meetings the register does not know.
fn foreign_bookings(table: &Table, meetings: &Ids<MeetingIdx>) -> Option<String> {
    let column = table.header.iter().position(|column| column == "meeting")?;
    let references = table.rows.iter().filter_map(|row| row.cells.get(column));
    let n_unknown = references.filter(|text| matches!(meetings.find(text), Found::Unknown)).count();
    let n_rows = table.rows.len();
    (FEW < n_rows && n_rows < 2 * n_unknown).then(|| {
        format!(
            "{n_unknown} of {n_rows} meetings are not in this register: these bookings belong to another register"
        )
    })
}
