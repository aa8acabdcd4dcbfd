//! A report as a Word document: headings and tables, with room for whoever writes the text around them.

use std::io::Cursor;

use docx_rs::{AlignmentType, Docx, Paragraph, Run, Style, StyleType, Table, TableCell, TableRow};

use super::model::{Document, Grid, Part};
use crate::report::words::{capital, discreet};

/// A document that could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be put together ({0})")]
pub struct WordError(String);

/// What stands where text is wanted.
const PROMPT: &str = "[Text]";

/// Sizes in half points.
const TITLE: usize = 40;
const HEADING: usize = 30;
const SMALL: usize = 17;

/// Returns a report as a `.docx` document. Of charts it has the numbers: they are drawn on the page and in the workbook. The same report gives the same text.
///
/// # Errors
/// Where the archive cannot be put together.
pub fn document(document: &Document) -> Result<Vec<u8>, WordError> {
    let mut docx = Docx::new().add_style(heading("Heading1", "heading 1", TITLE)).add_style(heading(
        "Heading2",
        "heading 2",
        HEADING,
    ));
    docx = docx.add_paragraph(paragraph(&format!("{}, {}", document.kind, discreet(&document.name))));
    docx = docx.add_paragraph(paragraph(&document.headline()).style("Heading1"));
    docx = docx.add_paragraph(paragraph(&format!("{}.", document.period)));
    for line in &document.caution {
        docx = docx.add_paragraph(paragraph(line));
    }
    for part in &document.parts {
        docx = add(docx, part);
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| WordError(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn heading(id: &str, name: &str, size: usize) -> Style {
    Style::new(id, StyleType::Paragraph).name(name).size(size).bold()
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn add(mut docx: Docx, part: &Part) -> Docx {
    docx = docx.add_paragraph(paragraph(part.title).style("Heading2"));
    for words in &part.words {
        docx = docx.add_paragraph(paragraph(words));
    }
    docx = docx.add_paragraph(paragraph(PROMPT));
    for grid in part.grids.iter().filter(|grid| !grid.rows.is_empty()) {
        docx =
            docx.add_paragraph(Paragraph::new().add_run(Run::new().add_text(capital(&grid.caption)).bold()));
        docx = docx.add_table(table(grid));
        docx = docx.add_paragraph(Paragraph::new());
    }
    // What the page draws, as numbers.
    for drawn in &part.charts {
        let grid = drawn.grid();
        docx = docx.add_paragraph(paragraph(&drawn.chart.headline));
        docx = docx.add_table(table(&grid));
        docx = docx.add_paragraph(Paragraph::new());
    }
    docx
}

fn table(grid: &Grid) -> Table {
    let cell = |text: &str, column: usize, is_head: bool| {
        let run = Run::new().add_text(text).size(SMALL);
        let run = if is_head { run.bold() } else { run };
        let paragraph = Paragraph::new().add_run(run);
        let is_number = grid.n_words <= column;
        TableCell::new().add_paragraph(if is_number {
            paragraph.align(AlignmentType::Right)
        } else {
            paragraph
        })
    };
    let head = grid.columns.iter().enumerate().map(|(at, text)| cell(text, at, true)).collect();
    let mut rows = vec![TableRow::new(head)];
    rows.extend(grid.rows.iter().map(|row| {
        TableRow::new(row.iter().enumerate().map(|(at, one)| cell(&one.text, at, false)).collect())
    }));
    Table::new(rows)
}
