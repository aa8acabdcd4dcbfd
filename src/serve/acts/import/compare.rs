//! What a file changes in a table: rows that are new, other, gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::serve::tables::columns::{POLICY, kept};
use crate::serve::tables::grid::Grid;

/// Rows of each sort that are named; all are counted.
const MOST_NAMED: usize = 50;

/// The difference between a table as it is and as it would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) added: Rows,
    /// Rows that have the same reference and other cells. In a table without references, rows that differ are added and gone.
    pub(crate) changed: Rows,
    pub(crate) gone: Rows,
    /// How many rows it would have.
    pub(crate) n_rows: usize,
}

/// Rows of one sort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) n: usize,
    /// The first of them, by reference.
    pub(crate) named: Vec<String>,
}

impl Rows {
    fn push(&mut self, name: &str) {
        self.n += 1;
        if self.named.len() < MOST_NAMED && !name.is_empty() {
            self.named.push(name.to_owned());
        }
    }
}

impl Difference {
    /// Whether nothing differs.
    pub(crate) fn is_none(&self) -> bool {
        self.added.n + self.changed.n + self.gone.n == 0
    }
}

/// Returns what would change in a file of the register. Order of rows and columns does not count.
pub(crate) fn compare(file: &str, old: &str, new: &str) -> Difference {
    if file == POLICY {
        let rows =
            |text: &str| text.lines().map(|line| (String::new(), line.trim_end().to_owned())).collect();
        return of(rows(old), rows(new), false);
    }
    let has_references = kept(file).is_some_and(|kept| kept.has_references);
    of(rows(file, old), rows(file, new), has_references)
}

/// Returns the rows of a table: the reference of each, and all its cells that are not empty, by column.
fn rows(file: &str, text: &str) -> Vec<(String, String)> {
    let grid = Grid::read(text);
    let first = kept(file).and_then(|kept| kept.columns.first()).map_or("", |column| column.name);
    let row = |at: usize| {
        let cells: BTreeMap<&String, &String> =
            grid.header.iter().zip(&grid.rows[at]).filter(|(_, cell)| !cell.is_empty()).collect();
        (grid.cell(at, first).to_owned(), format!("{cells:?}"))
    };
    (0..grid.rows.len()).map(row).collect()
}

fn of(old: Vec<(String, String)>, new: Vec<(String, String)>, has_references: bool) -> Difference {
    let mut difference = Difference { n_rows: new.len(), ..Difference::default() };
    if has_references {
        let before: BTreeMap<&str, &str> = pairs(&old);
        let after: BTreeSet<&str> = new.iter().map(|row| row.0.as_str()).collect();
        for (reference, cells) in &new {
            match before.get(reference.as_str()) {
                None => difference.added.push(reference),
                Some(before) if before != cells => difference.changed.push(reference),
                Some(_) => {}
            }
        }
        for (reference, _) in old.iter().filter(|row| !after.contains(row.0.as_str())) {
            difference.gone.push(reference);
        }
        return difference;
    }
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, cells) in &old {
        *left.entry(cells).or_default() += 1;
    }
    for (name, cells) in &new {
        match left.get_mut(cells.as_str()).filter(|n| 0 < **n) {
            Some(n) => *n -= 1,
            None => difference.added.push(name),
        }
    }
    for (name, cells) in &old {
        if let Some(n) = left.get_mut(cells.as_str()).filter(|n| 0 < **n) {
            *n -= 1;
            difference.gone.push(name);
        }
    }
    difference
}

fn pairs(rows: &[(String, String)]) -> BTreeMap<&str, &str> {
    rows.iter().map(|(reference, cells)| (reference.as_str(), cells.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, old: &str, new: &str, expected: [usize; 3]) {
        let difference = compare(file, old, new);
        assert_eq!(
            [difference.added.n, difference.changed.n, difference.gone.n],
            expected,
            "{file}: {new:?}"
        );
    }

    #[test]
    fn rows_are_told_by_their_reference_or_by_all_their_cells() {
        let staff = "staff,role,fte\nIRO1,iro,\nIRO2,iro,0.6\n";
        // Columns in another order, one that was empty left out, rows in another order: nothing differs.
        check("staff.csv", staff, "role,staff,fte\niro,IRO2,0.6\niro,IRO1,\n", [0, 0, 0]);
        check("staff.csv", staff, "staff,role,fte\nIRO1,iro,0.5\nIRO3,iro,\n", [1, 1, 1]);
        let hours = "staff,weekday,starts,ends\nIRO1,Mon,09:00,12:00\nIRO1,Mon,13:00,17:00\n";
        check(
            "hours.csv",
            hours,
            "staff,weekday,starts,ends\nIRO1,Mon,13:00,17:00\nIRO1,Tue,09:00,12:00\n",
            [1, 0, 1],
        );
        check(POLICY, "a = 1\nb = 2\n", "a = 1\r\nb = 3\n", [1, 0, 1]);
    }

    #[test]
    fn all_rows_are_counted_and_some_named() {
        let rows: String = (0..60).map(|at| format!("S{at}\n")).collect();
        let difference = compare("staff.csv", "", &format!("staff\n{rows}"));
        assert_eq!((difference.added.n, difference.added.named.len()), (60, MOST_NAMED));
    }
}
