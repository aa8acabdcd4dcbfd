//! A first plan: most constrained meeting first, each at its best place.

use std::collections::BTreeMap;

use super::insertion::{AnyPlace, best_place, is_offered};
use super::scratch::Scratch;
use super::state::{Placement, State};
use crate::problem::{Problem, Request};
use crate::register::{Booking, MeetingIdx};

/// Returns a first plan. Proposed bookings of the register stay where they are while that is lawful; the rest
/// are booked one by one, those with the fewest places first.
///
/// It is never broken off: half a plan would leave meetings unbooked that have a place. Cost: one [`best_place`] a
/// request, a fraction of a second for a county's month.
pub fn construct<'a>(problem: &'a Problem<'a>) -> State<'a> {
    let mut state = State::new(problem);
    let mut scratch = Scratch::default();
    let standing = standing_places(problem);
    let mut order: Vec<usize> = (0..problem.requests.len()).collect();
    order.sort_by_key(|&r| (standing[r].is_none(), scarcity(&problem.requests[r]), r));
    for request in order {
        if let Some(placement) = standing[request]
            && is_offered(&state, &mut scratch, request, placement)
        {
            state.insert(request, placement);
        } else if let Some(offer) = best_place(&state, &mut scratch, request, &mut AnyPlace) {
            state.insert(request, offer.placement);
        }
    }
    state
}

/// Returns how few places a request has: the days on which it is not late, by its chairs and sites. The fewer,
/// the earlier it is booked; of equals the one with more children.
pub(super) fn scarcity(request: &Request) -> (u64, i64) {
    let in_time = request.days.iter().filter(|day| day.late == 0).count().max(1) as u64;
    let places = request.sites.iter().map(|site| site.rooms.len() as u64).sum::<u64>();
    (in_time * request.chairs.len() as u64 * places.min(12), -request.weight)
}

/// Returns where the register's own bookings of the requests stand; `None` where there is none or it is nowhere
/// that is lawful by itself. Whether they fit together is not asked: see [`is_offered`].
pub fn standing_places(problem: &Problem<'_>) -> Vec<Option<Placement>> {
    let standing: BTreeMap<MeetingIdx, &Booking> =
        problem.register.bookings.iter().map(|booking| (booking.meeting, booking)).collect();
    let requests = problem.requests.iter();
    requests.map(|request| place(problem, request, standing.get(&request.meeting)?)).collect()
}

fn place(problem: &Problem<'_>, request: &Request, booking: &Booking) -> Option<Placement> {
    let day = request.dates.binary_search(&booking.date()).ok()?;
    let start = problem.starts.binary_search(&booking.start()).ok()?;
    let chair = request.chairs.iter().position(|&chair| chair == booking.iro.map_or(u32::MAX, |c| c.0))?;
    let wanted = booking.room?;
    let in_site = |site: &crate::problem::Site| site.rooms.iter().position(|option| option.room == wanted);
    let (site, room) =
        request.sites.iter().enumerate().find_map(|(site, options)| Some((site, in_site(options)?)))?;
    let taker = booking.minute_taker.map(|taker| taker.0);
    (taker.is_some() == request.needs_taker).then_some(Placement {
        day: day as u32,
        start: start as u32,
        chair: chair as u32,
        site: site as u32,
        room: room as u32,
        taker,
    })
}
