//! What an import would change in a register, row by row.

use chrono::NaiveDate;

use crate::files::Location;
use crate::register::Reference;

/// A row of a table that would be added or changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The table: `households`, `children` or `meetings`.
    pub table: &'static str,
    /// The row's reference.
    pub reference: Reference,
    /// Whether the row is new.
    pub is_new: bool,
    /// The cells that it would have, where they are not empty, or that would be other than they are.
    pub cells: Vec<Cell>,
    /// Where the source says so.
    pub source: Location,
}

/// A cell as it is and as it would be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Cell {
    /// The column.
    pub column: &'static str,
    /// What stands there; empty in a new row.
    pub was: String,
    /// What would stand there.
    pub becomes: String,
}

/// A meeting that the sources say is due, with the dates that the register's rules give it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DueMeeting {
    /// Its reference.
    pub meeting: Reference,
    /// Its household.
    pub household: Reference,
    /// The children it is due for.
    pub children: Vec<Reference>,
    /// Its kind.
    pub kind: String,
    /// The day that its timescale counts from.
    pub from_date: NaiveDate,
    /// Its statutory date, where its kind has one.
    pub statutory: Option<NaiveDate>,
    /// Its target.
    pub target: NaiveDate,
    /// Working days by which the statutory date, or the target where there is none, is past.
    pub working_days_overdue: u32,
    /// What becomes of the register's row.
    pub standing: MeetingStanding,
    /// Where the source says what it counts from.
    pub source: Location,
}

/// What becomes of the row of a meeting that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingStanding {
    /// The row is new.
    Added,
    /// A row that stands would count from another day.
    Changed,
    /// The register has it.
    Known,
    /// The register and the source disagree; somebody must look, and nothing changes.
    Disputed,
}

/// Returns the cells of a row that differ between `was` and `becomes`.
pub(super) fn cells(columns: &[(&'static str, String, String)]) -> Vec<Cell> {
    let changed = columns.iter().filter(|(_, was, becomes)| was != becomes);
    changed
        .map(|(column, was, becomes)| Cell { column, was: was.clone(), becomes: becomes.clone() })
        .collect()
}

/// Returns a value as text, empty where there is none.
pub(super) fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
