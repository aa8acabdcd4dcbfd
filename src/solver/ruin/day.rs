//! One person's day, or two: journeys are saved by packing a day anew.

use rand::RngExt;
use rand_pcg::Pcg64;

use super::any_booked;
use crate::solver::state::State;

/// Names what a chair or a minute taker has on one day, and every other time on a second day as well.
pub(super) fn of_one_person(state: &State<'_>, rng: &mut Pcg64, out: &mut Vec<usize>) {
    let Some(seed) = any_booked(state, rng) else { return };
    let problem = state.problem;
    let who = |request: usize| {
        let placement = state.placement(request)?;
        let options = &problem.requests[request];
        let day = options.days[placement.day as usize].day;
        Some((day, options.chairs[placement.chair as usize], placement.taker))
    };
    let Some((day, chair, taker)) = who(seed) else { return };
    let by_taker = taker.is_some() && rng.random_range(0..3u32) == 0;
    let same_person = |request: usize| match who(request) {
        Some((_, other, _)) if !by_taker => other == chair,
        Some((_, _, other)) if by_taker => other == taker,
        _ => false,
    };
    let second = if rng.random_range(0..2u32) == 0 {
        any_booked(state, rng).filter(|&r| same_person(r)).and_then(who).map(|(day, _, _)| day)
    } else {
        None
    };
    let on_day =
        |request: usize| who(request).is_some_and(|(other, _, _)| other == day || Some(other) == second);
    out.extend((0..problem.requests.len()).filter(|&request| same_person(request) && on_day(request)));
}
