//! Dates as case systems write them: ISO or day/month/year, with or without a time. Month/day/year is never guessed.

use chrono::{Datelike, Days, NaiveDate};

use crate::files::quoted;

/// Years in which a date can lie; others are slips of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// What is wanted.
const WANTED: &str = "a date such as 2021-03-01 or 01/03/2021";

/// Why a cell is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadDate {
    /// What stood there, as far as it may be shown, what is wrong with it and what is wanted.
    pub(super) message: String,
    pub(super) meant: Option<String>,
}

/// Whether a cell says nothing, in a word that databases and spreadsheets have for it.
pub(super) fn is_empty(text: &str) -> bool {
    const NOTHING: [&str; 8] = ["", "-", "null", "none", "nat", "nan", "n/a", "#n/a"];
    NOTHING.contains(&text.trim().to_ascii_lowercase().as_str())
}

/// Reads a date; `None` where the cell says nothing. A time after it does not count.
pub(super) fn read(text: &str) -> Result<Option<NaiveDate>, BadDate> {
    if is_empty(text) {
        return Ok(None);
    }
    let text = text.trim();
    let bad = |problem: &str, meant: Option<NaiveDate>| {
        let message = format!("{} {problem}; wanted {WANTED}", shown(text));
        Err(BadDate { message, meant: meant.map(|date| date.to_string()) })
    };
    let day = without_time(text);
    match iso(day).or_else(|| british(day)) {
        Some(date) if YEARS.contains(&date.year()) => Ok(Some(date)),
        Some(_) => bad("is out of range", None),
        None => bad("is not a date", meant(day)),
    }
}

/// Returns what stood in a cell for a message: dates, in quotation marks. Anything else may be a name, a number or a
/// postcode that stands in the wrong column, and is only described.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 30;
    let is_month = |word: &str| 3 <= word.len() && month(word).is_some();
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_like_a_date = text.len() <= MOST
        && text.bytes().any(|b| matches!(b, b'/' | b'-' | b'.' | b' '))
        && text.bytes().any(|b| b.is_ascii_digit())
        && words.all(|word| matches!(word, "T" | "Z") || is_month(word));
    if is_like_a_date {
        return quoted(text);
    }
    let n_characters = text.chars().count();
    let what = if text.bytes().all(|b| b.is_ascii_digit()) { "a number" } else { "text" };
    format!("{what} of {n_characters} characters, which is not shown,")
}

fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return text };
    let time = time.trim().trim_end_matches('Z');
    let is_time = !time.is_empty() && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    if is_time && time.contains(':') { day } else { text }
}

fn number(text: &str, most_digits: usize) -> Option<u32> {
    let plain = (1..=most_digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn iso(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return None;
    }
    NaiveDate::from_ymd_opt(number(year, 4)? as i32, number(month, 2)?, number(day, 2)?)
}

fn british(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(number(year, 4)? as i32, number(month, 2)?, number(day, 2)?)
}

/// Returns the month that a word begins the name of, from 1.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let found = MONTHS.iter().position(|name| 3 <= word.len() && name.starts_with(&word));
    found.map(|at| at as u32 + 1)
}

/// Returns the date that somebody meant who wrote it with other separators, a short year, the month in words or first,
/// or who left a spreadsheet's number for the day.
fn meant(text: &str) -> Option<NaiveDate> {
    if let Some(days) = number(text, 5).filter(|days| (20_000..80_000).contains(days)) {
        // Day 1 of a spreadsheet is 1 January 1900, and it has a 29 February in that year.
        return NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.into()));
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let (year, middle, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let year = match (number(year, 4)?, year.len()) {
        (short, 2) => 2000 + short,
        (long, 4) => long,
        _ => return None,
    };
    let (middle, day) = (number(middle, 2).or_else(|| month(middle))?, number(day, 2)?);
    let date = NaiveDate::from_ymd_opt(year as i32, middle, day);
    date.or_else(|| NaiveDate::from_ymd_opt(year as i32, day, middle))
        .filter(|date| YEARS.contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_iso_or_british() {
        let cases = [
            ("2021-03-01", "2021-03-01"),
            ("01/03/2021", "2021-03-01"),
            ("1/3/2021", "2021-03-01"),
            (" 2021-03-01 ", "2021-03-01"),
            ("2021-03-01 00:00:00.000", "2021-03-01"),
            ("2021-03-01T09:30", "2021-03-01"),
            ("01/03/2021 09:30", "2021-03-01"),
            ("", "nothing"),
            ("NULL", "nothing"),
            ("#N/A", "nothing"),
            ("12/25/2020", "\"12/25/2020\" is not a date (2020-12-25)"),
            ("01/03/21", "\"01/03/21\" is not a date (2021-03-01)"),
            ("01.03.2021", "\"01.03.2021\" is not a date (2021-03-01)"),
            ("1 Mar 2021", "\"1 Mar 2021\" is not a date (2021-03-01)"),
            ("2021-02-30", "\"2021-02-30\" is not a date"),
            ("2021-3-1", "\"2021-3-1\" is not a date (2021-03-01)"),
            ("0201-03-01", "\"0201-03-01\" is out of range"),
            // 44,090 days after 30 December 1899 is 16 September 2020.
            ("44090", "a number of 5 characters, which is not shown, is not a date (2020-09-16)"),
            ("Ann Other", "text of 9 characters, which is not shown, is not a date"),
            ("H5 1QW", "text of 6 characters, which is not shown, is not a date"),
        ];
        for (text, expected) in cases {
            let found = match read(text) {
                Ok(Some(date)) => date.to_string(),
                Ok(None) => "nothing".to_owned(),
                Err(bad) => {
                    let message = bad.message.split(';').next().unwrap_or_default();
                    bad.meant.map_or(message.to_owned(), |meant| format!("{message} ({meant})"))
                }
            };
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
