//! Fills, lines and the legend that names them.

use maud::{Markup, html};

use super::WIDTH;
use crate::report::svg::{BLUE, GREY, INK, RED, n, text_width};

/// Size of a legend's text.
const TEXT: f64 = 14.0;
/// Width of a swatch and the space after it.
const SWATCH: f64 = 34.0;
/// Height of a line of the legend.
pub(super) const LINE_HEIGHT: f64 = 22.0;
/// A blue that still stands 3:1 from white and from [`BLUE`]'s neighbours by its outline.
const PALE: &str = "#d2e2f1";

/// How an area is filled. Each is told from the others without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Fill {
    /// Plain blue.
    Solid,
    /// Pale with an outline.
    Pale,
    /// Slanting ink lines.
    Lines,
    /// Dots.
    Dots,
    /// Slanting red lines: not as it should be.
    Hatch,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Look {
    /// Blue and broad.
    Broad,
    /// Ink.
    Ink,
    /// Ink with long dashes.
    Dashed,
    /// Red with dots.
    Dotted,
    /// Grey with dashes and dots.
    DashDot,
}

/// What a legend names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) enum Entry {
    /// An area.
    Area(Fill),
    /// A line.
    Line(Look),
    /// A range with its middle.
    Fan,
    /// The advised range.
    Range,
    /// A dot of a chair.
    Dot,
    /// A dot with a line through it.
    Whisker,
    /// A chosen point.
    Chosen,
}

impl Fill {
    /// Returns the paint of an area in the drawing `id`.
    pub(super) fn paint(self, id: &str) -> String {
        match self {
            Fill::Solid => BLUE.to_owned(),
            Fill::Pale => PALE.to_owned(),
            Fill::Lines => format!("url(#{id}-lines)"),
            Fill::Dots => format!("url(#{id}-dots)"),
            Fill::Hatch => format!("url(#{id}-hatch)"),
        }
    }

    /// Returns the colour of its outline.
    pub(super) fn outline(self) -> &'static str {
        match self {
            Fill::Solid | Fill::Pale => BLUE,
            Fill::Lines | Fill::Dots => INK,
            Fill::Hatch => RED,
        }
    }
}

impl Look {
    /// Returns colour, width and dashes.
    pub(super) fn pen(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Look::Broad => (BLUE, "3", None),
            Look::Ink => (INK, "2", None),
            Look::Dashed => (INK, "2", Some("8 4")),
            Look::Dotted => (RED, "2.5", Some("2 3")),
            Look::DashDot => (GREY, "2", Some("9 3 2 3")),
        }
    }
}

/// Returns the patterns of the drawing `id`.
pub(super) fn patterns(id: &str) -> Markup {
    html! {
        defs {
            pattern id=(format!("{id}-lines")) width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                rect width="5" height="5" fill="#ffffff" {}
                rect width="2" height="5" fill=(INK) {}
            }
            pattern id=(format!("{id}-dots")) width="5" height="5" patternUnits="userSpaceOnUse" {
                rect width="5" height="5" fill="#ffffff" {}
                circle cx="2.5" cy="2.5" r="1.3" fill=(INK) {}
            }
            pattern id=(format!("{id}-hatch")) width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)" {
                rect width="6" height="6" fill="#ffffff" {}
                rect width="3.5" height="6" fill=(RED) {}
            }
        }
    }
}

/// Returns how high the legend is and the legend, its first line at the top of the drawing; `unit` stands before it.
pub(super) fn legend(id: &str, unit: &str, entries: &[(Entry, String)]) -> (f64, Markup) {
    let mut places = Vec::new();
    let (mut x, mut y) = (0.0, 15.0);
    if !unit.is_empty() {
        x = text_width(unit, TEXT) + 24.0;
    }
    for (_, words) in entries {
        let width = SWATCH + text_width(words, TEXT) + 18.0;
        if 0.0 < x && WIDTH < x + width {
            (x, y) = (0.0, y + LINE_HEIGHT);
        }
        places.push((x, y));
        x += width;
    }
    let height = if entries.is_empty() && unit.is_empty() { 0.0 } else { y + 9.0 };
    let drawing = html! {
        @if !unit.is_empty() { text x="0" y="15" font-size="14" font-weight="700" fill=(INK) { (unit) } }
        @for (&(entry, ref words), &(x, y)) in entries.iter().zip(&places) {
            (swatch(id, entry, x, y))
            text x=(n(x + SWATCH)) y=(n(y)) font-size="14" fill=(INK) { (words) }
        }
    };
    (height, drawing)
}

fn swatch(id: &str, entry: Entry, x: f64, y: f64) -> Markup {
    let middle = y - 5.0;
    match entry {
        Entry::Area(fill) => html! {
            rect x=(n(x)) y=(n(y - 11.0)) width="26" height="13" fill=(fill.paint(id)) stroke=(fill.outline()) {}
        },
        Entry::Line(look) => {
            let (colour, width, dashes) = look.pen();
            html! { line x1=(n(x)) x2=(n(x + 26.0)) y1=(n(middle)) y2=(n(middle)) stroke=(colour)
            stroke-width=(width) stroke-dasharray=[dashes] {} }
        }
        Entry::Fan => html! {
            rect x=(n(x)) y=(n(y - 12.0)) width="26" height="14" fill=(PALE) stroke=(BLUE) {}
            line x1=(n(x)) x2=(n(x + 26.0)) y1=(n(middle)) y2=(n(middle)) stroke=(BLUE) stroke-width="3" {}
        },
        Entry::Range => html! {
            rect x=(n(x)) y=(n(y - 12.0)) width="26" height="14" fill="#e4e6e7" {}
            line x1=(n(x)) x2=(n(x + 26.0)) y1=(n(y - 12.0)) y2=(n(y - 12.0)) stroke=(INK) stroke-dasharray="5 3" {}
            line x1=(n(x)) x2=(n(x + 26.0)) y1=(n(y + 2.0)) y2=(n(y + 2.0)) stroke=(INK) stroke-dasharray="5 3" {}
        },
        Entry::Dot => {
            html! { circle cx=(n(x + 13.0)) cy=(n(middle)) r="4" fill="#ffffff" stroke=(BLUE) stroke-width="1.5" {} }
        }
        Entry::Whisker => html! {
            line x1=(n(x)) x2=(n(x + 26.0)) y1=(n(middle)) y2=(n(middle)) stroke=(BLUE) stroke-width="2" {}
            circle cx=(n(x + 13.0)) cy=(n(middle)) r="4.5" fill=(BLUE) {}
        },
        Entry::Chosen => html! {
            circle cx=(n(x + 13.0)) cy=(n(middle)) r="7" fill="none" stroke=(INK) stroke-width="2" {}
            circle cx=(n(x + 13.0)) cy=(n(middle)) r="3.5" fill=(BLUE) {}
        },
    }
}
