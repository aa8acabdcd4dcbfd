//! What a sizing answers.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::futures::{Lead, Target};
use super::greedy::Greedy;
use super::interval::Share;
use super::plan::{Contract, Plan};
use super::simulator::{Achieved, Stress};

/// A sizing: the plan, what it costs, whether it keeps the promise, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sizing {
    /// The first day of the first month of the plan.
    pub start: NaiveDate,
    /// What was asked for.
    pub asked: Promise,
    /// What the plan is for: what was asked for, or the nearest that can be reached.
    pub promise: Promise,
    /// Whether the promise is kept on fresh replications.
    pub verdict: Verdict,
    /// What could be reached instead, and what binds; where what was asked for cannot.
    pub nearest: Option<Nearest>,
    /// How the plan was found.
    pub method: Method,
    /// The plan and its months. `months[0]` is the month of `start`.
    pub plan: Plan,
    /// Month by month.
    pub months: Vec<Month>,
    /// Expected cost up to the last month.
    pub cost: Cost,
    /// Agency FTE on top of the baseline's by quarter, with its first month and its cost.
    pub quarters: Vec<Quarter>,
    /// By contract, how the adverts turn into people in post.
    pub pipeline: [Pipeline; 2],
    /// The plan on fresh replications.
    pub achieved: Achieved,
    /// Doing nothing, on the same replications.
    pub nothing: Achieved,
    /// What the plan's scenarios promised above what fresh replications kept: the mean over the months of the promise.
    pub optimism: f64,
    /// What goes wrong, one thing at a time.
    pub stress: Vec<StressRun>,
    /// Cost against probability: the levels tried, cheapest first.
    pub frontier: Vec<FrontierPoint>,
    /// The rule of thumb beside it.
    pub greedy: GreedyRun,
    /// Rules of thumb for FTE, month by month.
    pub thumb: Vec<Thumb>,
    /// The same sizing on other scenarios.
    pub stability: Stability,
    /// What was left out because time ran out, in sentences; empty where the answer is the same on every machine.
    pub cut_short: Vec<String>,
    /// The page a director reads: sentences, the most important first.
    pub page: Vec<String>,
}

/// A promise with its dates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Promise {
    /// Most children per effective FTE.
    pub cap: f64,
    /// The probability with which each month keeps it.
    pub confidence: f64,
    /// The first month, from 0.
    pub from: usize,
    /// The first day of it.
    pub from_date: NaiveDate,
}

impl Promise {
    /// Returns a target with its date.
    pub(super) fn new(target: &Target, start: NaiveDate) -> Promise {
        let Target { cap, confidence, from } = *target;
        Promise { cap, confidence, from, from_date: month_date(start, from) }
    }
}

/// Returns the first day of a month, counted from the first one.
pub(super) fn month_date(start: NaiveDate, month: usize) -> NaiveDate {
    start.checked_add_months(Months::new(month as u32)).unwrap_or(start)
}

/// Whether a plan keeps its promise on fresh replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// In each month at least as often as promised.
    Kept,
    /// In some month less often, by no more than chance explains (95 %).
    WithinChance,
    /// In some month less often than promised.
    Broken,
}

/// How a plan was found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By the programme.
    Programme {
        /// The worst share of scenarios that is carried in the mean.
        level: f64,
        /// How much more it costs than the relaxation of the programme, which no plan of this level is below.
        above_relaxed: f64,
    },
    /// By the rule of thumb, which was cheaper or the only one that kept the promise.
    Greedy,
    /// Everything that the limits allow, because nothing less keeps the promise.
    Everything,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month {
    /// Its first day.
    pub date: NaiveDate,
    /// Posts advertised, by contract.
    pub adverts: [u32; 2],
    /// Agency FTE on top of the baseline's.
    pub agency: u32,
    /// Expected effective FTE: the staff of today, the plan's permanent and temporary posts, its agency.
    pub fte: FteParts,
    /// FTE for the cap with the confidence, if the children are as the scenarios say.
    pub needed_fte: f64,
    /// The probability that the cap is kept, with its interval.
    pub kept: Share,
    /// The same if nothing is done.
    pub kept_by_nothing: Share,
    /// Whether the promise is for this month.
    pub promised: bool,
}

/// Expected effective FTE of a month by where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FteParts {
    /// Today's staff and who is on the way already.
    pub base: f64,
    /// By contract, what the plan's adverts bring.
    pub adverts: [f64; 2],
    /// The plan's agency.
    pub agency: f64,
}

/// Expected cost of a plan in pounds, up to its last month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Cost {
    pub adverts_pounds: i64,
    pub permanent_pay_pounds: i64,
    pub temporary_pay_pounds: i64,
    pub agency_pounds: i64,
    pub total_pounds: i64,
}

/// A quarter with agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Quarter {
    /// The first day of its first month.
    pub date: NaiveDate,
    /// FTE on top of the baseline's.
    pub fte: u32,
    /// What they cost.
    pub pounds: i64,
}

/// How the plan's adverts turn into people in post.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pipeline {
    /// The contract.
    pub contract: Contract,
    /// How an advert of it turns into somebody in post.
    pub lead: Lead,
    /// Adverts of the plan.
    pub adverts: u32,
    /// People expected to start within its months.
    pub starts: f64,
}

/// A stress run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StressRun {
    /// What goes wrong.
    pub stress: Stress,
    /// In words.
    pub words: String,
    /// The worst month of the promise and its probability.
    pub worst: (NaiveDate, Share),
    /// The probability in the mean of the months of the promise.
    pub mean: f64,
    /// Children per effective FTE in the last month: the tenth, fiftieth and ninetieth percentile.
    pub caseload: [f64; 3],
    /// The probability of each month.
    pub kept: Vec<f64>,
}

/// A plan of the cost-probability frontier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontierPoint {
    /// The level, or none for the rule of thumb and for doing nothing.
    pub level: Option<f64>,
    /// Which plan it is.
    pub name: &'static str,
    /// Expected cost.
    pub pounds: i64,
    /// Adverts by contract, and agency in FTE × months.
    pub adverts: [u32; 2],
    /// FTE × months of agency.
    pub agency_months: u32,
    /// The least probability of any month of the promise, and the mean.
    pub worst: f64,
    /// The probability in the mean of the months of the promise.
    pub mean: f64,
    /// The share of months of the promise in the band.
    pub in_band: f64,
    /// The same on the scenarios it was planned on.
    pub in_sample: f64,
    /// Whether it is the plan chosen.
    pub chosen: bool,
    /// Whether no other point costs less and keeps more.
    pub on_frontier: bool,
}

/// The rule of thumb, run on the same replications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GreedyRun {
    /// Its plan with the steps that explain it.
    pub greedy: Greedy,
    /// What it costs.
    pub pounds: i64,
    /// What came of it.
    pub achieved: Achieved,
    /// The steps in sentences.
    pub words: Vec<String>,
}

/// Rules of thumb for the FTE of a month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Thumb {
    /// The first day of the month.
    pub date: NaiveDate,
    /// The median number of children.
    pub children: f64,
    /// Children ÷ 60, the middle of the band.
    pub by_sixty: f64,
    /// Square-root staffing: the children that a Poisson number exceeds with 1 − confidence, ÷ cap. It knows chance from day to day,
    /// and no year in which everything rises.
    pub by_root: f64,
    /// What the scenarios need with the confidence.
    pub by_scenarios: f64,
    /// What the plan is expected to have.
    pub planned: f64,
}

/// The same sizing on other scenarios.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stability {
    /// Each plan with its cost, the chosen set's first.
    pub plans: Vec<(Plan, i64)>,
    /// Adverts by month and contract: least, mean and most over the sets.
    pub adverts: Vec<[(u32, f64, u32); 2]>,
    /// The mean cost: of plans of a level on fewer scenarios than all, it is not above the least cost in expectation.
    pub mean_pounds: i64,
}

/// The nearest promises that can be kept, each with everything else as asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearest {
    /// The lowest cap from the month with the confidence.
    pub cap: Option<f64>,
    /// The earliest month from which on the cap is kept with the confidence.
    pub from: Option<(usize, NaiveDate)>,
    /// The highest confidence with which the cap is kept from the month.
    pub confidence: f64,
    /// The month in which it is hardest.
    pub hardest: (usize, NaiveDate),
    /// FTE that are missing in this month, with everything that the limits allow.
    pub short_fte: f64,
    /// What stands in the way.
    pub binds: Vec<Bind>,
    /// Whether cap, month and confidence were seen on the forecast; else they are those of the scenarios that are planned on.
    pub is_tested: bool,
}

/// A limit that stands in the way of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bind {
    /// Nobody advertised for in the first month is likely to be in post by the hardest month.
    LeadTime {
        /// The first month in which somebody advertised for now is more likely than not to have started, if the advert succeeds.
        likely_from: usize,
    },
    /// Panels: adverts a month allowed, and about how many it takes; none where no number does.
    Panels {
        /// Adverts a month allowed.
        allowed: u32,
        /// About how many a month it takes.
        needed: Option<u32>,
    },
    /// Posts approved.
    Approved {
        /// The contract.
        contract: Contract,
        /// Adverts approved.
        allowed: u32,
    },
    /// Agency FTE allowed, and how many it takes.
    Agency {
        /// FTE allowed.
        allowed: u32,
        /// FTE that it takes.
        needed: u32,
    },
    /// The budget, and what the cheapest plan without one costs.
    Budget {
        /// Pounds allowed.
        allowed: i64,
        /// Pounds that it takes, where any sum would do.
        needed: Option<i64>,
    },
}
