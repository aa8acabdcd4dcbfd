//! The referee: which rules bookings break, and what they score.
//!
//! It judges finished bookings by the rules of [`crate::rules`] alone and shares no code with the solver beyond
//! the types of [`crate::register`] and the driving times.

mod certificate;
mod score;
mod verdict;

pub use certificate::{Verified, verify};
pub use score::{Score, ScorePart};
pub use verdict::{Verdict, check, check_beside};
