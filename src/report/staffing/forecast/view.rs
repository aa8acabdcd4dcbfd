//! An outcome seen from the page: its months, its scenarios, and their values.

use chrono::{Months, NaiveDate};

use crate::report::staffing::numbers::{Quantiles, plain, quantiles};
use crate::report::words::discreet;
use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Outcome, Scenario, Spread};
use crate::simulate::sensitivity::Tornado;

/// What a report needs to know beside the outcome.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Least and most of the advised caseload, in children an FTE.
    pub band: [f64; 2],
    /// How much each assumption moves a measure; may be empty.
    pub tornadoes: &'a [Tornado],
}

impl Default for Asked<'_> {
    /// The range of the IRO Handbook (2010), and no tornado.
    fn default() -> Self {
        Asked { band: [50.0, 70.0], tornadoes: &[] }
    }
}

/// An outcome with what is asked of its report.
pub(super) struct View<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) asked: &'a Asked<'a>,
    pub(super) n_months: usize,
}

impl<'a> View<'a> {
    pub(super) fn new(outcome: &'a Outcome, asked: &'a Asked<'a>) -> View<'a> {
        let n_months = outcome.scenarios.first().map_or(0, |scenario| scenario.spread.months[0].len());
        View { outcome, asked, n_months }
    }

    /// Returns the baseline and the others; `None` of an outcome without a scenario.
    pub(super) fn baseline(&self) -> &'a Scenario {
        &self.outcome.scenarios[0]
    }

    pub(super) fn others(&self) -> &'a [Scenario] {
        &self.outcome.scenarios[1..]
    }

    /// Returns the first day of a month.
    pub(super) fn date(&self, month: usize) -> NaiveDate {
        self.outcome.start.checked_add_months(Months::new(month as u32)).unwrap_or(self.outcome.start)
    }

    /// Returns `March 2012`.
    pub(super) fn month(&self, month: usize) -> String {
        self.date(month).format("%B %Y").to_string()
    }

    pub(super) fn last(&self) -> usize {
        self.n_months.saturating_sub(1)
    }

    /// Returns `April 2011 to March 2012`.
    pub(super) fn period(&self) -> String {
        format!("{} to {}", self.month(0), self.month(self.last()))
    }

    /// Returns `April 2011 to March 2012` of a whole year.
    pub(super) fn year(&self, year: usize) -> String {
        format!("{} to {}", self.month(year * 12), self.month(year * 12 + 11))
    }

    pub(super) fn n_years(&self) -> usize {
        self.n_months / 12
    }

    /// Returns a line for a chart's measure: `Children on plans, Lancashire, April 2011 to March 2012`.
    pub(super) fn about(&self, what: &str) -> String {
        format!("{what}, {}, {}", discreet(&self.outcome.name), self.period())
    }

    /// Returns the scenarios in which any of the measures differs from the baseline, the baseline first, and the names of
    /// the rest.
    pub(super) fn telling(&self, measures: &[Measure]) -> (Vec<&'a Scenario>, Vec<String>) {
        let (mut telling, mut same) = (vec![self.baseline()], Vec::new());
        for scenario in self.others() {
            let months = |spread: &'a Spread, measure: Measure| &spread.months[measure as usize];
            let is_same = measures.iter().all(|&measure| {
                months(&scenario.spread, measure) == months(&self.baseline().spread, measure)
            });
            if is_same { same.push(named(scenario)) } else { telling.push(scenario) }
        }
        (telling, same)
    }

    /// Whether there are looked-after children, for whom the Handbook's range is given.
    pub(super) fn has_looked_after(&self) -> bool {
        (0..self.n_months).any(|month| {
            self.baseline()
                .spread
                .month(Measure::LookedAfter, month)
                .quantile(90)
                .is_some_and(|most| 0 < most)
        })
    }

    /// Returns the most of the advised caseload as words: `70`.
    pub(super) fn most(&self) -> String {
        format!("{}", self.asked.band[1])
    }

    /// Returns `50 to 70`.
    pub(super) fn band(&self) -> String {
        format!("{} to {}", self.asked.band[0], self.asked.band[1])
    }
}

/// Returns a scenario's name, discreet.
pub(super) fn named(scenario: &Scenario) -> String {
    discreet(&scenario.name)
}

/// Returns the percentiles of each month.
pub(super) fn stored(spread: &Spread, measure: Measure) -> Vec<Option<Quantiles>> {
    spread.months[measure as usize].iter().map(quantiles).collect()
}

/// Returns the percentiles of each month in the measure's unit.
pub(super) fn fan(spread: &Spread, measure: Measure) -> Vec<Option<[f64; 3]>> {
    stored(spread, measure)
        .into_iter()
        .map(|three| three.map(|three| three.map(|value| plain(measure, value as f64))))
        .collect()
}

/// Returns the mean of each month in the measure's unit; nought where there is none.
pub(super) fn means(spread: &Spread, measure: Measure) -> Vec<f64> {
    spread.months[measure as usize].iter().map(|tally| plain(measure, tally.mean().unwrap_or(0.0))).collect()
}

/// Returns the mean of the whole run in the measure's unit.
pub(super) fn whole_mean(spread: &Spread, measure: Measure) -> f64 {
    plain(measure, spread.whole[measure as usize].mean().unwrap_or(0.0))
}

/// Whether a measure has any value in any month.
pub(super) fn is_known(spread: &Spread, measure: Measure) -> bool {
    spread.months[measure as usize].iter().any(|tally| 0 < tally.n())
}

/// Returns a list as a sentence has it: `a, b and c`.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
