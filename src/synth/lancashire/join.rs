//! Counties side by side in one register.

use crate::register::{
    Booking, DistrictIdx, HouseholdIdx, MeetingIdx, PlaceIdx, Reference, Register, Road, RoomChoice, RoomIdx,
    SocialWorkerIdx, StaffIdx, Subject, VenueIdx,
};
use crate::synth::make::{Find, reference};

/// A county to be joined to others.
pub(super) struct County {
    /// Stands before each of its references, with a hyphen.
    pub(super) prefix: &'static str,
    /// Degrees by which it is moved to the north.
    pub(super) north: f64,
    /// Degrees by which it is moved to the east.
    pub(super) east: f64,
    /// What it is: policy, dates and kinds are the same in all.
    pub(super) register: Register,
}

/// Joins counties, at least one, by the roads `borders` (a place, another, driving minutes either way), under the first
/// one's policy. Bookings that were lawful stay lawful: no journey becomes longer.
pub(super) fn join(name: &str, counties: Vec<County>, borders: &[(&str, &str, i32)]) -> Register {
    let mut counties = counties.into_iter();
    let first = counties.next().expect("there is a county");
    let mut region = shifted(first, &Offsets::default());
    for county in counties {
        let offsets = Offsets::after(&region);
        append(&mut region, shifted(county, &offsets));
    }
    region.authority.name = name.to_owned();
    let links: Vec<Road> = borders
        .iter()
        .map(|&(from, to, minutes)| Road {
            from: region.place_of(from),
            to: region.place_of(to),
            minutes,
            one_way: false,
        })
        .collect();
    region.roads.get_or_insert_default().extend(links);
    region
}

/// How many rows stand before a county's own.
#[derive(Default)]
struct Offsets {
    places: usize,
    districts: usize,
    venues: usize,
    rooms: usize,
    staff: usize,
    households: usize,
    social_workers: usize,
    meetings: usize,
}

impl Offsets {
    fn after(register: &Register) -> Offsets {
        Offsets {
            places: register.places.len(),
            districts: register.districts.len(),
            venues: register.venues.len(),
            rooms: register.rooms.len(),
            staff: register.staff.len(),
            households: register.households.len(),
            social_workers: register.social_workers.len(),
            meetings: register.meetings.len(),
        }
    }

    fn place(&self, place: PlaceIdx) -> PlaceIdx {
        (place.at() + self.places).into()
    }

    fn district(&self, district: DistrictIdx) -> DistrictIdx {
        (district.at() + self.districts).into()
    }

    fn venue(&self, venue: VenueIdx) -> VenueIdx {
        (venue.at() + self.venues).into()
    }

    fn room(&self, room: RoomIdx) -> RoomIdx {
        (room.at() + self.rooms).into()
    }

    fn person(&self, person: StaffIdx) -> StaffIdx {
        (person.at() + self.staff).into()
    }

    fn household(&self, household: HouseholdIdx) -> HouseholdIdx {
        (household.at() + self.households).into()
    }

    fn social_worker(&self, worker: SocialWorkerIdx) -> SocialWorkerIdx {
        (worker.at() + self.social_workers).into()
    }

    fn meeting(&self, meeting: MeetingIdx) -> MeetingIdx {
        (meeting.at() + self.meetings).into()
    }
}

/// Returns a county under its own references, in its own place, with its rows counted on from `offsets`.
fn shifted(county: County, offsets: &Offsets) -> Register {
    let County { prefix, north, east, mut register } = county;
    let rename = |row: &mut Reference| *row = reference(&format!("{prefix}-{row}"));
    let of_county = |name: &mut String| name.push_str(&format!(", county {prefix}"));
    for row in &mut register.districts {
        rename(&mut row.reference);
        of_county(&mut row.name);
        of_county(&mut row.cluster);
    }
    for row in &mut register.places {
        rename(&mut row.reference);
        of_county(&mut row.name);
        row.district = row.district.map(|district| offsets.district(district));
        row.latitude = tidy(row.latitude + north);
        row.longitude = tidy(row.longitude + east);
    }
    for row in register.roads.iter_mut().flatten() {
        (row.from, row.to) = (offsets.place(row.from), offsets.place(row.to));
    }
    for row in &mut register.venues {
        rename(&mut row.reference);
        of_county(&mut row.name);
        row.place = row.place.map(|place| offsets.place(place));
    }
    for row in &mut register.rooms {
        rename(&mut row.reference);
        row.venue = offsets.venue(row.venue);
    }
    for row in &mut register.closures {
        row.venue = offsets.venue(row.venue);
        row.room = row.room.map(|room| offsets.room(room));
    }
    register.social_workers.iter_mut().for_each(rename);
    shift_people(&mut register, offsets, rename);
    shift_meetings(&mut register, offsets, rename);
    register
}

fn shift_people(register: &mut Register, offsets: &Offsets, rename: impl Fn(&mut Reference)) {
    for row in &mut register.staff {
        rename(&mut row.reference);
        row.base = offsets.place(row.base);
        row.districts.iter_mut().for_each(|district| *district = offsets.district(*district));
    }
    for row in &mut register.households {
        rename(&mut row.reference);
        row.district = row.district.map(|district| offsets.district(district));
        row.home = row.home.map(|home| offsets.place(home));
        row.iro = row.iro.map(|iro| offsets.person(iro));
        row.social_worker = row.social_worker.map(|worker| offsets.social_worker(worker));
        row.venues_excluded.iter_mut().for_each(|venue| *venue = offsets.venue(*venue));
        row.conflicts.iter_mut().for_each(|person| *person = offsets.person(*person));
    }
    for row in &mut register.children {
        rename(&mut row.reference);
        row.household = offsets.household(row.household);
    }
}

fn shift_meetings(register: &mut Register, offsets: &Offsets, rename: impl Fn(&mut Reference)) {
    for row in &mut register.meetings {
        rename(&mut row.reference);
        row.household = row.household.map(|household| offsets.household(household));
        row.home = row.home.map(|home| offsets.place(home));
        row.district = row.district.map(|district| offsets.district(district));
    }
    for row in &mut register.unavailable {
        row.subject = match row.subject {
            Subject::Meeting(meeting) => Subject::Meeting(offsets.meeting(meeting)),
            Subject::Household(household) => Subject::Household(offsets.household(household)),
            Subject::SocialWorker(worker) => Subject::SocialWorker(offsets.social_worker(worker)),
        };
    }
    for row in &mut register.bookings {
        shift_booking(row, offsets);
    }
}

fn shift_booking(row: &mut Booking, offsets: &Offsets) {
    row.meeting = offsets.meeting(row.meeting);
    row.iro = row.iro.map(|iro| offsets.person(iro));
    row.minute_taker = row.minute_taker.map(|taker| offsets.person(taker));
    row.room = row.room.map(|room| match room {
        RoomChoice::Room(room) => RoomChoice::Room(offsets.room(room)),
        RoomChoice::Home => RoomChoice::Home,
    });
}

fn append(region: &mut Register, county: Register) {
    region.districts.extend(county.districts);
    region.places.extend(county.places);
    region.roads.get_or_insert_default().extend(county.roads.into_iter().flatten());
    region.venues.extend(county.venues);
    region.rooms.extend(county.rooms);
    region.closures.extend(county.closures);
    region.social_workers.extend(county.social_workers);
    region.staff.extend(county.staff);
    region.households.extend(county.households);
    region.children.extend(county.children);
    region.meetings.extend(county.meetings);
    region.unavailable.extend(county.unavailable);
    region.bookings.extend(county.bookings);
}

/// Returns degrees rounded to the four decimals that the county's tables have.
fn tidy(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}
