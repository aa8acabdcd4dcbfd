//! A replayed year as a workbook.

use rust_xlsxwriter::{DocProperties, Workbook};

use super::view::{Values, View};
use crate::replay::{FIGURES, Figure, ReplayOutcome};
use crate::report::cells::{Cell, Formats, Sheet, excel_date, text};
use crate::report::words::{capital, discreet};
use crate::report::workbook::WorkbookError;

/// Returns a replayed year as an `.xlsx` workbook: sheets Year, Months, Differences. The same outcome gives the same bytes.
///
/// # Errors
/// Where a sheet grows past the limits of the format.
pub fn replay_workbook(outcome: &ReplayOutcome) -> Result<Vec<u8>, WorkbookError> {
    let view = View::new(outcome);
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(format!("A year replayed, {}", discreet(&outcome.name)))
        .set_author("Convene");
    if let Some(start) = view.months().first().copied().and_then(excel_date) {
        properties = properties.set_creation_datetime(&start);
    }
    workbook.set_properties(&properties);
    let mut sheets = vec![year(&view), months(&view)];
    if view.is_compared() {
        sheets.push(differences(&view));
    }
    for sheet in sheets {
        sheet.write(workbook.add_worksheet(), &formats)?;
    }
    Ok(workbook.save_to_buffer()?)
}

const FIGURES_OF: [(&str, f64); 7] = [
    ("Figure", 50.0),
    ("Unit", 24.0),
    ("Replications", 12.0),
    ("Mean", 12.0),
    ("Half of the mean’s 95 % interval", 16.0),
    ("Least", 12.0),
    ("Most", 12.0),
];

fn headed(lead: &[(&'static str, f64)]) -> Vec<(&'static str, f64)> {
    [lead, &FIGURES_OF].concat()
}

fn row(mut lead: Vec<Cell>, figure: &Figure, values: Values) -> Vec<Cell> {
    let rounded = |value: f64| Cell::Decimal((value * 1e4).round() / 1e4);
    lead.extend([text(capital(figure.title)), text(figure.unit.words()), Cell::Number(values.n as i64)]);
    lead.extend([values.mean, values.half_width, values.least, values.most].map(rounded));
    lead
}

fn year(view: &View<'_>) -> Sheet {
    let rows = view.practices.iter().flat_map(|&practice| {
        FIGURES.iter().filter_map(move |figure| {
            Some(row(vec![text(practice.word())], figure, view.year(figure, practice)?))
        })
    });
    Sheet { name: "Year", columns: headed(&[("Practice", 14.0)]), rows: rows.collect() }
}

fn months(view: &View<'_>) -> Sheet {
    let mut rows = Vec::new();
    for &practice in &view.practices {
        for figure in FIGURES {
            for (at, month) in view.months().into_iter().enumerate() {
                let values = view.month(figure, practice, at);
                rows.extend(
                    values.map(|values| row(vec![text(practice.word()), Cell::Date(month)], figure, values)),
                );
            }
        }
    }
    Sheet { name: "Months", columns: headed(&[("Practice", 14.0), ("Month", 16.0)]), rows }
}

fn differences(view: &View<'_>) -> Sheet {
    let rows = FIGURES.iter().filter_map(|figure| {
        Some(row(vec![text("optimised less manual")], figure, view.difference(figure)?))
    });
    Sheet { name: "Differences", columns: headed(&[("Difference", 24.0)]), rows: rows.collect() }
}
