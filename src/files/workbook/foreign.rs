//! Reading workbooks that other programs write: guarded as those of registers are, and read as they come. What stands
//! in a column without a name, or is an error, may be in a column that nobody asks for.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, SheetType, Xlsx, XlsxError};

use super::super::findings::Findings;
use super::super::limits;
use super::super::table::{Origin, Row, Table};
use super::guard;
use super::read::{Errors, read_rows};

/// Returns the sheets of a workbook whose titles are wanted, with their titles. `None` where it cannot be opened.
pub(in crate::files) fn read(
    file: &str,
    bytes: &[u8],
    wants: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) -> Option<Vec<(String, Table)>> {
    if let Some(objection) = guard::objection(bytes) {
        findings.fault_of_file(file, objection);
        return None;
    }
    // The parser is not ours, and a workbook made to harm must not be able to end the program through it.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let mut read = Findings::default();
        let tables = read_sheets(file, bytes, wants, &mut read);
        (tables, read)
    }));
    match parsed {
        Ok((Ok(tables), read)) => {
            findings.absorb(read);
            Some(tables)
        }
        Ok((Err(error), _)) => {
            findings.fault_of_file(file, format!("cannot be read as a workbook ({error})"));
            None
        }
        Err(_) => {
            findings.fault_of_file(file, "cannot be read as a workbook: it is damaged");
            None
        }
    }
}

fn read_sheets(
    file: &str,
    bytes: &[u8],
    wants: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) -> Result<Vec<(String, Table)>, XlsxError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let titles: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && wants(&sheet.name))
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut bytes_left = limits::WORKBOOK_TEXT_BYTES;
    let mut tables = Vec::new();
    for title in titles {
        let (rows, complete) = read_rows(&mut workbook, &title, Errors::AreText, &mut bytes_left, findings)?;
        let origin = Origin::Sheet(format!("{file} {title}"));
        // The header is the first row that holds anything, and as wide as what stands in it.
        let mut rows = rows.into_iter().skip_while(|row| row.cells.is_empty()).peekable();
        let width = rows.peek().and_then(|row| row.cells.last()).map_or(0, |&(column, _)| column + 1);
        if limits::COLUMNS < width {
            let message = format!("has {width} columns; at most {} are read", limits::COLUMNS);
            findings.fault(origin.whole(), message);
            continue;
        }
        let mut table = Vec::new();
        let mut n_cells = 0_usize;
        for row in rows {
            n_cells += width;
            if limits::CELLS < n_cells {
                let message = format!("has more than {} cells; at most that many are read", limits::CELLS);
                findings.fault(origin.whole(), message);
                break;
            }
            let mut cells = vec![String::new(); width];
            for (column, cell) in row.cells {
                if let Some(place) = cells.get_mut(column) {
                    *place = cell;
                }
            }
            table.push(Row { line: row.line, cells, sound: row.sound });
        }
        tables.extend(
            Table::foreign(&title, origin, table, complete, findings).map(|table| (title.clone(), table)),
        );
    }
    Ok(tables)
}
