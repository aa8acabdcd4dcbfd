//! Running a range of replications of one forecast.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::simulate::outcome::Outcome;
use crate::simulate::run as simulate;
use crate::staffing::Baseline;
use crate::staffing::baseline::BaselineError;

/// Runs replications `first` to below `first + count` of a baseline and its scenarios; `None` where `stop` was set before the
/// last was done. The outcome is settled, and the same on any number of threads.
///
/// # Errors
/// Where the baseline's months cannot be run.
pub fn run(
    (baseline, scenarios): (&Baseline, &[Baseline]),
    seed: u64,
    (first, count): (u64, u64),
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Option<Outcome>, BaselineError> {
    let run = simulate::Run { baseline, overlays: scenarios, seed, first, replications: count };
    let mut outcome = simulate::run(&run, progress, stop)?;
    if stop.load(Ordering::Relaxed) && outcome.replications < count {
        return Ok(None);
    }
    for scenario in &mut outcome.scenarios {
        scenario.spread.settle();
        if let Some(difference) = &mut scenario.difference {
            difference.settle();
        }
        // One by one they are shown of replication 0 only.
        if first != 0 {
            scenario.chairs.clear();
        }
    }
    Ok(Some(outcome))
}
