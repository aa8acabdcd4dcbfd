//! What chairs drive.

use std::collections::BTreeMap;

use crate::register::StaffIdx;
use crate::rules::{Case, Charge, Price, SoftRule, Tracked};

/// `travel_chair`.
pub(super) struct TravelChair;

impl SoftRule for TravelChair {
    fn key(&self) -> &'static str {
        "travel_chair"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(1)
    }

    fn sentence(&self) -> &'static str {
        "a minute that a chair travels, base to base, in a working spell that holds a meeting"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut minutes: BTreeMap<StaffIdx, i64> = BTreeMap::new();
        for diary in case.live_diaries().filter(|diary| case.staff(diary.person).role.chairs()) {
            *minutes.entry(diary.person).or_default() += diary.travelled();
        }
        minutes.into_iter().filter_map(|(person, minutes)| Charge::staff(person, minutes)).collect()
    }

    fn price(&self) -> Price {
        Price::Tracked(Tracked::ChairTravel)
    }
}

#[cfg(test)]
mod tests {
    use crate::calendar::Span;
    use crate::rules::testing::check_charges;

    #[test]
    fn counts_each_spell_from_base_to_base() {
        check_charges(
            "travel_chair",
            &[
                ("at the base", |c| c.book("C-1 2012-04-18T10:00 ANN PRE-1 -"), ""),
                ("there and back: 30 + 30", |c| c.book("C-1 2012-04-18T10:00 ANN BUR-1 -"), "ANN 60"),
                (
                    "a round: 40 + 65 + 30",
                    |c| {
                        c.book("C-1 2012-04-18T10:00 ANN LAN-1 -");
                        c.book("F-1 2012-04-18T14:00 ANN BUR-1 -");
                    },
                    "ANN 135",
                ),
                (
                    "two spells: 60 + 60",
                    |c| {
                        c.staff("ANN").hours[2] = vec![Span::new(540, 720), Span::new(780, 1020)];
                        c.book("C-1 2012-04-18T09:45 ANN BUR-1 -");
                        c.book("F-1 2012-04-18T14:00 ANN BUR-1 -");
                    },
                    "ANN 120",
                ),
                ("online", |c| c.book("C-1 2012-04-18T10:00 ANN CALL -"), ""),
                (
                    "online in Burnley between two meetings there: 30 + 30",
                    |c| {
                        c.book("C-1 2012-04-18T09:45 ANN BUR-1 -");
                        c.book("F-1 2012-04-18T11:15 ANN CALL -");
                        c.book("R-1 2012-04-18T14:00 ANN BUR-1 TOM");
                    },
                    "ANN 60",
                ),
                ("to the family's home: 10 + 10", |c| c.book("C-1 2012-04-18T10:00 ANN home -"), "ANN 20"),
                (
                    "in order of person, days added: 30 + 30, 2 × (40 + 40)",
                    |c| {
                        c.book("R-1 2012-04-19T10:00 BOB PRE-1 TOM");
                        c.book("C-1 2012-04-18T10:00 ANN LAN-1 -");
                        c.book("F-1 2012-04-17T10:00 ANN LAN-1 -");
                    },
                    "ANN 160, BOB 60",
                ),
                (
                    "nobody drives where they do not work",
                    |c| {
                        c.absent("ANN", "2012-04-18T00:00", "2012-04-19T00:00");
                        c.book("C-1 2012-04-18T10:00 ANN BUR-1 -");
                    },
                    "",
                ),
            ],
        );
    }
}
