//! A report as one page of HTML, which prints.

use maud::html;

use super::model::{Document, Grid};
use crate::report::staffing::frame::{Page, Section, scrolling};
use crate::report::svg::Table;
use crate::report::words::discreet;

/// Returns a report as a page.
pub fn page(document: &Document) -> String {
    let sections = document.parts.iter().map(|part| Section {
        id: part.id,
        title: part.title,
        body: html! {
            @for words in &part.words { p { (words) } }
            @for grid in part.grids.iter().filter(|grid| !grid.rows.is_empty()) { (scrolling(&table(grid))) }
            @for chart in &part.charts { (chart.chart.markup()) }
        },
    });
    Page {
        kind: document.kind,
        name: document.name.clone(),
        headline: document.headline(),
        lead: format!("{}.", document.period),
        caution: document.caution.clone(),
        sections: sections.collect(),
        footer: format!("Made by Convene from the record of {}.", discreet(&document.name)),
    }
    .html()
}

fn table(grid: &Grid) -> Table {
    Table {
        caption: grid.caption.clone(),
        columns: grid.columns.clone(),
        rows: grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect(),
        n_words: grid.n_words,
    }
}
