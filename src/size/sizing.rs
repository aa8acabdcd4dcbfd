//! From what is asked for to what is answered.

use std::sync::Arc;

use rayon::prelude::*;

use super::futures::{Futures, Target};
use super::greedy::greedy;
use super::level::{Found, Search, Tried, find};
use super::nearest::{agency_months, everything, nearest};
use super::outcome::{FrontierPoint, GreedyRun, Method, Nearest, Promise, Sizing, Stability};
use super::plan::{Contract, Plan};
use super::programme::Effort;
use super::simulator::{Achieved, Draws, Simulator, Stress, Trial};
use super::tables::{cost, mean_kept, months, pipeline, quarters, stress_run, verdict};
use super::thumb::rules;
use super::watchdog::solve_within;
use super::words;

/// Replications on which a plan is looked at first, and the standard errors by which it must miss or pass for that to do.
const GLANCE: u32 = 200;
const FAR: f64 = 3.0;

/// What is asked for, and how hard to work.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// What is promised.
    pub target: Target,
    /// Fewest children per effective FTE inside the band below the cap.
    pub floor: f64,
    /// Scenarios that are planned on.
    pub n_scenarios: usize,
    /// Fresh replications of the simulator that the promise is tested on.
    pub n_replications: u32,
    /// Replications that plans are chosen on.
    pub n_choosing: u32,
    /// Replications that stress and what else there is are shown on.
    pub n_beside: u32,
    /// Bisections of the level, after a ladder of five.
    pub bisections: u32,
    /// Sets of scenarios that the sizing is done on to see how stable it is, the first one among them.
    pub n_sets: u32,
    /// How hard HiGHS tries at each level, and for other sets of scenarios.
    pub effort: Effort,
    /// How hard it tries for the plan that is answered.
    pub last_effort: Effort,
}

impl Config {
    /// Returns what is usual for a target.
    pub fn new(target: Target) -> Config {
        Config {
            target,
            floor: 50.0,
            n_scenarios: 200,
            n_replications: 1_000,
            n_choosing: 500,
            n_beside: 250,
            bisections: 2,
            n_sets: 5,
            effort: Effort::quick(),
            last_effort: Effort::default(),
        }
    }
}

/// What a sizing is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Scenarios are drawn.
    Scenarios,
    /// Plans are solved for and tried.
    Levels,
    /// The plan is tested on fresh replications, and under stress.
    Testing,
    /// Other plans are put beside it.
    Frontier,
    /// Plans for other scenarios are solved for.
    Stability,
}

/// Sizes recruitment: finds the cheapest plan that keeps the promise, runs it on fresh replications and under stress, and says what else
/// there is. Where the promise cannot be kept, the plan is for the nearest month from which it can.
///
/// `seconds_left` is asked before anything that may be left out. While it is above 0 throughout, the answer depends on its input
/// alone; what was left out is said. `progress` is told what it is at.
pub fn size(
    simulator: &dyn Simulator,
    config: &Config,
    seconds_left: &(dyn Fn() -> f64 + Sync),
    progress: &dyn Fn(Stage),
) -> Sizing {
    progress(Stage::Scenarios);
    let futures = Arc::new(simulator.futures(0, config.n_scenarios));
    let start = futures.start;
    let sizer = Sizer { simulator, config, futures: &futures, seconds_left };
    let mut cut_short = Vec::new();
    let asked = config.target;
    let mut target = asked;
    progress(Stage::Levels);
    let mut choice = sizer.choose(&target, &mut cut_short);
    let mut nearby: Option<Nearest> = None;
    if !choice.keeps {
        let all = sizer.run(&everything(&futures, &asked), &asked, Stress::None, Draws::Choosing);
        let found = nearest(&futures, &asked, &all, start, &|| seconds_left());
        if let Some((from, _)) = found.from {
            target.from = from;
            choice = sizer.choose(&target, &mut cut_short);
        }
        nearby = Some(found);
    }

    let plan = choice.plan.clone();
    let fresh = |plan: &Plan, stress| sizer.run(plan, &target, stress, Draws::Fresh);
    progress(Stage::Testing);
    let achieved = sizer.run_on(config.n_replications, &plan, &target, Stress::None, Draws::Fresh);
    let nothing = fresh(&Plan::nothing(futures.n_months()), Stress::None);
    let thumbed = greedy(&futures, &target);
    let greedy_run = GreedyRun {
        pounds: futures.cost_pounds(&thumbed.plan),
        achieved: fresh(&thumbed.plan, Stress::None),
        words: words::steps(&thumbed, &target, start),
        greedy: thumbed,
    };
    let stress = Stress::ALL.iter().map(|&stress| stress_run(stress, &fresh(&plan, stress), &target, start));
    let stress = stress.collect();
    progress(Stage::Frontier);
    let frontier = sizer.frontier(&target, &choice, &greedy_run);
    progress(Stage::Stability);
    let stability = sizer.stability(&target, &choice, &mut cut_short);

    let months = months(&futures, &plan, &achieved, &nothing, &target);
    let in_sample = mean_kept(&futures, &plan, &target);
    let mut sizing = Sizing {
        start,
        asked: Promise::new(&asked, start),
        promise: Promise::new(&target, start),
        verdict: verdict(&achieved, &target),
        nearest: nearby,
        method: choice.method,
        quarters: quarters(&futures, &plan),
        cost: cost(&futures, &plan),
        pipeline: Contract::ALL.map(|contract| pipeline(&futures, &plan, contract)),
        thumb: rules(&futures, &plan, &target, start),
        optimism: in_sample - achieved.mean(target.from),
        plan,
        months,
        achieved,
        nothing,
        stress,
        frontier,
        greedy: greedy_run,
        stability,
        cut_short,
        page: Vec::new(),
    };
    sizing.page = words::page(&sizing);
    sizing
}

/// What everything is done with.
struct Sizer<'a> {
    simulator: &'a dyn Simulator,
    config: &'a Config,
    futures: &'a Arc<Futures>,
    seconds_left: &'a (dyn Fn() -> f64 + Sync),
}

/// The plan chosen.
struct Choice {
    plan: Plan,
    method: Method,
    /// Whether the promise was kept on the replications that it was chosen on.
    keeps: bool,
    found: Found,
}

impl Sizer<'_> {
    fn n_choosing(&self) -> u32 {
        self.config.n_choosing.min(self.config.n_replications)
    }

    /// Runs a plan that is shown beside the one chosen.
    fn run(&self, plan: &Plan, target: &Target, stress: Stress, draws: Draws) -> Achieved {
        self.run_on(self.config.n_beside.min(self.config.n_replications), plan, target, stress, draws)
    }

    /// Runs a plan that may be chosen: on few replications where they tell already that its worst month is far from `aim`.
    fn try_plan(&self, plan: &Plan, target: &Target, aim: f64) -> Achieved {
        let n_replications = self.n_choosing();
        let few = n_replications.min(GLANCE);
        let glance = self.run_on(few, plan, target, Stress::None, Draws::Choosing);
        let error = (aim * (1.0 - aim) / f64::from(few)).sqrt();
        if few == n_replications || FAR * error < (glance.worst(target.from).1 - aim).abs() {
            return glance;
        }
        self.run_on(n_replications, plan, target, Stress::None, Draws::Choosing)
    }

    fn run_on(
        &self,
        n_replications: u32,
        plan: &Plan,
        target: &Target,
        stress: Stress,
        draws: Draws,
    ) -> Achieved {
        let floor = self.config.floor;
        self.simulator.run(&Trial { plan, stress, draws, n_replications, target: *target, floor })
    }

    /// What a worst month is to reach where a plan is chosen: the confidence and a standard error, because the plan that is just
    /// good enough on some replications is a little less on others.
    fn aim(&self, confidence: f64) -> f64 {
        let error = (confidence * (1.0 - confidence) / f64::from(self.n_choosing())).sqrt();
        (confidence + error).min(1.0)
    }

    /// Returns the cheapest plan that keeps the promise where one does, by the programme or the rule of thumb; else
    /// everything that may be done.
    fn choose(&self, target: &Target, cut_short: &mut Vec<String>) -> Choice {
        let aim = self.aim(target.confidence);
        let search = Search {
            aim,
            bisections: self.config.bisections,
            effort: self.config.effort,
            last_effort: self.config.last_effort,
            seconds_left: self.seconds_left,
        };
        let mut try_plan = |plan: &Plan| self.try_plan(plan, target, aim);
        let found = find(self.futures, target, &search, &mut try_plan);
        if found.out_of_time {
            cut_short.push(
                "The solver's time was up before the cheapest level was found: the plan keeps its promise but may cost \
                 more than it need."
                    .to_owned(),
            );
        }
        // A level that keeps the promise on these futures, if without room to spare, is better than a rule of thumb.
        let just_keeps = |tried: &&Tried| target.confidence <= tried.achieved.worst(target.from).1;
        let chosen = found.chosen.and_then(|at| found.tried.get(at));
        let chosen =
            chosen.or_else(|| found.tried.iter().filter(just_keeps).min_by_key(|tried| tried.pounds));
        if let Some(chosen) = chosen {
            let method = Method::Programme { level: chosen.level, above_relaxed: chosen.above_relaxed };
            return Choice { plan: chosen.plan.clone(), method, keeps: true, found };
        }
        let fallbacks = [
            (greedy(self.futures, target).plan, Method::Greedy),
            (everything(self.futures, target), Method::Everything),
        ];
        let mut last = None;
        for (plan, method) in fallbacks {
            let keeps =
                self.futures.allows(&plan) && target.confidence <= try_plan(&plan).worst(target.from).1;
            last = Some(Choice { plan, method, keeps, found: found.clone() });
            if keeps {
                break;
            }
        }
        // Everything may be beyond the budget; the rule of thumb never is.
        let mut choice = last.unwrap_or_else(|| Choice {
            plan: Plan::nothing(self.futures.n_months()),
            method: Method::Greedy,
            keeps: false,
            found,
        });
        if !choice.keeps && !self.futures.allows(&choice.plan) {
            choice.plan = greedy(self.futures, target).plan;
            choice.method = Method::Greedy;
        }
        choice
    }

    /// Returns the levels tried, doing nothing and the rule of thumb, cheapest first.
    fn frontier(&self, target: &Target, choice: &Choice, greedy: &GreedyRun) -> Vec<FrontierPoint> {
        let mut points = Vec::new();
        for tried in &choice.found.tried {
            points.push(self.point("level", Some(tried.level), &tried.plan, &tried.achieved, target));
        }
        let nothing = Plan::nothing(self.futures.n_months());
        for (name, plan) in [("nothing", &nothing), ("rule of thumb", &greedy.greedy.plan)] {
            let achieved = self.run(plan, target, Stress::None, Draws::Choosing);
            points.push(self.point(name, None, plan, &achieved, target));
        }
        let level = match choice.method {
            Method::Programme { level, .. } => Some(level),
            Method::Greedy | Method::Everything => None,
        };
        match points.iter_mut().find(|point| level.is_some() && point.level == level) {
            Some(point) => point.chosen = true,
            None => {
                let achieved = self.run(&choice.plan, target, Stress::None, Draws::Choosing);
                let mut point = self.point("chosen", None, &choice.plan, &achieved, target);
                point.chosen = true;
                points.push(point);
            }
        }
        points.sort_by(|a, b| a.pounds.cmp(&b.pounds).then(b.worst.total_cmp(&a.worst)));
        let mut best = -1.0;
        for point in &mut points {
            point.on_frontier = best < point.worst;
            best = point.worst.max(best);
        }
        points
    }

    fn point(
        &self,
        name: &'static str,
        level: Option<f64>,
        plan: &Plan,
        achieved: &Achieved,
        target: &Target,
    ) -> FrontierPoint {
        FrontierPoint {
            level,
            name,
            pounds: self.futures.cost_pounds(plan),
            adverts: Contract::ALL.map(|contract| plan.n_adverts(contract)),
            agency_months: agency_months(plan),
            worst: achieved.worst(target.from).1,
            mean: achieved.mean(target.from),
            in_band: achieved.in_band(target.from),
            in_sample: self.futures.worst_share(plan, target),
            chosen: false,
            on_frontier: false,
        }
    }

    /// Returns the plans of the same level on other scenarios.
    fn stability(&self, target: &Target, choice: &Choice, cut_short: &mut Vec<String>) -> Stability {
        let mut plans = vec![(choice.plan.clone(), self.futures.cost_pounds(&choice.plan))];
        if let Method::Programme { level, .. } = choice.method {
            let others: Vec<_> = (1..self.config.n_sets)
                .into_par_iter()
                .map(|set| {
                    let seconds = (self.seconds_left)();
                    let futures = Arc::new(self.simulator.futures(set, self.config.n_scenarios));
                    let solved = solve_within(&futures, target, level, &self.config.effort, seconds);
                    solved.map(|solved| {
                        let pounds = futures.cost_pounds(&solved.plan);
                        (solved.plan, pounds)
                    })
                })
                .collect();
            if others.contains(&Err(super::programme::Unsolved::OutOfTime)) {
                cut_short.push("Stability was seen on fewer sets of scenarios: time was up.".to_owned());
            }
            plans.extend(others.into_iter().flatten());
        }
        let adverts = (0..self.futures.n_months()).map(|month| {
            Contract::ALL.map(|contract| {
                let placed = || plans.iter().map(|(plan, _)| plan.adverts[month][contract.at()]);
                let mean = f64::from(placed().sum::<u32>()) / plans.len() as f64;
                (placed().min().unwrap_or(0), mean, placed().max().unwrap_or(0))
            })
        });
        let adverts = adverts.collect();
        let mean_pounds = plans.iter().map(|(_, pounds)| pounds).sum::<i64>() / plans.len() as i64;
        Stability { plans, adverts, mean_pounds }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::super::outcome::{Bind, Verdict};
    use super::super::toy::Toy;
    use super::*;

    fn config(cap: f64, from: usize) -> Config {
        let target = Target { cap, confidence: 0.8, from };
        Config { n_scenarios: 60, n_replications: 400, n_sets: 3, ..Config::new(target) }
    }

    fn toy() -> Toy {
        Toy { n_months: 12, ..Toy::new() }
    }

    /// The sizing without a budget, which two tests look at.
    static FREE: LazyLock<Sizing> = LazyLock::new(|| size(&toy(), &config(85.0, 8), &|| 600.0, &|_| ()));

    #[test]
    fn a_sizing_keeps_its_promise_and_adds_up() {
        let sizing = &*FREE;
        assert_ne!(sizing.verdict, Verdict::Broken, "{:?}", sizing.achieved.worst(8));
        assert!(sizing.nearest.is_none() && sizing.cut_short.is_empty());
        let cost = &sizing.cost;
        let pay = cost.permanent_pay_pounds + cost.temporary_pay_pounds;
        assert_eq!(cost.total_pounds, cost.adverts_pounds + pay + cost.agency_pounds);
        let adverts: u32 = sizing.plan.adverts.iter().flatten().sum();
        assert_eq!(cost.adverts_pounds, i64::from(adverts) * 4_000);
        assert_eq!(sizing.months.len(), 12);
        assert_eq!(sizing.frontier.iter().filter(|point| point.chosen).count(), 1);
        assert!(sizing.frontier.is_sorted_by_key(|point| point.pounds));
        assert_eq!(sizing.stability.plans.len(), 3);
        // More starts and fewer successes never help, nor does a leaver, nor the want of agency.
        for run in &sizing.stress {
            assert!(run.mean <= sizing.achieved.mean(8) + 1e-12, "{}", run.words);
        }
        assert!(sizing.nothing.mean(8) < sizing.achieved.mean(8));
    }

    #[test]
    fn the_answer_is_the_same_on_any_number_of_threads() {
        // Fewer scenarios than elsewhere are as many threads' work, and sooner solved.
        let config = Config { n_scenarios: 30, ..config(90.0, 8) };
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| size(&toy(), &config, &|| 600.0, &|_| ()))
        };
        assert_eq!(on(1), on(3));
    }

    #[test]
    fn an_impossible_target_is_answered_with_the_nearest() {
        // Nobody advertised for now is in post by the second month.
        let asked = config(70.0, 1);
        let sizing = size(&toy(), &asked, &|| 600.0, &|_| ());
        let nearest = sizing.nearest.as_ref().expect("it is impossible");
        assert!(nearest.binds.iter().any(|bind| matches!(bind, Bind::LeadTime { .. })), "{nearest:?}");
        assert!(nearest.binds.iter().any(|bind| matches!(bind, Bind::Agency { allowed: 6, .. })));
        assert!(0.0 < nearest.short_fte && nearest.confidence < 0.8);
        let cap = nearest.cap.expect("some cap can be kept");
        let (from, _) = nearest.from.expect("some month can be reached");
        assert_eq!(sizing.promise.from, from);
        assert!(70.0 < cap && 1 < from);
        // What is said to be reachable is, and a little less is not.
        let futures = toy().futures(0, 60);
        let reached = |target: Target| {
            let all = everything(&futures, &target);
            // On the futures that the answer was found on.
            let (draws, n_replications) = (Draws::Choosing, asked.n_beside);
            let trial =
                Trial { plan: &all, stress: Stress::None, draws, n_replications, target, floor: 50.0 };
            target.confidence <= toy().run(&trial).worst(target.from).1
        };
        assert!(reached(Target { cap, ..asked.target }));
        assert!(!reached(Target { cap: cap - 0.2, ..asked.target }));
        assert!(reached(Target { from, ..asked.target }));
        assert!(!reached(Target { from: from - 1, ..asked.target }));
    }

    #[test]
    fn a_budget_binds_and_more_of_it_is_never_worse() {
        let free = &*FREE;
        // Other sets of scenarios say how stable a plan is and do not choose it.
        let config = Config { n_sets: 1, ..config(85.0, 8) };
        let with = |budget: i64| {
            let mut toy = toy();
            toy.limits.budget_pounds = Some(budget);
            size(&toy, &config, &|| 600.0, &|_| ())
        };
        let poor = with(free.cost.total_pounds / 2);
        let nearest = poor.nearest.as_ref().expect("half the money is not enough");
        assert!(nearest.binds.iter().any(|bind| matches!(bind, Bind::Budget { .. })), "{nearest:?}");
        assert!(poor.cost.total_pounds <= free.cost.total_pounds / 2);
        let richer = with(free.cost.total_pounds * 3 / 4);
        let cap = |sizing: &Sizing| sizing.nearest.as_ref().and_then(|nearest| nearest.cap).unwrap_or(85.0);
        assert!(cap(&richer) <= cap(&poor), "{} {}", cap(&richer), cap(&poor));
        let rich = with(free.cost.total_pounds * 2);
        assert!(rich.nearest.is_none());
        assert_eq!(rich.plan, free.plan);
    }

    #[test]
    fn without_time_the_rule_of_thumb_stands_in_and_that_is_said() {
        let sizing = size(&toy(), &config(100.0, 8), &|| 0.0, &|_| ());
        assert_eq!(sizing.method, Method::Greedy);
        assert_eq!(sizing.plan, sizing.greedy.greedy.plan);
        assert!(!sizing.cut_short.is_empty());
    }
}
