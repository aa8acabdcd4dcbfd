//! Venues that families find hard to bear.

use super::lacking;
use crate::register::feature::FAMILY_FRIENDLY;
use crate::rules::{Case, Charge, Price, SoftRule};

/// `venue_not_family_friendly`.
pub(super) struct VenueNotFamilyFriendly;

impl SoftRule for VenueNotFamilyFriendly {
    fn key(&self) -> &'static str {
        "venue_not_family_friendly"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(20)
    }

    fn sentence(&self) -> &'static str {
        "a meeting of a household in a venue that is not family friendly"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        lacking::charges(case, FAMILY_FRIENDLY)
    }

    fn price(&self) -> Price {
        Price::Room(|register, _travel, meeting, room| {
            lacking::price(register, meeting, room, FAMILY_FRIENDLY)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_charges;

    #[test]
    fn counts_meetings_that_a_household_attends_in_a_venue_without() {
        check_charges(
            "venue_not_family_friendly",
            &[
                ("the venue has it", |c| c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), ""),
                ("it has not", |c| c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM"), "R-1 1"),
                (
                    "the room has it",
                    |c| {
                        c.room("BUR-1").features = vec!["family_friendly".into()];
                        c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
                    },
                    "",
                ),
                ("friendly without a withdrawal room", |c| c.book("R-1 2012-04-18T10:00 ANN LAN-1 TOM"), ""),
                ("online", |c| c.book("C-1 2012-04-18T10:00 ANN CALL -"), "C-1 1"),
                ("at home", |c| c.book("C-1 2012-04-18T10:00 ANN home -"), ""),
                ("the family does not come", |c| c.book("S-1 2012-04-18T10:00 ANN BUR-1 TOM"), ""),
                ("no household", |c| c.book("F-1 2012-04-18T10:00 ANN BUR-1 -"), ""),
            ],
        );
    }
}
