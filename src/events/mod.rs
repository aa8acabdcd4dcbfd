//! What happens after a plan is made: somebody is absent, a room is lost, meetings are cancelled, added or adjourned.
//!
//! [`apply`] turns a register into the one that holds after the events, and says what has changed. It decides
//! nothing about bookings beyond those of meetings that no longer take place; [`crate::repair`] does the rest.

mod adjourn;
mod apply;
mod event;
mod happened;

pub use adjourn::RECONVENED_WITHIN;
pub(crate) use adjourn::{reconvene, reconvenes};
pub(crate) use apply::drop_booking;
pub use apply::{apply, faults};
pub use event::{Event, EventFault};
pub use happened::{Change, Happened};
