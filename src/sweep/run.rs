//! Running a range of replications of one forecast.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use crate::simulate::outcome::Outcome;
use crate::simulate::{self, Run};
use crate::staffing::Baseline;
use crate::staffing::baseline::BaselineError;

/// A baseline and its scenarios, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// The baseline.
    pub baseline: Baseline,
    /// Each scenario: the baseline with its overlays.
    pub scenarios: Vec<Baseline>,
}

impl Service {
    /// Runs a range of replications, by number; `None` where `stop` was set before the last was done. The outcome is the same on any
    /// number of threads.
    ///
    /// # Errors
    /// Where the baseline or a scenario cannot be run.
    pub fn run(
        &self,
        seed: u64,
        replications: Range<u64>,
        stop: &AtomicBool,
    ) -> Result<Option<Outcome>, BaselineError> {
        let run = Run {
            baseline: &self.baseline,
            scenarios: &self.scenarios,
            seed,
            first: replications.start,
            replications: replications.end - replications.start,
        };
        let outcome = simulate::run(&run, &|_| (), stop)?;
        Ok((outcome.replications == run.replications).then_some(outcome))
    }
}
