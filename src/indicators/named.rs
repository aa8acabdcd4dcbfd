//! Periods by name: what people choose figures for.

use chrono::{Datelike, Months, NaiveDate};

use super::Period;

/// A month, a quarter or a year of a council, which begins in April.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// The year that begins in April of this one.
    Year(i32),
    /// A quarter of that year, 1 = April to June.
    Quarter(i32, u32),
    /// A month of a calendar year.
    Month(i32, u32),
}

impl Named {
    /// Reads `year-2011-12`, `quarter-2011-12-4` or `month-2012-03`, or `None` where it is none of them.
    pub fn parse(text: &str) -> Option<Named> {
        let (what, which) = text.split_once('-')?;
        let begins = |period: Period| period.first().year();
        let named = match what {
            "year" => Named::Year(begins(Period::parse_year(which)?)),
            "quarter" => {
                let (year, quarter) = which.rsplit_once('-')?;
                Named::Quarter(begins(Period::parse_year(year)?), quarter.parse().ok()?)
            }
            "month" => {
                let first = Period::parse_month(which)?.first();
                Named::Month(first.year(), first.month())
            }
            _ => return None,
        };
        named.period().map(|_| named)
    }

    /// Returns the word by which it is read again.
    pub fn word(self) -> String {
        let of = |year: i32| format!("{year:04}-{:02}", (year + 1) % 100);
        match self {
            Named::Year(year) => format!("year-{}", of(year)),
            Named::Quarter(year, quarter) => format!("quarter-{}-{quarter}", of(year)),
            Named::Month(year, month) => format!("month-{year:04}-{month:02}"),
        }
    }

    /// Returns its days, `None` where the calendar has no such period.
    pub fn period(self) -> Option<Period> {
        match self {
            Named::Year(year) => Period::year(year),
            Named::Quarter(year, quarter) => Period::quarter(year, quarter),
            Named::Month(year, month) => Period::month(year, month),
        }
    }

    /// Returns the year from April to March that it lies in.
    pub fn year(self) -> Option<Period> {
        self.period().and_then(|period| Period::year_of(period.first()))
    }

    /// Returns the periods that people choose from on a day, the newest first: the last five years, eight quarters and 24 months, those
    /// under way among them.
    pub fn recent(today: NaiveDate) -> Vec<Named> {
        let Some(year) = Period::year_of(today).map(|year| year.first().year()) else { return Vec::new() };
        let mut recent: Vec<Named> = (0..5).map(|ago| Named::Year(year - ago)).collect();
        let quarters = (0..3).flat_map(|ago| (1..=4).rev().map(move |quarter| (year - ago, quarter)));
        let begun = quarters
            .map(|(year, quarter)| Named::Quarter(year, quarter))
            .filter(|quarter| quarter.period().is_some_and(|period| period.first() <= today));
        recent.extend(begun.take(8));
        let months = (0..24).filter_map(|ago| today.checked_sub_months(Months::new(ago)));
        recent.extend(months.map(|day| Named::Month(day.year(), day.month())));
        recent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_date;

    #[test]
    fn a_period_is_read_again_by_its_word() {
        let today = parse_date("2012-04-02").expect("a date");
        let recent = Named::recent(today);
        assert_eq!(recent.len(), 5 + 8 + 24);
        for named in &recent {
            assert_eq!(Named::parse(&named.word()), Some(*named));
            assert!(named.period().is_some_and(|period| period.first() <= today), "{named:?}");
        }
        let words: Vec<String> = recent.iter().map(|named| named.word()).collect();
        for word in
            ["year-2012-13", "year-2008-09", "quarter-2012-13-1", "quarter-2010-11-2", "month-2010-05"]
        {
            assert!(words.iter().any(|one| one == word), "{word}: {words:?}");
        }
        for text in
            ["", "year", "year-2011", "quarter-2011-12-5", "quarter-2011-12", "month-2012-13", "week-1"]
        {
            assert_eq!(Named::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_knows_its_year() {
        let cases = [("month-2012-03", 2011), ("quarter-2011-12-4", 2011), ("year-2012-13", 2012)];
        for (word, year) in cases {
            let named = Named::parse(word).expect("a period");
            assert_eq!(named.year(), Period::year(year), "{word}");
        }
    }
}
