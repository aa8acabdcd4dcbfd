//! What the relaxation of a problem is made of: windows in which a meeting may start at one price, the days of people
//! who may take them, and whose caseload a household ends on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::windows::{Block, Cell, Groups, Window, blocks, groups, of_request};
use super::{Effort, NoBound};
use crate::calendar::Span;
use crate::certificate::Given;
use crate::problem::{Problem, Request};
use crate::register::MeetingIdx;

/// A position that is none.
pub(super) const NONE: u32 = u32::MAX;
/// Most windows that are held in memory, 48 bytes each.
const MOST_WINDOWS: usize = 8_000_000;

/// Somebody's day that the relaxation plans.
#[derive(Debug, Clone)]
pub(super) struct PersonDay {
    /// Position in [`Problem::people`].
    pub(super) person: u32,
    /// Position in [`Problem::dates`].
    pub(super) day: u32,
    /// Bookings that stand, in order of time.
    pub(super) standing: Vec<Standing>,
    /// More meetings that may be added (H08).
    pub(super) room_for: usize,
    /// Whether the bookings that stand break a rule by themselves, or one of them is online, so that it depends on the
    /// rest of the day where the person is then: what is added is then not asked to fit.
    pub(super) broken: bool,
    /// Minutes driven for the bookings that stand alone, whether or not there is time.
    pub(super) standing_travel: i64,
    /// Minutes that the bookings that stand take of the person.
    pub(super) standing_minutes: i64,
}

/// A booking that stands in somebody's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) span: Span,
    pub(super) place: Option<usize>,
}

/// Whose caseload a household may end on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ends {
    /// On that of whoever chairs this request, or on the chair given where it stays unbooked.
    With(u32, Option<u32>),
    /// On that of one of these; `None`: nobody's.
    Among(Vec<Option<u32>>),
}

/// A problem taken apart: meetings, people's days, households.
pub(super) struct Relaxation<'a> {
    pub(super) problem: &'a Problem<'a>,
    /// What the plans looked at are known to keep.
    pub(super) given: Given,
    /// In order.
    pub(super) cells: Vec<Cell>,
    /// `[day]`; those of a request together, the cheapest first.
    pub(super) windows: Vec<Vec<Window>>,
    /// `[day]`: the windows request by request.
    pub(super) blocks: Vec<Vec<Block>>,
    /// `[day][is_chair]`.
    pub(super) groups: Vec<[Groups; 2]>,
    /// In order of day, then person.
    pub(super) person_days: Vec<PersonDay>,
    /// `[household]`.
    pub(super) ends: Vec<Ends>,
    /// `[request]`: the request's household where it alone decides whose caseload that is.
    pub(super) decides: Vec<Option<u32>>,
    /// `[request]`: whether it may stay unbooked.
    pub(super) may_stay: Vec<bool>,
    /// Position of a person among a request's chairs, `[request × n_people + person]`; [`NONE`] = may not chair.
    chair_at: Vec<u32>,
}

impl<'a> Relaxation<'a> {
    /// Takes a problem apart, leaving out what no plan of `given` does.
    ///
    /// # Errors
    /// Where `effort` ran out before, or there are more than [`MOST_WINDOWS`] windows: days of a large region are more
    /// than memory should hold.
    ///
    /// Time: O(M · D · S · (R + T)) for M meetings of D days and S sites with R rooms and T starts.
    pub(super) fn new(
        problem: &'a Problem<'a>,
        given: Given,
        effort: &Effort<'_>,
    ) -> Result<Relaxation<'a>, NoBound> {
        let n_people = problem.people.len();
        let mut chair_at = vec![NONE; problem.requests.len() * n_people];
        for (i, request) in problem.requests.iter().enumerate() {
            for (at, &chair) in request.chairs.iter().enumerate() {
                chair_at[i * n_people + chair as usize] = at as u32;
            }
        }
        let may_stay: Vec<bool> = problem
            .requests
            .iter()
            .map(|request| given.s1.is_none_or(|most| request.weight <= most))
            .collect();
        let mut relaxation = Relaxation {
            problem,
            given,
            cells: Vec::new(),
            windows: vec![Vec::new(); problem.n_days()],
            blocks: Vec::new(),
            groups: Vec::new(),
            person_days: Vec::new(),
            ends: Vec::new(),
            decides: vec![None; problem.requests.len()],
            may_stay,
            chair_at,
        };
        relaxation.find_windows(effort)?;
        relaxation.blocks = relaxation.windows.iter().map(|windows| blocks(windows)).collect();
        relaxation.groups = relaxation
            .windows
            .par_iter()
            .map(|windows| [false, true].map(|is_chair| groups(problem, windows, is_chair)))
            .collect();
        if effort.has_run_out() {
            return Err(NoBound::TimeRanOut);
        }
        relaxation.find_person_days();
        relaxation.find_ends();
        Ok(relaxation)
    }

    /// Finds the windows and cells of all requests, unless `effort` runs out or there are too many.
    fn find_windows(&mut self, effort: &Effort<'_>) -> Result<(), NoBound> {
        let (problem, given) = (self.problem, self.given);
        let places: usize = problem.requests.iter().map(|r| r.days.len() * r.sites.len()).sum();
        if MOST_WINDOWS < places {
            return Err(NoBound::TooLarge);
        }
        let n_windows = AtomicUsize::new(0);
        let of_one = |i: usize| {
            if effort.has_run_out() || MOST_WINDOWS < n_windows.load(Ordering::Relaxed) {
                return None;
            }
            let found = of_request(problem, i, given);
            n_windows.fetch_add(found.windows.len(), Ordering::Relaxed);
            Some(found)
        };
        let found: Option<Vec<_>> = (0..problem.requests.len()).into_par_iter().map(of_one).collect();
        if MOST_WINDOWS < n_windows.into_inner() {
            return Err(NoBound::TooLarge);
        }
        // Requests come in order, and so do their cells.
        for of_request in found.ok_or(NoBound::TimeRanOut)? {
            let first = self.cells.len() as u32;
            for (day, window) in of_request.windows {
                self.windows[day].push(Window { cell: first + window.cell, ..window });
            }
            self.cells.extend(of_request.cells);
        }
        self.windows.par_iter_mut().for_each(|windows| windows.sort_by_key(|w| (w.request, w.cost)));
        Ok(())
    }

    /// Returns a person's position among a request's chairs.
    pub(super) fn chair_at(&self, request: u32, person: u32) -> Option<usize> {
        let at = self.chair_at[request as usize * self.problem.people.len() + person as usize];
        (at != NONE).then_some(at as usize)
    }

    fn find_person_days(&mut self) {
        let problem = self.problem;
        let mut standing: BTreeMap<(usize, u32), Vec<Standing>> = BTreeMap::new();
        let mut meetings: BTreeMap<(usize, u32), BTreeSet<MeetingIdx>> = BTreeMap::new();
        for fixed in &problem.fixed {
            for (person, span) in [(fixed.chair, fixed.chair_span), (fixed.taker, fixed.taker_span)] {
                if let Some(person) = person {
                    let entry = Standing { span, place: fixed.place };
                    standing.entry((fixed.day, person)).or_default().push(entry);
                    meetings.entry((fixed.day, person)).or_default().insert(fixed.meeting);
                }
            }
        }
        for day in 0..problem.n_days() {
            for (person, facts) in problem.people.iter().enumerate() {
                let mut entries = standing.remove(&(day, person as u32)).unwrap_or_default();
                if facts.spells[day].is_empty() && entries.is_empty() {
                    continue;
                }
                entries.sort_by_key(|entry| entry.span);
                let booked = meetings.get(&(day, person as u32)).map_or(0, BTreeSet::len);
                let room_for = facts.per_day.saturating_sub(booked);
                let travel = standing_travel(problem, facts.base, &facts.spells[day], &entries);
                self.person_days.push(PersonDay {
                    person: person as u32,
                    day: day as u32,
                    room_for,
                    broken: entries.iter().any(|entry| entry.place.is_none())
                        || super::day::is_broken(problem, facts.base, &facts.spells[day], &entries),
                    standing_travel: travel,
                    standing_minutes: entries.iter().map(|entry| i64::from(entry.span.minutes())).sum(),
                    standing: entries,
                });
            }
        }
    }

    fn find_ends(&mut self) {
        let problem = self.problem;
        let mut requests: Vec<Vec<u32>> = vec![Vec::new(); problem.families.len()];
        let mut chaired: Vec<Vec<u32>> = vec![Vec::new(); problem.families.len()];
        for (i, request) in problem.requests.iter().enumerate() {
            if let (Some(household), true) = (request.household, request.continuity) {
                requests[household as usize].push(i as u32);
            }
        }
        let mut standing: Vec<_> = problem.fixed.iter().filter(|fixed| fixed.continuity).collect();
        standing.sort_by_key(|fixed| (fixed.day, fixed.attendance.from, fixed.meeting));
        for fixed in &standing {
            if let (Some(household), Some(chair)) = (fixed.household, fixed.chair) {
                chaired[household as usize].push(chair);
            }
        }
        let first_day = |household: usize| {
            standing
                .iter()
                .find(|fixed| fixed.household == Some(household as u32) && fixed.chair.is_some())
                .map(|fixed| fixed.day)
        };
        for (h, family) in problem.families.iter().enumerate() {
            let ends = match (requests[h].as_slice(), chaired[h].as_slice()) {
                ([], []) => Ends::Among(vec![family.chair_today]),
                ([], all) => {
                    // The referee's rule: nobody's household goes to the first chair, one handed over to the last.
                    let own = first_day(h).and_then(|day| family.chair_on[day]);
                    Ends::Among(vec![match own {
                        None => all.first().copied(),
                        Some(own) if all.iter().all(|&chair| chair == own) => Some(own),
                        Some(_) => all.last().copied(),
                    }])
                }
                (&[request], []) => {
                    self.decides[request as usize] = Some(h as u32);
                    Ends::With(request, family.chair_today)
                }
                (several, all) => {
                    let mut among: Vec<Option<u32>> = all.iter().map(|&chair| Some(chair)).collect();
                    for &request in several {
                        among.extend(problem.requests[request as usize].chairs.iter().map(|&c| Some(c)));
                    }
                    // Whatever is booked, it is the chair of a booking; where nothing is, today's.
                    if all.is_empty() {
                        among.push(family.chair_today);
                    }
                    among.sort_unstable();
                    among.dedup();
                    Ends::Among(among)
                }
            };
            self.ends.push(ends);
        }
    }
}

/// Returns the minutes driven for bookings that stand: base to base in each spell that holds any.
fn standing_travel(problem: &Problem<'_>, base: usize, spells: &[Span], entries: &[Standing]) -> i64 {
    let mut travel = 0;
    for spell in spells {
        let mut here = base;
        let held = entries.iter().filter(|entry| spell.covers(entry.span));
        for place in held.filter_map(|entry| entry.place).chain([base]) {
            travel += i64::from(problem.drive(here, place));
            here = place;
        }
    }
    travel
}

/// Returns the minutes of a person that a request takes at most once on a day.
pub(super) fn occupied(request: &Request, is_chair: bool) -> i64 {
    let span = if is_chair { request.chair_occupation(0) } else { request.taker_occupation(0) };
    i64::from(span.minutes())
}
