//! Copies of a store while it is used, and stores from copies. A copy is an SQLite file, whatever it is a copy of.

use std::path::Path;

use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};

use super::engine::{Engine, Mode, Session};
use super::error::Failure;
use super::open::{Scratch, fill, make_whole};
use super::schema::TABLES;
use super::sqlite::{Sqlite, connect, failure, told};
use super::verify::verify;
use super::{By, Head, Location, Store, StoreError, StoreFile, What, event, holds, outbox};

/// Events copied in one go.
const PAGE: i64 = 1000;

/// What was copied, and found to be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The last event of the copy.
    pub head: Head,
    /// Rows of each table, by its name.
    pub n_rows: Vec<(&'static str, u64)>,
}

impl Store {
    /// Writes a copy of the store as it stands at one moment to a new file, while others go on reading and writing.
    /// The copy is read back and its chain verified before it gets its name. It is encrypted where `to` has a key, whether or not the
    /// store is.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is such a file; [`StoreError::Corrupt`] where the chain does not hold;
    /// [`StoreError::Full`] or [`StoreError::Io`] where the file cannot be written. Nothing is then left behind.
    pub fn backup(&self, to: impl Into<StoreFile>) -> Result<Copied, StoreError> {
        let to: StoreFile = to.into();
        let mut copied = None;
        make_whole(&to.path, |path| {
            let copy = to.at(path);
            match &self.engine {
                // SQLite copies pages, and cannot on the way between a file that is encrypted and one that is not.
                Engine::Sqlite(file) if file.is_encrypted() == copy.key.is_some() => {
                    Ok(file.with_reader(|reader| copy_file(reader, &copy))?)
                }
                Engine::Sqlite(_) | Engine::Postgres(_) => self.dump(&copy),
            }?;
            copied = Some(examined(&copy, &to.path)?);
            Ok(())
        })?;
        copied.ok_or_else(|| StoreError::Missing { place: to.path.display().to_string() })
    }

    /// Copies all rows, as they stand at one moment, into a new file.
    fn dump(&self, copy: &StoreFile) -> Result<(), StoreError> {
        let file = Engine::Sqlite(Sqlite::create(copy)?);
        self.engine.transact(Mode::Read, |from| {
            file.transact(Mode::Define, |to| {
                super::schema::define(to, &copy.path.display().to_string())?;
                copy_rows(from, to)
            })
            .map_err(Failure::from)
        })
    }

    /// Makes a new store at `to` from a copy, either of which may be encrypted, whose tables may be of an older version. The copy is verified before, and
    /// the rows that arrived are counted and verified after; the new store's first event of its own says where it
    /// comes from.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] or [`StoreError::Foreign`] where the copy is no sound one; [`StoreError::Exists`] where
    /// there is something at `to`. Nothing is then left behind.
    pub fn restore(
        from: impl Into<StoreFile>,
        to: &Location,
        by: &By<'_>,
    ) -> Result<(Store, Copied), StoreError> {
        by.check()?;
        let from: StoreFile = from.into();
        // The copy itself is left as it is, even if its tables are old. What is encrypted is nowhere written otherwise.
        let scratch = Scratch::beside(&from.path)?;
        let second = from.at(&scratch.path);
        let source = Sqlite::open(&from)?;
        source.with_reader(|reader| copy_file(reader, &second))?;
        drop(source);
        let copied = examined(&second, &from.path)?;
        let source = Store::open(&Location::Sqlite(second))?;
        fill(to, |session| {
            source.engine.transact(Mode::Read, |from| copy_rows(from, session)).map_err(Failure::from)?;
            let arrived = count(session)?;
            let verified = verify(session, Some(&copied.head))?;
            if arrived != copied.n_rows || verified.broken.is_some() {
                let what = "not all of the copy arrived".to_owned();
                return Err(StoreError::Corrupt { place: to.to_string(), what }.into());
            }
            let after =
                serde_json::json!({ "number": copied.head.number, "hash": copied.head.hash }).to_string();
            event::append(session, by, What::Restored, &[], "null", &after)?;
            outbox::unsettle_all(session, by.at())?;
            holds::end(session, by)?;
            Ok(())
        })?;
        drop(source);
        Ok((Store::open(to)?, copied))
    }
}

/// Copies a file page by page. It holds one read transaction, so writers go on and are not in the copy.
fn copy_file(from: &rusqlite::Connection, file: &StoreFile) -> Result<(), Failure> {
    let to = &file.path;
    let mut copy = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    let step = Backup::new(from, &mut copy).and_then(|backup| backup.step(-1));
    match step {
        Ok(StepResult::Done) => Ok(()),
        Ok(_) => Err(StoreError::Busy { place: to.display().to_string() }.into()),
        Err(error) => Err(failure(&error, to)),
    }?;
    copy.close().map_err(|(_, error)| told(&error, to))?;
    Ok(())
}

/// Opens a copy, verifies it and counts its rows. Messages call it by the name that people know.
fn examined(file: &StoreFile, shown: &Path) -> Result<Copied, StoreError> {
    let copy = Store::open(&Location::Sqlite(file.clone()))?;
    let (verified, n_rows) =
        copy.engine.transact(Mode::Read, |session| Ok((verify(session, None)?, count(session)?)))?;
    match verified.broken {
        None => Ok(Copied { head: verified.head, n_rows }),
        Some(broken) => {
            let event = broken.event.map_or(String::new(), |event| format!("event {event}: "));
            let what = format!("its chain of events does not hold: {event}{}", broken.why);
            Err(StoreError::Corrupt { place: shown.display().to_string(), what })
        }
    }
}

fn count(session: &mut dyn Session) -> Result<Vec<(&'static str, u64)>, Failure> {
    let mut counts = Vec::with_capacity(TABLES.len());
    for (table, _) in TABLES {
        let row = session.first(&format!("SELECT COUNT(*) FROM {table}"), &[])?;
        counts.push((table, row.map_or(Ok(0), |row| row.count(0))?));
    }
    Ok(counts)
}

fn copy_rows(from: &mut dyn Session, to: &mut dyn Session) -> Result<(), Failure> {
    for (table, columns) in TABLES {
        let n_columns = columns.split(',').count();
        let places: Vec<String> = (1..=n_columns).map(|place| format!("${place}")).collect();
        let insert = format!("INSERT INTO {table} ({columns}) VALUES ({})", places.join(", "));
        // Events are many and are numbered; all else fits into memory, as it does when it is used.
        let is_numbered = table == "event";
        let (condition, limit) =
            if is_numbered { (" WHERE $1 < number", format!(" LIMIT {PAGE}")) } else { ("", String::new()) };
        let select = format!("SELECT {columns} FROM {table}{condition} ORDER BY 1{limit}");
        let mut last = 0;
        loop {
            let values = [i64::into(last)];
            let rows = from.rows(&select, if is_numbered { &values } else { &[] })?;
            for row in &rows {
                to.run(&insert, &row.0)?;
            }
            match rows.last() {
                Some(row) if is_numbered => last = row.int(0)?,
                _ => break,
            }
        }
    }
    super::schema::fill_subjects(to)
}
