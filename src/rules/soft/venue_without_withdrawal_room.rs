//! Venues where nobody can withdraw from the meeting.

use super::lacking;
use crate::register::feature::WITHDRAWAL_ROOM;
use crate::rules::{Case, Charge, Price, SoftRule};

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
        lacking::charges(case, WITHDRAWAL_ROOM)
    }

    fn price(&self) -> Price {
        Price::Room(|register, _travel, meeting, room| {
            lacking::price(register, meeting, room, WITHDRAWAL_ROOM)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_charges;

    #[test]
    fn counts_meetings_that_a_household_attends_in_a_venue_without() {
        check_charges(
            "venue_without_withdrawal_room",
            &[
                ("the venue has it", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), ""),
                ("it has not", |c| c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM"), "R-1 1"),
                (
                    "the room has it",
                    |c| {
                        c.room("BUR-1").features = vec!["withdrawal_room".into()];
                        c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
                    },
                    "",
                ),
                (
                    "friendly without a withdrawal room",
                    |c| c.book("R-1 2012-04-18T10:00 ANN LAN-1 TOM"),
                    "R-1 1",
                ),
                ("online", |c| c.book("C-1 2012-04-18T10:00 ANN CALL -"), "C-1 1"),
                ("at home", |c| c.book("C-1 2012-04-18T10:00 ANN home -"), ""),
                ("the family does not come", |c| c.book("S-1 2012-04-18T10:00 ANN BUR-1 TOM"), ""),
                ("no household", |c| c.book("F-1 2012-04-18T10:00 ANN BUR-1 -"), ""),
            ],
        );
    }
}
