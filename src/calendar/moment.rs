//! Times of day and moments, in the register's notation.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// A time of day in whole minutes since midnight, 0 to 1,440 (the end of the day).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Clock(pub i32);

impl Clock {
    /// The end of the day, 24:00.
    pub const MIDNIGHT: Clock = Clock(1440);
    /// Noon: a start before it is `am`.
    pub const NOON: Clock = Clock(720);

    /// Returns the time of day of a moment; seconds are dropped.
    pub fn of(moment: NaiveDateTime) -> Clock {
        Clock((moment.hour() * 60 + moment.minute()) as i32)
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.div_euclid(60), self.0.rem_euclid(60))
    }
}

/// A stretch of one day, in minutes since midnight: `from` included, `until` not.
///
/// An occupation that begins before midnight or ends after it keeps its negative or large minutes, so that
/// it is seen to lie outside every opening hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first minute.
    pub from: i32,
    /// The minute after the last.
    pub until: i32,
}

impl Span {
    /// The whole day.
    pub const DAY: Span = Span { from: 0, until: 1440 };

    /// Returns the span `[from, until)`.
    pub fn new(from: i32, until: i32) -> Span {
        Span { from, until }
    }

    /// Returns its length in minutes.
    pub fn minutes(self) -> i32 {
        self.until - self.from
    }

    /// Whether the two share a minute.
    pub fn overlaps(self, other: Span) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// Returns what is left of this span without `gone`: at most a part before it and a part after it.
    pub fn without(self, gone: Span) -> impl Iterator<Item = Span> {
        let before = Span::new(self.from, self.until.min(gone.from));
        let after = Span::new(self.from.max(gone.until), self.until);
        [before, after].into_iter().filter(|part| part.from < part.until)
    }

    /// Whether `inner` lies inside this span.
    pub fn covers(self, inner: Span) -> bool {
        self.from <= inner.from && inner.until <= self.until
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", Clock(self.from), Clock(self.until))
    }
}

/// Returns the moment `minutes` after midnight of `date`.
pub fn moment(date: NaiveDate, minutes: i32) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + chrono::TimeDelta::minutes(i64::from(minutes))
}

/// Reads a date such as `2012-04-02`; anything else is `None`.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if shape { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// Reads a time of day such as `09:30`, up to `24:00`; anything else is `None`.
pub fn parse_clock(text: &str) -> Option<Clock> {
    let bytes = text.as_bytes();
    if bytes.len() != 5 || bytes[2] != b':' {
        return None;
    }
    let digit = |i: usize| bytes[i].is_ascii_digit().then(|| i32::from(bytes[i] - b'0'));
    let (hours, minutes) = (digit(0)? * 10 + digit(1)?, digit(3)? * 10 + digit(4)?);
    let clock = Clock(hours * 60 + minutes);
    (minutes < 60 && clock <= Clock::MIDNIGHT).then_some(clock)
}

/// Reads a moment such as `2012-04-02T09:30`; `T24:00` is the start of the next day.
pub fn parse_moment(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.split_once('T')?;
    Some(moment(parse_date(date)?, parse_clock(time)?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_the_registers_notation() {
        let cases = [
            ("09:30", Some(570)),
            ("00:00", Some(0)),
            ("24:00", Some(1440)),
            ("24:01", None),
            ("9:30", None),
            ("09:60", None),
            ("0930", None),
            ("ab:cd", None),
            ("", None),
        ];
        for (text, minutes) in cases {
            assert_eq!(parse_clock(text).map(|c| c.0), minutes, "{text}");
        }
        for text in ["2012-4-2", "02/04/2012", "2012-02-30", "2012-04-02 ", "+012-04-02"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert_eq!(
            parse_moment("2012-04-02T09:30").map(|m| m.to_string()),
            Some("2012-04-02 09:30:00".into())
        );
        assert_eq!(parse_moment("2012-04-02 09:30"), None);
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        let morning = Span::new(540, 720);
        assert!(!morning.overlaps(Span::new(720, 800)));
        assert!(morning.overlaps(Span::new(719, 800)));
        assert!(morning.covers(Span::new(540, 720)));
        assert!(!morning.covers(Span::new(539, 720)));
    }

    #[test]
    fn taking_time_away_leaves_what_is_before_and_after() {
        let cases = [
            ((600, 660), vec![(540, 600), (660, 720)]),
            ((500, 600), vec![(600, 720)]),
            ((700, 800), vec![(540, 700)]),
            ((540, 720), vec![]),
            ((300, 540), vec![(540, 720)]),
            ((720, 900), vec![(540, 720)]),
        ];
        for ((from, until), left) in cases {
            let parts: Vec<_> =
                Span::new(540, 720).without(Span::new(from, until)).map(|p| (p.from, p.until)).collect();
            assert_eq!(parts, left, "without {from} to {until}");
        }
    }
}
