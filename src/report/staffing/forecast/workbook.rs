//! The forecast as a workbook: the CSV files as sheets with filters, the main figures month by month with charts, definitions.

use rust_xlsxwriter::{Chart, ChartType, DocProperties, Workbook};

use super::view::{Asked, View, means, named, stored};
use crate::report::cells::{Cell, Formats, Sheet, excel_date, text};
use crate::report::staffing::numbers::{plain, quantiles};
use crate::report::words::discreet;
use crate::report::workbook::WorkbookError;
use crate::simulate::measure::{MEASURES, Measure};
use crate::simulate::outcome::{Outcome, Spread};
use crate::simulate::tally::Tally;

const MAIN: &str = "Main figures";

/// What the main figures have percentiles of, and what they have means of.
const WITH_PERCENTILES: [(Measure, [&str; 3]); 3] = [
    (Measure::Caseload, ["Caseload per FTE, P10", "Caseload per FTE, P50", "Caseload per FTE, P90"]),
    (Measure::OnPlans, ["Children on plans, P10", "Children on plans, P50", "Children on plans, P90"]),
    (
        Measure::LookedAfter,
        ["Looked-after children, P10", "Looked-after children, P50", "Looked-after children, P90"],
    ),
];
const WITH_MEANS: [(Measure, &str); 8] = [
    (Measure::Permanent, "Permanent FTE, mean"),
    (Measure::Temporary, "Temporary FTE, mean"),
    (Measure::Secondment, "Seconded FTE, mean"),
    (Measure::Agency, "Agency FTE, mean"),
    (Measure::Needed, "Hours needed, mean"),
    (Measure::Available, "Hours available, mean"),
    (Measure::Given, "Hours that gave way, mean"),
    (Measure::TimeOff, "Time off in lieu worked, mean"),
];

/// Returns a forecast as an `.xlsx` workbook: sheets Summary, Main figures, Months, Years, Differences, Definitions. The same
/// outcome gives the same bytes.
///
/// # Errors
/// Where a sheet grows past the limits of the format (1,048,576 rows).
pub fn workbook(outcome: &Outcome, asked: &Asked<'_>) -> Result<Vec<u8>, WorkbookError> {
    let view = View::new(outcome, asked);
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(format!("Forecast of staffing, {}", discreet(&outcome.name)))
        .set_author("Convene");
    if let Some(start) = excel_date(outcome.start) {
        properties = properties.set_creation_datetime(&start);
    }
    workbook.set_properties(&properties);
    let mut sheets = vec![summary(&view)];
    if !outcome.scenarios.is_empty() {
        sheets.extend([main_figures(&view), months(&view), years(&view)]);
    }
    if 1 < outcome.scenarios.len() {
        sheets.push(differences(&view));
    }
    sheets.push(definitions());
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        sheet.write(worksheet, &formats)?;
        if sheet.name == MAIN && 0 < view.n_months {
            let right = sheet.columns.len() as u16 + 1;
            for (at, chart) in (0..).zip(charts(&view)) {
                worksheet.insert_chart(1 + at * 20, right, &chart)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn summary(view: &View<'_>) -> Sheet {
    let outcome = view.outcome;
    let mut rows = vec![
        vec![text("Forecast"), text(discreet(&outcome.name))],
        vec![text("Period"), text(if view.n_months == 0 { "no month".to_owned() } else { view.period() })],
        vec![text("Replications"), Cell::Number(outcome.replications as i64)],
        vec![text("Seed"), text(outcome.seed.to_string())],
        vec![
            text("Advised caseload"),
            text(format!("{} children an FTE, for looked-after children (IRO Handbook, 2010)", view.band())),
        ],
        vec![text("P10, P50, P90"), text("What one, five and nine futures in ten do not exceed")],
    ];
    rows.extend(
        outcome.scenarios.iter().map(|scenario| vec![text(named(scenario)), text(scenario.about.as_str())]),
    );
    Sheet { name: "Summary", columns: vec![("What", 34.0), ("Value", 100.0)], rows }
}

/// A value of a measure as a cell, in the measure's unit.
fn cell(measure: Measure, stored: f64) -> Cell {
    let value = plain(measure, stored);
    if measure.line().scale == 1 && value.fract() == 0.0 {
        Cell::Number(value as i64)
    } else {
        Cell::Decimal(value)
    }
}

fn main_figures(view: &View<'_>) -> Sheet {
    let spread = &view.baseline().spread;
    let mut columns = vec![("Month", 16.0)];
    columns.extend(
        WITH_PERCENTILES.iter().flat_map(|(_, headings)| headings.iter().map(|&heading| (heading, 14.0))),
    );
    columns.extend(WITH_MEANS.iter().map(|&(_, heading)| (heading, 14.0)));
    let percentiles: Vec<(Measure, Vec<_>)> =
        WITH_PERCENTILES.iter().map(|&(measure, _)| (measure, stored(spread, measure))).collect();
    let averages: Vec<Vec<f64>> = WITH_MEANS.iter().map(|&(measure, _)| means(spread, measure)).collect();
    let rows = (0..view.n_months).map(|month| {
        let mut row = vec![Cell::Date(view.date(month))];
        for (measure, values) in &percentiles {
            match values[month] {
                Some(three) => row.extend(three.map(|value| cell(*measure, value as f64))),
                None => row.extend([Cell::Empty, Cell::Empty, Cell::Empty]),
            }
        }
        row.extend(averages.iter().map(|values| Cell::Decimal((values[month] * 1000.0).round() / 1000.0)));
        row
    });
    Sheet { name: MAIN, rows: rows.collect(), columns }
}

/// Columns of every tidy sheet after the period.
const FIGURES: [(&str, f64); 5] =
    [("Futures", 10.0), ("Mean", 12.0), ("P10", 12.0), ("P50", 12.0), ("P90", 12.0)];

fn tidy(name: &str, measure: Measure, period: Cell, tally: &Tally) -> Option<Vec<Cell>> {
    let three = quantiles(tally)?;
    let line = measure.line();
    let mean = (tally.mean()? * 1000.0).round() / 1000.0;
    let mut row = vec![text(name), text(line.title), text(line.unit), period];
    row.push(Cell::Number(tally.n() as i64));
    row.push(Cell::Decimal(plain(measure, mean)));
    row.extend(three.map(|value| cell(measure, value as f64)));
    Some(row)
}

fn headed(period: (&'static str, f64)) -> Vec<(&'static str, f64)> {
    let mut columns = vec![("Scenario", 26.0), ("Measure", 40.0), ("Unit", 18.0), period];
    columns.extend(FIGURES);
    columns
}

fn months(view: &View<'_>) -> Sheet {
    let rows = view.outcome.scenarios.iter().flat_map(|scenario| {
        MEASURES.iter().flat_map(move |line| {
            let tallies = scenario.spread.months[line.measure as usize].iter().enumerate();
            tallies.filter_map(move |(month, tally)| {
                tidy(&named(scenario), line.measure, Cell::Date(view.date(month)), tally)
            })
        })
    });
    Sheet { name: "Months", columns: headed(("Month", 16.0)), rows: rows.collect() }
}

/// Returns each year and the whole run of a measure with its name.
fn periods<'a>(view: &View<'_>, spread: &'a Spread, measure: Measure) -> Vec<(String, &'a Tally)> {
    let years = (0..view.n_years()).map(|year| (view.year(year), spread.year(measure, year)));
    years.chain([("Whole run".to_owned(), &spread.whole[measure as usize])]).collect()
}

fn years(view: &View<'_>) -> Sheet {
    let mut rows = Vec::new();
    for scenario in &view.outcome.scenarios {
        for line in MEASURES {
            let periods = periods(view, &scenario.spread, line.measure);
            rows.extend(
                periods
                    .into_iter()
                    .filter_map(|(period, tally)| tidy(&named(scenario), line.measure, text(period), tally)),
            );
        }
    }
    Sheet { name: "Years", columns: headed(("Year", 30.0)), rows }
}

fn differences(view: &View<'_>) -> Sheet {
    let mut rows = Vec::new();
    for scenario in view.others() {
        let Some(spread) = &scenario.difference else { continue };
        for line in MEASURES {
            for (period, tally) in periods(view, spread, line.measure) {
                if let Some(mut row) = tidy(&named(scenario), line.measure, text(period), tally) {
                    row.push(Cell::Decimal((plain(line.measure, tally.half_width()) * 1e5).round() / 1e5));
                    rows.push(row);
                }
            }
        }
    }
    let mut columns = headed(("Period", 30.0));
    columns.push(("Half of the mean’s 95 % interval", 18.0));
    Sheet { name: "Differences", columns, rows }
}

fn definitions() -> Sheet {
    Sheet {
        name: "Definitions",
        columns: vec![("Measure", 44.0), ("Unit", 18.0), ("What is counted", 90.0), ("Name in files", 34.0)],
        rows: MEASURES
            .iter()
            .map(|line| vec![text(line.title), text(line.unit), text(line.about), text(line.name)])
            .collect(),
    }
}

/// Returns charts of the main figures' columns: caseload, children on plans, FTE by contract, hours.
fn charts(view: &View<'_>) -> Vec<Chart> {
    let last = view.n_months as u32;
    let series = |kind: ChartType, columns: std::ops::RangeInclusive<u16>, title: &str, unit: &str| {
        let mut chart = Chart::new(kind);
        for column in columns {
            chart
                .add_series()
                .set_name((MAIN, 0, column))
                .set_categories((MAIN, 1, 0, last, 0))
                .set_values((MAIN, 1, column, last, column));
        }
        chart.title().set_name(title);
        chart.x_axis().set_num_format("mmm yyyy");
        chart.y_axis().set_name(unit).set_min(0);
        chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
        chart.set_alt_text(format!("{title}, from the columns of this sheet"));
        chart.set_width(720).set_height(380);
        chart
    };
    vec![
        series(ChartType::Line, 1..=3, "Caseload per FTE, baseline", "Children an FTE"),
        series(ChartType::Line, 4..=6, "Children on plans, baseline", "Children"),
        series(ChartType::ColumnStacked, 10..=13, "FTE in post by contract, baseline, mean", "FTE"),
        series(ChartType::Line, 14..=17, "Hours needed and available, baseline, mean", "Hours a month"),
    ]
}
