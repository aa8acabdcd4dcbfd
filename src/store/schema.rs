//! The tables, and how each version of them came from the one before.
//!
//! One list for both databases. What they do not share stands in `words`, `guard`, `subjects` and `number_of`, and nowhere else.
//! To change the tables: add a migration at the end of `MIGRATIONS`, never change one that has been released, and
//! bring `TABLES` up to date.

use super::engine::{Dialect, Engine, Mode, Session};
use super::error::Failure;
use super::postgres::Postgres;
use super::sqlite::{OVERLAP, Sqlite};
use super::{By, Location, StoreError, What, event};

/// The version of the tables that this program reads and writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// The version since which there is a table of what events are about.
const SUBJECTS_SINCE: i64 = 6;

/// A step from one version of the tables to the next.
struct Migration {
    /// What it is for.
    name: &'static str,
    /// Its statements, in portable SQL: `{int}` and `{text}` stand for whole numbers and for text
    /// that is compared byte by byte, `{strict}` for a table that keeps to its
    /// types, `{guard}` for the refusal of double bookings, `{subjects}` for what takes references from events.
    sql: &'static str,
}

/// Every step, the first one from nothing.
const MIGRATIONS: [Migration; 6] = [
    Migration {
        name: "register, bookings, chain of events",
        sql: "
CREATE TABLE migration (number {int} PRIMARY KEY, name {text} NOT NULL){strict};
CREATE TABLE register_table (
    name {text} PRIMARY KEY, header {text} NOT NULL, version {int} NOT NULL,
    changed_by {text} NOT NULL, changed_at {text} NOT NULL){strict};
CREATE TABLE register_row (
    table_name {text} NOT NULL REFERENCES register_table (name), row_number {int} NOT NULL, cells {text} NOT NULL,
    PRIMARY KEY (table_name, row_number)){strict};
CREATE TABLE booking (
    meeting {text} PRIMARY KEY, day {text} NOT NULL, start_minute {int} NOT NULL, end_minute {int} NOT NULL,
    room {text} NOT NULL, chair {text} NOT NULL, minute_taker {text}, households {text} NOT NULL, takes {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('proposed', 'confirmed', 'held', 'on_hold', 'cancelled', 'undone')),
    hold_until {text} CHECK ((status = 'on_hold') = (hold_until IS NOT NULL)),
    sequence {int} NOT NULL, version {int} NOT NULL, changed_by {text} NOT NULL, changed_at {text} NOT NULL,
    CHECK (0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440)){strict};
CREATE INDEX booking_by_day ON booking (day);
CREATE INDEX booking_by_hold ON booking (hold_until) WHERE hold_until IS NOT NULL;
CREATE TABLE occupied (
    resource {text} NOT NULL, day {text} NOT NULL, from_minute {int} NOT NULL, until_minute {int} NOT NULL,
    booking {text} NOT NULL REFERENCES booking (meeting) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (booking, resource),
    CHECK (0 <= from_minute AND from_minute < until_minute AND until_minute <= 1440){exclude}){strict};
CREATE INDEX occupied_by_day ON occupied (resource, day);
{guard}
CREATE TABLE chain (
    one {int} PRIMARY KEY CHECK (one = 1), number {int} NOT NULL, hash {text} NOT NULL){strict};
CREATE TABLE event (
    number {int} PRIMARY KEY, at {text} NOT NULL, who {text} NOT NULL, what {text} NOT NULL,
    subjects {text}, before {text}, after {text}, why {text}, salt {text},
    contents_hash {text} NOT NULL, previous {text} NOT NULL, hash {text} NOT NULL){strict};
",
    },
    Migration {
        name: "columns of the register's own on bookings; events by time, for retention",
        sql: "
ALTER TABLE booking ADD COLUMN extra {text} NOT NULL DEFAULT '{}';
CREATE INDEX event_by_time ON event (at) WHERE salt IS NOT NULL;
",
    },
    Migration {
        name: "accounts and sessions",
        sql: "
CREATE TABLE account (
    who {text} PRIMARY KEY, role {text} NOT NULL, person {text}, secret {text}, subject {text} UNIQUE,
    active {int} NOT NULL CHECK (active IN (0, 1)), version {int} NOT NULL){strict};
CREATE TABLE session (
    token_hash {text} PRIMARY KEY, who {text} NOT NULL, since {text} NOT NULL, seen {text} NOT NULL,
    ends_at {text} NOT NULL){strict};
CREATE INDEX session_by_who ON session (who);
",
    },
    Migration {
        name: "calendar feeds",
        sql: "
CREATE TABLE feed (
    who {text} PRIMARY KEY, token_hash {text} NOT NULL UNIQUE, since {text} NOT NULL){strict};
",
    },
    Migration {
        name: "outbox of messages",
        sql: "
CREATE TABLE outbox (
    id {int} PRIMARY KEY, token {text} NOT NULL UNIQUE, unique_key {text} NOT NULL UNIQUE, event {int} NOT NULL,
    kind {text} NOT NULL, recipient {text} NOT NULL, meeting {text} NOT NULL, contents {text} NOT NULL,
    queued_at {text} NOT NULL, not_after {text} NOT NULL,
    standing {text} NOT NULL CHECK (standing IN
        ('queued', 'claimed', 'closing', 'handed_over', 'failed', 'unsettled', 'withdrawn')),
    tries {int} NOT NULL, next_try {text} NOT NULL, last_answer {text}, settled_at {text},
    claim {text}, leased_until {text},
    CHECK ((standing IN ('claimed', 'closing')) = (claim IS NOT NULL)),
    CHECK ((claim IS NULL) = (leased_until IS NULL))){strict};
CREATE INDEX outbox_by_next_try ON outbox (next_try) WHERE standing = 'queued';
CREATE INDEX outbox_by_standing ON outbox (standing, id);
CREATE INDEX outbox_by_event ON outbox (event) WHERE standing = 'queued';
",
    },
    Migration {
        name: "what events are about, by reference",
        sql: "
CREATE TABLE event_subject (
    subject {text} NOT NULL, event {int} NOT NULL, PRIMARY KEY (subject, event)){strict};
CREATE INDEX event_subject_by_event ON event_subject (event);
{subjects};
",
    },
];

/// A table's name and columns, in the order in which tables are filled; what `migration` holds is for each database
/// to know by itself, nobody's session or feed outlives a restore, and what events are about is taken from the events.
pub(super) const TABLES: [(&str, &str); 8] = [
    ("register_table", "name, header, version, changed_by, changed_at"),
    ("register_row", "table_name, row_number, cells"),
    (
        "booking",
        "meeting, day, start_minute, end_minute, room, chair, minute_taker, households, takes, status, hold_until, \
         sequence, version, changed_by, changed_at, extra",
    ),
    ("occupied", "resource, day, from_minute, until_minute, booking"),
    ("chain", "one, number, hash"),
    ("account", "who, role, person, secret, subject, active, version"),
    ("event", "number, at, who, what, subjects, before, after, why, salt, contents_hash, previous, hash"),
    (
        "outbox",
        "id, token, unique_key, event, kind, recipient, meeting, contents, queued_at, not_after, standing, tries, next_try, \
         last_answer, settled_at, claim, leased_until",
    ),
];

/// Returns a statement in a database's own words.
fn words(sql: &str, dialect: Dialect) -> String {
    let (int, text, strict, exclude) = match dialect {
        Dialect::Sqlite => ("INTEGER", "TEXT", " STRICT", ""),
        Dialect::Postgres => (
            "BIGINT",
            "TEXT COLLATE \"C\"",
            "",
            ",\n    CONSTRAINT one_booking_at_a_time EXCLUDE USING gist (resource WITH =, day WITH =, \
             int8range(from_minute, until_minute) WITH &&)",
        ),
    };
    sql.replace("{int}", int)
        .replace("{text}", text)
        .replace("{strict}", strict)
        .replace("{exclude}", exclude)
        .replace("{guard}", &guard(dialect))
        .replace("{subjects}", subjects(dialect))
}

/// Returns the statement that takes what events are about from their subjects.
fn subjects(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "INSERT INTO event_subject (subject, event)
             SELECT DISTINCT j.value, e.number FROM event e, json_each(e.subjects) j WHERE e.salt IS NOT NULL"
        }
        Dialect::Postgres => {
            "INSERT INTO event_subject (subject, event)
             SELECT DISTINCT j.value, e.number FROM event e
             CROSS JOIN LATERAL jsonb_array_elements_text(e.subjects::jsonb) AS j(value) WHERE e.salt IS NOT NULL"
        }
    }
}

/// Fills in what events are about, where rows of events were copied.
pub(super) fn fill_subjects(session: &mut dyn Session) -> Result<(), Failure> {
    let dialect = session.dialect();
    session.batch(&format!("DELETE FROM event_subject; {}", subjects(dialect)))
}

/// Returns what lets no two bookings have one resource at a time: in PostgreSQL the table's own constraint does.
fn guard(dialect: Dialect) -> String {
    if dialect == Dialect::Postgres {
        return String::new();
    }
    let trigger = |name: &str, when: &str, besides: &str| {
        format!(
            "CREATE TRIGGER one_booking_at_a_time_{name} BEFORE {when} ON occupied WHEN EXISTS (
    SELECT 1 FROM occupied WHERE resource = NEW.resource AND day = NEW.day
    AND from_minute < NEW.until_minute AND NEW.from_minute < until_minute{besides})
BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END;\n"
        )
    };
    format!("{}{}", trigger("insert", "INSERT", ""), trigger("update", "UPDATE", " AND rowid <> OLD.rowid"))
}

/// Returns the expression for 128 random bits in hexadecimal.
pub(super) fn random(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "lower(hex(randomblob(16)))",
        Dialect::Postgres => "replace(gen_random_uuid()::text, '-', '')",
    }
}

/// Returns the version of a store's tables, 0 where there are none.
fn number_of(session: &mut dyn Session) -> Result<i64, Failure> {
    let question = match session.dialect() {
        Dialect::Sqlite => "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'migration'",
        Dialect::Postgres => {
            // The schema that tables would be made in, even if it does not exist yet.
            "SELECT COUNT(*) FROM pg_tables WHERE tablename = 'migration'
             AND schemaname = split_part(current_setting('search_path'), ',', 1)"
        }
    };
    let Some(row) = session.first(question, &[])? else { return Ok(0) };
    if row.int(0)? == 0 {
        return Ok(0);
    }
    let row = session.first("SELECT COALESCE(MAX(number), 0) FROM migration", &[])?;
    Ok(row.map_or(Ok(0), |row| row.int(0))?)
}

/// Brings an existing store's tables up to date, in one transaction.
///
/// # Errors
/// [`StoreError::Missing`] where there are none, [`StoreError::Newer`] where a newer program made them.
pub(super) fn migrate(engine: &Engine) -> Result<(), StoreError> {
    let place = engine.place();
    let is_current = |session: &mut dyn Session| match number_of(session)? {
        0 => Err(StoreError::Missing { place: place.clone() }.into()),
        found if SCHEMA_VERSION < found => {
            Err(StoreError::Newer { place: place.clone(), found, known: SCHEMA_VERSION }.into())
        }
        found => Ok(found),
    };
    if engine.transact(Mode::Read, is_current)? == SCHEMA_VERSION {
        return Ok(());
    }
    engine.transact(Mode::Define, |session| {
        // Another program may have been faster.
        let found = is_current(session)?;
        apply(session, found, SCHEMA_VERSION)
    })
}

/// Makes the tables where there are none.
pub(super) fn define(session: &mut dyn Session, place: &str) -> Result<(), Failure> {
    if number_of(session)? != 0 {
        return Err(StoreError::Exists { place: place.to_owned() }.into());
    }
    apply(session, 0, SCHEMA_VERSION)
}

/// Applies the migrations after number `from` up to number `until`.
fn apply(session: &mut dyn Session, from: i64, until: i64) -> Result<(), Failure> {
    let dialect = session.dialect();
    for (number, migration) in (1..).zip(&MIGRATIONS) {
        if from < number && number <= until {
            session.batch(&words(migration.sql, dialect))?;
            session.run(
                "INSERT INTO migration (number, name) VALUES ($1, $2)",
                &[i64::into(number), migration.name.into()],
            )?;
        }
    }
    if dialect == Dialect::Sqlite {
        session.batch(&format!("PRAGMA user_version = {until}"))?;
    }
    Ok(())
}

/// Makes the schema and the extension that PostgreSQL's constraint needs.
pub(super) fn prepare_server(session: &mut dyn Session, schema: &str) -> Result<(), Failure> {
    session.batch(&format!(
        "CREATE SCHEMA IF NOT EXISTS {schema}; CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public"
    ))
}

/// Makes a store as version `version` of the program left it, with two events and one confirmed booking: for tests of
/// migrations.
///
/// # Errors
/// Where it cannot be written.
#[doc(hidden)]
pub fn fixture_of_version(version: i64, location: &Location, by: &By<'_>) -> Result<(), StoreError> {
    let engine = match location {
        Location::Sqlite(file) => Engine::Sqlite(Sqlite::create(file)?),
        Location::Postgres { url, schema } => Engine::Postgres(Postgres::open(url, schema)?),
    };
    engine.transact(Mode::Define, |session| {
        if let Location::Postgres { schema, .. } = location {
            prepare_server(session, schema)?;
        }
        apply(session, 0, version)?;
        event::begin(session)?;
        event::append_event(session, by, What::Created, &[], "null", "{}")?;
        event::append_event(session, by, What::Seen, &["M-1", "M_2"], "null", "null")?;
        if SUBJECTS_SINCE <= version {
            fill_subjects(session)?;
        }
        session.batch(
            "INSERT INTO booking (meeting, day, start_minute, end_minute, room, chair, households, takes, status,
             sequence, version, changed_by, changed_at)
             VALUES ('M-1', '2026-04-16', 600, 690, 'R-1', 'C-1', '[]',
             '[{\"resource\":\"room:R-1\",\"from_minute\":570,\"until_minute\":705},
             {\"resource\":\"staff:C-1\",\"from_minute\":570,\"until_minute\":705}]',
             'confirmed', 0, 1, 'clerk-1', '2026-04-01T09:00:00.000Z');
             INSERT INTO occupied (resource, day, from_minute, until_minute, booking) VALUES
             ('room:R-1', '2026-04-16', 570, 705, 'M-1'), ('staff:C-1', '2026-04-16', 570, 705, 'M-1')",
        )
    })
}
