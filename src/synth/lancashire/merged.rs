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

/// Makes the register.
pub(in crate::synth) fn register_2013(seed: u64) -> Register {
    let mut service = service_2013(seed);
    past_and_booked(&mut service);
    conferences_to_book(&mut service);
    reviews_to_book(&mut service);
    service.finish()
}

/// Returns the merged service with its families, before any meeting.
pub(super) fn service_2013(seed: u64) -> Service {
    let mut register = empty("Lancashire", date("2013-01-07"));
    lay_out(&mut register);
    close(&mut register, "FLE-CC", None, ("2013-01-15", None), "boiler");
    close(&mut register, "NEL-OFF", None, ("2013-01-23", Some((540, 780))), "fire drill");
    teams(&mut register);
    let patches = patches(&register);
    let mut service = Service::new(register, seed, "M13", patches);
    let mut draw = Draw::new(seed, "sizes");
    let (with_plan, looked_after) = (sizes(&mut draw, &WITH_PLAN), sizes(&mut draw, &LOOKED_AFTER));
    service.add_families(with_plan, PlanStatus::Cp);
    service.add_families(looked_after, PlanStatus::Cla);
    service
}

/// What has been adjourned, and what stands booked in the first two weeks.
fn past_and_booked(service: &mut Service) {
    let booked = |confirmed, proposed| Volume { held: 0, confirmed, proposed };
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

/// A month of conferences and strategy meetings.
fn conferences_to_book(service: &mut Service) {
    let discussed = (service.day_before(9), service.day(0));
    for (kind, n) in [("initial_conference", 42), ("pre_birth_conference", 4), ("transfer_in_conference", 2)]
    {
        let from = service.spread(n, discussed);
        service.first_meetings(kind, &NEW_FAMILIES, NONE, &from);
    }
    let window = window(service);
    for (kind, n) in [("first_review_conference", 34), ("review_conference", 66)] {
        let from = service.spread_targets(kind, n, window);
        service.reviews(kind, NONE, &from);
    }
    let referred = service.spread(30, (service.day_before(3), service.day(0)));
    let follow_up = service.spread(60, (service.day(3), service.day(24)));
    service.strategy(NONE, &referred, &follow_up);
}

/// A month of reviews of children looked after and of foster carers.
fn reviews_to_book(service: &mut Service) {
    // Children who became looked after in the last 15 working days.
    let entered = service.spread(26, (service.day_before(14), service.day(0)));
    service.reviews("cla_first_review", NONE, &entered);
    let window = window(service);
    for (kind, n) in [("cla_second_review", 30), ("cla_review", 140)] {
        let from = service.spread_targets(kind, n, window);
        service.reviews(kind, NONE, &from);
    }
    let from = service.spread_targets("foster_review", 50, window);
    service.foster_reviews(NONE, &from);
}

/// The four weeks after a week's notice, in which the month's targets lie.
fn window(service: &Service) -> (NaiveDate, NaiveDate) {
    (service.day(6), service.day(26))
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
