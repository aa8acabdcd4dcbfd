//! Children both on a plan and looked after.

use super::indicator::{NO, YES};
use super::{Indicator, Mark, Shape, Unit};

/// Both at once (annual report 2011/12, 6.3.4).
pub(super) const LOOKED_AFTER: Indicator = Indicator {
    key: "looked_after",
    title: "Children on a plan who are also looked after",
    definition: "Children whose plan is current at the end of the last day and who are looked after then, of all whose plan is current. \
                 Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.4",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| {
        let last = period.last();
        facts.each_current(last, |spell, cut| {
            let row = if facts.is_looked_after(spell.child, last) { YES } else { NO };
            add(Mark { cut, row, children: 1, meetings: 0 });
        });
    },
};
