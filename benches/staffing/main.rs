//! Figures of the forecast of staffing: seconds of many replications of the full model, and the memory that they take.
//!
//! `cargo bench --bench staffing -- years` or `memory`; a number after it says how many replications (default 1,000 and 10,000).
//! Each is five years of a county of 1,800 children whose teams are merged, on all cores.

mod county;

use std::env;
use std::time::{Duration, Instant};

use convene::simulate::forecast;
use convene::simulate::measure::Measure;
use convene::simulate::outcome::{Figures, Spread};
use convene::staffing::{Baseline, Horizon};
use rayon::prelude::*;

/// Times that a figure is measured; the best counts.
const ROUNDS: usize = 5;

fn main() {
    // Cargo adds `--bench`.
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let n_replications = words.get(1).and_then(|word| word.parse().ok());
    match words.first().map(String::as_str) {
        Some("years") => years(n_replications.unwrap_or(1_000)),
        Some("memory") => memory(n_replications.unwrap_or(10_000)),
        _ => println!("staffing: say which figure: years or memory"),
    }
}

/// Prints the seconds of the clock of `n` replications, best and worst round.
fn years(n: u64) {
    let county = county::merged();
    let horizon = county.horizon().expect("a horizon that is known");
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            run(&county, &horizon, n);
            began.elapsed()
        })
        .collect();
    rounds.sort();
    let (best, worst) = (rounds[0].as_secs_f64(), rounds[ROUNDS - 1].as_secs_f64());
    let threads = rayon::current_num_threads();
    println!(
        "{n} replications × 5 years, {threads} threads: best of {ROUNDS} {best:.2} s, worst {worst:.2} s"
    );
}

/// Prints the most memory that the process has taken after a tenth, a hundredth and all of `n` replications.
fn memory(n: u64) {
    let county = county::merged();
    let horizon = county.horizon().expect("a horizon that is known");
    println!("| replications | peak memory, MB | seconds |\n| --- | --- | --- |");
    for n in [n / 100, n / 10, n] {
        let began = Instant::now();
        run(&county, &horizon, n);
        let peak =
            peak_kb().map_or("not told by this system".into(), |kb| format!("{:.0}", kb as f64 / 1024.0));
        println!("| {n} | {peak} | {:.1} |", began.elapsed().as_secs_f64());
    }
}

/// Runs replications on all cores and returns their distributions.
fn run(county: &Baseline, horizon: &Horizon, n: u64) -> Spread {
    let empty = || Spread::new(county.months);
    let mut spread = (0..n)
        .into_par_iter()
        .fold(empty, |mut spread, replication| {
            spread.add(&Figures::new(&forecast::path(county, horizon, 1, replication, false)));
            spread
        })
        .reduce(empty, |mut spread, other| {
            spread.merge(&other);
            spread
        });
    spread.settle();
    assert!(spread.month(Measure::OnPlans, 0).n() == n, "every replication counts");
    spread
}

/// Returns the most memory that this process ever had, in kB; `None` where there is no `/proc`.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
