//! A plan in tables: month by month, quarter by quarter, by contract, in pounds, and under stress.

use super::futures::{Futures, Target};
use super::interval::Share;
use super::outcome::{Cost, FteParts, Month, Pipeline, Quarter, StressRun, Verdict, month_date};
use super::plan::{Contract, Plan, QUARTER};
use super::simulator::{Achieved, Stress};
use super::thumb::quantile;

/// Says whether fresh replications keep the promise.
pub(super) fn verdict(achieved: &Achieved, target: &Target) -> Verdict {
    let shares = (target.from..achieved.months.len())
        .map(|month| Share::of(achieved.months[month].n_kept, achieved.n_replications));
    let mut verdict = Verdict::Kept;
    for share in shares {
        if share.high < target.confidence {
            return Verdict::Broken;
        }
        if share.share < target.confidence {
            verdict = Verdict::WithinChance;
        }
    }
    verdict
}

pub(super) fn months(
    futures: &Futures,
    plan: &Plan,
    achieved: &Achieved,
    nothing: &Achieved,
    target: &Target,
) -> Vec<Month> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let share =
        |achieved: &Achieved, month: usize| Share::of(achieved.months[month].n_kept, achieved.n_replications);
    let of_contract = |month: usize, contract: Contract| -> f64 {
        let placed = plan.adverts.iter().enumerate().flat_map(|(placed_in, adverts)| {
            futures.slots(contract, placed_in).take(adverts[contract.at()] as usize)
        });
        placed.map(|slot| futures.mean_effect(month, slot)).sum()
    };
    (0..futures.n_months())
        .map(|month| Month {
            date: month_date(futures.start, month),
            adverts: plan.adverts[month],
            agency: plan.agency_in(month),
            fte: FteParts {
                base: mean(&futures.base_fte[month]),
                adverts: Contract::ALL.map(|contract| of_contract(month, contract)),
                agency: futures.agency_effect[month] * f64::from(plan.agency_in(month)),
            },
            needed_fte: quantile(&futures.children[month], target.confidence) / target.cap,
            kept: share(achieved, month),
            kept_by_nothing: share(nothing, month),
            promised: target.from <= month,
        })
        .collect()
}

pub(super) fn quarters(futures: &Futures, plan: &Plan) -> Vec<Quarter> {
    let quarters = plan.agency.iter().zip(&futures.prices.agency_pounds).enumerate();
    quarters
        .map(|(quarter, (&fte, pounds))| Quarter {
            date: month_date(futures.start, quarter * QUARTER),
            fte,
            pounds: i64::from(fte) * pounds,
        })
        .collect()
}

pub(super) fn cost(futures: &Futures, plan: &Plan) -> Cost {
    let fees = Contract::ALL
        .map(|contract| i64::from(plan.n_adverts(contract)) * futures.lead[contract.at()].fee_pounds);
    let pay = Contract::ALL.map(|contract| {
        let placed = plan.adverts.iter().zip(&futures.prices.advert_pounds[contract.at()]);
        let pounds: i64 = placed.map(|(adverts, pounds)| i64::from(adverts[contract.at()]) * pounds).sum();
        pounds - fees[contract.at()]
    });
    let agency_pounds = quarters(futures, plan).iter().map(|quarter| quarter.pounds).sum();
    Cost {
        adverts_pounds: fees.iter().sum(),
        permanent_pay_pounds: pay[0],
        temporary_pay_pounds: pay[1],
        agency_pounds,
        total_pounds: futures.cost_pounds(plan),
    }
}

pub(super) fn pipeline(futures: &Futures, plan: &Plan, contract: Contract) -> Pipeline {
    let placed = plan.adverts.iter().enumerate().flat_map(|(placed_in, adverts)| {
        futures.slots(contract, placed_in).take(adverts[contract.at()] as usize)
    });
    let n_scenarios = futures.n_scenarios();
    let started = |slot: usize| {
        let starts = (0..n_scenarios)
            .filter(|&scenario| futures.effect.iter().any(|month| 0.0 < month[slot][scenario]));
        starts.count() as f64 / n_scenarios as f64
    };
    Pipeline {
        contract,
        lead: futures.lead[contract.at()],
        adverts: plan.n_adverts(contract),
        starts: placed.map(started).sum(),
    }
}

pub(super) fn mean_kept(futures: &Futures, plan: &Plan, target: &Target) -> f64 {
    let kept = &futures.n_kept(plan, target.cap)[target.from..];
    let all = kept.len() * futures.n_scenarios();
    f64::from(kept.iter().sum::<u32>()) / all.max(1) as f64
}

pub(super) fn stress_run(
    stress: Stress,
    achieved: &Achieved,
    target: &Target,
    start: chrono::NaiveDate,
) -> StressRun {
    let (month, _) = achieved.worst(target.from);
    StressRun {
        stress,
        words: stress.words(),
        worst: (month_date(start, month), Share::of(achieved.months[month].n_kept, achieved.n_replications)),
        mean: achieved.mean(target.from),
        caseload: achieved.months.last().map_or([0.0; 3], |month| month.caseload),
        kept: (0..achieved.months.len()).map(|month| achieved.probability(month)).collect(),
    }
}
