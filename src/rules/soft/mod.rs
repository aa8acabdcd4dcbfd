//! The parts of S3: what makes a plan good.

mod caseload;
mod early;
mod handover;
mod lacking;
mod load;
mod out_of_district;
mod out_of_patch;
mod past_target;
mod prefers;
#[cfg(test)]
mod prices;
mod travel_chair;
mod travel_family;
mod travel_minute_taker;
mod venue_not_family_friendly;
mod venue_without_withdrawal_room;

pub use caseload::final_chairs;

use super::SoftRule;

/// The soft rules, in the order in which reports list them.
pub const SOFT: &[&dyn SoftRule] = &[
    &past_target::PastTarget,
    &handover::Handover,
    &travel_chair::TravelChair,
    &travel_minute_taker::TravelMinuteTaker,
    &travel_family::TravelFamily,
    &out_of_district::OutOfDistrict,
    &out_of_patch::OutOfPatch,
    &venue_not_family_friendly::VenueNotFamilyFriendly,
    &venue_without_withdrawal_room::VenueWithoutWithdrawalRoom,
    &prefers::Prefers,
    &early::Early,
    &load::Load,
    &caseload::Caseload,
];
