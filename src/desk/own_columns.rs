//! Columns of the authority's own (`x_…`), which the register does not know of: kept where a table is written anew.

use std::collections::{BTreeMap, VecDeque};

/// Returns `new` with the columns that `old` has beside its own, each row with the cells that it had. A row is known again by what
/// both tables say of it, or else by its first cell where that is no other row's.
pub fn keep(old: &str, new: &str) -> String {
    let (Some(old), Some(mut table)) = (Sheet::read(old), Sheet::read(new)) else { return new.to_owned() };
    let own: Vec<usize> =
        (0..old.header.len()).filter(|&at| !table.header.contains(&old.header[at])).collect();
    if own.is_empty() {
        return new.to_owned();
    }
    let shared: Vec<(usize, usize)> = (0..old.header.len())
        .filter_map(|at| Some((at, table.header.iter().position(|column| *column == old.header[at])?)))
        .collect();
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let mut alike: BTreeMap<Vec<String>, VecDeque<usize>> = BTreeMap::new();
    let mut first: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in old.rows.iter().enumerate() {
        alike.entry(shared.iter().map(|&(from, _)| cell(row, from)).collect()).or_default().push_back(at);
        first.entry(cell(row, 0)).or_default().push(at);
    }
    let header: Vec<String> = own.iter().map(|&at| old.header[at].clone()).collect();
    table.header.extend(header);
    for row in &mut table.rows {
        let said: Vec<String> = shared.iter().map(|&(_, to)| cell(row, to)).collect();
        let same = alike.get_mut(&said).and_then(VecDeque::pop_front);
        let named = || first.get(&cell(row, 0)).filter(|rows| rows.len() == 1).map(|rows| rows[0]);
        let known = same.or_else(named);
        let cells: Vec<String> = own
            .iter()
            .map(|&at| known.map_or_else(String::new, |known| cell(&old.rows[known], at)))
            .collect();
        row.extend(cells);
    }
    table.write().unwrap_or_else(|| new.to_owned())
}

/// A table as columns and rows.
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn read(text: &str) -> Option<Sheet> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = reader.records().map(|record| {
            record.ok().map(|record| record.iter().map(str::to_owned).collect::<Vec<String>>())
        });
        Some(Sheet { header: rows.next()??, rows: rows.collect::<Option<_>>()? })
    }

    fn write(&self) -> Option<String> {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(&self.header).ok()?;
        for row in &self.rows {
            writer.write_record(row).ok()?;
        }
        String::from_utf8(writer.into_inner().ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_cells_that_are_the_authoritys_own() {
        let cases = [
            // What the old table has, what is written anew, what comes of it.
            ("a,b\n1,x\n", "a,b\n1,y\n", "a,b\n1,y\n"),
            ("a,b,x_n\n1,x,one\n2,y,two\n", "a,b\n1,z\n2,y\n3,w\n", "a,b,x_n\n1,z,one\n2,y,two\n3,w,\n"),
            // Rows of one person: each is known by all that is said of it.
            ("a,b,x_n\n1,x,one\n1,y,two\n", "a,b\n1,y\n1,z\n", "a,b,x_n\n1,y,two\n1,z,\n"),
            // A new column, and one that was never given.
            ("a,x_n\n1,\"q, r\"\n", "a,b\n1,x\n", "a,b,x_n\n1,x,\"q, r\"\n"),
        ];
        for (old, new, wanted) in cases {
            assert_eq!(keep(old, new), wanted, "{old:?} {new:?}");
        }
    }
}
