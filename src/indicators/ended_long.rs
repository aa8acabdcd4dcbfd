//! Plans that ended after two years or more.

use super::indicator::{NO, YES};
use super::limits::TWO_YEARS;
use super::{Facts, Indicator, Mark, Shape, Unit};

/// NI 64.
pub(super) const ENDED_AFTER_TWO_YEARS: Indicator = Indicator {
    key: "ended_after_two_years",
    title: "Plans ended after two years or more",
    definition: "Plans that ended in the period having lasted two years or more, of all that ended in it. A plan that ends on the same \
                 day of the year two years after it started has lasted two years. Per cent with one decimal, rounded half up.",
    source: "NI 64; annual report 2011/12, 6.3.2",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| {
        for (spell, on) in facts.ended(period) {
            let row = if Facts::has_lasted(spell, TWO_YEARS, on) { YES } else { NO };
            add(Mark { cut: facts.cut(spell, on), row, children: 1, meetings: 0 });
        }
    },
};
