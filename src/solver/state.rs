//! The bookings under way, what they occupy and what they cost, kept up to date change by change.

use super::diary::{DayView, Diary, Entry};
use crate::calendar::Span;
use crate::problem::{Problem, Request};
use crate::register::{RoomChoice, RoomIdx};

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
    placements: Vec<Option<Placement>>,
    /// `[person × n_days + day]`.
    diaries: Vec<Diary>,
    /// The least that one more meeting at a spot adds to a day's travel, in minutes, whether or not there is
    /// time for it: `[(person × n_days + day) × n_spots + spot]`; [`State::NEVER`] where the day takes no more.
    detours: Vec<u16>,
    /// The least of `detours` over all chairs, and over all minute takers: `[day × n_spots + spot]`.
    nearest_chair: Vec<u16>,
    nearest_taker: Vec<u16>,
    /// `[room × n_days + day]`.
    rooms: Vec<Vec<Span>>,
    /// `[household]`.
    families: Vec<FamilyDiary>,
    /// `[social worker]`: when they are at meetings.
    workers: Vec<Vec<(usize, Span)>>,
    /// `[person × n_weeks + week]`: a chair's minutes.
    load: Vec<i64>,
    /// `[person]`: children.
    caseload: Vec<i64>,
    /// Days that lack time for a journey or for lunch since something was taken out.
    n_broken: usize,
    unbooked: i64,
    late: i64,
    cost: i64,
}

/// What is booked for a household.
#[derive(Debug, Clone, Default)]
struct FamilyDiary {
    /// When it is at meetings: day and time.
    attends: Vec<(usize, Span)>,
    /// Meetings that decide its chair: day, start and chair, in order of time.
    chaired: Vec<(usize, i32, u32)>,
    /// Its chair at the end of the plan.
    chair: Option<u32>,
}

impl<'a> State<'a> {
    /// A detour to a spot on a day that takes no more meetings.
    pub(super) const NEVER: u16 = u16::MAX;

    /// Returns a problem with nothing booked but what stands.
    pub fn new(problem: &'a Problem<'a>) -> State<'a> {
        let (n_days, n_people) = (problem.n_days(), problem.people.len());
        let mut state = State {
            problem,
            placements: vec![None; problem.requests.len()],
            diaries: vec![Diary::default(); n_people * n_days],
            detours: vec![State::NEVER; n_people * n_days * problem.spots.len()],
            nearest_chair: vec![State::NEVER; n_days * problem.spots.len()],
            nearest_taker: vec![State::NEVER; n_days * problem.spots.len()],
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
        for person in 0..n_people {
            for day in 0..n_days {
                state.measure_detours(person as u32, day);
            }
        }
        for day in 0..n_days {
            state.find_nearest(true, day);
            state.find_nearest(false, day);
        }
        state
    }

    /// Returns a problem with these placements, which fit together.
    pub fn with(problem: &'a Problem<'a>, placements: &[Option<Placement>]) -> State<'a> {
        let mut state = State::new(problem);
        for (request, placement) in placements.iter().enumerate() {
            if let Some(placement) = placement {
                state.insert(request, *placement);
            }
        }
        state
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
        self.change(request, placement, 1);
        self.placements[request] = Some(placement);
    }

    /// Takes a request's booking out and returns it. Where somebody then has an online meeting from where they no
    /// longer are, a later journey may lack time: see [`State::is_broken`].
    pub fn remove(&mut self, request: usize) -> Option<Placement> {
        let placement = self.placements[request].take()?;
        self.change(request, placement, -1);
        Some(placement)
    }

    /// Whether anybody's day lacks time for a journey or for lunch. It never does after insertions at places that
    /// were offered; it can after a removal, because people stay where they were for online meetings.
    pub fn is_broken(&self) -> bool {
        0 < self.n_broken
    }

    /// Returns what a request costs besides journeys, load and caseload: S2 and minutes of cost.
    pub(super) fn own_cost(&self, request: usize) -> (i64, i64) {
        self.placements[request].map_or((0, 0), |p| fixed_price(&self.problem.requests[request], p))
    }

    /// Returns the least that one more meeting at each spot adds to a person's travel on a day, `[spot]`.
    pub(super) fn detours(&self, person: u32, day: usize) -> &[u16] {
        let n_spots = self.problem.spots.len();
        let at = (person as usize * self.problem.n_days() + day) * n_spots;
        &self.detours[at..at + n_spots]
    }

    /// Returns the least that one more meeting at a spot adds to any chair's travel on a day, or `None` where no
    /// chair takes one.
    pub(super) fn nearest_chair(&self, day: usize, spot: usize) -> Option<u16> {
        let nearest = self.nearest_chair[day * self.problem.spots.len() + spot];
        (nearest != State::NEVER).then_some(nearest)
    }

    /// As [`State::nearest_chair`], for minute takers.
    pub(super) fn nearest_taker(&self, day: usize, spot: usize) -> Option<u16> {
        let nearest = self.nearest_taker[day * self.problem.spots.len() + spot];
        (nearest != State::NEVER).then_some(nearest)
    }

    fn find_nearest(&mut self, chairs: bool, day: usize) {
        let (n_days, n_spots) = (self.problem.n_days(), self.problem.spots.len());
        let list = if chairs { &mut self.nearest_chair } else { &mut self.nearest_taker };
        let nearest = &mut list[day * n_spots..(day + 1) * n_spots];
        nearest.fill(State::NEVER);
        for (person, facts) in self.problem.people.iter().enumerate() {
            if facts.is_chair == chairs {
                let at = (person * n_days + day) * n_spots;
                for (least, &detour) in nearest.iter_mut().zip(&self.detours[at..at + n_spots]) {
                    *least = (*least).min(detour);
                }
            }
        }
    }

    /// Whether a person's day takes one more meeting at all (H08).
    pub(super) fn takes_more(&self, person: u32, day: usize) -> bool {
        let diary = self.diary(person, day);
        let person = &self.problem.people[person as usize];
        !diary.closed && diary.entries.len() < person.per_day && !person.spells[day].is_empty()
    }

    fn measure_detours(&mut self, person: u32, day: usize) {
        let problem = self.problem;
        let takes_more = self.takes_more(person, day);
        let view = self.view(person, day);
        let at = person as usize * problem.n_days() + day;
        let entries = &self.diaries[at].entries;
        let n_spots = problem.spots.len();
        for (detour, &place) in self.detours[at * n_spots..(at + 1) * n_spots].iter_mut().zip(&problem.spots)
        {
            *detour = if takes_more {
                view.least_detour(entries, place).clamp(0, i32::from(State::NEVER) - 1) as u16
            } else {
                State::NEVER
            };
        }
    }

    pub(super) fn diary(&self, person: u32, day: usize) -> &Diary {
        &self.diaries[person as usize * self.problem.n_days() + day]
    }

    pub(super) fn room_bookings(&self, room: RoomIdx, day: usize) -> &[Span] {
        &self.rooms[room.at() * self.problem.n_days() + day]
    }

    pub(super) fn family_attends(&self, household: u32) -> &[(usize, Span)] {
        &self.families[household as usize].attends
    }

    pub(super) fn worker_attends(&self, worker: u32) -> &[(usize, Span)] {
        &self.workers[worker as usize]
    }

    /// Returns the cost of `more` minutes in a chair's week.
    pub(super) fn load_cost(&self, chair: u32, day: usize, more: i64) -> i64 {
        let problem = self.problem;
        let load = self.load[chair as usize * problem.n_weeks + problem.week_of[day]];
        let limit = problem.people[chair as usize].load_limit;
        problem.weights.load * ((load + more - limit).max(0) - (load - limit).max(0))
    }

    /// Returns the cost of a household going to `chair` where one more meeting decides it, at `day` and `start`.
    pub(super) fn caseload_cost(&self, household: u32, day: usize, start: i32, chair: u32) -> i64 {
        let family = &self.families[household as usize];
        let next = if family.chaired.is_empty() {
            chair
        } else {
            let mut chaired = family.chaired.clone();
            let position = chaired.partition_point(|&other| other < (day, start, chair));
            chaired.insert(position, (day, start, chair));
            match self.final_chair(household as usize, &chaired) {
                Some(next) => next,
                None => return 0,
            }
        };
        self.hand_over_cost(household, next)
    }

    /// Whether meetings other than one more decide the household's chair too.
    pub(super) fn is_chaired(&self, household: u32) -> bool {
        !self.families[household as usize].chaired.is_empty()
    }

    /// Returns the cost of a household's caseload moving from its chair to `next`; negative where it relieves.
    fn hand_over_cost(&self, household: u32, next: u32) -> i64 {
        let present = self.families[household as usize].chair;
        if present == Some(next) {
            return 0;
        }
        let children = self.problem.families[household as usize].children;
        let relief = present.map_or(0, |chair| self.caseload_change(chair, -children));
        relief + self.caseload_change(next, children)
    }

    fn caseload_change(&self, chair: u32, children: i64) -> i64 {
        let load = self.caseload[chair as usize];
        let limit = self.problem.people[chair as usize].caseload_limit;
        self.problem.weights.caseload * ((load + children - limit).max(0) - (load - limit).max(0))
    }

    fn keep_fixed(&mut self) {
        let problem = self.problem;
        let n_days = problem.n_days();
        for fixed in &problem.fixed {
            for (person, span) in [(fixed.chair, fixed.chair_span), (fixed.taker, fixed.taker_span)] {
                if let Some(person) = person {
                    self.diaries[person as usize * n_days + fixed.day]
                        .add(Entry { span, place: fixed.place });
                    if problem.people[person as usize].is_chair {
                        self.load_change(person, fixed.day, i64::from(span.minutes()));
                    }
                }
            }
            if let Some(room) = fixed.room {
                self.rooms[room.at() * n_days + fixed.day].push(fixed.chair_span);
            }
            if let (Some(household), true) = (fixed.household, fixed.family) {
                self.families[household as usize].attends.push((fixed.day, fixed.attendance));
            }
            if let Some(worker) = fixed.worker {
                self.workers[worker as usize].push((fixed.day, fixed.attendance));
            }
            if let (Some(household), Some(chair), true) = (fixed.household, fixed.chair, fixed.continuity) {
                self.decide_chair(household, (fixed.day, fixed.attendance.from, chair), 1);
            }
        }
        let mut touched: Vec<(u32, usize)> = problem
            .fixed
            .iter()
            .flat_map(|f| [f.chair, f.taker].map(|p| (p, f.day)))
            .filter_map(|(p, d)| Some((p?, d)))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for (person, day) in touched {
            self.settle_fixed_day(person, day);
        }
    }

    /// Counts the travel of a day of bookings that stand, and closes the day where they break a rule.
    fn settle_fixed_day(&mut self, person: u32, day: usize) {
        let view = self.view(person, day);
        let at = person as usize * self.problem.n_days() + day;
        let entries = &self.diaries[at].entries;
        let whole = view.travel(entries);
        let travel = whole.unwrap_or_else(|| view.travel_of_broken_day(entries));
        self.diaries[at].closed = whole.is_none();
        self.travelled(person, day, travel);
    }

    pub(super) fn view(&self, person: u32, day: usize) -> DayView<'a> {
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
        let start = problem.starts[placement.start as usize];
        let chair = request.chairs[placement.chair as usize];
        let site = &request.sites[placement.site as usize];
        let occupation = request.chair_occupation(start);
        self.load_change(chair, day, sign * i64::from(occupation.minutes()));
        self.diary_change(chair, day, Entry { span: occupation, place: site.place }, sign);
        if let Some(taker) = placement.taker {
            self.diary_change(
                taker,
                day,
                Entry { span: request.taker_occupation(start), place: site.place },
                sign,
            );
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
                self.decide_chair(household, (day, start, chair), sign);
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
        self.measure_detours(person, day);
        self.find_nearest(self.problem.people[person as usize].is_chair, day);
    }

    /// Puts a new figure for a day's travel in place of the old one.
    fn travelled(&mut self, person: u32, day: usize, travel: i32) {
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

    fn load_change(&mut self, chair: u32, day: usize, more: i64) {
        self.cost += self.load_cost(chair, day, more);
        self.load[chair as usize * self.problem.n_weeks + self.problem.week_of[day]] += more;
    }

    fn decide_chair(&mut self, household: u32, meeting: (usize, i32, u32), sign: i64) {
        let chaired = &mut self.families[household as usize].chaired;
        list_change(chaired, meeting, sign);
        chaired.sort_unstable();
        self.settle_chair(household as usize);
    }

    fn settle_chair(&mut self, household: usize) {
        let next = self.final_chair(household, &self.families[household].chaired);
        let present = self.families[household].chair;
        if next == present {
            return;
        }
        let children = self.problem.families[household].children;
        for (chair, more) in [(present, -children), (next, children)] {
            if let Some(chair) = chair {
                self.cost += self.caseload_change(chair, more);
                self.caseload[chair as usize] += more;
            }
        }
        self.families[household].chair = next;
    }

    /// Returns a household's chair at the end of the plan (S3 `caseload`), given the meetings that decide it, in
    /// order of time.
    fn final_chair(&self, household: usize, chaired: &[(usize, i32, u32)]) -> Option<u32> {
        let family = &self.problem.families[household];
        let (Some(&(first_day, _, first_chair)), Some(&(_, _, last_chair))) =
            (chaired.first(), chaired.last())
        else {
            return family.chair_today;
        };
        match family.chair_on[first_day] {
            None => Some(first_chair),
            Some(own) if chaired.iter().all(|&(_, _, chair)| chair == own) => Some(own),
            Some(_) => Some(last_chair),
        }
    }
}

/// Returns S2 and the minutes of cost that a placement has by itself.
fn fixed_price(request: &Request, placement: Placement) -> (i64, i64) {
    let day = &request.days[placement.day as usize];
    let site = &request.sites[placement.site as usize];
    let cost = day.cost
        + request.start_cost[placement.start as usize]
        + site.rooms[placement.room as usize].cost
        + request.chair_cost(placement.day as usize, placement.chair as usize)
        + site.chair_cost[placement.chair as usize];
    (day.late, cost)
}

fn list_change<T: PartialEq>(list: &mut Vec<T>, item: T, sign: i64) {
    if 0 < sign {
        list.push(item);
    } else if let Some(position) = list.iter().position(|other| *other == item) {
        list.swap_remove(position);
    }
}
