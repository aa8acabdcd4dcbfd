//! What somebody probably meant.

/// Comparisons that one reading may spend: suggestions are a courtesy, and a file of a million wrong references
/// must still be refused quickly.
const MOST_COMPARISONS: usize = 400_000;

/// Longest value that is compared, in bytes.
const LONGEST: usize = 60;

/// Finds near values, within a budget.
#[derive(Debug)]
pub(super) struct Near {
    comparisons_left: usize,
}

impl Default for Near {
    fn default() -> Self {
        Near { comparisons_left: MOST_COMPARISONS }
    }
}

impl Near {
    /// Returns the value of `among` nearest to `given`: at most a third of its letters differ (optimal string
    /// alignment, case and blanks around it aside). The first of equals; `None` where nothing is near.
    pub(super) fn nearest<'a>(
        &mut self,
        given: &str,
        among: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let wanted = given.trim().to_lowercase();
        if wanted.is_empty() || LONGEST < wanted.len() {
            return None;
        }
        let n_letters = wanted.chars().count();
        let limit = (n_letters / 3).clamp(1, 5);
        let mut best: Option<(usize, &str)> = None;
        for candidate in among {
            if self.comparisons_left == 0 {
                break;
            }
            self.comparisons_left -= 1;
            if candidate == given || limit < candidate.len().abs_diff(wanted.len()) {
                continue;
            }
            let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
            // All letters wrong is not near, however short the value.
            let near = distance <= limit && distance < n_letters;
            if near && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate.to_owned())
    }
}

/// Returns a word that nothing is called by, quoted for a message, with the one of `among` that was probably meant:
/// `"M3"; did you mean "M03"?`.
pub(crate) fn unknown<'a>(given: &str, among: impl IntoIterator<Item = &'a str>) -> String {
    let meant = Near::default().nearest(given, among);
    let meant = meant.map_or_else(String::new, |meant| format!("; did you mean \"{meant}\"?"));
    format!("{}{meant}", quoted(given))
}

/// Returns `text` in quotation marks for a message, on one line, without control characters (a file must not
/// write to somebody's terminal) and cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(LONGEST) + 2);
    shown.push('"');
    for (i, letter) in text.chars().enumerate() {
        if i == LONGEST {
            shown.push('…');
            break;
        }
        if letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown.push('"');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_values_are_found_and_far_ones_are_not() {
        let kinds = ["initial_conference", "review_conference", "strategy_meeting"];
        let cases = [
            ("review_conferance", Some("review_conference")),
            ("Strategy_Meeting", Some("strategy_meeting")),
            (" strategy_meeting", Some("strategy_meeting")),
            ("conference", None),
            ("", None),
            ("x", None),
        ];
        for (given, meant) in cases {
            assert_eq!(Near::default().nearest(given, kinds).as_deref(), meant, "{given}");
        }
        assert_eq!(Near::default().nearest("Tues", ["Mon", "Tue"]).as_deref(), Some("Tue"));
        assert_eq!(Near::default().nearest("ab", ["cd"]), None, "two letters of two");
    }

    #[test]
    fn the_budget_ends() {
        let mut near = Near { comparisons_left: 1 };
        assert_eq!(near.nearest("tua", ["wed", "tue"]), None);
    }

    #[test]
    fn what_is_shown_is_one_short_printable_line() {
        assert_eq!(quoted("a\u{1b}[31m\nb"), "\"a\\u{1b}[31m\\nb\"");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 60 + 3);
    }
}
