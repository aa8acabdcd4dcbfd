//! Points in a plane: what something costs against what it brings.

use maud::html;

use super::axis::{decimals, marks};
use super::legend::{Entry, legend, patterns};
use super::{Drawing, WIDTH};
use crate::report::charts::labels::{Area, Labelled, place};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{BLUE, GREY, INK, LINE, n, text_width};

/// Points and their axes.
pub(in crate::report::staffing) struct Plane<'a> {
    /// Names the drawing's patterns.
    pub(in crate::report::staffing) id: &'a str,
    pub(in crate::report::staffing) legend: Vec<(Entry, String)>,
    pub(in crate::report::staffing) across: String,
    pub(in crate::report::staffing) up: &'a str,
    /// A level with its name.
    pub(in crate::report::staffing) level: Option<(f64, String)>,
    pub(in crate::report::staffing) points: Vec<Point>,
}

/// A point.
pub(in crate::report::staffing) struct Point {
    pub(in crate::report::staffing) x: f64,
    pub(in crate::report::staffing) y: f64,
    pub(in crate::report::staffing) label: String,
    /// Marked with a ring.
    pub(in crate::report::staffing) chosen: bool,
    /// Joined to the others of the frontier.
    pub(in crate::report::staffing) joined: bool,
}

const LEFT: f64 = 52.0;
const RIGHT: f64 = 20.0;
const HEIGHT: f64 = 330.0;

impl Plane<'_> {
    /// Returns the drawing.
    pub(in crate::report::staffing) fn draw(&self) -> Drawing {
        let (legend_height, legend) = legend(self.id, self.up, &self.legend);
        let (top, width) = (legend_height + 18.0, WIDTH - LEFT - RIGHT);
        let bottom = top + HEIGHT;
        let ends = |of: fn(&Point) -> f64, more: Option<f64>| {
            let values = || self.points.iter().map(of).chain(more);
            marks(values().reduce(f64::min).unwrap_or(0.0), values().reduce(f64::max).unwrap_or(1.0))
        };
        let xs = ends(|point| point.x, None);
        let ys = ends(|point| point.y, self.level.as_ref().map(|(level, _)| *level));
        let part = |marks: &[f64], value: f64| (value - marks[0]) / (marks[marks.len() - 1] - marks[0]);
        let x = |value: f64| LEFT + part(&xs, value) * width;
        let y = |value: f64| bottom - part(&ys, value) * HEIGHT;
        let mut joined: Vec<&Point> = self.points.iter().filter(|point| point.joined).collect();
        joined.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        let line: Vec<String> =
            joined.iter().map(|point| format!("{} {}", n(x(point.x)), n(y(point.y)))).collect();
        let labelled: Vec<Labelled> = self
            .points
            .iter()
            .map(|point| Labelled {
                x: x(point.x),
                y: y(point.y),
                radius: 9.0,
                width: text_width(&point.label, 13.0),
                height: 16.0,
            })
            .collect();
        let spots = place(&labelled, &Area { left: LEFT, top: top - 14.0, right: WIDTH, bottom });
        let drawing = html! {
            (patterns(self.id))
            (legend)
            @for &mark in &ys {
                line x1=(n(LEFT)) x2=(n(LEFT + width)) y1=(n(y(mark))) y2=(n(y(mark))) stroke=(LINE) {}
                text x=(n(LEFT - 6.0)) y=(n(y(mark) + 4.5)) font-size="13" fill=(GREY) text-anchor="end" { (fixed(mark, decimals(&ys))) }
            }
            @for &mark in &xs {
                line x1=(n(x(mark))) x2=(n(x(mark))) y1=(n(bottom)) y2=(n(bottom + 5.0)) stroke=(INK) {}
                text x=(n(x(mark))) y=(n(bottom + 19.0)) font-size="13" fill=(GREY) text-anchor="middle" { (fixed(mark, decimals(&xs))) }
            }
            line x1=(n(LEFT)) x2=(n(LEFT + width)) y1=(n(bottom)) y2=(n(bottom)) stroke=(INK) {}
            @if let Some((level, words)) = &self.level {
                line x1=(n(LEFT)) x2=(n(LEFT + width)) y1=(n(y(*level))) y2=(n(y(*level))) stroke=(INK) stroke-width="1.5" stroke-dasharray="5 3" {}
                text x=(n(LEFT + 6.0)) y=(n(y(*level) - 5.0)) font-size="13" fill=(INK) paint-order="stroke" stroke="#ffffff" stroke-width="4" { (words) }
            }
            @if 1 < line.len() { path d=(format!("M{}", line.join("L"))) fill="none" stroke=(BLUE) stroke-width="2" {} }
            @for (point, spot) in self.points.iter().zip(&spots) {
                @let (across, up) = (x(point.x), y(point.y));
                @if point.chosen { circle cx=(n(across)) cy=(n(up)) r="9" fill="none" stroke=(INK) stroke-width="2" {} }
                circle cx=(n(across)) cy=(n(up)) r="5" fill=(if point.joined { BLUE } else { "#ffffff" }) stroke=(BLUE) stroke-width="2" {}
                @if let Some(spot) = spot {
                    text x=(n((spot.area.left + spot.area.right) / 2.0)) y=(n(spot.area.bottom - 4.0)) font-size="13" fill=(INK)
                        text-anchor="middle" paint-order="stroke" stroke="#ffffff" stroke-width="3"
                        font-weight=[point.chosen.then_some("700")] { (point.label) }
                }
            }
            text x=(n(LEFT + width / 2.0)) y=(n(bottom + 40.0)) font-size="14" fill=(INK) text-anchor="middle" { (self.across) }
        };
        ((WIDTH, bottom + 50.0), drawing)
    }
}
