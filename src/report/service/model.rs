//! What a report of the service is made of, before it is a page, a workbook, files or a document.

use super::quantity::{Quantity, Sum};
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
    /// The finding, which is the heading: words and numbers one after the other.
    pub(super) headline: Vec<Cell>,
    /// What a reader must know first.
    pub(super) caution: Vec<String>,
    /// In order.
    pub(super) parts: Vec<Part>,
}

impl Document {
    /// Returns the finding as people read it.
    pub(super) fn headline(&self) -> String {
        self.headline.iter().map(|cell| cell.text.as_str()).collect()
    }
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
    pub(super) charts: Vec<Drawn>,
}

/// A chart, and what is drawn in it.
pub(super) struct Drawn {
    pub(super) chart: Chart,
    /// What is measured, in words.
    pub(super) title: String,
    /// What it is counted in.
    pub(super) unit: &'static str,
    /// Its points: months in words with their values, where they have one.
    pub(super) points: Vec<(String, Option<f64>)>,
    /// The mean, and the lower and the upper natural process limit.
    pub(super) limits: [f64; 3],
    /// The numbers behind its points.
    pub(super) of: Vec<Quantity>,
    /// Whether its points are those numbers, and not only shares of them.
    pub(super) tells: bool,
}

impl Drawn {
    /// Returns its points and limits as a table, for what draws no chart of its own or draws it from a table.
    pub(super) fn grid(&self) -> Grid {
        let value = |value: f64| Cell::written(format!("{value:.1}"));
        let limits = self.limits.map(value);
        let rows = self.points.iter().map(|(month, point)| {
            let point = point.map_or_else(|| Cell::words("–"), value);
            [Cell::words(month.clone()), point].into_iter().chain(limits.iter().cloned()).collect()
        });
        Grid {
            key: self.chart.id,
            caption: format!("{}, {}", self.title, self.unit),
            columns: ["Month", "Value", "Mean", "Lower limit", "Upper limit"].map(str::to_owned).to_vec(),
            n_words: 1,
            rows: rows.collect(),
            sums: Vec::new(),
        }
    }
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
    /// What of it adds up.
    pub(super) sums: Vec<Sum>,
}

impl Grid {
    /// Says what the numbers of its last row are, one for each column, where they stand elsewhere under a name of their own.
    pub(super) fn adding_up_to(mut self, wholes: &[Quantity]) -> Grid {
        if let Some(totals) = self.rows.last() {
            let totals = totals.iter().filter(|cell| cell.tells).flat_map(|cell| &cell.of);
            self.sums.extend(
                totals
                    .zip(wholes)
                    .map(|(total, whole)| Sum { total: total.clone(), parts: vec![whole.clone()] }),
            );
        }
        self
    }
}

/// A cell as people read it, and the number in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) number: Option<f64>,
    /// The numbers that it comes from. It is hidden where one of them is.
    pub(super) of: Vec<Quantity>,
    /// Whether it says them outright.
    pub(super) tells: bool,
}

impl Cell {
    /// Returns a cell of words.
    pub(super) fn words(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), number: None, of: Vec::new(), tells: false }
    }

    /// Returns a whole number.
    pub(super) fn count(quantity: Quantity) -> Cell {
        let n = quantity.value;
        Cell { text: suppress::shown(n, false), number: Some(n as f64), of: vec![quantity], tells: true }
    }

    /// Returns a share in per cent with so many decimals.
    pub(super) fn per_cent(figure: Figure, decimals: usize, of: Vec<Quantity>) -> Cell {
        let text = figure.per_cent(decimals);
        let number = figure.share().and_then(|_| text.parse().ok());
        let text = if number.is_some() { format!("{text}\u{a0}%") } else { text };
        Cell { text, number, of, tells: false }
    }

    /// Returns a number that is written already.
    pub(super) fn written(text: String) -> Cell {
        Cell { number: text.replace(',', "").parse().ok(), ..Cell::words(text) }
    }

    /// Returns the cell with the numbers that it comes from.
    pub(super) fn from(self, of: Vec<Quantity>) -> Cell {
        Cell { of, ..self }
    }

    /// Puts what stands for a hidden number in its place.
    pub(super) fn hide(&mut self) {
        suppress::HIDDEN.clone_into(&mut self.text);
        self.number = None;
    }
}

/// Whole numbers in rows and columns, which add up where they say so.
pub(super) struct Counts {
    pub(super) key: &'static str,
    pub(super) caption: String,
    /// Heading of the first column, then of each column of numbers.
    pub(super) columns: Vec<String>,
    /// Each row's name and numbers.
    pub(super) rows: Vec<(String, Vec<Quantity>)>,
    /// Adds a last row with the sums.
    pub(super) total_row: bool,
    /// Adds a last column with the sums.
    pub(super) total_column: bool,
    /// Adds the share of a column in the last one, in per cent: its position, heading and decimals.
    pub(super) share: Option<(usize, String, usize)>,
}

impl Counts {
    /// Returns the table.
    pub(super) fn grid(mut self) -> Grid {
        let mut sums = Vec::new();
        let key = self.key;
        let mut sum = |name: String, parts: Vec<Quantity>| {
            let total = Quantity { name, value: parts.iter().map(|part| part.value).sum() };
            sums.push(Sum { total: total.clone(), parts });
            total
        };
        if self.total_column {
            self.columns.push("Total".to_owned());
            for (name, row) in &mut self.rows {
                row.push(sum(format!("{key} {name}"), row.clone()));
            }
        }
        // Nothing has no sum.
        self.total_row &= !self.rows.is_empty();
        if self.total_row {
            let n = self.rows.first().map_or(0, |(_, row)| row.len());
            let column = |at: usize| self.rows.iter().map(|(_, row)| row[at].clone()).collect();
            let totals = (0..n).map(|at| sum(format!("{key} column {at}"), column(at))).collect();
            self.rows.push(("Total".to_owned(), totals));
        }
        if self.total_row
            && self.total_column
            && let Some((_, totals)) = self.rows.last()
            && let Some((whole, parts)) = totals.split_last()
        {
            sums.push(Sum { total: whole.clone(), parts: parts.to_vec() });
        }
        if let Some((_, heading, _)) = &self.share {
            self.columns.push(heading.clone());
        }
        let rows = self.rows.iter().map(|(name, row)| {
            let mut cells = vec![Cell::words(name.clone())];
            cells.extend(row.iter().cloned().map(Cell::count));
            if let (Some((column, _, decimals)), Some(whole)) = (&self.share, row.last()) {
                let figure = Figure { numerator: row[*column].value, denominator: Some(whole.value) };
                cells.push(Cell::per_cent(figure, *decimals, row.clone()));
            }
            cells
        });
        Grid { key, caption: self.caption, rows: rows.collect(), columns: self.columns, n_words: 1, sums }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::service::publish::published;

    fn counts(rows: &[(&str, &[u64])]) -> Counts {
        let quantity = |name: &str, at: usize, value: u64| Quantity { name: format!("{name} {at}"), value };
        let row = |name: &str, row: &[u64]| {
            row.iter().enumerate().map(|(at, &n)| quantity(name, at, n)).collect::<Vec<_>>()
        };
        Counts {
            key: "test",
            caption: "test".to_owned(),
            columns: ["District", "Long", "Other"].map(str::to_owned).to_vec(),
            rows: rows.iter().map(|&(name, numbers)| (name.to_owned(), row(name, numbers))).collect(),
            total_row: true,
            total_column: true,
            share: Some((0, "Share".to_owned(), 1)),
        }
    }

    /// Returns the table as it is published.
    fn in_public(grid: Grid) -> Grid {
        let part =
            Part { id: "test", title: "Test", words: Vec::new(), grids: vec![grid], charts: Vec::new() };
        let document = Document {
            kind: "Test",
            name: String::new(),
            period: String::new(),
            headline: Vec::new(),
            caution: Vec::new(),
            parts: vec![part],
        };
        let mut parts = published(document, Vec::new()).parts;
        parts.remove(0).grids.remove(0)
    }

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    #[test]
    fn tables_add_up_and_have_their_shares() {
        let grid = counts(&[("A", &[1, 73]), ("B", &[36, 734])]).grid();
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
        assert!(counts(&[]).grid().rows.is_empty());
        assert!(in_public(counts(&[]).grid()).rows.is_empty());
    }

    #[test]
    fn what_is_published_gives_no_small_number_back() {
        let grid = in_public(counts(&[("A", &[1, 73]), ("B", &[36, 734])]).grid());
        assert_eq!(texts(&grid)[0], ["A", "c", "c", "74", "c"]);
        assert_eq!(texts(&grid)[1], ["B", "c", "c", "770", "c"]);
        assert_eq!(texts(&grid)[2], ["Total", "37", "807", "844", "4.4\u{a0}%"]);
        assert!(grid.rows[0][1].number.is_none());
    }
}
