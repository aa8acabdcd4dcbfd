//! How long to search.

use std::sync::atomic::{AtomicBool, Ordering};

/// When the search ends. The core reads no clock: a deadline is somebody else's to watch.
pub enum Budget<'a> {
    /// After this many steps of ruin and recreate, counted over all lanes. The same input, seed and number give
    /// the same plan on any machine and any number of threads.
    Iterations(u64),
    /// When the function, which returns the share of the time that is spent, reaches 1.
    Until(&'a (dyn Fn() -> f64 + Sync)),
}

/// What somebody watching the search is told, now and then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The share of the budget that is spent, 0 to 1.
    pub spent: f64,
    /// Steps of ruin and recreate so far, over all lanes.
    pub iterations: u64,
    /// S1, S2 and S3 of the best plan so far.
    pub best: (i64, i64, i64),
}

impl Budget<'_> {
    /// Returns the share of the budget that is spent after `iterations` steps, 1 where it is all spent or the
    /// search is to `stop`.
    pub(super) fn spent(&self, iterations: u64, stop: &AtomicBool) -> f64 {
        if stop.load(Ordering::Relaxed) {
            return 1.0;
        }
        match self {
            Budget::Iterations(0) => 1.0,
            Budget::Iterations(n) => (iterations as f64 / *n as f64).min(1.0),
            Budget::Until(spent) => spent().clamp(0.0, 1.0),
        }
    }
}
