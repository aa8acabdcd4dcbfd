//! Which bookings a step takes out. One way a file; each names a few booked requests.

mod blocked;
mod day;
mod random;
mod related;
mod wish;
mod worst;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::state::State;

/// Most requests that one step takes out.
const MOST: u32 = 7;

/// Fills `out` with booked requests to take out, none twice. Where requests are unbooked or late, every third
/// step makes room for one of them.
pub(super) fn ruin(state: &State<'_>, rng: &mut Pcg64, out: &mut Vec<usize>) {
    out.clear();
    let n = rng.random_range(1..=MOST) as usize;
    if blocked::is_needed(state) && rng.random_range(0..3u32) == 0 {
        blocked::make_room(state, rng, out);
        return;
    }
    match rng.random_range(0..100u32) {
        0..85 => wish::for_better(state, rng, out),
        85..94 => related::around_one(state, rng, n, out),
        94..98 => day::of_one_person(state, rng, out),
        98..99 => worst::dearest(state, rng, n, out),
        _ => random::any(state, rng, n, out),
    }
}

/// Names what a chair and a minute taker have on a day, none twice.
fn what_they_have(state: &State<'_>, day: usize, chair: u32, taker: Option<u32>, out: &mut Vec<usize>) {
    for person in [Some(chair), taker].into_iter().flatten() {
        for request in state.booked_with(person, day) {
            if !out.contains(&request) {
                out.push(request);
            }
        }
    }
}

/// Returns a position below `n`, which is not 0. Drawn as 32 bits, so that every machine draws alike.
fn below(rng: &mut Pcg64, n: usize) -> usize {
    rng.random_range(0..n as u32) as usize
}

/// Returns a booked request, or `None` where a few draws find none.
fn any_booked(state: &State<'_>, rng: &mut Pcg64) -> Option<usize> {
    const DRAWS: usize = 20;
    let n = state.placements().len();
    if n == 0 {
        return None;
    }
    (0..DRAWS).map(|_| below(rng, n)).find(|&request| state.placement(request).is_some())
}
