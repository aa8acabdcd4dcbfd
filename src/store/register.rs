//! The register: its tables as rows, given and taken as the texts of its files.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::engine::{Mode, Session, odd};
use super::error::Failure;
use super::event::{moment_of, moment_text};
use super::table_change::TableChange;
use super::view::{Referee, View};
use super::{By, Store, StoreError, What, event, holds};

/// The file of a register that is no table: its one cell is the whole text.
const POLICY: &str = "authority.toml";
/// The file that the store's own bookings take the place of.
const BOOKINGS: &str = "bookings.csv";

/// A file of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name as a file: `staff.csv`, `authority.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The number of the event that last replaced it.
    pub version: u64,
    /// Who last replaced it.
    pub changed_by: String,
    /// When it was last replaced.
    pub changed_at: DateTime<Utc>,
}

/// The files of a register by name: what the reader of registers takes.
pub type Tables = Vec<Table>;

impl Table {
    /// Returns a table as somebody writes it, before its event has a number.
    pub(super) fn new(name: &str, text: String, by: &By<'_>) -> Table {
        let changed_by = by.who.to_owned();
        Table { name: name.to_owned(), text, version: 0, changed_by, changed_at: by.at() }
    }
}

impl Store {
    /// Returns the register's files by name, without bookings.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn tables(&self) -> Result<Tables, StoreError> {
        self.engine.transact(Mode::Read, tables)
    }

    /// Replaces one file of the register, and returns its new version. `expected` is the version that the caller had
    /// read, 0 for a file that the register did not have. `referee` judges the register last.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where somebody else replaced it in the meantime, [`StoreError::Invalid`] where the text
    /// is no table, and whatever the referee says.
    pub fn replace_table(
        &self,
        by: &By<'_>,
        name: &str,
        text: &str,
        expected: u64,
        referee: Referee<'_>,
    ) -> Result<u64, StoreError> {
        by.check()?;
        let wanted =
            Replacement { name: name.to_owned(), text: text.to_owned(), expected, about: Vec::new() }
                .settled()?;
        self.engine.transact(Mode::Write, |session| {
            let (before, _) = holds::end(session, by)?;
            let number = replace(session, by, &wanted)?;
            referee(&mut View { session, before })?;
            Ok(number)
        })
    }
}

/// A file of the register that is to take the place of the one of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Its name: `staff.csv`, `authority.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The version that the caller had read, 0 for a file that the register did not have.
    pub expected: u64,
    /// References of what changes in it, for the record: events about a meeting are then found by it.
    pub about: Vec<String>,
}

impl Replacement {
    /// Returns it as the store writes it.
    pub(super) fn settled(&self) -> Result<Replacement, StoreError> {
        let text = Sheet::read(&self.name, &self.text)?.write(&self.name)?;
        Ok(Replacement { text, ..self.clone() })
    }
}

/// Replaces a file that nobody has changed in the meantime, and appends the event.
pub(super) fn replace(session: &mut dyn Session, by: &By<'_>, wanted: &Replacement) -> Result<u64, Failure> {
    let Replacement { name, text, expected, about } = wanted;
    let now = table(session, name)?;
    if let Some(found) = now.filter(|now| now.version != *expected) {
        return Err(StoreError::Stale {
            what: format!("table {name}"),
            expected: *expected,
            found: found.version,
            who: found.changed_by,
            at: found.changed_at,
        }
        .into());
    }
    put(session, by, What::TableReplaced, &Table::new(name, text.clone(), by), about)
}

/// Returns the register's files by name.
pub(super) fn tables(session: &mut dyn Session) -> Result<Tables, Failure> {
    let names = session.rows("SELECT name FROM register_table ORDER BY name", &[])?;
    let mut tables = Vec::with_capacity(names.len());
    for row in &names {
        tables.extend(table(session, row.text(0)?)?);
    }
    Ok(tables)
}

/// Returns one file of the register.
pub(super) fn table(session: &mut dyn Session, name: &str) -> Result<Option<Table>, Failure> {
    let sql = "SELECT header, version, changed_by, changed_at FROM register_table WHERE name = $1";
    let Some(row) = session.first(sql, &[name.into()])? else { return Ok(None) };
    let broken = |_| odd(format!("table {name} of the register cannot be read"));
    let header: Vec<String> = serde_json::from_str(row.text(0)?).map_err(broken)?;
    let sql = "SELECT cells FROM register_row WHERE table_name = $1 ORDER BY row_number";
    let rows = session.rows(sql, &[name.into()])?;
    let rows = rows.iter().map(|row| serde_json::from_str(row.text(0)?).map_err(broken));
    let sheet = Sheet { header, rows: rows.collect::<Result<_, StoreError>>()? };
    Ok(Some(Table {
        name: name.to_owned(),
        text: sheet.write(name)?,
        version: row.count(1)?,
        changed_by: row.text(2)?.to_owned(),
        changed_at: moment_of(row.text(3)?)?,
    }))
}

/// Puts a file in the place of the one of its name, takes it out where its text is empty, and appends the event.
pub(super) fn put(
    session: &mut dyn Session,
    by: &By<'_>,
    what: What,
    wanted: &Table,
    about: &[String],
) -> Result<u64, Failure> {
    let name = wanted.name.as_str();
    let before = table(session, name)?.unwrap_or_else(|| Table::new(name, String::new(), by));
    let number = event::head(session)?.number + 1;
    let after = Table { version: number, ..Table::new(name, wanted.text.clone(), by) };
    let change = TableChange::between(&before, &after);
    if !refill(session, &change, &after)? {
        fill(session, &after)?;
    }
    let (before, after) = change.json()?;
    let subjects: Vec<&str> = std::iter::once(name).chain(about.iter().map(String::as_str)).collect();
    event::append(session, by, what, &subjects, &before, &after)
}

/// Writes the rows of a file that differ, where no other row has to move for it; otherwise it writes nothing and returns `false`.
fn refill(session: &mut dyn Session, change: &TableChange, table: &Table) -> Result<bool, Failure> {
    let Some((columns, n_before, n_after, rows)) = change.in_place() else { return Ok(false) };
    let name = table.name.as_str();
    let number =
        |at: usize| i64::try_from(at + 1).map_err(|_| odd(format!("table {name} has too many rows")));
    for (at, row) in rows {
        let cells: BTreeMap<&String, &String> =
            columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()).collect();
        let cells = serde_json::json!(cells).to_string();
        let sql = if *at < n_before {
            "UPDATE register_row SET cells = $3 WHERE table_name = $1 AND row_number = $2"
        } else {
            "INSERT INTO register_row (table_name, row_number, cells) VALUES ($1, $2, $3)"
        };
        session.run(sql, &[name.into(), number(*at)?.into(), cells.into()])?;
    }
    let sql = "DELETE FROM register_row WHERE table_name = $1 AND $2 < row_number";
    session.run(sql, &[name.into(), (n_after as i64).into()])?;
    session.run(
        "UPDATE register_table SET version = $2, changed_by = $3, changed_at = $4 WHERE name = $1",
        &[
            name.into(),
            table.version.into(),
            table.changed_by.as_str().into(),
            moment_text(table.changed_at).into(),
        ],
    )?;
    Ok(true)
}

/// Writes a file's rows, whatever stood there.
pub(super) fn fill(session: &mut dyn Session, table: &Table) -> Result<(), Failure> {
    let name = table.name.as_str();
    session.run("DELETE FROM register_row WHERE table_name = $1", &[name.into()])?;
    session.run("DELETE FROM register_table WHERE name = $1", &[name.into()])?;
    if table.text.is_empty() {
        return Ok(());
    }
    let sheet = Sheet::read(name, &table.text)?;
    session.run(
        "INSERT INTO register_table (name, header, version, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)",
        &[
            name.into(),
            serde_json::json!(sheet.header).to_string().into(),
            table.version.into(),
            table.changed_by.as_str().into(),
            moment_text(table.changed_at).into(),
        ],
    )?;
    for (number, cells) in (1_i64..).zip(&sheet.rows) {
        session.run(
            "INSERT INTO register_row (table_name, row_number, cells) VALUES ($1, $2, $3)",
            &[name.into(), number.into(), serde_json::json!(cells).to_string().into()],
        )?;
    }
    Ok(())
}

/// A file as columns and rows; a cell that is not given is not in its row.
struct Sheet {
    header: Vec<String>,
    rows: Vec<BTreeMap<String, String>>,
}

impl Sheet {
    /// Reads a file. The register's own reader says what is wrong with its contents; this one only takes what can be
    /// kept as rows.
    fn read(name: &str, text: &str) -> Result<Sheet, StoreError> {
        let fault = |reason: String| Err(StoreError::Invalid { what: format!("file {name}"), reason });
        if name == BOOKINGS {
            return fault("is not a table of the register here; bookings are booked".to_owned());
        }
        if text.contains('\0') {
            return fault("holds a character of code 0".to_owned());
        }
        if name == POLICY {
            let cells = BTreeMap::from([(POLICY.to_owned(), text.to_owned())]);
            return Ok(Sheet { header: vec![POLICY.to_owned()], rows: vec![cells] });
        }
        let stem = name.strip_suffix(".csv").unwrap_or_default();
        if !matches!(stem.len(), 1..=40) || !stem.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return fault(
                "is no file of a register; wanted authority.toml, or a name in small letters and .csv"
                    .to_owned(),
            );
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let header: Vec<String> = match records.next() {
            Some(Ok(record)) => record.iter().map(str::to_owned).collect(),
            _ => return fault("has no header row".to_owned()),
        };
        if let Some(column) = (1..header.len()).find(|&at| header[..at].contains(&header[at])) {
            return fault(format!("has column {:?} twice", header[column]));
        }
        let mut rows = Vec::new();
        for (number, record) in (2..).zip(records) {
            let record = match record {
                Ok(record) if record.len() == header.len() => record,
                Ok(record) => {
                    let (found, wanted) = (record.len(), header.len());
                    return fault(format!(
                        "has {found} cells in row {number}; wanted {wanted}, as in the header"
                    ));
                }
                Err(error) => return fault(format!("cannot be read in row {number}: {error}")),
            };
            let cells = header.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
            rows.push(cells.map(|(column, cell)| (column.clone(), cell.to_owned())).collect());
        }
        Ok(Sheet { header, rows })
    }

    /// Returns the text of the file: quoted only where it must be, each line ended by `\n`.
    fn write(&self, name: &str) -> Result<String, StoreError> {
        let cell = |cells: &BTreeMap<String, String>, column: &String| {
            cells.get(column).cloned().unwrap_or_default()
        };
        if name == POLICY {
            return Ok(self.rows.first().map(|row| cell(row, &POLICY.to_owned())).unwrap_or_default());
        }
        let broken = || odd(format!("table {name} of the register cannot be written"));
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(&self.header).map_err(|_| broken())?;
        for row in &self.rows {
            let cells = self.header.iter().map(|column| cell(row, column));
            writer.write_record(cells).map_err(|_| broken())?;
        }
        let bytes = writer.into_inner().map_err(|_| broken())?;
        String::from_utf8(bytes).map_err(|_| broken())
    }
}
