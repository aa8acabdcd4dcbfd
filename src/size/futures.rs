//! Sampled futures: what a sizing decides upon.
//!
//! A scenario is one course of the next months: how many children there are, which of today's staff are left, and what
//! each advert would bring if it were placed (nothing where it fails). Because failures are drawn before anything is
//! decided, the effective FTE of a plan is linear in the plan.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Serialize;

use super::plan::{Contract, Plan, QUARTER};

/// Children beyond what a plan's FTE may carry that still count as carried: rounding, never a child.
const TOLERANCE: f64 = 1e-6;

/// An advert that may be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advert {
    /// The contract advertised.
    pub contract: Contract,
    /// The month it is placed in, from 0.
    pub month: usize,
    /// How many of the same contract and month are placed before it.
    pub nth: u32,
}

/// What the planner may not go beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Adverts a month that panels can select for, contracts together.
    pub adverts_a_month: u32,
    /// Adverts in all that are approved, by contract; `None` is no limit.
    pub approved: [Option<u32>; 2],
    /// Agency FTE at a time, on top of what the baseline has.
    pub agency_fte: u32,
    /// Expected cost of the plan over its months.
    pub budget_pounds: Option<i64>,
}

/// What things cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    /// An advert placed in a month with the pay that is to be expected of it up to the last month, by contract, then
    /// by month.
    pub advert_pounds: [Vec<i64>; 2],
    /// An FTE of agency for a quarter, by quarter.
    pub agency_pounds: Vec<i64>,
    /// The price of each FTE and month beyond one for `idle_children` children, against hiring too many. It is no
    /// money and no part of a plan's cost.
    pub idle_pounds: f64,
    /// Children per FTE below which a chair counts as idle.
    pub idle_children: f64,
}

/// A second promise beside the caseload: the hours that the work needs are there.
#[derive(Debug, Clone)]
pub struct Hours {
    /// Hours needed, indexed by month, then by scenario.
    pub needed: Vec<Vec<f64>>,
    /// Hours of an effective FTE with the time off in lieu that it may build up, by month.
    pub per_fte: Vec<f64>,
}

/// How an advert turns into somebody in post, for readers: the scenarios have it drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lead {
    /// The share of adverts that bring somebody.
    pub success: f64,
    /// Months from the advert to the start: earliest, middle, latest.
    pub start_months: [f64; 3],
    /// Months from the start to a full caseload.
    pub ramp_months: f64,
    /// What placing an advert costs, without pay.
    pub fee_pounds: i64,
}

/// Scenarios of children and staff, with what may be decided.
#[derive(Debug, Clone)]
pub struct Futures {
    /// The first day of the first month.
    pub start: NaiveDate,
    /// How an advert turns into somebody in post, by contract.
    pub lead: [Lead; 2],
    /// Children to be carried, indexed by month, then by scenario.
    pub children: Vec<Vec<f64>>,
    /// Effective FTE of the staff that is there or on the way, indexed by month, then by scenario.
    pub base_fte: Vec<Vec<f64>>,
    /// Adverts that may be placed: by contract, month and number.
    pub adverts: Vec<Advert>,
    /// Effective FTE that an advert brings, indexed by month, then by advert, then by scenario.
    pub effect: Vec<Vec<Vec<f64>>>,
    /// Effective FTE of one FTE of agency, by month.
    pub agency_effect: Vec<f64>,
    /// Hours, where they are promised too.
    pub hours: Option<Hours>,
    /// What things cost.
    pub prices: Prices,
    /// What the planner may not go beyond.
    pub limits: Limits,
}

/// What is promised: at most so many children per effective FTE in each month from a month on, each with a confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Most children per effective FTE.
    pub cap: f64,
    /// The probability with which each month keeps it, above 0 and below 1.
    pub confidence: f64,
    /// The first month of the promise, from 0.
    pub from: usize,
}

/// One kind of requirement of a month, by scenario: `needed` ≤ `per_fte` × effective FTE.
#[derive(Debug, Clone, Copy)]
pub(super) struct Requirement<'a> {
    pub(super) needed: &'a [f64],
    pub(super) per_fte: f64,
}

impl Futures {
    /// Returns how many scenarios there are.
    pub fn n_scenarios(&self) -> usize {
        self.children.first().map_or(0, Vec::len)
    }

    /// Returns how many months there are.
    pub fn n_months(&self) -> usize {
        self.children.len()
    }

    /// Returns how many quarters there are, the last perhaps a part of one.
    pub fn n_quarters(&self) -> usize {
        self.n_months().div_ceil(QUARTER)
    }

    /// Returns the adverts of a contract and month, as positions in `adverts`, the first to be placed first.
    pub fn slots(&self, contract: Contract, month: usize) -> Range<usize> {
        let key = (contract, month);
        let from = self.adverts.partition_point(|advert| (advert.contract, advert.month) < key);
        from..self.adverts.partition_point(|advert| (advert.contract, advert.month) <= key)
    }

    /// Returns the effective FTE of a plan in a month, by scenario.
    pub fn fte(&self, plan: &Plan, month: usize) -> Vec<f64> {
        let agency = self.agency_effect[month] * f64::from(plan.agency_in(month));
        let mut fte: Vec<f64> = self.base_fte[month].iter().map(|base| base + agency).collect();
        for (placed_in, adverts) in plan.adverts.iter().enumerate().take(month + 1) {
            for contract in Contract::ALL {
                for slot in self.slots(contract, placed_in).take(adverts[contract.at()] as usize) {
                    fte.iter_mut().zip(&self.effect[month][slot]).for_each(|(fte, effect)| *fte += effect);
                }
            }
        }
        fte
    }

    /// Returns in how many scenarios a plan keeps the cap, by month.
    pub fn n_kept(&self, plan: &Plan, cap: f64) -> Vec<u32> {
        (0..self.n_months()).map(|month| n_kept(&self.children[month], &self.fte(plan, month), cap)).collect()
    }

    /// Returns the least share of scenarios that keep the cap in any month of the promise.
    pub fn worst_share(&self, plan: &Plan, target: &Target) -> f64 {
        let kept = (target.from..self.n_months())
            .map(|month| n_kept(&self.children[month], &self.fte(plan, month), target.cap));
        f64::from(kept.min().unwrap_or(0)) / self.n_scenarios() as f64
    }

    /// Returns the expected cost of a plan.
    pub fn cost_pounds(&self, plan: &Plan) -> i64 {
        let adverts = plan.adverts.iter().enumerate().flat_map(|(month, adverts)| {
            Contract::ALL.map(|contract| {
                i64::from(adverts[contract.at()]) * self.prices.advert_pounds[contract.at()][month]
            })
        });
        let agency = plan.agency.iter().zip(&self.prices.agency_pounds);
        adverts.sum::<i64>() + agency.map(|(&fte, pounds)| i64::from(fte) * pounds).sum::<i64>()
    }

    /// Returns whether a plan keeps the limits.
    pub fn allows(&self, plan: &Plan) -> bool {
        let in_slots = plan.adverts.iter().enumerate().all(|(month, adverts)| {
            adverts.iter().sum::<u32>() <= self.limits.adverts_a_month
                && Contract::ALL
                    .iter()
                    .all(|&contract| adverts[contract.at()] as usize <= self.slots(contract, month).len())
        });
        let approved = Contract::ALL.iter().all(|&contract| {
            self.limits.approved[contract.at()].is_none_or(|most| plan.n_adverts(contract) <= most)
        });
        in_slots
            && approved
            && plan.agency.iter().all(|&fte| fte <= self.limits.agency_fte)
            && self.limits.budget_pounds.is_none_or(|budget| self.cost_pounds(plan) <= budget)
    }

    /// Returns the effective FTE that an advert brings in a month, in the mean of all scenarios.
    pub fn mean_effect(&self, month: usize, slot: usize) -> f64 {
        self.effect[month][slot].iter().sum::<f64>() / self.n_scenarios() as f64
    }

    /// Returns what a month requires: the caseload, and the hours where they are promised too.
    pub(super) fn requirements(&self, month: usize, cap: f64) -> impl Iterator<Item = Requirement<'_>> {
        let hours = self.hours.iter();
        std::iter::once(Requirement { needed: &self.children[month], per_fte: cap }).chain(
            hours.map(move |hours| Requirement {
                needed: &hours.needed[month],
                per_fte: hours.per_fte[month],
            }),
        )
    }
}

/// Returns in how many scenarios so many children are carried by so many FTE at the cap.
fn n_kept(children: &[f64], fte: &[f64], cap: f64) -> u32 {
    let kept = children.iter().zip(fte).filter(|&(children, fte)| *children <= cap * fte + TOLERANCE);
    kept.count() as u32
}

#[cfg(test)]
mod tests {
    use super::super::small::two_scenarios;
    use super::*;

    #[test]
    fn fte_children_and_cost_add_up() {
        let futures = two_scenarios();
        let mut plan = Plan::nothing(4);
        assert_eq!(futures.fte(&plan, 3), [1.0, 1.0]);
        plan.adverts[0] = [2, 0];
        plan.agency = vec![1, 0];
        // Month 2: the base 1, the first advert 1 or 0.6, the second 1 or nothing, agency 0.9.
        assert_eq!(futures.fte(&plan, 2), [1.0 + 0.9 + 1.0 + 1.0, 1.0 + 0.9 + 0.6]);
        // 150 children: 150/70 = 2.14 FTE are needed, which both have; at 50 a chair it is 3 FTE.
        assert_eq!(futures.n_kept(&plan, 70.0)[2], 2);
        assert_eq!(futures.n_kept(&plan, 50.0)[2], 1);
        // Two adverts at 30 in month 0, one FTE of agency at 20 in the first quarter.
        assert_eq!(futures.cost_pounds(&plan), 2 * 30 + 20);
    }

    #[test]
    fn limits_are_each_kept() {
        let futures = two_scenarios();
        let plan = |adverts: [u32; 2], agency| {
            let mut plan = Plan::nothing(4);
            plan.adverts[1] = adverts;
            plan.agency[1] = agency;
            plan
        };
        let cases = [
            ([2, 0], 0, true),
            ([1, 1], 2, true),
            // Three on one panel; two temporary where one can be placed; three of agency where two are allowed.
            ([2, 1], 0, false),
            ([0, 2], 0, false),
            ([0, 0], 3, false),
        ];
        for (adverts, agency, allowed) in cases {
            assert_eq!(futures.allows(&plan(adverts, agency)), allowed, "{adverts:?} {agency}");
        }
        let mut poor = futures.clone();
        poor.limits.budget_pounds = Some(49);
        assert!(!poor.allows(&plan([2, 0], 0)));
        let mut few = futures;
        few.limits.approved = [Some(1), None];
        assert!(!few.allows(&plan([2, 0], 0)));
    }
}
