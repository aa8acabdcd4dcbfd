//! How far families travel.

use crate::register::{Meeting, Register, RoomChoice};
use crate::rules::{Case, Charge, Price, SoftRule};
use crate::travel::Travel;

/// `travel_family`.
pub(super) struct TravelFamily;

impl SoftRule for TravelFamily {
    fn key(&self) -> &'static str {
        "travel_family"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(2)
    }

    fn sentence(&self) -> &'static str {
        "a minute one way from the household's home to the venue"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live().filter(|booking| case.kind(booking).family) {
            let home = case.register.home(case.meeting(booking));
            if let (Some(home), Some(place)) = (home, booking.place(case.register)) {
                charges.extend(Charge::meeting(booking.meeting, i64::from(case.travel.minutes(home, place))));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::Room(minutes_to_the_room)
    }
}

fn minutes_to_the_room(register: &Register, travel: &Travel, meeting: &Meeting, room: RoomChoice) -> i64 {
    let RoomChoice::Room(room) = room else { return 0 };
    let venue = &register.venues[register.rooms[room.at()].venue.at()];
    match (register.home(meeting), venue.place) {
        (Some(home), Some(place)) if register.kind(meeting).family => i64::from(travel.minutes(home, place)),
        _ => 0,
    }
}
