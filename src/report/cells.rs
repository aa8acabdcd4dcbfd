//! The sheets of the workbook: cells, their formats, and how they are written.
//!
//! Text is always written as text, so that nothing that came out of a register can run as a formula.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Longest text that a cell holds.
const CELL_LETTERS: usize = 32_767;

/// A cell's content.
pub(super) enum Cell {
    Text(String),
    Number(i64),
    /// A number with one decimal.
    Tenths(f64),
    /// A number with as many decimals as it has.
    Decimal(f64),
    /// A part of one.
    Share(f64),
    Date(NaiveDate),
    /// A time of day, in minutes since midnight.
    Time(i32),
    Empty,
}

/// A sheet: its name, its columns with their widths in letters, and its rows.
pub(super) struct Sheet {
    pub(super) name: &'static str,
    pub(super) columns: Vec<(&'static str, f64)>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The formats that the sheets share.
pub(super) struct Formats {
    head: Format,
    text: Format,
    number: Format,
    tenths: Format,
    decimal: Format,
    share: Format,
    date: Format,
    time: Format,
}

pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub(super) fn number(n: usize) -> Cell {
    Cell::Number(n as i64)
}

pub(super) fn date(date: Option<NaiveDate>) -> Cell {
    date.map_or(Cell::Empty, Cell::Date)
}

pub(super) fn hours(minutes: i64) -> Cell {
    Cell::Tenths(minutes as f64 / 60.0)
}

impl Formats {
    pub(super) fn new() -> Formats {
        let body = Format::new().set_align(FormatAlign::Top);
        Formats {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00F3_F2F1))
                .set_border_bottom(FormatBorder::Thin),
            text: body.clone().set_text_wrap().set_align(FormatAlign::Left),
            number: body.clone().set_num_format("#,##0"),
            tenths: body.clone().set_num_format("#,##0.0"),
            decimal: body.clone().set_num_format("0.0#####"),
            share: body.clone().set_num_format("0%"),
            date: body.clone().set_num_format("ddd d mmm yyyy").set_align(FormatAlign::Left),
            time: body.set_num_format("hh:mm").set_align(FormatAlign::Left),
        }
    }
}

impl Sheet {
    /// Writes the sheet, headings first, with a filter over all its rows.
    pub(super) fn write(&self, worksheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        worksheet.set_name(self.name)?;
        worksheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        for (column, &(heading, width)) in self.columns.iter().enumerate() {
            let column = column as u16;
            worksheet.set_column_width(column, width)?;
            worksheet.write_string_with_format(0, column, heading, &formats.head)?;
        }
        for (row, cells) in self.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                write(worksheet, (row as u32 + 1, column as u16), cell, formats)?;
            }
        }
        worksheet.set_freeze_panes(1, 1)?;
        worksheet.set_repeat_rows(0, 0)?;
        worksheet.autofilter(0, 0, self.rows.len() as u32, self.columns.len() as u16 - 1)?;
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let text: String = text.chars().take(CELL_LETTERS).collect();
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        Cell::Number(n) => {
            sheet.write_number_with_format(row, column, *n as f64, &formats.number)?;
        }
        Cell::Tenths(n) => {
            sheet.write_number_with_format(row, column, *n, &formats.tenths)?;
        }
        Cell::Decimal(n) => {
            sheet.write_number_with_format(row, column, *n, &formats.decimal)?;
        }
        Cell::Share(n) => {
            sheet.write_number_with_format(row, column, *n, &formats.share)?;
        }
        Cell::Date(date) => match excel_date(*date) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, &formats.date)?;
            }
            None => {
                sheet.write_string_with_format(row, column, date.to_string(), &formats.text)?;
            }
        },
        Cell::Time(minutes) => {
            sheet.write_number_with_format(row, column, f64::from(*minutes) / 1440.0, &formats.time)?;
        }
    }
    Ok(())
}

/// Returns a date as Excel knows it, or `None` before 1900 and after 9999.
pub(super) fn excel_date(date: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| 1900 <= *year)?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}
