//! SQLite: one file, one writer, any number of readers.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, ffi};

use super::engine::{Dialect, Mode, Row, Session, Value};
use super::error::Failure;
use super::key::SQLITE;
use super::{FileKey, StoreError, StoreFile};

/// What stands in the head of every store's file: `Cvne`.
pub(super) const APPLICATION_ID: i64 = 0x4376_6e65;
/// SQLite before this one can damage a file that two connections write to (the WAL-reset fault, 3.7.0 to 3.51.2).
const OLDEST_SOUND: i32 = 3_051_003;
/// How long a writer waits for a writer in another process.
const PATIENCE: Duration = Duration::from_secs(30);
/// Idle readers that are kept.
const IDLE_READERS: usize = 16;
/// What the trigger against double bookings says; nobody else sees it.
pub(super) const OVERLAP: &str = "occupied";

/// An open file.
#[derive(Debug)]
pub(super) struct Sqlite {
    file: StoreFile,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens a store's file and examines it: neither a foreign file nor a damaged one is changed.
    pub(super) fn open(file: &StoreFile) -> Result<Sqlite, StoreError> {
        examine_head(file)?;
        let connection = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        examine(&connection, &file.path)?;
        Sqlite::with(file, connection)
    }

    /// Makes a new file, where there is none, or an empty one.
    pub(super) fn create(file: &StoreFile) -> Result<Sqlite, StoreError> {
        let connection = connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(|e| told(&e, &file.path))?;
        Sqlite::with(file, connection)
    }

    fn with(file: &StoreFile, connection: Connection) -> Result<Sqlite, StoreError> {
        let path = &file.path;
        let mode: String = connection
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .map_err(|e| told(&e, path))?;
        if mode != "wal" {
            return Err(StoreError::Io {
                doing: "keep a write-ahead log beside".to_owned(),
                place: path.display().to_string(),
                what: format!("the file system allows only {mode}; keep the file on a local disk"),
            });
        }
        Ok(Sqlite { file: file.clone(), writer: Mutex::new(connection), readers: Mutex::new(Vec::new()) })
    }

    pub(super) fn place(&self) -> String {
        self.file.path.display().to_string()
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.file.key.is_some()
    }

    /// Returns the connection that writes, once nobody else uses it.
    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic in a referee leaves a transaction that the next one rolls back.
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if !writer.is_autocommit() {
            let _ = writer.execute_batch("ROLLBACK");
        }
        writer
    }

    /// Lends a connection that reads.
    pub(super) fn with_reader<T>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = if let Some(reader) = idle {
            reader
        } else {
            let reader = connect(&self.file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            reader.pragma_update(None, "query_only", true).map_err(|e| failure(&e, &self.file.path))?;
            reader
        };
        let value = act(&reader);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if reader.is_autocommit() && readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        value
    }

    /// Does `act` in one transaction, once.
    pub(super) fn once<T>(
        &self,
        mode: Mode,
        act: &mut impl FnMut(&mut dyn Session) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match mode {
            Mode::Read => self.with_reader(|reader| self.within(reader, "BEGIN", act)),
            Mode::Write | Mode::Define => self.within(&self.writer(), "BEGIN IMMEDIATE", act),
        }
    }

    fn within<T>(
        &self,
        connection: &Connection,
        begin: &str,
        act: &mut impl FnMut(&mut dyn Session) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut session = SqliteSession { connection, path: &self.file.path };
        session.batch(begin)?;
        let outcome = act(&mut session).and_then(|value| session.batch("COMMIT").map(|()| value));
        if outcome.is_err() && !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
        outcome
    }
}

struct SqliteSession<'a> {
    connection: &'a Connection,
    path: &'a Path,
}

impl Session for SqliteSession<'_> {
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, Failure> {
        let changed = self.connection.prepare_cached(&numbered(sql)).and_then(|mut statement| {
            let changed = statement.execute(rusqlite::params_from_iter(values))?;
            Ok(changed as u64)
        });
        changed.map_err(|error| failure(&error, self.path))
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Failure> {
        let rows = self.connection.prepare_cached(&numbered(sql)).and_then(|mut statement| {
            let n_columns = statement.column_count();
            let rows = statement.query_map(rusqlite::params_from_iter(values), |row| {
                (0..n_columns).map(|column| value_of(row.get_ref(column)?)).collect::<Result<_, _>>().map(Row)
            })?;
            rows.collect()
        });
        rows.map_err(|error| failure(&error, self.path))
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.connection.execute_batch(sql).map_err(|error| failure(&error, self.path))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn value_of(value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        other => Value::Text(other.as_str().map_err(rusqlite::Error::from)?.to_owned()),
    })
}

/// Returns a statement with SQLite's placeholders, `?1`.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

/// Opens a file as every connection to it must be.
pub(super) fn connect(file: &StoreFile, flags: OpenFlags) -> Result<Connection, StoreError> {
    let path = &file.path;
    if rusqlite::version_number() < OLDEST_SOUND {
        return Err(StoreError::Database {
            doing: "open".to_owned(),
            place: path.display().to_string(),
            what: format!("SQLite {} can damage files; wanted 3.51.3 or newer", rusqlite::version()),
        });
    }
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|e| told(&e, path))?;
    if let Some(key) = &file.key {
        unlock(&connection, path, key)?;
    }
    let prepare = |connection: &Connection| -> rusqlite::Result<()> {
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // What retention removes is not to be found in the file any more.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "trusted_schema", false)
    };
    prepare(&connection).map_err(|e| told(&e, path))?;
    Ok(connection)
}

/// Gives SQLCipher the key, before anything is read, and sees that it opens the file.
#[cfg(feature = "encryption")]
fn unlock(connection: &Connection, path: &Path, key: &FileKey) -> Result<(), StoreError> {
    // An error of SQLite's may hold the statement that it came of, and this one holds the key.
    let secret = |_: rusqlite::Error| locked(path, "SQLCipher does not take the key");
    connection.pragma_update(None, "key", key.as_pragma()).map_err(secret)?;
    // What it finds is told in the store's own words, once.
    connection.pragma_update(None, "cipher_log_level", "NONE").map_err(|error| told(&error, path))?;
    // A plain SQLite passes over a pragma that it does not know, and would write everything as it is.
    let cipher: Option<String> = connection.pragma_query_value(None, "cipher_version", |row| row.get(0)).ok();
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(locked(path, "this program's SQLite cannot encrypt"));
    }
    connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => locked(
                path,
                "the key does not fit, or the first page of the file is damaged\n\
                 give the key that the file was made with",
            ),
            _ => told(&error, path),
        }
    })
}

/// Says how to have a program that encrypts.
#[cfg(not(feature = "encryption"))]
fn unlock(_: &Connection, path: &Path, _: &FileKey) -> Result<(), StoreError> {
    Err(locked(
        path,
        "a key is given, and this program is built without encryption\n\
         build one with  cargo build --release --features encryption",
    ))
}

fn locked(path: &Path, why: &str) -> StoreError {
    StoreError::Locked { place: path.display().to_string(), why: why.to_owned() }
}

/// The least page of SQLCipher's files, in bytes: what has not the length of whole pages is none.
const PAGE: u64 = 512;

/// Refuses what does not begin as the file does that it is taken for: an SQLite file, or an encrypted one, which begins with random bytes.
fn examine_head(file: &StoreFile) -> Result<(), StoreError> {
    let path = &file.path;
    let place = path.display().to_string();
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| {
        file.take(16).read_to_end(&mut head)?;
        std::fs::metadata(path).map(|facts| facts.len())
    });
    let is_sqlite = head == SQLITE;
    match read {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(StoreError::Missing { place }),
        Err(error) => Err(StoreError::Io { doing: "read".to_owned(), place, what: error.to_string() }),
        Ok(0) => Err(StoreError::Foreign { place, what: "it is empty".to_owned() }),
        Ok(_) if is_sqlite && file.key.is_none() => Ok(()),
        Ok(_) if is_sqlite => Err(locked(
            path,
            "a key is given, and the file is not encrypted\n\
             leave the key out, or make an encrypted copy with  convene backup --to-key-file",
        )),
        Ok(length) if length % PAGE != 0 => {
            Err(StoreError::Foreign { place, what: "it is no SQLite file".to_owned() })
        }
        Ok(_) if file.key.is_some() => Ok(()),
        Ok(_) => Err(locked(
            path,
            "it is no SQLite file, unless it is encrypted\n\
             give the key that it was made with (--db-key-file), or name the right place",
        )),
    }
}

/// Refuses another program's file, and a damaged one.
fn examine(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let place = path.display().to_string();
    let application: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|e| told(&e, path))?;
    if application != APPLICATION_ID {
        let what = format!("it is an SQLite file of another program (application_id {application})");
        return Err(StoreError::Foreign { place, what });
    }
    let verdict: String =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(|e| told(&e, path))?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt {
            place,
            what: verdict.lines().take(3).collect::<Vec<_>>().join("; "),
        });
    }
    Ok(())
}

/// Returns what an error of SQLite's means for a transaction.
pub(super) fn failure(error: &rusqlite::Error, path: &Path) -> Failure {
    let message = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    };
    let place = path.display().to_string();
    let doing = || "use".to_owned();
    let Some(code) = error.sqlite_error() else {
        return StoreError::Database { doing: doing(), place, what: message }.into();
    };
    match code.code {
        // The trigger: what it found is told by looking again.
        ErrorCode::ConstraintViolation if message == OVERLAP => Failure::Again,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy { place }.into(),
        ErrorCode::DiskFull => StoreError::Full { place }.into(),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            StoreError::Corrupt { place, what: message }.into()
        }
        ErrorCode::SystemIoFailure if code.extended_code == ffi::SQLITE_IOERR_SHORT_READ => {
            StoreError::Corrupt { place, what: "the file ends too early".to_owned() }.into()
        }
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::ReadOnly
        | ErrorCode::PermissionDenied => StoreError::Io { doing: doing(), place, what: message }.into(),
        _ => StoreError::Database { doing: doing(), place, what: message }.into(),
    }
}

/// Returns an error of SQLite's outside a transaction.
pub(super) fn told(error: &rusqlite::Error, path: &Path) -> StoreError {
    failure(error, path).into()
}
