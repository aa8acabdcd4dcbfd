//! The calendar: weeks and days by chair, venue and minute taker; the list of a building's reception; somebody's own diary.
//!
//! Every view is a list or a table first. The day drawn to time and the dragging of bookings come on top of that, and say and do nothing
//! that the list and its links do not.

pub(crate) mod agenda;
pub(crate) mod board;
mod day;
pub(crate) mod days;
pub(crate) mod diary;
pub(crate) mod print;
mod week;

pub(crate) use board::page;
pub(crate) use diary::diary;
pub(crate) use print::print;
