//! The dearest bookings.

use rand::RngExt;
use rand_pcg::Pcg64;

use super::any_booked;
use crate::solver::state::State;

/// How many bookings are looked at for each that is named.
const LOOKED_AT: usize = 8;

/// Names the `n` booked requests whose own cost, blurred by a random factor, is highest.
pub(super) fn dearest(state: &State<'_>, rng: &mut Pcg64, n: usize, out: &mut Vec<usize>) {
    let mut worst: Vec<((i64, i64), usize)> = Vec::with_capacity(n + 1);
    for _ in 0..n * LOOKED_AT {
        let Some(request) = any_booked(state, rng) else { return };
        if worst.iter().any(|&(_, other)| other == request) {
            continue;
        }
        let (late, cost) = state.own_cost(request);
        let key = ((-late, -(cost * i64::from(rng.random_range(0..256u32)))), request);
        if worst.len() < n || key < worst[n - 1] {
            let position = worst.partition_point(|&other| other < key);
            worst.insert(position, key);
            worst.truncate(n);
        }
    }
    out.extend(worst.into_iter().map(|(_, request)| request));
}
