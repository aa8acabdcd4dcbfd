//! Scenarios against the baseline: differences replication by replication, with their intervals.

use super::view::{View, named};
use crate::report::staffing::drawing::{Entry, Group, Row, Rows, Shape};
use crate::report::staffing::numbers::{plain, quantiles, shown, shown_mean, signed};
use crate::report::svg::{Chart, Table};
use crate::simulate::measure::Measure;
use crate::simulate::outcome::Scenario;
use crate::simulate::tally::Tally;

/// What scenarios are compared by.
const COMPARED: [Measure; 10] = [
    Measure::Caseload,
    Measure::InBand,
    Measure::QualityShare,
    Measure::RecordsInTime,
    Measure::ReviewsInTime,
    Measure::InitialInTime,
    Measure::LateByCapacity,
    Measure::TimeOffOwed,
    Measure::Handovers,
    Measure::Cost,
];

/// A difference of the whole run, in the measure's unit.
struct Difference {
    mean: f64,
    half_width: f64,
    p10: f64,
    p90: f64,
}

fn difference(scenario: &Scenario, measure: Measure) -> Option<Difference> {
    let tally = tally(scenario, measure)?;
    let [p10, _, p90] = quantiles(tally)?;
    let of = |stored: f64| plain(measure, stored);
    Some(Difference {
        mean: of(tally.mean()?),
        half_width: of(tally.half_width()),
        p10: of(p10 as f64),
        p90: of(p90 as f64),
    })
}

fn tally(scenario: &Scenario, measure: Measure) -> Option<&Tally> {
    scenario.difference.as_ref().map(|spread| &spread.whole[measure as usize]).filter(|tally| 0 < tally.n())
}

/// Returns `−11.4 (−11.6 to −11.2)`: the mean and its 95 % interval.
fn with_interval(measure: Measure, tally: &Tally) -> Option<String> {
    let (mean, half) = (tally.mean()?, tally.half_width());
    let [at, from, to] = [mean, mean - half, mean + half].map(|value| signed(shown_mean(measure, value)));
    Some(format!("{at} ({from} to {to})"))
}

/// Returns the chart of differences; `None` where there is only a baseline.
pub(super) fn chart(view: &View<'_>) -> Option<Chart> {
    const ID: &str = "differences";
    if view.others().is_empty() {
        return None;
    }
    let compared: Vec<Measure> = COMPARED
        .into_iter()
        .filter(|&measure| {
            let applies = measure != Measure::InBand || view.has_looked_after();
            applies && view.others().iter().any(|scenario| tally(scenario, measure).is_some())
        })
        .collect();
    let groups = compared.iter().map(|&measure| Group {
        title: measure.line().title.to_owned(),
        axis: format!("Difference from the baseline, {}", unit(measure)),
        middle: Some((0.0, "as the baseline".to_owned())),
        from_nought: true,
        rows: view.others().iter().map(|scenario| row(scenario, measure)).collect(),
    });
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![(
            Entry::Whisker,
            "mean, and 8 of 10 futures; broad: 95 % interval of the mean".to_owned(),
        )],
        groups: groups.collect(),
    }
    .draw();
    Some(Chart {
        id: ID,
        headline: headline(view, &compared),
        measure: view.about("Differences of each scenario from the baseline over the whole run"),
        summary: "Every scenario is run on the same children, the same leavers and the same luck as the baseline, and compared future \
                  by future, so that chance falls out of the comparison. The broad line is how sure the mean is; the thin line is how \
                  much the difference varies from future to future."
            .to_owned(),
        size,
        drawing,
        table: table(view, &compared),
    })
}

/// Returns the unit of a difference: of shares it is points.
fn unit(measure: Measure) -> &'static str {
    match measure.line().unit {
        "per cent" => "percentage points",
        unit => unit,
    }
}

fn row(scenario: &Scenario, measure: Measure) -> Row {
    let shape = difference(scenario, measure).map_or(Shape::Nothing, |difference| Shape::Dot {
        low: difference.p10,
        at: difference.mean,
        high: difference.p90,
        interval: Some([difference.mean - difference.half_width, difference.mean + difference.half_width]),
    });
    let words = tally(scenario, measure)
        .and_then(|tally| with_interval(measure, tally))
        .unwrap_or_else(|| "not comparable".to_owned())
        .replace("\u{a0}%", "");
    Row { label: named(scenario), shape, words }
}

/// The scenario that moves the caseload most; or, where none moves it, the hours that give way.
fn headline(view: &View<'_>, compared: &[Measure]) -> String {
    let most = compared.iter().find_map(|&measure| {
        let mean =
            |scenario: &Scenario| difference(scenario, measure).map_or(0.0, |difference| difference.mean);
        let scenario = view.others().iter().max_by(|a, b| mean(a).abs().total_cmp(&mean(b).abs()))?;
        (0.05 <= mean(scenario).abs()).then_some((measure, scenario))
    });
    match most {
        Some((measure, scenario)) => {
            let words =
                tally(scenario, measure).and_then(|tally| with_interval(measure, tally)).unwrap_or_default();
            let title = measure.line().title;
            format!("{} moves most with {}: {}", title, named(scenario), words.replace("\u{a0}%", " points"))
        }
        None => "No scenario moves what is compared here".to_owned(),
    }
}

fn table(view: &View<'_>, compared: &[Measure]) -> Table {
    let rows = compared.iter().flat_map(|&measure| {
        view.others().iter().map(move |scenario| {
            let mut row = vec![measure.line().title.to_owned(), named(scenario), unit(measure).to_owned()];
            match tally(scenario, measure) {
                Some(tally) => {
                    let points = |text: String| text.replace("\u{a0}%", "");
                    row.push(tally.n().to_string());
                    row.push(points(with_interval(measure, tally).unwrap_or_default()));
                    let three = quantiles(tally).unwrap_or_default();
                    row.extend(three.map(|value| points(signed(shown(measure, value)))));
                }
                None => row.extend(["0", "–", "–", "–", "–"].map(str::to_owned)),
            }
            row
        })
    });
    Table {
        caption: "differences from the baseline".to_owned(),
        columns: ["Measure", "Scenario", "Unit", "Futures", "Mean (95 % interval)", "P10", "P50", "P90"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
        n_words: 3,
    }
}
