//! Reading a case system's table row by row. Only the columns that are asked for are looked at; what else stands in a
//! row is never kept, and never shown.

use std::rc::Rc;

use super::date;
use super::format::{Format, letters};
use super::key::Key;
use super::mark::{Dated, Mark};
use super::report::Report;
use crate::files::{Origin, Row, Table, quoted};
use crate::register::Reference;

/// A table with its columns found.
pub(super) struct Sheet<'a> {
    table: &'a Table,
    origin: Rc<Origin>,
    /// By the format's columns: their position in the table.
    columns: Vec<Option<usize>>,
    format: Format,
}

/// A row being read.
pub(super) struct Line<'a> {
    sheet: &'a Sheet<'a>,
    row: &'a Row,
    report: &'a mut Report,
    /// Whether nothing of it was at fault so far.
    pub(super) is_sound: bool,
}

impl<'a> Sheet<'a> {
    /// Finds the columns of `format` in a table. `None` where a needed one is missing, which is recorded.
    pub(super) fn new(table: &'a Table, format: Format, report: &mut Report) -> Option<Sheet<'a>> {
        let headers: Vec<String> = table.header.iter().map(|name| letters(name)).collect();
        let mut is_whole = true;
        let mut columns = Vec::new();
        for column in format.columns() {
            let exact = letters(column.name);
            let found = headers.iter().position(|name| *name == exact);
            let found = found.or_else(|| headers.iter().position(|name| column.is(name)));
            if found.is_none() && column.is_needed {
                is_whole = false;
                let meant = report.faults.nearest(column.name, table.header.iter().map(String::as_str));
                let message = format!("has no column {}, which {} has", quoted(column.name), format.title());
                report.faults.fault_meaning(table.origin.whole(), message, meant);
            }
            let twice = found.filter(|_| headers.iter().filter(|name| **name == exact).count() > 1);
            if let Some(at) = twice {
                is_whole = false;
                let message = format!("column {} is given twice; wanted it once", quoted(column.name));
                report.faults.fault(table.origin.at(table.header_line, at), message);
            }
            columns.push(found);
        }
        is_whole.then(|| Sheet { table, origin: Rc::new(table.origin.clone()), columns, format })
    }

    /// Reads every row that can be read.
    pub(super) fn for_each(&self, report: &mut Report, mut read: impl FnMut(&mut Line<'_>)) -> usize {
        let mut n_rows = 0;
        for row in self.table.rows.iter().filter(|row| row.sound && !row.is_blank()) {
            if report.faults.is_full() {
                break;
            }
            n_rows += 1;
            read(&mut Line { sheet: self, row, report, is_sound: true });
        }
        n_rows
    }

    /// Returns the file's name, and of a workbook the sheet's.
    pub(super) fn name(&self) -> &str {
        match &*self.origin {
            Origin::File(name) | Origin::Sheet(name) => name,
        }
    }

    /// Returns where the table begins.
    pub(super) fn mark(&self) -> Mark {
        Mark::new(&self.origin, self.table.header_line, 0)
    }

    fn index(&self, column: &str) -> usize {
        let found = self.format.columns().iter().position(|known| known.name == column);
        found.expect("a format's own column is asked for")
    }
}

impl Line<'_> {
    /// Returns what stands in a column, without blanks around it; nothing where the table has no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        let at = self.sheet.columns[self.sheet.index(column)];
        let text = at.and_then(|at| self.row.cells.get(at)).map_or("", |cell| cell.trim());
        if date::is_empty(text) { "" } else { text }
    }

    /// Returns where a column of the row is.
    pub(super) fn mark(&self, column: &str) -> Mark {
        let at = self.sheet.columns[self.sheet.index(column)].unwrap_or(0);
        Mark::new(&self.sheet.origin, self.row.line, at)
    }

    /// Records a fault of a column.
    pub(super) fn fault(&mut self, column: &str, message: impl Into<String>, meant: Option<String>) {
        let mark = self.mark(column);
        self.report.fault(&mark, message, meant);
        self.is_sound = false;
    }

    /// Records something strange.
    pub(super) fn warn(&mut self, column: &str, message: impl Into<String>) {
        let mark = self.mark(column);
        self.report.warn(&mark, message);
    }

    /// Reads a child's number, as its reference.
    pub(super) fn child(&mut self, column: &str, key: &Key) -> Option<Reference> {
        let id = self.text(column).to_owned();
        if id.is_empty() {
            self.fault(column, format!("{column} is empty; wanted the child's number"), None);
            return None;
        }
        Some(key.child(&id))
    }

    /// Reads a date.
    pub(super) fn date(&mut self, column: &str) -> Option<Dated> {
        match date::read(self.text(column)) {
            Ok(on) => on.map(|on| Dated { on, mark: self.mark(column) }),
            Err(bad) => {
                self.fault(column, format!("{column} {}", bad.message), bad.meant);
                None
            }
        }
    }

    /// Reads a date that must be there.
    pub(super) fn needed_date(&mut self, column: &str) -> Option<Dated> {
        if self.text(column).is_empty() {
            self.fault(
                column,
                format!("{column} is empty; wanted a date such as 2021-03-01 or 01/03/2021"),
                None,
            );
        }
        self.date(column)
    }

    /// Reads yes or no, with or without the letter that Annex A puts before it.
    pub(super) fn yes(&mut self, column: &str) -> Option<bool> {
        let text = self.text(column).to_lowercase();
        let word = match text.split_once(')') {
            Some((letter, word)) if letter.len() == 1 => word.trim(),
            _ => text.as_str(),
        };
        match word {
            "" | "placeholder_data" => None,
            "yes" | "y" | "true" | "1" => Some(true),
            "no" | "n" | "false" | "0" => Some(false),
            _ => {
                let n_characters = word.chars().count();
                let message = format!(
                    "{column} holds text of {n_characters} characters, which is not shown; wanted yes or no"
                );
                self.fault(column, message, None);
                None
            }
        }
    }
}

/// Returns the register's word for a category of abuse, as any of the formats writes it: `NEG`, `Neglect`, `a) Physical
/// abuse`. `None` where it is none of them, nothing where none is given.
pub(super) fn category(text: &str) -> Option<&'static str> {
    const CATEGORIES: [(&str, &str); 8] = [
        ("neg", "neglect"),
        ("phy", "physical"),
        ("sab", "sexual"),
        ("sex", "sexual"),
        ("emo", "emotional"),
        ("mul", "multiple"),
        ("mix", "multiple"),
        ("morethan", "multiple"),
    ];
    if date::is_empty(text) {
        return Some("");
    }
    let word =
        text.split_once(')').map_or(text, |(letter, word)| if letter.len() == 1 { word } else { text });
    let word = letters(word);
    CATEGORIES.iter().find(|(begins, _)| word.starts_with(begins)).map(|&(_, category)| category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_known_in_every_format() {
        let cases = [
            ("NEG", Some("neglect")),
            ("Physical abuse", Some("physical")),
            ("b) Emotional Abuse", Some("emotional")),
            ("SAB", Some("sexual")),
            ("Multiple/Mixed", Some("multiple")),
            ("", Some("")),
            ("#N/A", Some("")),
            ("XYZ", None),
        ];
        for (text, expected) in cases {
            assert_eq!(category(text), expected, "{text}");
        }
    }
}
