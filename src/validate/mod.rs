//! Whether the staffing model is right: targets V1 to V15, each with what the model gives, what is published, and the verdict.
//!
//! The targets are the tables of the Lancashire annual report of 2011/12, the year after it, closed forms, and what must follow
//! from how the model is made. Two figures of the report fit no denominator that can be formed; they are shown and not tuned to.
//!
//! # Adding a target
//! Add a function that returns a [`Target`] to the file of its subject, and name it in [`validate`].

mod report_year;
mod staff;
mod statistics;
mod steady;
mod year_after;

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Outcome, Spread};
use crate::simulate::tally::Tally;
use crate::simulate::{Run, run};
use crate::staffing::Baseline;
use crate::staffing::baseline::BaselineError;

/// A target and how the model stands to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Its code, `V1` to `V15`, or what the report calls it.
    pub code: &'static str,
    /// What is asked.
    pub asked: &'static str,
    /// What the model gives.
    pub ours: String,
    /// What is published, or follows from the theory.
    pub published: String,
    /// Whether it is met.
    pub verdict: Verdict,
}

/// How the model stands to a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As asked.
    Met,
    /// Not as asked.
    NotMet,
    /// The published figure contradicts itself or others; nothing is asked of the model.
    CannotBeMet,
}

impl Verdict {
    fn of(is_met: bool) -> Verdict {
        if is_met { Verdict::Met } else { Verdict::NotMet }
    }

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::NotMet => "not met",
            Verdict::CannotBeMet => "cannot be met",
        }
    }
}

/// Runs the model against every target. `report_year` is the baseline of the report's year and the one after it;
/// `replications` is how many futures each run takes, 200 or more for the verdicts to settle.
///
/// # Errors
/// Where the baseline cannot be run.
pub fn validate(report_year: &Baseline, replications: u64, seed: u64) -> Result<Vec<Target>, BaselineError> {
    let lab = Lab { replications, seed };
    let year = lab.run(report_year, &[])?;
    let spread = &year.scenarios[0].spread;
    let mut targets = vec![
        report_year::starts_and_ends(report_year),
        report_year::month_ends(spread),
        report_year::bands(spread),
        report_year::reviews(spread),
        report_year::initial_conferences(),
        report_year::over_two_years(spread),
        steady::mix(&lab, report_year)?,
        year_after::back_test(&lab, report_year)?,
        report_year::caseload(&lab, report_year)?,
        year_after::blind(&lab, report_year)?,
        report_year::what_gave_way(spread),
        staff::late_by_capacity(&lab, report_year)?,
        staff::one_chair_less(&lab, report_year)?,
        staff::merged(&lab, report_year)?,
        steady::poisson(&lab, report_year)?,
    ];
    targets.extend(report_year::irreconcilable(spread));
    Ok(targets)
}

/// Runs of the model.
struct Lab {
    replications: u64,
    seed: u64,
}

impl Lab {
    fn run(&self, baseline: &Baseline, scenarios: &[Baseline]) -> Result<Outcome, BaselineError> {
        let Lab { replications, seed } = *self;
        run(&Run { baseline, scenarios, seed, first: 0, replications }, &|_| (), &AtomicBool::new(false))
    }
}

/// Returns whether a published figure lies between the 5th and the 95th percentile.
fn is_inside(tally: &Tally, published: i64) -> bool {
    let (low, high) = (tally.quantile(5), tally.quantile(95));
    low.is_some_and(|low| low <= published) && high.is_some_and(|high| published <= high)
}

/// Returns a month's mean of a measure, as stored.
fn mean(spread: &Spread, measure: Measure, month: usize) -> f64 {
    spread.month(measure, month).mean().unwrap_or_default()
}

/// Returns a mean with the 5th and the 95th percentile, for people: `551 [499 to 607]`.
fn shown(tally: &Tally) -> String {
    match (tally.mean(), tally.quantile(5), tally.quantile(95)) {
        (Some(mean), Some(low), Some(high)) => format!("{mean:.0} [{low} to {high}]"),
        _ => "nothing".to_owned(),
    }
}
