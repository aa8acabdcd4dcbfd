//! What venues are worth: how full they are, how far people go to them, and what a new one would save or a lost one cost.
//!
//! The question is put to the planner, not to a formula. Weeks of meetings are drawn from the register's own
//! ([`demand`]); each week is planned with the venues as they are, with each candidate open besides, and with each
//! venue shut ([`planned`]); and what differs is counted by the referee ([`worth`]). All are planned on the same weeks,
//! from the same plan, by the same number of steps (common random numbers and paired differences; Law, *Simulation
//! Modeling and Analysis*, 5th edition, 11.2), so that what is common to both falls out of the difference. How full
//! venues are ([`pressure`]) and who travels how far ([`journeys`]) is read from the plans as things are.
//!
//! An answer is a model's: it knows the rent of no room, and no family's reasons for dreading a building.

pub mod assess;
pub mod candidate;
pub mod demand;
pub mod journeys;
mod parallel;
mod planned;
pub mod pressure;
#[cfg(test)]
mod proofs;
pub mod worth;

pub use assess::{Assessment, Config, Fault, assess};
pub use candidate::{Candidate, Site};
