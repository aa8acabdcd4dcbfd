//! The staffing simulator: an authority's service, day by day.
//!
//! Knows nothing of files, clocks or screens.

pub mod agenda;
