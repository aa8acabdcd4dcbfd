//! What every command that looks at a record is told: a register's, or that of the desk's store.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use chrono::NaiveDate;
use chrono_tz::Europe::London;
use clap::Args;

use super::date_argument;
use super::store::{Place, Who, now};
use crate::desk;
use crate::files::{self, Loaded};
use crate::store::Store;

/// The record, and how to answer.
#[derive(Debug, Args)]
pub(super) struct Recorded {
    /// A folder of CSV files with authority.toml, or one .xlsx workbook; --db or --postgres reads the desk's store instead
    #[arg(conflicts_with = "db")]
    register: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Take this for today, instead of a register's planning date, or of the day that it is for a store
    #[arg(long, value_name = "DATE", value_parser = date_argument, display_order = 100)]
    today: Option<NaiveDate>,
    /// Answer in JSON
    #[arg(long, display_order = 101)]
    pub(super) json: bool,
}

impl Recorded {
    /// Reads the record. Of a store it is noted that somebody saw it, and `what`, before anything is shown.
    ///
    /// # Errors
    /// Where neither a register nor a store is named, or what is named cannot be read.
    pub(super) fn read(&self, what: &str) -> Result<Loaded> {
        if let Some(register) = &self.register {
            return Ok(files::read_register(register, self.today)?);
        }
        if !self.place.is_given() {
            bail!(
                "whose record is wanted: give a register (a folder or a workbook), or the desk's store with --db FILE or --postgres URL"
            );
        }
        let store = Store::open(&self.place.location()?)?;
        let mut loaded = desk::load(&store)?;
        loaded.register.authority.today =
            self.today.unwrap_or_else(|| now().with_timezone(&London).date_naive());
        store.note_seen(&self.who.by(), &[what])?;
        Ok(loaded)
    }

    /// Returns the folder or workbook that is read, where it is not a store.
    pub(super) fn register(&self) -> Option<&Path> {
        self.register.as_deref()
    }
}
