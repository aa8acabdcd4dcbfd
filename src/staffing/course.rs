//! The values of all parameters month by month, for one replication.

use super::baseline::{Baseline, Effect};
use super::catalogue::{PARAMETERS, Values};
use super::streams::{Stream, Streams};
use super::{Amount, Horizon};

/// The values that one replication runs with. Every range of the file has been drawn; every change is in the months in
/// which it is felt.
#[derive(Debug, Clone)]
pub struct Course {
    /// Indexed by month.
    months: Vec<Values>,
    /// Indexed by month, for the first months: children expected to start a plan.
    starts: Vec<f64>,
    /// Indexed by month, for the first months: further level of closures.
    closures: Vec<f64>,
}

/// Numbers of the draws of amounts that are no scalar parameter.
const STARTS_DRAW: u64 = 1 << 20;
const CLOSURES_DRAW: u64 = 2 << 20;
const CHANGES_DRAW: u64 = 3 << 20;

impl Course {
    /// Draws the course of a replication. A parameter's draw depends on the parameter alone, so that a change elsewhere in
    /// the file leaves it as it is.
    pub fn new(baseline: &Baseline, horizon: &Horizon, streams: &Streams) -> Course {
        let drawn = |number: u64| streams.of(Stream::Parameters, number);
        let first = Values::from_fn(|parameter| {
            let amount = baseline.amounts.get(parameter.key);
            amount.sample(&mut drawn(parameter.key as u64), parameter.limits)
        });
        let changes: Vec<f64> = (0..)
            .zip(&baseline.changes)
            .map(|(at, change)| {
                change.effect.amount().sample(&mut drawn(CHANGES_DRAW + at), (f64::MIN, f64::MAX))
            })
            .collect();
        let months = (0..horizon.n_months())
            .map(|month| {
                let begins = horizon.month_start(month);
                let mut values = first;
                for (change, &amount) in baseline.changes.iter().zip(&changes) {
                    let share = change.share_in(begins);
                    if 0.0 < share {
                        values.set(change.key, change.applied(values.get(change.key), amount, share));
                    }
                }
                values
            })
            .collect();
        let series = |amounts: &[Amount], number: u64| -> Vec<f64> {
            let limits = (0.0, f64::MAX);
            (0..).zip(amounts).map(|(at, amount)| amount.sample(&mut drawn(number + at), limits)).collect()
        };
        Course {
            months,
            starts: series(&baseline.starts_by_month, STARTS_DRAW),
            closures: series(&baseline.closures_by_month, CLOSURES_DRAW),
        }
    }

    /// Returns the values of a month.
    pub fn values(&self, month: usize) -> &Values {
        &self.months[month]
    }

    /// Returns the children expected to start a plan in a month, where the file gives them by month.
    pub fn starts_given(&self, month: usize) -> Option<f64> {
        self.starts.get(month).copied()
    }

    /// Returns the further level of closures in a month.
    pub fn closures(&self, month: usize) -> f64 {
        self.closures.get(month).copied().unwrap_or(1.0)
    }
}

/// Returns the baseline whose every range is its middle: what a plan would be if nothing were in doubt.
pub fn without_doubt(baseline: &Baseline) -> Baseline {
    let mut certain = baseline.clone();
    let middle = |amount: &mut Amount| *amount = Amount::Exact(amount.middle());
    for parameter in PARAMETERS {
        certain.amounts.set(parameter.key, Amount::Exact(baseline.amounts.get(parameter.key).middle()));
    }
    certain.starts_by_month.iter_mut().for_each(middle);
    certain.closures_by_month.iter_mut().for_each(middle);
    let opening = &mut certain.opening;
    [&mut opening.on_plans, &mut opening.looked_after, &mut opening.both].into_iter().for_each(middle);
    certain.posts.iter_mut().for_each(|post| middle(&mut post.fte));
    for change in &mut certain.changes {
        let amount = Amount::Exact(change.effect.amount().middle());
        change.effect = match change.effect {
            Effect::To(_) => Effect::To(amount),
            Effect::Times(_) => Effect::Times(amount),
            Effect::Plus(_) => Effect::Plus(amount),
        };
    }
    certain
}
