//! Exact, mergeable distributions of whole numbers.
//!
//! A tally counts how often each value came. Values repeat (a caseload in tenths takes a few hundred), so that its size is that of
//! the range of values, not of the replications; and because counts are added, the result does not depend on the order.

use serde::{Deserialize, Serialize};

/// How many values wait before they are counted.
const WAITING: usize = 128;

/// How often each value came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Values and how often they came, by value.
    counted: Vec<(i32, u32)>,
    /// Values not yet counted; empty once settled.
    #[serde(skip)]
    waiting: Vec<i32>,
}

impl Tally {
    /// Adds one value.
    pub fn add(&mut self, value: i64) {
        // No measure of a service comes near the ends; one that did would stand at them.
        self.waiting.push(value.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
        if WAITING <= self.waiting.len() {
            self.settle();
        }
    }

    /// Adds all values of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.settle();
        self.counted = merged(&self.counted, &other.counted);
        self.waiting.extend(&other.waiting);
        self.settle();
    }

    /// Counts what is waiting. A tally that is written or compared must be settled first.
    pub fn settle(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        self.waiting.sort_unstable();
        let mut runs: Vec<(i32, u32)> = Vec::with_capacity(self.waiting.len());
        for &value in &self.waiting {
            match runs.last_mut() {
                Some((last, count)) if *last == value => *count += 1,
                _ => runs.push((value, 1)),
            }
        }
        self.waiting.clear();
        self.counted = merged(&self.counted, &runs);
    }

    /// Returns how many values came. The tally must be settled, as for all that follows.
    pub fn n(&self) -> u64 {
        self.counted.iter().map(|&(_, count)| u64::from(count)).sum()
    }

    /// Returns the least value that at least `percent` in a hundred do not exceed; `None` where there is none.
    pub fn quantile(&self, percent: u64) -> Option<i64> {
        // The smallest rank that covers the share, at least the first.
        let rank = (self.n() * percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.counted.iter().find_map(|&(value, count)| {
            seen += u64::from(count);
            (rank <= seen).then_some(value.into())
        })
    }

    /// Returns the mean; `None` where there is no value.
    pub fn mean(&self) -> Option<f64> {
        let n = self.n();
        (0 < n).then(|| self.sum() as f64 / n as f64)
    }

    /// Returns the variance as estimated from the values; `None` with fewer than two.
    pub fn variance(&self) -> Option<f64> {
        let n = self.n();
        let mean = self.mean()?;
        let squares = self.counted.iter().map(|&(value, count)| {
            let off = f64::from(value) - mean;
            off * off * f64::from(count)
        });
        (1 < n).then(|| squares.sum::<f64>() / (n - 1) as f64)
    }

    /// Returns the half-width of the 95 % interval of the mean; 0 with fewer than two values.
    pub fn half_width(&self) -> f64 {
        self.variance().map_or(0.0, |variance| 1.959_964 * (variance / self.n() as f64).sqrt())
    }

    /// Returns how many values are at most `value`.
    pub fn at_most(&self, value: i64) -> u64 {
        self.counted
            .iter()
            .take_while(|&&(at, _)| i64::from(at) <= value)
            .map(|&(_, count)| u64::from(count))
            .sum()
    }

    /// Returns values and how often they came, by value.
    pub fn counted(&self) -> &[(i32, u32)] {
        &self.counted
    }

    fn sum(&self) -> i128 {
        self.counted.iter().map(|&(value, count)| i128::from(value) * i128::from(count)).sum()
    }
}

/// Merges two lists in order of value; counts of the same value are added.
fn merged(a: &[(i32, u32)], b: &[(i32, u32)]) -> Vec<(i32, u32)> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    while let Some(next) = match (a.peek(), b.peek()) {
        (Some(&(x, n)), Some(&(y, m))) if x == y => {
            a.next();
            b.next();
            Some((x, n + m))
        }
        (Some(&(x, _)), Some(&(y, _))) if x < y => a.next(),
        (Some(_), None) => a.next(),
        (_, Some(_)) => b.next(),
        (None, None) => None,
    } {
        all.push(next);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: impl IntoIterator<Item = i64>) -> Tally {
        let mut tally = Tally::default();
        values.into_iter().for_each(|value| tally.add(value));
        tally.settle();
        tally
    }

    #[test]
    fn quantiles_mean_and_variance_of_a_hundred() {
        let hundred = tally((1..=100).rev());
        let quantiles: Vec<_> = [0, 10, 50, 90, 100].map(|p| hundred.quantile(p).expect("a value")).to_vec();
        assert_eq!(quantiles, [1, 10, 50, 90, 100]);
        assert_eq!(hundred.mean(), Some(50.5));
        // (100² − 1) / 12 × 100 / 99
        assert!((hundred.variance().expect("two") - 9_999.0 / 12.0 * 100.0 / 99.0).abs() < 1e-9);
        assert_eq!(hundred.at_most(30), 30);
        assert_eq!((tally([]).quantile(50), tally([]).mean(), tally([4]).variance()), (None, None, None));
    }

    #[test]
    fn the_order_of_adding_and_merging_does_not_matter() {
        let values: Vec<i64> = (0..500).map(|x| (x * x) % 37 - 10).collect();
        let whole = tally(values.iter().copied());
        for cut in [0, 1, 250, 499, 500] {
            let (first, second) = values.split_at(cut);
            let mut merged = tally(second.iter().rev().copied());
            merged.merge(&tally(first.iter().copied()));
            assert_eq!(merged, whole, "{cut}");
        }
        assert_eq!(whole.n(), 500);
    }
}
