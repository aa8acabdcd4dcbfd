//! A plan mended and then made cheaper, one or two changes at a time.
//!
//! The programme's whole adverts are found against the rows gathered so far, so that a month may still lack a little. What is missing is
//! brought by the additions and exchanges that cost least for it, such as the same advert a month earlier; then adverts and agency are taken away or exchanged for cheaper ones
//! as long as every month stays carried. Every change is judged on the worst scenarios themselves, not on rows.

use super::futures::{Futures, Target};
use super::plan::{Contract, Plan, QUARTER};

/// Mean FTE that the worst scenarios may lack: rounding.
const TOLERANCE: f64 = 1e-5;
/// Most changes that are made cheaper; each looks at every exchange.
const MOST_CHANGES: u32 = 200;

/// A unit less, a unit more, or one for another.
#[derive(Debug, Clone, Copy)]
struct Change {
    away: Option<Unit>,
    more: Option<Unit>,
    /// Pounds more.
    pounds: i64,
}

/// Something that is one more or one less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Advert(usize, Contract),
    Agency(usize),
}

/// Plans as they are judged: what the worst scenarios lack, and what is paid with the price of idle chairs.
struct Bench<'a> {
    futures: &'a Futures,
    target: &'a Target,
    level: f64,
    /// FTE needed by month, then requirement, then scenario.
    needed: Vec<Vec<Vec<f64>>>,
    units: Vec<Unit>,
    scratch: Vec<f64>,
}

/// Returns the plan mended and made cheaper; `None` where nothing that the limits allow mends it.
pub(super) fn mend(futures: &Futures, target: &Target, level: f64, plan: &Plan) -> Option<Plan> {
    let mut bench = Bench::new(futures, target, level);
    let mut plan = plan.clone();
    let mut fte = bench.fte(&plan);
    let mut lacks = bench.lacks(&fte);
    while TOLERANCE < lacks {
        let (change, left) = bench.best_repair(&plan, &fte, lacks)?;
        bench.make(&mut plan, &mut fte, change);
        lacks = left;
    }
    for _ in 0..MOST_CHANGES {
        if !bench.make_cheaper(&mut plan, &mut fte) {
            break;
        }
    }
    Some(plan)
}

/// Returns what a plan costs with the price of its idle chairs.
pub(super) fn priced(futures: &Futures, plan: &Plan) -> f64 {
    let n_scenarios = futures.n_scenarios() as f64;
    let idle = (0..futures.n_months()).map(|month| {
        let fte = futures.fte(plan, month);
        let idle = fte.iter().zip(&futures.children[month]);
        idle.map(|(fte, children)| (fte - children / futures.prices.idle_children).max(0.0)).sum::<f64>()
    });
    let idle: f64 = if 0.0 < futures.prices.idle_pounds { idle.sum::<f64>() / n_scenarios } else { 0.0 };
    futures.cost_pounds(plan) as f64 + idle * futures.prices.idle_pounds
}

impl<'a> Bench<'a> {
    fn new(futures: &'a Futures, target: &'a Target, level: f64) -> Bench<'a> {
        let needed = (0..futures.n_months())
            .map(|month| {
                let requirements = futures.requirements(month, target.cap);
                let fte = requirements
                    .map(|of| of.needed.iter().map(|needed| needed / of.per_fte).collect::<Vec<f64>>());
                if target.from <= month { fte.collect() } else { Vec::new() }
            })
            .collect();
        let months = 0..futures.n_months();
        let adverts = Contract::ALL
            .into_iter()
            .flat_map(|contract| months.clone().map(move |month| Unit::Advert(month, contract)));
        let adverts = adverts.filter(
            |unit| matches!(*unit, Unit::Advert(month, contract) if !futures.slots(contract, month).is_empty()),
        );
        let units = adverts.chain((0..futures.n_quarters()).map(Unit::Agency)).collect();
        Bench { futures, target, level, needed, units, scratch: Vec::new() }
    }

    fn fte(&self, plan: &Plan) -> Vec<Vec<f64>> {
        (0..self.futures.n_months()).map(|month| self.futures.fte(plan, month)).collect()
    }

    /// Returns what the worst scenarios of all months lack in the mean, together.
    fn lacks(&mut self, fte: &[Vec<f64>]) -> f64 {
        (self.target.from..self.futures.n_months()).map(|month| self.lacks_in(month, &fte[month])).sum()
    }

    fn lacks_in(&mut self, month: usize, fte: &[f64]) -> f64 {
        let size = (self.level * fte.len() as f64).clamp(1.0, fte.len() as f64);
        let mut lacks: f64 = 0.0;
        for needed in &self.needed[month] {
            self.scratch.clear();
            self.scratch.extend(needed.iter().zip(fte).map(|(needed, fte)| needed - fte));
            lacks += mean_of_worst(&mut self.scratch, size).max(0.0);
        }
        lacks
    }

    /// What a unit brings to the scenarios of a month: an advert's effect, or agency's, which all have alike.
    fn add_to(&self, plan: &Plan, month: usize, unit: Unit, more: bool, fte: &mut [f64]) {
        let sign = if more { 1.0 } else { -1.0 };
        match unit {
            Unit::Advert(placed_in, contract) => {
                let placed = plan.adverts[placed_in][contract.at()] as usize;
                let nth = if more { placed } else { placed.saturating_sub(1) };
                if let Some(slot) = self.futures.slots(contract, placed_in).nth(nth) {
                    let effect = &self.futures.effect[month][slot];
                    fte.iter_mut().zip(effect).for_each(|(fte, effect)| *fte += sign * effect);
                }
            }
            Unit::Agency(quarter) if month / QUARTER == quarter => {
                fte.iter_mut().for_each(|fte| *fte += sign * self.futures.agency_effect[month]);
            }
            Unit::Agency(_) => {}
        }
    }

    fn make(&self, plan: &mut Plan, fte: &mut Vec<Vec<f64>>, change: Change) {
        change.away.into_iter().for_each(|unit| turn(plan, unit, false));
        change.more.into_iter().for_each(|unit| turn(plan, unit, true));
        *fte = self.fte(plan);
    }

    /// Returns what `unit` costs.
    fn pounds(&self, unit: Unit) -> i64 {
        match unit {
            Unit::Advert(month, contract) => self.futures.prices.advert_pounds[contract.at()][month],
            Unit::Agency(quarter) => self.futures.prices.agency_pounds[quarter],
        }
    }

    fn may(&self, plan: &Plan, unit: Unit, more: bool) -> bool {
        let count = match unit {
            Unit::Advert(month, contract) => plan.adverts[month][contract.at()],
            Unit::Agency(quarter) => plan.agency[quarter],
        };
        if !more {
            return 0 < count;
        }
        let mut with = plan.clone();
        turn(&mut with, unit, true);
        self.futures.allows(&with)
    }

    /// Returns every change that the limits allow.
    fn changes(&self, plan: &Plan) -> Vec<Change> {
        let mut changes = Vec::new();
        let aways = self.units.iter().filter(|&&unit| self.may(plan, unit, false)).map(|&unit| Some(unit));
        for away in std::iter::once(None).chain(aways) {
            let mut without = plan.clone();
            away.into_iter().for_each(|unit| turn(&mut without, unit, false));
            let saved = away.map_or(0, |unit| self.pounds(unit));
            if away.is_some() {
                changes.push(Change { away, more: None, pounds: -saved });
            }
            let mores =
                self.units.iter().filter(|&&unit| Some(unit) != away && self.may(&without, unit, true));
            changes.extend(mores.map(|&unit| {
                let pounds = self.pounds(unit) - saved;
                Change { away, more: Some(unit), pounds }
            }));
        }
        changes
    }

    /// Returns the change that takes away most of what is lacking for its cost, with what is lacking then.
    fn best_repair(&mut self, plan: &Plan, fte: &[Vec<f64>], lacks: f64) -> Option<(Change, f64)> {
        let mut best: Option<(f64, Change, f64)> = None;
        for change in self.changes(plan) {
            let left = self.lacks_after(plan, fte, change, lacks - TOLERANCE);
            let rate = (lacks - left) / change.pounds.max(1) as f64;
            if left + TOLERANCE < lacks && best.as_ref().is_none_or(|(most, _, _)| *most < rate) {
                best = Some((rate, change, left));
            }
        }
        best.map(|(_, change, left)| (change, left))
    }

    /// Makes the change that saves most of those after which every month stays carried; says whether there is one.
    fn make_cheaper(&mut self, plan: &mut Plan, fte: &mut Vec<Vec<f64>>) -> bool {
        let before = priced(self.futures, plan);
        let mut changes = self.changes(plan);
        changes.retain(|change| change.pounds < 0);
        changes.sort_by_key(|change| change.pounds);
        for change in changes {
            if TOLERANCE < self.lacks_after(plan, fte, change, TOLERANCE) {
                continue;
            }
            let mut changed = plan.clone();
            change.away.into_iter().for_each(|unit| turn(&mut changed, unit, false));
            change.more.into_iter().for_each(|unit| turn(&mut changed, unit, true));
            if priced(self.futures, &changed) + 0.5 < before {
                self.make(plan, fte, change);
                return true;
            }
        }
        false
    }

    /// Returns what the worst scenarios lack after a change, or something above `most` as soon as it is more. The last month
    /// comes first, because most adverts count there.
    fn lacks_after(&mut self, plan: &Plan, fte: &[Vec<f64>], change: Change, most: f64) -> f64 {
        let mut without = plan.clone();
        change.away.into_iter().for_each(|unit| turn(&mut without, unit, false));
        let mut with = Vec::new();
        let mut lacks = 0.0;
        for month in (self.target.from..self.futures.n_months()).rev() {
            with.clone_from(&fte[month]);
            if let Some(unit) = change.away {
                self.add_to(plan, month, unit, false, &mut with);
            }
            if let Some(unit) = change.more {
                self.add_to(&without, month, unit, true, &mut with);
            }
            lacks += self.lacks_in(month, &with);
            if most < lacks {
                break;
            }
        }
        lacks
    }
}

/// Makes a plan have one more or one less of a unit.
fn turn(plan: &mut Plan, unit: Unit, more: bool) {
    let count = match unit {
        Unit::Advert(month, contract) => &mut plan.adverts[month][contract.at()],
        Unit::Agency(quarter) => &mut plan.agency[quarter],
    };
    *count = if more { *count + 1 } else { count.saturating_sub(1) };
}

/// Returns the mean of the `size` greatest values, the last of which counts in part.
fn mean_of_worst(values: &mut [f64], size: f64) -> f64 {
    let whole = size.floor() as usize;
    let part = size - whole as f64;
    if values.len() <= whole {
        return values.iter().sum::<f64>() / size;
    }
    let (worst, next, _) = values.select_nth_unstable_by(whole, |a, b| b.total_cmp(a));
    // In order, so that the sum does not depend on how the values were parted.
    worst.sort_unstable_by(|a, b| b.total_cmp(a));
    (worst.iter().sum::<f64>() + part * *next) / size
}

#[cfg(test)]
mod tests {
    use super::super::small::drawn;
    use super::super::tail::worst;
    use super::*;

    #[test]
    fn the_mean_of_the_worst_is_that_of_the_tail() {
        let futures = drawn(3, 37, 5);
        let plan = Plan::nothing(5);
        for level in [0.02, 0.1, 0.25, 0.5, 1.0] {
            for month in 0..5 {
                let fte = futures.fte(&plan, month);
                let requirement = futures.requirements(month, 90.0).next().expect("the caseload");
                let tail = worst(&requirement, &fte, level).fte_short;
                let mut short: Vec<f64> =
                    requirement.needed.iter().zip(&fte).map(|(needed, fte)| needed / 90.0 - fte).collect();
                let mean = mean_of_worst(&mut short, (level * 37.0_f64).clamp(1.0, 37.0));
                assert!((tail - mean).abs() < 1e-9, "{level} {month}: {tail} {mean}");
            }
        }
    }

    #[test]
    fn what_is_mended_is_carried_and_within_the_limits() {
        let mut mended = 0;
        for seed in 0..40 {
            let futures = drawn(seed, 30, 6);
            let target = Target { cap: [45.0, 90.0, 120.0][seed as usize % 3], confidence: 0.8, from: 3 };
            let Some(plan) = mend(&futures, &target, 0.3, &Plan::nothing(6)) else { continue };
            mended += 1;
            assert!(futures.allows(&plan), "seed {seed}");
            let mut bench = Bench::new(&futures, &target, 0.3);
            let fte = bench.fte(&plan);
            assert!(bench.lacks(&fte) <= TOLERANCE, "seed {seed}");
        }
        assert!(20 < mended, "{mended}");
    }
}
