//! The census's codes for what a register says in words.

use crate::indicators::Category;

/// What the schema has for information that was not obtained.
pub(super) const NOT_OBTAINED: &str = "NOBT";

/// The schema's codes of ethnicity, and the words that mean the same: those of the schema and those of registers.
const ETHNICITIES: [(&str, &[&str]); 20] = [
    ("WBRI", &["white_british"]),
    ("WIRI", &["white_irish"]),
    ("WIRT", &["traveller_of_irish_heritage", "irish_traveller"]),
    ("WOTH", &["any_other_white_background", "white_other"]),
    ("WROM", &["gypsy_roma"]),
    ("MWBC", &["white_and_black_caribbean"]),
    ("MWBA", &["white_and_black_african"]),
    ("MWAS", &["white_and_asian"]),
    ("MOTH", &["any_other_mixed_background", "mixed_other", "other_dual_heritage"]),
    ("AIND", &["indian", "asian_indian"]),
    ("APKN", &["pakistani", "asian_pakistani"]),
    ("ABAN", &["bangladeshi", "asian_bangladeshi"]),
    ("AOTH", &["any_other_asian_background", "asian_other"]),
    ("BCRB", &["caribbean", "black_caribbean"]),
    ("BAFR", &["african", "black_african"]),
    ("BOTH", &["any_other_black_background", "black_other"]),
    ("CHNE", &["chinese"]),
    ("OOTH", &["any_other_ethnic_group", "other"]),
    ("REFU", &["refused"]),
    (NOT_OBTAINED, &["information_not_yet_obtained", "not_obtained", "not_known"]),
];

/// Returns the code of an ethnicity, which may be written as a code or as words; `None` where it is neither.
pub(super) fn ethnicity(written: &str) -> Option<&'static str> {
    let letter = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let written: String = written.trim().chars().map(letter).collect();
    let is_meant = |&&(code, words): &&(&str, &[&str])| {
        written.eq_ignore_ascii_case(code) || words.contains(&written.as_str())
    };
    ETHNICITIES.iter().find(is_meant).map(|&(code, _)| code)
}

/// Returns the code of a category of abuse; `None` of one that is not recorded, for which the schema has none.
pub(super) fn category(category: Category) -> Option<&'static str> {
    match category {
        Category::Neglect => Some("NEG"),
        Category::Physical => Some("PHY"),
        Category::Sexual => Some("SAB"),
        Category::Emotional => Some("EMO"),
        Category::Multiple => Some("MUL"),
        Category::NotRecorded => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ethnicity_is_a_code_or_its_words() {
        for (written, expected) in [
            ("WBRI", Some("WBRI")),
            ("wbri", Some("WBRI")),
            ("white_british", Some("WBRI")),
            ("White British", Some("WBRI")),
            ("Gypsy/Roma", Some("WROM")),
            ("other", Some("OOTH")),
            ("BOTH", Some("BOTH")),
            ("martian", None),
            ("", None),
        ] {
            assert_eq!(ethnicity(written), expected, "{written}");
        }
    }

    #[test]
    fn no_two_codes_share_a_word() {
        let mut words: Vec<&str> = ETHNICITIES.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let n_words = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), n_words);
    }
}
