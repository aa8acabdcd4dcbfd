//! PostgreSQL: a schema of a database, through a pool whose connections keep their prepared statements.

use std::collections::HashMap;
use std::error::Error;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, Config, NoTls, Statement};
use r2d2::{ManageConnection, Pool};

use super::engine::{Dialect, Mode, Row, Session, Value};
use super::error::Failure;
use super::{Location, StoreError};

/// Connections to the server. Writers wait for one another, so more would not write faster.
const CONNECTIONS: u32 = 8;
/// How long a call waits for one of them.
const PATIENCE: Duration = Duration::from_secs(60);
/// No statement takes as long as this, no lock is waited for as long, and no transaction is left open.
const LIMITS: &str = "SET lock_timeout = '30s'; SET statement_timeout = '60s'; \
                      SET idle_in_transaction_session_timeout = '60s'; SET synchronous_commit = on; \
                      SET client_min_messages = warning";

/// A database.
pub(super) struct Postgres {
    pool: Pool<Manager>,
    schema: String,
    /// Writers of this program queue here, where that is cheaper than in the database. Those of another program queue
    /// for the head of the chain.
    writing: Mutex<()>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl Postgres {
    /// Connects to a database, whatever the schema holds.
    pub(super) fn open(url: &str, schema: &str) -> Result<Postgres, StoreError> {
        Location::check_schema(schema)?;
        let place = place(schema);
        let config = Config::from_str(url).map_err(|error| StoreError::Invalid {
            what: "the address of the PostgreSQL database".to_owned(),
            reason: format!("cannot be read: {error}"),
        })?;
        let manager = Manager { config, schema: schema.to_owned() };
        // The pool would only say that it waited in vain.
        manager.connect().map_err(|error| StoreError::Unreachable { place, what: in_full(&error) })?;
        let pool = Pool::builder()
            .max_size(CONNECTIONS)
            .min_idle(Some(0))
            .connection_timeout(PATIENCE)
            .test_on_check_out(false)
            .error_handler(Box::new(r2d2::NopErrorHandler))
            .build_unchecked(manager);
        Ok(Postgres { pool, schema: schema.to_owned(), writing: Mutex::new(()) })
    }

    pub(super) fn place(&self) -> String {
        place(&self.schema)
    }

    /// Returns the name of the schema.
    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// Does `act` in one transaction, once.
    pub(super) fn once<T>(
        &self,
        mode: Mode,
        act: &mut impl FnMut(&mut dyn Session) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let _turn = (mode != Mode::Read).then(|| self.writing.lock().unwrap_or_else(PoisonError::into_inner));
        let mut link = self
            .pool
            .get()
            .map_err(|error| StoreError::Unreachable { place: self.place(), what: error.to_string() })?;
        let mut session = PostgresSession { link: &mut link, schema: &self.schema, is_open: true };
        let begin = match mode {
            Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned(),
            Mode::Write => {
                "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT number FROM chain FOR UPDATE".to_owned()
            }
            // The lock is the whole database's, because an extension is.
            Mode::Define => format!("BEGIN; SELECT pg_advisory_xact_lock({DEFINING})"),
        };
        session.batch(&begin)?;
        let value = act(&mut session)?;
        session.commit()?;
        Ok(value)
    }
}

/// The advisory lock of whoever changes tables: `Cvne` again.
const DEFINING: i64 = super::sqlite::APPLICATION_ID;

fn place(schema: &str) -> String {
    Location::Postgres { url: String::new(), schema: schema.to_owned() }.to_string()
}

/// Returns an error with what caused it.
fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Makes connections.
struct Manager {
    config: Config,
    schema: String,
}

/// A connection and its prepared statements.
struct Link {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl ManageConnection for Manager {
    type Connection = Link;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Link, postgres::Error> {
        let mut client = self.config.connect(NoTls)?;
        client.batch_execute(&format!("SET search_path TO {}, public; {LIMITS}", self.schema))?;
        Ok(Link { client, statements: HashMap::new() })
    }

    fn is_valid(&self, link: &mut Link) -> Result<(), postgres::Error> {
        link.client.batch_execute("")
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        link.client.is_closed()
    }
}

struct PostgresSession<'a> {
    link: &'a mut Link,
    schema: &'a str,
    /// Whether there is a transaction to end.
    is_open: bool,
}

/// A panic in a referee must not leave a transaction to the next one.
impl Drop for PostgresSession<'_> {
    fn drop(&mut self) {
        if self.is_open {
            self.roll_back();
        }
    }
}

impl PostgresSession<'_> {
    fn prepared(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.link.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.link.client.prepare(sql)?;
        self.link.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Ends a transaction without trace; a connection that cannot even do that is broken, and the server ends it.
    fn roll_back(&mut self) {
        let _ = self.link.client.batch_execute("ROLLBACK");
    }

    fn commit(&mut self) -> Result<(), Failure> {
        match self.link.client.batch_execute("COMMIT") {
            Ok(()) => {
                self.is_open = false;
                Ok(())
            }
            Err(error) if is_lost(&error) => Err(StoreError::Unknown { place: place(self.schema) }.into()),
            Err(error) => Err(failure(&error, self.schema)),
        }
    }
}

impl Session for PostgresSession<'_> {
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, Failure> {
        let changed = self
            .prepared(sql)
            .and_then(|statement| self.link.client.execute(&statement, &parameters(values)));
        changed.map_err(|error| failure(&error, self.schema))
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Failure> {
        let rows = self.prepared(sql).and_then(|statement| {
            let rows = self.link.client.query(&statement, &parameters(values))?;
            rows.iter().map(row_of).collect()
        });
        rows.map_err(|error| failure(&error, self.schema))
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.link.client.batch_execute(sql).map_err(|error| failure(&error, self.schema))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| match value {
            // Only columns of text are ever empty.
            Value::Null => &None::<String> as &(dyn ToSql + Sync),
            Value::Int(number) => number,
            Value::Text(text) => text,
        })
        .collect()
}

fn row_of(row: &postgres::Row) -> Result<Row, postgres::Error> {
    let values = row.columns().iter().enumerate().map(|(column, kind)| {
        Ok(if *kind.type_() == Type::INT8 {
            row.try_get::<_, Option<i64>>(column)?.map_or(Value::Null, Value::Int)
        } else {
            row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text)
        })
    });
    values.collect::<Result<_, postgres::Error>>().map(Row)
}

/// Whether an error means that the connection is gone.
fn is_lost(error: &postgres::Error) -> bool {
    let Some(code) = error.code() else { return error.is_closed() || is_of_the_network(error) };
    [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW].contains(code)
        || code.code().starts_with("08")
}

fn is_of_the_network(error: &postgres::Error) -> bool {
    error.source().is_some_and(<dyn Error>::is::<std::io::Error>)
}

/// Returns what an error of PostgreSQL's means for a transaction.
fn failure(error: &postgres::Error, schema: &str) -> Failure {
    let place = place(schema);
    if is_lost(error) {
        return Failure::Again;
    }
    let what = error.as_db_error().map_or_else(|| in_full(error), |db| db.message().to_owned());
    let doing = "use".to_owned();
    match error.code() {
        // The constraint against double bookings: what it found is told by looking again.
        Some(
            &(SqlState::EXCLUSION_VIOLATION
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::T_R_SERIALIZATION_FAILURE),
        ) => Failure::Again,
        Some(&(SqlState::LOCK_NOT_AVAILABLE | SqlState::QUERY_CANCELED)) => StoreError::Busy { place }.into(),
        Some(&SqlState::DISK_FULL) => StoreError::Full { place }.into(),
        Some(&(SqlState::IO_ERROR | SqlState::READ_ONLY_SQL_TRANSACTION)) => {
            StoreError::Io { doing, place, what }.into()
        }
        Some(&(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => {
            StoreError::Corrupt { place, what }.into()
        }
        _ => StoreError::Database { doing, place, what }.into(),
    }
}
