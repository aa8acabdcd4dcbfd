//! Drawings that forecasts share: panels over months, rows against one axis, and points in a plane.
//!
//! Nothing is told by colour alone: fills have patterns, lines have dashes, and every mark is named in a legend.

mod axis;
mod legend;
mod panels;
mod plane;
mod rows;

pub(in crate::report) use legend::{Entry, Fill, Look};
pub(in crate::report) use panels::{Layer, Panel, Panels};
pub(super) use plane::{Plane, Point};
pub(in crate::report) use rows::{Group, Row, Rows, Shape};

/// A drawing and its size.
pub(in crate::report) type Drawing = ((f64, f64), maud::Markup);

/// Width of every drawing.
const WIDTH: f64 = 760.0;
