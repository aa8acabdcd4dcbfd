//! What the two databases have in common: values, rows, and transactions that are done again where they must be.

use super::error::Failure;
use super::postgres::Postgres;
use super::sqlite::Sqlite;
use super::{Location, StoreError};

/// How often a transaction is tried: more often than a pool has connections that a restarted server has broken.
const ATTEMPTS: usize = 12;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// None.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Value {
        Value::Int(number.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        text.map_or(Value::Null, Value::Text)
    }
}

/// A row of an answer.
#[derive(Debug, Clone)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    /// Returns the number in a column.
    pub(super) fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(odd(format!("column {column} of a row holds no number"))),
        }
    }

    /// Returns the number in a column, which is not negative.
    pub(super) fn count(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(column)?).map_err(|_| odd(format!("column {column} of a row is negative")))
    }

    /// Returns the text in a column.
    pub(super) fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.maybe_text(column)?.ok_or_else(|| odd(format!("column {column} of a row is empty")))
    }

    /// Returns the text in a column, `None` where there is none.
    pub(super) fn maybe_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            _ => Err(odd(format!("column {column} of a row holds no text"))),
        }
    }
}

/// Returns the error for something in the store that this program never writes.
pub(super) fn odd(what: String) -> StoreError {
    StoreError::Corrupt { place: "the store".to_owned(), what }
}

/// A transaction under way. Statements have placeholders `$1`, `$2`, …; values are whole numbers and text.
pub(super) trait Session {
    /// Does a statement and returns how many rows it changed.
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, Failure>;
    /// Returns the rows of a query.
    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Failure>;
    /// Does statements without values.
    fn batch(&mut self, sql: &str) -> Result<(), Failure>;
    /// Returns how the database's language differs.
    fn dialect(&self) -> Dialect;

    /// Returns the first row of a query.
    fn first(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, Failure> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }
}

/// Which database's language a statement is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// SQLite's.
    Sqlite,
    /// PostgreSQL's.
    Postgres,
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Reading what stood at one moment.
    Read,
    /// Changing rows, alone.
    Write,
    /// Changing tables, alone.
    Define,
}

/// A database.
#[derive(Debug)]
pub(super) enum Engine {
    /// A file.
    Sqlite(Sqlite),
    /// A server.
    Postgres(Postgres),
}

impl Engine {
    /// Connects to what is at `location`, whatever it holds.
    pub(super) fn connect(location: &Location) -> Result<Engine, StoreError> {
        match location {
            Location::Sqlite(file) => Sqlite::open(file).map(Engine::Sqlite),
            Location::Postgres { url, schema } => Postgres::open(url, schema).map(Engine::Postgres),
        }
    }

    /// Returns where it is, for messages.
    pub(super) fn place(&self) -> String {
        match self {
            Engine::Sqlite(sqlite) => sqlite.place(),
            Engine::Postgres(postgres) => postgres.place(),
        }
    }

    /// Does `act` in one transaction, which is committed where it returns `Ok` and otherwise leaves no trace. It may
    /// be done more than once.
    pub(super) fn transact<T>(
        &self,
        mode: Mode,
        mut act: impl FnMut(&mut dyn Session) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        for _ in 0..ATTEMPTS {
            let outcome = match self {
                Engine::Sqlite(sqlite) => sqlite.once(mode, &mut act),
                Engine::Postgres(postgres) => postgres.once(mode, &mut act),
            };
            match outcome {
                Ok(value) => return Ok(value),
                Err(Failure::Again) => {}
                Err(Failure::Told(error)) => return Err(at_place(*error, &self.place())),
            }
        }
        Err(StoreError::Busy { place: self.place() })
    }
}

/// Says where, in an error that was found where this is not known.
fn at_place(mut error: StoreError, here: &str) -> StoreError {
    if let StoreError::Corrupt { place, .. } | StoreError::Busy { place } = &mut error
        && place == "the store"
    {
        here.clone_into(place);
    }
    error
}
