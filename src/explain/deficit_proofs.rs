//! Tests that deficits are true: no plan serves more of the meetings than is said.

use super::*;
use crate::check::check;
use crate::problem::Problem;
use crate::register::{Booking, MeetingIdx, Reference, Register, Room, RoomChoice, RoomIdx, StaffIdx};
use crate::rules::testing::{County, date};
use crate::solver::construct;
use crate::synth::{self, Preset};
use crate::travel::Travel;

/// Returns the most of these meetings that can be booked on the hours at all, by trying every order of places.
fn most_bookable(register: &Register, travel: &Travel, meetings: &[MeetingIdx], booked: &[Booking]) -> usize {
    let Some((&first, rest)) = meetings.split_first() else { return 0 };
    let mut best = most_bookable(register, travel, rest, booked);
    for start in (540..1020).step_by(60) {
        for chair in [0, 1].map(StaffIdx) {
            let place = Place {
                date: date("2012-04-18"),
                start,
                chair,
                room: RoomChoice::Room(RoomIdx(4)),
                minute_taker: None,
            };
            let mut bookings = booked.to_vec();
            bookings.push(place.booking(first));
            if check(register, travel, &bookings).breaches.is_empty() {
                best = best.max(1 + most_bookable(register, travel, rest, &bookings));
            }
        }
    }
    best
}

#[test]
fn deficits_are_true_and_tell_of_the_scarce() {
    // Five looked-after reviews of 105 minutes with a chair who speaks Urdu, all on one day: ANN alone may take them,
    // three in a day. A sixth meeting may be anybody's.
    let mut county = County::new();
    county.register.meetings.clear();
    county.register.authority.late_limit_days = 0;
    county.register.authority.grid_minutes = 60;
    for room in 5..9 {
        county.register.rooms.push(Room {
            reference: Reference::new(&format!("CALL-{room}")).expect("a reference"),
            ..county.register.rooms[4].clone()
        });
    }
    for at in 0..6 {
        county.family(&format!("H-{}", 10 + at), 1, ("D-PRE", "ESTATE"), None, 0);
        let household = county.household_idx(&format!("H-{}", 10 + at)).at();
        county.register.households[household].social_worker = None;
        let meeting = county.convene(&format!("C-{at}"), "cla_review", Some(&format!("H-{}", 10 + at)));
        meeting.due = Some(date("2012-04-18"));
        meeting.earliest = Some(date("2012-04-18"));
        meeting.iro_needs = if at < 5 { vec!["urdu".to_owned()] } else { Vec::new() };
    }
    county.kind("cla_review").at_home = false;
    county.staff("ANN").features = vec!["urdu".to_owned()];
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &[]);
    let overview = explainer.overview();
    let [deficit] = overview.deficits.as_slice() else { panic!("{:?}", overview.deficits) };
    assert_eq!(deficit.resource, Resource::Chair);
    assert_eq!(deficit.suppliers, [0]);
    assert_eq!(deficit.meetings, (0..5).map(MeetingIdx).collect::<Vec<_>>());
    assert_eq!((deficit.dates.as_slice(), deficit.room_for), ([date("2012-04-18")].as_slice(), 3));
    let possible = most_bookable(&county.register, &travel, &deficit.meetings, &[]);
    assert!(possible <= deficit.room_for, "{possible}");
}

#[test]
fn deficits_of_hostile_registers_hold_for_every_plan_found() {
    let mut n_deficits = 0;
    for seed in 0..60 {
        let register = synth::generate(Preset::Hostile, seed);
        let travel = Travel::new(&register).expect("joined");
        let explainer = Explainer::new(&register, &travel, &register.bookings);
        let deficits = deficits(&explainer, true, true);
        if deficits.is_empty() {
            continue;
        }
        let problem = Problem::new(&register, &travel);
        let state = construct(&problem);
        let bookings = crate::plan::bookings(&problem, state.placements());
        let verdict = check(&register, &travel, &bookings);
        let is_late = |meeting| verdict.late.iter().any(|&(late, _)| late == meeting);
        for deficit in deficits {
            let is_served = |meeting: MeetingIdx| match deficit.in_time {
                true => !verdict.unbooked.contains(&meeting) && !is_late(meeting),
                false => !verdict.unbooked.contains(&meeting),
            };
            let served = deficit.meetings.iter().filter(|&&meeting| is_served(meeting));
            assert!(served.count() <= deficit.room_for, "seed {seed}: {deficit:?}");
            assert!(deficit.room_for < deficit.meetings.len(), "seed {seed}: {deficit:?}");
            n_deficits += 1;
        }
    }
    assert!(3 < n_deficits, "only {n_deficits}");
}

#[test]
fn where_everybody_is_away_meetings_of_all_kinds_are_one_group() {
    let mut county = County::new();
    for chair in ["ANN", "BOB"] {
        county.absent(chair, "2012-04-01T00:00", "2012-08-01T00:00");
    }
    let travel = county.travel();
    let explainer = Explainer::new(&county.register, &travel, &[]);
    let deficits = deficits(&explainer, true, false);
    let chairs: Vec<&Deficit> = deficits.iter().filter(|one| one.resource == Resource::Chair).collect();
    let [deficit] = chairs.as_slice() else { panic!("{chairs:?}") };
    assert_eq!(deficit.room_for, 0);
    let kinds = deficit.meetings.iter().map(|&meeting| county.register.meeting(meeting).kind);
    assert!(kinds.collect::<std::collections::BTreeSet<_>>().len() > 1, "{deficit:?}");
}
