//! The tables of a report as CSV files, one each.

use super::model::{Document, Grid};

/// Returns every table as a file, and what every chart draws: name and text. Numbers are plain; what is hidden is `c`.
pub fn files(document: &Document) -> Vec<(String, String)> {
    let grids = document.parts.iter().flat_map(|part| &part.grids).filter(|grid| !grid.rows.is_empty());
    let charts = document.parts.iter().flat_map(|part| &part.charts).map(|drawn| drawn.grid());
    let tables = grids.map(|grid| (format!("{}.csv", grid.key), text(grid)));
    tables.chain(charts.map(|grid| (format!("chart-{}.csv", grid.key), text(&grid)))).collect()
}

fn text(grid: &Grid) -> String {
    let mut text = String::new();
    push(&mut text, grid.columns.iter().map(String::as_str));
    for row in &grid.rows {
        let cells: Vec<String> =
            row.iter().map(|cell| cell.number.map_or_else(|| cell.text.clone(), plain)).collect();
        push(&mut text, cells.iter().map(String::as_str));
    }
    text
}

fn plain(n: f64) -> String {
    format!("{n}")
}

fn push<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    let cells: Vec<String> = cells.map(quoted).collect();
    text.push_str(&cells.join(","));
    text.push('\n');
}

/// Returns a cell as RFC 4180 has it; one that a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let cell =
        if cell.starts_with(['=', '+', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (cell, text) in [
            ("Burnley", "Burnley"),
            ("a, b", "\"a, b\""),
            ("say \"c\"", "\"say \"\"c\"\"\""),
            ("=1+1", "'=1+1"),
        ] {
            assert_eq!(quoted(cell), text);
        }
        assert_eq!((plain(844.0), plain(98.9)), ("844".to_owned(), "98.9".to_owned()));
    }
}
