//! Why there is no place: what is missing at each start.

use super::day_at_site::DayAtSite;
use super::insertion::{Screen, people_can_come, rooms};
use super::scratch::{Asked, Scratch};
use super::state::State;

/// What stands in the way of a meeting, start by start: each start is counted under the first thing that is
/// missing, in the order of the fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Survey {
    /// Days looked at.
    pub days: usize,
    /// Starts on those days.
    pub starts: usize,
    /// Starts at which family, social worker or attendees cannot come.
    pub no_people: usize,
    /// Starts at which no suitable room is free.
    pub no_room: usize,
    /// Starts at which no chair can be at a free room.
    pub no_chair: usize,
    /// Starts at which no minute taker can be where chair and room are free.
    pub no_taker: usize,
}

/// Looks at every place of a request that is not booked that the `screen` leaves.
pub fn survey(state: &State<'_>, scratch: &mut Scratch, position: usize, screen: &mut impl Screen) -> Survey {
    let request = &state.problem.requests[position];
    let (first, past) = request.starts;
    let mut found = Survey::default();
    scratch.forget_caseload(request.chairs.len());
    for (day_position, day) in request.days.iter().enumerate() {
        if !screen.day(request, day) {
            continue;
        }
        found.days += 1;
        found.starts += past - first;
        people_can_come(state, scratch, request, day);
        scratch.asked.clear();
        for position in 0..request.chairs.len() {
            if screen.chair(request, day, position) {
                scratch.asked.push(Asked { position: position as u32, own: 0 });
            }
        }
        // `[start]`: how far the best site gets: 1 = a room, 2 = a chair too, 3 = a minute taker too.
        let mut reached = vec![0_u8; past];
        for site in &request.sites {
            if !screen.site(site) || !rooms(state, scratch, request, day, site, i64::MAX) {
                continue;
            }
            let view = DayAtSite { state, request, day_position, day, site };
            view.chairs(scratch, 0..scratch.asked.len(), i64::MAX);
            view.takers(scratch, i64::MAX);
            for (i, reached) in reached.iter_mut().enumerate().skip(first) {
                *reached = (*reached).max(scratch.reached(i));
            }
        }
        for (i, reached) in reached.iter().enumerate().skip(first) {
            match reached {
                _ if !scratch.people_can_come(i) => found.no_people += 1,
                0 => found.no_room += 1,
                1 => found.no_chair += 1,
                2 => found.no_taker += 1,
                _ => {}
            }
        }
    }
    found
}
