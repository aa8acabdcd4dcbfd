//! The tables of a register, one file each: from rows of text to the domain, and back.

mod absences;
mod bookings;
mod candidates;
mod children;
mod closures;
mod districts;
mod hours;
mod households;
mod meetings;
mod places;
mod roads;
mod rooms;
mod sheet;
mod staff;
mod unavailable;
mod venues;

pub(super) use bookings::{BOOKING_COLUMNS, booking_row, read as read_bookings};
pub(super) use sheet::write_sheets;

pub(super) use absences::read as read_absences;
pub(super) use candidates::{Around as AroundCandidates, read as read_candidates};
pub(super) use children::read as read_children;
pub(super) use closures::read as read_closures;
pub(super) use districts::{all as all_districts, read as read_districts};
pub(super) use hours::read as read_hours;
pub(super) use households::{Around as AroundHouseholds, read as read_households};
pub(super) use meetings::{Around as AroundMeetings, read as read_meetings};
pub(super) use places::read as read_places;
pub(super) use roads::read as read_roads;
pub(super) use rooms::read as read_rooms;
pub(super) use staff::read as read_staff;
pub(super) use unavailable::read as read_unavailable;
pub(super) use venues::read as read_venues;
