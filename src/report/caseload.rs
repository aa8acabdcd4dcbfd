//! What each chair has at the end of the plan: children, meetings, hours on the road.

use std::collections::BTreeMap;

use super::view::{View, soft};
use crate::register::{Booking, Fte, HouseholdIdx, StaffIdx};

/// Children for each full-time post between which the IRO Handbook (2010) sees a workload that can be done well.
pub(super) const BAND: [i64; 2] = [50, 70];

/// A chair's share of the plan.
pub(super) struct ChairLoad {
    pub(super) chair: StaffIdx,
    pub(super) fte: Fte,
    /// Children on the caseload at the end of the plan.
    pub(super) children: i64,
    /// Meetings chaired in the plan.
    pub(super) meetings: usize,
    /// Minutes travelled in the plan.
    pub(super) travel_minutes: i64,
}

/// Where a caseload stands against the band.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    Below,
    Within,
    Above,
}

impl ChairLoad {
    /// Returns children for each full-time post, rounded half up; `None` for somebody of no hours.
    pub(super) fn per_post(&self) -> Option<i64> {
        let millionths = i64::from(self.fte.millionths());
        (0 < millionths).then(|| (self.children * 2_000_000 + millionths) / (2 * millionths))
    }

    /// Returns where it stands, with the band's ends rounded down to whole children as the rules do.
    pub(super) fn standing(&self) -> Standing {
        if self.fte.of(BAND[1]) < self.children {
            Standing::Above
        } else if self.children < self.fte.of(BAND[0]) {
            Standing::Below
        } else {
            Standing::Within
        }
    }
}

impl Standing {
    pub(super) fn words(self) -> &'static str {
        match self {
            Standing::Below => "below the range",
            Standing::Within => "within the range",
            Standing::Above => "above the range",
        }
    }
}

/// Returns the share of every chair who is in post at some time of the plan or has children or meetings in it, in
/// the register's order.
pub(super) fn chair_loads(view: &View<'_>) -> Vec<ChairLoad> {
    let children = caseloads(view);
    let travel = view.charges_by_person(soft::TRAVEL_CHAIR);
    let (first, last) = view.period();
    view.chairs()
        .into_iter()
        .map(|chair| ChairLoad {
            chair,
            fte: view.register.staff[chair.at()].fte,
            children: children[chair.at()],
            meetings: view.live.iter().filter(|booking| booking.iro == Some(chair)).count(),
            travel_minutes: travel[chair.at()],
        })
        .filter(|load| {
            let person = &view.register.staff[load.chair.at()];
            let in_post = person.from.is_none_or(|from| from <= last)
                && person.until.is_none_or(|until| first <= until);
            in_post || 0 < load.children || 0 < load.meetings
        })
        .collect()
}

/// Returns the children on each person's caseload at the end of the plan, indexed by staff. The rule `caseload`
/// charges only those above its limit; this is the whole of what it counts, and a test holds the two together.
fn caseloads(view: &View<'_>) -> Vec<i64> {
    let register = view.register;
    let mut bookings: BTreeMap<HouseholdIdx, Vec<&Booking>> = BTreeMap::new();
    for &booking in view.live.iter().filter(|booking| booking.iro.is_some()) {
        let meeting = register.meeting(booking.meeting);
        if let Some(household) = meeting.household
            && register.kind(meeting).continuity
        {
            bookings.entry(household).or_default().push(booking);
        }
    }
    let mut children = vec![0; register.staff.len()];
    for (at, household) in register.households.iter().enumerate() {
        let booked = bookings.get(&at.into()).map_or(&[][..], Vec::as_slice);
        if let Some(chair) = final_chair(view, at.into(), booked) {
            children[chair.at()] += i64::from(household.children);
        }
    }
    children
}

/// Returns the chair with whom a household ends: its own while no booking says otherwise, that of its first booking
/// where it has none in post then, and that of its last once one has been handed over.
fn final_chair(view: &View<'_>, household: HouseholdIdx, booked: &[&Booking]) -> Option<StaffIdx> {
    let register = view.register;
    let (Some(first), Some(last)) = (booked.first(), booked.last()) else {
        return register.chair_on(household, register.authority.today);
    };
    match register.chair_on(household, first.date()) {
        None => first.iro,
        own if booked.iter().all(|booking| booking.iro == own) => own,
        _ => last.iro,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caseloads_are_measured_by_the_post() {
        // fte, children, children a post, standing: 0.6 of 50 to 70 is 30 to 42.
        let cases = [
            ("1", 49, Some(49), Standing::Below),
            ("1", 50, Some(50), Standing::Within),
            ("1", 70, Some(70), Standing::Within),
            ("1", 71, Some(71), Standing::Above),
            ("0.6", 42, Some(70), Standing::Within),
            ("0.6", 43, Some(72), Standing::Above),
            ("0", 1, None, Standing::Above),
        ];
        for (fte, children, per_post, standing) in cases {
            let fte = Fte::parse(fte).expect("a decimal");
            let load = ChairLoad { chair: StaffIdx(0), fte, children, meetings: 0, travel_minutes: 0 };
            assert_eq!((load.per_post(), load.standing()), (per_post, standing), "{fte}: {children}");
        }
    }
}
