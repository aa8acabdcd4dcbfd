//! The plans that are open before the first day: drawn from the review lattice, as many and as old as the year says.

use chrono::{Days, NaiveDate};

use crate::register::Register;
use crate::staffing::streams::{Stream, Streams};

use super::chance::{Conference, MOST_CHILDREN, passes};
use super::year::Year;

/// Days back to which a plan may have started.
const LONGEST: u32 = 5 * 365;
/// Most candidates that are drawn.
const MOST_DRAWN: u64 = 400_000;
/// Days of statutory intervals: to the first review, and to later ones.
const STATUTORY: (u64, u64) = (91, 183);

/// A household with an open plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// Its number.
    pub(super) number: u64,
    /// The day of its initial conference.
    pub(super) started: NaiveDate,
    /// Its last conference before the first day, and that one's number.
    pub(super) last: NaiveDate,
    pub(super) n: u32,
    /// Which of its children have a plan, `[child]`.
    pub(super) open: Vec<bool>,
}

/// Draws households until the children of every age are as many as the year says.
pub(super) fn opening(year: &Year, county: &Register, streams: &Streams) -> Vec<Opening> {
    let wanted = year.demand.opening;
    if year.demand.opening_ages.is_empty() {
        return Vec::new();
    }
    let shares: Vec<f64> = year.demand.opening_ages.iter().map(|&(_, share)| share).collect();
    let mut left = quotas(wanted, &shares);
    let mut found = Vec::new();
    for number in 0..MOST_DRAWN {
        if left.iter().all(|&left| left == 0) {
            break;
        }
        let Some(household) = candidate(year, county, streams, number) else { continue };
        let days = (year.first - household.started).num_days();
        let age = year.demand.opening_ages.partition_point(|&(end, _)| end <= days).min(left.len() - 1);
        let children = household.open.iter().filter(|&&open| open).count() as u32;
        if children <= left[age] {
            left[age] -= children;
            found.push(household);
        }
    }
    found
}

/// Returns how many of `wanted` children are of each age, by largest remainders.
fn quotas(wanted: u32, shares: &[f64]) -> Vec<u32> {
    let whole: f64 = shares.iter().sum();
    let exact: Vec<f64> = shares
        .iter()
        .map(|share| if 0.0 < whole { f64::from(wanted) * share / whole } else { 0.0 })
        .collect();
    let mut quotas: Vec<u32> = exact.iter().map(|&children| libm::floor(children) as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let rest = |age: usize| exact[age] - libm::floor(exact[age]);
    order.sort_by(|&a, &b| rest(b).total_cmp(&rest(a)).then(a.cmp(&b)));
    let missing = wanted.saturating_sub(quotas.iter().sum());
    for age in order.into_iter().take(missing as usize) {
        quotas[age] += 1;
    }
    quotas
}

/// Draws a household whose plan started some day in the last years, and lets its reviews happen when they were wanted.
/// `None` where no child's plan is still open.
fn candidate(year: &Year, county: &Register, streams: &Streams, number: u64) -> Option<Opening> {
    let mut draws = streams.of(Stream::Opening, number);
    let started = year.first - Days::new(u64::from(1 + draws.below(LONGEST)));
    let started = county.calendar.on_or_before(started);
    let n_children = (1 + draws.poisson(year.demand.siblings)).min(MOST_CHILDREN as u32) as usize;
    let (mut open, mut last, mut n) = (vec![true; n_children], started, 0);
    loop {
        let conference = Conference::draw(streams, year, number, n);
        let limit = if n == 0 { STATUTORY.0 } else { STATUTORY.1 };
        let next = county.calendar.on_or_before(last + Days::new(conference.next_days.min(limit)));
        for child in 0..n_children {
            let closed = passes(year, last, conference.waits[child]);
            open[child] &= closed.is_none_or(|closed| next <= closed || year.first <= closed);
        }
        if !open.contains(&true) {
            return None;
        }
        if year.first <= next {
            return Some(Opening { number, started, last, n, open });
        }
        (last, n) = (next, n + 1);
        let held = Conference::draw(streams, year, number, n);
        for (child, open) in open.iter_mut().enumerate() {
            *open &= !held.ends(year, n, child, 1.0);
        }
        if !open.contains(&true) {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_sum_to_the_whole() {
        // 673 × 28.8 % = 193.8, 23.5 % = 158.2, 27.9 % = 187.8, 16.3 % = 109.7, 3.5 % = 23.6.
        assert_eq!(quotas(673, &[0.288, 0.235, 0.279, 0.163, 0.035]), [194, 158, 188, 110, 23]);
        assert_eq!(quotas(7, &[1.0, 1.0]), [4, 3]);
    }
}
