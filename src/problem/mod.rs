//! A register compiled for planning: what may go where, at what price, in whole numbers.
//!
//! Everything that one meeting and one choice decide is worked out here once, so that the solver only adds up:
//! lawful days, rooms, chairs and takers of each meeting to book, and the prices of [`crate::rules::SOFT`]. What
//! several bookings decide together (diaries, journeys, weekly load, caseload) is the solver's.

mod compile;
mod fixed;
mod frame;
mod hopeless;
mod narrow;
mod people;
mod prices;
mod request;
mod shared;
mod suitable;
mod windows;

pub use compile::{Problem, meetings_to_book};
pub use fixed::Fixed;
pub use frame::Frame;
pub use narrow::Filter;
pub use people::{Family, Person};
pub use prices::{Prices, TrackedWeights};
pub use request::{DayOption, Request, RoomOption, Site};
pub(crate) use windows::open_hours;
