//! Writing a report: a page, a workbook and tables, into a folder of their own, whole or not at all.

use std::path::Path;

use anyhow::Result;

use super::interrupt::Interrupt;
use crate::files::{Contents, OutputFolder};

/// What a report folder is to hold.
pub(super) struct Report {
    /// `report.html`.
    pub(super) page: String,
    /// The workbook's name and bytes.
    pub(super) workbook: (&'static str, Vec<u8>),
    /// Tables by name.
    pub(super) tables: Vec<(String, String)>,
}

impl Report {
    /// Writes the folder.
    ///
    /// # Errors
    /// Where something is there that may not be replaced, or the system refuses; nothing is left behind.
    pub(super) fn write(self, out: &Path, force: bool, interrupt: &Interrupt) -> Result<()> {
        interrupt.while_writing(|writing| {
            let mut folder = OutputFolder::create(out, Contents::Forecast, force)?;
            folder.write("report.html", self.page)?;
            folder.write(self.workbook.0, self.workbook.1)?;
            for (name, text) in self.tables {
                writing.go_on()?;
                folder.write(&name, text)?;
            }
            writing.go_on()?;
            Ok(folder.finish()?)
        })
    }
}
