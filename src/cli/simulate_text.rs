//! What `convene simulate` answers: a table of years for each scenario, and how scenarios differ.

use std::fmt::Write as _;
use std::path::Path;

use chrono::Datelike;

use super::summary::grouped;
use crate::simulate::measure::{Line, Measure};
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
        "{}, {} possible {} from {}, seed {}\n",
        outcome.name,
        grouped(outcome.replications as i64),
        if outcome.replications == 1 { "future" } else { "futures" },
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
        "\n{}: one future in ten is below P10, half are below P50, one in ten is above P90\nChildren, families, FTE and time off owed are those at the \
         end of the year; caseloads and shares are of all its months; the rest is summed.",
        scenario.name
    );
    let measures: Vec<Measure> = SHOWN
        .into_iter()
        .filter(|&measure| (0..n_years).any(|year| 0 < spread.year(measure, year).n()))
        .collect();
    let mut columns: Vec<Vec<String>> = vec![
        std::iter::once(String::new()).chain(measures.iter().map(|measure| title(measure.line()))).collect(),
    ];
    for year in 0..n_years {
        let of_measures = measures.iter().map(|&measure| three(measure.line(), spread.year(measure, year)));
        for (at, percent) in ["P10", "P50", "P90"].into_iter().enumerate() {
            let head = format!("{} {percent}", year_name(outcome, year));
            columns.push(
                std::iter::once(head).chain(of_measures.clone().map(|three| three[at].clone())).collect(),
            );
        }
    }
    aligned(text, &columns);
}

/// Writes columns side by side, the first from the left, the others from the right; all are equally long.
fn aligned(text: &mut String, columns: &[Vec<String>]) {
    let widths: Vec<usize> = columns
        .iter()
        .map(|column| column.iter().map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    for row in 0..columns[0].len() {
        for (at, (column, width)) in columns.iter().zip(&widths).enumerate() {
            let cell = &column[row];
            let _ = if at == 0 { write!(text, "{cell:<width$}") } else { write!(text, "  {cell:>width$}") };
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
    let mut columns = vec![Vec::new(), Vec::new(), Vec::new()];
    for measure in SHOWN {
        let line = measure.line();
        let tally = difference.year(measure, last);
        if let Some(mean) = tally.mean() {
            let scale = line.scale as f64;
            let decimals = decimals(line);
            columns[0].push(title(line));
            columns[1].push(signed(mean / scale, decimals));
            let interval = tally.half_width() / scale;
            // One future says nothing about others.
            columns[2].push(if tally.n() < 2 {
                "–".to_owned()
            } else {
                format!("± {interval:.decimals$}")
            });
        }
    }
    aligned(text, &columns);
}

/// Returns a number with its sign; nought has none, and thousands are grouped.
fn signed(value: f64, decimals: usize) -> String {
    let shown = format!("{value:+.decimals$}");
    if !shown.contains(|digit| ('1'..='9').contains(&digit)) {
        return shown[1..].to_owned();
    }
    if decimals == 0 { format!("{}{}", &shown[..1], grouped(value.abs().round() as i64)) } else { shown }
}

fn title(line: &Line) -> String {
    format!("{} ({})", line.title, line.unit).chars().take(80).collect()
}

fn three(line: &Line, tally: &Tally) -> [String; 3] {
    [10, 50, 90]
        .map(|percent| tally.quantile(percent).map_or_else(|| "–".to_owned(), |value| number(line, value)))
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
