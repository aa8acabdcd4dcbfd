//! How two versions of a table differ.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::store::ChangedRows;

/// A row by column; a cell that is not given is not in it.
pub(super) type Row = BTreeMap<String, String>;

/// A table as rows.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    columns: Vec<String>,
    /// Those that are looked at.
    pub(super) rows: Vec<Row>,
    /// How many there are in all.
    pub(super) n_rows: usize,
}

/// How a table differs from the one before it. The order of rows is no difference.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) added: Vec<Row>,
    pub(super) removed: Vec<Row>,
    /// Before and after, of rows with the same first column.
    pub(super) changed: Vec<(Row, Row)>,
    columns_added: Vec<String>,
    columns_removed: Vec<String>,
}

impl Sheet {
    /// Reads a text; what is no table has no rows.
    pub(super) fn read(text: &str) -> Sheet {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records().filter_map(Result::ok);
        let columns: Vec<String> =
            records.next().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
        let rows: Vec<Row> = records.map(|record| row(&columns, record.iter())).collect();
        Sheet { n_rows: rows.len(), columns, rows }
    }

    /// Returns the rows of one version of a table that the other does not have.
    pub(super) fn of(changed: &ChangedRows<'_>) -> Sheet {
        let cells = |cells: &&[String]| row(changed.columns, cells.iter().map(String::as_str));
        let rows = changed.rows.iter().map(cells).collect();
        Sheet { columns: changed.columns.to_vec(), rows, n_rows: changed.n_rows }
    }

    /// Returns what a row is called: its first column.
    pub(super) fn key(&self, row: &Row) -> String {
        self.columns.first().and_then(|column| row.get(column)).cloned().unwrap_or_default()
    }

    /// Returns how `new` differs from this.
    pub(super) fn difference(&self, new: &Sheet) -> Difference {
        let mut kept: BTreeMap<&Row, usize> = BTreeMap::new();
        for row in &self.rows {
            *kept.entry(row).or_default() += 1;
        }
        let mut fresh: Vec<&Row> = Vec::new();
        for row in &new.rows {
            match kept.get_mut(row).filter(|n| 0 < **n) {
                Some(n) => *n -= 1,
                None => fresh.push(row),
            }
        }
        let mut gone: BTreeMap<String, VecDeque<&Row>> = BTreeMap::new();
        for row in &self.rows {
            if let Some(n) = kept.get_mut(row).filter(|n| 0 < **n) {
                *n -= 1;
                gone.entry(self.key(row)).or_default().push_back(row);
            }
        }
        let mut difference = Difference::default();
        for row in fresh {
            match gone.get_mut(&new.key(row)).and_then(VecDeque::pop_front) {
                Some(old) => difference.changed.push((old.clone(), row.clone())),
                None => difference.added.push(row.clone()),
            }
        }
        difference.removed = gone.into_values().flatten().cloned().collect();
        if !self.columns.is_empty() && !new.columns.is_empty() {
            let besides = |a: &Sheet, b: &Sheet| -> Vec<String> {
                a.columns.iter().filter(|column| !b.columns.contains(column)).cloned().collect()
            };
            difference.columns_added = besides(new, self);
            difference.columns_removed = besides(self, new);
        }
        difference
    }
}

fn row<'a>(columns: &[String], cells: impl Iterator<Item = &'a str>) -> Row {
    let given = columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
    given.map(|(column, cell)| (column.clone(), cell.to_owned())).collect()
}

impl Difference {
    /// Returns the difference in numbers and names of columns, without a cell.
    pub(super) fn words(&self) -> String {
        let mut words = Vec::new();
        if !self.added.is_empty() {
            words.push(format!("{} added", self.added.len()));
        }
        if !self.removed.is_empty() {
            words.push(format!("{} removed", self.removed.len()));
        }
        if !self.changed.is_empty() {
            words.push(format!("{} changed in {}", self.changed.len(), columns(&self.columns_changed())));
        }
        if !self.columns_added.is_empty() {
            words.push(format!("{} new", columns(&self.columns_added)));
        }
        if !self.columns_removed.is_empty() {
            words.push(format!("{} gone", columns(&self.columns_removed)));
        }
        if words.is_empty() { "the same".to_owned() } else { words.join(", ") }
    }

    fn columns_changed(&self) -> Vec<String> {
        let mut changed = BTreeSet::new();
        for (from, to) in &self.changed {
            let columns = from.keys().chain(to.keys());
            changed.extend(columns.filter(|column| from.get(*column) != to.get(*column)).cloned());
        }
        changed.into_iter().collect()
    }
}

fn columns(names: &[String]) -> String {
    format!("{} {}", if names.len() == 1 { "column" } else { "columns" }, names.join(", "))
}

/// Returns the lines of a text that another has not, each as often as it is missing.
pub(super) fn lines_gone<'a>(text: &'a str, other: &str) -> Vec<&'a str> {
    let mut there: BTreeMap<&str, usize> = BTreeMap::new();
    for line in other.lines() {
        *there.entry(line).or_default() += 1;
    }
    let mut gone = Vec::new();
    for line in text.lines() {
        match there.get_mut(line).filter(|n| 0 < **n) {
            Some(n) => *n -= 1,
            None if line.trim().is_empty() => {}
            None => gone.push(line),
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(old: &str, new: &str) -> String {
        Sheet::read(old).difference(&Sheet::read(new)).words()
    }

    #[test]
    fn rows_are_added_removed_and_changed() {
        let old = "reference,fte,base\nA,1.0,X\nB,0.5,Y\nC,1.0,Z\n";
        for (new, expected) in [
            (old, "the same"),
            ("reference,fte,base\nC,1.0,Z\nA,1.0,X\nB,0.5,Y\n", "the same"),
            (
                "reference,fte,base\nA,0.8,X\nB,0.5,W\nD,1.0,Z\n",
                "1 added, 1 removed, 2 changed in columns base, fte",
            ),
            ("reference,fte,base,leave\nA,1.0,X,\nB,0.5,Y,\nC,1.0,Z,\n", "column leave new"),
            ("reference,fte\nA,1.0\nB,0.5\nC,1.0\n", "3 changed in column base, column base gone"),
            ("", "3 removed"),
        ] {
            assert_eq!(words(old, new), expected, "{new}");
        }
        assert_eq!(words("", old), "3 added");
    }

    #[test]
    fn rows_that_share_their_first_column_are_told_apart() {
        let old = "from,to,minutes\nA,B,10\nA,C,20\nA,B,10\n";
        assert_eq!(words(old, "from,to,minutes\nA,B,10\nA,C,25\nA,B,10\n"), "1 changed in column minutes");
        assert_eq!(words(old, "from,to,minutes\nA,B,10\nA,C,20\n"), "1 removed");
    }

    #[test]
    fn lines_are_counted_as_often_as_they_stand() {
        assert_eq!(lines_gone("a\nb\nb\n\nc", "b\na"), ["b", "c"]);
        assert!(lines_gone("a\nb", "b\na\nz").is_empty());
    }
}
