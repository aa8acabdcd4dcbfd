//! CSV files of a forecast, tidy: one row a scenario, measure and period. RFC 4180, UTF-8, numbers with a point and no commas.

use chrono::{Months, NaiveDate};

use crate::report::staffing::numbers::{exact, exact_mean, quantiles};
use crate::simulate::measure::{MEASURES, Measure};
use crate::simulate::outcome::{Outcome, Scenario, Spread};
use crate::simulate::tally::Tally;

/// Returns every CSV file with its name.
pub fn files(outcome: &Outcome) -> Vec<(String, String)> {
    let mut files = vec![
        ("months.csv".to_owned(), months_csv(outcome)),
        ("years.csv".to_owned(), years_csv(outcome)),
        ("measures.csv".to_owned(), measures_csv()),
    ];
    if 1 < outcome.scenarios.len() {
        files.push(("differences.csv".to_owned(), differences_csv(outcome)));
    }
    files
}

/// Returns `months.csv`: `scenario,measure,unit,month,n,mean,p10,p50,p90`. `month` is `2011-04`; `n` are the replications in which
/// the measure has a value, and months without one have no row.
pub fn months_csv(outcome: &Outcome) -> String {
    let mut text = heading(&["scenario", "measure", "unit", "month", "n", "mean", "p10", "p50", "p90"]);
    for scenario in &outcome.scenarios {
        for line in MEASURES {
            for (month, tally) in scenario.spread.months[line.measure as usize].iter().enumerate() {
                push(
                    &mut text,
                    scenario,
                    line.measure,
                    &month_of(outcome.start, month),
                    tally,
                    Columns::Plain,
                );
            }
        }
    }
    text
}

/// Returns `years.csv`: the same by stretches of twelve months, named by their first and last, and `whole` for the whole run.
pub fn years_csv(outcome: &Outcome) -> String {
    let mut text = heading(&["scenario", "measure", "unit", "year", "n", "mean", "p10", "p50", "p90"]);
    for scenario in &outcome.scenarios {
        for (measure, period, tally) in long_periods(outcome, &scenario.spread) {
            push(&mut text, scenario, measure, &period, tally, Columns::Plain);
        }
    }
    text
}

/// Returns `differences.csv`: of each scenario less the baseline, replication by replication, by month, year and whole run.
/// `half_width_95` is half the 95 % interval of the mean.
pub fn differences_csv(outcome: &Outcome) -> String {
    let mut text = heading(&[
        "scenario",
        "measure",
        "unit",
        "period",
        "n",
        "mean",
        "half_width_95",
        "p10",
        "p50",
        "p90",
    ]);
    for scenario in &outcome.scenarios {
        let Some(spread) = &scenario.difference else { continue };
        for line in MEASURES {
            for (month, tally) in spread.months[line.measure as usize].iter().enumerate() {
                push(
                    &mut text,
                    scenario,
                    line.measure,
                    &month_of(outcome.start, month),
                    tally,
                    Columns::WithHalfWidth,
                );
            }
        }
        for (measure, period, tally) in long_periods(outcome, spread) {
            push(&mut text, scenario, measure, &period, tally, Columns::WithHalfWidth);
        }
    }
    text
}

/// Returns `measures.csv`: what each measure counts.
fn measures_csv() -> String {
    let mut text = heading(&["measure", "title", "unit", "what_is_counted"]);
    for line in MEASURES {
        row(&mut text, &[line.name, line.title, line.unit, line.about]);
    }
    text
}

/// Whether a row has the half-width of the mean's interval.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    Plain,
    WithHalfWidth,
}

/// Returns the years and the whole run of every measure.
fn long_periods<'a>(outcome: &Outcome, spread: &'a Spread) -> Vec<(Measure, String, &'a Tally)> {
    let mut periods = Vec::new();
    for line in MEASURES {
        let at = line.measure as usize;
        for (year, tally) in spread.years[at].iter().enumerate() {
            let month = |month| month_of(outcome.start, month);
            periods.push((line.measure, format!("{} to {}", month(year * 12), month(year * 12 + 11)), tally));
        }
        periods.push((line.measure, "whole".to_owned(), &spread.whole[at]));
    }
    periods
}

/// Returns `2011-04`.
pub(super) fn month_of(start: NaiveDate, month: usize) -> String {
    start.checked_add_months(Months::new(month as u32)).unwrap_or(start).format("%Y-%m").to_string()
}

fn push(
    text: &mut String,
    scenario: &Scenario,
    measure: Measure,
    period: &str,
    tally: &Tally,
    columns: Columns,
) {
    let (Some(three), Some(mean)) = (quantiles(tally), tally.mean()) else { return };
    let line = measure.line();
    let (n, mean) = (tally.n().to_string(), exact_mean(measure, mean));
    let half_width = exact_mean(measure, tally.half_width());
    let [p10, p50, p90] = three.map(|value| exact(measure, value));
    let mut cells = vec![scenario.name.as_str(), line.name, line.unit, period, &n, &mean];
    if columns == Columns::WithHalfWidth {
        cells.push(&half_width);
    }
    cells.extend([p10.as_str(), &p50, &p90]);
    row(text, &cells);
}

fn heading(cells: &[&str]) -> String {
    let mut text = String::new();
    row(&mut text, cells);
    text
}

/// Adds a row, quoted where it must be. Text that a spreadsheet would take for a formula is led by an apostrophe.
pub(in crate::report) fn row(text: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if 0 < at {
            text.push(',');
        }
        let is_number = cell.parse::<f64>().is_ok();
        let guard = if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) {
            text.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
        } else {
            text.push_str(&format!("{guard}{cell}"));
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        let mut text = String::new();
        row(&mut text, &["a,b", "say \"x\"", "-1.5", "=1+1", "plain", ""]);
        assert_eq!(text, "\"a,b\",\"say \"\"x\"\"\",-1.5,'=1+1,plain,\r\n");
    }
}
