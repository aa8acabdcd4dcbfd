//! The year replayed: the booking loop closed, week by week, under today's practice or the planner's.
//!
//! Requests come as [`arrivals`] draws them, whatever the practice; a [`practice`] books them around what is booked; people
//! fall ill, conferences are adjourned and reconvened, posts empty and fill. Meetings that take place decide what becomes
//! of the families ([`held`]), so what was booked comes back as caseload. [`hours`] settles what the chairs' weeks had time
//! for. Everything is judged by the referee before it stands.
//!
//! It deliberately forecasts nothing: [`crate::simulate`] does, with what is learnt here about journeys
//! ([`achievable`]).

mod arrivals;
mod chance;
mod county;
mod figures;
mod held;
mod hours;
mod opening;
mod outcome;
mod practice;
#[cfg(test)]
mod proofs;
mod rebalance;
mod record;
mod run;
mod spread;
mod team;
mod values;
mod world;
mod year;

pub use county::Unfit;
pub use figures::{FIGURES, Figure, Unit, achievable};
pub use outcome::{
    ChairYear, Count, Group, Hours, Journeys, Month, NOT_HELD, PracticeName, REASONS, ReplayOutcome, Run,
    Timely, Work,
};
pub use run::{Config, Fault, replay, replay_recorded};
pub use spread::Spread;
pub(crate) use values::post_reference;
pub use year::{Absence, Demand, Piece, Plans, Post, Reviews, Rules, Time, WorkTable, Year};
