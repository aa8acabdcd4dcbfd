//! One person's day, or two: journeys are saved by packing a day anew.

use rand::RngExt;
use rand_pcg::Pcg64;

use super::{any_booked, below};
use crate::solver::state::State;

/// Names what a chair or a minute taker has on one day, and every other time on a second day as well.
pub(super) fn of_one_person(state: &State<'_>, rng: &mut Pcg64, out: &mut Vec<usize>) {
    let Some(seed) = any_booked(state, rng) else { return };
    let Some((day, chair, taker)) = state.who_and_when(seed) else { return };
    let person = taker.filter(|_| rng.random_range(0..3u32) == 0).unwrap_or(chair);
    out.extend(state.booked_with(person, day));
    if rng.random_range(0..2u32) == 0
        && let Some(second) = another_day(state, rng, person, day)
    {
        out.extend(state.booked_with(person, second));
    }
}

/// Returns another day on which the person has a booking, or `None` where a few draws find none.
fn another_day(state: &State<'_>, rng: &mut Pcg64, person: u32, day: usize) -> Option<usize> {
    const DRAWS: usize = 8;
    (0..DRAWS)
        .map(|_| below(rng, state.problem.n_days()))
        .find(|&other| other != day && state.booked_with(person, other).next().is_some())
}
