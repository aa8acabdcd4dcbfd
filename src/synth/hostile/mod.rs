//! Small random registers full of what a planner could trip over; another for each seed.
//!
//! Every one is a register that reads without faults. What is awkward differs by seed: grids, hours and lunches,
//! absences, closures, roads, own kinds, people who leave, families without chair or home, dates that have passed,
//! needs that nobody meets, and confirmed bookings that have become unlawful.

mod bookings;
mod meetings;
mod people;
mod policy;
mod world;

use crate::register::Register;

/// Makes the register of a seed: 3 to 40 meetings.
pub(super) fn register(seed: u64) -> Register {
    let mut register = policy::policy(seed);
    world::add_places(&mut register, seed);
    world::add_venues(&mut register, seed);
    people::add_staff(&mut register, seed);
    meetings::add_households(&mut register, seed);
    meetings::add_meetings(&mut register, seed);
    meetings::add_unavailable(&mut register, seed);
    bookings::add_bookings(&mut register, seed);
    bookings::break_some(&mut register, seed);
    register
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{BookingStatus, Role};

    type IsSeen = fn(&Register) -> bool;

    #[test]
    fn two_hundred_seeds_show_every_awkward_thing() {
        let registers: Vec<Register> = (0..200).map(register).collect();
        assert!(registers.iter().all(|register| (3..=40).contains(&register.meetings.len())));
        let seen: [(&str, IsSeen); 16] = [
            ("odd grid", |r| 60 % r.authority.grid_minutes != 0),
            ("five-minute grid", |r| r.authority.grid_minutes == 5),
            ("today on no working day", |r| !r.calendar.is_working(r.authority.today)),
            ("one-way road", |r| r.roads.iter().flatten().any(|road| road.one_way)),
            ("no roads", |r| r.roads.is_none()),
            ("online venue", |r| r.venues.iter().any(|venue| venue.is_online())),
            ("venue that closes", |r| r.venues.iter().any(|v| Some(r.authority.today) < v.until)),
            ("own kind", |r| 11 < r.authority.kinds.len()),
            ("two spells a day", |r| r.staff.iter().any(|s| s.hours.iter().any(|day| 1 < day.len()))),
            ("no minute taker", |r| r.staff.iter().all(|s| s.role != Role::MinuteTaker)),
            ("leaver", |r| r.staff.iter().any(|s| Some(r.authority.today) < s.until)),
            ("family without children", |r| r.households.iter().any(|h| h.children == 0)),
            ("meeting without household", |r| r.meetings.iter().any(|m| m.household.is_none())),
            ("date that has passed", |r| {
                r.meetings.iter().any(|m| m.due.is_some_and(|due| due < r.authority.today))
            }),
            ("confirmed booking", |r| r.bookings.iter().any(|b| b.status == BookingStatus::Confirmed)),
            ("booking at home", |r| {
                r.bookings.iter().any(|b| b.room == Some(crate::register::RoomChoice::Home))
            }),
        ];
        for (what, is_seen) in seen {
            let n = registers.iter().filter(|register| is_seen(register)).count();
            assert!(2 <= n, "{what}: in {n} of 200");
        }
    }
}
