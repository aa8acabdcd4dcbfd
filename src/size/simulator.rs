//! What a sizing asks of a simulator, and what it is told.
//!
//! The programme plans on scenarios; whether a plan keeps its promise is for the full simulator to say. The sizing knows
//! it by this trait alone, so that it can be tested on a small one.

use serde::Serialize;

use super::futures::{Futures, Target};
use super::plan::Plan;

/// What else is wrong in a stress run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stress {
    /// Nothing.
    None,
    /// Starts of plans are so many times as many.
    Starts(f64),
    /// Adverts succeed so many times as often.
    Success(f64),
    /// No agency can be had beyond what the baseline has.
    NoAgency,
    /// One more of the staff leaves in the first month.
    OneMoreLeaver,
}

impl Stress {
    /// The stress runs of every sizing. Starts rose 1.69 times from 2011/12 to 2012/13 in Lancashire.
    pub const ALL: [Stress; 4] =
        [Stress::Starts(1.69), Stress::Success(0.5), Stress::NoAgency, Stress::OneMoreLeaver];

    /// Returns what a reader is told.
    pub fn words(self) -> String {
        match self {
            Stress::None => "as expected".to_owned(),
            Stress::Starts(times) => format!("starts {times} times as many"),
            Stress::Success(times) if times == 0.5 => "half as many adverts succeed".to_owned(),
            Stress::Success(times) => format!("adverts succeed {times} times as often"),
            Stress::NoAgency => "no agency to be had".to_owned(),
            Stress::OneMoreLeaver => "one more leaver in the first month".to_owned(),
        }
    }
}

/// Which replications. Draws of two sets have nothing in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draws {
    /// Those on which the level is chosen.
    Choosing,
    /// Fresh ones, on which the promise is tested.
    Fresh,
}

/// A plan to be run.
#[derive(Debug, Clone, Copy)]
pub struct Trial<'a> {
    /// Adverts and agency.
    pub plan: &'a Plan,
    /// What else is wrong.
    pub stress: Stress,
    /// Which replications.
    pub draws: Draws,
    /// How many replications.
    pub n_replications: u32,
    /// What is promised.
    pub target: Target,
    /// Fewest children per effective FTE that are inside the band below the cap.
    pub floor: f64,
}

/// What came of a plan in a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AchievedMonth {
    /// Replications in which the caseload was at or below the cap.
    pub n_kept: u32,
    /// Replications in which it was between floor and cap.
    pub n_in_band: u32,
    /// Children per effective FTE: the tenth, fiftieth and ninetieth percentile.
    pub caseload: [f64; 3],
    /// Children per effective FTE that the confidence of the promise goes with: the lowest cap that would be kept.
    pub promised: f64,
    /// Children open.
    pub children: [f64; 3],
    /// Effective FTE.
    pub fte: [f64; 3],
}

/// What came of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Achieved {
    /// Replications run.
    pub n_replications: u32,
    /// By month, from the first month of the plan.
    pub months: Vec<AchievedMonth>,
}

impl Achieved {
    /// Returns the probability of a month.
    pub fn probability(&self, month: usize) -> f64 {
        f64::from(self.months[month].n_kept) / f64::from(self.n_replications)
    }

    /// Returns the month from `from` on with the least probability, and this.
    pub fn worst(&self, from: usize) -> (usize, f64) {
        let months = (from..self.months.len()).map(|month| (month, self.probability(month)));
        months.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((from, 0.0))
    }

    /// Returns the probability in the mean of the months from `from` on.
    pub fn mean(&self, from: usize) -> f64 {
        self.share(from, |month| month.n_kept)
    }

    /// Returns the share of months from `from` on between floor and cap.
    pub fn in_band(&self, from: usize) -> f64 {
        self.share(from, |month| month.n_in_band)
    }

    fn share(&self, from: usize, count: impl Fn(&AchievedMonth) -> u32) -> f64 {
        let months = self.months.get(from..).unwrap_or_default();
        let all = months.len() as f64 * f64::from(self.n_replications);
        if all == 0.0 { 0.0 } else { f64::from(months.iter().map(count).sum::<u32>()) / all }
    }
}

/// Draws futures and runs plans.
pub trait Simulator: Sync {
    /// Returns so many scenarios to plan on. Sets of another number have other draws, and none has those of a trial.
    fn futures(&self, set: u32, n_scenarios: usize) -> Futures;

    /// Returns what comes of a plan. The same trial has the same answer, on any number of threads.
    fn run(&self, trial: &Trial<'_>) -> Achieved;
}
