//! places.csv

use super::super::cells::{degrees, text};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use crate::register::{DistrictIdx, Place, PlaceIdx, Register};

/// Reads the places.
pub(in crate::files) fn read(
    table: Option<&Table>,
    districts: &mut Ids<DistrictIdx>,
    findings: &mut Findings,
) -> Listed<Place, PlaceIdx> {
    read_listed("places", "place", table, findings, |row, reference| {
        let name = row.optional("name", text).unwrap_or_default();
        let district = row.link_or_add("district", districts);
        let latitude = row.required("lat", degrees(90.0));
        let longitude = row.required("lon", degrees(180.0));
        Some(Place { reference, name, district, latitude: latitude?, longitude: longitude? })
    })
}

/// Returns the places as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |place: &Place| {
        vec![
            place.reference.to_string(),
            place.name.clone(),
            or_empty(place.district.map(|district| &register.districts[district.at()].reference)),
            place.latitude.to_string(),
            place.longitude.to_string(),
        ]
    };
    Sheet {
        columns: vec!["place", "name", "district", "lat", "lon"],
        rows: register.places.iter().map(row).collect(),
    }
}
