//! The state and its changes.

use std::collections::BTreeSet;

use super::caseload::Deciding;
use crate::calendar::Span;
use crate::problem::{Problem, Request};
use crate::register::{RoomChoice, RoomIdx};
use crate::solver::diary::{DayView, Diary, Entry};

/// Where a request is booked; positions in its own lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// Position in [`Request::days`].
    pub day: u32,
    /// Position in [`Problem::starts`].
    pub start: u32,
    /// Position in [`Request::chairs`].
    pub chair: u32,
    /// Position in [`Request::sites`].
    pub site: u32,
    /// Position in the site's rooms.
    pub room: u32,
    /// The minute taker (a member of staff), where the request needs one.
    pub taker: Option<u32>,
}

/// Bookings under way.
///
/// The score is kept as three sums; [`State::score`] adds them up. Everything is rebuilt from the placements
/// alone by [`State::with`], and a test compares the two after every kind of move.
#[derive(Clone)]
pub struct State<'a> {
    /// What is planned.
    pub problem: &'a Problem<'a>,
    pub(super) placements: Vec<Option<Placement>>,
    /// `[person × n_days + day]`.
    pub(super) diaries: Vec<Diary>,
    /// The least that one more meeting at a spot adds to a day's travel, in minutes: `[day][person][spot]`, with one
    /// more spot for online meetings; [`State::NEVER`] where the day takes no more.
    pub(super) detours: Vec<i16>,
    /// Floors of `detours` over all chairs, and over all minute takers: `[day][spot]`.
    pub(super) nearest_chair: Vec<i16>,
    pub(super) nearest_taker: Vec<i16>,
    /// How often somebody has moved away from where they were the nearest since these were found, `[day]`.
    pub(super) moves_away: Vec<u8>,
    /// Whether a person's day takes one more meeting at all (H08), `[day][person]`.
    pub(super) takes_more: Vec<bool>,
    /// Persons' days whose bookings have changed since their detours were measured.
    pub(super) stale: Vec<(u32, usize)>,
    /// Room for a person's detours before a change.
    pub(super) row_before: Vec<i16>,
    /// Requests booked on each day, `[day]`, in no order.
    pub(super) on_day: Vec<Vec<u32>>,
    /// `[room × n_days + day]`.
    pub(super) rooms: Vec<Vec<Span>>,
    /// `[household]`.
    pub(in crate::solver) families: Vec<FamilyDiary>,
    /// `[social worker]`: when they are at meetings.
    pub(super) workers: Vec<Vec<(usize, Span)>>,
    /// `[person × n_weeks + week]`: a chair's minutes.
    pub(in crate::solver) load: Vec<i64>,
    /// `[person]`: children.
    pub(in crate::solver) caseload: Vec<i64>,
    /// Days that lack time for a journey or for lunch since something was taken out.
    pub(super) n_broken: usize,
    pub(super) unbooked: i64,
    pub(super) late: i64,
    pub(super) cost: i64,
}

/// What is booked for a household.
#[derive(Debug, Clone, Default)]
pub(in crate::solver) struct FamilyDiary {
    /// When it is at meetings: day and time.
    pub(super) attends: Vec<(usize, Span)>,
    /// Meetings that decide its chair, in order of time.
    pub(in crate::solver) chaired: Vec<Deciding>,
    /// Its chair at the end of the plan.
    pub(in crate::solver) chair: Option<u32>,
}

impl<'a> State<'a> {
    /// A detour to a spot on a day that takes no more meetings.
    pub(in crate::solver) const NEVER: i16 = i16::MAX;

    /// Returns a problem with nothing booked but what stands.
    pub fn new(problem: &'a Problem<'a>) -> State<'a> {
        let (n_days, n_people) = (problem.n_days(), problem.people.len());
        let mut state = State {
            problem,
            placements: vec![None; problem.requests.len()],
            diaries: vec![Diary::default(); n_people * n_days],
            detours: vec![State::NEVER; n_people * n_days * (problem.spots.len() + 1)],
            nearest_chair: vec![State::NEVER; n_days * (problem.spots.len() + 1)],
            nearest_taker: vec![State::NEVER; n_days * (problem.spots.len() + 1)],
            moves_away: vec![0; n_days],
            takes_more: vec![false; n_people * n_days],
            stale: Vec::new(),
            row_before: Vec::new(),
            on_day: vec![Vec::new(); n_days],
            rooms: vec![Vec::new(); problem.register.rooms.len() * n_days],
            families: vec![FamilyDiary::default(); problem.families.len()],
            workers: vec![Vec::new(); problem.register.social_workers.len()],
            load: vec![0; n_people * problem.n_weeks],
            caseload: vec![0; n_people],
            n_broken: 0,
            unbooked: problem.requests.iter().map(|request| request.weight).sum(),
            late: problem.fixed_late,
            cost: problem.fixed_cost,
        };
        for family in 0..problem.families.len() {
            state.settle_chair(family);
        }
        state.keep_fixed();
        for day in days_of_requests(problem) {
            for person in 0..n_people {
                state.measure_detours(person as u32, day);
            }
            state.find_nearest(day);
        }
        state
    }

    /// Returns a problem with these placements, which fit together.
    pub fn with(problem: &'a Problem<'a>, placements: &[Option<Placement>]) -> State<'a> {
        let mut state = State::new(problem);
        state.become_plan(placements);
        state
    }

    /// Turns into a plan with these placements, which fit together: only what differs is changed, so that two plans of a
    /// large county that differ little cost little.
    pub(in crate::solver) fn become_plan(&mut self, placements: &[Option<Placement>]) {
        let differ = |state: &Self, request: usize| state.placements[request] != placements[request];
        let changed: Vec<usize> = (0..placements.len()).filter(|&request| differ(self, request)).collect();
        for &request in &changed {
            self.rebook(request, None);
        }
        for &request in &changed {
            self.rebook(request, placements[request]);
        }
        self.measure();
    }

    /// Returns where a request is booked.
    pub fn placement(&self, request: usize) -> Option<Placement> {
        self.placements[request]
    }

    /// Returns where every request is booked.
    pub fn placements(&self) -> &[Option<Placement>] {
        &self.placements
    }

    /// Returns S1, S2 and S3.
    pub fn score(&self) -> (i64, i64, i64) {
        (self.unbooked, self.late, self.cost)
    }

    /// Books a request at a place that is free.
    pub fn insert(&mut self, request: usize, placement: Placement) {
        self.rebook(request, Some(placement));
        self.measure();
    }

    /// Takes a request's booking out and returns it. Where somebody then has an online meeting from where they no
    /// longer are, a later journey may lack time: see [`State::is_broken`].
    pub fn remove(&mut self, request: usize) -> Option<Placement> {
        let placement = self.rebook(request, None);
        self.measure();
        placement
    }

    /// Books a request elsewhere, or nowhere, and returns where it was. The detours of the days that change are not
    /// measured: [`State::measure`] must follow before a place is sought. Most changes of a search are taken back, or
    /// change the same day again, before anybody asks.
    pub(in crate::solver) fn rebook(
        &mut self,
        request: usize,
        placement: Option<Placement>,
    ) -> Option<Placement> {
        let old = std::mem::replace(&mut self.placements[request], placement);
        if let Some(old) = old {
            self.change(request, old, -1);
        }
        if let Some(placement) = placement {
            self.change(request, placement, 1);
        }
        old
    }

    /// Whether anybody's day lacks time for a journey or for lunch. It never does after insertions at places that
    /// were offered; it can after a removal, because people stay where they were for online meetings.
    pub fn is_broken(&self) -> bool {
        0 < self.n_broken
    }

    /// Returns what a request costs besides journeys, load and caseload: S2 and minutes of cost.
    pub(in crate::solver) fn own_cost(&self, request: usize) -> (i64, i64) {
        self.placements[request].map_or((0, 0), |p| fixed_price(&self.problem.requests[request], p))
    }

    /// Returns the requests that a person has on a day, in order of time; what stands is left out.
    pub(in crate::solver) fn booked_with(&self, person: u32, day: usize) -> impl Iterator<Item = usize> + '_ {
        self.diary(person, day)
            .entries
            .iter()
            .filter_map(|entry| entry.request)
            .map(|request| request as usize)
    }

    /// Returns the requests that are booked on a day, in no order.
    pub(in crate::solver) fn booked_on(&self, day: usize) -> &[u32] {
        &self.on_day[day]
    }

    /// Returns the day, the chair and the minute taker of a request's booking.
    pub(in crate::solver) fn who_and_when(&self, request: usize) -> Option<(usize, u32, Option<u32>)> {
        let placement = self.placements[request]?;
        let options = &self.problem.requests[request];
        let day = options.days[placement.day as usize].day;
        Some((day, options.chairs[placement.chair as usize], placement.taker))
    }

    pub(in crate::solver) fn diary(&self, person: u32, day: usize) -> &Diary {
        &self.diaries[person as usize * self.problem.n_days() + day]
    }

    pub(in crate::solver) fn room_bookings(&self, room: RoomIdx, day: usize) -> &[Span] {
        &self.rooms[room.at() * self.problem.n_days() + day]
    }

    pub(in crate::solver) fn family_attends(&self, household: u32) -> &[(usize, Span)] {
        &self.families[household as usize].attends
    }

    pub(in crate::solver) fn worker_attends(&self, worker: u32) -> &[(usize, Span)] {
        &self.workers[worker as usize]
    }

    /// Returns the cost of `more` minutes in a chair's week.
    pub(in crate::solver) fn load_cost(&self, chair: u32, day: usize, more: i64) -> i64 {
        let problem = self.problem;
        let load = self.load[chair as usize * problem.n_weeks + problem.week_of[day]];
        let limit = problem.people[chair as usize].load_limit;
        problem.weights.load * ((load + more - limit).max(0) - (load - limit).max(0))
    }

    pub(in crate::solver) fn view(&self, person: u32, day: usize) -> DayView<'a> {
        let person = &self.problem.people[person as usize];
        DayView { problem: self.problem, base: person.base, spells: &person.spells[day] }
    }

    fn change(&mut self, position: usize, placement: Placement, sign: i64) {
        let problem = self.problem;
        let request = &problem.requests[position];
        let (late, cost) = fixed_price(request, placement);
        self.unbooked -= sign * request.weight;
        self.late += sign * late;
        self.cost += sign * cost;

        let day = request.days[placement.day as usize].day;
        list_change(&mut self.on_day[day], position as u32, sign);
        let start = problem.starts[placement.start as usize];
        let chair = request.chairs[placement.chair as usize];
        let site = &request.sites[placement.site as usize];
        let occupation = request.chair_occupation(start);
        self.load_change(chair, day, sign * i64::from(occupation.minutes()));
        let entry = |span: Span| Entry { span, place: site.place, request: Some(position as u32) };
        self.diary_change(chair, day, entry(occupation), sign);
        if let Some(taker) = placement.taker {
            self.diary_change(taker, day, entry(request.taker_occupation(start)), sign);
        }
        if let RoomChoice::Room(room) = site.rooms[placement.room as usize].room {
            list_change(&mut self.rooms[room.at() * problem.n_days() + day], occupation, sign);
        }
        let attendance = (day, request.attendance(start));
        if let Some(worker) = request.worker {
            list_change(&mut self.workers[worker as usize], attendance, sign);
        }
        if let Some(household) = request.household {
            if request.family {
                list_change(&mut self.families[household as usize].attends, attendance, sign);
            }
            if request.continuity {
                self.decide_chair(household, Deciding { day, start, meeting: request.meeting, chair }, sign);
            }
        }
    }

    fn diary_change(&mut self, person: u32, day: usize, entry: Entry, sign: i64) {
        let at = person as usize * self.problem.n_days() + day;
        if 0 < sign {
            self.diaries[at].add(entry);
        } else {
            self.diaries[at].take(entry);
        }
        let view = self.view(person, day);
        let diary = &self.diaries[at];
        let (was_broken, travel) = (diary.broken, view.travel(&diary.entries));
        self.diaries[at].broken = travel.is_none();
        self.n_broken += usize::from(travel.is_none());
        self.n_broken -= usize::from(was_broken);
        let travel = travel.unwrap_or_else(|| view.travel_of_broken_day(&self.diaries[at].entries));
        self.travelled(person, day, travel);
        if !std::mem::replace(&mut self.diaries[at].stale, true) {
            self.stale.push((person, day));
        }
    }

    /// Puts a new figure for a day's travel in place of the old one.
    pub(super) fn travelled(&mut self, person: u32, day: usize, travel: i32) {
        let diary = &mut self.diaries[person as usize * self.problem.n_days() + day];
        let more = i64::from(travel - diary.travel);
        diary.travel = travel;
        let weights = &self.problem.weights;
        if self.problem.people[person as usize].is_chair {
            self.cost += weights.travel_chair * more;
            self.load_change(person, day, more);
        } else {
            self.cost += weights.travel_minute_taker * more;
        }
    }

    pub(super) fn load_change(&mut self, chair: u32, day: usize, more: i64) {
        self.cost += self.load_cost(chair, day, more);
        self.load[chair as usize * self.problem.n_weeks + self.problem.week_of[day]] += more;
    }
}

/// Returns the days on which some request may be: nobody asks for the detours of others.
fn days_of_requests(problem: &Problem<'_>) -> BTreeSet<usize> {
    problem.requests.iter().flat_map(|request| request.days.iter().map(|option| option.day)).collect()
}

/// Returns S2 and the minutes of cost that a placement has by itself.
pub(in crate::solver) fn fixed_price(request: &Request, placement: Placement) -> (i64, i64) {
    let day = &request.days[placement.day as usize];
    let site = &request.sites[placement.site as usize];
    let cost = day.cost
        + request.start_cost[placement.start as usize]
        + site.rooms[placement.room as usize].cost
        + request.chair_cost(placement.day as usize, placement.chair as usize)
        + site.chair_cost[placement.chair as usize];
    (day.late, cost)
}

pub(super) fn list_change<T: PartialEq>(list: &mut Vec<T>, item: T, sign: i64) {
    if 0 < sign {
        list.push(item);
    } else if let Some(position) = list.iter().position(|other| *other == item) {
        list.swap_remove(position);
    }
}
