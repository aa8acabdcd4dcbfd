//! Places, roads, venues, rooms and closures.

use chrono::{Days, Weekday};

use crate::calendar::moment;
use crate::register::{
    Closure, District, Place, Register, Road, Room, RoomIdx, Stretch, Venue, VenueIdx, VenueKind,
};
use crate::synth::draw::Draw;
use crate::synth::make::{days, monday_to_friday, reference};

/// Features that somewhere may have; meetings also need one that is nowhere.
pub(super) const FEATURES: [&str; 6] =
    ["step_free", "withdrawal_room", "family_friendly", "hearing_loop", "separate_waiting", "piano"];

/// Adds districts and places, with or without roads.
pub(super) fn add_places(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "places");
    for n in 1..=draw.between(1, 4) {
        let cluster = if draw.chance(50) { "North" } else { "" };
        register.districts.push(District {
            reference: reference(&format!("D{n}")),
            name: String::new(),
            cluster: cluster.to_owned(),
        });
    }
    for n in 1..=draw.between(2, 8) {
        let district = draw.below(register.districts.len());
        register.places.push(Place {
            reference: reference(&format!("P{n}")),
            name: String::new(),
            district: draw.chance(85).then_some(district.into()),
            latitude: f64::from(538_000 + draw.between(-2000, 2000)) / 10_000.0,
            longitude: f64::from(-26_000 + draw.between(-3500, 3500)) / 10_000.0,
        });
    }
    if draw.chance(20) {
        // Two places at one point.
        register.places[1].latitude = register.places[0].latitude;
        register.places[1].longitude = register.places[0].longitude;
    }
    if draw.chance(60) {
        register.roads = Some(roads(&mut draw, register.places.len()));
    }
}

/// Returns roads that join every place with every other: a tree driven both ways, or a ring driven one way, and a few
/// more.
fn roads(draw: &mut Draw, n_places: usize) -> Vec<Road> {
    let one_way_ring = draw.chance(30);
    let mut roads: Vec<Road> = (1..n_places)
        .map(|to| {
            let from = if one_way_ring { to - 1 } else { draw.below(to) };
            road(draw, from, to, one_way_ring)
        })
        .collect();
    if one_way_ring {
        roads.push(road(draw, n_places - 1, 0, true));
    }
    for _ in 0..draw.below(4) {
        let (from, to) = (draw.below(n_places), draw.below(n_places));
        if from != to && !roads.iter().any(|r| (r.from.at(), r.to.at()) == (from, to)) {
            let one_way = draw.chance(50);
            roads.push(road(draw, from, to, one_way));
        }
    }
    roads
}

fn road(draw: &mut Draw, from: usize, to: usize, one_way: bool) -> Road {
    Road { from: from.into(), to: to.into(), minutes: draw.between(1, 40), one_way }
}

/// Adds venues, their rooms and closures.
pub(super) fn add_venues(register: &mut Register, seed: u64) {
    let mut draw = Draw::new(seed, "venues");
    let today = register.authority.today;
    let kinds = [VenueKind::DistrictOffice, VenueKind::ChildrensCentre, VenueKind::School, VenueKind::Other];
    for n in 1..=draw.between(1, 5) {
        let online = draw.chance(20);
        let place = draw.below(register.places.len());
        let limited = draw.chance(30);
        let mut venue = Venue {
            reference: reference(&format!("V{n}")),
            name: String::new(),
            place: (!online).then_some(place.into()),
            kind: if online { VenueKind::Online } else { draw.pick(&kinds) },
            opens: limited.then_some(draw.pick(&[450, 555, 600, 723])),
            closes: draw.chance(30).then_some(draw.pick(&[900, 945, 1037, 1320])),
            weekdays: weekdays(&mut draw),
            from: None,
            until: None,
            features: some(&mut draw, &FEATURES, 45),
        };
        // It closes, or opens, in the weeks that are planned.
        match draw.below(6) {
            0 => venue.until = Some(today + Days::new(draw.below(25) as u64)),
            1 => venue.from = Some(today + Days::new(draw.below(15) as u64)),
            _ => {}
        }
        register.venues.push(venue);
        for room in 1..=draw.between(1, 2) {
            register.rooms.push(Room {
                reference: reference(&format!("V{n}-{room}")),
                venue: VenueIdx::from(n as usize - 1),
                capacity: draw.pick(&[2, 6, 10, 14, 40]),
                features: some(&mut draw, &FEATURES, 10),
            });
        }
    }
    for _ in 0..draw.below(5) {
        let room = draw.below(register.rooms.len());
        let day = today + Days::new(draw.below(30) as u64);
        register.closures.push(Closure {
            venue: register.rooms[room].venue,
            room: draw.chance(50).then_some(RoomIdx::from(room)),
            when: stretch(&mut draw, day),
            reason: "closed".to_owned(),
        });
    }
}

fn weekdays(draw: &mut Draw) -> Vec<Weekday> {
    let all = monday_to_friday();
    if draw.chance(70) {
        return all;
    }
    let mut some: Vec<Weekday> = all.into_iter().filter(|_| draw.chance(60)).collect();
    if some.is_empty() || draw.chance(10) {
        some.push(Weekday::Sat);
    }
    some
}

/// Returns whole days from `day`, part of it, or from a moment of it to a moment some days later.
pub(super) fn stretch(draw: &mut Draw, day: chrono::NaiveDate) -> Stretch {
    match draw.below(3) {
        0 => days(day, day + Days::new(draw.below(6) as u64)),
        1 => {
            let from = draw.between(480, 960);
            let until = from + draw.between(1, 240);
            Stretch { from: moment(day, from), until: moment(day, until) }
        }
        _ => {
            let last = day + Days::new(1 + draw.below(3) as u64);
            Stretch { from: moment(day, draw.between(480, 960)), until: moment(last, draw.between(480, 960)) }
        }
    }
}

/// Returns each of `words` with a chance of `percent`.
pub(super) fn some(draw: &mut Draw, words: &[&str], percent: usize) -> Vec<String> {
    words.iter().filter(|_| draw.chance(percent)).map(|&word| word.to_owned()).collect()
}
