//! Writing the tables of a register.

use super::super::csv_text;
use super::super::schema::{TABLES, schema};
use crate::calendar::Clock;
use crate::register::{Reference, Register};

/// A table to be written.
pub(in crate::files) struct Sheet {
    /// Its columns.
    pub(in crate::files) columns: Vec<&'static str>,
    /// Its rows, cells in the order of the columns.
    pub(in crate::files) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Returns the table as CSV. Columns that are not required and empty in every row are left out.
    fn text(&self, required: &[&str]) -> String {
        let kept: Vec<usize> = (0..self.columns.len())
            .filter(|&at| {
                required.contains(&self.columns[at]) || self.rows.iter().any(|row| !row[at].is_empty())
            })
            .collect();
        let header: Vec<&str> = kept.iter().map(|&at| self.columns[at]).collect();
        let rows = self.rows.iter().map(|row| kept.iter().map(|&at| row[at].as_str()).collect());
        csv_text::write(std::iter::once(header).chain(rows))
    }
}

/// Returns the files of a register's tables, but for its bookings, by name in the order of the contract: those
/// that a register must have, and those that are not empty.
pub(in crate::files) fn write_sheets(register: &Register) -> Vec<(String, String)> {
    let sheet = |name: &str| match name {
        "places" => Some(super::places::write(register)),
        "roads" => register.roads.as_deref().map(|roads| super::roads::write(register, roads)),
        "districts" => Some(super::districts::write(register)),
        "venues" => Some(super::venues::write(register)),
        "rooms" => Some(super::rooms::write(register)),
        "closures" => Some(super::closures::write(register)),
        "staff" => Some(super::staff::write(register)),
        "hours" => Some(super::hours::write(register)),
        "absences" => Some(super::absences::write(register)),
        "households" => Some(super::households::write(register)),
        "children" => Some(super::children::write(register)),
        "meetings" => Some(super::meetings::write(register)),
        "unavailable" => Some(super::unavailable::write(register)),
        "outcomes" => Some(super::outcomes::write(register)),
        "decisions" => Some(super::decisions::write(register)),
        "plans" => Some(super::plans::write(register)),
        "care" => Some(super::care::write(register)),
        "child_details" => Some(super::child_details::write(register)),
        "escalations" => Some(super::escalations::write(register)),
        "combined" => Some(super::combined::write(register)),
        _ => None,
    };
    TABLES
        .iter()
        .filter_map(|table| Some((table, sheet(table.name)?)))
        // An empty roads file says something: there are no roads.
        .filter(|(table, sheet)| table.is_required || table.name == "roads" || !sheet.rows.is_empty())
        .map(|(table, sheet)| {
            let required = schema(table.name).map_or(&[][..], |schema| schema.required);
            (format!("{}.csv", table.name), sheet.text(required))
        })
        .collect()
}

/// Returns a value as text, empty where there is none.
pub(super) fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Returns a time of day as text, empty where there is none.
pub(super) fn clock_or_empty(minutes: Option<i32>) -> String {
    or_empty(minutes.map(Clock))
}

/// Returns references as a list in a cell.
pub(super) fn joined<'a>(references: impl Iterator<Item = &'a Reference>) -> String {
    references.map(Reference::as_str).collect::<Vec<_>>().join(";")
}
