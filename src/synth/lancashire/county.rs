//! The county laid out: districts, places, roads, venues and rooms. Nothing here is drawn.

use chrono::{NaiveDate, Weekday};

use super::roads::ROADS;
use super::towns::{AREAS, DISTRICTS, TOWNS, Town, UNIT};
use super::venues::{GLOBE, VENUES};
use crate::register::{
    Closure, District, DistrictIdx, Place, PlaceIdx, Register, Road, Room, Venue, VenueKind,
};
use crate::synth::make::{Find, date, days, monday_to_friday, part_of, reference};

/// Minutes from the Safeguarding Unit to the centre of Preston.
const UNIT_MINUTES: i32 = 3;

/// Puts the county's districts, places, roads, venues and rooms into a register that has none.
pub(super) fn lay_out(register: &mut Register) {
    register.districts = DISTRICTS
        .iter()
        .map(|row| District {
            reference: reference(row.code),
            name: row.name.to_owned(),
            cluster: row.cluster.to_owned(),
        })
        .collect();
    let mut roads = Vec::new();
    for town in &TOWNS {
        lay_town(register, town, &mut roads);
    }
    let unit = add_place(register, UNIT, "Safeguarding Unit", "PRE", (537_560, -27_120));
    roads.push(link(register.place_of("Preston"), unit, UNIT_MINUTES));
    for &(from, to, minutes) in ROADS {
        roads.push(link(register.place_of(from), register.place_of(to), minutes));
    }
    register.roads = Some(roads);
    for row in VENUES {
        register.venues.push(Venue {
            reference: reference(row.reference),
            name: row.name.to_owned(),
            place: Some(register.place_of(row.town)),
            kind: row.kind,
            opens: row.hours.map(|(_, opens, _)| opens),
            closes: row.hours.map(|(_, _, closes)| closes),
            weekdays: row
                .hours
                .map_or_else(monday_to_friday, |(days, ..)| days.iter().map(weekday).collect()),
            from: None,
            until: (row.reference == GLOBE).then(|| date("2011-12-31")),
            features: row.features.iter().map(|&word| word.to_owned()).collect(),
        });
        let venue = register.venue_of(row.reference);
        for (number, &capacity) in row.rooms.iter().enumerate() {
            let name = format!("{}-{}", row.reference, number + 1);
            register.rooms.push(Room { reference: reference(&name), venue, capacity, features: Vec::new() });
        }
    }
}

/// Closes schools in the holidays from `first` to `last`, and a venue used as a polling station on `polling`.
pub(super) fn close_schools(register: &mut Register, first: NaiveDate, last: NaiveDate) {
    let schools: Vec<usize> = (0..register.venues.len())
        .filter(|&venue| register.venues[venue].kind == VenueKind::School)
        .collect();
    for venue in schools {
        let when = days(first, last);
        register.closures.push(Closure {
            venue: venue.into(),
            room: None,
            when,
            reason: "school holidays".to_owned(),
        });
    }
}

/// Closes a venue, or one of its rooms, for part of a day or, where no hours are given, the whole of it.
pub(super) fn close(
    register: &mut Register,
    venue: &str,
    room: Option<&str>,
    (day, hours): (&str, Option<(i32, i32)>),
    reason: &str,
) {
    let day = date(day);
    register.closures.push(Closure {
        venue: register.venue_of(venue),
        room: room.map(|room| register.room_of(room)),
        when: hours.map_or_else(|| days(day, day), |(from, until)| part_of(day, from, until)),
        reason: reason.to_owned(),
    });
}

/// Returns the home areas of a district, a town's as often as it has areas.
pub(super) fn home_areas(register: &Register, district: DistrictIdx) -> Vec<PlaceIdx> {
    let code = register.districts[district.at()].reference.as_str();
    TOWNS
        .iter()
        .filter(|town| town.district == code)
        .flat_map(|town| (1..=town.n_areas).map(|n| register.place_of(&area_name(town, n))))
        .collect()
}

fn area_name(town: &Town, number: usize) -> String {
    format!("{}-{number}", town.reference)
}

fn lay_town(register: &mut Register, town: &Town, roads: &mut Vec<Road>) {
    let centre = (town.latitude, town.longitude);
    let centre_idx = add_place(register, town.reference, town.name, town.district, centre);
    for (number, &(north, east, minutes)) in (1..=town.n_areas).zip(&AREAS) {
        let at = (town.latitude + north, town.longitude + east);
        let name = format!("{}, area {number}", town.name);
        let area = add_place(register, &area_name(town, number), &name, town.district, at);
        roads.push(link(centre_idx, area, minutes));
    }
}

fn add_place(
    register: &mut Register,
    code: &str,
    name: &str,
    district: &str,
    (latitude, longitude): (i32, i32),
) -> PlaceIdx {
    let place = PlaceIdx::from(register.places.len());
    let district = register.district_of(district);
    register.places.push(Place {
        reference: reference(code),
        name: name.to_owned(),
        district: Some(district),
        latitude: f64::from(latitude) / 10_000.0,
        longitude: f64::from(longitude) / 10_000.0,
    });
    place
}

fn link(from: PlaceIdx, to: PlaceIdx, minutes: i32) -> Road {
    Road { from, to, minutes, one_way: false }
}

fn weekday(days_from_monday: &u8) -> Weekday {
    Weekday::try_from(*days_from_monday).expect("weekdays count from 0 to 6")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::make::empty;

    #[test]
    fn nine_districts_in_three_clusters_weigh_844() {
        assert_eq!(DISTRICTS.iter().map(|row| row.weight).sum::<usize>(), 844);
        let mut clusters: Vec<&str> = DISTRICTS.iter().map(|row| row.cluster).collect();
        clusters.dedup();
        assert_eq!(clusters, ["North", "Central", "East"]);
    }

    #[test]
    fn every_district_has_a_venue_and_chorley_one_only() {
        let mut register = empty("Lancashire", date("2012-04-02"));
        lay_out(&mut register);
        for district in 0..register.districts.len() {
            let district = Some(DistrictIdx::from(district));
            let here =
                |venue: &&Venue| venue.place.is_some_and(|p| register.places[p.at()].district == district);
            assert!(register.venues.iter().any(|venue| here(&venue)), "{district:?}");
        }
        let at = |town: &str| {
            let place = Some(register.place_of(town));
            register.venues.iter().filter(|venue| venue.place == place && venue.until.is_none()).count()
        };
        assert_eq!((at("Chorley"), at("Accrington")), (1, 1));
        assert!(register.rooms.iter().all(|room| (8..=20).contains(&room.capacity)));
    }
}
