//! A report as a workbook: a sheet for each part with its tables, one below the other.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartType, Color,
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::model::{Document, Drawn, Grid, Part};
use crate::indicators::Period;
use crate::report::cells::excel_date;
use crate::report::words::{capital, discreet};
use crate::report::workbook::WorkbookError;

/// Letters of the widest column.
const WIDEST: f64 = 60.0;
/// Where a chart begins, beside its table.
const CHART_COLUMN: u16 = 6;
/// Letters that what is said instead of a chart may have.
const MOST_LETTERS: usize = 255;
/// Rows that a chart takes.
const CHART_ROWS: u32 = 18;

/// Returns a report as an `.xlsx` workbook, dated with the end of its period so that the same report gives the same bytes.
///
/// # Errors
/// Where a sheet grows past the limits of the format.
pub fn workbook(document: &Document, period: Period) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(format!("{}, {}", document.kind, discreet(&document.name)))
        .set_author("Convene");
    if let Some(day) = excel_date(period.last()) {
        properties = properties.set_creation_datetime(&day);
    }
    workbook.set_properties(&properties);
    let has_something =
        |part: &&Part| part.grids.iter().any(|grid| !grid.rows.is_empty()) || !part.charts.is_empty();
    for part in document.parts.iter().filter(has_something) {
        let sheet = workbook.add_worksheet();
        // Thirty-one letters, and none that a sheet's name may not have.
        let name: String = capital(&part.id.replace('-', " ")).chars().take(31).collect();
        sheet.set_name(name)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let mut row = 0;
        for grid in part.grids.iter().filter(|grid| !grid.rows.is_empty()) {
            row = write(sheet, grid, row)?;
        }
        for drawn in &part.charts {
            let grid = drawn.grid();
            draw(sheet, drawn, &grid, row)?;
            row = write(sheet, &grid, row)?.max(row + CHART_ROWS);
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// Draws a chart beside the table of its points, which is written from row `first` on: the months as a line with markers, mean and limits
/// as lines without.
fn draw(sheet: &mut Worksheet, drawn: &Drawn, grid: &Grid, first: u32) -> Result<(), XlsxError> {
    let name = sheet.name();
    let (top, last) = (first + 2, first + 1 + grid.rows.len() as u32);
    let mut chart = Chart::new(ChartType::Line);
    for (column, heading) in (1_u16..).zip(&grid.columns[1..]) {
        let is_points = column == 1;
        let colour = Color::RGB(if is_points { 0x001D_70B8 } else { 0x0050_5A5F });
        let mut line = ChartLine::new();
        line.set_color(colour).set_width(if is_points { 2.0 } else { 1.0 });
        if 2 < column {
            line.set_dash_type(ChartLineDashType::Dash);
        }
        let mut marker = ChartMarker::new();
        if is_points {
            marker.set_type(ChartMarkerType::Circle)
        } else {
            marker.set_none()
        };
        chart
            .add_series()
            .set_name(heading.as_str())
            .set_categories((name.as_str(), top, 0, last, 0))
            .set_values((name.as_str(), top, column, last, column))
            .set_format(ChartFormat::new().set_line(&line))
            .set_marker(&marker);
    }
    chart.title().set_name(&capital(&drawn.title));
    chart.y_axis().set_name(drawn.unit);
    chart
        .set_width(720)
        .set_height(320)
        // The format takes no more letters.
        .set_alt_text(drawn.chart.headline.chars().take(MOST_LETTERS).collect::<String>());
    sheet.insert_chart(first, CHART_COLUMN, &chart)?;
    Ok(())
}

/// Writes a table from a row on, and returns the row for the next. Text stays text, so that nothing runs as a formula.
fn write(sheet: &mut Worksheet, grid: &Grid, first: u32) -> Result<u32, XlsxError> {
    let title = Format::new().set_bold().set_font_size(12);
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0x00F3_F2F1))
        .set_border_bottom(FormatBorder::Thin);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let right = Format::new().set_align(FormatAlign::Right);
    sheet.write_string_with_format(first, 0, capital(&grid.caption), &title)?;
    for (column, heading) in grid.columns.iter().enumerate() {
        let column = column as u16;
        let letters = grid.rows.iter().map(|row| row[usize::from(column)].text.chars().count());
        let widest = letters.max().unwrap_or(0).max(9) as f64 + 2.0;
        if first == 0 {
            sheet.set_column_width(column, widest.min(WIDEST))?;
        }
        sheet.write_string_with_format(first + 1, column, heading, &head)?;
    }
    for (at, cells) in grid.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (first + 2 + at as u32, column as u16);
            match cell.number {
                Some(number) => sheet.write_number(row, column, number)?,
                None if usize::from(column) < grid.n_words => {
                    sheet.write_string_with_format(row, column, &cell.text, &text)?
                }
                None => sheet.write_string_with_format(row, column, &cell.text, &right)?,
            };
        }
    }
    Ok(first + 4 + grid.rows.len() as u32)
}
