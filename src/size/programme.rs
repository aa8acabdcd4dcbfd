//! The cheapest plan whose worst scenarios are carried in the mean: an integer programme, solved by cuts.
//!
//! A month is carried at a level if the worst share `level` of its scenarios has no shortfall in the mean (conditional
//! value at risk, see [`super::tail`]). Written out, that takes a variable and a row for each month and scenario. It is the same as one row
//! for every subset of scenarios of that size, of which few are ever needed: solve with the rows so far, find each month's
//! worst subset at the answer, add its row where it is not kept, repeat (Künzi-Bay and Mayer, *Computational Management
//! Science* 3, 2006). The rows are first gathered on the relaxation, then on whole adverts. There is no big-M.

use good_lp::solvers::ResolutionError;
use good_lp::solvers::highs::HighsProblem;
use good_lp::{Expression, Solution, SolverModel, Variable, constraint, highs, variable, variables};

use super::futures::{Futures, Target};
use super::mend::{mend, priced};
use super::plan::{Contract, Plan, QUARTER};
use super::tail::worst;

/// Mean FTE that the worst scenarios may lack: rounding.
const TOLERANCE: f64 = 1e-5;
/// Idle FTE that a month's price may be wrong by.
const IDLE_TOLERANCE: f64 = 0.02;
/// The rows of the relaxation are gathered until a round raises its cost by less than this share.
const SETTLED: f64 = 2e-4;
/// Most rounds of cuts; a round adds a row for each month at most, and real cases take 10 to 30.
const MOST_ROUNDS: u32 = 200;

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// The share of its cost that whole adverts may lie above the cheapest for the rows so far.
    pub gap: f32,
    /// The share above the relaxation at which a plan is good enough: whole adverts cost 1 to 2 % more than parts of them.
    pub enough: f64,
    /// Most nodes of one search. It ends at the same node on every machine.
    pub nodes: i32,
    /// Rounds without a cheaper plan before the search ends.
    pub patience: u32,
    /// Seconds of one call of HiGHS: a watchdog, whose end depends on the machine.
    pub seconds: f64,
}

impl Default for Effort {
    fn default() -> Effort {
        Effort { gap: 0.02, enough: 0.03, nodes: 200, patience: 1, seconds: 20.0 }
    }
}

impl Effort {
    /// Returns the effort with which levels are told apart: a few seconds less each, for plans that cost up to one in a hundred more.
    pub fn quick() -> Effort {
        Effort { gap: 0.05, enough: 0.045, nodes: 20, ..Effort::default() }
    }
}

/// The cheapest plan found.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// The plan.
    pub plan: Plan,
    /// What no plan of this level costs less than, with the price of idle chairs: the cost of the relaxation.
    pub relaxed_pounds: f64,
    /// By how much more than that the plan costs, as a share of it.
    pub above_relaxed: f64,
    /// Rounds of cuts, and rows at the end.
    pub rounds: (u32, usize),
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsolved {
    /// No plan within the limits carries the worst scenarios.
    #[error("no plan within the limits carries the worst scenarios")]
    Impossible,
    /// The solver ended without one.
    #[error("the solver found no plan in its time")]
    OutOfTime,
}

/// Returns the cheapest plan found that carries the worst share `level` of scenarios in the mean, in each month of the
/// promise.
///
/// The relaxation is solved first: its cost is below that of every plan. Then whole adverts are found against its rows,
/// mended ([`super::mend`]) where a month still lacks something, and kept if they are the cheapest so far; until they are
/// within the gap of the relaxation, or rounds have been tried without getting cheaper.
///
/// # Errors
///
/// [`Unsolved`], where there is none, or none is found in time.
pub fn solve(futures: &Futures, target: &Target, level: f64, effort: &Effort) -> Result<Solved, Unsolved> {
    let mut rows = Vec::new();
    let mut rounds = 0;
    let mut relaxed_pounds = 0.0;
    while rounds < MOST_ROUNDS {
        rounds += 1;
        let answer = Answer::of(futures, &rows, false, effort)?;
        let rise = answer.pounds - relaxed_pounds;
        relaxed_pounds = answer.pounds;
        let broken = broken_rows(futures, target, level, &answer, &rows);
        if broken.is_empty() || (1 < rounds && rise < SETTLED * relaxed_pounds && effort.gap > 0.0) {
            break;
        }
        rows.extend(broken);
    }

    let mut best: Option<(f64, Plan)> = None;
    let mut without_gain = 0;
    while rounds < MOST_ROUNDS && without_gain < effort.patience {
        rounds += 1;
        let answer = match Answer::of(futures, &rows, true, effort) {
            Ok(answer) => answer,
            Err(unsolved) if best.is_none() => return Err(unsolved),
            Err(_) => break,
        };
        let broken = broken_rows(futures, target, level, &answer, &rows);
        let exact = broken.is_empty();
        rows.extend(broken);
        without_gain += 1;
        if let Some(plan) = mend(futures, target, level, &answer.plan(futures)) {
            let pounds = priced(futures, &plan);
            // Rows at the mended plan too: the next answer will lie near it.
            rows.extend(rows_at(futures, target, level, &plan, &rows));
            if best.as_ref().is_none_or(|(least, _)| pounds < *least) {
                best = Some((pounds, plan));
                without_gain = 0;
            }
        }
        let within = |least: f64| least <= relaxed_pounds * (1.0 + effort.enough);
        if exact || best.as_ref().is_some_and(|(least, _)| within(*least)) {
            break;
        }
    }
    let (pounds, plan) = best.ok_or(Unsolved::OutOfTime)?;
    let above_relaxed = if 0.0 < relaxed_pounds { pounds / relaxed_pounds - 1.0 } else { 0.0 };
    Ok(Solved { plan, relaxed_pounds, above_relaxed, rounds: (rounds, rows.len()) })
}

/// A row of the programme: what a plan's FTE in a month must be, or what chairs are idle, in the mean of some scenarios.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    kind: Kind,
    month: usize,
    /// Mean effect of each advert.
    adverts: Vec<f64>,
    /// Mean effect of an FTE of agency.
    agency: f64,
    /// Mean FTE that is needed beyond the base.
    fte: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Effect + agency ≥ FTE needed.
    Carried,
    /// Idle FTE ≥ effect + agency − FTE needed, all times the share of the scenarios.
    Idle,
}

/// What HiGHS answers: adverts between 0 and 1, agency and idle FTE.
struct Answer {
    adverts: Vec<f64>,
    agency: Vec<f64>,
    idle: Vec<f64>,
    pounds: f64,
}

impl Answer {
    fn of(futures: &Futures, rows: &[Row], whole: bool, effort: &Effort) -> Result<Answer, Unsolved> {
        let mut vars = variables!();
        let chosen = variable().min(0).max(1);
        let chosen = if whole { chosen.integer() } else { chosen };
        let adverts: Vec<Variable> = futures.adverts.iter().map(|_| vars.add(chosen.clone())).collect();
        let hired = variable().min(0).max(futures.limits.agency_fte);
        let hired = if whole { hired.integer() } else { hired };
        let agency: Vec<Variable> = (0..futures.n_quarters()).map(|_| vars.add(hired.clone())).collect();
        let priced = 0.0 < futures.prices.idle_pounds;
        let idle_months = if priced { futures.n_months() } else { 0 };
        let idle: Vec<Variable> = (0..idle_months).map(|_| vars.add(variable().min(0))).collect();

        let mut cost = Expression::default();
        for (advert, &chosen) in futures.adverts.iter().zip(&adverts) {
            cost += chosen * futures.prices.advert_pounds[advert.contract.at()][advert.month] as f64;
        }
        for (&pounds, &fte) in futures.prices.agency_pounds.iter().zip(&agency) {
            cost += fte * pounds as f64;
        }
        let spent = cost.clone();
        cost += idle.iter().map(|&fte| fte * futures.prices.idle_pounds).sum::<Expression>();

        let mut model: HighsProblem = vars
            .minimise(cost.clone())
            .using(highs)
            .set_threads(1)
            .set_time_limit(effort.seconds)
            .set_option("mip_max_nodes", effort.nodes)
            .set_mip_rel_gap(effort.gap)
            .map_err(|_| Unsolved::OutOfTime)?;
        for row in limit_rows(futures, &adverts, spent) {
            model.add_constraint(row);
        }
        for row in rows {
            let mut fte = agency[row.month / QUARTER] * row.agency;
            for (&chosen, &effect) in adverts.iter().zip(&row.adverts).filter(|(_, effect)| **effect != 0.0) {
                fte += chosen * effect;
            }
            model.add_constraint(match row.kind {
                Kind::Carried => constraint!(fte >= row.fte),
                Kind::Idle => constraint!(fte - idle[row.month] <= row.fte),
            });
        }
        let solution = model.solve().map_err(|error| match error {
            ResolutionError::Infeasible => Unsolved::Impossible,
            _ => Unsolved::OutOfTime,
        })?;
        let values = |vars: &[Variable]| vars.iter().map(|&var| solution.value(var)).collect();
        Ok(Answer {
            adverts: values(&adverts),
            agency: values(&agency),
            idle: values(&idle),
            pounds: cost.eval_with(&solution),
        })
    }

    /// Returns the plan of whole adverts.
    fn plan(&self, futures: &Futures) -> Plan {
        let mut plan = Plan::nothing(futures.n_months());
        for (advert, chosen) in futures.adverts.iter().zip(&self.adverts) {
            plan.adverts[advert.month][advert.contract.at()] += u32::from(0.5 < *chosen);
        }
        plan.agency = self.agency.iter().map(|fte| fte.round() as u32).collect();
        plan
    }

    /// Returns the effective FTE of a month, by scenario.
    fn fte(&self, futures: &Futures, month: usize) -> Vec<f64> {
        let agency = self.agency[month / QUARTER] * futures.agency_effect[month];
        let mut fte: Vec<f64> = futures.base_fte[month].iter().map(|base| base + agency).collect();
        for (chosen, effect) in self.adverts.iter().zip(&futures.effect[month]) {
            if *chosen != 0.0 {
                fte.iter_mut().zip(effect).for_each(|(fte, effect)| *fte += chosen * effect);
            }
        }
        fte
    }
}

/// Adverts in order, panels, approvals and the budget.
fn limit_rows(futures: &Futures, adverts: &[Variable], spent: Expression) -> Vec<good_lp::Constraint> {
    let limits = &futures.limits;
    let mut rows = Vec::new();
    for month in 0..futures.n_months() {
        let mut on_panels = Expression::default();
        for contract in Contract::ALL {
            let slots = &adverts[futures.slots(contract, month)];
            rows.extend(slots.windows(2).map(|pair| constraint!(pair[1] <= pair[0])));
            on_panels += slots.iter().sum::<Expression>();
        }
        rows.push(constraint!(on_panels <= limits.adverts_a_month));
    }
    for contract in Contract::ALL {
        if let Some(most) = limits.approved[contract.at()] {
            let of_contract = futures.adverts.iter().zip(adverts).filter(|(a, _)| a.contract == contract);
            let placed: Expression = of_contract.map(|(_, &chosen)| chosen).sum();
            rows.push(constraint!(placed <= most));
        }
    }
    if let Some(budget) = limits.budget_pounds {
        rows.push(constraint!(spent <= budget as f64));
    }
    rows
}

/// Returns the rows that an answer breaks: of each month of the promise its worst scenarios, of each month the scenarios with
/// idle chairs.
fn broken_rows(futures: &Futures, target: &Target, level: f64, answer: &Answer, rows: &[Row]) -> Vec<Row> {
    let mut broken = Vec::new();
    for month in 0..futures.n_months() {
        let fte = answer.fte(futures, month);
        if target.from <= month {
            for requirement in futures.requirements(month, target.cap) {
                let tail = worst(&requirement, &fte, level);
                if TOLERANCE < tail.fte_short {
                    let needed = |scenario: usize| requirement.needed[scenario] / requirement.per_fte;
                    broken.push(row(futures, Kind::Carried, month, &tail.weights, needed));
                }
            }
        }
        if let Some(counted) = answer.idle.get(month) {
            let needed = |scenario: usize| futures.children[month][scenario] / futures.prices.idle_children;
            let share = 1.0 / futures.n_scenarios() as f64;
            let idle: Vec<(usize, f64)> = (0..fte.len())
                .filter(|&scenario| needed(scenario) < fte[scenario])
                .map(|scenario| (scenario, share))
                .collect();
            let fte: f64 =
                idle.iter().map(|&(scenario, share)| share * (fte[scenario] - needed(scenario))).sum();
            if counted + IDLE_TOLERANCE < fte {
                broken.push(row(futures, Kind::Idle, month, &idle, needed));
            }
        }
    }
    // A row that is there already is broken by rounding alone.
    broken.retain(|row| !rows.contains(row));
    broken
}

/// Returns the rows of each month's worst scenarios at a plan, whether or not it breaks them.
fn rows_at(futures: &Futures, target: &Target, level: f64, plan: &Plan, rows: &[Row]) -> Vec<Row> {
    let mut at = Vec::new();
    for month in target.from..futures.n_months() {
        let fte = futures.fte(plan, month);
        for requirement in futures.requirements(month, target.cap) {
            let tail = worst(&requirement, &fte, level);
            let needed = |scenario: usize| requirement.needed[scenario] / requirement.per_fte;
            at.push(row(futures, Kind::Carried, month, &tail.weights, needed));
        }
    }
    at.retain(|row| !rows.contains(row));
    at
}

fn row(
    futures: &Futures,
    kind: Kind,
    month: usize,
    weights: &[(usize, f64)],
    needed: impl Fn(usize) -> f64,
) -> Row {
    let mean = |value: &dyn Fn(usize) -> f64| weights.iter().map(|&(s, weight)| weight * value(s)).sum();
    let adverts = futures.effect[month].iter().map(|effect| mean(&|scenario| effect[scenario])).collect();
    let agency = mean(&|_| futures.agency_effect[month]);
    Row {
        kind,
        month,
        adverts,
        agency,
        fte: mean(&|scenario| needed(scenario) - futures.base_fte[month][scenario]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::small::drawn;
    use super::*;

    const EXACT: Effort = Effort { gap: 0.0, enough: 0.0, nodes: 1_000_000, patience: 200, seconds: 60.0 };

    /// Whether a plan carries its worst scenarios in the mean, in each month of the promise.
    fn carries(futures: &Futures, plan: &Plan, target: &Target, level: f64) -> bool {
        (target.from..futures.n_months()).all(|month| {
            let fte = futures.fte(plan, month);
            let short = |requirement| worst(&requirement, &fte, level).fte_short;
            futures.requirements(month, target.cap).all(|requirement| short(requirement) <= TOLERANCE)
        })
    }

    /// Returns every plan within the limits.
    fn every_plan(futures: &Futures) -> Vec<Plan> {
        let mut plans = vec![Plan::nothing(futures.n_months())];
        let mut vary = |change: &dyn Fn(&mut Plan, u32), most: u32| {
            let varied = plans.iter().flat_map(|plan| {
                (0..=most).map(move |n| {
                    let mut plan = plan.clone();
                    change(&mut plan, n);
                    plan
                })
            });
            plans = varied.filter(|plan| futures.allows(plan)).collect();
        };
        for month in 0..futures.n_months() {
            for contract in Contract::ALL {
                let most = futures.slots(contract, month).len() as u32;
                vary(&|plan, n| plan.adverts[month][contract.at()] = n, most);
            }
        }
        for quarter in 0..futures.n_quarters() {
            vary(&|plan, n| plan.agency[quarter] = n, futures.limits.agency_fte);
        }
        plans
    }

    #[test]
    fn it_costs_as_little_as_the_cheapest_of_all_plans() {
        let (mut found, mut impossible) = (0, 0);
        for seed in 0..24 {
            let mut futures = drawn(seed, 14, 4);
            if seed % 3 == 1 {
                futures.limits.budget_pounds = Some(70);
            }
            if seed % 4 == 2 {
                futures.limits.approved = [Some(2), Some(1)];
            }
            let target = Target { cap: [45.0, 95.0, 120.0][seed as usize % 3], confidence: 0.8, from: 2 };
            let level = [0.2, 0.33, 0.5][seed as usize / 8];
            let cheapest = every_plan(&futures)
                .iter()
                .filter(|plan| carries(&futures, plan, &target, level))
                .map(|plan| futures.cost_pounds(plan))
                .min();
            match (solve(&futures, &target, level, &EXACT), cheapest) {
                (Ok(solved), Some(pounds)) => {
                    assert!(futures.allows(&solved.plan), "seed {seed}");
                    assert!(carries(&futures, &solved.plan, &target, level), "seed {seed}");
                    assert_eq!(futures.cost_pounds(&solved.plan), pounds, "seed {seed}");
                    assert!(solved.relaxed_pounds <= pounds as f64 + 1e-6, "seed {seed}");
                    found += 1;
                }
                (Err(Unsolved::Impossible), None) => impossible += 1,
                other => panic!("seed {seed}: {other:?}"),
            }
        }
        assert!(5 < found && 2 < impossible, "{found} found, {impossible} impossible");
    }

    #[test]
    fn the_worst_carried_in_the_mean_keep_the_chance_in_sample() {
        for seed in 100..130 {
            let futures = drawn(seed, 40, 6);
            let target = Target { cap: 100.0, confidence: 0.8, from: 3 };
            for level in [0.1, 0.25, 0.4] {
                let Ok(solved) = solve(&futures, &target, level, &Effort::default()) else { continue };
                let share = futures.worst_share(&solved.plan, &target);
                assert!(1.0 - level <= share + 1e-9, "seed {seed}, level {level}: {share}");
            }
        }
    }

    #[test]
    fn a_laxer_level_and_a_greater_cap_never_cost_more() {
        for seed in 200..212 {
            let futures = drawn(seed, 20, 5);
            let costs = |levels: &[(f64, f64)]| -> Vec<i64> {
                let plans = levels.iter().map(|&(level, cap)| {
                    let target = Target { cap, confidence: 0.8, from: 2 };
                    solve(&futures, &target, level, &EXACT)
                });
                plans.map(|plan| plan.map_or(i64::MAX, |solved| futures.cost_pounds(&solved.plan))).collect()
            };
            for line in
                [[(0.1, 110.0), (0.3, 110.0), (0.6, 110.0)], [(0.3, 90.0), (0.3, 110.0), (0.3, 140.0)]]
            {
                let costs = costs(&line);
                assert!(costs.is_sorted_by(|a, b| b <= a), "seed {seed}: {costs:?}");
            }
        }
    }

    #[test]
    fn hours_are_promised_beside_the_caseload() {
        let mut futures = drawn(7, 20, 5);
        let target = Target { cap: 140.0, confidence: 0.8, from: 2 };
        let by_caseload = solve(&futures, &target, 0.3, &EXACT).expect("possible");
        // Each child takes an hour and an FTE has 100: as a cap of 100.
        let hours =
            super::super::futures::Hours { needed: futures.children.clone(), per_fte: vec![100.0; 5] };
        futures.hours = Some(hours);
        let with_hours = solve(&futures, &target, 0.3, &EXACT).expect("possible");
        futures.hours = None;
        let tight = solve(&futures, &Target { cap: 100.0, ..target }, 0.3, &EXACT).expect("possible");
        assert_eq!(futures.cost_pounds(&with_hours.plan), futures.cost_pounds(&tight.plan));
        assert!(futures.cost_pounds(&by_caseload.plan) < futures.cost_pounds(&with_hours.plan));
    }

    #[test]
    fn idle_chairs_are_avoided_where_there_is_a_choice() {
        // Agency for a quarter that begins before the promise, or an advert whose FTE stays: as soon as idle chairs
        // have a price, the expected idle FTE does not rise.
        let mut fell = 0;
        for seed in 300..312 {
            let mut futures = drawn(seed, 20, 6);
            let target = Target { cap: 100.0, confidence: 0.8, from: 3 };
            futures.prices.idle_children = 90.0;
            let idle = |futures: &Futures, plan: &Plan| -> f64 {
                let month = |month: usize| {
                    let fte = futures.fte(plan, month);
                    let over = fte.iter().zip(&futures.children[month]);
                    over.map(|(fte, children)| (fte - children / 90.0).max(0.0)).sum::<f64>() / 20.0
                };
                (0..6).map(month).sum()
            };
            let Ok(free) = solve(&futures, &target, 0.3, &EXACT) else { continue };
            futures.prices.idle_pounds = 200.0;
            let priced = solve(&futures, &target, 0.3, &EXACT).expect("as possible as before");
            let (before, after) = (idle(&futures, &free.plan), idle(&futures, &priced.plan));
            assert!(after <= before + 6.0 * IDLE_TOLERANCE, "seed {seed}: {before} {after}");
            fell += u32::from(after + 0.1 < before);
        }
        assert!(0 < fell);
    }
}
