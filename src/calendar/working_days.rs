//! Counting in working days.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Holidays, bank_holidays};

/// Knows which days are working days: Monday to Friday less holidays (SI 2010/959 regulation 2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    holidays: BTreeSet<NaiveDate>,
}

impl WorkingCalendar {
    /// Returns the calendar that keeps the built-in `holidays` and the `extra` ones.
    pub fn new(holidays: Holidays, extra: &[NaiveDate]) -> WorkingCalendar {
        let mut days: BTreeSet<NaiveDate> = extra.iter().copied().collect();
        if holidays == Holidays::EnglandAndWales {
            days.extend(bank_holidays());
        }
        WorkingCalendar { holidays: days }
    }

    /// Whether `date` is a working day.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&date)
    }

    /// Returns the date `n` working days after `date`: the date itself is day 0, day 1 is the first working day
    /// after it.
    pub fn after(&self, date: NaiveDate, n: u32) -> NaiveDate {
        self.step(date, n, |day| day.checked_add_days(Days::new(1)))
    }

    /// Returns the date `n` working days before `date`: the date itself is day 0, day 1 is the last working day
    /// before it, whether or not `date` is itself a working day.
    pub fn before(&self, date: NaiveDate, n: u32) -> NaiveDate {
        self.step(date, n, |day| day.checked_sub_days(Days::new(1)))
    }

    /// Returns how many working days w have `from < w ≤ to`: 0 where `to` is not after `from`.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let mut day = from;
        let mut count = 0;
        while day < to {
            day = day + Days::new(1);
            count += u32::from(self.is_working(day));
        }
        count
    }

    /// Returns the first working day on or after `date`.
    pub fn on_or_after(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working(date) { date } else { self.after(date, 1) }
    }

    /// Returns the last working day on or before `date`: the last lawful day of a statutory date, which is never
    /// moved on.
    pub fn on_or_before(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working(date) { date } else { self.before(date, 1) }
    }

    /// Steps day by day until `n` working days are counted, or the calendar of chrono ends.
    fn step(&self, date: NaiveDate, n: u32, next: impl Fn(NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
        let mut day = date;
        let mut left = n;
        while left > 0 {
            let Some(neighbour) = next(day) else { break };
            day = neighbour;
            left -= u32::from(self.is_working(day));
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    fn date(text: &str) -> NaiveDate {
        parse_date(text).expect("a date")
    }

    fn england() -> WorkingCalendar {
        WorkingCalendar::new(Holidays::EnglandAndWales, &[])
    }

    #[test]
    fn fifteen_working_days_from_the_strategy_discussion() {
        // Vectors of the domain notes 1.3; the strategy discussion is day 0.
        let cases = [
            ("2011-04-14", "2011-05-11"), // four bank holidays between
            ("2011-12-09", "2012-01-04"),
            ("2026-03-20", "2026-04-14"),
            ("2026-12-11", "2027-01-06"),
            ("2022-06-02", "2022-06-24"), // from a bank holiday, over another
        ];
        for (from, to) in cases {
            assert_eq!(england().after(date(from), 15), date(to), "{from}");
        }
    }

    #[test]
    fn working_days_of_a_financial_year() {
        let cases = [(2011, 252), (2012, 250), (2024, 254), (2025, 253), (2026, 251)];
        for (year, days) in cases {
            let (from, to) = (date(&format!("{year}-03-31")), date(&format!("{}-03-31", year + 1)));
            assert_eq!(england().between(from, to), days, "{year}");
        }
    }

    #[test]
    fn before_a_non_working_day_the_last_working_day_is_day_one() {
        let cases = [
            ("2012-04-08", 1, "2012-04-05"), // Easter Sunday: Good Friday is skipped
            ("2012-04-10", 1, "2012-04-05"), // Tuesday after Easter
            ("2012-04-14", 1, "2012-04-13"), // a Saturday
            ("2012-04-14", 0, "2012-04-14"),
            ("2012-04-13", 2, "2012-04-11"),
        ];
        for (from, n, to) in cases {
            assert_eq!(england().before(date(from), n), date(to), "{n} before {from}");
        }
    }

    #[test]
    fn days_between_exclude_the_first_and_include_the_last() {
        let cases = [
            ("2012-04-02", "2012-04-02", 0),
            ("2012-04-02", "2012-04-03", 1),
            ("2012-04-05", "2012-04-09", 0), // Good Friday to Easter Monday
            ("2012-04-05", "2012-04-10", 1),
            ("2012-04-10", "2012-04-05", 0),
        ];
        for (from, to, days) in cases {
            assert_eq!(england().between(date(from), date(to)), days, "{from} to {to}");
        }
    }

    #[test]
    fn extra_holidays_and_no_holidays() {
        let closed = WorkingCalendar::new(Holidays::None, &[date("2012-04-03")]);
        assert!(!closed.is_working(date("2012-04-03")));
        assert!(closed.is_working(date("2012-04-06")), "Good Friday works where holidays are none");
    }
}
