//! Chairs with more children than they can know.

use crate::register::{Booking, HouseholdIdx, StaffIdx};
use crate::rules::{Case, Charge, Price, SoftRule};

/// `caseload`.
pub(super) struct Caseload;

/// Children on a full-time chair's caseload.
const FULL_CASELOAD_CHILDREN: i64 = 70;

impl SoftRule for Caseload {
    fn key(&self) -> &'static str {
        "caseload"
    }

    fn default_weight(&self) -> Option<i64> {
        Some(60)
    }

    fn sentence(&self) -> &'static str {
        "a child above fte × 70 on a chair's caseload at the end of the plan"
    }

    fn charges(&self, case: &Case<'_>) -> Vec<Charge> {
        let register = case.register;
        let mut children = vec![0; register.staff.len()];
        for (at, bookings) in continuity_bookings(case).into_iter().enumerate() {
            if let Some(chair) = final_chair(case, at.into(), &bookings) {
                children[chair.at()] += i64::from(register.households[at].children);
            }
        }
        (0..register.staff.len())
            .map(StaffIdx::from)
            .filter(|&person| case.staff(person).role.chairs())
            .filter_map(|chair| {
                let limit = case.staff(chair).fte.of(FULL_CASELOAD_CHILDREN);
                Charge::staff(chair, children[chair.at()] - limit)
            })
            .collect()
    }

    fn price(&self) -> Price {
        Price::Tracked("a caseload depends on the chairs of all households' meetings")
    }
}

/// Returns the live bookings with a chair of kinds with continuity, in order of time, indexed by household.
fn continuity_bookings<'a>(case: &Case<'a>) -> Vec<Vec<&'a Booking>> {
    let mut by_household = vec![Vec::new(); case.register.households.len()];
    for booking in case.live().filter(|booking| case.kind(booking).continuity && booking.iro.is_some()) {
        if let Some(household) = case.meeting(booking).household {
            by_household[household.at()].push(booking);
        }
    }
    for bookings in &mut by_household {
        bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
    }
    by_household
}

/// Returns whose caseload a household ends on. Without a booking it stays with its chair, unless they have left;
/// without a chair in post it goes to that of its first booking; once handed over it stays with that of its last.
fn final_chair(case: &Case<'_>, household: HouseholdIdx, bookings: &[&Booking]) -> Option<StaffIdx> {
    let (Some(first), Some(last)) = (bookings.first(), bookings.last()) else {
        return case.register.chair_on(household, case.register.authority.today);
    };
    match case.register.chair_on(household, first.date()) {
        None => first.iro,
        own if bookings.iter().all(|booking| booking.iro == own) => own,
        _ => last.iro,
    }
}
