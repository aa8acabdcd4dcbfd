//! Staffing scenarios and recruitment sizing: what can be asked for, and runs in the background.
//!
//! - [`shelf`] has the baselines and overlays that come with the program, [`asked`] says what is asked for and what is wrong with it;
//! - [`work`] runs it.

pub(crate) mod asked;
pub(crate) mod shelf;
pub(crate) mod work;

use std::sync::Arc;

use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::jobs::Job;

/// The kind of forecasts among the jobs.
pub(crate) const FORECAST: &str = "staffing";
/// The kind of sizings among the jobs.
pub(crate) const SIZING: &str = "sizing";

/// Begins a forecast.
///
/// # Errors
/// Where whoever asks has too much under way.
pub(crate) fn begin_forecast(app: &App, who: &str, wanted: asked::Forecast) -> Result<Arc<Job>, Failure> {
    app.jobs.begin(FORECAST, who, move |job| work::forecast(job, wanted))
}

/// Begins a sizing.
///
/// # Errors
/// Where whoever asks has too much under way.
pub(crate) fn begin_sizing(app: &App, who: &str, wanted: asked::Sizing) -> Result<Arc<Job>, Failure> {
    app.jobs.begin(SIZING, who, move |job| work::sizing(job, wanted))
}

/// Returns a run that is somebody's own.
///
/// # Errors
/// Where there is no run of that number, or it is another's.
pub(crate) fn find(app: &App, who: &str, number: u64) -> Result<Arc<Job>, Failure> {
    let job = app.jobs.find(number, who)?;
    if matches!(job.kind, FORECAST | SIZING) {
        return Ok(job);
    }
    Err(Failure::Missing { what: "run", name: number.to_string() })
}

/// Returns somebody's runs, the newest first.
pub(crate) fn all(app: &App, who: &str) -> Vec<Arc<Job>> {
    let mut jobs: Vec<Arc<Job>> =
        [FORECAST, SIZING].into_iter().flat_map(|kind| app.jobs.of(kind, who)).collect();
    jobs.sort_by_key(|job| std::cmp::Reverse(job.number));
    jobs
}
