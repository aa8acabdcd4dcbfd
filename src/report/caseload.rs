//! What each chair has at the end of the plan: children, meetings, hours on the road.

use chrono::NaiveDate;

use super::view::{View, soft};
use super::words::plain_date;
use crate::register::{Fte, StaffIdx};
use crate::rules::{self, Case};

/// Children for each full-time post between which the IRO Handbook (2010) sees a workload that can be done well.
pub(super) const BAND: [i64; 2] = [50, 70];

/// A chair's share of the plan.
pub(super) struct ChairLoad {
    pub(super) chair: StaffIdx,
    pub(super) fte: Fte,
    /// Last day in post, where it comes before the end of the plan.
    pub(super) leaves: Option<NaiveDate>,
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
            leaves: view.register.staff[chair.at()].until.filter(|&until| until < last),
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
/// charges only those above its limit; this is the whole of what it counts.
fn caseloads(view: &View<'_>) -> Vec<i64> {
    let mut children = vec![0; view.register.staff.len()];
    for (household, chair) in view.register.households.iter().zip(final_chairs(view)) {
        if let Some(chair) = chair {
            children[chair.at()] += i64::from(household.children);
        }
    }
    children
}

/// A family with children that ends the plan without a chair.
pub(super) struct Unallocated<'a> {
    pub(super) household: &'a str,
    pub(super) children: i64,
    /// The chair that the register gives it.
    pub(super) chair: Option<&'a str>,
    /// Why that is none.
    pub(super) why: String,
}

/// Returns the families with children that end the plan on nobody's caseload, in the register's order.
pub(super) fn unallocated<'a>(view: &View<'a>) -> Vec<Unallocated<'a>> {
    let register = view.register;
    let without = register.households.iter().zip(final_chairs(view)).filter(|(_, chair)| chair.is_none());
    without
        .map(|(household, _)| household)
        .filter(|household| 0 < household.children)
        .map(|household| {
            let chair = household.iro.map(|chair| &register.staff[chair.at()]);
            let today = register.authority.today;
            let why = match chair.map(|chair| (chair.from, chair.until)) {
                None => "none given".to_owned(),
                Some((_, Some(until))) if until < today => format!("left on {}", plain_date(until)),
                Some((Some(from), _)) if today < from => format!("begins on {}", plain_date(from)),
                Some((_, Some(until))) => format!("leaves on {}", plain_date(until)),
                Some(_) => "does not chair".to_owned(),
            };
            Unallocated {
                household: household.reference.as_str(),
                children: i64::from(household.children),
                chair: chair.map(|chair| chair.reference.as_str()),
                why,
            }
        })
        .collect()
}

/// Returns on whose caseload each household ends, indexed by household: a chair's, as the rule `caseload` has it.
fn final_chairs(view: &View<'_>) -> Vec<Option<StaffIdx>> {
    let register = view.register;
    let case = Case::new(register, view.travel, &view.plan.bookings);
    let chairs = rules::final_chairs(&case).into_iter();
    chairs.map(|chair| chair.filter(|chair| register.staff[chair.at()].role.chairs())).collect()
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
            let load =
                ChairLoad { chair: StaffIdx(0), fte, leaves: None, children, meetings: 0, travel_minutes: 0 };
            assert_eq!((load.per_post(), load.standing()), (per_post, standing), "{fte}: {children}");
        }
    }
}
