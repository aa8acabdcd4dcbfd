//! Where a register's text comes from: a folder, a workbook, or texts in the program itself.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::findings::Findings;
use super::schema::{AUTHORITY_FILE, TABLES, schema};
use super::table::{Origin, Table, cell_objection};
use super::toml_text::Document;
use super::{csv_text, limits};

/// What is wanted of a folder or a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The tables that a register knows; of others the names.
    Register,
    /// Every table.
    Everything,
}

/// A register as text.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The policy.
    pub(super) authority: Option<Document>,
    /// The tables, those of the contract in its order and then, where they were wanted, the unknown ones by name.
    pub(super) tables: Vec<Table>,
    /// Names of tables that a register does not know.
    pub(super) unknown: Vec<String>,
    /// Tables that could not be read at all; they are not missing.
    pub(super) unreadable: Vec<String>,
    /// Names of other files, which nothing is read of.
    pub(super) others: Vec<String>,
}

impl Source {
    /// Returns a table.
    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// Whether a table is to be read; the name of one that is not known is kept.
    pub(super) fn wants(&mut self, table: &str, scope: Scope) -> bool {
        let is_known = schema(table).is_some();
        if !is_known {
            self.unknown.push(table.to_owned());
        }
        is_known || scope == Scope::Everything
    }

    /// Takes in one file of a register by its name and bytes.
    pub(super) fn add_file(&mut self, file: &str, bytes: &[u8], findings: &mut Findings) {
        if file == AUTHORITY_FILE {
            match csv_text::text_of(file, bytes, findings) {
                Some(text) if is_sound_policy(file, text, findings) => {
                    self.authority = Some(Document::new(file, text.replace("\r\n", "\n"), false));
                }
                _ => self.unreadable.push(file.to_owned()),
            }
        } else if let Some(name) = file.strip_suffix(".csv") {
            match csv_text::read(name, file, bytes, findings) {
                Some(table) => self.tables.push(table),
                None => self.unreadable.push(name.to_owned()),
            }
        } else {
            self.others.push(file.to_owned());
        }
    }

    /// Puts the tables in order.
    pub(super) fn sort(&mut self) {
        let place = |name: &str| TABLES.iter().position(|table| table.name == name);
        self.tables.sort_by_key(|table| (place(&table.name).unwrap_or(usize::MAX), table.name.clone()));
    }
}

/// Whether a policy is no longer than one is, and every line of it could stand in a cell of a workbook.
fn is_sound_policy(file: &str, text: &str, findings: &mut Findings) -> bool {
    let origin = Origin::File(file.to_owned());
    if let Some(message) = policy_objection(text) {
        findings.fault(origin.whole(), message);
        return false;
    }
    let n_faults = findings.n_faults();
    for (line, text) in (1..).zip(text.split('\n')) {
        if let Some(message) = cell_objection(text) {
            findings.fault(origin.at(line, 0), message);
        }
    }
    findings.n_faults() == n_faults
}

/// Returns why a policy is not read, if it is longer than any is.
pub(super) fn policy_objection(text: &str) -> Option<String> {
    (limits::POLICY_BYTES < text.len())
        .then(|| format!("has {} bytes; at most {} are read", text.len(), limits::POLICY_BYTES))
}

/// Reads a register's text from a folder or a workbook. `None` where there is nothing of the kind.
pub(super) fn read(path: &Path, scope: Scope, findings: &mut Findings) -> Option<Source> {
    let shown = path.display().to_string();
    match fs::metadata(path) {
        Err(error) => {
            let wanted = "a folder of CSV files with an authority.toml, or an .xlsx workbook";
            findings.fault_of_file(shown, format!("cannot be opened ({error}); wanted {wanted}"));
            None
        }
        Ok(metadata) if metadata.is_dir() => read_folder(path, scope, findings),
        Ok(_) if is_workbook(path) => super::workbook::read(path, scope, findings),
        Ok(_) => {
            findings.fault_of_file(
                shown,
                "is neither a folder nor a workbook; wanted a folder or a file ending in .xlsx",
            );
            None
        }
    }
}

/// Whether a path names a workbook.
pub(super) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

/// Returns the register's text that is given file by file.
pub(super) fn from_texts(texts: &[(&str, &str)], findings: &mut Findings) -> Source {
    let mut source = Source::default();
    for (file, text) in texts {
        if file.strip_suffix(".csv").is_none_or(|table| source.wants(table, Scope::Register)) {
            source.add_file(file, text.as_bytes(), findings);
        }
    }
    source.sort();
    source
}

fn read_folder(path: &Path, scope: Scope, findings: &mut Findings) -> Option<Source> {
    let shown = path.display().to_string();
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            findings.fault_of_file(shown, format!("cannot be listed ({error})"));
            return None;
        }
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut source = Source::default();
    for name in names {
        let table = name.strip_suffix(".csv");
        if name != AUTHORITY_FILE && table.is_none() {
            source.others.push(name);
            continue;
        }
        if table.is_some_and(|table| !source.wants(table, scope)) {
            continue;
        }
        match read_bytes(&path.join(&name), &name, findings) {
            Some(bytes) => source.add_file(&name, &bytes, findings),
            None => source.unreadable.push(table.unwrap_or(&name).to_owned()),
        }
    }
    source.sort();
    Some(source)
}

/// Reads a file whole, or records why it cannot be: what is no regular file or too large is not opened.
pub(super) fn read_bytes(path: &Path, shown: &str, findings: &mut Findings) -> Option<Vec<u8>> {
    let read = || -> Result<Vec<u8>, String> {
        let unreadable = |error: std::io::Error| format!("cannot be read ({error})");
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            return Err("is a folder; wanted a file".to_owned());
        }
        if !metadata.is_file() {
            return Err("is not a regular file; wanted one".to_owned());
        }
        let too_large = |bytes| {
            format!(
                "has {bytes} bytes; at most {} ({} MiB) are read",
                limits::FILE_BYTES,
                limits::FILE_BYTES >> 20
            )
        };
        if limits::FILE_BYTES < metadata.len() {
            return Err(too_large(metadata.len()));
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        // It may grow while it is read.
        let file = fs::File::open(path).map_err(unreadable)?;
        file.take(limits::FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        let length = bytes.len() as u64;
        if limits::FILE_BYTES < length { Err(too_large(length)) } else { Ok(bytes) }
    };
    match read() {
        Ok(bytes) => Some(bytes),
        Err(message) => {
            findings.fault_of_file(shown, message);
            None
        }
    }
}

/// Records what is missing, and notes what is not known.
pub(super) fn check_names(source: &Source, shown: &str, findings: &mut Findings) {
    let present = |name: &str| {
        source.table(name).is_some() || source.unreadable.iter().any(|unreadable| unreadable == name)
    };
    let unknown: Vec<&str> = source.unknown.iter().map(String::as_str).collect();
    let absent: Vec<&str> = TABLES.iter().map(|table| table.name).filter(|name| !present(name)).collect();
    for name in &unknown {
        let meant = findings.nearest(name, absent.iter().copied());
        let maybe = meant.map_or_else(String::new, |meant| format!("; maybe {meant} was meant"));
        findings.note(format!("{name} is no table of a register and was not read{maybe}"));
    }
    if source.authority.is_none() && !source.unreadable.iter().any(|name| name == AUTHORITY_FILE) {
        findings.fault_of_file(shown, "has no authority.toml (in a workbook: no sheet authority); wanted one with name, today and timescales");
    }
    for table in TABLES.iter().filter(|table| table.is_required && !present(table.name)) {
        let meant = findings.nearest(table.name, unknown.iter().copied());
        let location = super::Location::File { file: shown.to_owned() };
        let (name, columns) = (table.name, table.required.join(", "));
        let message = if is_workbook(Path::new(shown)) {
            format!("has no sheet {name}; wanted it with the columns {columns}")
        } else {
            format!("has no {name}.csv; wanted it with the columns {columns}")
        };
        findings.fault_meaning(location, message, meant);
    }
}
