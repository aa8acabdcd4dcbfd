//! The bank holidays of England and Wales, as data.
//!
//! Source: GOV.UK, "UK bank holidays" (Open Government Licence v3.0), for the years that it publishes and its
//! archived announcements of one-off days (29 April 2011, 5 June 2012, 8 May 2020, 3 June and 19 September 2022,
//! 8 May 2023). Later years follow the Banking and Financial Dealings Act 1971, with substitute days as
//! proclaimed each year so far. New one-off days are a line in `england_and_wales.csv`.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The years for which bank holidays are known.
pub const BANK_HOLIDAY_YEARS: RangeInclusive<i32> = 2009..=2035;

const ENGLAND_AND_WALES: &str = include_str!("england_and_wales.csv");

/// Which built-in holidays an authority keeps, besides its `extra_holidays`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holidays {
    /// The bank holidays of England and Wales, 2009 to 2035.
    #[default]
    EnglandAndWales,
    /// None: every Monday to Friday is a working day unless it is an extra holiday.
    None,
}

/// Returns the bank holidays of England and Wales in [`BANK_HOLIDAY_YEARS`], in order of date.
pub fn bank_holidays() -> impl Iterator<Item = NaiveDate> {
    ENGLAND_AND_WALES
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .filter_map(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use chrono::{Datelike, Weekday};

    fn days_of(year: i32) -> Vec<String> {
        bank_holidays().filter(|d| d.year() == year).map(|d| d.format("%-d %b").to_string()).collect()
    }

    #[test]
    fn every_line_of_the_data_is_a_weekday_and_is_read() {
        let days: Vec<_> = bank_holidays().collect();
        assert_eq!(days.len(), ENGLAND_AND_WALES.lines().count() - 1);
        assert!(days.iter().all(|d| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun)));
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
        let years: BTreeSet<_> = days.iter().map(|d| d.year()).collect();
        assert_eq!(years, BANK_HOLIDAY_YEARS.collect());
    }

    #[test]
    fn years_with_one_off_and_substitute_days() {
        let cases = [
            (2011, "3 Jan,22 Apr,25 Apr,29 Apr,2 May,30 May,29 Aug,26 Dec,27 Dec"),
            (2012, "2 Jan,6 Apr,9 Apr,7 May,4 Jun,5 Jun,27 Aug,25 Dec,26 Dec"),
            (2020, "1 Jan,10 Apr,13 Apr,8 May,25 May,31 Aug,25 Dec,28 Dec"),
            (2022, "3 Jan,15 Apr,18 Apr,2 May,2 Jun,3 Jun,29 Aug,19 Sep,26 Dec,27 Dec"),
            (2023, "2 Jan,7 Apr,10 Apr,1 May,8 May,29 May,28 Aug,25 Dec,26 Dec"),
            (2025, "1 Jan,18 Apr,21 Apr,5 May,26 May,25 Aug,25 Dec,26 Dec"),
            (2026, "1 Jan,3 Apr,6 Apr,4 May,25 May,31 Aug,25 Dec,28 Dec"),
            (2027, "1 Jan,26 Mar,29 Mar,3 May,31 May,30 Aug,27 Dec,28 Dec"),
        ];
        for (year, expected) in cases {
            assert_eq!(days_of(year).join(","), expected, "{year}");
        }
    }
}
