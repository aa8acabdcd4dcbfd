//! The forecast of record: the service day by day, capacity settled week by week and chair by chair.
//!
//! Order of a day: arrivals, changes of staff, what falls due. At the end of each week, and of each month, the meetings
//! that fell due are settled ([`week`]): which were held, which were put off, what gave way. Only a meeting that is held can
//! decide anything, so that a service short of chairs keeps plans open for longer, which a model of stocks and flows
//! does not see.
//!
//! # Adding a kind of event
//! 1. Name it in `service::Event`.
//! 2. Handle it in `Service::happen`, in the file of its subject.
//! 3. Draw what chance decides from a stream of its own entity, never from a shared one.

mod care;
mod caseload;
mod chairs;
mod demand;
mod diary;
mod foster;
mod month;
mod opening;
mod protection;
mod recruitment;
mod service;
mod strategy;
mod week;

pub(super) use demand::Arrivals;
use service::Service;

use super::outcome::Path;
use crate::staffing::streams::Streams;
use crate::staffing::{Baseline, Course, Horizon};

/// Runs one replication and returns its counts, month by month. `keeps_chairs` says whether each chair's caseload is
/// kept too.
///
/// The result depends on the baseline, the seed and the replication alone.
pub fn path(baseline: &Baseline, horizon: &Horizon, seed: u64, replication: u64, keeps_chairs: bool) -> Path {
    let streams = Streams::new(seed, replication);
    let course = Course::new(baseline, horizon, &streams);
    let mut service = Service::new(baseline, horizon, &course, &streams, keeps_chairs);
    service.open();
    service.run();
    service.into_path()
}
