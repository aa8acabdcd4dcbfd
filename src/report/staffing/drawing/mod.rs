//! Drawings that forecasts share: panels over months, rows against one axis, and points in a plane.
//!
//! Nothing is told by colour alone: fills have patterns, lines have dashes, and every mark is named in a legend.

mod axis;
mod legend;
mod panels;
mod plane;
mod rows;

pub(super) use legend::{Entry, Fill, Look};
pub(super) use panels::{Layer, Panel, Panels};
pub(super) use plane::{Plane, Point};
pub(super) use rows::{Group, Row, Rows, Shape};

/// A drawing and its size.
pub(super) type Drawing = ((f64, f64), maud::Markup);

/// Width of every drawing.
const WIDTH: f64 = 760.0;
