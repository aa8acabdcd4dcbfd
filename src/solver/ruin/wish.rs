//! What stands in the way of a better place for one booking: an ejection for the sake of minutes of cost.

use rand::RngExt;
use rand_pcg::Pcg64;

use super::{any_booked, below, what_they_have};
use crate::problem::Request;
use crate::solver::state::{Placement, State};

/// Most further draws of a day, of which the cheapest is wished for.
const DRAWS: u32 = 2;

/// Names a booked request, and what one chair and one minute taker have on another day that costs it no more than
/// its own: the days of two people are what a better place mostly wants for.
pub(super) fn for_better(state: &State<'_>, rng: &mut Pcg64, out: &mut Vec<usize>) {
    let Some(wishing) = any_booked(state, rng) else { return };
    let Some(placement) = state.placement(wishing) else { return };
    let request = &state.problem.requests[wishing];
    let Some(day) = wished_day(request, placement, rng) else { return };
    let chair = request.chairs[own_or_any(placement.chair, request.chairs.len(), rng)];
    let site = if rng.random_range(0..2u32) == 0 {
        placement.site as usize
    } else {
        // Sites are in order of price: two draws prefer the cheap ones.
        let last = below(rng, request.sites.len());
        below(rng, last + 1)
    };
    let takers = &request.sites[site].takers;
    let taker =
        if takers.is_empty() || !request.needs_taker { None } else { Some(takers[below(rng, takers.len())]) };
    out.push(wishing);
    what_they_have(state, day, chair, taker, out);
}

/// Draws a day of the problem that costs no more than the one a request is booked on.
fn wished_day(request: &Request, placement: Placement, rng: &mut Pcg64) -> Option<usize> {
    let price = |position: usize| (request.days[position].late, request.days[position].cost);
    let mut wish = below(rng, request.days.len());
    for _ in 0..rng.random_range(0..=DRAWS) {
        let other = below(rng, request.days.len());
        if price(other) < price(wish) {
            wish = other;
        }
    }
    (price(wish) <= price(placement.day as usize)).then(|| request.days[wish].day)
}

fn own_or_any(own: u32, n: usize, rng: &mut Pcg64) -> usize {
    if rng.random_range(0..2u32) == 0 { own as usize } else { below(rng, n) }
}
