//! Why a meeting sits where it does, why it does not sit elsewhere, and why it has no place.
//!
//! An [`Explainer`] holds a register and its bookings and answers for one meeting after the other:
//! - what a booking costs, and what the next best day, chair or venue would cost more ([`Booked`]);
//! - why it is not where somebody would have it: the rules that forbid it, in the referee's words, or what it would
//!   cost ([`WhyNot`]);
//! - why it has no place, or none in time: all minimal causes and all minimal remedies ([`Obstacles`]);
//! - which meetings together need more of chairs, minute takers or rooms than there is ([`Deficit`]).
//!
//! Every other booking stands while one meeting is explained. Nothing is changed here, and nothing is searched for
//! longer than the places of one meeting: see [`crate::solver`] for plans. Costs and breaches are the referee's
//! ([`crate::check`]), so that whoever puts the meeting there reads the same.

mod antichain;
mod change;
mod cost;
mod day;
mod deficit;
#[cfg(test)]
mod deficit_proofs;
mod elsewhere;
mod explainer;
mod group;
mod json;
mod meeting;
mod obstacles;
mod person_day;
mod phrases;
mod places;
#[cfg(test)]
mod proofs;
mod remedies;
mod scene;
mod text;
mod why_not;
mod wish;

pub use change::Change;
pub use cost::Cost;
pub use deficit::{Deficit, Resource, deficits};
pub use explainer::{Explainer, Overview};
pub use group::{Group, Groups};
pub use json::{as_json, overview_as_json};
pub use meeting::{Alternative, Booked, Difference, Explanation, Standing};
pub use obstacles::{Obstacles, Remedy};
pub use scene::MARGIN_DAYS;
pub use text::{as_text, overview_as_text};
pub use why_not::{Answer, DayAnswer, WhyNot};
pub use wish::{Place, Wish};
