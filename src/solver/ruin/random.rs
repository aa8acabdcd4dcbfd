//! Any bookings at all.

use rand_pcg::Pcg64;

use super::any_booked;
use crate::solver::state::State;

/// Names up to `n` booked requests at random.
pub(super) fn any(state: &State<'_>, rng: &mut Pcg64, n: usize, out: &mut Vec<usize>) {
    for _ in 0..n {
        if let Some(request) = any_booked(state, rng)
            && !out.contains(&request)
        {
            out.push(request);
        }
    }
}
