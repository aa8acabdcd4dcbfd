//! What `convene simulate` answers: a table of years for each scenario, and how scenarios differ.

use std::fmt::Write as _;
use std::path::Path;

use chrono::Datelike;
use serde_json::{Value, json};

use super::summary::grouped;
use crate::simulate::measure::{Line, MEASURES, Measure};
use crate::simulate::outcome::{Outcome, Scenario, Spread};
use crate::simulate::tally::Tally;

/// What the terminal shows of each year; files have every measure.
const SHOWN: [Measure; 23] = [
    Measure::OnPlans,
    Measure::LookedAfter,
    Measure::Caseload,
    Measure::ProtectionCaseload,
    Measure::CareCaseload,
    Measure::Fte,
    Measure::InBand,
    Measure::AboveBand,
    Measure::InitialMeetings,
    Measure::InitialChildren,
    Measure::ReviewMeetings,
    Measure::ReviewChildren,
    Measure::CareMeetings,
    Measure::InitialInTime,
    Measure::SnapshotInTime,
    Measure::YearInTime,
    Measure::ReviewsInTime,
    Measure::QualityShare,
    Measure::SheetsInTime,
    Measure::RecordsInTime,
    Measure::TimeOffOwed,
    Measure::HandoversPerChild,
    Measure::Cost,
];

/// Returns the answer for a terminal.
pub(super) fn text(outcome: &Outcome, out: Option<&Path>) -> String {
    let mut text = format!(
        "{}, {} possible futures from {}, seed {}\n",
        outcome.name,
        grouped(outcome.replications as i64),
        outcome.start.format("%B %Y"),
        outcome.seed
    );
    for scenario in &outcome.scenarios {
        years(&mut text, outcome, scenario);
    }
    for scenario in &outcome.scenarios {
        differences(&mut text, outcome, scenario);
    }
    match out {
        Some(out) => {
            let _ = writeln!(text, "\nreport: {}", out.join("report.html").display());
        }
        None => text.push_str("\nEvery month and measure: --out DIR\n"),
    }
    text
}

/// Writes the years of a scenario: one in ten below, middle, one in ten above.
fn years(text: &mut String, outcome: &Outcome, scenario: &Scenario) {
    let spread = &scenario.spread;
    let n_years = n_years(spread);
    let _ = writeln!(
        text,
        "\n{}: one in ten below, middle, one in ten above\nChildren, families, FTE and time off owed are those at the \
         end of the year; caseloads and shares are of all its months; the rest is summed.",
        scenario.name
    );
    let _ = write!(text, "{:<44}", "");
    for year in 0..n_years {
        let _ = write!(text, "{:>26}", year_name(outcome, year));
    }
    text.push('\n');
    for measure in SHOWN {
        let line = measure.line();
        if (0..n_years).all(|year| spread.year(measure, year).n() == 0) {
            continue;
        }
        let _ = write!(text, "{:<44}", title(line));
        for year in 0..n_years {
            let _ = write!(text, "{:>26}", three(line, spread.year(measure, year)));
        }
        text.push('\n');
    }
}

/// Writes how a scenario differs from the baseline in its last year, with the 95 % interval of the mean.
fn differences(text: &mut String, outcome: &Outcome, scenario: &Scenario) {
    let Some(difference) = &scenario.difference else { return };
    let Some(last) = n_years(difference).checked_sub(1) else { return };
    let _ = writeln!(
        text,
        "\n{} less the baseline, {}: mean of the pairs with its 95 % interval",
        scenario.name,
        year_name(outcome, last)
    );
    for measure in SHOWN {
        let line = measure.line();
        let tally = difference.year(measure, last);
        if let Some(mean) = tally.mean() {
            let scale = line.scale as f64;
            let decimals = decimals(line);
            let _ = writeln!(
                text,
                "{:<44}{:>+14.decimals$} ± {:.decimals$}",
                title(line),
                mean / scale,
                tally.half_width() / scale
            );
        }
    }
}

fn title(line: &Line) -> String {
    format!("{} ({})", line.title, line.unit).chars().take(80).collect()
}

fn three(line: &Line, tally: &Tally) -> String {
    let shown = |percent| tally.quantile(percent).map_or_else(|| "–".to_owned(), |value| number(line, value));
    format!("{} {} {}", shown(10), shown(50), shown(90))
}

fn number(line: &Line, value: i64) -> String {
    match decimals(line) {
        0 => grouped(value),
        decimals => format!("{:.decimals$}", value as f64 / line.scale as f64),
    }
}

fn decimals(line: &Line) -> usize {
    match line.scale {
        1 => 0,
        10 => 1,
        100 => 1,
        _ => 2,
    }
}

fn n_years(spread: &Spread) -> usize {
    spread.years.first().map_or(0, Vec::len)
}

fn year_name(outcome: &Outcome, year: usize) -> String {
    let first = outcome.start.year() + year as i32;
    if outcome.start.month() == 1 { first.to_string() } else { format!("{first}/{:02}", (first + 1) % 100) }
}

/// Returns the answer for machines: every measure of every month and year, values as stored divided by their scale.
pub(super) fn json(outcome: &Outcome) -> Value {
    let tallies = |lists: &[Vec<Tally>]| -> Value {
        let measures = MEASURES.iter().zip(lists).map(|(line, tallies)| {
            let values: Vec<Value> = tallies.iter().map(|tally| three_json(line, tally)).collect();
            (line.name.to_owned(), Value::Array(values))
        });
        Value::Object(measures.collect())
    };
    let scenarios: Vec<Value> = outcome
        .scenarios
        .iter()
        .map(|scenario| {
            json!({
                "name": scenario.name,
                "months": tallies(&scenario.spread.months),
                "years": tallies(&scenario.spread.years),
                "differences": scenario.difference.as_ref().map(|difference| tallies(&difference.years)),
            })
        })
        .collect();
    json!({
        "name": outcome.name,
        "start": outcome.start.to_string(),
        "seed": outcome.seed,
        "replications": outcome.replications,
        "scenarios": scenarios,
    })
}

fn three_json(line: &Line, tally: &Tally) -> Value {
    let scale = line.scale as f64;
    let shown = |percent| tally.quantile(percent).map(|value| value as f64 / scale);
    json!({
        "n": tally.n(), "mean": tally.mean().map(|mean| mean / scale), "half_width": tally.half_width() / scale,
        "p10": shown(10), "p50": shown(50), "p90": shown(90),
    })
}
