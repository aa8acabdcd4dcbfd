//! A table of the register as columns and rows of text.

/// A header and rows of as many cells; a cell that is not given is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Grid {
    /// Reads a table. What is wrong with it is for the reader of registers to say: here a row is as long as the header,
    /// whatever it was, and rows that are empty altogether, with which spreadsheets end their files, are passed over.
    pub(crate) fn read(text: &str) -> Grid {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records().flatten();
        let header: Vec<String> = records.next().iter().flatten().map(str::to_owned).collect();
        let width = header.len();
        let rows = records.filter(|record| record.iter().any(|cell| !cell.is_empty())).map(|record| {
            let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
            cells.resize(width, String::new());
            cells
        });
        Grid { rows: rows.collect(), header }
    }

    /// Whether all rows of `old` stand in it as they were, ahead of others; columns may have been added.
    pub(crate) fn begins_with(&self, old: &Grid) -> bool {
        let cells =
            |row: usize| old.header.iter().all(|column| self.cell(row, column) == old.cell(row, column));
        old.rows.len() <= self.rows.len() && (0..old.rows.len()).all(cells)
    }

    /// Returns the table as CSV: quoted only where it must be, each line ended by `\n`.
    pub(crate) fn write(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for cells in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(cells).expect("memory takes what is written");
        }
        let bytes = writer.into_inner().expect("memory takes what is written");
        String::from_utf8(bytes).expect("text stays text")
    }

    /// Returns where a column is.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// Returns a cell, empty where the table has no such column or row.
    pub(crate) fn cell(&self, row: usize, column: &str) -> &str {
        let cell = self.column(column).and_then(|at| self.rows.get(row)?.get(at));
        cell.map_or("", String::as_str)
    }

    /// Sets a cell of a row that is there. A column that is not there is added where there is something to put in it.
    pub(crate) fn set(&mut self, row: usize, column: &str, text: &str) {
        let at = match self.column(column) {
            Some(at) => at,
            None if text.is_empty() => return,
            None => {
                self.header.push(column.to_owned());
                for cells in &mut self.rows {
                    cells.push(String::new());
                }
                self.header.len() - 1
            }
        };
        if let Some(cell) = self.rows.get_mut(row).and_then(|cells| cells.get_mut(at)) {
            text.clone_into(cell);
        }
    }

    /// Adds an empty row, and returns where it is.
    pub(crate) fn add(&mut self) -> usize {
        self.rows.push(vec![String::new(); self.header.len()]);
        self.rows.len() - 1
    }

    /// Returns where the rows are that hold a text, whatever its case.
    pub(crate) fn matching(&self, filter: &str) -> Vec<usize> {
        let wanted = filter.trim().to_lowercase();
        let holds = |cells: &Vec<String>| cells.iter().any(|cell| cell.to_lowercase().contains(&wanted));
        (0..self.rows.len()).filter(|&at| wanted.is_empty() || holds(&self.rows[at])).collect()
    }

    /// Returns the line, from 1, on which a row begins in the table as it is written.
    pub(crate) fn line(&self, row: usize) -> u64 {
        let lines =
            |cells: &Vec<String>| 1 + cells.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        1 + lines(&self.header) + self.rows.iter().take(row).map(lines).sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_grows_behind_what_stands() {
        let old = Grid::read("meeting,result\nM1,held\nM1,adjourned\n");
        let cases = [
            ("meeting,result\nM1,held\nM1,adjourned\nM2,held\n", true),
            ("meeting,result,by\nM1,held,\nM1,adjourned,\nM1,held,clerk-1\n", true),
            ("result,meeting\nheld,M1\nadjourned,M1\n", true),
            ("meeting,result\nM1,held\n", false),
            ("meeting,result\nM1,adjourned\nM1,held\n", false),
            ("meeting,result\nM1,held\nM1,held\n", false),
            ("meeting\nM1\nM1\n", false),
        ];
        for (text, expected) in cases {
            assert_eq!(Grid::read(text).begins_with(&old), expected, "{text}");
        }
    }

    #[test]
    fn a_table_is_changed_cell_by_cell() {
        let mut grid = Grid::read("staff,role\nIRO1,iro\n,\n\"MT,1\",minute_taker\n");
        assert_eq!(grid.rows.len(), 2);
        assert_eq!(grid.cell(1, "staff"), "MT,1");
        grid.set(0, "fte", "");
        assert_eq!(grid.header, ["staff", "role"]);
        grid.set(0, "fte", "0.6");
        let row = grid.add();
        grid.set(row, "staff", "IRO2");
        assert_eq!(grid.write(), "staff,role,fte\nIRO1,iro,0.6\n\"MT,1\",minute_taker,\nIRO2,,\n");
    }

    #[test]
    fn rows_are_found_by_any_of_their_cells() {
        let grid = Grid::read("staff,role\nIRO1,iro\nMT1,minute_taker\n");
        assert_eq!(grid.matching(" iro "), [0]);
        assert_eq!(grid.matching("1"), [0, 1]);
        assert_eq!(grid.matching(""), [0, 1]);
        assert!(grid.matching("zzz").is_empty());
    }

    #[test]
    fn rows_know_their_lines() {
        let grid = Grid::read("a,b\n\"x\ny\",2\n3,4\n");
        assert_eq!([grid.line(0), grid.line(1), grid.line(2)], [2, 4, 5]);
        assert_eq!(Grid::read(&grid.write()), grid);
    }
}
