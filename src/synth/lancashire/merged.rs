//! `lancashire-2013`: the merged teams in January 2013.
//!
//! About 600 children with a plan and 1,375 looked after. A month's conferences grow with the plans; reviews of
//! children looked after are a twelfth of some 3,300 child reviews a year at 1.4 children a meeting; foster carers are
//! reviewed yearly.

use chrono::NaiveDate;

use super::county::{close, lay_out};
use super::families::sizes;
use super::people_2013::{patches, teams};
use super::service::{Service, Volume};
use crate::register::{PlanStatus, Register};
use crate::synth::draw::Draw;
use crate::synth::make::{date, empty};

/// Families by size: 318 with 600 children on a plan.
const WITH_PLAN: [usize; 6] = [129, 119, 52, 14, 3, 1];
/// Households by size: 997 with 1,375 children looked after; brothers and sisters who live together share one.
const LOOKED_AFTER: [usize; 4] = [701, 225, 60, 11];
/// Weights of a size of 1, 2, 3 … children in families that come to an initial conference.
const NEW_FAMILIES: [usize; 5] = [41, 37, 16, 5, 1];

const NONE: Volume = Volume { held: 0, confirmed: 0, proposed: 0 };

/// How much there is to book, over how long, and how large the service is.
pub(super) struct Demand {
    /// Families and standing bookings, in hundredths of those of January 2013.
    pub(super) size: usize,
    /// Weeks until the last target.
    pub(super) weeks: u32,
    /// Meetings to book, by kind.
    pub(super) initial: usize,
    pub(super) pre_birth: usize,
    pub(super) transfer_in: usize,
    pub(super) first_review: usize,
    pub(super) review: usize,
    /// Strategy meetings newly referred.
    pub(super) referred: usize,
    /// Strategy meetings that follow an earlier one.
    pub(super) follow_up: usize,
    pub(super) cla_first: usize,
    pub(super) cla_second: usize,
    pub(super) cla_review: usize,
    pub(super) foster: usize,
}

/// A month of January 2013; the targets of what is known on its first day lie over five weeks.
const MONTH: Demand = Demand {
    size: 100,
    weeks: 5,
    initial: 42,
    pre_birth: 4,
    transfer_in: 2,
    first_review: 34,
    review: 66,
    referred: 30,
    follow_up: 60,
    cla_first: 26,
    cla_second: 30,
    cla_review: 140,
    foster: 50,
};

/// Makes the register.
pub(in crate::synth) fn register_2013(seed: u64) -> Register {
    at_work(county_2013(), seed, &MONTH)
}

/// Returns the merged teams in their county, before they have families.
pub(super) fn county_2013() -> Register {
    let mut register = empty("Lancashire", date("2013-01-07"));
    lay_out(&mut register);
    close(&mut register, "FLE-CC", None, ("2013-01-15", None), "boiler");
    close(&mut register, "NEL-OFF", None, ("2013-01-23", Some((540, 780))), "fire drill");
    teams(&mut register);
    register
}

/// Adds families, what stands and what is to book, and returns the register. Districts that no chair covers have no
/// families.
pub(super) fn at_work(register: Register, seed: u64, demand: &Demand) -> Register {
    let mut service = service_2013(register, seed, demand.size).over(demand.weeks);
    past_and_booked(&mut service, demand.size);
    conferences_to_book(&mut service, demand);
    reviews_to_book(&mut service, demand);
    service.finish()
}

/// Returns the merged service with its families, before any meeting; `size` is in hundredths of January 2013.
pub(super) fn service_2013(register: Register, seed: u64, size: usize) -> Service {
    let patches = patches(&register);
    let mut service = Service::new(register, seed, "M13", patches);
    let mut draw = Draw::new(seed, "sizes");
    let with_plan = sizes(&mut draw, &WITH_PLAN.map(|count| count * size / 100));
    let looked_after = sizes(&mut draw, &LOOKED_AFTER.map(|count| count * size / 100));
    service.add_families(with_plan, PlanStatus::Cp);
    service.add_families(looked_after, PlanStatus::Cla);
    service
}

/// What has been adjourned, and what stands booked in the first two weeks.
fn past_and_booked(service: &mut Service, size: usize) {
    let booked = |confirmed, proposed| Volume {
        held: 0,
        confirmed: confirmed * size / 100,
        proposed: proposed * size / 100,
    };
    service.reviews("first_review_conference", booked(7, 0), &[]);
    service.reviews("review_conference", booked(16, 3), &[]);
    service.first_meetings("initial_conference", &NEW_FAMILIES, booked(9, 1), &[]);
    service.strategy(booked(6, 1), &[], &[]);
    service.reviews("cla_first_review", booked(4, 0), &[]);
    service.reviews("cla_second_review", booked(6, 0), &[]);
    service.reviews("cla_review", booked(26, 4), &[]);
    service.foster_reviews(booked(8, 0), &[]);
    service.adjourned(9, true);
    service.adjourned(4, false);
}

/// Conferences and strategy meetings.
fn conferences_to_book(service: &mut Service, demand: &Demand) {
    let discussed = (service.day_before(9), service.day(0));
    for (kind, n) in [
        ("initial_conference", demand.initial),
        ("pre_birth_conference", demand.pre_birth),
        ("transfer_in_conference", demand.transfer_in),
    ] {
        let from = service.spread(n, discussed);
        service.first_meetings(kind, &NEW_FAMILIES, NONE, &from);
    }
    let window = window(service, demand);
    for (kind, n) in [("first_review_conference", demand.first_review), ("review_conference", demand.review)]
    {
        let from = service.spread_targets(kind, n, window);
        service.reviews(kind, NONE, &from);
    }
    let referred = service.spread(demand.referred, (service.day_before(3), service.day(0)));
    let follow_up = service.spread(demand.follow_up, (service.day(3), service.day(5 * demand.weeks - 1)));
    service.strategy(NONE, &referred, &follow_up);
}

/// Reviews of children looked after and of foster carers.
fn reviews_to_book(service: &mut Service, demand: &Demand) {
    // Children who became looked after in the last 15 working days.
    let entered = service.spread(demand.cla_first, (service.day_before(14), service.day(0)));
    service.reviews("cla_first_review", NONE, &entered);
    let window = window(service, demand);
    for (kind, n) in [("cla_second_review", demand.cla_second), ("cla_review", demand.cla_review)] {
        let from = service.spread_targets(kind, n, window);
        service.reviews(kind, NONE, &from);
    }
    let from = service.spread_targets("foster_review", demand.foster, window);
    service.foster_reviews(NONE, &from);
}

/// The weeks after a week's notice, in which the targets of reviews lie.
fn window(service: &Service, demand: &Demand) -> (NaiveDate, NaiveDate) {
    (service.day(6), service.day(5 * demand.weeks + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::MeetingStatus;
    use crate::synth::lancashire::service::testing::{count, on_plan};

    #[test]
    fn two_teams_are_one() {
        let register = register_2013(1);
        let chairs: Vec<_> = register.staff.iter().filter(|staff| staff.role.chairs()).collect();
        assert_eq!(chairs.len(), 22);
        let one_side = chairs.iter().filter(|chair| !chair.chairs.is_empty()).count();
        assert_eq!(one_side, 11);
        assert_eq!(on_plan(&register), 600);
        let looked_after = |child: &&crate::register::Child| child.plan == Some(PlanStatus::Cla);
        assert_eq!(register.children.iter().filter(looked_after).count(), 1375);
    }

    #[test]
    fn a_month_of_both_sides_is_to_be_booked() {
        let register = register_2013(1);
        let to_book = |kinds: &[&str]| count(&register, kinds, MeetingStatus::ToBook);
        let cases = [("first_review_conference", 34), ("review_conference", 66), ("strategy_meeting", 90)];
        for (kind, n) in cases {
            assert_eq!(to_book(&[kind]), n, "{kind}");
        }
        let cases = [("cla_first_review", 26), ("cla_second_review", 30), ("cla_review", 140)];
        for (kind, n) in cases {
            assert_eq!(to_book(&[kind]), n, "{kind}");
        }
        assert_eq!((to_book(&["initial_conference"]), to_book(&["foster_review"])), (42, 50));
    }
}
