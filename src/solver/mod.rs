//! The search: the best lawful place of one meeting, a first plan, and ruin and recreate until the budget ends.
//!
//! The solver keeps every hard rule by construction: [`state`] holds the bookings and what they occupy, and
//! [`insertion`] offers only places that are free. The method is ruin and recreate (Schrimpf et al., *Journal of
//! Computational Physics* 159, 2000; Christiaens and Vanden Berghe, *Transportation Science* 54, 2020) with an
//! exact insertion: for a fixed start and room, chair and minute taker are independent, so the best quadruple is
//! found by adding, not by multiplying.

mod budget;
mod construct;
mod day_at_site;
mod diary;
mod insertion;
mod lane;
mod polish;
#[cfg(test)]
mod proofs;
mod ruin;
mod scratch;
mod search;
mod settle;
mod state;
mod survey;

pub use budget::{Budget, Progress};
pub use construct::{construct, standing_places};
pub use insertion::{AnyPlace, Key, Offer, OnDay, Screen, best_place, best_place_near, is_offered};
pub use scratch::Scratch;
pub use search::{Config, Solution, solve};
pub use state::{Placement, State};
pub use survey::{Survey, survey};
