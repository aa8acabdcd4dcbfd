//! What people do at the desk, for pages and API alike: each act is written once, and its page and its call only read what they are asked
//! with and show what has come of it.
//!
//! - [`booking`] has the acts about one meeting, [`undo`] takes acts back;
//! - [`plan`] runs the optimiser on the queue, [`happened`] finds the ways to mend what happened;
//! - [`outcome`] records what became of a meeting, [`lists`] has the work lists, [`figures`] the
//!   indicators and reports;
//! - [`import`] brings files in, [`export`] takes the register out;
//! - [`staffing`] says what a run is of, [`accounts`] keeps who may sign in;
//! - [`outbox`] decides about messages.

pub(crate) mod accounts;
pub(crate) mod booking;
pub(crate) mod export;
pub(crate) mod figures;
pub(crate) mod happened;
pub(crate) mod import;
pub(crate) mod lists;
pub(crate) mod outbox;
pub(crate) mod outcome;
pub(crate) mod plan;
pub(crate) mod staffing;
pub(crate) mod undo;
