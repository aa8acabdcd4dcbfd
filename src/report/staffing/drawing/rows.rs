//! Rows against one horizontal axis: a dot with its interval, a bar in parts, a pair of bars, a swing about a middle.

use maud::{Markup, html};

use super::axis::{decimals, marks};
use super::legend::{Entry, Fill, legend, patterns};
use super::{Drawing, WIDTH};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{BLUE, GREY, INK, LINE, n, text_width};

/// Groups of rows.
pub(in crate::report) struct Rows<'a> {
    /// Names the drawing's patterns.
    pub(in crate::report) id: &'a str,
    pub(in crate::report) legend: Vec<(Entry, String)>,
    pub(in crate::report) groups: Vec<Group>,
}

/// Rows with an axis of their own.
pub(in crate::report) struct Group {
    pub(in crate::report) title: String,
    /// Under the axis.
    pub(in crate::report) axis: String,
    /// A line through all rows, such as nought or the baseline, with its name above.
    pub(in crate::report) middle: Option<(f64, String)>,
    /// Whether the axis begins at nought.
    pub(in crate::report) from_nought: bool,
    pub(in crate::report) rows: Vec<Row>,
}

/// One row.
pub(in crate::report) struct Row {
    pub(in crate::report) label: String,
    pub(in crate::report) shape: Shape,
    /// At the end of the row.
    pub(in crate::report) words: String,
}

/// What a row shows.
pub(in crate::report) enum Shape {
    /// A dot with a thin line from low to high, and a broad one for the interval of the mean where there is one.
    Dot { low: f64, at: f64, high: f64, interval: Option<[f64; 2]> },
    /// Parts of a bar, one after another.
    Parts(Vec<(Fill, f64)>),
    /// Bars one above the other.
    Pair([(Fill, f64); 2]),
    /// From one end to the other about the group's middle: where the low setting leads, and the high one.
    Swing { low: f64, high: f64 },
    /// No value.
    Nothing,
}

const TEXT: f64 = 14.0;
const LABEL_MOST: f64 = 250.0;
const LINE_OF_TEXT: f64 = 17.0;

impl Rows<'_> {
    /// Returns the drawing.
    pub(in crate::report) fn draw(&self) -> Drawing {
        let (mut top, legend) = legend(self.id, "", &self.legend);
        let rows = || self.groups.iter().flat_map(|group| &group.rows);
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(40.0, f64::max);
        let left =
            widest(&mut rows().map(|row| {
                wrapped(&row.label).iter().map(|line| text_width(line, TEXT)).fold(0.0, f64::max)
            })) + 12.0;
        let right = widest(&mut rows().map(|row| text_width(&row.words, TEXT))) * 0.94 + 18.0;
        let plot = (WIDTH - left - right).max(220.0);
        let groups: Vec<Markup> = self
            .groups
            .iter()
            .map(|group| {
                let (height, drawing) = group.draw(self.id, [left, top, plot]);
                top += height;
                drawing
            })
            .collect();
        let drawing = html! { (patterns(self.id)) (legend) @for group in groups { (group) } };
        ((left + plot + right, top + 4.0), drawing)
    }
}

impl Group {
    fn draw(&self, id: &str, [left, top, plot]: [f64; 3]) -> (f64, Markup) {
        let head =
            if self.title.is_empty() { 6.0 } else { 34.0 } + if self.middle.is_some() { 18.0 } else { 0.0 };
        let heights: Vec<f64> = self.rows.iter().map(Row::height).collect();
        let (first, bottom) = (top + head, top + head + heights.iter().sum::<f64>());
        let values: Vec<f64> = self.rows.iter().flat_map(|row| row.shape.values()).collect();
        let middle = self.middle.as_ref().map(|(middle, _)| *middle);
        let ends = || values.iter().copied().chain(middle).chain(self.from_nought.then_some(0.0));
        let least = ends().reduce(f64::min).unwrap_or(0.0);
        // Where all is one value, the axis still has a length.
        let most = ends().reduce(f64::max).unwrap_or(1.0).max(least + 1e-9);
        let marks = marks(least, if most - least < 1e-6 { least + 1.0 } else { most });
        let n_decimals = decimals(&marks);
        let (low, high) = (marks[0], marks[marks.len() - 1]);
        let x = |value: f64| left + (value - low) / (high - low) * plot;
        // Marks whose words would meet are left bare.
        let words: Vec<String> = marks.iter().map(|&mark| fixed(mark, n_decimals)).collect();
        let widest = words.iter().map(|word| text_width(word, 13.0)).fold(0.0, f64::max) + 8.0;
        let every = (widest * (marks.len() - 1) as f64 / plot).ceil().max(1.0) as usize;
        let centres = heights.iter().scan(first, |y, height| {
            let centre = *y + height / 2.0;
            *y += height;
            Some(centre)
        });
        let drawing = html! {
            @if !self.title.is_empty() {
                text x="0" y=(n(top + 22.0)) font-size="15" font-weight="700" fill=(INK) { (self.title) }
            }
            @for (at, (&mark, word)) in marks.iter().zip(&words).enumerate() {
                line x1=(n(x(mark))) x2=(n(x(mark))) y1=(n(first)) y2=(n(bottom)) stroke=(LINE) {}
                @if at.is_multiple_of(every) {
                    text x=(n(x(mark))) y=(n(bottom + 17.0)) font-size="13" fill=(GREY) text-anchor="middle" { (word) }
                }
            }
            @if let Some((middle, words)) = &self.middle {
                line x1=(n(x(*middle))) x2=(n(x(*middle))) y1=(n(first - 3.0)) y2=(n(bottom)) stroke=(INK) stroke-width="1.5" {}
                @let half = text_width(words, 13.0) / 2.0;
                text x=(n(x(*middle).clamp(left + half.min(plot / 2.0), left + plot - half.min(plot / 2.0)))) y=(n(first - 7.0))
                    font-size="13" fill=(INK) text-anchor="middle" { (words) }
            } @else {
                line x1=(n(left)) x2=(n(left)) y1=(n(first)) y2=(n(bottom)) stroke=(INK) {}
            }
            @for (row, centre) in self.rows.iter().zip(centres) {
                @let lines = wrapped(&row.label);
                @for (at, line) in lines.iter().enumerate() {
                    text x=(n(left - 8.0)) text-anchor="end" font-size="14" fill=(INK)
                        y=(n(centre + 5.0 + (at as f64 - (lines.len() - 1) as f64 / 2.0) * LINE_OF_TEXT)) { (line) }
                }
                (row.shape.draw(id, &x, middle.unwrap_or(low), centre))
                text x=(n(left + plot + 12.0)) y=(n(centre + 5.0)) font-size="14" fill=(INK) { (row.words) }
            }
            text x=(n(left + plot / 2.0)) y=(n(bottom + 37.0)) font-size="14" fill=(INK) text-anchor="middle" { (self.axis) }
        };
        (bottom - top + 52.0, drawing)
    }
}

impl Row {
    fn height(&self) -> f64 {
        let lines = wrapped(&self.label).len() as f64 * LINE_OF_TEXT + 9.0;
        lines.max(if matches!(self.shape, Shape::Pair(_)) { 38.0 } else { 28.0 })
    }
}

impl Shape {
    fn values(&self) -> Vec<f64> {
        match self {
            Shape::Dot { low, at, high, interval } => {
                let mut values = vec![*low, *at, *high];
                values.extend(interval.iter().flatten());
                values
            }
            Shape::Parts(parts) => vec![0.0, parts.iter().map(|(_, length)| length.max(0.0)).sum()],
            Shape::Pair(pair) => vec![0.0, pair[0].1, pair[1].1],
            Shape::Swing { low, high } => vec![*low, *high],
            Shape::Nothing => Vec::new(),
        }
    }

    fn draw(&self, id: &str, x: &dyn Fn(f64) -> f64, middle: f64, y: f64) -> Markup {
        let bar = |fill: Fill, from: f64, to: f64, top: f64, height: f64| {
            let (from, to) = (x(from).min(x(to)), x(from).max(x(to)));
            html! {
                @if 0.05 < to - from {
                    rect x=(n(from)) y=(n(top)) width=(n(to - from)) height=(n(height)) fill=(fill.paint(id)) stroke=(fill.outline()) {}
                }
            }
        };
        match self {
            Shape::Nothing => html! {},
            Shape::Dot { low, at, high, interval } => html! {
                line x1=(n(x(*low))) x2=(n(x(*high))) y1=(n(y)) y2=(n(y)) stroke=(BLUE) stroke-width="1.5" {}
                @for end in [low, high] {
                    line x1=(n(x(*end))) x2=(n(x(*end))) y1=(n(y - 5.0)) y2=(n(y + 5.0)) stroke=(BLUE) stroke-width="1.5" {}
                }
                @if let Some([from, to]) = interval {
                    line x1=(n(x(*from))) x2=(n(x(*to))) y1=(n(y)) y2=(n(y)) stroke=(INK) stroke-width="5" {}
                }
                circle cx=(n(x(*at))) cy=(n(y)) r="5" fill=(BLUE) stroke="#ffffff" {}
            },
            Shape::Parts(parts) => {
                let ends = parts.iter().scan(0.0, |end, (_, length)| {
                    let from = *end;
                    *end += length.max(0.0);
                    Some((from, *end))
                });
                html! {
                    @for (&(fill, _), (from, to)) in parts.iter().zip(ends) { (bar(fill, from, to, y - 9.0, 18.0)) }
                }
            }
            Shape::Pair([upper, lower]) => html! {
                (bar(upper.0, 0.0, upper.1, y - 14.0, 13.0))
                (bar(lower.0, 0.0, lower.1, y + 1.0, 13.0))
            },
            Shape::Swing { low, high } => html! {
                (bar(Fill::Pale, middle, *low, y - 8.0, 16.0))
                (bar(Fill::Solid, middle, *high, y - 8.0, 16.0))
            },
        }
    }
}

/// Returns a label in at most three lines, each no wider than a label may be.
fn wrapped(label: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let n_lines = lines.len();
        let line = lines.last_mut().expect("there is a line");
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || text_width(&longer, TEXT) <= LABEL_MOST {
            *line = longer;
        } else if n_lines < 3 {
            lines.push(word.to_owned());
        } else {
            line.push('…');
            break;
        }
    }
    // A word without a break, such as a file's name, is cut.
    for line in &mut lines {
        while LABEL_MOST + 20.0 < text_width(line, TEXT) {
            line.truncate(line.trim_end_matches('…').char_indices().next_back().map_or(0, |(at, _)| at));
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_break_between_words_and_end_after_three_lines() {
        assert_eq!(wrapped("two permanent posts"), ["two permanent posts"]);
        let lines = wrapped(&"teams merged on 1 January 2013 with cross-training ".repeat(4));
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…'));
        assert!(lines.iter().all(|line| text_width(line, TEXT) <= LABEL_MOST + 20.0));
        assert!(text_width(&wrapped(&"x".repeat(200))[0], TEXT) <= LABEL_MOST + 20.0);
    }
}
