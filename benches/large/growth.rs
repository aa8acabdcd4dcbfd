//! What a step of the search costs as people, rooms and time grow with the meetings.

use std::cell::Cell;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use convene::problem::Problem;
use convene::solver::{Budget, Config, solve};
use convene::synth::{Preset, generate};
use convene::travel::Travel;

use super::median;

const PRESETS: [Preset; 5] =
    [Preset::Cluster, Preset::County, Preset::Quarter, Preset::Region, Preset::RegionQuarter];
/// Steps of each search, over all lanes.
const STEPS: u64 = 8_000;

/// Prints the microseconds of a step on one thread: from the first plan to the last merge of the lanes, by the number
/// of steps; medians over seeds.
pub(crate) fn measure(n_seeds: u64) {
    println!("| register | to book | µs a step | of `cluster` |");
    println!("| --- | --- | --- | --- |");
    let mut least = None;
    for preset in PRESETS {
        let mut to_book = 0;
        let steps = (1..=n_seeds).map(|seed| {
            let register = generate(preset, seed);
            let travel = Travel::new(&register).expect("all places are joined");
            let problem = Problem::new(&register, &travel);
            to_book = problem.requests.len();
            step_of(&problem, seed)
        });
        let step = median(steps.collect());
        let times = step / *least.get_or_insert(step);
        println!("| `{}` | {to_book} | {:.1} | {times:.2} |", preset.name(), step * 1e6);
    }
}

/// Returns the seconds of a step of the search.
fn step_of(problem: &Problem<'_>, seed: u64) -> f64 {
    let (begin, end) = (Cell::new(None), Cell::new(Instant::now()));
    let config = Config { seed, threads: 1 };
    let solution = solve(problem, &config, &Budget::Iterations(STEPS), &AtomicBool::new(false), &|_| {
        end.set(Instant::now());
        if begin.get().is_none() {
            begin.set(Some(end.get()));
        }
    });
    let begin = begin.get().expect("progress is told before the first step");
    (end.get() - begin).as_secs_f64() / solution.iterations as f64
}
