//! Why somebody does something, in their own words, which the audit keeps: a line or two, so that the record can be read.

use serde::{Deserialize, Deserializer};

/// The longest reason that is taken, in characters.
pub(crate) const LONGEST: usize = 500;

/// Returns what is wrong with a reason's length, `None` where nothing is. `field` is what the form calls it.
pub(crate) fn too_long(field: &str, given: &str) -> Option<String> {
    let length = given.chars().count();
    (LONGEST < length).then(|| {
        format!("{field} has {length} characters; {LONGEST} are the most, and references only, no names")
    })
}

/// Reads a reason of a call.
///
/// # Errors
/// Where it is too long.
pub(crate) fn given<'de, D: Deserializer<'de>>(given: D) -> Result<String, D::Error> {
    let text = String::deserialize(given)?;
    match too_long("the reason", &text) {
        None => Ok(text),
        Some(wrong) => Err(serde::de::Error::custom(wrong)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_five_hundred_characters_at_most() {
        assert_eq!(too_long("why", &"ü".repeat(LONGEST)), None);
        let wrong = too_long("why", &"x".repeat(LONGEST + 1)).expect("it is too long");
        assert!(wrong.starts_with("why has 501 characters; 500 are the most"), "{wrong}");
    }
}
