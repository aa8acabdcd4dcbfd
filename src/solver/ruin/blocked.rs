//! What stands in the way of a meeting that is unbooked or late.

use rand_pcg::Pcg64;

use super::{below, what_they_have};
use crate::solver::state::State;

/// Whether anything is unbooked or late that need not be.
pub(super) fn is_needed(state: &State<'_>) -> bool {
    let (unbooked, late, _) = state.score();
    state.problem.hopeless_weight < unbooked || state.problem.fixed_late < late
}

/// Names what one chair and one minute taker have on one day on which a blocked request would be in time, and
/// the request itself where it is booked late.
pub(super) fn make_room(state: &State<'_>, rng: &mut Pcg64, out: &mut Vec<usize>) {
    let problem = state.problem;
    let is_blocked = |request: usize| {
        let options = &problem.requests[request];
        options.hopeless.is_empty()
            && state.placement(request).is_none_or(|p| 0 < options.days[p.day as usize].late)
    };
    let n = problem.requests.len();
    let offset = below(rng, n);
    let Some(blocked) = (0..n).map(|i| (i + offset) % n).find(|&request| is_blocked(request)) else { return };
    let options = &problem.requests[blocked];
    let in_time = options.days.iter().filter(|day| day.late == 0).count();
    let day = options.days[below(rng, if in_time == 0 { options.days.len() } else { in_time })].day;
    let chair = options.chairs[below(rng, options.chairs.len())];
    let takers = &options.sites[below(rng, options.sites.len())].takers;
    let taker = if takers.is_empty() { None } else { Some(takers[below(rng, takers.len())]) };
    if state.placement(blocked).is_some() {
        out.push(blocked);
    }
    what_they_have(state, day, chair, taker, out);
}
