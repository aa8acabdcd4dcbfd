//! The level of the programme that a promise takes, found on the simulator.
//!
//! A plan that carries its worst share `level` of scenarios in the mean keeps more than 1 − `level` of them, how many more
//! depends on the tail: where shortfalls beyond a level are exponential, carrying the worst e × α in the mean keeps 1 − α. A
//! ladder of levels around that is solved first, side by side, which is the frontier of cost against probability too; then the
//! cheapest level that keeps the promise is found by bisection between the last that keeps it and the first that breaks it, and solved
//! once more with more effort.

use std::sync::Arc;

use rayon::prelude::*;

use super::futures::{Futures, Target};
use super::plan::Plan;
use super::programme::{Effort, Solved, Unsolved};
use super::simulator::Achieved;
use super::watchdog::solve_within;

/// Levels of the ladder, as multiples of the chance that the promise leaves.
const LADDER: [f64; 5] = [0.75, 1.4, 2.1, 3.2, 6.0];
/// The greatest level: above it the mean of nearly all scenarios is carried, which promises little.
const GREATEST: f64 = 0.95;
/// Bisection ends when levels differ by less than this factor.
const CLOSE: f64 = 1.08;

/// How to search.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The probability that the worst month of the promise is to reach on the replications that the level is chosen on.
    pub aim: f64,
    /// Bisections after the ladder.
    pub bisections: u32,
    /// How hard HiGHS tries at each level.
    pub effort: Effort,
    /// How hard it tries once more at the level chosen.
    pub last_effort: Effort,
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
    /// By how much more than that it costs, as a share, with the price of idle chairs.
    pub above_relaxed: f64,
    /// What came of it on the simulator.
    pub achieved: Achieved,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The levels tried, in order of the level.
    pub tried: Vec<Tried>,
    /// The cheapest of those that keep the promise, by position.
    pub chosen: Option<usize>,
    /// Whether a programme ended without a plan because its time was up.
    pub out_of_time: bool,
}

/// Returns the levels tried and the cheapest plan that keeps the promise; `try_plan` runs a plan on the simulator.
///
/// The same futures, target and simulator give the same answer on any number of threads, unless time runs out.
pub fn find(
    futures: &Arc<Futures>,
    target: &Target,
    search: &Search<'_>,
    try_plan: &mut dyn FnMut(&Plan) -> Achieved,
) -> Found {
    let mut found = Found::default();
    let chance = 1.0 - target.confidence;
    let solve_with =
        |level: f64, effort: &Effort| solve_within(futures, target, level, effort, (search.seconds_left)());
    let solve = |level: f64| (level, solve_with(level, &search.effort));
    let mut levels: Vec<f64> = LADDER.iter().map(|times| (times * chance).min(GREATEST)).collect();
    levels.dedup();
    let ladder: Vec<(f64, Result<Solved, Unsolved>)> = levels.into_par_iter().map(solve).collect();
    for (level, solved) in ladder {
        found.add(futures, level, solved, try_plan);
    }
    for _ in 0..search.bisections {
        let keeps = |tried: &&Tried| search.aim <= tried.achieved.worst(target.from).1;
        let strict = found.tried.iter().filter(keeps).map(|tried| tried.level).fold(0.0, f64::max);
        let loose = found.tried.iter().filter(|tried| !keeps(tried)).map(|tried| tried.level);
        let loose = loose.filter(|&level| strict < level).fold(f64::INFINITY, f64::min);
        if loose.is_infinite() || strict == 0.0 || loose < strict * CLOSE {
            break;
        }
        let (level, solved) = solve((strict * loose).sqrt());
        if !found.add(futures, level, solved, try_plan) {
            break;
        }
    }
    found.tried.sort_by(|a, b| a.level.total_cmp(&b.level));
    let keeps = |tried: &Tried| search.aim <= tried.achieved.worst(target.from).1;
    let kept = found.tried.iter().enumerate().filter(|(_, tried)| keeps(tried));
    found.chosen = kept.min_by_key(|(_, tried)| tried.pounds).map(|(at, _)| at);
    if let Some(at) = found.chosen {
        let mut last = Found::default();
        let level = found.tried[at].level;
        last.add(futures, level, solve_with(level, &search.last_effort), try_plan);
        found.out_of_time |= last.out_of_time;
        let cheaper = last.tried.pop().filter(|last| last.pounds < found.tried[at].pounds && keeps(last));
        if let Some(cheaper) = cheaper {
            found.tried[at] = cheaper;
        }
    }
    found
}

impl Found {
    /// Adds a level with what came of it; says whether it has a plan.
    fn add(
        &mut self,
        futures: &Futures,
        level: f64,
        solved: Result<Solved, Unsolved>,
        try_plan: &mut dyn FnMut(&Plan) -> Achieved,
    ) -> bool {
        match solved {
            Ok(solved) => {
                self.tried.push(Tried {
                    level,
                    pounds: futures.cost_pounds(&solved.plan),
                    relaxed_pounds: solved.relaxed_pounds,
                    above_relaxed: solved.above_relaxed,
                    achieved: try_plan(&solved.plan),
                    plan: solved.plan,
                });
                true
            }
            Err(unsolved) => {
                self.out_of_time |= unsolved == Unsolved::OutOfTime;
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::simulator::{Draws, Simulator, Stress, Trial};
    use super::super::toy::Toy;
    use super::*;

    fn found() -> (Found, Target) {
        let toy = Toy { n_months: 12, ..Toy::new() };
        let target = Target { cap: 85.0, confidence: 0.8, from: 8 };
        let search = Search {
            aim: 0.8,
            bisections: 2,
            effort: Effort::quick(),
            last_effort: Effort::default(),
            seconds_left: &|| 600.0,
        };
        let mut try_plan = |plan: &Plan| {
            let (stress, draws) = (Stress::None, Draws::Choosing);
            toy.run(&Trial { plan, stress, draws, n_replications: 300, target, floor: 50.0 })
        };
        (find(&Arc::new(toy.futures(0, 40)), &target, &search, &mut try_plan), target)
    }

    #[test]
    fn the_cheapest_level_that_keeps_the_promise_is_chosen() {
        let (found, target) = found();
        let chosen = &found.tried[found.chosen.expect("the promise can be kept")];
        assert!(0.8 <= chosen.achieved.worst(target.from).1);
        for tried in &found.tried {
            let keeps = 0.8 <= tried.achieved.worst(target.from).1;
            assert!(!keeps || chosen.pounds <= tried.pounds, "level {}", tried.level);
        }
        assert!(found.tried.windows(2).all(|pair| pair[0].level < pair[1].level));
        assert!(!found.out_of_time);
    }

    #[test]
    fn without_time_nothing_is_found_and_that_is_said() {
        let toy = Toy { n_months: 12, ..Toy::new() };
        let target = Target { cap: 85.0, confidence: 0.8, from: 8 };
        let search = Search {
            aim: 0.8,
            bisections: 2,
            effort: Effort::quick(),
            last_effort: Effort::default(),
            seconds_left: &|| 0.0,
        };
        let mut never = |_: &Plan| -> Achieved { unreachable!("there is no plan to run") };
        let found = find(&Arc::new(toy.futures(0, 20)), &target, &search, &mut never);
        assert!(found.out_of_time && found.tried.is_empty() && found.chosen.is_none());
    }
}
