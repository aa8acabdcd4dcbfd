//! Reading venues that might be opened, for a register that is read already.

use std::path::Path;

use super::csv_text;
use super::findings::Findings;
use super::ids::{Ids, known};
use super::source::read_bytes;
use super::tables::{AroundCandidates, read_candidates as read_table};
use super::{Fault, Faults, Location};
use crate::register::{DistrictIdx, PlaceIdx, Register, RoomIdx, VenueIdx};
use crate::venues::Candidate;

/// Reads the candidates of a CSV file, and what is worth saying of it that is not wrong.
///
/// # Errors
/// Every fault of the file, in order of place; a file without a row is one.
pub fn read_candidates(path: &Path, register: &Register) -> Result<(Vec<Candidate>, Vec<String>), Faults> {
    let mut findings = Findings::default();
    let shown = path.display().to_string();
    let bytes = read_bytes(path, &shown, &mut findings);
    candidates_of(bytes.as_deref(), &shown, register, findings)
}

fn candidates_of(
    bytes: Option<&[u8]>,
    shown: &str,
    register: &Register,
    mut findings: Findings,
) -> Result<(Vec<Candidate>, Vec<String>), Faults> {
    let table = bytes.and_then(|bytes| csv_text::read("candidates", shown, bytes, &mut findings));
    let venues: Ids<VenueIdx> = known("venues", register.venues.iter().map(|venue| &venue.reference));
    let rooms: Ids<RoomIdx> = known("rooms", register.rooms.iter().map(|room| &room.reference));
    let places: Ids<PlaceIdx> = known("places", register.places.iter().map(|place| &place.reference));
    let districts: Ids<DistrictIdx> =
        known("districts", register.districts.iter().map(|district| &district.reference));
    let around = AroundCandidates {
        places: &places,
        districts: &districts,
        venues: &venues,
        rooms: &rooms,
        office_hours: register.authority.office_hours,
    };
    let candidates = read_table(table.as_ref(), &around, &mut findings).items;
    let notes = findings.finish()?;
    if candidates.is_empty() {
        let message = "has no row; wanted a row for each venue that might be opened".to_owned();
        let location = Location::File { file: shown.to_owned() };
        return Err(Faults(vec![Fault { location, message, meant: None }]));
    }
    Ok((candidates, notes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::County;
    use crate::venues::Site;

    fn read(text: &str) -> Result<(Vec<Candidate>, Vec<String>), String> {
        let register = County::new().register;
        let read = candidates_of(Some(text.as_bytes()), "new.csv", &register, Findings::default());
        read.map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_row_is_a_venue_with_its_rooms_at_a_known_place_or_a_new_one() {
        let (candidates, notes) = read(
            "venue,name,place,lat,lon,district,kind,rooms,capacity,opens,closes,weekdays,features,x_rent\n\
             N-1,A school,BUR,,,,school,2,14,09:00,15:30,Mon;Tue,step_free;family_friendly,100\n\
             N-2,,,53.7,-2.4,D-BUR,,,10,,,,,\n",
        )
        .expect("sound");
        assert!(notes.is_empty(), "{notes:?}");
        let [one, two] = candidates.as_slice() else { panic!("{candidates:?}") };
        assert_eq!((one.site, one.n_rooms, one.capacity), (Site::Known(PlaceIdx(1)), 2, 14));
        assert_eq!((one.venue.opens, one.venue.closes, one.venue.weekdays.len()), (Some(540), Some(930), 2));
        assert_eq!(one.venue.features, ["step_free", "family_friendly"]);
        let new = Site::New { district: DistrictIdx(1), latitude: 53.7, longitude: -2.4 };
        assert_eq!((two.site, two.n_rooms, two.capacity), (new, 1, 10));
        assert_eq!((two.venue.opens, two.venue.weekdays.len()), (None, 5));
    }

    #[test]
    fn every_fault_says_where_what_stood_there_and_what_is_wanted() {
        let faults = read(
            "venue,place,lat,lon,district,kind,rooms,capacity,opens,closes\n\
             V-PRE,PRE,,,,,,10,,\n\
             N-1,PREE,,,,,,10,,\n\
             N-2,PRE,53.7,,,,,10,,\n\
             N-3,,,,,,,10,,\n\
             N-4,,53.7,,,,,10,,\n\
             N-5,,53.7,-2.4,D-BURN,,,10,,\n\
             N-6,PRE,,,,online,,10,,\n\
             N-7,PRE,,,,scool,0,,12:00,09:00\n\
             PRE,PRE,,,,,,10,,\n",
        )
        .expect_err("all wrong");
        let expected = [
            "new.csv:2:1: the register has a venue \"V-PRE\" already; wanted a new reference",
            "new.csv:3:2: place \"PREE\" is not known; wanted a reference of places",
            "new.csv:4:3: a place of the register is given, and coordinates too; wanted one of them",
            "new.csv:5:2: neither place nor lat and lon are given; wanted a place of the register, or the coordinates \
             and the district of a new one",
            "new.csv:6:4: lon is empty; wanted it of a place that is new",
            "new.csv:6:5: district is empty; wanted that of the new place, which decides who takes minutes there",
            "new.csv:7:5: district \"D-BURN\" is not known; wanted a reference of districts",
            "new.csv:8:6: kind \"online\" has no place, so that nobody is nearer to it; wanted the kind of a building",
            "new.csv:9:6: kind \"scool\"",
            "new.csv:9:7: rooms \"0\" is out of range; wanted rooms, a whole number from 1 to 50",
            "new.csv:9:8: capacity is empty; wanted it in every row",
            "new.csv:9:10: opens–closes \"12:00–09:00\" is no time; wanted opens before closes (the office hours where not \
             given)",
            "new.csv:10:1: its room would be called \"PRE-1\", as one of the register is; wanted another reference",
        ];
        for expected in expected {
            assert!(faults.contains(expected), "{expected} is missing in\n{faults}");
        }
        assert_eq!(faults.matches("new.csv:").count(), expected.len(), "{faults}");
    }

    #[test]
    fn columns_and_files_that_are_not_candidates_are_told() {
        for (text, expected) in [
            ("venue,place\nN-1,PRE\n", "column \"capacity\" is missing; wanted at least venue, capacity"),
            ("venue,capacity,plcae\nN-1,10,PRE\n", "maybe \"place\" was meant"),
            ("venue,place,capacity\n", "has no row; wanted a row for each venue that might be opened"),
            (
                "venue,place,capacity\nN-1,PRE,10\nN-1,PRE,10\n",
                "venue \"N-1\" is given twice; line 2 has it already",
            ),
        ] {
            let faults = read(text).expect_err(text);
            assert!(faults.contains(expected), "{expected} is missing in\n{faults}");
        }
    }
}
