//! Many replications of a baseline and its overlays, side by side on the same demand.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::forecast;
use super::outcome::{Figures, Outcome, Scenario, Spread};
use crate::staffing::Baseline;
use crate::staffing::baseline::BaselineError;

/// Replications that one task runs before its tallies are merged: few enough that every core has work, many enough that
/// merging costs little. Results do not depend on it.
const BLOCK: u64 = 25;

/// What is to be run.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The service as it is expected to go on.
    pub baseline: &'a Baseline,
    /// Scenarios, each a whole baseline of its own; months and first day are the baseline's.
    pub scenarios: &'a [Baseline],
    /// Decides every draw.
    pub seed: u64,
    /// Number of the first replication.
    pub first: u64,
    /// How many replications.
    pub replications: u64,
}

/// Runs every replication of the baseline and of each scenario, and returns their distributions with the paired differences.
/// `progress` is told how many replications are done, now and then. Where `stop` is set, what is finished by then is
/// returned, of no particular numbers.
///
/// The same run gives the same outcome on any number of threads, and the outcomes of parts of a run, merged, equal that of
/// the whole.
///
/// # Errors
/// Where the baseline or a scenario cannot be run.
pub fn run(
    run: &Run<'_>,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Outcome, BaselineError> {
    let all: Vec<&Baseline> = std::iter::once(run.baseline).chain(run.scenarios).collect();
    let horizons = all.iter().map(|baseline| baseline.horizon()).collect::<Result<Vec<_>, _>>()?;
    let n_months = run.baseline.months;
    if let Some(other) = run.scenarios.iter().find(|scenario| scenario.months != n_months) {
        let (name, months) = (other.name.clone(), other.months);
        return Err(BaselineError::ScenarioMonths { name, months, wanted: n_months });
    }
    let done = AtomicU64::new(0);
    let blocks: Vec<u64> = (run.first..run.first + run.replications).step_by(BLOCK as usize).collect();
    let empty = || Block { spreads: vec![(Spread::new(n_months), Spread::new(n_months)); all.len()], n: 0 };
    let whole = blocks
        .par_iter()
        .fold(empty, |mut block, &from| {
            if stop.load(Ordering::Relaxed) {
                return block;
            }
            for replication in from..(from + BLOCK).min(run.first + run.replications) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let mut base: Option<Figures> = None;
                for (at, baseline) in all.iter().enumerate() {
                    let path = forecast::path(baseline, &horizons[at], run.seed, replication, false);
                    let figures = Figures::new(&path);
                    block.spreads[at].0.add(&figures);
                    match &base {
                        None => base = Some(figures),
                        Some(base) => block.spreads[at].1.add(&figures.minus(base)),
                    }
                }
                block.n += 1;
            }
            let before = done.fetch_add(BLOCK, Ordering::Relaxed);
            progress((before + BLOCK).min(run.replications));
            block
        })
        .reduce(empty, Block::merged);
    let scenarios = all.iter().zip(whole.spreads).zip(&horizons).enumerate();
    let scenarios = scenarios
        .map(|(at, ((baseline, (mut spread, mut difference)), horizon))| {
            spread.settle();
            difference.settle();
            Scenario {
                name: baseline.name.clone(),
                about: baseline.about.clone(),
                spread,
                difference: (0 < at).then_some(difference),
                chairs: forecast::path(baseline, horizon, run.seed, 0, true).chairs,
            }
        })
        .collect();
    Ok(Outcome {
        name: run.baseline.name.clone(),
        start: run.baseline.start,
        seed: run.seed,
        replications: whole.n,
        scenarios,
    })
}

/// Distributions of some replications, and of their differences from the baseline; indexed by scenario.
struct Block {
    spreads: Vec<(Spread, Spread)>,
    n: u64,
}

impl Block {
    fn merged(mut self, other: Block) -> Block {
        for ((spread, difference), (more, more_difference)) in self.spreads.iter_mut().zip(&other.spreads) {
            spread.merge(more);
            difference.merge(more_difference);
        }
        self.n += other.n;
        self
    }
}

impl Outcome {
    /// Adds the replications of another part of the same run.
    pub fn merge(&mut self, other: &Outcome) {
        for (scenario, more) in self.scenarios.iter_mut().zip(&other.scenarios) {
            scenario.spread.merge(&more.spread);
            if let (Some(difference), Some(more)) = (&mut scenario.difference, &more.difference) {
                difference.merge(more);
            }
        }
        self.replications += other.replications;
    }
}
