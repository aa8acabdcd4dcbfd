//! Running the search from a terminal: its budget, its progress, and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::date_argument;
use super::summary::grouped;
use crate::bound::{Effort, prove};
use crate::files::Loaded;
use crate::plan::{Bounds, Plan, make};
use crate::problem::Problem;
use crate::solver::{Budget, Config, Progress, solve};

/// Seconds that `plan` searches where nothing else is said: long enough for a county's month to settle.
const SECONDS: f64 = 5.0;

/// The share of the time that is searched; the rest goes into proving how good the plan is.
const SEARCHED: f64 = 0.8;
/// Steps of the search that are paid back by one of the proof, and most of these.
const STEP: u64 = 200;
const MOST_STEPS: u64 = 100;

/// How to search, and how to answer.
#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// Search for this long; 0 = the first lawful plan [default: 5]
    #[arg(long, value_name = "N", value_parser = seconds_argument, conflicts_with = "iterations")]
    seconds: Option<f64>,
    /// Search for this many steps instead: the same plan on any machine and any number of threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=1_000_000_000_000))]
    iterations: Option<u64>,
    /// Decides every draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads to search on [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Take this for today, instead of the authority's planning date
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    pub(super) today: Option<NaiveDate>,
    /// Replace an output folder that exists
    #[arg(long)]
    pub(super) force: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// A plan and what it took.
pub(super) struct Found {
    pub(super) plan: Plan,
    pub(super) iterations: u64,
    pub(super) interrupted: bool,
}

pub(super) fn seconds_argument(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "wanted a number of seconds such as 5 or 0.5".to_owned())?;
    if seconds.is_finite() && (0.0..=86_400.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("wanted 0 to 86400 seconds".to_owned())
    }
}

impl SearchArguments {
    /// Searches for a plan, showing progress on a terminal. Ctrl-C ends the search and keeps the best plan so far;
    /// a second one ends the program.
    pub(super) fn find(&self, loaded: &Loaded) -> Result<Found> {
        let began = Instant::now();
        let problem = Problem::new(&loaded.register, &loaded.travel);
        let threads = self
            .threads
            .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
        let seconds = self.seconds.unwrap_or(SECONDS);
        let share =
            |of: f64| if seconds == 0.0 { 1.0 } else { began.elapsed().as_secs_f64() / (seconds * of) };
        let spent = || share(SEARCHED);
        let budget = self.iterations.map_or(Budget::Until(&spent), Budget::Iterations);
        let stop = stop_on_ctrl_c()?;
        let bar = progress_bar();
        let watch = |progress: Progress| show(&bar, progress, began);
        let solution = solve(&problem, &Config { seed: self.seed, threads }, &budget, &stop, &watch);
        bar.finish_and_clear();
        let mut plan = make(&problem, &solution)?;
        let interrupted = stop.load(Ordering::Relaxed);
        if !interrupted && (0.0 < seconds || self.iterations.is_some()) {
            let until = || if stop.load(Ordering::Relaxed) { 1.0 } else { share(1.0) };
            let effort = match self.iterations {
                Some(iterations) => Effort::Steps((iterations / STEP).min(MOST_STEPS)),
                None => Effort::Until(&until),
            };
            let (s1, s2, s3) = prove(&problem, Some(plan.score.levels()), &effort).bounds();
            plan.bounds = Some(Bounds { s1, s2, s3 });
        }
        Ok(Found { plan, iterations: solution.iterations, interrupted })
    }
}

fn stop_on_ctrl_c() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if handler.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .context("failed to listen for Ctrl-C")?;
    Ok(stop)
}

fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(1000);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: Progress, began: Instant) {
    bar.set_position((progress.spent * 1000.0) as u64);
    let (s1, s2, s3) = progress.best;
    bar.set_message(format!(
        "{:.1} s  {} steps  S1 {}  S2 {}  S3 {}",
        began.elapsed().as_secs_f64(),
        grouped(progress.iterations as i64),
        grouped(s1),
        grouped(s2),
        grouped(s3)
    ));
}
