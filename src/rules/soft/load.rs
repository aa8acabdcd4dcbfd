//! Weeks that are too full.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};

use crate::register::StaffIdx;
use crate::rules::{Case, Charge, Price, SoftRule};

/// `load`.
pub(super) struct Load;

/// Minutes of occupation and travel in a full-time chair's week; the rest of it is for writing, reading and
/// visits.
const FULL_WEEK_MINUTES: i64 = 1_200;

impl SoftRule for Load {
    fn key(&self) -> &'static str {
        "load"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(1)
    }

    fn sentence(&self) -> &'static str {
        "a minute of occupation and travel in a chair's week above fte × 1,200"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut weeks: BTreeMap<(StaffIdx, NaiveDate), i64> = BTreeMap::new();
        for diary in case.live_diaries().filter(|diary| case.staff(diary.person).role.chairs()) {
            let monday = diary.date.week(Weekday::Mon).first_day();
            let occupied: i64 = diary.entries.iter().map(|entry| i64::from(entry.span.minutes())).sum();
            *weeks.entry((diary.person, monday)).or_default() += occupied + diary.travelled();
        }
        let mut above: BTreeMap<StaffIdx, i64> = BTreeMap::new();
        for ((chair, _), minutes) in weeks {
            let limit = case.staff(chair).fte.of(FULL_WEEK_MINUTES);
            *above.entry(chair).or_default() += (minutes - limit).max(0);
        }
        above.into_iter().filter_map(|(chair, minutes)| Charge::staff(chair, minutes)).collect()
    }

    fn price(&self) -> Price {
        Price::Tracked("a week's load depends on all of the chair's meetings in it")
    }
}
