//! A TOML text and where each part of it stands.

use super::super::Location;

/// A TOML text, from a file or from the lines of a workbook's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::files) struct Document {
    name: String,
    text: String,
    is_sheet: bool,
    /// Where each line begins, in bytes.
    line_starts: Vec<usize>,
}

impl Document {
    /// Returns the text that stands in a file, or in column A of a sheet, by the name that messages use. Its
    /// lines are ended by `\n`.
    pub(in crate::files) fn new(name: &str, text: String, is_sheet: bool) -> Document {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Document { name: name.to_owned(), text, is_sheet, line_starts }
    }

    /// Returns the text.
    pub(in crate::files) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the line that the byte at `offset` stands in.
    pub(in crate::files) fn line(&self, offset: usize) -> &str {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        self.text.get(self.line_starts[line - 1]..).and_then(|rest| rest.lines().next()).unwrap_or_default()
    }

    /// Returns where the byte at `offset` stands.
    pub(in crate::files) fn at(&self, offset: usize) -> Location {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        if self.is_sheet {
            return Location::Cell { sheet: self.name.clone(), cell: format!("A{line}") };
        }
        let before = self.text.get(self.line_starts[line - 1]..offset).unwrap_or_default();
        let column = 1 + before.chars().count() as u64;
        Location::Text { file: self.name.clone(), line: line as u64, column }
    }
}
