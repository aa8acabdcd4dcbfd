//! One day at one site: who can be there, from when to when, and what it costs.

use super::insertion::{Key, Offer, Screen};
use super::scratch::{Choice, NOBODY, Scratch};
use super::state::{Placement, State};
use crate::problem::{DayOption, Request, Site};
use crate::register::TAKER_MARGIN;

/// A day of a request at one of its sites.
pub(super) struct DayAtSite<'s, 'a> {
    pub(super) state: &'s State<'a>,
    pub(super) request: &'s Request,
    pub(super) day_position: usize,
    pub(super) day: &'s DayOption,
    pub(super) site: &'s Site,
}

impl DayAtSite<'_, '_> {
    /// Returns the least that journeys can cost here on this day, whoever makes them, or `None` where nobody can.
    pub(super) fn least_travel(&self) -> Option<i64> {
        let Some(spot) = self.site.spot else { return Some(0) };
        let weights = &self.state.problem.weights;
        let chair = self.state.nearest_chair(self.day.day, spot)?;
        let taker = if self.request.needs_taker { self.state.nearest_taker(self.day.day, spot)? } else { 0 };
        Some(weights.travel_chair * i64::from(chair) + weights.travel_minute_taker * i64::from(taker))
    }

    /// Returns the least that the meeting can cost here on this day, or `None` where no chair, or no minute
    /// taker, takes one more meeting.
    pub(super) fn floor(&self, caseload: &[i64]) -> Option<Key> {
        let (state, request, day) = (self.state, self.request, self.day.day);
        let weights = &state.problem.weights;
        let detour = |person: u32| match self.site.spot {
            Some(spot) => Some(state.detours(person, day)[spot]).filter(|&detour| detour != State::NEVER),
            None => state.takes_more(person, day).then_some(0),
        };
        let length = i64::from(request.before + request.minutes + request.after);
        let chair = request
            .chairs
            .iter()
            .enumerate()
            .filter_map(|(position, &chair)| {
                let detour = i64::from(detour(chair)?);
                let own = request.chair_cost(self.day_position, position) + self.site.chair_cost[position];
                let load = state.load_cost(chair, day, length + detour);
                Some(own + caseload[position] + weights.travel_chair * detour + load)
            })
            .min()?;
        let taker = if request.needs_taker {
            let detour = self.site.takers.iter().filter_map(|&taker| detour(taker)).min()?;
            weights.travel_minute_taker * i64::from(detour)
        } else {
            0
        };
        Some(Key { late: self.day.late, cost: self.day.cost + self.site.floor + chair + taker })
    }

    /// Fills in the cheapest chair for each start at which a room is free, passing over those who cost `limit` or
    /// more; whether there is any.
    pub(super) fn chairs(&self, scratch: &mut Scratch, screen: &mut impl Screen, limit: i64) -> bool {
        let (state, request, day) = (self.state, self.request, self.day.day);
        let weights = &state.problem.weights;
        scratch.chair.clear();
        scratch.chair.resize(state.problem.starts.len(), NOBODY);
        let length = request.before + request.minutes + request.after;
        let decided_by_others = request.household.filter(|&h| request.continuity && state.is_chaired(h));
        let mut any = false;
        for (position, &chair) in request.chairs.iter().enumerate() {
            let caseload = if decided_by_others.is_some() { 0 } else { scratch.caseload[position] };
            let own =
                request.chair_cost(self.day_position, position) + self.site.chair_cost[position] + caseload;
            if (limit <= own && decided_by_others.is_none()) || !screen.chair(request, self.day, position) {
                continue;
            }
            let Scratch { room, chair: best, .. } = scratch;
            self.each_fit(chair, request.before, length, |i, travel| {
                if !room[i].is_free() {
                    return;
                }
                let mut cost = own
                    + weights.travel_chair * i64::from(travel)
                    + state.load_cost(chair, day, i64::from(length + travel));
                if let Some(household) = decided_by_others {
                    cost += state.caseload_cost(household, day, state.problem.starts[i], chair);
                }
                best[i].offer(cost, position as u32);
                any = true;
            });
        }
        any
    }

    /// Fills in the cheapest minute taker for each start at which a chair is free; whether there is any.
    pub(super) fn takers(&self, scratch: &mut Scratch) -> bool {
        let (state, request) = (self.state, self.request);
        scratch.taker.clear();
        if !request.needs_taker {
            scratch.taker.resize(state.problem.starts.len(), Choice { cost: 0, who: u32::MAX });
            return true;
        }
        scratch.taker.resize(state.problem.starts.len(), NOBODY);
        let length = request.minutes + 2 * TAKER_MARGIN;
        let weight = state.problem.weights.travel_minute_taker;
        let mut any = false;
        for &taker in &self.site.takers {
            let Scratch { chair, taker: best, .. } = scratch;
            self.each_fit(taker, TAKER_MARGIN, length, |i, travel| {
                if chair[i].is_free() {
                    best[i].offer(weight * i64::from(travel), taker);
                    any = true;
                }
            });
        }
        any
    }

    /// Tells `each` the starts (positions on the grid) that a person's day leaves for an occupation that begins
    /// `lead` minutes before the start and takes `length`, with the minutes of travel that it adds.
    pub(super) fn each_fit(&self, person: u32, lead: i32, length: i32, mut each: impl FnMut(usize, i32)) {
        let (state, problem) = (self.state, self.state.problem);
        if !state.takes_more(person, self.day.day) {
            return;
        }
        let diary = state.diary(person, self.day.day);
        let (first, past) = self.request.starts;
        let starts = &problem.starts[first..past];
        let begins = starts.iter().map(|&start| start - lead);
        state.view(person, self.day.day).fits(&diary.entries, self.site.place, length, &begins, |fit| {
            let from = starts.partition_point(|&start| start - lead < fit.first);
            let until = starts.partition_point(|&start| start - lead <= fit.last);
            for i in from..until {
                each(first + i, fit.travel);
            }
        });
    }

    /// Adds up room, chair and minute taker, start by start, and returns the cheapest.
    pub(super) fn cheapest(&self, scratch: &Scratch, site_position: usize) -> Option<Offer> {
        let (first, past) = self.request.starts;
        let total = |i: usize| {
            let (room, chair, taker) = (scratch.room[i], scratch.chair[i], scratch.taker[i]);
            let free = room.is_free() && chair.is_free() && taker.is_free();
            free.then(|| self.request.start_cost[i] + room.cost + chair.cost + taker.cost)
        };
        let (cost, start) = (first..past).filter_map(|i| Some((total(i)?, i))).min()?;
        let taker = scratch.taker[start].who;
        Some(Offer {
            placement: Placement {
                day: self.day_position as u32,
                start: start as u32,
                chair: scratch.chair[start].who,
                site: site_position as u32,
                room: scratch.room[start].who,
                taker: (taker != u32::MAX).then_some(taker),
            },
            key: Key { late: self.day.late, cost: self.day.cost + cost },
        })
    }
}
