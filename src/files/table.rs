//! A table of text: what a CSV file and a workbook's sheet have in common.

use std::collections::HashMap;

use super::Location;
use super::findings::Findings;
use super::limits;
use super::near::quoted;

/// A header and rows of cells, each of which knows where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    /// The name without `.csv`, such as `meetings`.
    pub(crate) name: String,
    /// Where the table is, for messages.
    pub(crate) origin: Origin,
    /// The line of the header.
    pub(crate) header_line: u64,
    /// The columns' names.
    pub(crate) header: Vec<String>,
    /// The rows below the header, in order.
    pub(crate) rows: Vec<Row>,
    /// Whether every row could be told from the next. Where not, a reference into the table may be right although
    /// its row was not found.
    pub(crate) complete: bool,
}

/// What a table was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A CSV file, by the name that messages use.
    File(String),
    /// A sheet of a workbook.
    Sheet(String),
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line that it begins on, from 1; in a workbook the row's number.
    pub(crate) line: u64,
    /// Its cells, by column.
    pub(crate) cells: Vec<String>,
    /// Whether its cells could be told apart; where not, a fault has been recorded.
    pub(crate) sound: bool,
}

impl Origin {
    /// Returns where the cell in `line` and `column` (from 0) is.
    pub(crate) fn at(&self, line: u64, column: usize) -> Location {
        match self {
            Origin::File(file) => Location::Text { file: file.clone(), line, column: column as u64 + 1 },
            Origin::Sheet(sheet) => {
                Location::Cell { sheet: sheet.clone(), cell: format!("{}{line}", column_letters(column)) }
            }
        }
    }

    /// Returns where the whole table is.
    pub(crate) fn whole(&self) -> Location {
        match self {
            Origin::File(name) | Origin::Sheet(name) => Location::File { file: name.clone() },
        }
    }

    /// Returns the line in words, for a message elsewhere.
    pub(crate) fn line_in_words(&self, line: u64) -> String {
        match self {
            Origin::File(_) => format!("line {line}"),
            Origin::Sheet(_) => format!("row {line}"),
        }
    }
}

impl Table {
    /// Returns the table made of `rows`, the first of which is the header. Faults of the header and of the rows'
    /// shape are recorded; without a header there is no table.
    pub(crate) fn new(
        name: &str,
        origin: Origin,
        rows: Vec<Row>,
        complete: bool,
        findings: &mut Findings,
    ) -> Option<Table> {
        let table = Table::foreign(name, origin, rows, complete, findings)?;
        table.check_header(findings);
        Some(table)
    }

    /// Returns the table made of `rows` as [`Table::new`] does, whatever the columns are called: that of a file which
    /// other programs write may have columns without a name, or two of one name, that nobody reads.
    pub(crate) fn foreign(
        name: &str,
        origin: Origin,
        rows: Vec<Row>,
        complete: bool,
        findings: &mut Findings,
    ) -> Option<Table> {
        let mut rows = rows.into_iter();
        let Some(header) = rows.next() else {
            findings.fault(origin.whole(), "is empty; wanted a header row");
            return None;
        };
        if limits::COLUMNS < header.cells.len() {
            let message = format!("has {} columns; at most {} are read", header.cells.len(), limits::COLUMNS);
            findings.fault(origin.whole(), message);
            return None;
        }
        let mut table = Table {
            name: name.to_owned(),
            origin,
            header_line: header.line,
            header: header.cells,
            rows: rows.collect(),
            complete,
        };
        table.check_shape(findings);
        Some(table)
    }

    /// Returns where the cell in `column` (from 0) of a row is.
    pub(crate) fn at(&self, row: &Row, column: usize) -> Location {
        self.origin.at(row.line, column)
    }

    /// Whether no row is lost.
    pub(crate) fn is_whole(&self) -> bool {
        self.complete && self.rows.iter().all(|row| row.sound)
    }

    fn check_header(&self, findings: &mut Findings) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (column, name) in self.header.iter().enumerate() {
            let location = self.origin.at(self.header_line, column);
            if name.is_empty() {
                findings.fault(location, "the column has no name; wanted one in every column");
            } else if let Some(earlier) = first.insert(name, column) {
                let message =
                    format!("column {} is given twice; column {} has it already", quoted(name), earlier + 1);
                findings.fault(location, message);
            }
        }
    }

    /// Refuses rows that have more or fewer cells than the header. Rows that are empty altogether are how
    /// spreadsheets end their files; readers pass over them.
    fn check_shape(&mut self, findings: &mut Findings) {
        let wanted = self.header.len();
        for row in &mut self.rows {
            if row.cells.len() == wanted || row.is_blank() || !row.sound {
                continue;
            }
            row.sound = false;
            let location = self.origin.at(row.line, row.cells.len().min(wanted));
            let message = format!("the row has {} cells; wanted {wanted}, as in the header", row.cells.len());
            findings.fault(location, message);
        }
    }
}

impl Row {
    /// Whether all its cells are empty.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// Returns why a cell is not read, whatever its column: too long, or characters that no text has.
pub(crate) fn cell_objection(text: &str) -> Option<String> {
    if limits::CELL_CHARACTERS < text.len() && limits::CELL_CHARACTERS < text.chars().count() {
        let n_characters = text.chars().count();
        return Some(format!(
            "holds {n_characters} characters; at most {} are read",
            limits::CELL_CHARACTERS
        ));
    }
    let is_strange =
        |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    let letter = text.chars().find(is_strange)?;
    Some(format!("holds the control character U+{:04X}; wanted text", u32::from(letter)))
}

/// Returns a column's letters in a workbook: `A` for 0, `AA` for 26.
pub(crate) fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while 0 < left {
        left -= 1;
        letters.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_workbook() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(column_letters(column), letters, "{column}");
        }
    }
}
