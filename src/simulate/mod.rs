//! The staffing model at work: an event-driven forecast of plans, looked-after children, meetings, chairs and what gives way.
//!
//! Knows nothing of files, clocks or screens.

pub mod agenda;
pub mod measure;
pub mod outcome;
pub mod tally;
