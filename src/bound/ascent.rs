//! Better multipliers, step by step: the subgradient method of Held, Wolfe and Crowder (*Mathematical Programming* 6,
//! 1974) with Polyak's step towards a target and the smoothed direction of Camerini, Fratta and Maffioli
//! (*Mathematical Programming Study* 3, 1975).

use super::Effort;
use super::multipliers::{Multipliers, Units, evaluate};
use super::relaxation::Relaxation;
use crate::certificate::{Level, UNIT};

/// How much of the last direction is kept.
const KEPT: f64 = 0.9;
/// Steps without a better bound after which steps are shortened, and by how much.
const PATIENCE: u32 = 10;
const SHORTER: f64 = 0.7;
/// Slopes of caseload are of tens of children, of load of hundreds of minutes, of the rest of one meeting: each is
/// measured in its own unit.
const UNITS: Units = Units { children: 10.0, minutes: 100.0 };

/// The best multipliers found, what they are worth, and the steps taken.
pub(super) struct Ascent {
    pub(super) multipliers: Multipliers,
    pub(super) value: i64,
    pub(super) steps: u64,
}

/// Raises the relaxation's worth until `effort` is spent or `target` (in parts of [`UNIT`]) is reached. Without a
/// target, one a little above the best is aimed at.
///
/// The same steps give the same multipliers on any number of threads.
pub(super) fn ascend(
    relaxation: &Relaxation<'_>,
    level: Level,
    start: Multipliers,
    target: Option<i64>,
    effort: &Effort<'_>,
) -> Ascent {
    let mut at = start;
    let mut found = evaluate(relaxation, &at, level);
    let mut best = Ascent { multipliers: at.clone(), value: found.value, steps: 0 };
    let mut direction = vec![0.0; at.values().count()];
    let (mut length, mut since) = (1.0, 0);
    while target.is_none_or(|target| best.value <= target - UNIT) && !effort.is_spent(best.steps) {
        best.steps += 1;
        for (way, slope) in direction.iter_mut().zip(measured(&found.slopes)) {
            *way = KEPT * *way + (1.0 - KEPT) * slope;
        }
        let norm: f64 = direction.iter().map(|way| way * way).sum();
        if norm == 0.0 {
            break;
        }
        let aim = target.unwrap_or(best.value + (best.value / 20).max(16 * UNIT));
        let step = length * (aim - found.value).max(UNIT) as f64 / norm;
        at.step(relaxation, level, &direction, step, &UNITS);
        found = evaluate(relaxation, &at, level);
        if best.value < found.value {
            best.value = found.value;
            best.multipliers = at.clone();
            since = 0;
        } else {
            since += 1;
        }
        if PATIENCE <= since {
            (length, since) = (length * SHORTER, 0);
            at = best.multipliers.clone();
            found = evaluate(relaxation, &at, level);
            direction.fill(0.0);
        }
    }
    best
}

fn measured(slopes: &Multipliers) -> impl Iterator<Item = f64> + '_ {
    let n_plain = slopes.meetings.len() + slopes.cells.len();
    let n_loaded = n_plain + slopes.caseload.len();
    let n_weeks = n_loaded + slopes.load.len();
    slopes.values().enumerate().map(move |(position, slope)| {
        slope as f64
            / match position {
                _ if position < n_plain => 1.0,
                _ if position < n_loaded => UNITS.children,
                _ if position < n_weeks => UNITS.minutes,
                _ => UNITS.children,
            }
    })
}
