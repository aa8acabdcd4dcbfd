//! Statutory and local timescales such as `6 months or 183 days`.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months, NaiveDate};

use super::WorkingCalendar;

/// One length of time in a timescale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Working days after the date counted from, which is day 0.
    WorkingDays(u32),
    /// Calendar days.
    Days(u32),
    /// The same day of a later month, or that month's last day.
    Months(u32),
}

/// A rule that gives a date: how it is written in `authority.toml` and how it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timescale {
    /// `none`: there is no such date.
    None,
    /// Counted from the meeting's `from_date`.
    After(Period),
    /// The earlier of two, both counted from `from_date`: guidance speaks of months, case systems add days, and
    /// neither is always the earlier.
    Earlier(Period, Period),
    /// For a target: `N working days before statutory`. For an opening date: `N working days before target`.
    Before(u32),
    /// For an opening date: `today`.
    Today,
}

/// Why a timescale could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a timescale")]
pub struct TimescaleError;

/// Longest period that makes sense in a timescale; longer ones are slips of the finger.
const LONGEST_DAYS: u32 = 3660;

impl Period {
    /// Returns the date this long after `from`.
    pub fn after(self, from: NaiveDate, calendar: &WorkingCalendar) -> NaiveDate {
        match self {
            Period::WorkingDays(n) => calendar.after(from, n),
            Period::Days(n) => from.checked_add_days(Days::new(u64::from(n))).unwrap_or(NaiveDate::MAX),
            Period::Months(n) => from.checked_add_months(Months::new(n)).unwrap_or(NaiveDate::MAX),
        }
    }

    fn parse(text: &str) -> Option<Period> {
        let (number, unit) = text.split_once(' ')?;
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let n: u32 = number.parse().ok().filter(|&n| n <= LONGEST_DAYS)?;
        match unit.trim() {
            "working days" | "working day" => Some(Period::WorkingDays(n)),
            "days" | "day" => Some(Period::Days(n)),
            "months" | "month" if n <= LONGEST_DAYS / 30 => Some(Period::Months(n)),
            _ => None,
        }
    }
}

impl Timescale {
    /// Returns the date this timescale gives when counted from `from`, or `None` for those that are not counted
    /// from it (`none`, `today`, `… before …`).
    pub fn counted_from(self, from: NaiveDate, calendar: &WorkingCalendar) -> Option<NaiveDate> {
        match self {
            Timescale::After(period) => Some(period.after(from, calendar)),
            Timescale::Earlier(a, b) => Some(a.after(from, calendar).min(b.after(from, calendar))),
            Timescale::None | Timescale::Before(_) | Timescale::Today => None,
        }
    }

    /// Whether it is counted from the meeting's `from_date`.
    pub fn needs_from_date(self) -> bool {
        matches!(self, Timescale::After(_) | Timescale::Earlier(..))
    }

    /// Reads a `statutory` rule: `none`, a period, or two joined by `or`.
    ///
    /// # Errors
    /// Where the text is none of these.
    pub fn statutory(text: &str) -> Result<Timescale, TimescaleError> {
        text.parse()
    }

    /// Reads a `target` rule: as a statutory one, or `N working days before statutory`.
    ///
    /// # Errors
    /// Where the text is none of these.
    pub fn target(text: &str) -> Result<Timescale, TimescaleError> {
        before(text, "statutory").map_or_else(|| text.parse(), Ok)
    }

    /// Reads an `opens` rule: `today`, `N working days before target`, or a period from `from_date`.
    ///
    /// # Errors
    /// Where the text is none of these.
    pub fn opens(text: &str) -> Result<Timescale, TimescaleError> {
        if text == "today" {
            return Ok(Timescale::Today);
        }
        before(text, "target").map_or_else(|| text.parse(), Ok)
    }
}

fn before(text: &str, what: &str) -> Option<Timescale> {
    let period = text.strip_suffix(what)?.trim_end().strip_suffix("before")?.trim_end();
    match Period::parse(period)? {
        Period::WorkingDays(n) => Some(Timescale::Before(n)),
        Period::Days(_) | Period::Months(_) => None,
    }
}

impl FromStr for Timescale {
    type Err = TimescaleError;

    fn from_str(text: &str) -> Result<Timescale, TimescaleError> {
        if text == "none" {
            return Ok(Timescale::None);
        }
        match text.split_once(" or ") {
            Some((a, b)) => Period::parse(a.trim())
                .zip(Period::parse(b.trim()))
                .map(|(a, b)| Timescale::Earlier(a, b))
                .ok_or(TimescaleError),
            None => Period::parse(text.trim()).map(Timescale::After).ok_or(TimescaleError),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match *self {
            Period::WorkingDays(n) => (n, "working day"),
            Period::Days(n) => (n, "day"),
            Period::Months(n) => (n, "month"),
        };
        write!(f, "{n} {unit}{}", if n == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Holidays, parse_date};

    fn counted(rule: &str, from: &str) -> String {
        let calendar = WorkingCalendar::new(Holidays::EnglandAndWales, &[]);
        let rule: Timescale = rule.parse().expect("a timescale");
        rule.counted_from(parse_date(from).expect("a date"), &calendar).expect("counted").to_string()
    }

    #[test]
    fn months_keep_the_day_or_take_the_months_last() {
        let cases = [
            ("3 months", "2011-11-30", "2012-02-29"),
            ("3 months", "2012-11-30", "2013-02-28"),
            ("6 months", "2012-08-31", "2013-02-28"),
            ("1 month", "2012-01-15", "2012-02-15"),
            ("28 days", "2012-04-02", "2012-04-30"),
            ("12 months", "2012-02-29", "2013-02-28"),
        ];
        for (rule, from, to) in cases {
            assert_eq!(counted(rule, from), to, "{rule} from {from}");
        }
    }

    #[test]
    fn the_earlier_of_months_and_days_is_sometimes_either() {
        // 3 months from 2 January is 2 April, 91 days in 2012 (a leap year), 90 days in 2013.
        assert_eq!(counted("3 months or 91 days", "2013-01-02"), "2013-04-02");
        assert_eq!(counted("3 months or 91 days", "2012-03-01"), "2012-05-31"); // 92 days to 1 June
        assert_eq!(counted("6 months or 183 days", "2012-03-01"), "2012-08-31"); // 184 days to 1 September
        assert_eq!(counted("6 months or 183 days", "2012-10-01"), "2013-04-01"); // 182 days
    }

    #[test]
    fn reads_the_rules_of_the_contract_and_refuses_the_rest() {
        use Period::{Days, Months, WorkingDays};
        assert_eq!(Timescale::statutory("none"), Ok(Timescale::None));
        assert_eq!(Timescale::statutory("15 working days"), Ok(Timescale::After(WorkingDays(15))));
        assert_eq!(
            Timescale::statutory("6 months or 183 days"),
            Ok(Timescale::Earlier(Months(6), Days(183)))
        );
        assert_eq!(Timescale::target("10 working days before statutory"), Ok(Timescale::Before(10)));
        assert_eq!(Timescale::opens("20 working days before target"), Ok(Timescale::Before(20)));
        assert_eq!(Timescale::opens("today"), Ok(Timescale::Today));
        for text in
            ["", "soon", "-3 days", "3 weeks", "99999999999 days", "3 months or", "5000 months", "+3 days"]
        {
            assert!(Timescale::statutory(text).is_err(), "{text}");
        }
        for text in ["10 days before statutory", "10 working days before target", "today"] {
            assert!(Timescale::target(text).is_err(), "{text}");
        }
        assert!(Timescale::opens("10 working days before statutory").is_err());
    }
}
