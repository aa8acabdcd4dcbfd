//! Children who lose the chair that they know.

use chrono::NaiveDate;

use crate::register::{Meeting, Register, StaffIdx};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `handover`.
pub(super) struct Handover;

impl SoftRule for Handover {
    fn key(&self) -> &'static str {
        "handover"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(240)
    }

    fn sentence(&self) -> &'static str {
        "a child whose household has a chair in post and who is booked with another"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let mut charges = Vec::new();
        for booking in case.live().filter(|booking| case.kind(booking).continuity) {
            let meeting = case.meeting(booking);
            let Some(household) = meeting.household.map(|h| &case.register.households[h.at()]) else {
                continue;
            };
            let (Some(own), Some(chair)) = (household.iro, booking.iro) else { continue };
            if own != chair && case.staff(own).in_post(booking.date()) {
                charges.extend(Charge::meeting(booking.meeting, i64::from(household.children.max(1))));
            }
        }
        charges
    }

    fn price(&self) -> Price {
        Price::Chair(children_handed_over)
    }
}

fn children_handed_over(register: &Register, meeting: &Meeting, chair: StaffIdx, date: NaiveDate) -> i64 {
    let own = meeting.household.and_then(|household| register.chair_on(household, date));
    let kept = own.is_none_or(|own| own == chair);
    if kept || !register.kind(meeting).continuity { 0 } else { register.child_weight(meeting) }
}
