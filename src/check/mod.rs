//! The referee: which rules bookings break, and what they score.
//!
//! It judges finished bookings by the rules of [`crate::rules`] alone and shares no code with the solver beyond
//! the types of [`crate::register`] and the driving times.

mod score;
mod verdict;

pub use score::{Score, ScorePart};
pub use verdict::{Verdict, check};
