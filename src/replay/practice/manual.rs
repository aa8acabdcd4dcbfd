//! Today's practice, as section 9.6 of the report has it: clerks in each district ring round.
//!
//! Requests are booked one by one in the order in which they come. Day by day from the first lawful one, the family's own
//! chair is asked, and if they are not free the others in phone order, those of the district before the rest and in each
//! group after whoever was found last; then the nearest room of the district, then other rooms; then the first minute taker who is free; at the earliest time of
//! the day. Nobody looks at how far anybody travels on the whole. A review is looked for from a few days before its wanted date.
//!
//! What is free is exact: the places come from [`best_place`], in a register whose soft rules weigh nothing, so that
//! the first free place is the earliest of its day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Office, Practice};
use crate::plan::booked;
use crate::problem::{DayOption, Problem, Request, Site};
use crate::register::{Booking, BookingStatus, MeetingIdx, Register, StaffIdx};
use crate::replay::year::Rules;
use crate::rules::SOFT;
use crate::solver::{Offer, Scratch, Screen, State, best_place, is_offered, standing_places};
use crate::travel::Travel;

/// Clerks on the phone.
pub(super) struct Manual {
    own_chair_days: u32,
    look_before: u32,
    /// The chair found last by ringing round.
    last: Option<u32>,
}

/// Leaves one chair at one site on one day.
struct Exactly {
    day: usize,
    chair: usize,
    place: (Option<usize>, bool),
}

impl Screen for Exactly {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        day.day == self.day
    }

    fn chair(&mut self, _request: &Request, _day: &DayOption, chair: usize) -> bool {
        chair == self.chair
    }

    fn site(&mut self, site: &Site) -> bool {
        (site.place, site.out_of_district) == self.place
    }
}

impl Manual {
    pub(super) fn new(rules: &Rules) -> Manual {
        Manual { own_chair_days: rules.own_chair_days, look_before: rules.look_before, last: None }
    }

    /// Finds a place as a clerk does, on days from `first`, and where there is none on the days before it, the nearest first.
    fn find(&mut self, state: &State<'_>, scratch: &mut Scratch, position: usize) -> Option<Offer> {
        let problem = state.problem;
        let (register, request) = (problem.register, &problem.requests[position]);
        let meeting = register.meeting(request.meeting);
        let own = meeting
            .household
            .filter(|_| request.continuity)
            .and_then(|household| register.households[household.at()].iro);
        let from = self.look_from(register, request.meeting);
        let begin = request.dates.partition_point(|&date| date < from);
        let in_time = request.days.partition_point(|day| day.late == 0);
        // Days in time from the wanted one on, then those before it, then late ones.
        let in_time = in_time.max(begin);
        let days: Vec<usize> =
            (begin..in_time).chain((0..begin).rev()).chain(in_time..request.days.len()).collect();
        let others = self.phone_order(register, request, meeting.household.is_some());
        let own = own.and_then(|own| request.chairs.iter().position(|&chair| chair == own.0));
        if let Some(own) = own {
            let found = days.iter().take(self.own_chair_days as usize);
            for &day in found {
                if let Some(offer) = at_nearest_room(state, scratch, position, day, own) {
                    return Some(offer);
                }
            }
        }
        for &day in &days {
            for chair in own.into_iter().chain(others.iter().copied().filter(|&chair| Some(chair) != own)) {
                if let Some(offer) = at_nearest_room(state, scratch, position, day, chair) {
                    self.last = Some(request.chairs[chair]);
                    return Some(offer);
                }
            }
        }
        None
    }

    fn look_from(&self, register: &Register, meeting: MeetingIdx) -> NaiveDate {
        let row = register.meeting(meeting);
        match register.deadlines(row) {
            Ok(dates) if register.kind(row).has_opening_date() => {
                register.calendar.before(dates.target, self.look_before)
            }
            Ok(_) | Err(_) => register.authority.today,
        }
    }

    /// Returns positions in the request's chairs: those who cover the district, then the rest, each group from the one
    /// after whom was found last.
    fn phone_order(&self, register: &Register, request: &Request, _family: bool) -> Vec<usize> {
        let district = register.district(register.meeting(request.meeting));
        let mut order: Vec<usize> = (0..request.chairs.len()).collect();
        order.sort_by_key(|&position| {
            let chair = request.chairs[position];
            let covers = register.staff[chair as usize].covers(district);
            (!covers, self.last.is_some_and(|last| chair <= last), position)
        });
        order
    }

    /// Returns today's bookings with a booking for each of `meetings` that has a place; those that keep their
    /// appointment with another chair are tried first where `keep` says so.
    fn ring_round(&mut self, office: &Office<'_>, meetings: &[MeetingIdx], keep: bool) -> Vec<Booking> {
        let mut register = careless(office.register);
        if keep {
            register.authority.kinds.iter_mut().for_each(|kind| kind.notice_days = 0);
        }
        let wanted: BTreeSet<MeetingIdx> = meetings.iter().copied().collect();
        let problem = Problem::of(&register, office.travel, &wanted);
        let mut state = State::new(&problem);
        let mut scratch = Scratch::default();
        let standing = standing_places(&problem);
        let mut bookings: Vec<Booking> =
            office.register.bookings.iter().filter(|b| !wanted.contains(&b.meeting)).cloned().collect();
        for &meeting in meetings {
            let Some(position) = problem.requests.iter().position(|r| r.meeting == meeting) else { continue };
            let request = &problem.requests[position];
            let before = office.register.bookings.iter().find(|b| b.meeting == meeting);
            let placement = if keep {
                standing[position].and_then(|old| {
                    let order = self.phone_order(office.register, request, true);
                    let others = order
                        .into_iter()
                        .map(|chair| crate::solver::Placement { chair: chair as u32, ..old });
                    std::iter::once(old)
                        .chain(others)
                        .flat_map(|placement| with_takers(request, placement))
                        .find(|&placement| is_offered(&state, &mut scratch, position, placement))
                })
            } else {
                self.find(&state, &mut scratch, position).map(|offer| offer.placement)
            };
            if let Some(placement) = placement {
                state.insert(position, placement);
                let mut booking = booked(&problem, request, &placement, before);
                if keep {
                    booking.status = BookingStatus::Confirmed;
                }
                bookings.push(booking);
            }
        }
        bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
        bookings
    }
}

impl Practice for Manual {
    fn book(&mut self, office: &Office<'_>) -> Vec<Booking> {
        self.ring_round(office, office.waiting, false)
    }

    fn mend(&mut self, office: &Office<'_>, broken: &[MeetingIdx]) -> Vec<Booking> {
        self.ring_round(office, broken, true)
    }

    fn confirms_until(&self, _register: &Register) -> NaiveDate {
        NaiveDate::MAX
    }
}

/// Returns a register whose soft rules weigh nothing.
fn careless(register: &Register) -> Register {
    let mut careless = register.clone();
    for rule in SOFT {
        careless.authority.weights.set(rule.key(), 0);
    }
    for kind in &mut careless.authority.kinds {
        kind.urgency = 0;
    }
    careless
}

/// Returns a placement with the minute taker that it has, then with each other who covers the place.
fn with_takers(
    request: &Request,
    placement: crate::solver::Placement,
) -> impl Iterator<Item = crate::solver::Placement> + use<'_> {
    let others = request.sites[placement.site as usize]
        .takers
        .iter()
        .filter(move |&&taker| request.needs_taker && Some(taker) != placement.taker)
        .map(move |&taker| crate::solver::Placement { taker: Some(taker), ..placement });
    std::iter::once(placement).chain(others)
}

/// Returns the earliest place on a day with a chair at the nearest room that is free: rooms of the family's district
/// first, then others.
fn at_nearest_room(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    day: usize,
    chair: usize,
) -> Option<Offer> {
    let problem = state.problem;
    let request = &problem.requests[position];
    let on = request.days.get(day)?.day;
    let who = StaffIdx(request.chairs[chair]);
    if problem.people[who.at()].spells[on].is_empty() {
        return None;
    }
    let home = problem.register.home(problem.register.meeting(request.meeting));
    let mut sites: Vec<&Site> = request.sites.iter().collect();
    sites.sort_by_key(|site| {
        (site.out_of_district, minutes(problem.travel, home.map(|h| h.at()), site.place))
    });
    sites.into_iter().find_map(|site| {
        let mut screen = Exactly { day: on, chair, place: (site.place, site.out_of_district) };
        best_place(state, scratch, position, &mut screen)
    })
}

fn minutes(travel: &Travel, from: Option<usize>, to: Option<usize>) -> i32 {
    match (from, to) {
        (Some(from), Some(to)) => travel.minutes(from.into(), to.into()),
        (None, _) | (_, None) => 0,
    }
}
