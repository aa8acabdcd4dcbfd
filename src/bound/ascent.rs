//! Better multipliers, step by step.
//!
//! A subgradient method: each multiplier is moved the way its slope says, which tells by how much the days taken one
//! by one disagree about it. Slopes are smoothed, and each multiplier's step is measured by the size of its own recent
//! slopes (Kingma and Ba, *Adam*, ICLR 2015, after Duchi, Hazan and Singer, *Journal of Machine Learning Research* 12,
//! 2011): a meeting that a hundred days want at once and a minute taker whom one day wants move as surely. Polyak's
//! step towards the plan's score, the same for all (Held, Wolfe and Crowder, *Mathematical Programming* 6, 1974), took
//! five times as many steps to the same bound.

use super::Effort;
use super::multipliers::{Multipliers, evaluate};
use super::relaxation::Relaxation;
use crate::certificate::{Level, UNIT};

/// How much of the slopes so far, and of their squares, is kept at each step.
const KEPT: f64 = 0.9;
const KEPT_SQUARES: f64 = 0.99;
/// Least size of a slope: one that is all but settled is not driven about.
const SMALLEST: f64 = 0.05;
/// The first step, in minutes where S3 is bounded, in children or child-days before.
const FIRST_MINUTES: f64 = 12.0;
const FIRST_CHILDREN: f64 = 0.25;
/// Steps without a better bound after which they are shortened, and by how much.
const PATIENCE: u32 = 10;
const SHORTER: f64 = 0.7;

/// The best multipliers found, what they and each person's day are worth, and the steps taken.
pub(super) struct Ascent {
    pub(super) multipliers: Multipliers,
    pub(super) value: i64,
    pub(super) worth: Vec<i64>,
    pub(super) steps: u64,
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
    let mut at = start;
    let mut found = evaluate(relaxation, &at, level, effort)?;
    let mut best =
        Ascent { multipliers: at.clone(), value: found.value, worth: found.worth.clone(), steps: 0 };
    let n = at.values().count();
    let (mut slopes, mut squares, mut direction) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
    let first = if level == Level::S3 { FIRST_MINUTES } else { FIRST_CHILDREN };
    let (mut length, mut since) = (first * UNIT as f64, 0);
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
        at.step(relaxation, level, &direction, length);
        let Some(next) = evaluate(relaxation, &at, level, effort) else { break };
        found = next;
        if best.value < found.value {
            best.value = found.value;
            best.worth = found.worth.clone();
            best.multipliers = at.clone();
            since = 0;
        } else {
            since += 1;
        }
        if PATIENCE <= since {
            (length, since) = (length * SHORTER, 0);
            at = best.multipliers.clone();
            let Some(again) = evaluate(relaxation, &at, level, effort) else { break };
            found = again;
        }
    }
    Some(best)
}
