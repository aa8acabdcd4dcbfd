//! Running the search from a terminal: its budget and its progress.

use std::time::Instant;

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::date_argument;
use super::interrupt::Interrupt;
use super::summary::grouped;
use crate::bound::{Effort, prove};
use crate::files::Loaded;
use crate::plan::{Plan, make};
use crate::problem::Problem;
use crate::solver::{Budget, Config, Progress, solve};

/// Seconds that HiGHS may take to put the best plan together from the days of those seen.
const POLISH_SECONDS: u32 = 10;
/// The share of the time of a search that is given to the proof after it.
const PROOF_SHARE: f64 = 0.2;
/// Steps of the search for each step of the proof, and how many of these there are at least and at most.
const PROOF_STEPS: (u64, u64, u64) = (4_000, 5, 500);

/// How good a plan is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Quality {
    /// A second: good enough to look at
    Fast,
    /// Ten seconds: a county's month settles
    Balanced,
    /// A minute, then the best days of all plans seen are put together
    Best,
}

impl Quality {
    /// Returns the seconds that the search takes.
    fn seconds(self) -> f64 {
        match self {
            Quality::Fast => 1.0,
            Quality::Balanced => 10.0,
            Quality::Best => 60.0,
        }
    }
}

/// How to search, and how to answer.
#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// How long to search; the proof of how good the plan is takes a fifth of it more
    #[arg(long, value_enum, default_value = "balanced", conflicts_with_all = ["seconds", "iterations"])]
    quality: Quality,
    /// Search for this many seconds instead; 0 = the first lawful plan, without a proof
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
    /// Whether the best plan is asked for, however long it takes on this machine.
    fn is_best(&self) -> bool {
        self.quality == Quality::Best && self.seconds.is_none() && self.iterations.is_none()
    }

    /// Searches for a plan, showing progress on a terminal. Ctrl-C ends the search and keeps the best plan so far, the
    /// first one at least.
    pub(super) fn find(&self, loaded: &Loaded, interrupt: &Interrupt) -> Result<Found> {
        let began = Instant::now();
        let problem = Problem::new(&loaded.register, &loaded.travel);
        let threads = self
            .threads
            .map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
        let seconds = self.seconds.unwrap_or(self.quality.seconds());
        let share = |began: Instant, seconds: f64| {
            if seconds == 0.0 { 1.0 } else { began.elapsed().as_secs_f64() / seconds }
        };
        let spent = || share(began, seconds);
        let budget = self.iterations.map_or(Budget::Until(&spent), Budget::Iterations);
        let bar = progress_bar();
        let watch = |progress: Progress| show(&bar, progress, began);
        let mut solution =
            solve(&problem, &Config { seed: self.seed, threads }, &budget, interrupt.stop(), &watch);
        if self.is_best() && !interrupt.is_heard() {
            bar.set_message("putting the best days together");
            solution.polish(&problem, POLISH_SECONDS, interrupt.stop());
        }
        let mut plan = make(&problem, &solution)?;
        let searched = Instant::now();
        let spent = || if interrupt.is_heard() { 1.0 } else { share(searched, seconds * PROOF_SHARE) };
        // Whoever is in a hurry gets the plan.
        if !interrupt.is_heard() && (self.iterations.is_some() || 0.0 < seconds) {
            bar.set_message("proving how good the plan is");
            let effort = match self.iterations {
                Some(searched) => Effort::StepsOrStop(proof_steps(searched), interrupt.stop()),
                None => Effort::Until(&spent),
            };
            plan.proof = Some(prove(&problem, Some(plan.score.levels()), &effort));
        }
        bar.finish_and_clear();
        Ok(Found { plan, iterations: solution.iterations, interrupted: interrupt.is_heard() })
    }
}

/// Returns the steps of the proof after a search of so many steps.
fn proof_steps(iterations: u64) -> u64 {
    let (searched, least, most) = PROOF_STEPS;
    (iterations / searched).clamp(least, most)
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
