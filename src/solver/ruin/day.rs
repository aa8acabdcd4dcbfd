//! One person's day, or two: journeys are saved by packing a day anew.

use rand::RngExt;
use rand_pcg::Pcg64;

use super::any_booked;
use crate::solver::state::State;

/// Names what a chair or a minute taker has on one day, and every other time on a second day as well.
pub(super) fn of_one_person(state: &State<'_>, rng: &mut Pcg64, out: &mut Vec<usize>) {
    let Some(seed) = any_booked(state, rng) else { return };
    let Some((day, chair, taker)) = state.who_and_when(seed) else { return };
    let by_taker = taker.is_some() && rng.random_range(0..3u32) == 0;
    let same_person = |request: usize| match state.who_and_when(request) {
        Some((_, other, _)) if !by_taker => other == chair,
        Some((_, _, other)) if by_taker => other == taker,
        _ => false,
    };
    let second =
        if rng.random_range(0..2u32) == 0 { another_day(state, rng, &same_person, day) } else { None };
    for day in [Some(day), second].into_iter().flatten() {
        let booked = state.booked_on(day).iter().map(|&request| request as usize);
        out.extend(booked.filter(|&request| same_person(request)));
    }
}

/// Returns another day on which the person has a booking, or `None` where a few draws find none.
fn another_day(
    state: &State<'_>,
    rng: &mut Pcg64,
    same_person: &impl Fn(usize) -> bool,
    day: usize,
) -> Option<usize> {
    const DRAWS: usize = 8;
    let other = (0..DRAWS).find_map(|_| any_booked(state, rng).filter(|&request| same_person(request)))?;
    state.who_and_when(other).map(|(other, _, _)| other).filter(|&other| other != day)
}
