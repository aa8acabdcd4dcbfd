//! What the record of a register comes to: every indicator, defined in one place.
//!
//! An indicator is a file with its definition in words, its source, and a function that gives one [`Mark`] for everything that counts
//! in a [`Period`]. Marks carry where they fall, so that the same function serves any [`Slice`]; they count children and meetings apart,
//! because a conference considers all the children of a household. Nothing here knows a target or passes judgement.
//!
//! # To add an indicator
//! 1. Write `<what>.rs` with a constant of type [`Indicator`], its source in the doc comment and in `source`.
//! 2. Name it in [`INDICATORS`]; pages, files and tests go through that list.
//! 3. Add its boundaries to `proofs.rs`.

mod adjournments;
mod caseload;
mod category;
mod conferences;
mod count;
mod cube;
mod decision_sheets;
mod duration;
mod ended_long;
mod facts;
mod forms;
mod handovers;
mod indicator;
mod initial_in_time;
pub mod limits;
mod list;
mod long_plans;
mod looked_after;
mod mark;
mod minutes;
mod named;
mod parents;
mod participation;
mod period;
mod plans;
mod policy;
#[cfg(test)]
pub(crate) mod proofs;
mod questionnaires;
mod quorate;
mod reconvened;
mod repeat_plans;
mod reports_shared;
mod reviews_children;
mod reviews_conferences;
mod reviews_snapshot;
mod spells;
mod starts_and_ends;
pub mod suppress;
pub mod xmr;

pub use category::{CATEGORY_TITLES, Category};
pub use count::{count, count_all};
pub use cube::{Cell, cube};
pub use facts::{Attended, Event, Facts, Reviewed, Stage};
pub use indicator::{Figure, Indicator, NO, Shape, UNKNOWN, YES};
pub use list::{INDICATORS, indicator};
pub use mark::{Cut, MOST_ROWS, Mark, Slice, Tally, Unit};
pub use named::Named;
pub use period::Period;
pub use policy::Policy;
pub use spells::{Spell, spells};

use count::count_event;
