//! One day at one site: who can be there, from when to when, and what it costs.

use std::ops::Range;

use super::insertion::{Key, Offer};
use super::scratch::{Asked, Choice, NOBODY, Scratch};
use super::state::{Deciding, Placement, State};
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
    /// Returns the least that a chair, of those asked, and a minute taker can cost here on this day, or `None` where
    /// nobody takes one more meeting.
    pub(super) fn floors(&self, asked: &[Asked]) -> Option<(i64, i64)> {
        let (state, request, day) = (self.state, self.request, self.day.day);
        let weights = &state.problem.weights;
        let length = i64::from(request.before + request.minutes + request.after);
        let mut chair = i64::MAX;
        for asked in asked {
            let position = asked.position as usize;
            let who = request.chairs[position];
            let detour = state.detour(who, day, self.site.spot);
            if detour != State::NEVER {
                let detour = i64::from(detour);
                let load = state.load_cost(who, day, length + detour);
                let own = asked.own + self.site.chair_cost[position];
                chair = chair.min(own + weights.travel_chair * detour + load);
            }
        }
        if chair == i64::MAX {
            return None;
        }
        if !request.needs_taker {
            return Some((chair, 0));
        }
        let detours = self.site.takers.iter().map(|&taker| state.detour(taker, day, self.site.spot));
        let taker = detours.min().filter(|&least| least != State::NEVER)?;
        Some((chair, weights.travel_minute_taker * i64::from(taker)))
    }

    /// Fills in the cheapest chair, of those asked (a range of the scratch's), for each start at which a room is free,
    /// of those that cost less than `limit`, and returns what the cheapest of all costs; `None` where there is none.
    pub(super) fn chairs(&self, scratch: &mut Scratch, asked: Range<usize>, limit: i64) -> Option<i64> {
        let (state, request, day) = (self.state, self.request, self.day.day);
        let weights = &state.problem.weights;
        scratch.chair.clear();
        scratch.chair.resize(state.problem.starts.len(), NOBODY);
        let length = request.before + request.minutes + request.after;
        let decided_by_others = request.household.filter(|&h| request.continuity && state.is_chaired(h));
        let mut least = i64::MAX;
        for i in asked {
            let Asked { position, own } = scratch.asked[i];
            let chair = request.chairs[position as usize];
            let own = own + self.site.chair_cost[position as usize];
            let detour = state.detour(chair, day, self.site.spot);
            let floor = own
                + weights.travel_chair * i64::from(detour)
                + state.load_cost(chair, day, i64::from(length) + i64::from(detour));
            if detour == State::NEVER || limit <= floor {
                continue;
            }
            let assumed = scratch.caseload[position as usize];
            let Scratch { room, chair: best, .. } = scratch;
            self.each_fit(chair, request.before, length, |starts, travel| {
                let cost = own
                    + weights.travel_chair * i64::from(travel)
                    + state.load_cost(chair, day, i64::from(length + travel));
                if limit <= cost {
                    return;
                }
                for i in starts {
                    if room[i].is_free() {
                        let cost = decided_by_others.map_or(cost, |household| {
                            cost - assumed
                                + state.caseload_cost(
                                    household,
                                    Deciding {
                                        day,
                                        start: state.problem.starts[i],
                                        meeting: request.meeting,
                                        chair,
                                    },
                                )
                        });
                        best[i].offer(cost, position);
                        least = least.min(cost);
                    }
                }
            });
        }
        (least != i64::MAX).then_some(least)
    }

    /// Fills in the cheapest minute taker for each start at which a chair is free, of those that cost less than
    /// `limit`; whether there is any.
    pub(super) fn takers(&self, scratch: &mut Scratch, limit: i64) -> bool {
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
        for &taker in &*self.site.takers {
            let detour = state.detour(taker, self.day.day, self.site.spot);
            if detour == State::NEVER || limit <= weight * i64::from(detour) {
                continue;
            }
            let Scratch { chair, taker: best, .. } = scratch;
            self.each_fit(taker, TAKER_MARGIN, length, |starts, travel| {
                let cost = weight * i64::from(travel);
                if limit <= cost {
                    return;
                }
                for i in starts {
                    if chair[i].is_free() {
                        best[i].offer(cost, taker);
                        any = true;
                    }
                }
            });
        }
        any
    }

    /// Tells `each` the starts (positions on the grid) that a person's day leaves for an occupation that begins
    /// `lead` minutes before the start and takes `length`, with the minutes of travel that it adds.
    pub(super) fn each_fit(
        &self,
        person: u32,
        lead: i32,
        length: i32,
        mut each: impl FnMut(Range<usize>, i32),
    ) {
        let (state, problem) = (self.state, self.state.problem);
        if !state.takes_more(person, self.day.day) {
            return;
        }
        let diary = state.diary(person, self.day.day);
        let (first, past) = self.request.starts;
        let begins = problem.starts[first..past.max(first)].iter().map(|&start| start - lead);
        state.view(person, self.day.day).fits(&diary.entries, self.site.place, length, &begins, |fit| {
            let starts = problem.starts_between(fit.first + lead, fit.last + lead);
            each(starts.start.max(first)..starts.end.min(past), fit.travel);
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
