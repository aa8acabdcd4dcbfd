//! What replications say together of a figure.

use serde::Serialize;

use super::figures::Figure;
use super::outcome::{PracticeName, ReplayOutcome, Run};

/// Student's t at 97.5 %, by degrees of freedom from 1 on; beyond them 1.96 is near enough.
const T: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// A figure over replications.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Replications that have the figure.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// One in ten is below.
    pub p10: f64,
    /// One in ten is above.
    pub p90: f64,
    /// Half the width of the 95 % interval of the mean; 0 where there is one replication only.
    pub half_width: f64,
}

impl Spread {
    /// Returns the spread of numbers; `None` where there are none.
    pub fn of(mut numbers: Vec<f64>) -> Option<Spread> {
        let n = numbers.len();
        numbers.sort_by(f64::total_cmp);
        let mean = numbers.iter().sum::<f64>() / n as f64;
        let squares: f64 = numbers.iter().map(|number| (number - mean) * (number - mean)).sum();
        let half_width = if n < 2 {
            0.0
        } else {
            let t = T.get(n - 2).copied().unwrap_or(1.96);
            t * (squares / (n - 1) as f64 / n as f64).sqrt()
        };
        let (p10, p90) = (quantile(&numbers, 0.1)?, quantile(&numbers, 0.9)?);
        Some(Spread { n, mean, p10, p90, half_width })
    }
}

/// Returns a quantile of numbers in order, between two of them where it falls between.
fn quantile(numbers: &[f64], share: f64) -> Option<f64> {
    let at = share * numbers.len().checked_sub(1)? as f64;
    let below = libm::floor(at) as usize;
    let above = (below + 1).min(numbers.len() - 1);
    Some(numbers[below] + (numbers[above] - numbers[below]) * (at - below as f64))
}

impl ReplayOutcome {
    /// Returns a figure of a practice over the replications: of a month, by position, or of the year.
    pub fn spread(&self, practice: PracticeName, figure: &Figure, month: Option<usize>) -> Option<Spread> {
        Spread::of(self.of(practice).filter_map(|run| value(run, figure, month)).collect())
    }

    /// Returns how much a figure of the year is more under `other` than under `one`, replication by replication.
    pub fn difference(&self, one: PracticeName, other: PracticeName, figure: &Figure) -> Option<Spread> {
        let pairs = self.of(one).filter_map(|run| {
            let twin = self.of(other).find(|twin| twin.replication == run.replication)?;
            Some(value(twin, figure, None)? - value(run, figure, None)?)
        });
        Spread::of(pairs.collect())
    }
}

fn value(run: &Run, figure: &Figure, month: Option<usize>) -> Option<f64> {
    match month {
        Some(month) => (figure.of)(run.months.get(month)?),
        None => (figure.of)(&run.year()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_that_of_its_numbers() {
        assert_eq!(Spread::of(Vec::new()), None);
        let one = Spread::of(vec![3.0]).expect("a number");
        assert_eq!((one.mean, one.p10, one.p90, one.half_width), (3.0, 3.0, 3.0, 0.0));
        // 0, 1 … 10: mean 5, sum of squares 110; t(10) 2.228 × √(110 / 10 / 11) = 2.228.
        let eleven = Spread::of((0..11).map(f64::from).collect()).expect("numbers");
        assert_eq!((eleven.mean, eleven.p10, eleven.p90), (5.0, 1.0, 9.0));
        assert!((eleven.half_width - 2.228).abs() < 1e-9);
    }
}
