//! Staffing baselines and their overlays: TOML files in, typed values out.
//!
//! A baseline is a whole service; an overlay says what is different in one scenario, and several overlays applied in order
//! make one scenario. Every fault is told at once, with its line and column. Knows what a file may say, not what it means
//! to a simulation.

mod amounts;
mod blank;
mod calendar;
mod caseload;
mod changes;
mod opening;
mod parameters;
mod plan;
mod posts;
mod read;
mod scalars;
mod year;

pub use parameters::parameters_toml;
pub use plan::plan_toml;
pub use read::{Staffing, read_baseline, read_overlay, staffing_from_texts};
pub use year::{YearFile, read_year};
