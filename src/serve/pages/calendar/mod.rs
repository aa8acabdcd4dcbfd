//! The calendar: weeks and days by chair, venue and minute taker; the list of a building's reception; somebody's own diary.
//!
//! Every view is a list or a table first. The day drawn to time and the dragging of bookings come on top of that, and say and do nothing
//! that the list and its links do not.

mod agenda;
mod board;
mod day;
mod days;
mod diary;
mod print;
mod week;

pub(in crate::serve::pages) use agenda::discreet;
pub(crate) use board::page;
pub(crate) use diary::diary;
pub(crate) use print::print;
