//! A replayed year seen from the page: figures by practice and month, over replications, and paired differences.

use chrono::NaiveDate;

use crate::replay::{FIGURES, Figure, Month, PracticeName, ReplayOutcome, Run, Unit};
use crate::report::staffing::numbers::{fixed, signed};

/// Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom; beyond, that of the normal distribution is near.
const STUDENT: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// Values of some replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Values {
    pub(super) n: usize,
    pub(super) mean: f64,
    pub(super) least: f64,
    pub(super) most: f64,
    /// Half of the mean's 95 % interval; 0 with fewer than two values.
    pub(super) half_width: f64,
}

impl Values {
    /// Sums up values in their order; `None` where there is none.
    pub(super) fn of(values: &[f64]) -> Option<Values> {
        let n = values.len();
        let (least, most) =
            (values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?);
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let half_width = match n {
            1 => 0.0,
            _ => STUDENT.get(n - 2).copied().unwrap_or(1.96) * (squares / (n - 1) as f64 / n as f64).sqrt(),
        };
        Some(Values { n, mean, least, most, half_width })
    }
}

/// A replayed year with the practices that were run.
pub(super) struct View<'a> {
    pub(super) outcome: &'a ReplayOutcome,
    /// In order: manual, optimised.
    pub(super) practices: Vec<PracticeName>,
}

impl<'a> View<'a> {
    pub(super) fn new(outcome: &'a ReplayOutcome) -> View<'a> {
        let is_run = |practice: &PracticeName| outcome.of(*practice).next().is_some();
        View { outcome, practices: PracticeName::ALL.into_iter().filter(is_run).collect() }
    }

    /// Returns the first days of the months.
    pub(super) fn months(&self) -> Vec<NaiveDate> {
        self.outcome
            .runs
            .first()
            .map_or(Vec::new(), |run| run.months.iter().map(|month| month.first).collect())
    }

    pub(super) fn n_replications(&self) -> usize {
        self.practices.first().map_or(0, |&practice| self.outcome.of(practice).count())
    }

    /// Returns a figure of a month over the replications of a practice.
    pub(super) fn month(&self, figure: &Figure, practice: PracticeName, month: usize) -> Option<Values> {
        let values: Vec<f64> =
            self.outcome.of(practice).filter_map(|run| value(figure, run.months.get(month)?)).collect();
        Values::of(&values)
    }

    /// Returns a figure of the year.
    pub(super) fn year(&self, figure: &Figure, practice: PracticeName) -> Option<Values> {
        let values: Vec<f64> = self.outcome.of(practice).filter_map(|run| of_year(figure, run)).collect();
        Values::of(&values)
    }

    /// Returns the optimised year less the manual one, replication by replication.
    pub(super) fn difference(&self, figure: &Figure) -> Option<Values> {
        let values: Vec<f64> = self
            .outcome
            .of(PracticeName::Optimised)
            .filter_map(|run| {
                let twin =
                    self.outcome.of(PracticeName::Manual).find(|twin| twin.replication == run.replication)?;
                Some(of_year(figure, run)? - of_year(figure, twin)?)
            })
            .collect();
        Values::of(&values)
    }

    pub(super) fn is_compared(&self) -> bool {
        1 < self.practices.len()
    }
}

fn of_year(figure: &Figure, run: &Run) -> Option<f64> {
    value(figure, &run.year()?)
}

/// Returns a figure's value as it is shown: shares in per cent.
fn value(figure: &Figure, month: &Month) -> Option<f64> {
    let times = if figure.unit == Unit::Share { 100.0 } else { 1.0 };
    (figure.of)(month).map(|value| value * times)
}

/// Returns the figure that files call `key`; `None` where there is none.
pub(super) fn figure(key: &str) -> Option<&'static Figure> {
    FIGURES.iter().find(|figure| figure.key == key)
}

/// Returns a value for people, without its unit but for the percent sign.
pub(super) fn shown(figure: &Figure, value: f64) -> String {
    let text = fixed(value, 1);
    if figure.unit == Unit::Share { format!("{text}\u{a0}%") } else { text }
}

/// Returns the mean, and the least to the most where there are several.
pub(super) fn told(figure: &Figure, values: Option<Values>) -> String {
    match values {
        None => "–".to_owned(),
        Some(values) if values.n == 1 => shown(figure, values.mean),
        Some(values) => {
            format!(
                "{} ({} to {})",
                shown(figure, values.mean),
                shown(figure, values.least),
                shown(figure, values.most)
            )
        }
    }
}

/// Returns the mean difference with its 95 % interval where there are several replications.
pub(super) fn told_difference(values: Option<Values>) -> String {
    let of = |value: f64| signed(fixed(value, 1));
    match values {
        None => "–".to_owned(),
        Some(values) if values.n == 1 => of(values.mean),
        Some(Values { mean, half_width, .. }) => {
            format!("{} ({} to {})", of(mean), of(mean - half_width), of(mean + half_width))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_few_replications_is_students() {
        // Of 1, 2, 3: mean 2, variance 1, t of 2 degrees of freedom 4.303, root of 3 1.732.
        let values = Values::of(&[1.0, 2.0, 3.0]).expect("values");
        assert!((values.half_width - 4.303 / 1.732_050_8).abs() < 1e-6);
        assert_eq!((values.mean, values.least, values.most, values.n), (2.0, 1.0, 3.0, 3));
        assert_eq!(Values::of(&[7.0]).map(|values| values.half_width), Some(0.0));
        assert_eq!(Values::of(&[]), None);
        assert_eq!(told_difference(Values::of(&[1.0, 2.0, 3.0])), "+2.0 (−0.5 to +4.5)");
    }
}
