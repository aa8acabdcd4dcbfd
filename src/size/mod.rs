//! Recruitment sizing: adverts by contract and month and agency by quarter, at least cost, so that the caseload stays at or
//! below a cap with a confidence.
//!
//! The way of an answer: scenarios of children and staff ([`futures`]) are planned on by an integer programme whose worst
//! scenarios are carried in the mean ([`programme`]); how large a share of them, its level, is found on the full simulator ([`level`],
//! [`simulator`]); the plan is then run on fresh replications, and under stress. The rule of thumb ([`greedy`]) stands
//! beside it and takes its place where the solver ends without a plan. What cannot be reached is answered with what can
//! ([`nearest`]).
//!
//! Sample-average approximation of a chance constraint by conditional value at risk: Rockafellar and Uryasev, *Journal of
//! Risk* 2, 2000; Ahmed and Shapiro, *INFORMS Tutorials in Operations Research*, 2008. Knows no files; reads a clock only for the time that
//! HiGHS is given.

mod forecast;
pub mod futures;
pub mod greedy;
pub mod interval;
pub mod level;
mod mend;
pub mod nearest;
pub mod outcome;
pub mod plan;
pub mod programme;
pub mod simulator;
mod sizing;
#[cfg(test)]
mod small;
pub mod supply;
mod tables;
mod tail;
mod thumb;
#[cfg(test)]
mod toy;
mod watchdog;
mod words;

pub use forecast::{Forecast, Options};
pub use futures::{Futures, Target};
pub use outcome::Sizing;
pub use plan::{Contract, Plan};
pub use simulator::Simulator;
pub use sizing::{Config, Stage, size};
