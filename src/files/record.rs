//! Reading a table row by row, faults and all.

use std::collections::HashMap;

use super::cells::{Reading, Refusal, reference};
use super::findings::{Findings, refusal};
use super::ids::{Found, Ids};
use super::limits;
use super::near::quoted;
use super::schema::{is_own_column, schema};
use super::table::{Row, Table};
use crate::register::{Reference, Stretch};
use chrono::NaiveDate;

/// A row being read. Each cell that is refused is a fault; a row with one is passed over once it has been read to
/// its end, so that all its faults are told.
pub(super) struct Record<'a> {
    table: &'a Table,
    columns: &'a HashMap<&'a str, usize>,
    row: &'a Row,
    findings: &'a mut Findings,
    is_sound: bool,
}

/// The things that a table lists, each with its reference.
#[derive(Debug)]
pub(super) struct Listed<T, I> {
    /// In order of index.
    pub(super) items: Vec<T>,
    /// Their references.
    pub(super) ids: Ids<I>,
    /// The position in the table's rows that each was read from.
    pub(super) rows: Vec<usize>,
}

/// Reads every sound row of a table that has no references of its own. No table, no rows.
pub(super) fn read_rows<T>(
    table: Option<&Table>,
    findings: &mut Findings,
    mut read: impl FnMut(&mut Record<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(table) = table else { return Vec::new() };
    let columns = columns_of(table, findings);
    let mut items = Vec::new();
    for row in table.rows.iter().filter(|row| row.sound && !row.is_blank()) {
        if findings.is_full() {
            break;
        }
        let mut record = Record { table, columns: &columns, row, findings, is_sound: true };
        let item = read(&mut record);
        if record.is_sound {
            items.extend(item);
        }
    }
    items
}

/// Reads a table whose rows have references of their own, in the column `id`. A reference given twice is a fault.
pub(super) fn read_listed<T, I: Copy + From<usize>>(
    name: &str,
    id: &str,
    table: Option<&Table>,
    findings: &mut Findings,
    mut read: impl FnMut(&mut Record<'_>, Reference) -> Option<T>,
) -> Listed<T, I> {
    let mut listed = Listed { items: Vec::new(), ids: Ids::listed_in(name), rows: Vec::new() };
    let Some(table) = table else { return listed };
    let columns = columns_of(table, findings);
    if !table.complete || !columns.contains_key(id) {
        listed.ids.set_incomplete();
    }
    let mut first_lines: HashMap<&str, u64> = HashMap::new();
    for (position, row) in table.rows.iter().enumerate() {
        if row.is_blank() {
            continue;
        }
        if findings.is_full() {
            listed.ids.set_incomplete();
            break;
        }
        let given = columns.get(id).and_then(|&at| row.cells.get(at)).map_or("", String::as_str);
        let mut record = Record { table, columns: &columns, row, findings, is_sound: row.sound };
        if !row.sound {
            listed.ids.add_lost(given);
            continue;
        }
        let own = record.required(id, reference);
        if let Some(&line) = first_lines.get(given).filter(|_| own.is_some()) {
            let line = table.origin.line_in_words(line);
            record.refuse(id, format!("{id} {} is given twice; {line} has it already", quoted(given)), None);
        }
        first_lines.entry(given).or_insert(row.line);
        // A row without a reference of its own is read on for its other faults, and then passed over.
        let stand_in = || Reference::new("-").expect("a dash is a reference");
        let item = read(&mut record, own.clone().unwrap_or_else(stand_in));
        match (record.is_sound, own, item) {
            (true, Some(own), Some(item)) => {
                listed.ids.add(&own);
                listed.items.push(item);
                listed.rows.push(position);
            }
            _ => listed.ids.add_lost(given),
        }
    }
    listed
}

/// Returns where each column is, and records those that are missing or not listed.
fn columns_of<'a>(table: &'a Table, findings: &mut Findings) -> HashMap<&'a str, usize> {
    let columns: HashMap<&str, usize> =
        table.header.iter().enumerate().rev().map(|(at, name)| (name.as_str(), at)).collect();
    let Some(schema) = schema(&table.name) else { return columns };
    let mut meant_columns = Vec::new();
    for (at, name) in table.header.iter().enumerate() {
        if name.is_empty() || is_own_column(name) || schema.columns().any(|known| known == name) {
            continue;
        }
        let absent = schema.columns().filter(|known| !columns.contains_key(known));
        let meant = findings.nearest(name, absent);
        meant_columns.extend(meant.clone());
        let known = schema.columns().collect::<Vec<_>>().join(", ");
        let wanted = format!("one of {known}, or a column of your own that begins with x_");
        let message = refusal("column", name, "is not known", &wanted);
        findings.fault_meaning(table.origin.at(table.header_line, at), message, meant);
    }
    for name in schema.required {
        // A column that is there under a misspelt name has its fault already.
        if !columns.contains_key(name) && !meant_columns.iter().any(|meant| meant == name) {
            let wanted = schema.required.join(", ");
            let message = format!("column \"{name}\" is missing; wanted at least {wanted}");
            findings.fault(table.origin.at(table.header_line, 0), message);
        }
    }
    columns
}

impl<'a> Record<'a> {
    /// Returns what stands in a column, empty where it is absent.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let cell = self.columns.get(column).and_then(|&at| self.row.cells.get(at));
        cell.map_or("", String::as_str)
    }

    /// Whether something stands in a column.
    pub(super) fn is_given(&self, column: &str) -> bool {
        !self.text(column).is_empty()
    }

    /// Returns the line of the row in words: `line 4`.
    pub(super) fn line_in_words(&self) -> String {
        self.table.origin.line_in_words(self.row.line)
    }

    /// Returns the table and the line of the row in words, for a note: `venues, line 4`.
    pub(super) fn line(&self) -> String {
        format!("{}, {}", self.table.name, self.line_in_words())
    }

    /// Returns the columns of the register's own that are given, by name.
    pub(super) fn own_columns(&self) -> Vec<(String, String)> {
        let cells = self.table.header.iter().zip(&self.row.cells);
        let mut own: Vec<(String, String)> = cells
            .filter(|(name, cell)| is_own_column(name) && !cell.is_empty())
            .map(|(name, cell)| (name.clone(), cell.clone()))
            .collect();
        own.sort();
        own
    }

    /// Reads a cell that may be empty.
    pub(super) fn optional<T>(&mut self, column: &str, read: impl Fn(&str) -> Reading<T>) -> Option<T> {
        let given = self.text(column);
        if given.is_empty() {
            return None;
        }
        match read(given) {
            Ok(value) => Some(value),
            Err(Refusal { problem, wanted, meant }) => {
                self.refuse(column, refusal(column, given, &problem, &wanted), meant);
                None
            }
        }
    }

    /// Reads a cell that must be given.
    pub(super) fn required<T>(&mut self, column: &str, read: impl Fn(&str) -> Reading<T>) -> Option<T> {
        if !self.is_given(column) {
            // A column that is missing altogether is the header's fault.
            if self.columns.contains_key(column) {
                self.refuse(column, format!("{column} is empty; wanted it in every row"), None);
            }
            self.is_sound = false;
            return None;
        }
        self.optional(column, read)
    }

    /// Reads a list, which may be empty. What is listed twice is taken once.
    pub(super) fn list<T: PartialEq>(&mut self, column: &str, read: impl Fn(&str) -> Reading<T>) -> Vec<T> {
        let mut items = Vec::new();
        for item in self.items(column) {
            match read(item) {
                Ok(value) if items.contains(&value) => {}
                Ok(value) => items.push(value),
                Err(Refusal { problem, wanted, meant }) => {
                    self.refuse(column, refusal(column, item, &problem, &wanted), meant);
                }
            }
        }
        items
    }

    /// Reads a reference that may be empty.
    pub(super) fn link<I: Copy + From<usize>>(&mut self, column: &str, ids: &Ids<I>) -> Option<I> {
        let given = self.text(column);
        if given.is_empty() { None } else { self.find(column, given, ids) }
    }

    /// Reads a reference that must be given.
    pub(super) fn required_link<I: Copy + From<usize>>(&mut self, column: &str, ids: &Ids<I>) -> Option<I> {
        self.required(column, |_| Ok(()))?;
        self.link(column, ids)
    }

    /// Reads a list of references.
    pub(super) fn links<I: Copy + From<usize> + PartialEq>(&mut self, column: &str, ids: &Ids<I>) -> Vec<I> {
        let mut found = Vec::new();
        for item in self.items(column) {
            match self.find(column, item, ids) {
                Some(idx) if !found.contains(&idx) => found.push(idx),
                _ => {}
            }
        }
        found
    }

    /// As [`Record::link`], taking in what an open list does not know yet.
    pub(super) fn link_or_add<I: Copy + From<usize>>(&mut self, column: &str, ids: &mut Ids<I>) -> Option<I> {
        let given = self.text(column);
        if given.is_empty() {
            return None;
        }
        take_in(given, ids);
        self.find(column, given, ids)
    }

    /// As [`Record::links`], taking in what an open list does not know yet.
    pub(super) fn links_or_add<I: Copy + From<usize> + PartialEq>(
        &mut self,
        column: &str,
        ids: &mut Ids<I>,
    ) -> Vec<I> {
        for item in self.items(column) {
            take_in(item, ids);
        }
        self.links(column, ids)
    }

    /// Reads `starts` and `ends` as a stretch of time; what is empty is open.
    pub(super) fn stretch(&mut self) -> Option<Stretch> {
        let from = self.optional("starts", super::cells::stretch_start);
        let until = self.optional("ends", super::cells::stretch_end);
        if !self.is_given("starts") && !self.is_given("ends") {
            let line = self.line();
            self.note(format!("{line}: neither starts nor ends is given, so it holds for all time"));
        }
        let always = Stretch::always();
        let when = Stretch { from: from.unwrap_or(always.from), until: until.unwrap_or(always.until) };
        if when.until <= when.from {
            let (starts, ends) = (self.text("starts"), self.text("ends"));
            self.refuse(
                "ends",
                refusal("ends", ends, "is not after starts", &format!("an end after {starts}")),
                None,
            );
        }
        Some(when)
    }

    /// Refuses an `until` before its `from`.
    pub(super) fn check_order(&mut self, from: Option<NaiveDate>, until: Option<NaiveDate>) {
        self.check_days("from", from, "until", until);
    }

    /// Refuses a day in the column `later` before that in the column `earlier`, where both are given.
    pub(super) fn check_days(
        &mut self,
        earlier: &str,
        from: Option<NaiveDate>,
        later: &str,
        until: Option<NaiveDate>,
    ) {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let problem = format!("is before {earlier}");
            let message = refusal(later, &until.to_string(), &problem, &format!("{from} or later"));
            self.refuse(later, message, None);
        }
    }

    /// Records a fault at a column; where the column is absent, at the row's first.
    pub(super) fn refuse(&mut self, column: &str, message: impl Into<String>, meant: Option<String>) {
        self.is_sound = false;
        let at = self.columns.get(column).copied().unwrap_or(0);
        self.findings.fault_meaning(self.table.at(self.row, at), message, meant);
    }

    /// Records a note.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.findings.note(note);
    }

    /// Returns the items of a list, none of an empty cell. A list that nobody can have meant is a fault.
    fn items(&mut self, column: &str) -> Vec<&'a str> {
        let given = self.text(column);
        if given.is_empty() {
            return Vec::new();
        }
        if limits::LIST_ITEMS < given.split(';').count() {
            let message =
                format!("{column} lists more than {} items; at most that many are read", limits::LIST_ITEMS);
            self.refuse(column, message, None);
            return Vec::new();
        }
        given.split(';').collect()
    }

    fn find<I: Copy + From<usize>>(&mut self, column: &str, given: &str, ids: &Ids<I>) -> Option<I> {
        match ids.find(given) {
            Found::Known(idx) => return Some(idx),
            Found::Lost => self.is_sound = false,
            Found::Unknown => {
                let meant = self.findings.nearest(given, ids.suggestions());
                let message = match reference(given) {
                    Err(Refusal { problem, wanted, .. }) if ids.is_open() => {
                        refusal(column, given, &problem, &wanted)
                    }
                    _ => refusal(column, given, "is not known", &format!("a reference of {}", ids.table)),
                };
                self.refuse(column, message, meant);
            }
        }
        None
    }
}

/// Takes a reference into an open list. What is no reference is refused where it is looked up.
fn take_in<I: Copy + From<usize>>(given: &str, ids: &mut Ids<I>) {
    let is_new = ids.is_open() && matches!(ids.find(given), Found::Unknown);
    if let Some(reference) = Reference::new(given).filter(|_| is_new) {
        ids.add(&reference);
    }
}
