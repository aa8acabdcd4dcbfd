//! hours.csv

use super::super::cells::{WEEKDAYS, clock, word, word_for};
use super::super::findings::{Findings, refusal};
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::Sheet;
use crate::calendar::{Clock, Span, Weekday};
use crate::register::{Register, Staff, StaffIdx};

/// Reads the hours into the staff.
pub(in crate::files) fn read(
    table: Option<&Table>,
    ids: &Ids<StaffIdx>,
    staff: &mut [Staff],
    findings: &mut Findings,
) {
    let rows: Vec<(StaffIdx, Weekday, Span)> = read_rows(table, findings, |row| {
        let person = row.required_link("staff", ids);
        let weekday = row.required("weekday", word(&WEEKDAYS));
        let starts = row.required("starts", clock);
        let ends = row.required("ends", clock);
        if let (Some(starts), Some(ends)) = (starts, ends)
            && ends <= starts
        {
            let wanted = format!("a time after {}", Clock(starts));
            let message = refusal("ends", row.text("ends"), "is not after starts", &wanted);
            row.refuse("ends", message, None);
        }
        Some((person?, weekday?, Span::new(starts?, ends?)))
    });
    for (person, weekday, span) in rows {
        staff[person.at()].hours[weekday.num_days_from_monday() as usize].push(span);
    }
    for day in staff.iter_mut().flat_map(|person| &mut person.hours) {
        *day = Staff::join_hours(std::mem::take(day));
    }
}

/// Returns the hours as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let mut rows = Vec::new();
    for person in &register.staff {
        for (&(_, weekday), spans) in WEEKDAYS.iter().zip(&person.hours) {
            for span in spans {
                rows.push(vec![
                    person.reference.to_string(),
                    word_for(&WEEKDAYS, &weekday).to_owned(),
                    Clock(span.from).to_string(),
                    Clock(span.until).to_string(),
                ]);
            }
        }
    }
    Sheet { columns: vec!["staff", "weekday", "starts", "ends"], rows }
}
