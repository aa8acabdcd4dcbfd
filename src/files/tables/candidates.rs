//! Candidates: a row a venue that might be opened, with its rooms.

use super::super::cells::{degrees, free_word, text, whole, word};
use super::super::findings::{Findings, refusal};
use super::super::ids::{Found, Ids};
use super::super::near::quoted;
use super::super::record::{Listed, Record, read_listed};
use super::super::table::Table;
use super::venues::{KINDS, Opening, opening};
use crate::calendar::Span;
use crate::register::{DistrictIdx, PlaceIdx, RoomIdx, Venue, VenueIdx, VenueKind};
use crate::venues::{Candidate, Site};

/// What a candidate's cells refer to.
pub(in crate::files) struct Around<'a> {
    pub(in crate::files) places: &'a Ids<PlaceIdx>,
    pub(in crate::files) districts: &'a Ids<DistrictIdx>,
    pub(in crate::files) venues: &'a Ids<VenueIdx>,
    pub(in crate::files) rooms: &'a Ids<RoomIdx>,
    pub(in crate::files) office_hours: Span,
}

/// Reads candidates: those of kind `other` and with one room where nothing else is said.
pub(in crate::files) fn read(
    table: Option<&Table>,
    around: &Around<'_>,
    findings: &mut Findings,
) -> Listed<Candidate, VenueIdx> {
    read_listed("candidates", "venue", table, findings, |row, reference| {
        if let Found::Known(_) = around.venues.find(reference.as_str()) {
            let message = format!(
                "the register has a venue {} already; wanted a new reference",
                quoted(reference.as_str())
            );
            row.refuse("venue", message, None);
        }
        let name = row.optional("name", text).unwrap_or_default();
        let kind = row.optional("kind", word(&KINDS)).unwrap_or(VenueKind::Other);
        if kind == VenueKind::Online {
            let problem = "has no place, so that nobody is nearer to it";
            row.refuse("kind", refusal("kind", "online", problem, "the kind of a building"), None);
        }
        let site = site(row, around);
        let Opening { opens, closes, weekdays } = opening(row, around.office_hours);
        let n_rooms = row.optional("rooms", whole(1..=50, "rooms")).unwrap_or(1);
        let capacity = row.required("capacity", whole(0..=10_000, "people"));
        let features = row.list("features", free_word);
        let (from, until) = (None, None);
        let venue =
            Venue { reference, name, place: None, kind, opens, closes, weekdays, from, until, features };
        let candidate = Candidate { venue, site: site?, n_rooms, capacity: capacity? };
        for room in candidate.rooms() {
            if let Found::Known(_) = around.rooms.find(room.as_str()) {
                let message = format!(
                    "its room would be called {}, as one of the register is; wanted another reference",
                    quoted(room.as_str())
                );
                row.refuse("venue", message, None);
            }
        }
        Some(candidate)
    })
}

/// Reads where a candidate would be: a place of the register, or a new one with its district.
fn site(row: &mut Record<'_>, around: &Around<'_>) -> Option<Site> {
    let is_new = row.is_given("lat") || row.is_given("lon");
    if row.is_given("place") {
        if is_new {
            let message = "a place of the register is given, and coordinates too; wanted one of them";
            row.refuse("lat", message, None);
        } else if row.is_given("district") {
            let line = row.line();
            row.note(format!("{line}: the district is that of the place; the one given is ignored"));
        }
        return row.link("place", around.places).map(Site::Known);
    }
    if !is_new {
        let message = "neither place nor lat and lon are given; wanted a place of the register, or the \
                       coordinates and the district of a new one";
        row.refuse("place", message, None);
        return None;
    }
    let latitude = required_of_new(row, "lat", degrees(90.0));
    let longitude = required_of_new(row, "lon", degrees(180.0));
    let district = row.link("district", around.districts);
    if !row.is_given("district") {
        let message =
            "district is empty; wanted that of the new place, which decides who takes minutes there";
        row.refuse("district", message, None);
    }
    Some(Site::New { district: district?, latitude: latitude?, longitude: longitude? })
}

/// Reads a cell that a new place must have, whether or not there is such a column.
fn required_of_new<T>(
    row: &mut Record<'_>,
    column: &str,
    read: impl Fn(&str) -> super::super::cells::Reading<T>,
) -> Option<T> {
    if !row.is_given(column) {
        row.refuse(column, format!("{column} is empty; wanted it of a place that is new"), None);
        return None;
    }
    row.optional(column, read)
}
