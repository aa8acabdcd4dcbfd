//! The nearest promises to one that cannot be kept, and what binds.
//!
//! Without a budget everything that the limits allow keeps a promise if anything does, because no advert and no agency
//! takes FTE away: one run of that plan tells the lowest cap, the earliest month and the highest confidence. With a budget each is
//! found by bisection over sizings.

use std::sync::Arc;

use super::futures::{Futures, Target};
use super::outcome::{Bind, Nearest, month_date};
use super::plan::{Contract, Plan, QUARTER};
use super::programme::{Effort, solve};
use super::simulator::Achieved;
use super::thumb::quantile;
use chrono::NaiveDate;

/// Caps are said in tenths of a child per FTE, rounded up.
const CAP_STEP: f64 = 0.1;
/// An advert is likely to help in a month where it brings at least this share of what it ever brings.
const LIKELY: f64 = 0.5;
/// Bisections of a cap or a confidence under a budget.
const BISECTIONS: u32 = 6;

/// Returns everything that the limits allow but for the budget: in each month the contract that brings most in the months of
/// the promise first, as much agency as may be.
pub fn everything(futures: &Futures, target: &Target) -> Plan {
    let mut plan = Plan::nothing(futures.n_months());
    let mut free = futures.clone();
    free.limits.budget_pounds = None;
    // What the next advert of a contract and month brings over the promise, in FTE and months.
    let brings = |slot: usize| -> f64 {
        (target.from..futures.n_months()).map(|month| futures.mean_effect(month, slot)).sum()
    };
    for month in 0..futures.n_months() {
        loop {
            let next = Contract::ALL.into_iter().filter_map(|contract| {
                let placed = plan.adverts[month][contract.at()] as usize;
                let slot = futures.slots(contract, month).nth(placed)?;
                let mut with = plan.clone();
                with.adverts[month][contract.at()] += 1;
                free.allows(&with).then(|| (brings(slot), contract))
            });
            let best = next.filter(|(fte, _)| 0.0 < *fte).max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, contract)) = best else { break };
            plan.adverts[month][contract.at()] += 1;
        }
    }
    plan.agency.fill(futures.limits.agency_fte);
    plan
}

/// Returns what could be promised instead, where `all` came of [`everything`].
///
/// Under a budget programmes are solved at the level that the confidence suggests, on the scenarios alone; `seconds_left` ends that.
pub fn nearest(
    futures: &Arc<Futures>,
    target: &Target,
    all: &Achieved,
    start: NaiveDate,
    seconds_left: &dyn Fn() -> f64,
) -> Nearest {
    let n_months = futures.n_months();
    let keeps = |month: usize| target.confidence <= all.probability(month);
    let from = (target.from..n_months).rev().take_while(|&month| keeps(month)).last();
    let cap = (target.from..n_months).map(|month| all.months[month].promised).fold(0.0, f64::max);
    let (_, confidence) = all.worst(target.from);
    // The first of the hardest months: in the early ones nothing is kept at all.
    let hardest = (target.from..n_months)
        .min_by(|&a, &b| all.probability(a).total_cmp(&all.probability(b)))
        .unwrap_or(target.from);
    let short_fte = short_fte(futures, &everything(futures, target), target, hardest);
    let mut nearest = Nearest {
        cap: cap.is_finite().then_some((cap / CAP_STEP).ceil() * CAP_STEP),
        from: from.map(|month| (month, month_date(start, month))),
        confidence,
        hardest: (hardest, month_date(start, hardest)),
        short_fte,
        binds: binds(futures, hardest, short_fte),
        is_tested: futures.limits.budget_pounds.is_none(),
    };
    if let Some(budget) = futures.limits.budget_pounds {
        within_budget(futures, target, budget, &mut nearest, start, seconds_left);
    }
    nearest
}

/// Returns the FTE that a month lacks with the confidence: below 0 where it lacks none.
fn short_fte(futures: &Futures, plan: &Plan, target: &Target, month: usize) -> f64 {
    let fte = futures.fte(plan, month);
    let short: Vec<f64> =
        futures.children[month].iter().zip(&fte).map(|(children, fte)| children / target.cap - fte).collect();
    quantile(&short, target.confidence)
}

/// Returns what stands in the way in the hardest month, the clock first.
fn binds(futures: &Futures, hardest: usize, short_fte: f64) -> Vec<Bind> {
    let mut binds = Vec::new();
    if short_fte <= 0.0 {
        return binds;
    }
    let limits = &futures.limits;
    let contracts = Contract::ALL.into_iter();
    // Of the first advert of each contract: what it brings in each month, and the month from which it is likely to help.
    let first = contracts.clone().filter_map(|contract| futures.slots(contract, 0).next());
    let likely_from = first.filter_map(|slot| {
        let brings: Vec<f64> =
            (0..futures.n_months()).map(|month| futures.mean_effect(month, slot)).collect();
        let most = brings.iter().copied().fold(0.0, f64::max);
        brings.iter().position(|&fte| 0.0 < fte && LIKELY * most <= fte)
    });
    if let Some(likely_from) = likely_from.min().filter(|&month| hardest < month) {
        binds.push(Bind::LeadTime { likely_from });
    }
    // One more advert in each month up to the hardest one brings as much as the first ones do.
    let one_more: f64 = (0..=hardest)
        .filter_map(|month| {
            let slots = contracts.clone().filter_map(|contract| futures.slots(contract, month).next());
            slots.map(|slot| futures.mean_effect(hardest, slot)).max_by(f64::total_cmp)
        })
        .sum();
    let more = (short_fte / one_more).ceil();
    binds.push(Bind::Panels {
        allowed: limits.adverts_a_month,
        needed: (0.0 < one_more && more < 100.0).then(|| limits.adverts_a_month + more as u32),
    });
    for contract in contracts {
        if let Some(allowed) = limits.approved[contract.at()] {
            binds.push(Bind::Approved { contract, allowed });
        }
    }
    let effect = futures.agency_effect[hardest];
    if 0.0 < effect {
        let needed = limits.agency_fte + (short_fte / effect).ceil() as u32;
        binds.push(Bind::Agency { allowed: limits.agency_fte, needed });
    }
    binds
}

/// Finds what the budget allows instead: each of cap, month and confidence by bisection between what was asked for and what
/// everything would reach.
fn within_budget(
    futures: &Arc<Futures>,
    target: &Target,
    budget: i64,
    nearest: &mut Nearest,
    start: NaiveDate,
    seconds_left: &dyn Fn() -> f64,
) {
    let effort = Effort { gap: 0.03, ..Effort::default() };
    let level = |confidence: f64| ((1.0 - confidence) * std::f64::consts::E).min(0.95);
    let affords = |target: &Target| {
        let effort = Effort { seconds: effort.seconds.min(seconds_left()), ..effort };
        0.0 < effort.seconds && solve(futures, target, level(target.confidence), &effort).is_ok()
    };
    let mut free = (**futures).clone();
    free.limits.budget_pounds = None;
    let needed = solve(&free, target, level(target.confidence), &effort);
    let needed = needed.ok().map(|solved| free.cost_pounds(&solved.plan));
    if needed.is_none_or(|needed| budget < needed) {
        nearest.binds.insert(0, Bind::Budget { allowed: budget, needed });
    }

    // A cap at which today's staff do, and one that is too low.
    let nothing = Plan::nothing(futures.n_months());
    let of_nothing = (target.from..futures.n_months()).map(|month| {
        let fte = futures.fte(&nothing, month);
        let loads: Vec<f64> =
            futures.children[month].iter().zip(&fte).map(|(children, fte)| children / fte).collect();
        quantile(&loads, target.confidence)
    });
    let (mut low, mut high) = (target.cap, of_nothing.fold(target.cap, f64::max));
    for _ in 0..BISECTIONS {
        let cap = (low + high) / 2.0;
        if affords(&Target { cap, ..*target }) { high = cap } else { low = cap }
    }
    nearest.cap = high.is_finite().then_some((high / CAP_STEP).ceil() * CAP_STEP);

    let (mut early, mut late) = (target.from, futures.n_months());
    while early + 1 < late {
        let from = early.midpoint(late);
        if affords(&Target { from, ..*target }) { late = from } else { early = from }
    }
    nearest.from = (late < futures.n_months()).then(|| (late, month_date(start, late)));

    let (mut sure, mut unsure) = (0.05, target.confidence);
    for _ in 0..BISECTIONS {
        let confidence = (sure + unsure) / 2.0;
        if affords(&Target { confidence, ..*target }) { sure = confidence } else { unsure = confidence }
    }
    nearest.confidence = (sure * 100.0).floor() / 100.0;
}

/// Returns the agency FTE × months of a plan.
pub(super) fn agency_months(plan: &Plan) -> u32 {
    (0..plan.adverts.len()).map(|month| plan.agency.get(month / QUARTER).copied().unwrap_or(0)).sum()
}
