//! What an indicator is.

use super::{Facts, Mark, Period, Policy, Tally, Unit};
use crate::words;

/// A measure: its definition in words, where that comes from, and how it is counted.
pub struct Indicator {
    /// Its name in files: `initial_in_time`.
    pub key: &'static str,
    /// Its name for people, with a word in braces where a limit that is local stands.
    pub(super) title: &'static str,
    /// What it counts, whole, for whoever reads the figure, with the same words.
    pub(super) definition: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// What its rows mean.
    pub shape: Shape,
    /// What it can count: children, meetings or both.
    pub units: &'static [Unit],
    /// Gives everything that counts in a period.
    pub marks: fn(&Facts<'_>, Period, &mut dyn FnMut(Mark)),
}

/// The row of a share that is not so.
pub const NO: usize = 0;
/// The row of a share that is so.
pub const YES: usize = 1;
/// The row of a share that is not known: outside numerator and denominator.
pub const UNKNOWN: usize = 2;

/// What the rows of an indicator mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A part of a whole, in per cent: [`YES`] of [`YES`] and [`NO`].
    Share,
    /// A number of things, in row 0.
    Count,
    /// Everything falls in one of these bands, a row each.
    Bands(&'static [&'static str]),
    /// So many of row [`YES`] for every `per` of row [`NO`], shown as "per" `noun`.
    Rate {
        /// What the rate is for: 10,000 children, or 1,000,000 millionths of a post.
        per: u64,
        /// What stands after "per".
        noun: &'static str,
    },
}

impl Shape {
    /// Returns what the rows are called, in order.
    pub fn rows(self) -> &'static [&'static str] {
        match self {
            Shape::Share => &["no", "yes", "not recorded"],
            Shape::Count => &["number"],
            Shape::Bands(bands) => bands,
            Shape::Rate { .. } => &["denominator", "numerator"],
        }
    }
}

/// A figure of an indicator in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// What counts: all of a count.
    pub numerator: u64,
    /// Of how many; `None` of a count and of bands, which are their own whole.
    pub denominator: Option<u64>,
}

impl Indicator {
    /// Returns its name for people, with the limits in force.
    pub fn title(&self, policy: &Policy) -> String {
        in_force(self.title, policy)
    }

    /// Returns what it counts, with the limits in force.
    pub fn definition(&self, policy: &Policy) -> String {
        in_force(self.definition, policy)
    }

    /// Returns the figure of a tally: for bands, how many there are in all.
    pub fn figure(&self, tally: &Tally, unit: Unit) -> Figure {
        match self.shape {
            Shape::Share => Figure {
                numerator: tally.of(YES, unit),
                denominator: Some(tally.of(YES, unit) + tally.of(NO, unit)),
            },
            Shape::Rate { .. } => {
                Figure { numerator: tally.of(YES, unit), denominator: Some(tally.of(NO, unit)) }
            }
            Shape::Count => Figure { numerator: tally.of(0, unit), denominator: None },
            Shape::Bands(bands) => {
                Figure { numerator: (0..bands.len()).map(|row| tally.of(row, unit)).sum(), denominator: None }
            }
        }
    }
}

/// Puts the limits in force into a text: no page may tell another than what is counted by.
fn in_force(text: &str, policy: &Policy) -> String {
    [
        ("{sheet}", policy.sheet_hours, "hour"),
        ("{minutes}", policy.minutes_days, "working day"),
        ("{report_initial}", policy.report_hours_initial, "hour"),
        ("{report_review}", policy.report_hours_review, "hour"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (word, n, unit)| text.replace(word, &words::count(i64::from(n), unit)))
}

impl Figure {
    /// Returns numerator over denominator; `None` where there is none, or it is nought.
    pub fn share(self) -> Option<f64> {
        let denominator = self.denominator.filter(|&denominator| 0 < denominator)?;
        Some(self.numerator as f64 / denominator as f64)
    }

    /// Returns the share in per cent with so many decimals (0 to 2), rounded half up in whole numbers: 37 of 844 is `4.4`. A dash
    /// where there is nothing to divide by.
    pub fn per_cent(self, decimals: usize) -> String {
        self.scaled(100, decimals)
    }

    /// Returns `per` times the share, rounded half up.
    pub fn scaled(self, per: u64, decimals: usize) -> String {
        let Some(denominator) = self.denominator.filter(|&denominator| 0 < denominator) else {
            return "–".to_owned();
        };
        let unit = [1_u128, 10, 100][decimals.min(2)];
        let (whole, part) = (u128::from(denominator), u128::from(self.numerator));
        let rounded = (2 * part * u128::from(per) * unit + whole) / (2 * whole);
        match decimals {
            0 => rounded.to_string(),
            _ => format!("{}.{:0decimals$}", rounded / unit, rounded % unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_definitions_tell_the_limits_in_force() {
        use crate::indicators::{INDICATORS, indicator};
        let of = |key: &str| indicator(key).expect("it is listed");
        let own = Policy::default();
        let other = Policy { sheet_hours: 48, minutes_days: 1, report_hours_review: 72, ..own };
        assert_eq!(of("minutes").title(&own), "Minutes distributed within 15 working days");
        assert_eq!(of("minutes").title(&other), "Minutes distributed within 1 working day");
        assert_eq!(of("decision_sheets").title(&own), "Decision sheets sent within 24 hours");
        assert_eq!(of("decision_sheets").title(&other), "Decision sheets sent within 48 hours");
        assert!(of("reports_shared").definition(&other).contains("72 hours before a review"));
        for indicator in INDICATORS {
            for text in [indicator.title(&other), indicator.definition(&other)] {
                assert!(!text.contains(['{', '}']), "{text}");
            }
        }
    }

    #[test]
    fn shares_are_rounded_half_up_in_whole_numbers() {
        for (numerator, denominator, decimals, text) in [
            (37, 844, 1, "4.4"),
            (899, 909, 2, "98.90"),
            (578, 844, 1, "68.5"),
            (1, 8, 0, "13"),
            (1, 8, 1, "12.5"),
            (3, 44, 2, "6.82"),
            (0, 5, 1, "0.0"),
            (5, 5, 0, "100"),
            (5, 0, 0, "–"),
        ] {
            let figure = Figure { numerator, denominator: Some(denominator) };
            assert_eq!(figure.per_cent(decimals), text, "{numerator} of {denominator}");
        }
        let rate = Figure { numerator: 547, denominator: Some(244_633) };
        assert_eq!(rate.scaled(10_000, 2), "22.36");
        assert_eq!(Figure { numerator: 3, denominator: None }.per_cent(1), "–");
    }
}
