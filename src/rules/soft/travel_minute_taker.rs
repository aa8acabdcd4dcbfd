//! What minute takers drive.

use std::collections::BTreeMap;

use crate::register::StaffIdx;
use crate::rules::{Case, Charge, Price, SoftRule, Tracked};

/// `travel_minute_taker`.
pub(super) struct TravelMinuteTaker;

impl SoftRule for TravelMinuteTaker {
    fn key(&self) -> &'static str {
        "travel_minute_taker"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(1)
    }

    fn sentence(&self) -> &'static str {
        "a minute that a minute taker travels, base to base, in a working spell that holds a meeting"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut minutes: BTreeMap<StaffIdx, i64> = BTreeMap::new();
        for diary in case.live_diaries().filter(|diary| !case.staff(diary.person).role.chairs()) {
            *minutes.entry(diary.person).or_default() += diary.travelled();
        }
        minutes.into_iter().filter_map(|(person, minutes)| Charge::staff(person, minutes)).collect()
    }

    fn price(&self) -> Price {
        Price::Tracked(Tracked::MinuteTakerTravel)
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_charges, date};

    #[test]
    fn counts_minute_takers_only() {
        check_charges(
            "travel_minute_taker",
            &[
                ("at the base", |c| c.book("R-1 2012-04-18T10:00 ANN BUR-1 UNA"), ""),
                ("there and back: 30 + 30", |c| c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM"), "TOM 60"),
                (
                    "history is driven already",
                    |c| {
                        c.register.authority.today = date("2012-04-18");
                        c.keep("R-1 2012-04-17T10:00 ANN BUR-1 TOM held");
                        c.book("R-2 2012-04-18T10:00 ANN LAN-1 TOM");
                    },
                    "TOM 80",
                ),
                (
                    "nor is a booking scored that is before today and does not stand",
                    |c| {
                        c.register.authority.today = date("2012-04-18");
                        c.book("R-1 2012-04-17T10:00 ANN BUR-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
