//! What the forms ask for, and what is wrong with it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::shelf::{self, BASELINES, Item, OVERLAYS};
use crate::files::{Faults, Staffing};
use crate::staffing::{Baseline, Key};

/// Numbers of futures that can be chosen: a run must end while somebody waits.
pub(crate) const REPLICATIONS: [u64; 3] = [100, 200, 400];
/// Most years of a run.
pub(crate) const MOST_YEARS: usize = 5;
/// Most scenarios beside the baseline in one run.
const MOST_SCENARIOS: usize = 6;
/// Months that a sizing can plan.
pub(crate) const SIZED_MONTHS: [usize; 3] = [12, 24, 36];

/// A form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    /// `forecast`, `sizing` or `cancel`.
    pub(crate) action: String,
    /// The run to cancel.
    pub(crate) job: String,
    pub(crate) baseline: String,
    pub(crate) overlays: Vec<String>,
    /// Whether the overlays are run as one scenario too.
    pub(crate) together: String,
    pub(crate) replications: String,
    pub(crate) years: String,
    pub(crate) start: String,
    pub(crate) sized: String,
    pub(crate) cap: String,
    pub(crate) confidence: String,
    pub(crate) from: String,
    pub(crate) months: String,
    pub(crate) budget: String,
}

/// What is wrong, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Problems(BTreeMap<&'static str, String>);

impl Problems {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.values().cloned().collect()
    }

    fn add(&mut self, field: &'static str, what: impl Into<String>) {
        self.0.entry(field).or_insert_with(|| what.into());
    }
}

/// A forecast to be run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Forecast {
    pub(crate) baseline: Baseline,
    pub(crate) scenarios: Vec<Baseline>,
    pub(crate) replications: u64,
    /// What the readers of the files thought worth saying.
    pub(crate) notes: Vec<String>,
}

/// A sizing to be run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sizing {
    pub(crate) baseline: Baseline,
    pub(crate) cap: f64,
    pub(crate) confidence: f64,
    /// The first month of the promise, from 0.
    pub(crate) from: usize,
    pub(crate) months: usize,
    pub(crate) budget_pounds: Option<i64>,
}

impl Given {
    /// Returns the forecast that is asked for.
    pub(crate) fn forecast(&self) -> Result<Forecast, Problems> {
        let mut problems = Problems::default();
        let replications = self.replications.parse().ok().filter(|n| REPLICATIONS.contains(n));
        if replications.is_none() {
            problems.add("replications", "choose 100, 200 or 400 futures");
        }
        let years = match self.years.as_str() {
            "" => None,
            text => {
                text.parse::<usize>().ok().filter(|years| (1..=MOST_YEARS).contains(years)).or_else(|| {
                    problems
                        .add("years", format!("choose 1 to {MOST_YEARS} years, or as the baseline has it"));
                    None
                })
            }
        };
        let start = match self.start.trim() {
            "" => None,
            text => month(text).or_else(|| {
                problems.add(
                    "start",
                    format!("the first month is {text:?}; wanted one such as 2012-04, or nothing"),
                );
                None
            }),
        };
        let baseline = shelf::find(&BASELINES, &self.baseline);
        if baseline.is_none() {
            problems.add("baseline", "choose a baseline");
        }
        let overlays = self.chosen(baseline, &mut problems);
        let (Some(baseline), Some(replications)) = (baseline, replications) else { return Err(problems) };
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut wanted: Vec<Vec<&Item>> = overlays.iter().map(|overlay| vec![*overlay]).collect();
        if !self.together.is_empty() && 1 < overlays.len() {
            wanted.push(overlays);
        }
        let settled = |staffing: Staffing| {
            let mut baseline = staffing.baseline;
            baseline.months = years.map_or(baseline.months, |years| 12 * years);
            baseline.start = start.unwrap_or(baseline.start);
            (baseline, staffing.notes)
        };
        let told = |faults: &Faults| {
            let mut problems = Problems::default();
            problems.add("overlays", faults.to_string());
            problems
        };
        let (baseline, mut notes) = settled(shelf::read(baseline, &[]).map_err(|faults| told(&faults))?);
        let mut scenarios = Vec::with_capacity(wanted.len());
        for overlays in wanted {
            let base = shelf::find(&BASELINES, &self.baseline).unwrap_or(&BASELINES[0]);
            let (mut scenario, more) = settled(shelf::read(base, &overlays).map_err(|faults| told(&faults))?);
            scenario.months = baseline.months;
            notes.extend(more);
            scenarios.push(scenario);
        }
        if let Err(error) = baseline.horizon() {
            problems.add(if start.is_some() { "start" } else { "years" }, error.to_string());
            return Err(problems);
        }
        let mut seen = std::collections::BTreeSet::new();
        notes.retain(|note| seen.insert(note.clone()));
        Ok(Forecast { baseline, scenarios, replications, notes })
    }

    /// Returns the overlays that are chosen, each on a baseline that it is for.
    fn chosen(&self, baseline: Option<&Item>, problems: &mut Problems) -> Vec<&'static Item> {
        let mut chosen: Vec<&'static Item> = Vec::new();
        for overlay in OVERLAYS.iter().filter(|overlay| self.overlays.iter().any(|key| key == overlay.key)) {
            match baseline {
                Some(baseline) if !overlay.fits(baseline) => problems.add(
                    "overlays",
                    format!(
                        "{} is for {}, not for {}",
                        overlay.title(),
                        overlay.for_baselines().unwrap_or_default(),
                        baseline.title()
                    ),
                ),
                _ => chosen.push(overlay),
            }
        }
        if MOST_SCENARIOS < chosen.len() {
            let n = chosen.len();
            problems.add(
                "overlays",
                format!("{n} scenarios are chosen; at most {MOST_SCENARIOS} are compared at once"),
            );
        }
        chosen
    }

    /// Returns the sizing that is asked for.
    pub(crate) fn sizing(&self) -> Result<Sizing, Problems> {
        let mut problems = Problems::default();
        let confidence = match self.confidence.parse::<f64>() {
            Ok(confidence) if (0.5..=0.99).contains(&confidence) => confidence,
            _ => {
                problems.add("confidence", "choose how sure it is to be");
                0.0
            }
        };
        let months = match self.months.parse::<usize>() {
            Ok(months) if SIZED_MONTHS.contains(&months) => months,
            _ => {
                problems.add("months", "choose how many months are planned");
                SIZED_MONTHS[1]
            }
        };
        let from = month(self.from.trim()).or_else(|| {
            let given = self.from.trim();
            problems.add(
                "from",
                match given {
                    "" => "give the first month of the promise, such as 2013-10".to_owned(),
                    _ => format!("the first month of the promise is {given:?}; wanted one such as 2013-10"),
                },
            );
            None
        });
        let number = |text: &str| text.trim().trim_start_matches('£').replace(',', "").parse::<f64>().ok();
        let cap = match self.cap.trim() {
            "" => None,
            text => number(text).filter(|cap| (1.0..=1000.0).contains(cap)).or_else(|| {
                problems
                    .add("cap", format!("the caseload is {text:?}; wanted 1 to 1000 children, or nothing"));
                None
            }),
        };
        let budget_pounds = match self.budget.trim() {
            "" => None,
            text => number(text)
                .filter(|pounds| (0.0..=1e9).contains(pounds))
                .map(|pounds| pounds as i64)
                .or_else(|| {
                    problems
                        .add("budget", format!("the budget is {text:?}; wanted whole pounds, or nothing"));
                    None
                }),
        };
        let Some(item) = shelf::find(&BASELINES, &self.sized) else {
            problems.add("sized", "choose a baseline");
            return Err(problems);
        };
        let baseline = match shelf::read(item, &[]) {
            Ok(staffing) => staffing.baseline,
            Err(faults) => {
                problems.add("sized", faults.to_string());
                return Err(problems);
            }
        };
        let cap = cap.unwrap_or_else(|| baseline.amounts.get(Key::BandHighest).middle());
        let from = from.and_then(|from| {
            let at = (from.year() - baseline.start.year()) * 12 + from.month0() as i32
                - baseline.start.month0() as i32;
            usize::try_from(at).ok().filter(|at| *at < months).or_else(|| {
                let start = baseline.start.format("%B %Y");
                problems.add(
                    "from",
                    format!(
                        "{} is not one of the {months} months planned from {start} on",
                        from.format("%B %Y")
                    ),
                );
                None
            })
        });
        match from {
            Some(from) if problems.is_empty() => {
                Ok(Sizing { baseline, cap, confidence, from, months, budget_pounds })
            }
            _ => Err(problems),
        }
    }
}

/// Returns the first day of a month such as `2013-10`.
fn month(text: &str) -> Option<NaiveDate> {
    let (year, month) = text.split_once('-')?;
    let year = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(overlays: &[&str]) -> Given {
        Given {
            baseline: "lancashire-2011-12".to_owned(),
            overlays: overlays.iter().map(|&key| key.to_owned()).collect(),
            replications: "100".to_owned(),
            ..Given::default()
        }
    }

    #[test]
    fn overlays_are_scenarios_one_by_one_and_together_where_that_is_wanted() {
        let apart = forecast(&["agency-2", "merged-teams-2013"]).forecast().expect("it can be run");
        assert_eq!(
            apart.scenarios.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["2 agency FTE", "Teams merged in January 2013"]
        );
        let together = Given { together: "yes".to_owned(), ..forecast(&["agency-2", "merged-teams-2013"]) };
        let run = together.forecast().expect("it can be run");
        assert_eq!(run.scenarios.len(), 3);
        assert_eq!(run.scenarios[2].name, "2 agency FTE + Teams merged in January 2013");
    }

    #[test]
    fn years_and_start_are_those_of_every_scenario() {
        let given = Given { years: "1".to_owned(), start: "2011-05".to_owned(), ..forecast(&["agency-2"]) };
        let run = given.forecast().expect("it can be run");
        for one in [&run.baseline, &run.scenarios[0]] {
            assert_eq!((one.months, one.start), (12, NaiveDate::from_ymd_opt(2011, 5, 1).expect("a date")));
        }
    }

    #[test]
    fn what_is_wrong_with_a_forecast_is_said_at_its_field() {
        let given = Given { replications: "7".to_owned(), start: "spring".to_owned(), ..forecast(&[]) };
        let problems = given.forecast().expect_err("two fields are wrong");
        assert!(
            problems.at("replications").is_some()
                && problems.at("start").is_some()
                && problems.at("years").is_none()
        );
        let given = Given { baseline: "authority-today".to_owned(), ..forecast(&["no-vacancy"]) };
        let problems = given.forecast().expect_err("it is another's");
        assert_eq!(
            problems.at("overlays"),
            Some("No vacancy is for Lancashire 2011/12, not for An authority of today")
        );
        let long_ago = Given { start: "1991-04".to_owned(), ..forecast(&[]) };
        assert!(long_ago.forecast().expect_err("no holidays are known").at("start").is_some());
    }

    #[test]
    fn a_sizing_has_the_top_of_the_band_where_no_cap_is_given() {
        let given = Given {
            sized: "lancashire-october-2012".to_owned(),
            confidence: "0.9".to_owned(),
            from: "2013-10".to_owned(),
            months: "24".to_owned(),
            budget: "£1,500,000".to_owned(),
            ..Given::default()
        };
        let run = given.sizing().expect("it can be run");
        assert_eq!((run.cap, run.from, run.budget_pounds), (70.0, 12, Some(1_500_000)));
        let late = Given { from: "2015-10".to_owned(), cap: "many".to_owned(), ..given };
        let problems = late.sizing().expect_err("two fields are wrong");
        assert!(problems.at("from").is_some() && problems.at("cap").is_some());
    }
}
