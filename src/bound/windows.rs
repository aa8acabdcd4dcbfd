//! When and where a meeting may start at one price: the windows of a day, sorted in the ways that walks need them.

use std::collections::BTreeMap;

use super::relaxation::NONE;
use crate::certificate::Given;
use crate::problem::{Problem, Request, Site};
use crate::register::RoomChoice;

/// A meeting on a day at a place: what its chair and its minute taker must agree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// Position in [`Problem::requests`].
    pub(super) request: u32,
    /// Position in [`Problem::dates`].
    pub(super) day: u32,
    /// Where; `None` = online.
    pub(super) place: Option<usize>,
}

/// Starts of a meeting on a day at a site that all cost the same, but for who chairs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// Position in [`Problem::requests`].
    pub(super) request: u32,
    /// Position in the request's days.
    pub(super) day: u32,
    /// Position in the request's sites.
    pub(super) site: u32,
    /// Position in [`Relaxation::cells`].
    pub(super) cell: u32,
    /// Positions in [`Problem::starts`], both included.
    pub(super) first: u32,
    pub(super) last: u32,
    /// Minutes of cost of day, start and room.
    pub(super) cost: i64,
    /// S2.
    pub(super) late: i64,
}

/// The windows of one request on one day, a range of the day's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// Position in [`Problem::requests`].
    pub(super) request: u32,
    /// S2.
    pub(super) late: i64,
    /// First position in the day's windows, and one past the last.
    pub(super) first: u32,
    pub(super) past: u32,
}

/// The windows of a day sorted by place and by what they take of a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) list: Vec<Group>,
    /// Position in `list`, `[window]`.
    pub(super) of_window: Vec<u32>,
    /// Places of the groups.
    pub(super) places: Vec<usize>,
}

/// What a group's windows have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// Position in [`Groups::places`]; [`NONE`] = online.
    pub(super) place: u32,
    /// Minutes by which the person is taken before the meeting starts.
    pub(super) lead: i32,
    /// Minutes for which they are taken.
    pub(super) length: i32,
}

/// What one request may use.
pub(super) struct OfRequest {
    /// Each with its day; cells are positions in `cells`.
    pub(super) windows: Vec<(usize, Window)>,
    /// In order.
    pub(super) cells: Vec<Cell>,
}

/// Returns the windows and cells of a request, those left out that no plan of `given` uses.
pub(super) fn of_request(problem: &Problem<'_>, i: usize, given: Given) -> OfRequest {
    let request = &problem.requests[i];
    let mut windows: Vec<(usize, Window)> = Vec::new();
    for (d, day) in request.days.iter().enumerate() {
        // A booking that by itself is later than all of a plan may be is in no such plan.
        if given.s2.is_some_and(|most| most - problem.fixed_late < day.late) {
            continue;
        }
        for (s, site) in request.sites.iter().enumerate() {
            if request.needs_taker && site.takers.is_empty() {
                continue;
            }
            for (first, last, cost) in runs(problem, request, d, site) {
                let window = Window {
                    request: i as u32,
                    day: d as u32,
                    site: s as u32,
                    cell: NONE,
                    first,
                    last,
                    cost: cost + day.cost,
                    late: day.late,
                };
                windows.push((day.day, window));
            }
        }
    }
    let cell = |day: usize, window: &Window| Cell {
        request: i as u32,
        day: day as u32,
        place: request.sites[window.site as usize].place,
    };
    let mut cells: Vec<Cell> = windows.iter().map(|(day, window)| cell(*day, window)).collect();
    cells.sort_unstable();
    cells.dedup();
    for (day, window) in &mut windows {
        window.cell = cells.binary_search(&cell(*day, window)).map_or(NONE, |position| position as u32);
    }
    OfRequest { windows, cells }
}

/// Returns the windows of a day request by request.
pub(super) fn blocks(windows: &[Window]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (position, window) in windows.iter().enumerate() {
        match blocks.last_mut() {
            Some(block) if block.request == window.request => block.past = position as u32 + 1,
            _ => blocks.push(Block {
                request: window.request,
                late: window.late,
                first: position as u32,
                past: position as u32 + 1,
            }),
        }
    }
    blocks
}

/// Returns the windows of a day sorted by place and by what they take of a chair, or of a minute taker.
pub(super) fn groups(problem: &Problem<'_>, windows: &[Window], is_chair: bool) -> Groups {
    let mut groups = Groups::default();
    let mut known: BTreeMap<(Option<usize>, i32, i32), u32> = BTreeMap::new();
    for window in windows {
        let request = &problem.requests[window.request as usize];
        let place = request.sites[window.site as usize].place;
        let span = if is_chair { request.chair_occupation(0) } else { request.taker_occupation(0) };
        let next = groups.list.len() as u32;
        let group = *known.entry((place, -span.from, span.minutes())).or_insert(next);
        if group == next {
            let place = place.map_or(NONE, |place| {
                groups.places.iter().position(|&other| other == place).unwrap_or_else(|| {
                    groups.places.push(place);
                    groups.places.len() - 1
                }) as u32
            });
            groups.list.push(Group { place, lead: -span.from, length: span.minutes() });
        }
        groups.of_window.push(group);
    }
    groups
}

/// Returns the runs of starts on a day at a site that cost the same: first and last position of the start, and the
/// cost of start and cheapest free room.
fn runs(problem: &Problem<'_>, request: &Request, day: usize, site: &Site) -> Vec<(u32, u32, i64)> {
    let option = &request.days[day];
    let mut runs: Vec<(u32, u32, i64)> = Vec::new();
    for start in request.starts.0..request.starts.1 {
        let from = problem.starts[start];
        let attendance = request.attendance(from);
        if option.away.iter().any(|away| away.overlaps(attendance)) {
            continue;
        }
        let occupation = request.chair_occupation(from);
        let room = site.rooms.iter().find(|option| match option.room {
            RoomChoice::Home => true,
            RoomChoice::Room(room) => problem.open[room.at() * problem.n_days() + request.days[day].day]
                .iter()
                .any(|open| open.covers(occupation)),
        });
        let Some(room) = room else { continue };
        let cost = room.cost + request.start_cost[start];
        match runs.last_mut() {
            Some((_, last, known)) if *last + 1 == start as u32 && *known == cost => *last = start as u32,
            _ => runs.push((start as u32, start as u32, cost)),
        }
    }
    runs
}
