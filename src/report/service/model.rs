//! What a report of the service is made of, before it is a page, a workbook, files or a document.

use std::collections::BTreeSet;

use crate::indicators::{Figure, suppress};
use crate::report::svg::Chart;

/// A report.
pub struct Document {
    /// What it is, such as `Annual report`.
    pub(super) kind: &'static str,
    /// Whose.
    pub(super) name: String,
    /// The period in words.
    pub(super) period: String,
    /// The finding, which is the heading.
    pub(super) headline: String,
    /// What a reader must know first.
    pub(super) caution: Vec<String>,
    /// In order.
    pub(super) parts: Vec<Part>,
}

/// A part of a report.
pub(super) struct Part {
    /// Its name in addresses.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// Paragraphs before its tables.
    pub(super) words: Vec<String>,
    /// Its tables.
    pub(super) grids: Vec<Grid>,
    /// Its charts.
    pub(super) charts: Vec<Chart>,
}

/// A table.
pub(super) struct Grid {
    /// Its name in files: `plans-by-category`.
    pub(super) key: &'static str,
    /// What it shows.
    pub(super) caption: String,
    /// Headings of its columns.
    pub(super) columns: Vec<String>,
    /// How many columns, from the left, are words.
    pub(super) n_words: usize,
    /// Its rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell as people read it, and the number in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) number: Option<f64>,
}

impl Cell {
    /// Returns a cell of words.
    pub(super) fn words(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), number: None }
    }

    /// Returns a whole number, or what stands for it where it is hidden.
    pub(super) fn count(n: u64, is_hidden: bool) -> Cell {
        Cell { text: suppress::shown(n, is_hidden), number: (!is_hidden).then_some(n as f64) }
    }

    /// Returns a share in per cent with so many decimals.
    pub(super) fn per_cent(figure: Figure, decimals: usize, is_hidden: bool) -> Cell {
        let text = figure.per_cent(decimals);
        match figure.share() {
            _ if is_hidden => Cell::words(suppress::HIDDEN),
            None => Cell::words(text),
            Some(_) => Cell { number: text.parse().ok(), text: format!("{text}\u{a0}%") },
        }
    }

    /// Returns a number that is written already.
    pub(super) fn written(text: String) -> Cell {
        Cell { number: text.replace(',', "").parse().ok(), text }
    }
}

/// Whole numbers in rows and columns, which add up where they say so.
pub(super) struct Counts {
    pub(super) key: &'static str,
    pub(super) caption: String,
    /// Heading of the first column, then of each column of numbers.
    pub(super) columns: Vec<String>,
    /// Each row's name and numbers.
    pub(super) rows: Vec<(String, Vec<u64>)>,
    /// Adds a last row with the sums.
    pub(super) total_row: bool,
    /// Adds a last column with the sums.
    pub(super) total_column: bool,
    /// Adds the share of a column in the last one, in per cent: its position, heading and decimals.
    pub(super) share: Option<(usize, String, usize)>,
}

impl Counts {
    /// Returns the table, without what may not be published where that is asked for.
    pub(super) fn grid(mut self, is_published: bool) -> Grid {
        if self.total_column {
            self.columns.push("Total".to_owned());
            for (_, row) in &mut self.rows {
                row.push(row.iter().sum());
            }
        }
        // Nothing has no sum.
        self.total_row &= !self.rows.is_empty();
        if self.total_row {
            let n = self.rows.first().map_or(0, |(_, row)| row.len());
            let sums = (0..n).map(|at| self.rows.iter().map(|(_, row)| row[at]).sum()).collect();
            self.rows.push(("Total".to_owned(), sums));
        }
        let numbers: Vec<Vec<u64>> = self.rows.iter().map(|(_, row)| row.clone()).collect();
        let hidden = if is_published {
            suppress::hidden(&numbers, self.total_row, self.total_column)
        } else {
            BTreeSet::new()
        };
        if let Some((_, heading, _)) = &self.share {
            self.columns.push(heading.clone());
        }
        let rows = self.rows.iter().enumerate().map(|(at, (name, row))| {
            let is_hidden = |column: usize| hidden.contains(&(at, column));
            let mut cells = vec![Cell::words(name.clone())];
            cells.extend(row.iter().enumerate().map(|(column, &n)| Cell::count(n, is_hidden(column))));
            if let Some((column, _, decimals)) = &self.share {
                let whole = row.len() - 1;
                let figure = Figure { numerator: row[*column], denominator: Some(row[whole]) };
                cells.push(Cell::per_cent(figure, *decimals, is_hidden(*column) || is_hidden(whole)));
            }
            cells
        });
        Grid { key: self.key, caption: self.caption, rows: rows.collect(), columns: self.columns, n_words: 1 }
    }
}

/// Whether a share gives small numbers away: those of its numerator, or of the rest.
pub(super) fn is_telling(figure: Figure) -> bool {
    let rest = figure.denominator.map(|whole| whole.saturating_sub(figure.numerator));
    suppress::is_small(figure.numerator)
        || rest.is_some_and(suppress::is_small)
        || figure.denominator.is_some_and(suppress::is_small)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rows: &[(&str, &[u64])]) -> Counts {
        Counts {
            key: "test",
            caption: "test".to_owned(),
            columns: ["District", "Long", "Other"].map(str::to_owned).to_vec(),
            rows: rows.iter().map(|(name, row)| ((*name).to_owned(), row.to_vec())).collect(),
            total_row: true,
            total_column: true,
            share: Some((0, "Share".to_owned(), 1)),
        }
    }

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    #[test]
    fn tables_add_up_and_have_their_shares() {
        let grid = counts(&[("A", &[1, 73]), ("B", &[36, 734])]).grid(false);
        assert_eq!(grid.columns, ["District", "Long", "Other", "Total", "Share"]);
        assert_eq!(
            texts(&grid),
            [
                ["A", "1", "73", "74", "1.4\u{a0}%"],
                ["B", "36", "734", "770", "4.7\u{a0}%"],
                ["Total", "37", "807", "844", "4.4\u{a0}%"]
            ]
        );
    }

    #[test]
    fn a_table_of_nothing_has_no_row_of_sums() {
        for is_published in [false, true] {
            assert!(counts(&[]).grid(is_published).rows.is_empty());
        }
    }

    #[test]
    fn what_is_published_gives_no_small_number_back() {
        let grid = counts(&[("A", &[1, 73]), ("B", &[36, 734])]).grid(true);
        assert_eq!(texts(&grid)[0], ["A", "c", "c", "74", "c"]);
        assert_eq!(texts(&grid)[1], ["B", "c", "c", "770", "c"]);
        assert_eq!(texts(&grid)[2], ["Total", "37", "807", "844", "4.4\u{a0}%"]);
    }

    #[test]
    fn a_share_tells_of_the_rest_too() {
        for (numerator, denominator, telling) in [
            (37, 844, false),
            (899, 909, false),
            (905, 909, true),
            (3, 844, true),
            (0, 844, false),
            (4, 4, true),
        ] {
            let figure = Figure { numerator, denominator: Some(denominator) };
            assert_eq!(is_telling(figure), telling, "{numerator} of {denominator}");
        }
    }
}
