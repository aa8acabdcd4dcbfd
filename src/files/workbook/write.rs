//! Writing workbooks. Every cell is text, and formatted as text, so that a spreadsheet leaves it as it is.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::super::schema::AUTHORITY;
use super::super::source::Source;

/// A table whose name no sheet can have.
#[derive(Debug, thiserror::Error)]
#[error("the table {name} cannot become a sheet ({source})")]
pub(in crate::files) struct SheetNameError {
    name: String,
    source: XlsxError,
}

/// Returns a register's text as a workbook. The same text gives the same bytes.
///
/// # Errors
/// Where a table's name cannot be a sheet's, or a line is longer than a cell.
pub(in crate::files) fn write(source: &Source) -> Result<Vec<u8>, SheetNameError> {
    let mut workbook = Workbook::new();
    // The date on which the file says that it was made is the same for ever.
    if let Ok(date) = ExcelDateTime::from_ymd(2000, 1, 1) {
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    }
    if let Some(document) = &source.authority {
        let lines = document.text().split_terminator('\n').map(|line| vec![line.to_owned()]);
        push(&mut workbook, AUTHORITY, lines)
            .map_err(|source| SheetNameError { name: AUTHORITY.into(), source })?;
    }
    for table in &source.tables {
        let header = std::iter::once(table.header.clone());
        let rows = header.chain(table.rows.iter().map(|row| row.cells.clone()));
        push(&mut workbook, &table.name, rows)
            .map_err(|source| SheetNameError { name: table.name.clone(), source })?;
    }
    workbook.save_to_buffer().map_err(|source| SheetNameError { name: "authority".into(), source })
}

fn push(
    workbook: &mut Workbook,
    name: &str,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            // An empty cell is written too: a row of them is a row.
            sheet.write_string_with_format(row, column, cell, &text)?;
        }
    }
    Ok(())
}
