//! venues.csv

use chrono::Weekday;

use super::super::cells::{WEEKDAYS, clock, date, free_word, text, word, word_for};
use super::super::findings::{Findings, refusal};
use super::super::ids::Ids;
use super::super::record::{Listed, Record, read_listed};
use super::super::table::Table;
use super::sheet::{Sheet, clock_or_empty, or_empty};
use crate::calendar::{Clock, Span};
use crate::register::{PlaceIdx, Register, Venue, VenueIdx, VenueKind};

pub(super) const KINDS: [(&str, VenueKind); 7] = [
    ("district_office", VenueKind::DistrictOffice),
    ("childrens_centre", VenueKind::ChildrensCentre),
    ("capss_centre", VenueKind::CapssCentre),
    ("school", VenueKind::School),
    ("family_centre", VenueKind::FamilyCentre),
    ("other", VenueKind::Other),
    ("online", VenueKind::Online),
];

const WORKING_WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Reads the venues. A venue without a kind is of kind `other`.
pub(in crate::files) fn read(
    table: Option<&Table>,
    places: &Ids<PlaceIdx>,
    office_hours: Span,
    findings: &mut Findings,
) -> Listed<Venue, VenueIdx> {
    read_listed("venues", "venue", table, findings, |row, reference| {
        let name = row.optional("name", text).unwrap_or_default();
        let given_kind = row.optional("kind", word(&KINDS));
        let kind = given_kind.unwrap_or(VenueKind::Other);
        let place = place_of(row, kind, given_kind.is_none() && row.is_given("kind"), places);
        let Opening { opens, closes, weekdays } = opening(row, office_hours);
        let from = row.optional("from", date);
        let until = row.optional("until", date);
        row.check_order(from, until);
        let features = row.list("features", free_word);
        Some(Venue { reference, name, place, kind, opens, closes, weekdays, from, until, features })
    })
}

/// When a venue opens.
pub(super) struct Opening {
    pub(super) opens: Option<i32>,
    pub(super) closes: Option<i32>,
    pub(super) weekdays: Vec<Weekday>,
}

/// Reads the hours and the weekdays of a row; hours that are no time are a fault.
pub(super) fn opening(row: &mut Record<'_>, office_hours: Span) -> Opening {
    let opens = row.optional("opens", clock);
    let closes = row.optional("closes", clock);
    let hours = Span::new(opens.unwrap_or(office_hours.from), closes.unwrap_or(office_hours.until));
    let given = row.is_given("opens") || row.is_given("closes");
    if given && hours.until <= hours.from {
        let column = if row.is_given("closes") { "closes" } else { "opens" };
        let wanted = "opens before closes (the office hours where not given)";
        let hours = format!("{}–{}", Clock(hours.from), Clock(hours.until));
        row.refuse(column, refusal("opens–closes", &hours, "is no time", wanted), None);
    }
    let weekdays = row.list("weekdays", word(&WEEKDAYS));
    let weekdays = if row.is_given("weekdays") { weekdays } else { WORKING_WEEK.to_vec() };
    Opening { opens, closes, weekdays }
}

fn place_of(
    row: &mut Record<'_>,
    kind: VenueKind,
    is_kind_refused: bool,
    places: &Ids<PlaceIdx>,
) -> Option<PlaceIdx> {
    if kind == VenueKind::Online {
        if row.is_given("place") {
            let line = row.line();
            row.note(format!("{line}: an online venue has no place; the one given is ignored"));
        }
        return None;
    }
    if is_kind_refused {
        // It may be meant to be online, where the place may be empty.
        return row.link("place", places);
    }
    row.required_link("place", places)
}

/// Returns the venues as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |venue: &Venue| {
        let weekdays: Vec<&str> = venue.weekdays.iter().map(|day| word_for(&WEEKDAYS, day)).collect();
        let weekdays = if venue.weekdays == WORKING_WEEK { String::new() } else { weekdays.join(";") };
        vec![
            venue.reference.to_string(),
            venue.name.clone(),
            or_empty(venue.place.map(|place| &register.places[place.at()].reference)),
            word_for(&KINDS, &venue.kind).to_owned(),
            clock_or_empty(venue.opens),
            clock_or_empty(venue.closes),
            weekdays,
            or_empty(venue.from),
            or_empty(venue.until),
            venue.features.join(";"),
        ]
    };
    Sheet {
        columns: vec![
            "venue", "name", "place", "kind", "opens", "closes", "weekdays", "from", "until", "features",
        ],
        rows: register.venues.iter().map(row).collect(),
    }
}
