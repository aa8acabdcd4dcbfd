//! The merged teams at other sizes: a cluster of districts, a county, a county's quarter of a year, a region of four
//! counties. Load grows with the people and the time that there are, so that they measure how cost grows with size.
//!
//! All of it is assumed: each county is Lancashire of January 2013 drawn anew.

use chrono::{Datelike, Days};

use super::join::{County, join};
use super::merged::{Demand, at_work, county_2013};
use crate::register::{Contract, DistrictIdx, PlaceIdx, Register, Role, VenueIdx};
use crate::synth::draw::Draw;
use crate::synth::make::{absence, days};

/// 100 meetings for a quarter of a county, over five weeks, with the two that take an adjourned one's place.
const CLUSTER: Demand = Demand {
    size: 25,
    weeks: 5,
    initial: 8,
    pre_birth: 1,
    transfer_in: 1,
    first_review: 7,
    review: 13,
    referred: 6,
    follow_up: 12,
    cla_first: 5,
    cla_second: 6,
    cla_review: 29,
    foster: 10,
};
/// 400 meetings for a county, over five weeks.
const COUNTY: Demand = Demand {
    size: 100,
    weeks: 5,
    initial: 35,
    pre_birth: 3,
    transfer_in: 2,
    first_review: 28,
    review: 55,
    referred: 25,
    follow_up: 50,
    cla_first: 21,
    cla_second: 25,
    cla_review: 113,
    foster: 41,
};
/// 1,600 meetings for a larger county, over a quarter: what is known on its first day, so mostly reviews.
const QUARTER: Demand = Demand {
    size: 130,
    weeks: 13,
    initial: 42,
    pre_birth: 4,
    transfer_in: 2,
    first_review: 110,
    review: 250,
    referred: 30,
    follow_up: 160,
    cla_first: 26,
    cla_second: 100,
    cla_review: 674,
    foster: 200,
};

/// Where the four counties of a region lie, in degrees north and east of Lancashire.
const COUNTIES: [(&str, f64, f64); 4] = [("A", 0.0, 0.0), ("B", 0.0, 1.1), ("C", 0.7, 0.0), ("D", 0.7, 1.1)];
/// Roads from one county to the next; minutes are estimated from the distance.
const BORDERS: [(&str, &str, i32); 8] = [
    ("A-Bacup", "B-St-Annes", 31),
    ("A-Barnoldswick", "B-Fleetwood", 31),
    ("C-Bacup", "D-St-Annes", 31),
    ("C-Barnoldswick", "D-Fleetwood", 31),
    ("A-Carnforth", "C-Skelmersdale", 23),
    ("A-Lancaster", "C-Ormskirk", 43),
    ("B-Carnforth", "D-Skelmersdale", 23),
    ("B-Lancaster", "D-Ormskirk", 43),
];

/// Chairs whom these registers leave out, so that a county has twenty.
const LEFT_OUT: [&str; 2] = ["SIRO2", "SIRO3"];
/// Weeks of leave in 100 weeks of work.
const LEAVE: usize = 8;

/// Makes a month of the northern cluster alone: 100 meetings, 5 chairs.
pub(in crate::synth) fn cluster(seed: u64) -> Register {
    let mut register = staffed(seed, CLUSTER.weeks);
    keep_cluster(&mut register, "North");
    at_work(register, seed, &CLUSTER)
}

/// Makes a county's month: 400 meetings, 20 chairs.
pub(in crate::synth) fn county(seed: u64) -> Register {
    at_work(staffed(seed, COUNTY.weeks), seed, &COUNTY)
}

/// Makes a county's quarter: 1,600 meetings, 20 chairs.
pub(in crate::synth) fn quarter(seed: u64) -> Register {
    at_work(staffed(seed, QUARTER.weeks), seed, &QUARTER)
}

/// Makes a region's month: 1,600 meetings, 80 chairs.
pub(in crate::synth) fn region(seed: u64) -> Register {
    four(seed, county)
}

/// Makes a region's quarter: 6,400 meetings, 80 chairs.
pub(in crate::synth) fn region_quarter(seed: u64) -> Register {
    four(seed, quarter)
}

/// Joins four counties drawn apart. Chairs without patch keep to their own county; those from an agency go anywhere.
fn four(seed: u64, county: impl Fn(u64) -> Register) -> Register {
    let counties = COUNTIES.into_iter().zip(0..).map(|((prefix, north, east), number)| {
        let mut register = county(seed.wrapping_mul(4).wrapping_add(number));
        let everywhere: Vec<DistrictIdx> = (0..register.districts.len()).map(DistrictIdx::from).collect();
        for chair in register.staff.iter_mut().filter(|staff| staff.role.chairs()) {
            if chair.contract == Some(Contract::Agency) {
                chair.districts.clear();
            } else if chair.districts.is_empty() {
                chair.districts.clone_from(&everywhere);
            }
        }
        County { prefix, north, east, register }
    });
    join("Region of four counties", counties.collect(), &BORDERS)
}

/// Returns the county with its teams, and their leave from the third week on.
fn staffed(seed: u64, weeks: u32) -> Register {
    let mut register = county_2013();
    register.authority.name = "Lancashire drawn anew".to_owned();
    register.staff.retain(|staff| !LEFT_OUT.contains(&staff.reference.as_str()));
    let monday = register.authority.today;
    debug_assert_eq!(monday.weekday(), chrono::Weekday::Mon);
    let mut draw = Draw::new(seed, "leave");
    for staff in &mut register.staff {
        for week in 2..u64::from(weeks) {
            if draw.chance(LEAVE) {
                let first = monday + Days::new(7 * week);
                staff.absences.push(absence(days(first, first + Days::new(4)), "annual leave"));
            }
        }
    }
    register
}

/// Leaves only a cluster's districts to the service: its venues, the minute takers based there, and the chairs who
/// cover one of its districts, for those alone. The county's map stays whole.
fn keep_cluster(register: &mut Register, cluster: &str) {
    let districts = register.districts.clone();
    let within = |district: DistrictIdx| districts[district.at()].cluster == cluster;
    let places: Vec<bool> = register.places.iter().map(|place| place.district.is_some_and(within)).collect();
    let here = |place: PlaceIdx| places[place.at()];

    let mut kept: Vec<Option<VenueIdx>> = Vec::new();
    let mut n_kept = 0;
    for venue in &register.venues {
        let stays = venue.place.is_some_and(here);
        kept.push(stays.then(|| VenueIdx::from(n_kept)));
        n_kept += usize::from(stays);
    }
    register.venues.retain(|venue| venue.place.is_some_and(here));
    register.rooms.retain_mut(|room| keep(&mut room.venue, &kept));
    debug_assert!(register.closures.iter().all(|closure| closure.room.is_none()));
    register.closures.retain_mut(|closure| keep(&mut closure.venue, &kept));

    for chair in &mut register.staff {
        chair.districts.retain(|&district| within(district));
    }
    register.staff.retain(|staff| match staff.role {
        Role::MinuteTaker => here(staff.base),
        Role::Iro | Role::SeniorIro => !staff.districts.is_empty(),
    });
}

/// Gives a venue its new number and says whether it is kept.
fn keep(venue: &mut VenueIdx, kept: &[Option<VenueIdx>]) -> bool {
    match kept[venue.at()] {
        Some(new) => {
            *venue = new;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::MeetingStatus;

    #[test]
    fn work_grows_with_the_people_and_the_time() {
        // Meetings, chairs, rooms.
        let cases = [
            (cluster(1), 100, 5, 13),
            (county(1), 400, 20, 47),
            (quarter(1), 1600, 20, 47),
            (region(1), 1600, 80, 188),
            (region_quarter(1), 6400, 80, 188),
        ];
        for (register, meetings, chairs, rooms) in cases {
            let to_book = register.meetings.iter().filter(|row| row.status == MeetingStatus::ToBook).count();
            assert_eq!(to_book, meetings);
            assert_eq!(register.staff.iter().filter(|staff| staff.role.chairs()).count(), chairs);
            assert_eq!(register.rooms.len(), rooms);
            let today = register.authority.today;
            let counted = register.meetings.iter().filter_map(|row| row.from_date);
            assert!(counted.into_iter().all(|day| day <= today), "nothing counts from a day to come");
        }
    }

    #[test]
    fn chairs_of_a_region_keep_to_their_county_but_for_the_agencies() {
        let register = region(1);
        for chair in register.staff.iter().filter(|staff| staff.role.chairs()) {
            let own = &chair.reference.as_str()[..2];
            let at_home = |district: &DistrictIdx| {
                register.districts[district.at()].reference.as_str().starts_with(own)
            };
            assert!(chair.districts.iter().all(at_home), "{}", chair.reference);
            assert_eq!(chair.districts.is_empty(), chair.contract == Some(Contract::Agency));
        }
    }
}
