//! Weeks that are too full.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};

use crate::register::StaffIdx;
use crate::rules::{Case, Charge, Price, SoftRule, Tracked};

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
        Price::Tracked(Tracked::Overload)
    }
}

#[cfg(test)]
mod tests {
    use crate::register::Fte;
    use crate::rules::testing::{County, check_charges, date};

    fn part_time(county: &mut County, person: &str, fte: &str) {
        county.staff(person).fte = Fte::parse(fte).expect("a decimal");
    }

    #[test]
    fn counts_minutes_of_a_week_above_the_share_of_1200() {
        // C-1 takes its chair for 105 minutes, F-1 for 90. 0.0875 × 1,200 = 105.
        check_charges(
            "load",
            &[
                (
                    "105 of 105",
                    |c| {
                        part_time(c, "ANN", "0.0875");
                        c.book("C-1 2012-04-18T10:00 ANN PRE-1 -");
                    },
                    "",
                ),
                (
                    "105 of 104.88, rounded down",
                    |c| {
                        part_time(c, "ANN", "0.0874");
                        c.book("C-1 2012-04-18T10:00 ANN PRE-1 -");
                    },
                    "ANN 1",
                ),
                (
                    "with 60 minutes' travel",
                    |c| {
                        part_time(c, "ANN", "0.0875");
                        c.book("C-1 2012-04-18T10:00 ANN BUR-1 -");
                    },
                    "ANN 60",
                ),
                (
                    "Monday and Friday are one week",
                    |c| {
                        part_time(c, "ANN", "0.0875");
                        c.book("C-1 2012-04-16T10:00 ANN PRE-1 -");
                        c.book("F-1 2012-04-20T10:00 ANN PRE-1 -");
                    },
                    "ANN 90",
                ),
                (
                    "Friday and Monday are two",
                    |c| {
                        part_time(c, "ANN", "0.0875");
                        c.book("C-1 2012-04-20T10:00 ANN PRE-1 -");
                        c.book("F-1 2012-04-23T10:00 ANN PRE-1 -");
                    },
                    "",
                ),
                (
                    "Monday and Sunday are one, weeks are added",
                    |c| {
                        part_time(c, "ANN", "0.05");
                        c.book("C-1 2012-04-16T10:00 ANN PRE-1 -");
                        c.book("F-1 2012-04-22T10:00 ANN PRE-1 -");
                        c.book("R-1 2012-04-23T10:00 ANN PRE-1 TOM");
                    },
                    // 105 + 90 − 60 and 135 − 60.
                    "ANN 210",
                ),
                (
                    "a light week does not make up for a full one",
                    |c| {
                        part_time(c, "ANN", "0.0875");
                        c.book("C-1 2012-04-18T10:00 ANN BUR-1 -");
                        c.book("F-1 2012-04-23T10:00 ANN PRE-1 -");
                    },
                    "ANN 60",
                ),
                (
                    "this week counts from today",
                    |c| {
                        part_time(c, "ANN", "0.05");
                        c.register.authority.today = date("2012-04-18");
                        c.keep("C-1 2012-04-17T10:00 ANN PRE-1 - held");
                        c.book("F-1 2012-04-18T10:00 ANN PRE-1 -");
                    },
                    "ANN 30",
                ),
                (
                    "a meeting outside working hours counts without its journey",
                    |c| {
                        part_time(c, "ANN", "0");
                        c.absent("ANN", "2012-04-18T00:00", "2012-04-19T00:00");
                        c.book("C-1 2012-04-18T10:00 ANN BUR-1 -");
                    },
                    "ANN 105",
                ),
                (
                    "minute takers have no load",
                    |c| {
                        part_time(c, "TOM", "0");
                        c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
                    },
                    "",
                ),
            ],
        );
    }
}
