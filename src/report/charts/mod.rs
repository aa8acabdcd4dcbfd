//! The charts of the report page, each a function from a plan to a [`Chart`].
//!
//! A chart whose data are missing (no booking, no home, no road) still says so in words and a table.

mod bars;
mod caseload;
mod deadline;
pub(super) mod labels;
mod map;
mod travel;
mod venues;

use super::svg::Chart;
use super::view::View;

/// Returns the charts, in the order of the page.
pub(super) fn all(view: &View<'_>) -> Vec<Chart> {
    vec![
        caseload::chart(view),
        deadline::chart(view),
        venues::chart(view),
        travel::chart(view),
        map::chart(view),
    ]
}
