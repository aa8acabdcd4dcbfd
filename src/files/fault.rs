//! Faults in the input, told to the person who must mend it.

use std::fmt;

/// Something in the input that must be mended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Fault {
    /// Where.
    pub location: Location,
    /// What is wrong and what is wanted, naming what stood there: `kind "review_conferance" is not known; wanted a
    /// kind of meeting, such as …`.
    pub message: String,
    /// What was probably meant, where a value is near.
    pub meant: Option<String>,
}

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(untagged)]
pub enum Location {
    /// A whole file, folder or workbook.
    File {
        /// Its name as the user gave it, or its name in the register's folder.
        file: String,
    },
    /// A line and column (both from 1) of a text file; in a CSV file the column is that of the cell.
    Text {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
    },
    /// A cell of a workbook's sheet, such as `C12`.
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
    },
}

/// All faults of an input, in order of place; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::File { file } => write!(f, "{file}"),
            Location::Text { file, line, column } => write!(f, "{file}:{line}:{column}"),
            Location::Cell { sheet, cell } => write!(f, "{sheet}!{cell}"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.location, self.message)?;
        match &self.meant {
            Some(meant) => write!(f, "\n    maybe \"{meant}\" was meant"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if 0 < i {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}
