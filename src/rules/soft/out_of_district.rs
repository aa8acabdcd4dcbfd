//! Meetings outside the family's district.

use crate::register::{Meeting, Register, RoomChoice};
use crate::rules::{Case, Charge, Price, SoftRule};
use crate::travel::Travel;

/// `out_of_district`.
pub(super) struct OutOfDistrict;

impl SoftRule for OutOfDistrict {
    fn key(&self) -> &'static str {
        "out_of_district"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(30)
    }

    fn sentence(&self) -> &'static str {
        "a meeting whose venue is outside the household's district"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live() {
            let own = case.register.district(case.meeting(booking));
            let venue = booking.district(case.register);
            if own.is_some() && venue.is_some() && own != venue {
                charges.extend(Charge::meeting(booking.meeting, 1));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::Room(outside)
    }
}

fn outside(register: &Register, _travel: &Travel, meeting: &Meeting, room: RoomChoice) -> i64 {
    let RoomChoice::Room(room) = room else { return 0 };
    let place = register.venues[register.rooms[room.at()].venue.at()].place;
    let venue = place.and_then(|place| register.places[place.at()].district);
    i64::from(venue.zip(register.district(meeting)).is_some_and(|(venue, own)| venue != own))
}

#[cfg(test)]
mod tests {
    use crate::register::DistrictIdx;
    use crate::rules::testing::check_charges;

    #[test]
    fn counts_meetings_outside_the_households_district() {
        check_charges(
            "out_of_district",
            &[
                ("inside", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), ""),
                ("outside", |c| c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM"), "R-1 1"),
                (
                    "whether or not the family comes",
                    |c| c.book("S-1 2012-04-18T10:00 ANN BUR-1 TOM"),
                    "S-1 1",
                ),
                ("the meeting's own district", |c| c.book("F-1 2012-04-18T10:00 ANN BUR-1 -"), "F-1 1"),
                ("online", |c| c.book("C-1 2012-04-18T10:00 ANN CALL -"), ""),
                (
                    "a home that lies in another district than its household is held in",
                    |c| {
                        c.household("H-1").district = Some(DistrictIdx(1));
                        c.book("C-1 2012-04-18T10:00 ANN home -");
                    },
                    "",
                ),
                (
                    "the household's district is not known",
                    |c| {
                        c.household("H-1").district = None;
                        c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
                    },
                    "",
                ),
                (
                    "the venue's district is not known",
                    |c| {
                        c.register.places[1].district = None;
                        c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
