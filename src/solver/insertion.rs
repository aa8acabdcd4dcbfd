//! The exact best lawful place of one meeting: day, start, chair, room and minute taker together.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::day_at_site::DayAtSite;
use super::scratch::{NOBODY, Scratch};
use super::state::{Placement, State};
use crate::problem::{DayOption, Request, Site};
use crate::register::{RoomChoice, TAKER_MARGIN};

/// What a place costs: S2 first, then minutes of cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Children × working days past the statutory date.
    pub late: i64,
    /// Minutes of cost; negative where a caseload is relieved.
    pub cost: i64,
}

impl Key {
    /// Dearer than any place.
    pub const MAX: Key = Key { late: i64::MAX, cost: i64::MAX };
}

/// A free place and what booking it adds to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The place.
    pub placement: Placement,
    /// What it adds.
    pub key: Key,
}

/// Leaves places out: those that nobody asked for, or now and then one at random.
pub trait Screen {
    /// Whether to look at a day.
    fn day(&mut self, _request: &Request, _day: &DayOption) -> bool {
        true
    }

    /// Whether to look at a chair (a position in the request's chairs).
    fn chair(&mut self, _request: &Request, _day: &DayOption, _chair: usize) -> bool {
        true
    }

    /// Whether to look at a site.
    fn site(&mut self, _site: &Site) -> bool {
        true
    }
}

/// Leaves nothing out.
pub struct AnyPlace;

impl Screen for AnyPlace {}

/// Returns the best free place of a request that is not booked, among those the `screen` leaves, or `None` where
/// there is none.
///
/// For a fixed start and site, room, chair and minute taker do not depend on each other: the best of each is found
/// by itself and the three are added. Every day at every site is first given a rough floor, the least that it can
/// cost with whoever is nearest; in order of floor they are given an exact one, the least with those who may take
/// it if they have time, and then opened, until the next cannot beat the best place found.
///
/// Cost: O(days × (sites + chairs)) for the rough floors; for each that comes up O(chairs + takers), and for each
/// that is opened O((rooms + chairs + takers) × starts). Mostly a few are.
pub fn best_place(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    screen: &mut impl Screen,
) -> Option<Offer> {
    let request = &state.problem.requests[position];
    if !request.hopeless.is_empty() {
        return None;
    }
    caseload_costs(state, scratch, request);
    scratch.come_on = None;
    // Days past the statutory date come after all others, and are looked at only where the others have no place.
    let in_time = request.days.partition_point(|day| day.late == 0);
    best_on_days(state, scratch, request, 0..in_time, screen)
        .or_else(|| best_on_days(state, scratch, request, in_time..request.days.len(), screen))
}

fn best_on_days(
    state: &State<'_>,
    scratch: &mut Scratch,
    request: &Request,
    days: Range<usize>,
    screen: &mut impl Screen,
) -> Option<Offer> {
    let mut queue = std::mem::take(&mut scratch.queue).into_vec();
    queue.clear();
    for day_position in days {
        let day = &request.days[day_position];
        if !screen.day(request, day) {
            continue;
        }
        let chair = least_chair(state, scratch, request, day_position);
        for (site_position, site) in request.sites.iter().enumerate() {
            let view = DayAtSite { state, request, day_position, day, site };
            if let Some(travel) = view.least_travel()
                && screen.site(site)
            {
                let floor = Key { late: day.late, cost: day.cost + chair + site.floor + travel };
                queue.push(Reverse((floor, false, day_position as u32, site_position as u32)));
            }
        }
    }
    let mut queue = BinaryHeap::from(queue);
    let mut best: Option<Offer> = None;
    while let Some(Reverse((floor, is_exact, day_position, site_position))) = queue.pop() {
        let bound = best.map_or(Key::MAX, |offer| offer.key);
        if bound <= floor {
            break;
        }
        let (day, site) = (&request.days[day_position as usize], &request.sites[site_position as usize]);
        let view = DayAtSite { state, request, day_position: day_position as usize, day, site };
        if !is_exact {
            if let Some(floor) = view.floor(&scratch.caseload) {
                queue.push(Reverse((floor, true, day_position, site_position)));
            }
            continue;
        }
        if scratch.come_on != Some(day_position as usize) {
            people_can_come(state, scratch, request, day);
            scratch.come_on = Some(day_position as usize);
        }
        if !rooms(state, scratch, request, day, site) {
            continue;
        }
        let limit = if bound.late == day.late { bound.cost - day.cost - site.floor } else { i64::MAX };
        if !view.chairs(scratch, screen, limit) || !view.takers(scratch) {
            continue;
        }
        if let Some(offer) = view.cheapest(scratch, site_position as usize)
            && offer.key < bound
        {
            best = Some(offer);
        }
    }
    scratch.queue = queue;
    best
}

/// Returns the least that any chair costs on a day besides journeys and the district of the venue.
fn least_chair(state: &State<'_>, scratch: &Scratch, request: &Request, day_position: usize) -> i64 {
    let day = request.days[day_position].day;
    let costs = request.chairs.iter().zip(&scratch.caseload).enumerate();
    costs
        .filter(|(_, (chair, _))| state.takes_more(**chair, day))
        .map(|(position, (_, caseload))| request.chair_cost(day_position, position) + caseload)
        .min()
        .unwrap_or(0)
}

/// Fills in what each chair does to caseloads. Where other meetings decide the household's chair too, it depends
/// on the start: the list then holds the least that it can be, and [`DayAtSite::chairs`] asks again.
fn caseload_costs(state: &State<'_>, scratch: &mut Scratch, request: &Request) {
    scratch.forget_caseload(request.chairs.len());
    let Some(household) = request.household.filter(|_| request.continuity) else { return };
    if state.is_chaired(household) {
        let children = state.problem.families[household as usize].children;
        scratch.caseload.fill(-state.problem.weights.caseload * children);
        return;
    }
    for (cost, &chair) in scratch.caseload.iter_mut().zip(&request.chairs) {
        *cost = state.caseload_cost(household, 0, 0, chair);
    }
}

/// Fills in the starts at which everybody who must be there can come; whether there are any.
pub(super) fn people_can_come(
    state: &State<'_>,
    scratch: &mut Scratch,
    request: &Request,
    day: &DayOption,
) -> bool {
    let starts = &state.problem.starts;
    scratch.come.clear();
    scratch.come.resize(starts.len(), false);
    let family = request.household.filter(|_| request.family).map_or(&[][..], |h| state.family_attends(h));
    let worker = request.worker.map_or(&[][..], |w| state.worker_attends(w));
    let (first, past) = request.starts;
    let mut any = false;
    for (i, &start) in starts.iter().enumerate().take(past).skip(first) {
        let attendance = request.attendance(start);
        let engaged = |list: &[(usize, crate::calendar::Span)]| {
            list.iter().any(|&(other, span)| other == day.day && span.overlaps(attendance))
        };
        let free =
            !day.away.iter().any(|away| away.overlaps(attendance)) && !engaged(family) && !engaged(worker);
        scratch.come[i] = free;
        any |= free;
    }
    any
}

/// Fills in the cheapest free room of a site for each start; whether there is any.
pub(super) fn rooms(
    state: &State<'_>,
    scratch: &mut Scratch,
    request: &Request,
    day: &DayOption,
    site: &Site,
) -> bool {
    let problem = state.problem;
    scratch.room.clear();
    scratch.room.resize(problem.starts.len(), NOBODY);
    let (first, past) = request.starts;
    let mut any = false;
    for (position, option) in site.rooms.iter().enumerate() {
        for i in first..past {
            if !scratch.come[i] || option.cost >= scratch.room[i].cost {
                continue;
            }
            let free = match option.room {
                RoomChoice::Home => true,
                RoomChoice::Room(room) => {
                    let occupation = request.chair_occupation(problem.starts[i]);
                    let open = &problem.open[room.at() * problem.n_days() + day.day];
                    open.iter().any(|hours| hours.covers(occupation))
                        && !state.room_bookings(room, day.day).iter().any(|taken| taken.overlaps(occupation))
                }
            };
            if free {
                scratch.room[i].offer(option.cost, position as u32);
                any = true;
            }
        }
    }
    any
}

/// Whether a placement of a request that is not booked is free.
pub fn is_offered(state: &State<'_>, scratch: &mut Scratch, position: usize, placement: Placement) -> bool {
    let request = &state.problem.requests[position];
    let (day, site) = (&request.days[placement.day as usize], &request.sites[placement.site as usize]);
    let start = placement.start as usize;
    let in_hours = request.starts.0 <= start && start < request.starts.1;
    if !in_hours || !people_can_come(state, scratch, request, day) || !scratch.come[start] {
        return false;
    }
    let only_room = Site { rooms: vec![site.rooms[placement.room as usize]], ..site.clone() };
    if !rooms(state, scratch, request, day, &only_room) || !scratch.room[start].is_free() {
        return false;
    }
    let view = DayAtSite { state, request, day_position: placement.day as usize, day, site };
    let length = request.before + request.minutes + request.after;
    let fits = |person: u32, lead: i32, length: i32| {
        let mut found = false;
        view.each_fit(person, lead, length, |i, _| found |= i == start);
        found
    };
    let taker_is_free = placement.taker.is_none_or(|taker| {
        site.takers.contains(&taker) && fits(taker, TAKER_MARGIN, request.minutes + 2 * TAKER_MARGIN)
    });
    fits(request.chairs[placement.chair as usize], request.before, length) && taker_is_free
}
