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

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_charges;

    #[test]
    fn counts_one_way_from_home() {
        check_charges(
            "travel_family",
            &[
                ("to Preston", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), "R-1 10"),
                ("to Burnley", |c| c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM"), "R-1 35"),
                ("in the family's own town", |c| c.book("R-2 2012-04-18T10:00 BOB BUR-1 TOM"), ""),
                ("at home", |c| c.book("C-1 2012-04-18T10:00 ANN home -"), ""),
                ("online", |c| c.book("C-1 2012-04-18T10:00 ANN CALL -"), ""),
                ("the family does not come", |c| c.book("S-1 2012-04-18T10:00 ANN BUR-1 TOM"), ""),
                ("from the meeting's own home", |c| c.book("F-1 2012-04-18T10:00 ANN LAN-1 -"), "F-1 45"),
                (
                    "nobody knows where from",
                    |c| {
                        c.household("H-1").home = None;
                        c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
