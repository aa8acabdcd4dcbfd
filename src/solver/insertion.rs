//! The exact best lawful place of one meeting: day, start, chair, room and minute taker together.

use std::ops::Range;

use super::day_at_site::DayAtSite;
use super::scratch::{Asked, DayAsked, NOBODY, Scratch};
use super::state::{Deciding, Placement, State};
use crate::calendar::Span;
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

/// Leaves one day (a position in the problem's dates).
pub struct OnDay(pub usize);

impl Screen for OnDay {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        day.day == self.0
    }
}

/// Returns the best free place of a request that is not booked, among those the `screen` leaves, or `None` where
/// there is none.
///
/// For a fixed start and site, room, chair and minute taker do not depend on each other: the best of each is found
/// by itself and the three are added. Every day at every site has a rough floor, the least that it can cost with
/// whoever is nearest, and an exact one, the least with those who may take it if they have time; only where both
/// lie below the best place found so far is it opened.
///
/// Cost: O(days × (sites + chairs)) for the rough floors; for each that comes up O(chairs + takers), and for each
/// that is opened O((rooms + chairs + takers) × starts). Mostly a few are.
pub fn best_place(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    screen: &mut impl Screen,
) -> Option<Offer> {
    best_place_near(state, scratch, position, screen, None)
}

/// As [`best_place`], but looks first on the day and at the site of a place that is `near` the best, so that less
/// of the rest need be looked at. It never changes what the best place costs.
pub fn best_place_near(
    state: &State<'_>,
    scratch: &mut Scratch,
    position: usize,
    screen: &mut impl Screen,
    near: Option<Placement>,
) -> Option<Offer> {
    let request = &state.problem.requests[position];
    if !request.hopeless.is_empty() {
        return None;
    }
    caseload_costs(state, scratch, request);
    scratch.least_caseload = scratch.caseload.iter().copied().min().unwrap_or(0);
    scratch.come_on = None;
    // Days past the statutory date come after all others, the earliest first.
    let mut first = 0;
    while let Some(day) = request.days.get(first) {
        let past = request.days.partition_point(|other| other.late <= day.late);
        let near = near.filter(|near| (first..past).contains(&(near.day as usize)));
        let mut search = Insertion { state, request, scratch, best: None };
        search.look(first..past, screen, near);
        if search.best.is_some() {
            return search.best;
        }
        first = past;
    }
    None
}

/// A search for the best place on days that are equally late.
struct Insertion<'s, 'a> {
    state: &'s State<'a>,
    request: &'s Request,
    scratch: &'s mut Scratch,
    best: Option<Offer>,
}

impl Insertion<'_, '_> {
    /// Returns what a place must cost less than.
    fn bound(&self) -> i64 {
        self.best.map_or(i64::MAX, |offer| offer.key.cost)
    }

    fn look(&mut self, days: Range<usize>, screen: &mut impl Screen, near: Option<Placement>) {
        let (state, request) = (self.state, self.request);
        self.scratch.days.clear();
        self.scratch.asked.clear();
        self.scratch.cells.clear();
        let mut seen = None;
        let mut asked_there = None;
        if let Some(near) = near {
            let (day, site) = (&request.days[near.day as usize], &request.sites[near.site as usize]);
            if screen.day(request, day) {
                asked_there = self.ask_chairs(near.day as usize, screen);
                if screen.site(site) {
                    self.open(0, near.site as usize);
                }
            }
            seen = Some((near.day as usize, near.site as usize));
        }
        for day_position in days {
            let day = &request.days[day_position];
            let looked_at = seen.is_some_and(|(seen, _)| seen == day_position);
            let asked = if looked_at {
                asked_there
            } else if screen.day(request, day) {
                self.ask_chairs(day_position, screen)
            } else {
                None
            };
            let Some(chair) = asked else { continue };
            let at = if looked_at { 0 } else { self.scratch.days.len() - 1 };
            let bound = self.bound();
            let base = day.cost + chair;
            let weights = &state.problem.weights;
            let (chairs, takers) = (state.nearest_chair(day.day), state.nearest_taker(day.day));
            for (site_position, site) in request.sites.iter().enumerate() {
                if bound <= base + site.floor {
                    break;
                }
                let chair = chairs[site.spot];
                let taker = if request.needs_taker { takers[site.spot] } else { 0 };
                let floor = base
                    + site.floor
                    + weights.travel_chair * i64::from(chair)
                    + weights.travel_minute_taker * i64::from(taker);
                let closed = chair == State::NEVER || taker == State::NEVER || bound <= floor;
                if !closed && seen != Some((day_position, site_position)) && screen.site(site) {
                    self.scratch.cells.push((floor, at as u32, site_position as u32));
                }
            }
        }
        self.scratch.cells.sort_unstable();
        for i in 0..self.scratch.cells.len() {
            let (floor, day, site) = self.scratch.cells[i];
            if self.bound() <= floor {
                break;
            }
            self.open(day as usize, site as usize);
        }
    }

    /// Lists the chairs worth asking on a day, and returns the least that one costs; `None` where there is nobody.
    fn ask_chairs(&mut self, day_position: usize, screen: &mut impl Screen) -> Option<i64> {
        let (state, request) = (self.state, self.request);
        let day = &request.days[day_position];
        let limit = self.bound().saturating_sub(day.cost + request.sites.first()?.floor);
        if limit <= day.chair_floor + self.scratch.least_caseload {
            return None;
        }
        let first = self.scratch.asked.len();
        let mut least = None;
        let costs = request.chair_costs(day_position).iter().zip(&self.scratch.caseload);
        for (position, ((&cost, &caseload), &chair)) in costs.zip(&*request.chairs).enumerate() {
            let own = cost + caseload;
            if own < limit && state.takes_more(chair, day.day) && screen.chair(request, day, position) {
                self.scratch.asked.push(Asked { position: position as u32, own });
                least = Some(least.map_or(own, |least: i64| least.min(own)));
            }
        }
        let chairs = first..self.scratch.asked.len();
        if !chairs.is_empty() {
            self.scratch.days.push(DayAsked { position: day_position, chairs });
        }
        least
    }

    /// Looks for the best place on a day (a position in the scratch's days) at a site, and keeps it where it is
    /// the best so far.
    fn open(&mut self, at: usize, site_position: usize) {
        let (state, request) = (self.state, self.request);
        let Some(DayAsked { position, chairs }) = self.scratch.days.get(at).cloned() else { return };
        let (day, site) = (&request.days[position], &request.sites[site_position]);
        let view = DayAtSite { state, request, day_position: position, day, site };
        let bound = self.bound();
        let Some((chair, taker)) = view.floors(&self.scratch.asked[chairs.clone()]) else { return };
        let rest = day.cost + chair + taker;
        if bound <= rest + site.floor {
            return;
        }
        if self.scratch.come_on != Some(position) {
            people_can_come(state, self.scratch, request, day);
            self.scratch.come_on = Some(position);
        }
        if !rooms(state, self.scratch, request, day, site, bound.saturating_sub(rest)) {
            return;
        }
        let limit = bound.saturating_sub(day.cost + site.floor);
        if let Some(chair) = view.chairs(self.scratch, chairs, limit.saturating_sub(taker))
            && view.takers(self.scratch, limit.saturating_sub(chair))
            && let Some(offer) = view.cheapest(self.scratch, site_position)
            && offer.key.cost < bound
        {
            self.best = Some(offer);
        }
    }
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
    for (cost, &chair) in scratch.caseload.iter_mut().zip(&*request.chairs) {
        *cost =
            state.caseload_cost(household, Deciding { day: 0, start: 0, meeting: request.meeting, chair });
    }
}

/// Fills in the starts at which everybody who must be there can come.
pub(super) fn people_can_come(state: &State<'_>, scratch: &mut Scratch, request: &Request, day: &DayOption) {
    let problem = state.problem;
    let (first, past) = request.starts;
    scratch.come.clear();
    scratch.come.resize(problem.starts.len(), false);
    scratch.come[first..past.max(first)].fill(true);
    // A meeting that begins before `until` and ends after `from` meets whatever lasts from `from` to `until`.
    let mut engaged = |span: Span| {
        scratch.come[problem.starts_between(span.from - request.minutes + 1, span.until - 1)].fill(false);
    };
    day.away.iter().copied().for_each(&mut engaged);
    let family = request.household.filter(|_| request.family).map_or(&[][..], |h| state.family_attends(h));
    let worker = request.worker.map_or(&[][..], |w| state.worker_attends(w));
    for &(other, span) in family.iter().chain(worker) {
        if other == day.day {
            engaged(span);
        }
    }
}

/// Fills in the cheapest free room of a site for each start, of those that cost less than `limit`; whether there
/// is any.
pub(super) fn rooms(
    state: &State<'_>,
    scratch: &mut Scratch,
    request: &Request,
    day: &DayOption,
    site: &Site,
    limit: i64,
) -> bool {
    let problem = state.problem;
    scratch.room.clear();
    scratch.room.resize(problem.starts.len(), NOBODY);
    let mut wanting = scratch.come.iter().filter(|&&come| come).count();
    let mut any = false;
    for (position, option) in site.rooms.iter().enumerate() {
        if wanting == 0 || limit <= option.cost {
            break;
        }
        let Scratch { come, room: best, .. } = scratch;
        let mut offer = |starts: Range<usize>, taken: &[Span]| {
            for i in starts {
                let occupation = request.chair_occupation(problem.starts[i]);
                if come[i] && !best[i].is_free() && !taken.iter().any(|taken| taken.overlaps(occupation)) {
                    best[i].offer(option.cost, position as u32);
                    wanting -= 1;
                    any = true;
                }
            }
        };
        match option.room {
            RoomChoice::Home => offer(0..problem.starts.len(), &[]),
            RoomChoice::Room(room) => {
                for hours in &problem.open[room.at() * problem.n_days() + day.day] {
                    let last = hours.until - request.minutes - request.after;
                    let starts = problem.starts_between(hours.from + request.before, last);
                    offer(starts, state.room_bookings(room, day.day));
                }
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
    people_can_come(state, scratch, request, day);
    if !in_hours || !scratch.come[start] {
        return false;
    }
    let only_room = Site { rooms: vec![site.rooms[placement.room as usize]], ..site.clone() };
    if !rooms(state, scratch, request, day, &only_room, i64::MAX) || !scratch.room[start].is_free() {
        return false;
    }
    let view = DayAtSite { state, request, day_position: placement.day as usize, day, site };
    let length = request.before + request.minutes + request.after;
    let fits = |person: u32, lead: i32, length: i32| {
        let mut found = false;
        view.each_fit(person, lead, length, |starts, _| found |= starts.contains(&start));
        found
    };
    let taker_is_free = placement.taker.is_none_or(|taker| {
        site.takers.contains(&taker) && fits(taker, TAKER_MARGIN, request.minutes + 2 * TAKER_MARGIN)
    });
    fits(request.chairs[placement.chair as usize], request.before, length) && taker_is_free
}
