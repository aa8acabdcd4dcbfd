//! A last look at everything at once: the best plan that can be put together from the days of all plans seen.
//!
//! A search leaves behind many plans, and the best day of one person may stand in one, the best of another in the next. Set
//! partitioning puts them together anew (Foster and Ryan, *Operational Research Quarterly* 27, 1976; for plans
//! collected by a neighbourhood search, Rochat and Taillard, *Journal of Heuristics* 1, 1995): choose a day for each
//! chair and each minute taker, so that every meeting is chaired once and minuted where and when it is chaired.
//! HiGHS solves it, through good_lp, in a thread of its own that is left behind when its time is up.

mod columns;
mod programme;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::Solution;
use super::state::{Placement, State};
use crate::problem::Problem;
use columns::Columns;

/// Seconds that HiGHS may overrun its own limit by before it is left behind.
const GRACE: u32 = 1;
/// How often a second it is looked whether the search is to stop.
const LOOKS: u32 = 20;
/// Most days to choose from: with more, HiGHS seldom ends in the time that anybody waits.
const MOST_COLUMNS: usize = 30_000;

impl Solution {
    /// Puts a plan together from the days of the plans seen, within so many `seconds` or until `stop` is set, and
    /// keeps it where it is better than the solution; says whether it is.
    ///
    /// What HiGHS finds in a given time depends on the machine, so that this is not for searches counted in iterations.
    pub fn polish(&mut self, problem: &Problem<'_>, seconds: u32, stop: &AtomicBool) -> bool {
        let columns = Columns::of(problem, std::iter::once(&self.placements).chain(&self.seen));
        if MOST_COLUMNS < columns.chair_days.len() + columns.taker_days.len() {
            return false;
        }
        let chosen = solve_within(columns.clone(), seconds, stop);
        let plan = chosen.and_then(|chosen| columns.plan(problem, &chosen));
        let better = plan.and_then(|plan| {
            let score = lawful(problem, &plan)?.score();
            (score < self.score).then_some((plan, score))
        });
        let Some((plan, score)) = better else { return false };
        (self.placements, self.score) = (plan, score);
        true
    }
}

/// Solves the programme in a thread of its own and returns the days chosen (positions among chairs' days, then minute
/// takers'), or `None` where time runs out first.
fn solve_within(columns: Columns, seconds: u32, stop: &AtomicBool) -> Option<Vec<usize>> {
    let (answer, answered) = mpsc::channel();
    let solving = std::thread::Builder::new().name("polish".to_owned()).spawn(move || {
        // Nobody listens any more where the time is up.
        let _ = answer.send(programme::solve(&columns, f64::from(seconds)));
    });
    solving.ok()?;
    for _ in 0..(seconds + GRACE) * LOOKS {
        match answered.recv_timeout(Duration::from_secs(1) / LOOKS) {
            Err(RecvTimeoutError::Timeout) if !stop.load(Ordering::Relaxed) => {}
            answer => return answer.ok().flatten(),
        }
    }
    None
}

/// Returns the state of a plan, or `None` where something in it is not free: what the programme leaves out.
fn lawful<'a>(problem: &'a Problem<'a>, plan: &[Option<Placement>]) -> Option<State<'a>> {
    let mut state = State::new(problem);
    let mut scratch = super::Scratch::default();
    for (request, placement) in plan.iter().enumerate() {
        if let Some(placement) = *placement {
            if !super::is_offered(&state, &mut scratch, request, placement) {
                return None;
            }
            state.insert(request, placement);
        }
    }
    (!state.is_broken()).then_some(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::{Budget, Config, solve};
    use crate::synth::{self, Preset};
    use crate::travel::Travel;

    #[test]
    fn what_is_put_together_is_lawful_and_never_worse() {
        let mut improved = 0;
        for seed in 0..60 {
            let register = synth::generate(Preset::Hostile, seed);
            let travel = Travel::new(&register).expect("joined");
            let problem = Problem::new(&register, &travel);
            let stop = AtomicBool::new(false);
            let plans = (0..4).map(|n| {
                let config = Config { seed: n, threads: 1 };
                solve(&problem, &config, &Budget::Iterations(6), &stop, &|_| ())
            });
            let plans: Vec<Solution> = plans.collect();
            let mut solution = plans.iter().min_by_key(|plan| plan.score).expect("there are four").clone();
            solution.seen = plans.iter().map(|plan| plan.placements.clone()).collect();
            let before = solution.score;
            if solution.polish(&problem, 5, &stop) {
                improved += 1;
                assert!(solution.score < before, "seed {seed}");
            }
            let plan = crate::plan::make(&problem, &solution).expect("lawful");
            assert_eq!(solution.score, plan.score.levels(), "seed {seed}");
        }
        assert!(0 < improved, "no plan of any register was improved");
    }
}
