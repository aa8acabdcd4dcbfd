//! A chart of horizontal bars, one row each, with its amount in words at the end of the row.

use maud::{Markup, html};

use crate::report::svg::{BLUE, GREY, INK, LINE, ROW, hatch, n, text_width, ticks};

/// One bar.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) amount: i64,
    /// Shown at the end of the row.
    pub(super) words: String,
    /// Hatched, because its amount is not as it should be; the words must say so too.
    pub(super) marked: bool,
}

/// Bars, and what they are measured against.
pub(super) struct Bars<'a> {
    pub(super) id: &'a str,
    pub(super) bars: Vec<Bar>,
    /// Under the axis.
    pub(super) axis: &'a str,
    /// A range from one amount to another, with its name.
    pub(super) band: Option<([i64; 2], &'a str)>,
    /// How an amount is written on the axis.
    pub(super) mark: fn(i64) -> String,
    /// What an amount of 1 of the axis's marks is, such as 60 for hours of amounts in minutes.
    pub(super) unit: i64,
}

const TEXT: f64 = 14.0;
const WIDTH: f64 = 760.0;
const TOP: f64 = 24.0;

/// Returns the size of the drawing and the drawing.
pub(super) fn draw(chart: &Bars<'_>) -> ((f64, f64), Markup) {
    let widest =
        |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| text_width(text, TEXT)).fold(40.0, f64::max);
    let left = widest(&mut chart.bars.iter().map(|bar| bar.label.as_str())) + 12.0;
    let right = widest(&mut chart.bars.iter().map(|bar| bar.words.as_str())) + 16.0;
    let most = chart.bars.iter().map(|bar| bar.amount).max().unwrap_or(0);
    let most = most.max(chart.band.map_or(0, |([_, upper], _)| upper));
    let marks = ticks((most + chart.unit - 1).div_euclid(chart.unit));
    let end = marks.last().copied().unwrap_or(1).max(1);
    let plot = (WIDTH - left - right).max(200.0);
    let x = |amount: i64| left + amount as f64 / (end * chart.unit) as f64 * plot;
    let bottom = TOP + chart.bars.len() as f64 * ROW;
    let pattern = format!("{}-hatch", chart.id);
    let drawing = html! {
        (hatch(&pattern))
        @if let Some(([from, until], name)) = chart.band {
            rect x=(n(x(from))) y=(n(TOP)) width=(n(x(until) - x(from))) height=(n(bottom - TOP)) fill="#eeefef" {}
            text x=(n((x(from) + x(until)) / 2.0)) y="15" font-size="13" fill=(INK) text-anchor="middle" { (name) }
        }
        @for &mark in &marks {
            line x1=(n(x(mark * chart.unit))) x2=(n(x(mark * chart.unit))) y1=(n(TOP)) y2=(n(bottom)) stroke=(LINE) {}
            text x=(n(x(mark * chart.unit))) y=(n(bottom + 17.0)) font-size="13" fill=(GREY) text-anchor="middle" {
                ((chart.mark)(mark))
            }
        }
        @if let Some(([from, until], _)) = chart.band {
            @for edge in [from, until] {
                line x1=(n(x(edge))) x2=(n(x(edge))) y1=(n(TOP)) y2=(n(bottom)) stroke=(INK) stroke-dasharray="5 3" {}
            }
        }
        @for (at, bar) in chart.bars.iter().enumerate() {
            @let y = TOP + at as f64 * ROW;
            text x=(n(left - 8.0)) y=(n(y + 18.0)) font-size="14" fill=(INK) text-anchor="end" { (bar.label) }
            @if 0 < bar.amount {
                rect x=(n(left)) y=(n(y + 4.0)) width=(n(x(bar.amount) - left)) height=(n(ROW - 8.0))
                    fill=(if bar.marked { format!("url(#{pattern})") } else { BLUE.to_owned() })
                    stroke=(if bar.marked { crate::report::svg::RED } else { BLUE }) {}
            }
            text x=(n(left + plot + 12.0)) y=(n(y + 18.0)) font-size="14" fill=(INK) { (bar.words) }
        }
        line x1=(n(left)) x2=(n(left)) y1=(n(TOP)) y2=(n(bottom)) stroke=(INK) {}
        text x=(n(left + plot / 2.0)) y=(n(bottom + 38.0)) font-size="14" fill=(INK) text-anchor="middle" { (chart.axis) }
    };
    ((left + plot + right, bottom + 48.0), drawing)
}
