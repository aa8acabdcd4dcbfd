//! Panels over months, one or two side by side, on the same axes where they are compared.

use chrono::{Months, NaiveDate};
use maud::{Markup, html};

use super::axis::{decimals, kept_apart, marks, months_between_labels};
use super::legend::{Entry, Fill, Look, legend, patterns};
use super::{Drawing, WIDTH};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{BLUE, GREY, INK, LINE, n, text_width};

/// Panels and what they have in common.
pub(in crate::report) struct Panels<'a> {
    /// Names the drawing's patterns.
    pub(in crate::report) id: &'a str,
    /// The first month.
    pub(in crate::report) start: NaiveDate,
    pub(in crate::report) n_months: usize,
    /// What the vertical axes count, before the legend.
    pub(in crate::report) unit: &'a str,
    pub(in crate::report) legend: Vec<(Entry, String)>,
    pub(in crate::report) panels: Vec<Panel>,
    /// Whether all panels have the same vertical axis.
    pub(in crate::report) shared: bool,
    /// Whether the vertical axes begin at nought.
    pub(in crate::report) from_nought: bool,
    /// How many panels stand side by side at most.
    pub(in crate::report) columns: usize,
    /// Height of a panel's plot.
    pub(in crate::report) height: f64,
}

/// One plot.
pub(in crate::report) struct Panel {
    pub(in crate::report) title: String,
    pub(in crate::report) layers: Vec<Layer>,
}

/// What is drawn in a panel, from the back to the front. Values are indexed by month.
pub(in crate::report) enum Layer {
    /// The advised range.
    Range([f64; 2]),
    /// A level with its name.
    Level(f64, String),
    /// The tenth to the ninetieth percentile with the middle.
    Fan(Vec<Option<[f64; 3]>>),
    /// A line.
    Line(Vec<Option<f64>>, Look),
    /// Bars on top of one another, the first at the bottom.
    Stack(Vec<(Fill, Vec<f64>)>),
    /// Dots in some months.
    Dots(Vec<(usize, Vec<f64>)>),
    /// A point with its interval: low, point, high.
    Intervals(Vec<Option<[f64; 3]>>),
}

/// Room at the left for the marks of the vertical axis, at the right for the last values.
const LEFT: f64 = 50.0;
const RIGHT: f64 = 44.0;
/// Room above a plot for its title, below for its months.
const ABOVE: f64 = 30.0;
const BELOW: f64 = 34.0;

/// One panel's frame.
struct Frame<'a> {
    chart: &'a Panels<'a>,
    left: f64,
    top: f64,
    width: f64,
    marks: Vec<f64>,
}

impl Panels<'_> {
    /// Returns the drawing.
    pub(in crate::report) fn draw(&self) -> Drawing {
        let columns = self.columns.min(self.panels.len()).max(1);
        let outer = WIDTH / columns as f64;
        let (legend_height, legend) = legend(self.id, self.unit, &self.legend);
        let row_height = ABOVE + self.height + BELOW;
        let n_rows = self.panels.len().div_ceil(columns);
        let all: Vec<f64> = self.panels.iter().flat_map(Panel::values).collect();
        let frame = |at: usize| Frame {
            chart: self,
            left: (at % columns) as f64 * outer + LEFT,
            top: legend_height + (at / columns) as f64 * row_height + ABOVE,
            width: outer - LEFT - RIGHT,
            marks: if self.shared { self.marks(&all) } else { self.marks(&self.panels[at].values()) },
        };
        let drawing = html! {
            (patterns(self.id))
            (legend)
            @for (at, panel) in self.panels.iter().enumerate() { (frame(at).draw(panel)) }
        };
        ((WIDTH, legend_height + n_rows as f64 * row_height + 4.0), drawing)
    }

    fn marks(&self, values: &[f64]) -> Vec<f64> {
        let least = values.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let most = values.iter().copied().reduce(f64::max).unwrap_or(1.0);
        let least = if self.from_nought { least.min(0.0) } else { least };
        // A flat line has room around it.
        let most = if most - least < 1e-9 { least + 1.0 } else { most };
        marks(least, most)
    }
}

impl Panel {
    /// Returns every value that the axis must hold.
    fn values(&self) -> Vec<f64> {
        let mut values = Vec::new();
        for layer in &self.layers {
            match layer {
                Layer::Range(range) => values.extend(range),
                Layer::Level(level, _) => values.push(*level),
                Layer::Fan(three) | Layer::Intervals(three) => {
                    values.extend(three.iter().flatten().flatten())
                }
                Layer::Line(line, _) => values.extend(line.iter().flatten()),
                Layer::Stack(parts) => {
                    let n_months = parts.iter().map(|(_, part)| part.len()).max().unwrap_or(0);
                    values.extend((0..n_months).map(|month| {
                        parts
                            .iter()
                            .map(|(_, part)| part.get(month).copied().unwrap_or(0.0).max(0.0))
                            .sum::<f64>()
                    }));
                    values.push(0.0);
                }
                Layer::Dots(columns) => values.extend(columns.iter().flat_map(|(_, dots)| dots)),
            }
        }
        values
    }
}

impl Frame<'_> {
    /// Returns the place of the middle of a month.
    fn x(&self, month: usize) -> f64 {
        self.left + (month as f64 + 0.5) * self.month_width()
    }

    fn month_width(&self) -> f64 {
        self.width / self.chart.n_months.max(1) as f64
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.marks[0], self.marks[self.marks.len() - 1]);
        self.bottom() - (value - low) / (high - low) * self.chart.height
    }

    fn bottom(&self) -> f64 {
        self.top + self.chart.height
    }

    fn draw(&self, panel: &Panel) -> Markup {
        let right = self.left + self.width;
        let n_decimals = decimals(&self.marks);
        let behind = panel.layers.iter().filter(|layer| matches!(layer, Layer::Range(_)));
        let front = panel.layers.iter().filter(|layer| !matches!(layer, Layer::Range(_)));
        html! {
            text x=(n(self.left - LEFT)) y=(n(self.top - 12.0)) font-size="14" font-weight="700" fill=(INK) { (cut(&panel.title, self.width + LEFT + RIGHT - 12.0)) }
            @for layer in behind { (self.layer(layer)) }
            @for &mark in &self.marks {
                line x1=(n(self.left)) x2=(n(right)) y1=(n(self.y(mark))) y2=(n(self.y(mark))) stroke=(LINE) {}
                text x=(n(self.left - 6.0)) y=(n(self.y(mark) + 4.5)) font-size="13" fill=(GREY) text-anchor="end" {
                    (fixed(mark, n_decimals))
                }
            }
            (self.months())
            @for layer in front { (self.layer(layer)) }
        }
    }

    fn months(&self) -> Markup {
        let step = months_between_labels(self.chart.n_months, self.width);
        let labelled: Vec<usize> = (0..self.chart.n_months).step_by(step).collect();
        html! {
            line x1=(n(self.left)) x2=(n(self.left + self.width)) y1=(n(self.bottom())) y2=(n(self.bottom())) stroke=(INK) {}
            @for month in labelled {
                @let date = self.chart.start.checked_add_months(Months::new(month as u32)).unwrap_or(self.chart.start);
                line x1=(n(self.x(month))) x2=(n(self.x(month))) y1=(n(self.bottom())) y2=(n(self.bottom() + 5.0)) stroke=(INK) {}
                text x=(n(self.x(month))) y=(n(self.bottom() + 19.0)) font-size="13" fill=(GREY) text-anchor="middle" {
                    (date.format("%b %Y"))
                }
            }
        }
    }

    fn layer(&self, layer: &Layer) -> Markup {
        let right = self.left + self.width;
        match layer {
            Layer::Range([from, to]) => html! {
                rect x=(n(self.left)) y=(n(self.y(*to))) width=(n(self.width)) height=(n(self.y(*from) - self.y(*to))) fill="#e4e6e7" {}
                @for edge in [from, to] {
                    line x1=(n(self.left)) x2=(n(right)) y1=(n(self.y(*edge))) y2=(n(self.y(*edge))) stroke=(INK) stroke-dasharray="5 3" {}
                }
            },
            Layer::Level(level, words) => html! {
                line x1=(n(self.left)) x2=(n(right)) y1=(n(self.y(*level))) y2=(n(self.y(*level))) stroke=(INK)
                    stroke-width="1.5" stroke-dasharray="5 3" {}
                text x=(n(self.left + 6.0)) y=(n(self.y(*level) - 5.0)) font-size="13" fill=(INK) paint-order="stroke"
                    stroke="#ffffff" stroke-width="4" stroke-linejoin="round" { (words) }
            },
            Layer::Fan(three) => self.fan(three),
            Layer::Line(values, look) => {
                let (colour, width, dashes) = look.pen();
                html! { path d=(self.path(values)) fill="none" stroke=(colour) stroke-width=(width)
                stroke-dasharray=[dashes] stroke-linejoin="round" stroke-linecap="butt" {} }
            }
            Layer::Stack(parts) => self.stack(parts),
            Layer::Dots(columns) => html! {
                @for (month, dots) in columns {
                    @for (at, &dot) in dots.iter().enumerate() {
                        // Neighbours stand beside one another, so that each is seen.
                        circle cx=(n(self.x(*month) + (at % 3) as f64 * 4.0 - 4.0)) cy=(n(self.y(dot))) r="3" fill="#ffffff" fill-opacity="0.6" stroke=(BLUE) stroke-width="1.5" {}
                    }
                }
            },
            Layer::Intervals(three) => html! {
                @for (month, three) in three.iter().enumerate() {
                    @if let Some([low, at, high]) = three {
                        line x1=(n(self.x(month))) x2=(n(self.x(month))) y1=(n(self.y(*low))) y2=(n(self.y(*high))) stroke=(BLUE) stroke-width="2" {}
                        circle cx=(n(self.x(month))) cy=(n(self.y(*at))) r="3.5" fill=(BLUE) {}
                    }
                }
            },
        }
    }

    fn fan(&self, three: &[Option<[f64; 3]>]) -> Markup {
        let of = |which: usize| -> Vec<Option<f64>> {
            three.iter().map(|three| three.map(|three| three[which])).collect()
        };
        let known: Vec<(usize, [f64; 3])> =
            three.iter().enumerate().filter_map(|(month, three)| Some((month, (*three)?))).collect();
        let upper =
            known.iter().map(|(month, three)| format!("{} {}", n(self.x(*month)), n(self.y(three[2]))));
        let lower =
            known.iter().rev().map(|(month, three)| format!("{} {}", n(self.x(*month)), n(self.y(three[0]))));
        let outline: Vec<String> = upper.chain(lower).collect();
        let last = known.last().map(|&(month, [p10, p50, p90])| {
            let mut places = [p90, p50, p10].map(|value| self.y(value) + 4.5);
            kept_apart(&mut places, 14.0, self.bottom() + 4.0);
            let n_decimals = usize::from(p90.abs().max(p10.abs()) < 200.0);
            let words = [p90, p50, p10].map(|value| fixed(value, n_decimals));
            (self.x(month) + 7.0, places, words)
        });
        html! {
            @if !outline.is_empty() {
                path d=(format!("M{}Z", outline.join("L"))) fill=(BLUE) fill-opacity="0.2" {}
            }
            @for edge in [0, 2] { path d=(self.path(&of(edge))) fill="none" stroke=(BLUE) stroke-width="1.2" {} }
            path d=(self.path(&of(1))) fill="none" stroke=(BLUE) stroke-width="3" stroke-linejoin="round" {}
            @if let Some((x, places, words)) = last {
                @for (at, (y, word)) in places.into_iter().zip(&words).enumerate().filter(|(at, _)| *at == 1 || words[0] != words[2]) {
                    text x=(n(x)) y=(n(y)) font-size="13" fill=(INK) font-weight=[(at == 1).then_some("700")] { (word) }
                }
            }
        }
    }

    fn stack(&self, parts: &[(Fill, Vec<f64>)]) -> Markup {
        let width = (self.month_width() * 0.82).max(1.0);
        let outlined = 4.0 < width;
        html! {
            @for month in 0..self.chart.n_months {
                @let sums = running(parts, month);
                @for ((fill, _), (from, to)) in parts.iter().zip(sums) {
                    @if from < to {
                        rect x=(n(self.x(month) - width / 2.0)) y=(n(self.y(to))) width=(n(width))
                            height=(n(self.y(from) - self.y(to))) fill=(fill.paint(self.chart.id))
                            stroke=[outlined.then(|| fill.outline())] {}
                    }
                }
            }
        }
    }

    /// Returns a path through the values; it is broken where there is none.
    fn path(&self, values: &[Option<f64>]) -> String {
        let mut path = String::new();
        let mut pen_down = false;
        for (month, value) in values.iter().enumerate() {
            if let Some(value) = value {
                path.push_str(&format!(
                    "{}{} {}",
                    if pen_down { "L" } else { "M" },
                    n(self.x(month)),
                    n(self.y(*value))
                ));
            }
            pen_down = value.is_some();
        }
        path
    }
}

/// Returns a title that is no wider than `width`.
fn cut(title: &str, width: f64) -> String {
    let mut title = title.to_owned();
    while width < text_width(&title, 14.0) * 1.02 && title.chars().count() > 2 {
        title = title.trim_end_matches('…').to_owned();
        title.pop();
        title.push('…');
    }
    title
}

/// Returns from where to where each part of a month's bar goes.
fn running(parts: &[(Fill, Vec<f64>)], month: usize) -> Vec<(f64, f64)> {
    let mut sum = 0.0;
    parts
        .iter()
        .map(|(_, part)| {
            let from = sum;
            sum += part.get(month).copied().unwrap_or(0.0).max(0.0);
            (from, sum)
        })
        .collect()
}
