//! Lanes side by side, merged at fixed points.

use std::sync::atomic::{AtomicBool, Ordering};

use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::budget::{Budget, Progress};
use super::construct::construct;
use super::lane::Lane;
use super::settle::settle;
use super::state::{Placement, State};
use crate::problem::Problem;

/// Lanes of a search that is counted in iterations: fixed, so that threads decide nothing but the time it takes.
const LANES: usize = 2;
/// How often lanes are merged.
const ROUNDS: u64 = 24;
/// Most plans that a search remembers having come by.
const MOST_SEEN: usize = 128;
/// Annealing temperatures at the beginning and at the end, in minutes of cost.
const HOT: f64 = 20.0;
const COLD: f64 = 2.0;

/// What a search needs to know besides the problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// Decides every draw.
    pub seed: u64,
    /// Threads to use; decides nothing else where the budget is iterations.
    pub threads: usize,
}

/// The best plan that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Where each request of the problem is booked.
    pub placements: Vec<Option<Placement>>,
    /// S1, S2 and S3 by the solver's own sums; the referee's count is the one that is reported.
    pub score: (i64, i64, i64),
    /// Steps of ruin and recreate taken.
    pub iterations: u64,
    /// Plans that the search came by last, for [`Solution::polish`].
    pub seen: Vec<Vec<Option<Placement>>>,
}

/// Searches until the budget is spent or `stop` is set, and returns the best plan found. `watch` is told of
/// progress, from the calling thread, each time lanes are merged.
///
/// The plan keeps every hard rule whatever the budget. With none at all, or where `stop` is set from the beginning, it
/// is the first plan, which is always completed.
pub fn solve(
    problem: &Problem<'_>,
    config: &Config,
    budget: &Budget<'_>,
    stop: &AtomicBool,
    watch: &dyn Fn(Progress),
) -> Solution {
    let first = construct(problem);
    let n_lanes = match budget {
        Budget::Iterations(_) => LANES,
        Budget::Until(_) => config.threads.max(1),
    };
    let mut best = Solution {
        placements: first.placements().to_vec(),
        score: first.score(),
        iterations: 0,
        seen: Vec::new(),
    };
    let bookable = problem.requests.iter().any(|request| request.hopeless.is_empty());
    let mut lanes: Vec<Lane<'_>> = (0..n_lanes)
        .map(|lane| Lane::new(first.clone(), Pcg64::new(u128::from(config.seed), lane as u128)))
        .collect();
    watch(Progress { spent: budget.spent(0, stop), iterations: 0, best: best.score });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(config.threads.max(1)).build();
    for round in 0..ROUNDS {
        if !bookable || 1.0 <= budget.spent(best.iterations, stop) {
            break;
        }
        let taken: u64 = match &pool {
            Ok(pool) => pool.install(|| run_round(&mut lanes, round, budget, stop)),
            // No threads are to be had: the lanes run one after another and find the same.
            Err(_) => lanes
                .iter_mut()
                .enumerate()
                .map(|(i, lane)| run_lane(lane, i, n_lanes, round, budget, stop))
                .sum(),
        };
        best.iterations += taken;
        for lane in &lanes {
            best.seen.push(lane.best.clone());
            best.seen.push(lane.state.placements().to_vec());
        }
        // The last ones are the best.
        best.seen.drain(..best.seen.len().saturating_sub(MOST_SEEN));
        merge(&mut lanes, &mut best);
        watch(Progress {
            spent: budget.spent(best.iterations, stop),
            iterations: best.iterations,
            best: best.score,
        });
    }
    if 0 < best.iterations {
        let mut state = State::with(problem, &best.placements);
        settle(&mut state, stop);
        best.score = state.score();
        best.placements.copy_from_slice(state.placements());
    }
    best
}

fn run_round(lanes: &mut [Lane<'_>], round: u64, budget: &Budget<'_>, stop: &AtomicBool) -> u64 {
    let n_lanes = lanes.len();
    lanes
        .par_iter_mut()
        .enumerate()
        .with_max_len(1)
        .map(|(i, lane)| run_lane(lane, i, n_lanes, round, budget, stop))
        .sum()
}

/// Runs one lane for one round and returns how many steps it took.
fn run_lane(
    lane: &mut Lane<'_>,
    i: usize,
    n_lanes: usize,
    round: u64,
    budget: &Budget<'_>,
    stop: &AtomicBool,
) -> u64 {
    let mut taken = 0;
    match budget {
        Budget::Iterations(n) => {
            let share = n / n_lanes as u64 + u64::from((i as u64) < n % n_lanes as u64);
            let (from, until) = (
                share / ROUNDS * round + share % ROUNDS * round / ROUNDS,
                share / ROUNDS * (round + 1) + share % ROUNDS * (round + 1) / ROUNDS,
            );
            for step in from..until {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                lane.step(temperature(step as f64 / share as f64));
                taken += 1;
            }
        }
        Budget::Until(_) => {
            let until = (round + 1) as f64 / ROUNDS as f64;
            loop {
                let spent = budget.spent(0, stop);
                if until <= spent {
                    break;
                }
                lane.step(temperature(spent));
                taken += 1;
            }
        }
    }
    taken
}

fn temperature(spent: f64) -> f64 {
    HOT * libm::pow(COLD / HOT, spent)
}

/// Keeps the best plan of all lanes, of equals that of the first, and lets the worse half go on from it.
fn merge(lanes: &mut [Lane<'_>], best: &mut Solution) {
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    order.sort_by_key(|&i| (lanes[i].best_score, i));
    let leader = &lanes[order[0]];
    if leader.best_score < best.score {
        best.score = leader.best_score;
        best.placements.copy_from_slice(&leader.best);
    }
    for &i in &order[lanes.len().div_ceil(2)..] {
        lanes[i].adopt(&best.placements);
    }
}
