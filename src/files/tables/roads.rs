//! roads.csv

use super::super::cells::{YES_NO, whole, word};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::Sheet;
use crate::register::{PlaceIdx, Register, Road};

/// Reads the roads; `None` where the register has no such file and journeys are estimated.
pub(in crate::files) fn read(
    table: Option<&Table>,
    places: &Ids<PlaceIdx>,
    findings: &mut Findings,
) -> Option<Vec<Road>> {
    table?;
    Some(read_rows(table, findings, |row| {
        let from = row.required_link("from", places);
        let to = row.required_link("to", places);
        let minutes = row.required("minutes", whole(0..=1440, "minutes"));
        let one_way = row.optional("one_way", word(&YES_NO)).unwrap_or(false);
        Some(Road { from: from?, to: to?, minutes: minutes?, one_way })
    }))
}

/// Returns the roads as a table.
pub(super) fn write(register: &Register, roads: &[Road]) -> Sheet {
    let place = |place: PlaceIdx| register.places[place.at()].reference.to_string();
    let row = |road: &Road| {
        let one_way = if road.one_way { "yes" } else { "" };
        vec![place(road.from), place(road.to), road.minutes.to_string(), one_way.to_owned()]
    };
    Sheet { columns: vec!["from", "to", "minutes", "one_way"], rows: roads.iter().map(row).collect() }
}
