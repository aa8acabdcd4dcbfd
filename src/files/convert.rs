//! Between a folder of CSV and a workbook, both ways, without loss: tables of text go over as they are. Whether the
//! text makes a good register is another question, which is answered in notes.

use std::path::{Path, PathBuf};

use super::csv_text;
use super::findings::Findings;
use super::output::{Contents, OutputError, OutputFolder, write_whole};
use super::read::load;
use super::schema::AUTHORITY_FILE;
use super::source::{self, Scope, Source};
use super::{Faults, workbook};

/// Why nothing was converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// The input cannot be read as tables of text.
    #[error("{0}")]
    Faults(#[from] Faults),
    /// The output cannot be written.
    #[error("{0}")]
    Output(#[from] OutputError),
    /// Input and output are of one kind.
    #[error("{} is not {wanted}, which {} is converted to", output.display(), input.display())]
    Direction {
        /// The input.
        input: PathBuf,
        /// The output.
        output: PathBuf,
        /// What the output would have to be.
        wanted: &'static str,
    },
    /// A table has a name or a line that a workbook cannot hold.
    #[error("{0}")]
    Sheet(String),
}

/// Writes the register in the folder `input` as the workbook `output`, or the other way round. Returns what is
/// worth saying: what was left out, and every fault that the register has.
///
/// # Errors
/// Where the input cannot be read as tables of text or the output cannot be written; with `force` an existing
/// output is replaced.
pub fn convert(input: &Path, output: &Path, force: bool) -> Result<Vec<String>, ConvertError> {
    let is_folder = input.is_dir();
    let is_input = is_folder || source::is_workbook(input);
    if is_input && is_folder != source::is_workbook(output) {
        let wanted = if is_folder { "a workbook ending in .xlsx" } else { "a folder" };
        let (input, output) = (input.to_owned(), output.to_owned());
        return Err(ConvertError::Direction { input, output, wanted });
    }
    let shown = input.display().to_string();
    let mut findings = Findings::default();
    let source = source::read(input, Scope::Everything, &mut findings);
    let mut notes = findings.finish()?;
    let source = source.ok_or_else(|| Faults(Vec::new()))?;
    if is_folder {
        let bytes = workbook::write(&source).map_err(|error| ConvertError::Sheet(error.to_string()))?;
        write_whole(output, &bytes, force)?;
    } else {
        write_folder(&source, output, force)?;
    }
    notes.extend(source.others.iter().map(|name| format!("{name} is no table and was left out")));
    match load(&source, &shown, None, Findings::default()) {
        Ok(loaded) => notes.extend(loaded.notes),
        Err(faults) => notes.extend(faults.0.iter().map(ToString::to_string)),
    }
    Ok(notes)
}

fn write_folder(source: &Source, output: &Path, force: bool) -> Result<(), OutputError> {
    let mut folder = OutputFolder::create(output, Contents::Register, force)?;
    if let Some(document) = &source.authority {
        folder.write(AUTHORITY_FILE, document.text())?;
    }
    for table in &source.tables {
        let header = std::iter::once(&table.header);
        let rows = header.chain(table.rows.iter().map(|row| &row.cells));
        folder.write(&format!("{}.csv", table.name), csv_text::write(rows))?;
    }
    folder.finish()
}
