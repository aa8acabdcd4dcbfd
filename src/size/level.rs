//! The level of the programme that a promise takes, found on the simulator.
//!
//! A plan that carries its worst share `level` of scenarios in the mean keeps more than 1 − `level` of them, how many more
//! depends on the tail: where shortfalls beyond a level are exponential, carrying the worst e × α in the mean keeps 1 − α. The
//! search starts there, and goes on by bisection: dearer where the simulator finds the promise broken, cheaper where it is kept.

use std::sync::Arc;

use super::futures::{Futures, Target};
use super::plan::Plan;
use super::programme::{Effort, Unsolved};
use super::simulator::Achieved;
use super::watchdog::solve_within;

/// The greatest level: above it the mean of nearly all scenarios is carried, which promises little.
const GREATEST: f64 = 0.95;
/// A level is found when the next one to try differs by less than this factor.
const CLOSE: f64 = 1.08;
/// What a level is changed by while only one side of the promise has been seen.
const STRIDE: f64 = 1.6;

/// How to search.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The probability that the worst month of the promise is to reach on the replications that the level is chosen on.
    pub aim: f64,
    /// Most programmes to solve.
    pub most_solves: u32,
    /// How hard HiGHS tries.
    pub effort: Effort,
    /// Returns the seconds that are left.
    pub seconds_left: &'a (dyn Fn() -> f64 + Sync),
}

/// A level that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The level.
    pub level: f64,
    /// Its plan.
    pub plan: Plan,
    /// What the plan costs.
    pub pounds: i64,
    /// The least cost of any plan of the level, by the relaxation.
    pub relaxed_pounds: f64,
    /// Whether it is proven to be within the gap.
    pub proven: bool,
    /// What came of it on the simulator.
    pub achieved: Achieved,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The levels tried, in order.
    pub tried: Vec<Tried>,
    /// The cheapest of those that keep the promise, by position.
    pub chosen: Option<usize>,
    /// Whether a programme ended without a plan because its time was up.
    pub out_of_time: bool,
}

/// Returns the levels tried and the cheapest plan that keeps the promise; `try_plan` runs a plan on the simulator.
///
/// The same futures, target and simulator give the same answer, unless time runs out.
pub fn find(
    futures: &Arc<Futures>,
    target: &Target,
    search: &Search<'_>,
    try_plan: &mut dyn FnMut(&Plan) -> Achieved,
) -> Found {
    let mut found = Found::default();
    // The greatest level that is too strict or keeps the promise, and the least one that breaks it.
    let (mut strict, mut loose) = (None::<f64>, None::<f64>);
    let mut level = ((1.0 - target.confidence) * std::f64::consts::E).min(GREATEST);
    for _ in 0..search.most_solves {
        match solve_within(futures, target, level, &search.effort, (search.seconds_left)()) {
            Ok(solved) => {
                let achieved = try_plan(&solved.plan);
                let keeps = search.aim <= achieved.worst(target.from).1;
                if keeps {
                    strict = Some(level)
                } else {
                    loose = Some(level)
                }
                let pounds = futures.cost_pounds(&solved.plan);
                found.tried.push(Tried {
                    level,
                    plan: solved.plan,
                    pounds,
                    relaxed_pounds: solved.relaxed_pounds,
                    proven: solved.proven,
                    achieved,
                });
            }
            Err(Unsolved::Impossible) => strict = Some(level),
            Err(Unsolved::OutOfTime) => {
                found.out_of_time = true;
                break;
            }
        }
        let next = match (strict, loose) {
            (Some(strict), Some(loose)) => (strict * loose).sqrt(),
            (Some(strict), None) => (strict * STRIDE).min(GREATEST),
            (None, Some(loose)) => loose / STRIDE,
            (None, None) => break,
        };
        if next < level * CLOSE && level < next * CLOSE {
            break;
        }
        level = next;
    }
    let keeps = |tried: &Tried| search.aim <= tried.achieved.worst(target.from).1;
    let kept = found.tried.iter().enumerate().filter(|(_, tried)| keeps(tried));
    found.chosen = kept.min_by_key(|(_, tried)| tried.pounds).map(|(at, _)| at);
    found
}
