//! Bookings near one another in time, people and place: those that can change places (Shaw, CP 1998).

use rand::RngExt;
use rand_pcg::Pcg64;

use super::{any_booked, below};
use crate::solver::state::State;

/// How far apart two bookings are for each thing that they do not share, in days of distance.
const OTHER_CHAIR: i64 = 3;
const OTHER_TAKER: i64 = 2;
/// Minutes of driving that count as one day of distance.
const MINUTES_A_DAY: i64 = 15;
/// How many days before and after are looked at.
const DAYS: usize = 3;
/// Each distance is blurred by up to this much, so that one seed has many neighbourhoods.
const BLUR: u32 = 4;
/// Most bookings of others that are looked at on a day.
const SAMPLE: usize = 8;

/// Names a booked request and the `n` nearest to it, of what its chair and its minute taker have on the days around
/// and of a sample of everybody else's bookings, so that a step in a region costs no more than one in a small town.
pub(super) fn around_one(state: &State<'_>, rng: &mut Pcg64, n: usize, out: &mut Vec<usize>) {
    let Some(seed) = any_booked(state, rng) else { return };
    let problem = state.problem;
    let facts = |request: usize| {
        let placement = state.placement(request)?;
        let options = &problem.requests[request];
        let day = options.days[placement.day as usize].day;
        let chair = options.chairs[placement.chair as usize];
        Some((day, chair, placement.taker, options.sites[placement.site as usize].place))
    };
    let Some((day, chair, taker, place)) = facts(seed) else { return };
    let mut nearest: Vec<(i64, usize)> = Vec::with_capacity(n + 1);
    for near_day in day.saturating_sub(DAYS)..(day + DAYS + 1).min(problem.n_days()) {
        let theirs = [Some(chair), taker].into_iter().flatten();
        let theirs = theirs.flat_map(|person| state.booked_with(person, near_day));
        let all = state.booked_on(near_day);
        let offset = if all.is_empty() { 0 } else { below(rng, all.len()) };
        let others = all[offset..].iter().chain(&all[..offset]).take(SAMPLE).map(|&request| request as usize);
        for request in theirs.chain(others) {
            let Some((_, other_chair, other_taker, other_place)) = facts(request) else { continue };
            if nearest.iter().any(|&(_, known)| known == request) {
                continue;
            }
            let drive = place.zip(other_place).map_or(0, |(a, b)| i64::from(problem.drive(a, b)));
            let distance = day.abs_diff(near_day) as i64
                + if chair == other_chair { 0 } else { OTHER_CHAIR }
                + if taker == other_taker { 0 } else { OTHER_TAKER }
                + drive / MINUTES_A_DAY
                + i64::from(rng.random_range(0..BLUR));
            let key = (if request == seed { -1 } else { distance }, request);
            if nearest.len() <= n || key < nearest[n] {
                let position = nearest.partition_point(|&other| other < key);
                nearest.insert(position, key);
                nearest.truncate(n + 1);
            }
        }
    }
    out.extend(nearest.into_iter().map(|(_, request)| request));
}
