//! A venue that might be opened, and a register with it, or with one less.

use crate::register::{
    Closure, DistrictIdx, Place, PlaceIdx, Reference, Register, Road, Room, Stretch, Venue, VenueIdx,
};
use crate::travel::{Travel, Unreachable};

/// Places to which a new one is joined by road, where the register has roads: its nearest.
const ROADS: usize = 3;

/// A venue that might be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The venue; its place is that of `site`.
    pub venue: Venue,
    /// Where it would be.
    pub site: Site,
    /// How many rooms it would have.
    pub n_rooms: u32,
    /// People that each holds.
    pub capacity: u32,
}

/// Where a candidate would be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Site {
    /// At a place of the register.
    Known(PlaceIdx),
    /// At a place that the register does not have.
    New {
        /// The district it lies in.
        district: DistrictIdx,
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
}

impl Candidate {
    /// Returns the references of its rooms: the venue's with a number, cut so that it stays a reference.
    pub fn rooms(&self) -> Vec<Reference> {
        let venue = self.venue.reference.as_str();
        (1..=self.n_rooms)
            .filter_map(|n| {
                let number = format!("-{n}");
                let kept = venue.len().min(40 - number.len());
                Reference::new(&format!("{}{number}", &venue[..kept]))
            })
            .collect()
    }

    /// Returns the district it would be in, where its place has one.
    pub fn district(&self, register: &Register) -> Option<DistrictIdx> {
        match self.site {
            Site::Known(place) => register.places[place.at()].district,
            Site::New { district, .. } => Some(district),
        }
    }
}

/// Returns the register with a candidate open, and its driving times, or `None` in place of these where they are those of
/// before. Nothing that is in the register changes its position.
///
/// A new place has no road. It is joined to the three nearest places that the register has, by the minutes that would be
/// estimated between them without roads; who knows better adds the place and its roads to the register.
///
/// # Errors
/// Where the register's own roads do not join its places.
pub fn opened(
    register: &Register,
    candidate: &Candidate,
) -> Result<(Register, Option<Travel>), Vec<Unreachable>> {
    let mut after = register.clone();
    let (place, is_new) = match candidate.site {
        Site::Known(place) => (place, false),
        Site::New { district, latitude, longitude } => {
            let place = PlaceIdx::from(after.places.len());
            after.places.push(Place {
                reference: candidate.venue.reference.clone(),
                name: candidate.venue.name.clone(),
                district: Some(district),
                latitude,
                longitude,
            });
            if let Some(roads) = &mut after.roads {
                roads.extend(roads_to(register, &after.places[place.at()], place));
            }
            (place, true)
        }
    };
    let venue = VenueIdx::from(after.venues.len());
    after.venues.push(Venue { place: Some(place), ..candidate.venue.clone() });
    after.rooms.extend(candidate.rooms().into_iter().map(|reference| Room {
        reference,
        venue,
        capacity: candidate.capacity,
        features: Vec::new(),
    }));
    let travel = if is_new { Some(Travel::new(&after)?) } else { None };
    Ok((after, travel))
}

/// Returns the register with a venue shut at all times. Nothing in it changes its position.
pub fn shut(register: &Register, venue: VenueIdx) -> Register {
    let mut after = register.clone();
    after.closures.push(Closure { venue, room: None, when: Stretch::always(), reason: String::new() });
    after
}

fn roads_to(register: &Register, place: &Place, at: PlaceIdx) -> Vec<Road> {
    let policy = &register.authority.travel;
    let mut near: Vec<(i32, PlaceIdx)> = register
        .places
        .iter()
        .enumerate()
        .filter_map(|(position, known)| {
            let pair = [place.clone(), known.clone()];
            let travel = Travel::between(&pair, None, policy).ok()?;
            // Parking is added to every journey, and is no part of a road.
            Some((travel.minutes(PlaceIdx(0), PlaceIdx(1)) - policy.parking_minutes, position.into()))
        })
        .collect();
    near.sort();
    near.truncate(ROADS);
    near.into_iter().map(|(minutes, to)| Road { from: at, to, minutes, one_way: false }).collect()
}
