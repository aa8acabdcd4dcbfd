//! The text of authority.toml and where each part of it stands.

use super::super::Location;

/// A policy as text, from a file or from the lines of a workbook's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::files) struct Document {
    /// The file or sheet, by the name that messages use.
    pub(in crate::files) name: String,
    /// The text, lines ended by `\n`.
    pub(in crate::files) text: String,
    /// Whether it stands in column A of a sheet.
    pub(in crate::files) is_sheet: bool,
}

impl Document {
    /// Returns where the byte at `offset` stands.
    pub(in crate::files) fn at(&self, offset: usize) -> Location {
        let offset = self.text.floor_char_boundary(offset);
        let before = &self.text[..offset];
        let line = 1 + before.bytes().filter(|&b| b == b'\n').count() as u64;
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = 1 + before[line_start..].chars().count() as u64;
        if self.is_sheet {
            Location::Cell { sheet: self.name.clone(), cell: format!("A{line}") }
        } else {
            Location::Text { file: self.name.clone(), line, column }
        }
    }
}
