//! Periods that figures are told for: a month, a quarter, a year from April to March.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::words;

/// The days from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

/// The month in which councils begin their year.
const APRIL: u32 = 4;

impl Period {
    /// Returns the days from `first` to `last`, or `None` where `last` comes before `first`.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Period> {
        (first <= last).then_some(Period { first, last })
    }

    /// Returns a month (1 to 12) of a calendar year, or `None` where there is no such month.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        Period::months(NaiveDate::from_ymd_opt(year, month, 1)?, 1)
    }

    /// Returns a quarter (1 = April to June, 4 = January to March) of the year that begins in April of `year`, or `None` where there
    /// is none.
    pub fn quarter(year: i32, quarter: u32) -> Option<Period> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        Period::months(NaiveDate::from_ymd_opt(year, APRIL, 1)? + Months::new(3 * (quarter - 1)), 3)
    }

    /// Returns the year from April of `year` to March of the next, or `None` outside the calendar.
    pub fn year(year: i32) -> Option<Period> {
        Period::months(NaiveDate::from_ymd_opt(year, APRIL, 1)?, 12)
    }

    /// Reads `2011-12`, a year from April to March, or `None` where it is not one.
    pub fn parse_year(text: &str) -> Option<Period> {
        let (year, next) = text.split_once('-')?;
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(next, 2) {
            return None;
        }
        let year: i32 = year.parse().ok()?;
        ((year + 1) % 100 == next.parse::<i32>().ok()?).then(|| Period::year(year))?
    }

    /// Reads `2012-03`, a month, or `None` where it is not one.
    pub fn parse_month(text: &str) -> Option<Period> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        Period::month(year.parse().ok()?, month.parse().ok()?)
    }

    fn months(first: NaiveDate, n: u32) -> Option<Period> {
        let next = first.checked_add_months(Months::new(n))?;
        Period::new(first, next.checked_sub_days(Days::new(1))?)
    }

    /// Returns its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Returns its last day.
    pub fn last(self) -> NaiveDate {
        self.last
    }

    /// Whether `date` lies in it.
    pub fn holds(self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// Returns what of it has come by a day, or `None` where it begins later.
    pub fn until(self, day: NaiveDate) -> Option<Period> {
        Period::new(self.first, self.last.min(day))
    }

    /// Whether it is a whole month, quarter or year of a council.
    pub fn is_whole(self) -> bool {
        let month = Period::month(self.first.year(), self.first.month());
        [month, Period::quarter_of(self.first), Period::year(self.first.year())].contains(&Some(self))
    }

    /// Returns the months that begin in it, in order, each whole but for the last, which ends with it.
    pub fn each_month(self) -> Vec<Period> {
        let mut months = Vec::new();
        let mut next = Period::month(self.first.year(), self.first.month());
        while let Some(month) = next.filter(|month| month.first <= self.last) {
            months.extend(month.until(self.last));
            next = month.last.succ_opt().and_then(|day| Period::month(day.year(), day.month()));
        }
        months
    }

    /// Returns the quarter of a council's year that `date` lies in.
    pub fn quarter_of(date: NaiveDate) -> Option<Period> {
        let year = Period::year_of(date)?.first.year();
        (1..=4).filter_map(|quarter| Period::quarter(year, quarter)).find(|quarter| quarter.holds(date))
    }

    /// Returns the year from April to March that `date` lies in.
    pub fn year_of(date: NaiveDate) -> Option<Period> {
        Period::year(date.year() - i32::from(date.month() < APRIL))
    }

    /// Returns it in words: `March 2012`, `2011/12`, `January to March 2012`, or its first and last day.
    pub fn words(self) -> String {
        let is = |other: Option<Period>| other == Some(self);
        if is(Period::month(self.first.year(), self.first.month())) {
            self.first.format("%B %Y").to_string()
        } else if is(Period::year(self.first.year())) {
            format!("{}/{:02}", self.first.year(), (self.first.year() + 1) % 100)
        } else if is(Period::quarter_of(self.first)) {
            format!("{} to {}", self.first.format("%B"), self.last.format("%B %Y"))
        } else {
            format!("{} to {}", words::date(self.first), words::date(self.last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn periods_begin_and_end_where_councils_count() {
        let cases = [
            (Period::month(2012, 2), "2012-02-01", "2012-02-29", "February 2012"),
            (Period::quarter(2011, 4), "2012-01-01", "2012-03-31", "January to March 2012"),
            (Period::year(2011), "2011-04-01", "2012-03-31", "2011/12"),
            (Period::parse_year("1999-00"), "1999-04-01", "2000-03-31", "1999/00"),
            (Period::parse_month("2012-03"), "2012-03-01", "2012-03-31", "March 2012"),
        ];
        for (period, first, last, words) in cases {
            let period = period.expect("a period");
            assert_eq!(Some(period.first()), parse_date(first), "{words}");
            assert_eq!(Some(period.last()), parse_date(last), "{words}");
            assert_eq!(period.words(), words);
        }
        for text in ["2011", "2011-13", "11-12", "2011-12-01", "2011/12", "x011-12"] {
            assert_eq!(Period::parse_year(text), None, "{text}");
        }
        for text in ["2012-13", "2012-3", "2012", "2012-00"] {
            assert_eq!(Period::parse_month(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_that_is_not_over_ends_with_the_day() {
        let day = |text: &str| parse_date(text).expect("a day");
        let year = Period::year(2012).expect("a year");
        // By day, its last day, how many months, whether it is whole.
        let cases = [
            ("2012-03-31", None),
            ("2012-04-01", Some(("2012-04-01", 1, false))),
            ("2012-06-15", Some(("2012-06-15", 3, false))),
            ("2012-06-30", Some(("2012-06-30", 3, true))),
            ("2013-03-31", Some(("2013-03-31", 12, true))),
            ("2014-01-01", Some(("2013-03-31", 12, true))),
        ];
        for (by, expected) in cases {
            let found = year.until(day(by));
            let of = |period: Period| (period.last(), period.each_month().len(), period.is_whole());
            assert_eq!(found.map(of), expected.map(|(last, n, whole)| (day(last), n, whole)), "{by}");
            assert!(
                found.is_none_or(|found| found.each_month().last().map(|m| m.last()) == Some(found.last()))
            );
        }
    }

    #[test]
    fn a_year_has_twelve_months_and_a_day_its_quarter() {
        let year = Period::year(2011).expect("a year");
        let months = year.each_month();
        assert_eq!((months.len(), months[0].words().as_str()), (12, "April 2011"));
        assert_eq!(months[11].last(), year.last());
        let day = parse_date("2012-03-31").expect("a day");
        assert_eq!(Period::quarter_of(day), Period::quarter(2011, 4));
        assert_eq!(Period::year_of(day), Some(year));
    }
}
