//! Venues where nobody can withdraw from the meeting.

use crate::register::feature::WITHDRAWAL_ROOM;
use crate::register::{Meeting, Register, RoomChoice};
use crate::rules::{Case, Charge, Price, SoftRule};
use crate::travel::Travel;

/// `venue_without_withdrawal_room`.
pub(super) struct VenueWithoutWithdrawalRoom;

impl SoftRule for VenueWithoutWithdrawalRoom {
    fn key(&self) -> &'static str {
        "venue_without_withdrawal_room"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(20)
    }

    fn sentence(&self) -> &'static str {
        "a meeting of a household in a venue without a withdrawal room"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live().filter(|booking| case.kind(booking).family) {
            let (Some(_), Some(RoomChoice::Room(room))) = (case.meeting(booking).household, booking.room)
            else {
                continue;
            };
            let room = case.room(room);
            let venue = &case.register.venues[room.venue.at()];
            if !room.features.iter().chain(&venue.features).any(|feature| feature == WITHDRAWAL_ROOM) {
                charges.extend(Charge::meeting(booking.meeting, 1));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::Room(without)
    }
}

fn without(register: &Register, _travel: &Travel, meeting: &Meeting, room: RoomChoice) -> i64 {
    let RoomChoice::Room(room) = room else { return 0 };
    let room = &register.rooms[room.at()];
    let has = |features: &[String]| features.iter().any(|feature| feature == WITHDRAWAL_ROOM);
    let counts = meeting.household.is_some() && register.kind(meeting).family;
    i64::from(counts && !has(&room.features) && !has(&register.venues[room.venue.at()].features))
}
