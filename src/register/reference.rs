//! Reference numbers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A reference: 1 to 40 of `A-Z a-z 0-9 . _ -`. It stands for a person, family or thing and never names one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// Returns `text` as a reference, or `None` where it is not one.
    pub fn new(text: &str) -> Option<Reference> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        (matches!(text.len(), 1..=40) && text.bytes().all(allowed)).then(|| Reference(text.to_owned()))
    }

    /// Returns the reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_short_and_plain() {
        let forty = "x".repeat(40);
        for text in ["R-1", "a.b_c-D9", "0", forty.as_str()] {
            assert!(Reference::new(text).is_some(), "{text}");
        }
        let forty_one = "x".repeat(41);
        for text in ["", "two words", "é", "a/b", "a;b", forty_one.as_str()] {
            assert!(Reference::new(text).is_none(), "{text}");
        }
    }
}
