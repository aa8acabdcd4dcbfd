//! Better multipliers, step by step.
//!
//! A subgradient method: each multiplier is moved the way its slope says, which tells by how much the days taken one
//! by one disagree about it. Slopes are smoothed, and each multiplier's step is measured by the size of its own recent
//! slopes (Kingma and Ba, *Adam*, ICLR 2015, after Duchi, Hazan and Singer, *Journal of Machine Learning Research* 12,
//! 2011): a meeting that a hundred days want at once and a minute taker whom one day wants move as surely. Polyak's
//! step towards the plan's score, the same for all (Held, Wolfe and Crowder, *Mathematical Programming* 6, 1974), took
//! five times as many steps to the same bound.
//!
//! The first steps are as long as the bound is short of the plan, a meeting, and they shorten evenly until the effort is
//! spent. On the way multipliers swing about what they should be by as much as a step, so their mean over the last
//! steps is tried too (Polyak and Juditsky, *SIAM Journal on Control and Optimization* 30, 1992).

use super::Effort;
use super::multipliers::{Evaluation, Multipliers, evaluate};
use super::relaxation::Relaxation;
use crate::certificate::{Level, UNIT};

/// How much of the slopes so far, and of their squares, is kept at each step.
const KEPT: f64 = 0.9;
const KEPT_SQUARES: f64 = 0.99;
/// Least size of a slope: one that is all but settled is not driven about.
const SMALLEST: f64 = 0.05;
/// The first step where S3 is bounded: so much of what the first bound is short of the plan, a meeting; and the least that
/// it is, in minutes, also where there is no plan.
const OF_THE_GAP: f64 = 0.75;
const FIRST_MINUTES: f64 = 12.0;
/// The first step in children or child-days, where S1 or S2 is bounded.
const FIRST_CHILDREN: f64 = 0.25;
/// How much shorter than the first step the last one is.
const SHORTER: f64 = 0.03;
/// How much of the mean is kept at each step, and the steps from one look at it to the next.
const KEPT_MEAN: f64 = 0.9;
const LOOK: u64 = 8;

/// The best multipliers found, what they and each person's day are worth, and the steps taken.
pub(super) struct Ascent {
    pub(super) multipliers: Multipliers,
    pub(super) value: i64,
    pub(super) worth: Vec<i64>,
    pub(super) steps: u64,
}

impl Ascent {
    fn take(&mut self, multipliers: &Multipliers, found: &Evaluation) {
        if self.value < found.value {
            self.value = found.value;
            self.worth = found.worth();
            self.multipliers = multipliers.clone();
        }
    }
}

/// Raises the relaxation's worth until `effort` is spent or `target` (in parts of [`UNIT`]) is reached. Returns `None`
/// where it ran out before the worth of `start` was known.
///
/// The same steps give the same multipliers on any number of threads.
pub(super) fn ascend(
    relaxation: &Relaxation<'_>,
    level: Level,
    start: Multipliers,
    target: Option<i64>,
    effort: &Effort<'_>,
) -> Option<Ascent> {
    let begun = effort.share_spent(0);
    let mut at = start;
    let mut found = evaluate(relaxation, &at, level, &[], effort)?;
    let mut best = Ascent { multipliers: at.clone(), value: found.value, worth: found.worth(), steps: 0 };
    let first = first_step(relaxation, level, target, found.value);
    let n = at.values().count();
    let (mut slopes, mut squares, mut direction) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let mut mean: Vec<f64> = at.values().map(|value| value as f64).collect();
    // What is missing of the smoothed slopes and squares at the beginning, when they start from nothing.
    let (mut missing, mut missing_squares) = (1.0, 1.0);
    while target.is_none_or(|target| best.value <= target - UNIT) && !effort.is_spent(best.steps) {
        best.steps += 1;
        missing *= KEPT;
        missing_squares *= KEPT_SQUARES;
        for (i, slope) in found.slopes.values().enumerate() {
            let slope = slope as f64;
            slopes[i] = KEPT * slopes[i] + (1.0 - KEPT) * slope;
            squares[i] = KEPT_SQUARES * squares[i] + (1.0 - KEPT_SQUARES) * slope * slope;
            let size = (squares[i] / (1.0 - missing_squares)).sqrt();
            direction[i] = slopes[i] / (1.0 - missing) / (size + SMALLEST);
        }
        let share = (effort.share_spent(best.steps) - begun) / (1.0 - begun);
        let length = first * libm::pow(SHORTER, share.clamp(0.0, 1.0));
        at.step(relaxation, level, &direction, length);
        let Some(next) = evaluate(relaxation, &at, level, &found.bests, effort) else { break };
        found = next;
        best.take(&at, &found);
        for (mean, value) in mean.iter_mut().zip(at.values()) {
            *mean = KEPT_MEAN * *mean + (1.0 - KEPT_MEAN) * value as f64;
        }
        if best.steps.is_multiple_of(LOOK) {
            let middle = at.with_values(&mean);
            let Some(there) = evaluate(relaxation, &middle, level, &found.bests, effort) else { break };
            best.take(&middle, &there);
        }
    }
    Some(best)
}

/// Returns the length of the first step.
fn first_step(relaxation: &Relaxation<'_>, level: Level, target: Option<i64>, value: i64) -> f64 {
    if level != Level::S3 {
        return FIRST_CHILDREN * UNIT as f64;
    }
    let meetings = relaxation.problem.requests.len().max(1) as f64;
    let short = target.map_or(0.0, |target| (target - value) as f64 / meetings);
    (OF_THE_GAP * short).max(FIRST_MINUTES * UNIT as f64)
}
