//! How soon a first lawful plan is there.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use convene::plan::make;
use convene::problem::Problem;
use convene::solver::{Budget, Config, solve};
use convene::synth::{Preset, generate};
use convene::travel::Travel;

use super::median;

const PRESETS: [Preset; 6] = [
    Preset::Lancashire2012,
    Preset::Tight,
    Preset::Lancashire2013,
    Preset::Quarter,
    Preset::Region,
    Preset::RegionQuarter,
];

/// Prints, for each preset, the seconds from a register in memory to its first plan, and to that plan judged by the
/// referee, with its reasons: medians over seeds.
pub(crate) fn measure(n_seeds: u64) {
    println!(
        "| register | to book | compiled, s | first plan, s | judged, with reasons, s | S1 · S2 · S3 of seed 1 |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for preset in PRESETS {
        let (mut compiled, mut first, mut judged) = (Vec::new(), Vec::new(), Vec::new());
        let (mut to_book, mut score) = (0, (0, 0, 0));
        for seed in (1..=n_seeds).rev() {
            let register = generate(preset, seed);
            let begin = Instant::now();
            let travel = Travel::new(&register).expect("all places are joined");
            let problem = Problem::new(&register, &travel);
            compiled.push(begin.elapsed().as_secs_f64());
            let config = Config { seed, threads: 1 };
            let solution = solve(&problem, &config, &Budget::Iterations(0), &AtomicBool::new(false), &|_| ());
            first.push(begin.elapsed().as_secs_f64());
            let plan = make(&problem, &solution).expect("lawful");
            judged.push(begin.elapsed().as_secs_f64());
            (to_book, score) = (problem.requests.len(), plan.score.levels());
        }
        let (s1, s2, s3) = score;
        println!(
            "| `{}` | {to_book} | {:.2} | {:.2} | {:.2} | {s1} · {s2} · {s3} |",
            preset.name(),
            median(compiled),
            median(first),
            median(judged),
        );
    }
}
