//! The bookings under way, what they occupy and what they cost, kept up to date change by change.

mod bookings;
mod caseload;
mod detours;
mod figures;
mod standing;

pub(in crate::solver) use bookings::fixed_price;
pub use bookings::{Placement, State};
pub(in crate::solver) use caseload::Deciding;

use bookings::list_change;
