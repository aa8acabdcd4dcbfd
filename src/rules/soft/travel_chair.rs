//! What chairs drive.

use std::collections::BTreeMap;

use crate::register::StaffIdx;
use crate::rules::{Case, Charge, Price, SoftRule};

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
        Price::Tracked("a journey depends on the meetings before and after it")
    }
}
