//! What one cell may say: from text to a value, strictly in the register's notation.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};

use crate::calendar::{Clock, moment, parse_clock, parse_date, parse_moment};
use crate::register::{Fte, Reference};

/// The years in which a register's dates lie; others are slips of the finger.
pub(super) const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Why a cell is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What is wrong with it: `is not a date`.
    pub(super) problem: Cow<'static, str>,
    /// What would be right.
    pub(super) wanted: Cow<'static, str>,
    /// What was probably meant.
    pub(super) meant: Option<String>,
}

/// What reading a cell gives.
pub(super) type Reading<T> = Result<T, Refusal>;

/// The words of a closed list, each with its value.
pub(super) type Words<T> = [(&'static str, T)];

const DATE: &str = "a date such as 2012-04-02";
const CLOCK: &str = "a time such as 09:30";

/// Weekdays as the register writes them.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Mon),
    ("Tue", Weekday::Tue),
    ("Wed", Weekday::Wed),
    ("Thu", Weekday::Thu),
    ("Fri", Weekday::Fri),
    ("Sat", Weekday::Sat),
    ("Sun", Weekday::Sun),
];

/// `yes` and `no`.
pub(super) const YES_NO: [(&str, bool); 2] = [("yes", true), ("no", false)];

fn refuse<T>(
    problem: impl Into<Cow<'static, str>>,
    wanted: impl Into<Cow<'static, str>>,
    meant: Option<String>,
) -> Reading<T> {
    Err(Refusal { problem: problem.into(), wanted: wanted.into(), meant })
}

/// Reads a reference.
pub(super) fn reference(text: &str) -> Reading<Reference> {
    Reference::new(text).map_or_else(
        || {
            let meant = Reference::new(text.trim()).map(|reference| reference.to_string());
            refuse("is not a reference", "1 to 40 of A-Z a-z 0-9 . _ -", meant)
        },
        Ok,
    )
}

/// Reads a date.
pub(super) fn date(text: &str) -> Reading<NaiveDate> {
    match parse_date(text) {
        Some(date) if YEARS.contains(&date.year()) => Ok(date),
        Some(_) => {
            refuse("is out of range", format!("a date from {} to {}", YEARS.start(), YEARS.end()), None)
        }
        None => refuse("is not a date", DATE, meant_date(text.trim()).map(|date| date.to_string())),
    }
}

/// Reads a time of day.
pub(super) fn clock(text: &str) -> Reading<i32> {
    parse_clock(text).map_or_else(
        || refuse("is not a time", CLOCK, meant_clock(text.trim()).map(|clock| clock.to_string())),
        |clock| Ok(clock.0),
    )
}

/// Reads a moment.
pub(super) fn moment_of(text: &str) -> Reading<NaiveDateTime> {
    match parse_moment(text) {
        Some(moment) if YEARS.contains(&moment.year()) => Ok(moment),
        Some(_) => {
            refuse("is out of range", format!("a moment from {} to {}", YEARS.start(), YEARS.end()), None)
        }
        None => refuse("is not a moment", "a moment such as 2012-04-02T09:30", meant_moment(text)),
    }
}

/// Reads the start of a stretch of time: a date is its first minute.
pub(super) fn stretch_start(text: &str) -> Reading<NaiveDateTime> {
    date_or_moment(text, |date| Some(moment(date, 0)))
}

/// Reads the end of a stretch of time: a date is included, a moment is not.
pub(super) fn stretch_end(text: &str) -> Reading<NaiveDateTime> {
    date_or_moment(text, |date| Some(moment(date.checked_add_days(Days::new(1))?, 0)))
}

fn date_or_moment(
    text: &str,
    of_date: impl Fn(NaiveDate) -> Option<NaiveDateTime>,
) -> Reading<NaiveDateTime> {
    const WANTED: &str = "a date such as 2012-04-02 or a moment such as 2012-04-02T09:30";
    let read = parse_date(text).and_then(of_date).or_else(|| parse_moment(text));
    match read {
        Some(moment) if YEARS.contains(&moment.year()) => Ok(moment),
        Some(_) => refuse(
            "is out of range",
            format!("a date or moment from {} to {}", YEARS.start(), YEARS.end()),
            None,
        ),
        None => {
            let meant = meant_date(text.trim()).map(|date| date.to_string());
            refuse("is neither a date nor a moment", WANTED, meant.or_else(|| meant_moment(text)))
        }
    }
}

/// Reads a whole number in `range`.
pub(super) fn whole<N>(range: RangeInclusive<N>, unit: &'static str) -> impl Fn(&str) -> Reading<N>
where
    N: TryFrom<i64> + PartialOrd + Copy + std::fmt::Display,
{
    move |text| {
        let wanted = || format!("{unit}, a whole number from {} to {}", range.start(), range.end());
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            let trimmed = text.trim().trim_end_matches(".0");
            let meant = trimmed.parse::<i64>().ok().map(|number| number.to_string());
            return refuse("is not a whole number", wanted(), meant);
        }
        match text.parse::<i64>().ok().and_then(|number| N::try_from(number).ok()) {
            Some(number) if range.contains(&number) => Ok(number),
            _ => refuse("is out of range", wanted(), None),
        }
    }
}

/// Reads degrees: a decimal no further from 0 than `limit`.
pub(super) fn degrees(limit: f64) -> impl Fn(&str) -> Reading<f64> {
    move |text| {
        let wanted = || format!("decimal degrees from -{limit} to {limit}, such as 53.7935");
        let plain = |text: &str| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let decimal = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if decimal { text.parse::<f64>().ok() } else { None }
        };
        match plain(text) {
            Some(degrees) if degrees.abs() <= limit => Ok(degrees),
            Some(_) => refuse("is out of range", wanted(), None),
            None => {
                let tidy = text.trim().replace(',', ".");
                refuse("is not a decimal", wanted(), plain(&tidy).map(|_| tidy))
            }
        }
    }
}

/// Reads a full-time equivalent.
pub(super) fn fte(text: &str) -> Reading<Fte> {
    Fte::parse(text).map_or_else(
        || {
            let tidy = text.trim().replace(',', ".");
            let meant = Fte::parse(&tidy).map(|fte| fte.to_string());
            refuse("is not a full-time equivalent", "a decimal from 0 to 9.999999, such as 0.6", meant)
        },
        Ok,
    )
}

/// Reads one word of a closed list.
pub(super) fn word<T: Copy>(words: &'static Words<T>) -> impl Fn(&str) -> Reading<T> {
    move |text| match words.iter().find(|(word, _)| *word == text) {
        Some(&(_, value)) => Ok(value),
        None => {
            let known = words.iter().map(|&(word, _)| word);
            let longer = || known.clone().find(|word| text.to_lowercase().starts_with(&word.to_lowercase()));
            let meant = super::near::Near::default().nearest(text, known.clone());
            let meant = meant.or_else(|| longer().map(str::to_owned));
            refuse("is not known", format!("one of {}", known.collect::<Vec<_>>().join(", ")), meant)
        }
    }
}

/// Returns the word for a value of a closed list.
pub(super) fn word_for<T: PartialEq>(words: &Words<T>, value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |&(word, _)| word)
}

/// Reads one free word, such as a feature.
pub(super) fn free_word(text: &str) -> Reading<String> {
    if text.trim() == text && !text.is_empty() && !text.contains(char::is_control) {
        return Ok(text.to_owned());
    }
    let meant = Some(text.trim().to_owned()).filter(|trimmed| !trimmed.is_empty());
    refuse("is not a word", "words separated by ; without blanks around them", meant)
}

/// Reads free text.
pub(super) fn text(text: &str) -> Reading<String> {
    Ok(text.to_owned())
}

/// Returns the date that somebody meant who wrote it as British people do, or without its zeros.
pub(super) fn meant_date(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix(" 00:00").or(text.strip_suffix(" 00:00:00")).unwrap_or(text);
    let part = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 4);
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let year = match part(year)? {
        short if year.len() == 2 => 2000 + short,
        long => long,
    };
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?)
}

/// Returns the time that somebody meant who wrote `9:30`, `9.30`, `0930` or `09:30:00`.
fn meant_clock(text: &str) -> Option<Clock> {
    let number = |part: &str| part.parse::<i32>().ok().filter(|_| part.len() <= 2);
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some((hours, rest)) => (hours, rest.strip_suffix(":00").unwrap_or(rest)),
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => return None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let clock = Clock(hours * 60 + minutes);
    ((0..60).contains(&minutes) && (0..=1440).contains(&clock.0)).then_some(clock)
}

/// Returns the moment that somebody meant who separated date and time by a blank, or by nothing the register
/// knows.
fn meant_moment(text: &str) -> Option<String> {
    let (date, time) = text.trim().split_once([' ', 'T', 't'])?;
    Some(format!("{}T{}", meant_date(date)?, meant_clock(time.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader makes of a text: the value, or what was probably meant.
    fn check<T: std::fmt::Debug>(reader: impl Fn(&str) -> Reading<T>, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let found = match reader(text) {
                Ok(value) => format!("{value:?}"),
                Err(Refusal { problem, meant, .. }) => match meant {
                    Some(meant) => format!("{problem} ({meant})"),
                    None => problem.into_owned(),
                },
            };
            assert_eq!(found, *expected, "{text:?}");
        }
    }

    #[test]
    fn dates() {
        check(
            date,
            &[
                ("2012-04-02", "2012-04-02"),
                ("02/04/2012", "is not a date (2012-04-02)"),
                ("2/4/12", "is not a date (2012-04-02)"),
                ("2012-4-2", "is not a date (2012-04-02)"),
                ("2012-02-30", "is not a date"),
                ("1899-12-31", "is out of range"),
                ("2201-01-01", "is out of range"),
                ("soon", "is not a date"),
            ],
        );
    }

    #[test]
    fn times_and_moments() {
        check(
            clock,
            &[
                ("09:30", "570"),
                ("24:00", "1440"),
                ("9:30", "is not a time (09:30)"),
                ("9.30", "is not a time (09:30)"),
                ("0930", "is not a time (09:30)"),
                ("09:30:00", "is not a time (09:30)"),
                ("25:00", "is not a time"),
            ],
        );
        check(
            moment_of,
            &[
                ("2012-04-02T09:30", "2012-04-02T09:30:00"),
                ("2012-04-02 9:30", "is not a moment (2012-04-02T09:30)"),
                ("02/04/2012 09:30", "is not a moment (2012-04-02T09:30)"),
                ("2012-04-02", "is not a moment"),
            ],
        );
    }

    #[test]
    fn a_stretch_includes_its_last_date_and_excludes_its_last_moment() {
        check(stretch_start, &[("2012-04-02", "2012-04-02T00:00:00")]);
        check(
            stretch_end,
            &[
                ("2012-04-02", "2012-04-03T00:00:00"),
                ("2012-04-02T12:00", "2012-04-02T12:00:00"),
                ("2/4/2012", "is neither a date nor a moment (2012-04-02)"),
            ],
        );
    }

    #[test]
    fn numbers() {
        check(
            whole(1..=50_u32, "meetings"),
            &[
                ("1", "1"),
                ("50", "50"),
                ("0", "is out of range"),
                ("51", "is out of range"),
                ("-1", "is out of range"),
                ("99999999999999999999", "is out of range"),
                ("3.0", "is not a whole number (3)"),
                (" 3", "is not a whole number (3)"),
                ("+3", "is not a whole number (3)"),
                ("three", "is not a whole number"),
            ],
        );
        check(
            degrees(90.0),
            &[
                ("53.7", "53.7"),
                ("-2", "-2.0"),
                ("90", "90.0"),
                ("90.1", "is out of range"),
                ("NaN", "is not a decimal"),
                ("inf", "is not a decimal"),
                ("1e1", "is not a decimal"),
                (".", "is not a decimal"),
                ("53,7", "is not a decimal (53.7)"),
            ],
        );
        check(fte, &[("0.6", "Fte(600000)"), ("0,6", "is not a full-time equivalent (0.6)")]);
    }

    #[test]
    fn words_and_references() {
        check(
            word(&WEEKDAYS),
            &[
                ("Mon", "Mon"),
                ("mon", "is not known (Mon)"),
                ("Thursday", "is not known (Thu)"),
                ("xx", "is not known"),
            ],
        );
        check(
            reference,
            &[
                ("R-1", "Reference(\"R-1\")"),
                (" R-1", "is not a reference (R-1)"),
                ("two words", "is not a reference"),
            ],
        );
        check(
            free_word,
            &[
                ("language:urdu", "\"language:urdu\""),
                (" video", "is not a word (video)"),
                ("", "is not a word"),
            ],
        );
    }
}
