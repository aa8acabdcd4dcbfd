//! What every chart has in common: its frame on the page, axes, and numbers as SVG writes them.
//!
//! A chart is a finding in words, a measure, a summary, a drawing and a table. The drawing carries its meaning in
//! lengths, labels and patterns, so that it serves without colour; presentation attributes, no scripts.

use maud::{Markup, html};

use super::words::capital;

/// Ink of text and axes, 16:1 on white.
pub(super) const INK: &str = "#0b0c0c";
/// Text of less weight, 6:1 on white.
pub(super) const GREY: &str = "#505a5f";
/// Grid lines, which carry nothing.
pub(super) const LINE: &str = "#b1b4b6";
/// What is as it should be, 5:1 on white.
pub(super) const BLUE: &str = "#1d70b8";
/// What is not, 5:1 on white; always with a pattern or a word.
pub(super) const RED: &str = "#b10e1e";
/// Height of a line of text and of a bar's row.
pub(super) const ROW: f64 = 26.0;

/// A chart with everything that belongs to it.
pub(super) struct Chart {
    /// Names the chart's elements on the page.
    pub(super) id: &'static str,
    /// The finding.
    pub(super) headline: String,
    /// Measure, place and period.
    pub(super) measure: String,
    /// What it shows, in a paragraph.
    pub(super) summary: String,
    /// Width and height of the drawing.
    pub(super) size: (f64, f64),
    /// What is drawn.
    pub(super) drawing: Markup,
    /// The table with the same data.
    pub(super) table: Table,
}

/// The data of a chart.
pub(super) struct Table {
    pub(super) caption: String,
    /// Headings; the first column's cells are headings of their rows.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// How many columns, from the left, are words; the rest are numbers.
    pub(super) n_words: usize,
}

impl Chart {
    /// Returns the chart as a section of the page.
    pub(super) fn markup(&self) -> Markup {
        let id = self.id;
        let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
        html! {
            section.chart aria-labelledby=(format!("{id}-heading")) {
                h3 id=(format!("{id}-heading")) { (self.headline) }
                p.measure { (self.measure) }
                p { (self.summary) }
                div.scroll tabindex="0" role="region" aria-label=(format!("Chart: {}", self.measure)) {
                    svg role="img" aria-labelledby=(format!("{title} {desc}"))
                        viewBox=(format!("0 0 {} {}", n(self.size.0), n(self.size.1)))
                        width=(n(self.size.0)) height=(n(self.size.1)) xmlns="http://www.w3.org/2000/svg" {
                        title id=(title) { (self.headline) }
                        desc id=(desc) { (self.measure) " " (self.summary) }
                        (self.drawing)
                    }
                }
                details class=[self.table.is_long().then_some("long")] {
                    summary { "Data table: " (self.table.caption) }
                    div.scroll tabindex="0" role="region" aria-label=(self.table.caption) {
                        (self.table.markup())
                    }
                }
            }
        }
    }
}

impl Table {
    /// Returns the table.
    pub(super) fn markup(&self) -> Markup {
        html! {
            table {
                caption { (capital(&self.caption)) }
                thead { tr {
                    @for (at, column) in self.columns.iter().enumerate() {
                        th scope="col" class=[self.class(at)] { (column) }
                    }
                } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (cell) } }
                                @else { td class=[self.class(at)] { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Whether it has more rows than a printed page.
    fn is_long(&self) -> bool {
        30 < self.rows.len()
    }

    fn class(&self, column: usize) -> Option<&'static str> {
        (self.n_words <= column).then_some("number")
    }
}

/// Returns a length with at most one decimal.
pub(super) fn n(length: f64) -> String {
    let text = format!("{length:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Returns an upper bound of the width of a text of `size` in Arial.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'm' | 'w' | 'M' | 'W' | '%' => 0.92,
            'i' | 'j' | 'l' | '.' | ',' | ' ' | 'I' | '\'' | ':' | '-' => 0.34,
            c if c.is_uppercase() => 0.74,
            _ => 0.58,
        })
        .sum();
    ems * size
}

/// Returns marks from 0 to at least `most`, whole and even, at most seven.
pub(super) fn ticks(most: i64) -> Vec<i64> {
    let mut step = 1;
    let steps = [2, 5, 10];
    let mut decade = 1;
    let mut next = 0;
    while 6 * step < most {
        step = decade * steps[next];
        next += 1;
        if next == steps.len() {
            next = 0;
            decade *= 10;
        }
    }
    let last = (most + step - 1).div_euclid(step).max(1);
    (0..=last).map(|i| i * step).collect()
}

/// Returns a pattern of slanting lines, named `id`: for what is not as it should be.
pub(super) fn hatch(id: &str) -> Markup {
    html! {
        defs {
            pattern id=(id) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect width="6" height="6" fill="#ffffff" {}
                rect width="3.5" height="6" fill=(RED) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_few_even_marks() {
        let cases: [(i64, &[i64]); 6] = [
            (0, &[0, 1]),
            (3, &[0, 1, 2, 3]),
            (7, &[0, 2, 4, 6, 8]),
            (61, &[0, 20, 40, 60, 80]),
            (100, &[0, 20, 40, 60, 80, 100]),
            (1201, &[0, 500, 1000, 1500]),
        ];
        for (most, expected) in cases {
            assert_eq!(ticks(most), expected, "{most}");
        }
    }

    #[test]
    fn lengths_are_short() {
        for (length, text) in [(0.0, "0"), (-0.01, "0"), (12.0, "12"), (12.34, "12.3"), (-7.5, "-7.5")] {
            assert_eq!(n(length), text);
        }
    }
}
