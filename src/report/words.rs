//! Dates, counts and amounts as people read them.

use chrono::NaiveDate;

use crate::register::{Register, RoomChoice, StaffIdx};
use crate::words;
pub(super) use crate::words::{children, count};

/// Words that must not show over a shoulder: in a tab, a heading or a calendar's entry.
const INDISCREET: &str = "child protection";

/// What stands in their place.
const DISCREET: &str = "safeguarding";

/// Returns `Monday 2 April 2012`.
pub(super) fn long_date(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// Returns `2 April 2012`.
pub(super) fn plain_date(date: NaiveDate) -> String {
    words::date(date)
}

/// Returns `Mon 2 Apr`.
pub(super) fn short_date(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

/// Returns a whole number with commas between thousands, and a minus sign rather than a hyphen.
pub(super) fn thousands(n: i64) -> String {
    words::thousands(n).replace('-', "−")
}

/// Returns minutes as hours with one decimal, rounded half up: `12.5`.
pub(super) fn hours(minutes: i64) -> String {
    let tenths = (minutes * 10 + 30).div_euclid(60);
    format!("{}.{}", thousands(tenths.div_euclid(10)), tenths.rem_euclid(10))
}

/// Returns `part` of `whole` in per cent, rounded half up; 0 of 0 is 0.
pub(super) fn per_cent(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { (part * 200 + whole) / (whole * 2) }
}

/// Returns the text with its first letter a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns the text without the words that a tab, a heading or a calendar must not show, and on one line.
pub(super) fn discreet(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = words.join(" ");
    while let Some(at) = text.to_ascii_lowercase().find(INDISCREET) {
        text.replace_range(at..at + INDISCREET.len(), DISCREET);
    }
    text
}

/// Returns somebody's reference, or `none`.
pub(super) fn person(register: &Register, person: Option<StaffIdx>) -> &str {
    person.map_or("none", |person| register.staff[person.at()].reference.as_str())
}

/// Returns the room's reference, `home`, or `none`.
pub(super) fn room(register: &Register, room: Option<RoomChoice>) -> &str {
    match room {
        Some(RoomChoice::Room(room)) => register.rooms[room.at()].reference.as_str(),
        Some(RoomChoice::Home) => "home",
        None => "none",
    }
}

/// Returns a reference with the name that goes with it, where there is one: `BUR-CC, Burnley centre`.
pub(super) fn named(reference: &str, name: &str) -> String {
    let name = discreet(name);
    if name.is_empty() || name == reference { reference.to_owned() } else { format!("{reference}, {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        for (n, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1200, "−1,200")]
        {
            assert_eq!(thousands(n), text);
        }
        // 29 minutes are 0.483 hours, 33 are 0.55, 60 are 1.
        for (minutes, text) in [(0, "0.0"), (29, "0.5"), (33, "0.6"), (60, "1.0"), (72_000, "1,200.0")] {
            assert_eq!(hours(minutes), text, "{minutes}");
        }
        for (part, whole, expected) in [(0, 0, 0), (1, 2, 50), (1, 3, 33), (2, 3, 67), (1, 200, 1)] {
            assert_eq!(per_cent(part, whole), expected, "{part} of {whole}");
        }
        assert_eq!((count(1, "meeting"), children(1)), ("1 meeting".into(), "1 child".into()));
        assert_eq!((count(2, "meeting"), children(0)), ("2 meetings".into(), "0 children".into()));
    }

    #[test]
    fn words_that_give_a_family_away_are_replaced() {
        let cases = [
            ("Lancashire", "Lancashire"),
            ("Child Protection Unit", "safeguarding Unit"),
            ("CHILD\r\nPROTECTION and child  protection", "safeguarding and safeguarding"),
            ("Tŷ child protectionÿ", "Tŷ safeguardingÿ"),
        ];
        for (text, expected) in cases {
            assert_eq!(discreet(text), expected, "{text}");
        }
    }
}
