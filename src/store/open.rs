//! Opening a store, and making a new one whole or not at all.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use super::booking::{Booking, Change, check_reference};
use super::engine::{Engine, Mode, Session};
use super::error::Failure;
use super::event::{EVENT_COLUMNS, event_of};
use super::postgres::Postgres;
use super::register::{self, Table, Tables};
use super::sqlite::Sqlite;
use super::{By, Event, Head, Location, StoreError, Stored, What, book, event, rows, schema, sqlite};

/// A store. It may be used by many threads at once.
#[derive(Debug)]
pub struct Store {
    pub(super) engine: Engine,
}

/// What a store holds at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The last event.
    pub head: Head,
    /// The register's files by name, without bookings.
    pub tables: Tables,
    /// Every booking, cancelled ones too, by meeting.
    pub bookings: Vec<Stored>,
}

impl Store {
    /// Opens the store at `location`. Tables of an older version are brought up to date, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::Corrupt`], [`StoreError::Newer`] or
    /// [`StoreError::Unreachable`]; the store is then left as it is.
    pub fn open(location: &Location) -> Result<Store, StoreError> {
        let engine = Engine::connect(location)?;
        schema::migrate(&engine)?;
        Ok(Store { engine })
    }

    /// Makes a new store that holds a register, as its files by name and text without bookings.csv, and the bookings
    /// that stand. Event 1 is its making, event 2 the bookings, if there are any.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is something already, [`StoreError::Invalid`] where a file is none of a
    /// register, [`StoreError::Taken`] where two bookings overlap. Nothing is then left behind.
    pub fn create(
        location: &Location,
        by: &By<'_>,
        files: &[(String, String)],
        bookings: &[Booking],
    ) -> Result<Store, StoreError> {
        by.check()?;
        let changes: Vec<Change> = bookings.iter().cloned().map(Change::Book).collect();
        if !changes.is_empty() {
            book::check(&changes, by)?;
        }
        fill(location, |session| begin(session, by, files, &changes))?;
        Store::open(location)
    }

    /// Returns the last event.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn head(&self) -> Result<Head, StoreError> {
        self.engine.transact(Mode::Read, event::head)
    }

    /// Returns the register, its bookings and the last event as they stand at one moment, whatever others write meanwhile.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn holding(&self) -> Result<Holding, StoreError> {
        self.engine.transact(Mode::Read, |session| {
            Ok(Holding {
                head: event::head(session)?,
                tables: register::tables(session)?,
                bookings: rows::stored_where(session, "1 = 1", &[])?,
            })
        })
    }

    /// Returns the events after number `after`, at most `most` of them, in order.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn events_since(&self, after: u64, most: u32) -> Result<Vec<Event>, StoreError> {
        let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE $1 < number ORDER BY number LIMIT $2");
        self.engine.transact(Mode::Read, |session| {
            let rows = session.rows(&sql, &[after.into(), i64::from(most).into()])?;
            Ok(rows.iter().map(event_of).collect::<Result<_, _>>()?)
        })
    }

    /// Returns the events about something (a meeting, a table, an account), the newest first, at most `most` of them.
    ///
    /// # Errors
    /// Where the store cannot be read, or `subject` is no reference.
    pub fn events_about(&self, subject: &str, most: u32) -> Result<Vec<Event>, StoreError> {
        check_reference("what is asked about", subject)?;
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM event WHERE number IN
             (SELECT event FROM event_subject WHERE subject = $1 ORDER BY event DESC LIMIT $2)
             ORDER BY number DESC"
        );
        self.engine.transact(Mode::Read, |session| {
            let rows = session.rows(&sql, &[subject.into(), i64::from(most).into()])?;
            Ok(rows.iter().map(event_of).collect::<Result<_, _>>()?)
        })
    }

    /// Records that somebody saw something, by references, and returns the event's number.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn note_seen(&self, by: &By<'_>, subjects: &[&str]) -> Result<u64, StoreError> {
        by.check()?;
        self.engine
            .transact(Mode::Write, |session| event::append(session, by, What::Seen, subjects, "null", "null"))
    }

    /// Lets an SQLite file grow no larger than `bytes`, in whole pages, for as long as it is open: a write beyond it
    /// finds the disk full. A server has its own quotas; there this does nothing.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn limit_size(&self, bytes: u64) -> Result<(), StoreError> {
        let Engine::Sqlite(file) = &self.engine else { return Ok(()) };
        let writer = file.writer();
        let path = PathBuf::from(file.place());
        let limit = || -> rusqlite::Result<()> {
            let page: i64 = writer.pragma_query_value(None, "page_size", |row| row.get(0))?;
            let pages = (i64::try_from(bytes).unwrap_or(i64::MAX) / page.max(1)).min(0xffff_fffe);
            writer.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        };
        limit().map_err(|error| sqlite::told(&error, &path))
    }
}

/// Fills new tables with a register and its bookings.
fn begin(
    session: &mut dyn Session,
    by: &By<'_>,
    files: &[(String, String)],
    changes: &[Change],
) -> Result<(), Failure> {
    event::begin(session)?;
    let mut tables = Vec::with_capacity(files.len());
    for (name, text) in files {
        let table = Table {
            name: name.clone(),
            text: text.clone(),
            version: 1,
            changed_by: by.who.to_owned(),
            changed_at: by.at(),
        };
        register::fill(session, &table)?;
        tables.extend(register::table(session, name)?);
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    let after = serde_json::json!({ "tables": tables }).to_string();
    event::append(session, by, What::Created, &[], "null", &after)?;
    if !changes.is_empty() {
        let head = event::head(session)?;
        book::make(session, by, changes, &head)?;
    }
    Ok(())
}

/// Makes the tables of a new store at `location` and fills them, whole or not at all.
pub(super) fn fill(
    location: &Location,
    mut act: impl FnMut(&mut dyn Session) -> Result<(), Failure>,
) -> Result<(), StoreError> {
    let place = location.to_string();
    match location {
        Location::Sqlite(file) => make_whole(&file.path, |path| {
            let engine = Engine::Sqlite(Sqlite::create(&file.at(path))?);
            engine.transact(Mode::Define, |session| {
                schema::define(session, &place)?;
                act(session)
            })
        }),
        Location::Postgres { url, schema } => {
            let postgres = Postgres::open(url, schema)?;
            let name = postgres.schema().to_owned();
            Engine::Postgres(postgres).transact(Mode::Define, |session| {
                schema::prepare_server(session, &name)?;
                schema::define(session, &place)?;
                act(session)
            })
        }
    }
}

/// Makes a file whole or not at all: `make` writes it under another name beside `target`; it is brought to the disk,
/// and then gets its name, unless there is such a file already.
pub(super) fn make_whole(
    target: &Path,
    make: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let exists = || StoreError::Exists { place: target.display().to_string() };
    if target.exists() {
        return Err(exists());
    }
    let scratch = Scratch::beside(target)?;
    make(&scratch.path)?;
    let finish = || -> io::Result<()> {
        File::open(&scratch.path)?.sync_all()?;
        // Unlike renaming, a second name never takes the place of another file.
        match fs::hard_link(&scratch.path, target) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !target.exists() => {
                fs::rename(&scratch.path, target)
            }
            done => done,
        }?;
        File::open(folder_of(target))?.sync_all()
    };
    finish().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(),
        io::ErrorKind::StorageFull => StoreError::Full { place: target.display().to_string() },
        _ => StoreError::Io {
            doing: "write".to_owned(),
            place: target.display().to_string(),
            what: error.to_string(),
        },
    })
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file for the time being, gone with its logs when it is dropped.
pub(super) struct Scratch {
    pub(super) path: PathBuf,
}

impl Scratch {
    /// Returns a name beside `target` that nobody else uses.
    pub(super) fn beside(target: &Path) -> Result<Scratch, StoreError> {
        let Some(name) = target.file_name() else {
            let reason = "names no file".to_owned();
            return Err(StoreError::Invalid { what: target.display().to_string(), reason });
        };
        for number in 0..100 {
            let name = format!(".{}.{}-{number}.new", name.to_string_lossy(), process::id());
            let path = folder_of(target).join(name);
            match File::create_new(&path) {
                Ok(_) => return Ok(Scratch { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(StoreError::Io {
                        doing: "write".to_owned(),
                        place: target.display().to_string(),
                        what: error.to_string(),
                    });
                }
            }
        }
        Err(StoreError::Busy { place: target.display().to_string() })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut path = self.path.clone().into_os_string();
            path.push(end);
            let _ = fs::remove_file(path);
        }
    }
}
