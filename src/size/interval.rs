//! How sure a probability is that was counted in replications.

use serde::Serialize;

use crate::staffing::draws::normal_quantile;

/// A probability counted as `n_kept` of `n`, with what it may be with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share counted.
    pub share: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Share {
    /// Returns the share with its 95 % interval (Wilson, *Journal of the American Statistical Association* 22, 1927).
    /// Of no replication nothing is known: 0 to 1.
    pub fn of(n_kept: u32, n: u32) -> Share {
        if n == 0 {
            return Share { share: 0.0, low: 0.0, high: 1.0 };
        }
        let (n, share) = (f64::from(n), f64::from(n_kept) / f64::from(n));
        let z = normal_quantile(0.975);
        let square = z * z / n;
        let middle = (share + square / 2.0) / (1.0 + square);
        let half = z / (1.0 + square) * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
        Share { share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_tables() {
        // Wilson's interval as printed by R's binom::binom.wilson.
        for (n_kept, n, low, high) in [
            (0, 10, 0.0, 0.277_53),
            (10, 10, 0.722_47, 1.0),
            (5, 10, 0.236_59, 0.763_41),
            (915, 1000, 0.896_08, 0.930_75),
        ] {
            let share = Share::of(n_kept, n);
            assert!((share.low - low).abs() < 1e-3 && (share.high - high).abs() < 1e-3, "{share:?}");
        }
        assert_eq!((Share::of(0, 0).low, Share::of(0, 0).high), (0.0, 1.0));
    }
}
