//! What every command that looks at a register is told, and how it is read.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use clap::Args;

use super::date_argument;
use crate::check::check;
use crate::files::{self, Loaded, unknown};
use crate::register::Reference;

/// The register, and how to answer.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// A folder of CSV files with authority.toml, or one .xlsx workbook
    pub(super) register: PathBuf,
    /// Take this for today, instead of the authority's planning date
    #[arg(long, value_name = "DATE", value_parser = date_argument, display_order = 100)]
    today: Option<NaiveDate>,
    /// Answer in JSON
    #[arg(long, display_order = 101)]
    pub(super) json: bool,
}

impl Source {
    /// Reads the register.
    pub(super) fn read(&self) -> Result<Loaded> {
        Ok(files::read_register(&self.register, self.today)?)
    }

    /// Reads the register with the bookings of a file, where there is one, in place of all of its own. A booking that
    /// stands confirmed in the register and not in the file is worth a note, and no more: the file is the plan.
    pub(super) fn read_with(&self, bookings: Option<&Path>) -> Result<Loaded> {
        let mut loaded = self.read()?;
        if let Some(path) = bookings {
            let bookings = files::read_bookings(path, &loaded.register)?;
            let verdict = check(&loaded.register, &loaded.travel, &bookings);
            let lost = verdict.breaches.iter().filter(|breach| breach.code == "H12");
            loaded.notes.extend(
                lost.map(|breach| format!("{}: the bookings given are taken as they are", breach.message)),
            );
            loaded.register.bookings = bookings;
        }
        Ok(loaded)
    }
}

/// Returns the position of a reference.
///
/// # Errors
/// Where nothing has it: with the nearest that something has.
pub(super) fn find<'a>(
    what: &str,
    given: &str,
    references: impl Iterator<Item = &'a Reference> + Clone,
) -> Result<usize> {
    let position = references.clone().position(|reference| reference.as_str() == given);
    position.ok_or_else(|| {
        anyhow!("the register has no {what} {}", unknown(given, references.map(Reference::as_str)))
    })
}
