//! The best lawful place of one meeting among those that somebody asks for, by the solver's exact insertion.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::wish::Place;
use crate::problem::{DayOption, Problem, Request, Site};
use crate::register::{MeetingIdx, Register, RoomChoice, StaffIdx};
use crate::solver::{Scratch, Screen, State, best_place};
use crate::travel::Travel;

/// Which places to look at.
pub(super) struct Only<'f> {
    pub(super) date: &'f dyn Fn(NaiveDate) -> bool,
    pub(super) start: Option<i32>,
    pub(super) chair: &'f dyn Fn(StaffIdx) -> bool,
    pub(super) room: &'f dyn Fn(RoomChoice) -> bool,
    pub(super) taker: Option<StaffIdx>,
}

impl Only<'_> {
    /// Leaves nothing out.
    pub(super) fn any() -> Only<'static> {
        Only { date: &|_| true, start: None, chair: &|_| true, room: &|_| true, taker: None }
    }
}

/// A meeting to be booked beside everything else that is.
pub(super) struct Elsewhere<'a> {
    problem: Problem<'a>,
    request: Option<Request>,
    scratch: Scratch,
}

impl<'a> Elsewhere<'a> {
    /// Returns a meeting, which is live and has dates, beside the bookings of `register`.
    pub(super) fn new(register: &'a Register, travel: &'a Travel, meeting: MeetingIdx) -> Elsewhere<'a> {
        let mut problem = Problem::of(register, travel, &BTreeSet::from([meeting]));
        let request = problem.requests.pop();
        Elsewhere { problem, request, scratch: Scratch::default() }
    }

    /// Returns the best free place, or `None` where there is none. Days on which somebody's standing bookings break a
    /// rule already are passed over.
    pub(super) fn best(&mut self, only: &Only<'_>) -> Option<Place> {
        let request = self.narrowed(self.request.as_ref()?, only)?;
        self.problem.requests = vec![request];
        let state = State::new(&self.problem);
        let mut screen = Asked { problem: &self.problem, only };
        let offer = best_place(&state, &mut self.scratch, 0, &mut screen)?;
        let (request, placement) = (&self.problem.requests[0], offer.placement);
        let site = &request.sites[placement.site as usize];
        Some(Place {
            date: request.dates[placement.day as usize],
            start: self.problem.starts[placement.start as usize],
            chair: StaffIdx(request.chairs[placement.chair as usize]),
            room: site.rooms[placement.room as usize].room,
            minute_taker: placement.taker.map(StaffIdx),
        })
    }

    /// Returns the request with only the starts, rooms and minute takers asked for; days and chairs are screened.
    fn narrowed(&self, request: &Request, only: &Only<'_>) -> Option<Request> {
        let mut request = request.clone();
        if let Some(start) = only.start {
            let at = self.problem.starts.binary_search(&start).ok()?;
            if at < request.starts.0 || request.starts.1 <= at {
                return None;
            }
            request.starts = (at, at + 1);
        }
        if only.taker.is_some() && !request.needs_taker {
            return None;
        }
        for site in &mut request.sites {
            site.rooms.retain(|option| (only.room)(option.room));
            if let Some(only) = only.taker {
                site.takers = site.takers.iter().copied().filter(|&taker| only.0 == taker).collect();
            }
            site.floor = site.rooms.first().map_or(0, |option| option.cost);
        }
        let needs_taker = request.needs_taker;
        let is_open = |site: &Site| !site.rooms.is_empty() && (!needs_taker || !site.takers.is_empty());
        request.sites.retain(is_open);
        // Insertion stops at the first site whose floor is too dear.
        request.sites.sort_by_key(|site| site.floor);
        (!request.sites.is_empty()).then_some(request)
    }
}

/// Leaves the days and chairs asked for.
struct Asked<'s, 'a> {
    problem: &'s Problem<'a>,
    only: &'s Only<'s>,
}

impl Screen for Asked<'_, '_> {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        (self.only.date)(self.problem.dates[day.day])
    }

    fn chair(&mut self, request: &Request, _day: &DayOption, chair: usize) -> bool {
        (self.only.chair)(StaffIdx(request.chairs[chair]))
    }
}
