//! The tables of a register, one file each: from rows of text to the domain, and back.

mod absences;
mod bookings;
mod care;
mod child_details;
mod children;
mod closures;
mod combined;
mod decisions;
mod districts;
mod escalations;
mod hours;
mod households;
mod meetings;
mod outcomes;
mod places;
mod plans;
mod roads;
mod rooms;
mod sheet;
mod staff;
mod unavailable;
mod venues;

pub(super) use bookings::{BOOKING_COLUMNS, booking_row, read as read_bookings};
pub(super) use sheet::write_sheets;

pub(super) use absences::read as read_absences;
pub(super) use care::read as read_care;
pub(super) use child_details::read as read_child_details;
pub(super) use children::read as read_children;
pub(super) use closures::read as read_closures;
pub(super) use combined::read as read_combined;
pub(super) use decisions::read as read_decisions;
pub(super) use districts::{all as all_districts, read as read_districts};
pub(super) use escalations::read as read_escalations;
pub(super) use hours::read as read_hours;
pub(super) use households::{Around as AroundHouseholds, read as read_households};
pub(super) use meetings::{Around as AroundMeetings, read as read_meetings};
pub(super) use outcomes::read as read_outcomes;
pub(super) use places::read as read_places;
pub(super) use plans::read as read_plans;
pub(super) use roads::read as read_roads;
pub(super) use rooms::read as read_rooms;
pub(super) use staff::read as read_staff;
pub(super) use unavailable::read as read_unavailable;
pub(super) use venues::read as read_venues;
