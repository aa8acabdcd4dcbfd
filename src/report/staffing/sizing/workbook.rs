//! A sizing as a workbook.

use rust_xlsxwriter::{Chart, ChartType, DocProperties, Workbook};

use crate::report::cells::{Cell, Formats, Sheet, excel_date, text};
use crate::report::words::{capital, discreet};
use crate::report::workbook::WorkbookError;
use crate::size::Sizing;

const MONTHS: &str = "Plan";

/// Returns a sizing as an `.xlsx` workbook: sheets In words, Plan, Frontier, Stress. The same sizing gives the same bytes.
///
/// # Errors
/// Where a sheet grows past the limits of the format.
pub fn sizing_workbook(name: &str, sizing: &Sizing) -> Result<Vec<u8>, WorkbookError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(format!("Sizing of recruitment, {}", discreet(name)))
        .set_author("Convene");
    if let Some(start) = excel_date(sizing.start) {
        properties = properties.set_creation_datetime(&start);
    }
    workbook.set_properties(&properties);
    for sheet in [words(sizing), months(sizing), frontier(sizing), stress(sizing)] {
        let worksheet = workbook.add_worksheet();
        sheet.write(worksheet, &formats)?;
        if sheet.name == MONTHS && !sizing.months.is_empty() {
            let right = sheet.columns.len() as u16 + 1;
            for (at, chart) in (0..).zip(charts(sizing.months.len() as u32)) {
                worksheet.insert_chart(1 + at * 20, right, &chart)?;
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn words(sizing: &Sizing) -> Sheet {
    let rows = sizing.page.iter().map(|sentence| vec![text(sentence.as_str())]);
    Sheet { name: "In words", columns: vec![("What to do, and how sure it is", 120.0)], rows: rows.collect() }
}

fn tenths(value: f64) -> Cell {
    Cell::Tenths((value * 10.0).round() / 10.0)
}

fn months(sizing: &Sizing) -> Sheet {
    let rows = sizing.months.iter().zip(&sizing.achieved.months).map(|(month, achieved)| {
        let fte = &month.fte;
        let mut row = vec![Cell::Date(month.date)];
        row.extend(month.adverts.map(|n| Cell::Number(i64::from(n))));
        row.push(Cell::Number(i64::from(month.agency)));
        row.extend([fte.base, fte.adverts[0], fte.adverts[1], fte.agency, month.needed_fte].map(tenths));
        row.push(text(if month.promised { "yes" } else { "not yet" }));
        row.extend(
            [month.kept.share, month.kept.low, month.kept.high, month.kept_by_nothing.share].map(Cell::Share),
        );
        row.extend(achieved.caseload.map(tenths));
        row
    });
    Sheet {
        name: MONTHS,
        columns: [
            "Month",
            "Permanent adverts",
            "Temporary adverts",
            "Agency FTE",
            "Staff of today, FTE",
            "New permanent, FTE",
            "New temporary, FTE",
            "Agency of the plan, FTE",
            "Needed, FTE",
            "Promised",
            "Chance kept",
            "Chance, low (95 %)",
            "Chance, high (95 %)",
            "Chance if nothing is done",
            "Children an FTE, P10",
            "Children an FTE, P50",
            "Children an FTE, P90",
        ]
        .map(|heading| (heading, 15.0))
        .to_vec(),
        rows: rows.collect(),
    }
}

fn frontier(sizing: &Sizing) -> Sheet {
    let rows = sizing.frontier.iter().map(|point| {
        let mut row = vec![
            text(point.name),
            point.level.map_or(Cell::Empty, Cell::Decimal),
            Cell::Number(point.pounds),
        ];
        row.extend(point.adverts.map(|n| Cell::Number(i64::from(n))));
        row.push(Cell::Number(i64::from(point.agency_months)));
        row.extend([point.worst, point.mean, point.in_band, point.in_sample].map(Cell::Share));
        row.push(text(if point.chosen {
            "chosen"
        } else if point.on_frontier {
            "on the frontier"
        } else {
            "beaten"
        }));
        row
    });
    Sheet {
        name: "Frontier",
        columns: [
            "Plan",
            "Level",
            "Expected cost, pounds",
            "Permanent adverts",
            "Temporary adverts",
            "Agency FTE × months",
            "Chance, worst month",
            "Chance, mean",
            "Months in the band",
            "Chance where planned",
            "Standing",
        ]
        .map(|heading| (heading, 18.0))
        .to_vec(),
        rows: rows.collect(),
    }
}

fn stress(sizing: &Sizing) -> Sheet {
    let rows = sizing.stress.iter().map(|run| {
        let (date, share) = run.worst;
        let mut row = vec![text(capital(&run.words)), Cell::Date(date)];
        row.extend([share.share, share.low, share.high, run.mean].map(Cell::Share));
        row.extend(run.caseload.map(tenths));
        row
    });
    Sheet {
        name: "Stress",
        columns: vec![
            ("What goes wrong", 40.0),
            ("Worst month", 16.0),
            ("Its chance", 12.0),
            ("Low (95 %)", 12.0),
            ("High (95 %)", 12.0),
            ("Chance, mean", 12.0),
            ("Children an FTE at the end, P10", 16.0),
            ("P50", 12.0),
            ("P90", 12.0),
        ],
        rows: rows.collect(),
    }
}

/// Returns charts of adverts, of FTE and of the chance, from the columns of the plan.
fn charts(last: u32) -> Vec<Chart> {
    let series = |kind: ChartType, columns: std::ops::RangeInclusive<u16>, title: &str, unit: &str| {
        let mut chart = Chart::new(kind);
        for column in columns {
            chart
                .add_series()
                .set_name((MONTHS, 0, column))
                .set_categories((MONTHS, 1, 0, last, 0))
                .set_values((MONTHS, 1, column, last, column));
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
        series(ChartType::ColumnStacked, 1..=2, "Posts advertised", "Posts"),
        series(ChartType::ColumnStacked, 4..=7, "Expected FTE by load", "FTE"),
        series(ChartType::Line, 10..=13, "Chance that the promise is kept", "Share of futures"),
    ]
}
