//! absences.csv

use super::super::cells::text;
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::Sheet;
use super::unavailable::{end_text, start_text};
use crate::register::{Absence, Register, Staff, StaffIdx};

/// Reads the absences into the staff.
pub(in crate::files) fn read(
    table: Option<&Table>,
    ids: &Ids<StaffIdx>,
    staff: &mut [Staff],
    findings: &mut Findings,
) {
    let rows: Vec<(StaffIdx, Absence)> = read_rows(table, findings, |row| {
        let person = row.required_link("staff", ids);
        let when = row.stretch();
        let reason = row.optional("reason", text).unwrap_or_default();
        Some((person?, Absence { when: when?, reason }))
    });
    for (person, absence) in rows {
        staff[person.at()].absences.push(absence);
    }
}

/// Returns the absences as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let rows = register.staff.iter().flat_map(|person| {
        person.absences.iter().map(|absence| {
            vec![
                person.reference.to_string(),
                start_text(&absence.when),
                end_text(&absence.when),
                absence.reason.clone(),
            ]
        })
    });
    Sheet { columns: vec!["staff", "starts", "ends", "reason"], rows: rows.collect() }
}
