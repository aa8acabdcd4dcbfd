//! Reading workbooks, cell by cell: a sheet is as large as what stands in it, wherever that is.

use std::collections::HashSet;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Reader, SheetType, Xlsx, XlsxError};

use super::super::findings::Findings;
use super::super::limits;
use super::super::near::quoted;
use super::super::schema::{AUTHORITY, AUTHORITY_FILE, schema};
use super::super::source::{Scope, Source, policy_objection, read_bytes};
use super::super::table::{Origin, Row, Table, cell_objection};
use super::super::toml_text::Document;
use super::guard;
use super::value::text_of;

/// The cells of one row that are there, by column from 0.
pub(super) struct Cells {
    /// The row's number, from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<(usize, String)>,
    pub(super) sound: bool,
}

/// What an error in a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Errors {
    /// A fault: nobody writes one into a register.
    AreFaults,
    /// Text such as `#N/A`: case systems leave them where they know nothing.
    AreText,
}

/// Reads a register's text from a workbook. `None` where it cannot be opened.
pub(in crate::files) fn read(path: &Path, scope: Scope, findings: &mut Findings) -> Option<Source> {
    let shown = path.display().to_string();
    let bytes = read_bytes(path, &shown, findings)?;
    if let Some(objection) = guard::objection(&bytes) {
        findings.fault_of_file(shown, objection);
        return None;
    }
    // The parser is not ours, and a workbook made to harm must not be able to end the program through it.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let mut read = Findings::default();
        let source = read_sheets(&bytes, scope, &mut read);
        (source, read)
    }));
    match parsed {
        Ok((Ok(source), read)) => {
            findings.absorb(read);
            Some(source)
        }
        Ok((Err(error), _)) => {
            findings.fault_of_file(shown, format!("cannot be read as a workbook ({error})"));
            None
        }
        Err(_) => {
            findings.fault_of_file(shown, "cannot be read as a workbook: it is damaged");
            None
        }
    }
}

fn read_sheets(bytes: &[u8], scope: Scope, findings: &mut Findings) -> Result<Source, XlsxError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let sheets = workbook.sheets_metadata().to_vec();
    let mut source = Source::default();
    let mut seen = HashSet::new();
    let mut bytes_left = limits::WORKBOOK_TEXT_BYTES;
    for sheet in sheets {
        let title = sheet.name;
        let name = table_name(&title);
        let origin = Origin::Sheet(title.clone());
        if sheet.typ != SheetType::WorkSheet {
            source.others.push(name);
            continue;
        }
        if !seen.insert(name.clone()) {
            findings.fault(origin.whole(), "is the name of two sheets; wanted one");
            continue;
        }
        if name != AUTHORITY && !source.wants(&name, scope) {
            continue;
        }
        let (rows, is_complete) =
            read_rows(&mut workbook, &title, Errors::AreFaults, &mut bytes_left, findings)?;
        if name == AUTHORITY {
            match document_of(&title, &origin, rows, findings) {
                Some(document) => source.authority = Some(document),
                None => source.unreadable.push(AUTHORITY_FILE.to_owned()),
            }
        } else if schema(&name).is_none() && rows.iter().all(|row| row.cells.is_empty()) {
            source.unknown.retain(|unknown| *unknown != name);
            source.others.push(name);
        } else {
            match table_of(&name, origin, rows, is_complete, findings) {
                Some(table) => source.tables.push(table),
                None => source.unreadable.push(name),
            }
        }
    }
    source.sort();
    Ok(source)
}

/// Returns the table that a sheet is by its title, whose case does not matter where the table is known.
fn table_name(title: &str) -> String {
    let name = title.to_ascii_lowercase();
    if name == AUTHORITY || schema(&name).is_some() { name } else { title.to_owned() }
}

/// Reads the cells of a sheet, row by row. Cells that are empty are left out, rows that hold only such are not:
/// they are rows of a table all the same. Tells too whether that is all that the sheet holds.
pub(super) fn read_rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    errors: Errors,
    bytes_left: &mut usize,
    findings: &mut Findings,
) -> Result<(Vec<Cells>, bool), XlsxError> {
    let origin = Origin::Sheet(name.to_owned());
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut rows: Vec<Cells> = Vec::new();
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let (line, column) = (u64::from(row) + 1, column as usize);
        let is_in_order = match rows.last() {
            Some(last) if last.line == line => last.cells.last().is_none_or(|&(before, _)| before < column),
            last => last.is_none_or(|last| last.line < line),
        };
        if limits::SHEET_ROWS < line || limits::SHEET_COLUMNS <= column || !is_in_order {
            findings.fault(origin.whole(), format!("is damaged: its cells are out of order near row {line}"));
            return Ok((rows, false));
        }
        if rows.last().is_none_or(|last| last.line < line) {
            if limits::ROWS < rows.len() {
                let message = format!("has more than {} rows; at most that many are read", limits::ROWS);
                findings.fault(origin.whole(), message);
                return Ok((rows, false));
            }
            rows.push(Cells { line, cells: Vec::new(), sound: true });
        }
        let Some(last) = rows.last_mut() else { continue };
        match text_of(cell.get_value()) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                if let Some(message) = cell_objection(&text) {
                    findings.fault(origin.at(line, column), message);
                    last.sound = false;
                }
                let Some(left) = bytes_left.checked_sub(text.len()) else {
                    findings.fault(origin.whole(), "holds more text than is read of a workbook");
                    return Ok((rows, false));
                };
                *bytes_left = left;
                last.cells.push((column, text));
            }
            Err(error) if errors == Errors::AreText => last.cells.push((column, error)),
            Err(error) => {
                findings.fault(origin.at(line, column), format!("holds the error {error}; wanted a value"));
                last.sound = false;
            }
        }
    }
    Ok((rows, true))
}

/// Returns the lines of authority.toml that stand in column A.
fn document_of(name: &str, origin: &Origin, rows: Vec<Cells>, findings: &mut Findings) -> Option<Document> {
    let mut text = String::new();
    let (mut lines, mut sound) = (0, true);
    for row in rows {
        while lines + 1 < row.line {
            text.push('\n');
            lines += 1;
        }
        sound &= row.sound;
        for (column, cell) in row.cells {
            if column != 0 || cell.contains('\n') {
                let wanted = "one line of authority.toml in each row of column A";
                findings.fault(
                    origin.at(row.line, column),
                    format!("{} is out of place; wanted {wanted}", quoted(&cell)),
                );
                sound = false;
            } else {
                text.push_str(&cell);
            }
        }
        text.push('\n');
        lines = row.line;
    }
    if let Some(message) = policy_objection(&text) {
        findings.fault(origin.whole(), message);
        sound = false;
    }
    sound.then(|| Document::new(name, text, true))
}

/// Returns the table that stands in a sheet: its header is the first row that holds anything.
fn table_of(
    name: &str,
    origin: Origin,
    rows: Vec<Cells>,
    is_complete: bool,
    findings: &mut Findings,
) -> Option<Table> {
    let mut width = None;
    let mut table = Vec::new();
    let n_rows = rows.len();
    for row in rows {
        let last = row.cells.last().map_or(0, |&(column, _)| column + 1);
        if width.is_none() && last == 0 {
            continue;
        }
        let width = *width.get_or_insert(last);
        if limits::COLUMNS < width {
            let message = format!("has {width} columns; at most {} are read", limits::COLUMNS);
            findings.fault(origin.whole(), message);
            return None;
        }
        if limits::CELLS < n_rows.saturating_mul(width) {
            let message = format!("has more than {} cells; at most that many are read", limits::CELLS);
            findings.fault(origin.whole(), message);
            return None;
        }
        let mut cells = vec![String::new(); width];
        let mut sound = row.sound;
        for (column, cell) in row.cells {
            match cells.get_mut(column) {
                Some(place) => *place = cell,
                None if sound => {
                    let message = format!(
                        "{} stands in a column without a name; wanted one in the header",
                        quoted(&cell)
                    );
                    findings.fault(origin.at(row.line, column), message);
                    sound = false;
                }
                None => {}
            }
        }
        table.push(Row { line: row.line, cells, sound });
    }
    Table::new(name, origin, table, is_complete, findings)
}
