//! What venues lack that families need to bear a meeting.

use crate::register::{Meeting, Register, RoomChoice};
use crate::rules::{Case, Charge};

/// Returns a charge of 1 for every live booking of a meeting that a household attends in a room that has not the
/// feature, nor its venue.
pub(super) fn charges(case: &Case<'_>, feature: &str) -> Vec<Charge> {
    let mut charges = Vec::new();
    for booking in case.live().filter(|booking| case.kind(booking).family) {
        let (Some(_), Some(RoomChoice::Room(room))) = (case.meeting(booking).household, booking.room) else {
            continue;
        };
        let room = case.room(room);
        let venue = &case.register.venues[room.venue.at()];
        if !room.features.iter().chain(&venue.features).any(|has| has == feature) {
            charges.extend(Charge::meeting(booking.meeting, 1));
        }
    }
    charges
}

/// Returns 1 where a household would attend the meeting in a room that has not the feature, nor its venue.
pub(super) fn price(register: &Register, meeting: &Meeting, room: RoomChoice, feature: &str) -> i64 {
    let RoomChoice::Room(room) = room else { return 0 };
    let room = &register.rooms[room.at()];
    let has = |features: &[String]| features.iter().any(|has| has == feature);
    let counts = meeting.household.is_some() && register.kind(meeting).family;
    i64::from(counts && !has(&room.features) && !has(&register.venues[room.venue.at()].features))
}
