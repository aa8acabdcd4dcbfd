//! The staffing model at work: an event-driven forecast of plans, looked-after children, meetings, chairs and what gives way.
//!
//! Knows nothing of files, clocks or screens.

pub mod agenda;
pub mod cohort;
pub mod forecast;
mod json;
pub mod measure;
pub mod outcome;
mod run;
pub mod sensitivity;
pub mod tally;

pub use json::as_json;
pub use run::{Run, run};
