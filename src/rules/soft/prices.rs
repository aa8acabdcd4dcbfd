//! Proves that the planner's prices are the referee's charges: each soft rule is written twice, once for finished
//! bookings and once for choices, and the two must agree wherever a meeting may be put.

use chrono::NaiveDate;

use super::SOFT;
use crate::calendar::Timescale;
use crate::register::{Booking, BookingStatus, DistrictIdx, HalfDay, RoomChoice, StaffIdx};
use crate::rules::testing::{County, date};
use crate::rules::{About, Case, Price, SoftRule};
use crate::travel::Travel;

/// A county in which every priced rule finds something to charge for, and something not to.
fn varied_county() -> County {
    let mut county = County::new();
    county.staff("ANN").until = Some(date("2012-04-27"));
    county.staff("BOB").districts = vec![DistrictIdx(1)];
    county.household("H-3").iro = Some(county.staff_idx("BOB"));
    county.household("H-2").district = None;
    county.room("BUR-1").features = vec!["withdrawal_room".into()];
    county.register.places[2].district = None;
    county.meeting("R-1").prefers = Some(HalfDay::Am);
    county.meeting("C-1").prefers = Some(HalfDay::Pm);
    county.meeting("S-1").prefers = Some(HalfDay::Pm);
    county.meeting("S-1").due = None;
    county.meeting("R-2").target = Some(date("2012-05-15"));
    county.meeting("R-3").due = Some(date("2012-04-28"));
    county.meeting("F-1").children = 2;
    county.kind("foster_review").opens = Timescale::Today;
    county
}

/// Returns every booking of every meeting on days, at starts, in rooms and with chairs that differ in price.
fn every_choice(county: &County) -> Vec<Booking> {
    let days =
        ["2012-04-02", "2012-04-11", "2012-04-20", "2012-04-23", "2012-04-30", "2012-05-01", "2012-05-16"];
    let starts = [540, 705, 720, 900];
    let rooms = (0..county.register.rooms.len()).map(|room| RoomChoice::Room(room.into()));
    let rooms: Vec<RoomChoice> = rooms.chain([RoomChoice::Home]).collect();
    let mut bookings = Vec::new();
    for meeting in 0..county.register.meetings.len() {
        for (day, start) in days.iter().flat_map(|day| starts.map(|start| (date(day), start))) {
            for (&room, chair) in rooms.iter().flat_map(|room| [0, 1].map(|chair| (room, StaffIdx(chair)))) {
                bookings.push(Booking {
                    meeting: meeting.into(),
                    starts: crate::calendar::moment(day, start),
                    iro: Some(chair),
                    room: Some(room),
                    minute_taker: None,
                    status: BookingStatus::Proposed,
                    extra: Vec::new(),
                });
            }
        }
    }
    bookings
}

/// Returns what the planner expects a booking to be charged, or `None` where it keeps the rule another way.
fn priced(county: &County, travel: &Travel, rule: &dyn SoftRule, booking: &Booking) -> Option<i64> {
    let register = &county.register;
    let meeting = register.meeting(booking.meeting);
    let (chair, room): (StaffIdx, RoomChoice) = (booking.iro?, booking.room?);
    let day: NaiveDate = booking.date();
    match rule.price() {
        Price::Day(price) => {
            let dates = register.deadlines(meeting).expect("every meeting of the county has dates");
            Some(price(register, meeting, &dates, day))
        }
        Price::Start(price) => Some(price(register, meeting, booking.start())),
        Price::Room(price) => Some(price(register, travel, meeting, room)),
        Price::Chair(price) => Some(price(register, meeting, chair, day)),
        Price::ChairDistrict(price) => Some(price(register, meeting, chair, booking.district(register))),
        Price::Tracked(_) => None,
    }
}

fn charged(case: &Case<'_>, rule: &dyn SoftRule, booking: &Booking) -> i64 {
    let about = About::Meeting(booking.meeting);
    rule.charges(case).iter().filter(|charge| charge.about == about).map(|charge| charge.amount).sum()
}

#[test]
fn prices_are_charges_wherever_one_meeting_is_put() {
    let county = varied_county();
    let travel = county.travel();
    for rule in SOFT.iter().filter(|rule| !matches!(rule.price(), Price::Tracked(_))) {
        let mut amounts = Vec::new();
        for booking in every_choice(&county) {
            let case = Case::new(&county.register, &travel, std::slice::from_ref(&booking));
            let (charged, priced) =
                (charged(&case, *rule, &booking), priced(&county, &travel, *rule, &booking));
            assert_eq!(Some(charged), priced, "{} of {booking:?}", rule.key());
            amounts.push(charged);
        }
        assert!(amounts.contains(&0), "{} is charged everywhere", rule.key());
        assert!(amounts.iter().any(|&amount| 0 < amount), "{} is charged nowhere", rule.key());
    }
}

#[test]
fn prices_are_charges_on_whole_plans() {
    let county = varied_county();
    let travel = county.travel();
    let choices = every_choice(&county);
    let n_meetings = county.register.meetings.len();
    let each = choices.len() / n_meetings;
    for nth in 0..each {
        // One booking of each meeting; the stride takes them to different days, rooms and chairs.
        let plan: Vec<Booking> = (0..n_meetings)
            .map(|meeting| choices[meeting * each + (nth + meeting * 41) % each].clone())
            .collect();
        let case = Case::new(&county.register, &travel, &plan);
        for rule in SOFT {
            let prices: Option<i64> =
                plan.iter().map(|booking| priced(&county, &travel, *rule, booking)).sum();
            let charges: i64 = rule.charges(&case).iter().map(|charge| charge.amount).sum();
            if let Some(prices) = prices {
                assert_eq!(prices, charges, "{} of plan {nth}", rule.key());
            }
        }
    }
}

#[test]
fn keys_are_the_contracts_in_its_order() {
    let keys: Vec<&str> = SOFT.iter().map(|rule| rule.key()).collect();
    assert_eq!(
        keys,
        [
            "past_target",
            "handover",
            "travel_chair",
            "travel_minute_taker",
            "travel_family",
            "out_of_district",
            "out_of_patch",
            "venue_not_family_friendly",
            "venue_without_withdrawal_room",
            "prefers",
            "early",
            "load",
            "caseload",
        ]
    );
    let weights: Vec<Option<i64>> = SOFT.iter().map(|rule| rule.default_weight()).collect();
    let minutes = [240, 1, 1, 2, 30, 15, 20, 20, 15, 2, 1, 60].map(Some);
    assert_eq!(weights, [&[None], &minutes[..]].concat());
}
