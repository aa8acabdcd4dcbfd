//! Full-time equivalents, exactly.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A full-time equivalent as an exact decimal in millionths: 0.6 is no binary float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fte(u32);

const ONE: u32 = 1_000_000;

impl Fte {
    /// One full-time post, the default.
    pub const FULL: Fte = Fte(ONE);

    /// Reads a decimal from 0 to 9.999999 with at most six places; anything else is `None`.
    pub fn parse(text: &str) -> Option<Fte> {
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if whole.len() != 1 || places.len() > 6 || !digits(whole) || !digits(places) {
            return None;
        }
        let places: u32 = format!("{places:0<6}").parse().ok()?;
        Some(Fte(whole.parse::<u32>().ok()? * ONE + places))
    }

    /// Returns `fte × amount`, rounded down.
    pub fn of(self, amount: i64) -> i64 {
        (i64::from(self.0) * amount).div_euclid(i64::from(ONE))
    }

    /// Returns the value in millionths.
    pub fn millionths(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Fte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, places) = (self.0 / ONE, self.0 % ONE);
        if places == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{places:06}").trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_exact_and_rounded_down() {
        // (fte, × 1,200 minutes, × 70 children)
        let cases =
            [("1", 1200, 70), ("0.6", 720, 42), ("0.55", 660, 38), ("0", 0, 0), ("0.333333", 399, 23)];
        for (text, minutes, children) in cases {
            let fte = Fte::parse(text).expect("a decimal");
            assert_eq!((fte.of(1200), fte.of(70)), (minutes, children), "{text}");
            assert_eq!(fte.to_string(), text);
        }
        for text in ["", ".5", "1.", "-1", "12", "0.1234567", "1e0", "half"] {
            assert_eq!(Fte::parse(text), None, "{text}");
        }
    }
}
