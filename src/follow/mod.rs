//! Follow-through: what follows from what became of meetings and children.
//!
//! [`follow`] lets meetings stand as their outcomes say and makes the next ones; [`plan_spells`] is the one definition of when a child has a
//! plan; [`unplanned()`] is the daily check that nobody is without a next date. Everything here is a function from a register to a register
//! or to what it comes to; dates are those that the register's own timescales give. Nothing is booked here, and nothing
//! is remembered between calls: what has been made already is recognised by what it is.

mod apply;
mod care;
mod change;
mod combine;
mod draft;
mod due;
mod ended;
mod history;
mod household;
mod practice;
#[cfg(test)]
mod proofs;
mod reconvened;
mod reviews;
mod scope;
mod spells;
mod standing;
mod stretch;
#[cfg(test)]
pub(crate) mod testing;
mod unplanned;
mod words;

pub use apply::{follow, follow_meeting};
pub use care::{Care, care_spells};
pub use change::{Change, Closing, Followed, Question, Why};
pub use history::History;
pub use practice::Practice;
pub use reconvened::{Reconvened, reconvened, takes_up};
pub use spells::{Spell, plan_spells};
pub use unplanned::{Lacking, Unplanned, unplanned};
