//! What somebody probably meant.

/// Comparisons that one reading may spend: suggestions are a courtesy, and a file of a million wrong references
/// must still be refused quickly.
const MOST_COMPARISONS: usize = 400_000;

/// Longest value that is compared, in bytes.
const LONGEST: usize = 60;

/// Finds near values, within a budget.
#[derive(Debug)]
pub(crate) struct Near {
    comparisons_left: usize,
}

impl Default for Near {
    fn default() -> Self {
        Near { comparisons_left: MOST_COMPARISONS }
    }
}

impl Near {
    /// Returns the value of `among` nearest to `given`: at most a third of its letters differ (optimal string
    /// alignment, which counts two letters that changed places as one; case and blanks around it aside). Several
    /// words joined by `_` may also be near to as many words of a longer value: `frist_review` to `cla_first_review`.
    /// Of equals that with fewest letters over, then the first; `None` where nothing is near.
    pub(crate) fn nearest<'a>(
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
        let mut best: Option<((usize, usize), &str)> = None;
        for candidate in among {
            if self.comparisons_left == 0 {
                break;
            }
            self.comparisons_left -= 1;
            if candidate == given {
                continue;
            }
            let Some(apart) = apart(&wanted, &candidate.to_lowercase(), limit) else { continue };
            // All letters wrong is not near, however short the value.
            let near = apart.0 <= limit && apart.0 < n_letters;
            if near && best.is_none_or(|(least, _)| apart < least) {
                best = Some((apart, candidate));
            }
        }
        best.map(|(_, candidate)| candidate.to_owned())
    }
}

/// Returns in how many letters `wanted` differs from a candidate or from as many words of it, and how many letters
/// that leaves over; `None` where the lengths alone differ by more than `limit`.
fn apart(wanted: &str, candidate: &str, limit: usize) -> Option<(usize, usize)> {
    let distance = |part: &str| {
        let may_be_near = part.len().abs_diff(wanted.len()) <= limit;
        may_be_near.then(|| (strsim::osa_distance(wanted, part), candidate.len() - part.len()))
    };
    let n_words = wanted.split('_').count();
    let words: Vec<&str> = if n_words == 1 { Vec::new() } else { candidate.split('_').collect() };
    let runs = words.windows(n_words).filter_map(|run| distance(&run.join("_")));
    distance(candidate).into_iter().chain(runs).min()
}

/// Returns a word that nothing is called by, quoted for a message, with the one of `among` that was probably meant:
/// `"M3"; did you mean "M03"?`.
pub fn unknown<'a>(given: &str, among: impl IntoIterator<Item = &'a str>) -> String {
    let meant = Near::default().nearest(given, among);
    let meant = meant.map_or_else(String::new, |meant| format!("; did you mean \"{meant}\"?"));
    format!("{}{meant}", quoted(given))
}

/// Returns `text` in quotation marks for a message, on one line, without control characters (a file must not
/// write to somebody's terminal) and cut where it is long.
pub(crate) fn quoted(text: &str) -> String {
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
        let reviews = ["first_review_conference", "cla_first_review", "cla_review", "foster_review"];
        for (given, meant) in [
            ("frist_review", Some("cla_first_review")),
            ("frist_review_conference", Some("first_review_conference")),
            ("foster_reveiw", Some("foster_review")),
            ("review", None),
        ] {
            assert_eq!(Near::default().nearest(given, reviews).as_deref(), meant, "{given}");
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
