//! Counts and dates as people read them, on the terminal and on pages alike.

use chrono::{NaiveDate, NaiveDateTime};

/// Words that must not be read over a shoulder, and what stands in their place.
const INDISCREET: (&str, &str) = ("child protection", "safeguarding");

/// Returns `1 fault`, `1,234 faults`, `3 breaches`.
pub fn count(n: i64, noun: &str) -> String {
    let ending = match n {
        1 => "",
        _ if noun.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{} {noun}{ending}", thousands(n))
}

/// Returns `1 child`, `3 children`.
pub fn children(n: i64) -> String {
    format!("{} {}", thousands(n), if n == 1 { "child" } else { "children" })
}

/// Returns a whole number with commas between thousands: `21,405`.
pub fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "-" } else { "" });
    for (i, digit) in digits.char_indices() {
        if 0 < i && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns `18 April 2012`, for dates that somebody counts with.
pub fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// Returns `Wed 18 April 2012`, for days on which somebody must be somewhere.
pub fn day(date: NaiveDate) -> String {
    date.format("%a %-d %B %Y").to_string()
}

/// Returns `Wed 18 April 2012 10:00`.
pub fn moment(moment: NaiveDateTime) -> String {
    moment.format("%a %-d %B %Y %H:%M").to_string()
}

/// Returns `Wed 18 April 10:00`, for lists of bookings, whose year everybody knows.
pub fn appointment(moment: NaiveDateTime) -> String {
    moment.format("%a %-d %B %H:%M").to_string()
}

/// Returns a text on one line without words that give a family away.
pub fn discreet(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let mut text = words.join(" ");
    while let Some(at) = text.to_ascii_lowercase().find(INDISCREET.0) {
        text.replace_range(at..at + INDISCREET.0.len(), INDISCREET.1);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_words_agree() {
        let numbers = [(0, "0"), (999, "999"), (21_405, "21,405"), (-1_000_000, "-1,000,000")];
        for (n, words) in numbers {
            assert_eq!(thousands(n), words);
        }
        let counts =
            [(1, "breach", "1 breach"), (2, "breach", "2 breaches"), (1200, "fault", "1,200 faults")];
        for (n, noun, words) in counts {
            assert_eq!(count(n, noun), words);
        }
        assert_eq!((children(1), children(3)), ("1 child".to_owned(), "3 children".to_owned()));
    }
}
