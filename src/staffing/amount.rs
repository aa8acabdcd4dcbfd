//! A number of a parameter file: a value, or a range from its tenth to its ninetieth percentile that is sampled.

use super::draws::P90;
use super::streams::Draws;

/// A value, or a range that each replication draws from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// Known.
    Exact(f64),
    /// Uncertain: one in ten below `p10`, one in ten above `p90`, normal in between.
    Range {
        /// The tenth percentile.
        p10: f64,
        /// The ninetieth percentile, not below `p10`.
        p90: f64,
    },
}

impl Amount {
    /// Returns the value, or the middle of the range.
    pub fn middle(self) -> f64 {
        match self {
            Amount::Exact(value) => value,
            Amount::Range { p10, p90 } => (p10 + p90) / 2.0,
        }
    }

    /// Returns the value for one replication, kept inside `limits`. An exact amount draws nothing.
    pub fn sample(self, draws: &mut Draws, limits: (f64, f64)) -> f64 {
        match self {
            Amount::Exact(value) => value,
            Amount::Range { p10, p90 } => {
                let spread = (p90 - p10) / (2.0 * P90);
                (self.middle() + spread * draws.normal()).clamp(limits.0, limits.1)
            }
        }
    }

    /// Returns the same amount on another scale: both ends of a range `times` as large.
    #[must_use]
    pub fn scaled(self, times: f64) -> Amount {
        match self {
            Amount::Exact(value) => Amount::Exact(value * times),
            Amount::Range { p10, p90 } => Amount::Range { p10: p10 * times, p90: p90 * times },
        }
    }

    /// Returns the ends of the range; a value is both its ends.
    pub fn ends(self) -> (f64, f64) {
        match self {
            Amount::Exact(value) => (value, value),
            Amount::Range { p10, p90 } => (p10, p90),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::streams::{Stream, Streams};
    use super::*;

    #[test]
    fn one_in_ten_lies_beyond_each_end() {
        let range = Amount::Range { p10: 0.3, p90: 0.5 };
        let mut draws = Streams::new(1, 0).of(Stream::Parameters, 0);
        let n = 20_000;
        let sampled: Vec<f64> = (0..n).map(|_| range.sample(&mut draws, (0.0, 1.0))).collect();
        for (count, expected) in [
            (sampled.iter().filter(|&&x| x < 0.3).count(), n / 10),
            (sampled.iter().filter(|&&x| 0.5 < x).count(), n / 10),
        ] {
            // Standard error of a tenth of 20,000: 42.
            assert!(count.abs_diff(expected) < 170, "{count}");
        }
        assert_eq!(range.middle(), 0.4);
        assert_eq!(Amount::Exact(0.4).sample(&mut draws, (0.0, 1.0)), 0.4);
    }
}
