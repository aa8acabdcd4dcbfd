//! Repair: the least disturbing ways back to a lawful plan after something has happened.
//!
//! [`damage`] finds what breaks, [`bench`] puts broken and movable bookings on one state of the solver, [`search`] goes
//! from the calmest way back to the best plan, and [`judge`] lets the referee count each before it becomes a
//! [`Choice`]. [`LivePlan`] holds a plan in memory for programs that embed this.
//!
//! # Readings
//! - Broken is what the referee finds in breach, confirmed bookings too; a `held` one is never moved. Other confirmed
//!   bookings stay unless [`Options::confirmed`] frees them.
//! - A changed booking is written as `proposed`, because people must still agree to it, with one exception: a
//!   `confirmed` one that keeps its day, start and venue stays `confirmed` where only its room or minute taker changes,
//!   or where its day is too near for the notice of a new booking (H02): the family has had its notice of that day.
//! - Broken by an event is what breaks the same rule with the same meetings with it and not without it. What was broken before is told
//!   apart, and mended too or left as it is ([`Options::broken_before`]).
//! - A broken booking that no place takes is dropped, and its meeting is `to_book` again.

mod bench;
mod choice;
mod damage;
mod judge;
mod layout;
mod left_out;
mod live;
mod pareto;
mod search;

pub use choice::{Choice, Disturbance, LeftOut, Move};
pub use live::{BrokenBefore, Confirmed, LivePlan, Options, Repair};
