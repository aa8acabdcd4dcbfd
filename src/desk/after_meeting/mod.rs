//! After a meeting: what is recorded of it, what is wrong with that, and what follows from it, in one write.
//!
//! - [`asks`] says what a meeting of its kind is asked, [`Entry`] is what somebody answers, filled in beforehand with what is known;
//! - [`Entry::faults`] says everything that cannot be so;
//! - [`record`] turns an entry into an act of the desk: rows are added behind those that stand, the last about a meeting counts, and what
//!   [`crate::follow`] makes of it for the household is in the same write, so that nothing is recorded without its next meeting;
//! - [`followed_since`] tells afterwards what an act of this kind has made.
//!
//! Nothing is ever overwritten, and no rule of the next meeting stands here.

mod asks;
mod check;
mod entry;
mod next;
#[cfg(test)]
mod proofs;
mod record;
pub mod words;

pub use asks::{Asks, asks};
pub use check::EntryFault;
pub use entry::{ChildEntry, Entry, Recorded, recorded};
pub use next::{Follows, Next, followed_since, follows, next_meetings, without_next_date, without_outcome};
pub use record::{note_adjourned, record};
