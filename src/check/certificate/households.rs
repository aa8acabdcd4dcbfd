//! Whose caseload a household ends on, as far as one booking decides it.

use std::collections::{BTreeMap, BTreeSet};

use super::Proof;
use super::places::{Stands, Wanted};
use crate::register::{HouseholdIdx, MeetingIdx, Register, StaffIdx};

/// What decides each household's chair at the end of a plan.
pub(super) struct Deciding {
    /// Meetings that alone decide it, each with its household.
    by_meeting: BTreeMap<MeetingIdx, HouseholdIdx>,
    /// The chairs that it may be of every other household; `None` = nobody.
    among: BTreeMap<HouseholdIdx, BTreeSet<Option<StaffIdx>>>,
}

impl Deciding {
    /// Returns the children that come onto the caseload of whoever chairs a meeting.
    pub(super) fn children_of(&self, register: &Register, meeting: MeetingIdx) -> i64 {
        let household = self.by_meeting.get(&meeting);
        household.map_or(0, |household| i64::from(register.households[household.at()].children))
    }
}

/// Returns what decides: the one meeting to book, where a household has no other that gives it a chair; otherwise
/// what stands, or any of those who may.
pub(super) fn deciding(register: &Register, wanted: &[Wanted], standing: &[Stands<'_>]) -> Deciding {
    let household_of = |meeting: MeetingIdx| {
        let row = register.meeting(meeting);
        row.household.filter(|_| register.kind(row).continuity)
    };
    let mut to_book: BTreeMap<HouseholdIdx, Vec<&Wanted>> = BTreeMap::new();
    for wanted in wanted {
        if let Some(household) = household_of(wanted.meeting) {
            to_book.entry(household).or_default().push(wanted);
        }
    }
    let mut booked: BTreeMap<HouseholdIdx, Vec<&Stands<'_>>> = BTreeMap::new();
    for stands in standing.iter().filter(|stands| stands.booking.iro.is_some()) {
        if let Some(household) = household_of(stands.booking.meeting) {
            booked.entry(household).or_default().push(stands);
        }
    }
    let mut deciding = Deciding { by_meeting: BTreeMap::new(), among: BTreeMap::new() };
    for household in (0..register.households.len()).map(HouseholdIdx::from) {
        let to_book = to_book.get(&household).map_or(&[][..], Vec::as_slice);
        let booked = booked.get(&household).map_or(&[][..], Vec::as_slice);
        if let ([one], []) = (to_book, booked) {
            deciding.by_meeting.insert(one.meeting, household);
            continue;
        }
        let mut among: BTreeSet<Option<StaffIdx>> = BTreeSet::new();
        if to_book.is_empty() {
            among.insert(settled(register, household, booked));
        } else {
            // Whatever is booked, it is the chair of a booking; where nothing is, today's.
            among.extend(booked.iter().map(|stands| stands.booking.iro));
            among.extend(to_book.iter().flat_map(|wanted| wanted.may_chair.iter().copied().map(Some)));
            if booked.is_empty() {
                among.insert(register.chair_on(household, register.authority.today));
            }
        }
        deciding.among.insert(household, among);
    }
    deciding
}

/// Returns a household's chair where only bookings that stand decide it.
fn settled(register: &Register, household: HouseholdIdx, booked: &[&Stands<'_>]) -> Option<StaffIdx> {
    let mut booked = booked.to_vec();
    booked.sort_by_key(|stands| (stands.booking.starts, stands.booking.meeting));
    let (Some(first), Some(last)) = (booked.first(), booked.last()) else {
        return register.chair_on(household, register.authority.today);
    };
    match register.chair_on(household, first.booking.date()) {
        None => first.booking.iro,
        own if booked.iter().all(|stands| stands.booking.iro == own) => own,
        Some(_) => last.booking.iro,
    }
}

/// Returns the least that the children of households whom no single meeting decides come to.
pub(super) fn left_to_others(proof: &Proof<'_>, deciding: &Deciding) -> i64 {
    let price = |chair: &Option<StaffIdx>| {
        chair.and_then(|chair| proof.claim.caseload.get(&chair)).copied().unwrap_or(0)
    };
    let households = deciding.among.iter();
    households
        .map(|(household, among)| {
            let children = i64::from(proof.register.households[household.at()].children);
            children * among.iter().map(price).min().unwrap_or(0)
        })
        .sum()
}

/// Returns what the household's children cost where its one meeting stays unbooked: they stay with its chair.
pub(super) fn if_unbooked(proof: &Proof<'_>, deciding: &Deciding, meeting: MeetingIdx) -> i64 {
    let Some(&household) = deciding.by_meeting.get(&meeting) else { return 0 };
    let chair = proof.register.chair_on(household, proof.register.authority.today);
    let price = chair.and_then(|chair| proof.claim.caseload.get(&chair)).copied().unwrap_or(0);
    price * i64::from(proof.register.households[household.at()].children)
}
