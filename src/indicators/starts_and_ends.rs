//! Plans that start and end in the period.

use super::{Indicator, Mark, Shape, Unit};

/// Plans that started (annual report 2011/12, 6.1: implied by its stocks and ends).
pub(super) const STARTS: Indicator = Indicator {
    key: "plans_started",
    title: "Plans started",
    definition: "Child protection plans that started in the period: on the day of the conference that decided so. A child with two \
                 starts counts twice.",
    source: "DfE, children in need census, CPPstartDate",
    shape: Shape::Count,
    units: &[Unit::Children],
    marks: |facts, period, add| {
        for spell in facts.started(period) {
            add(Mark { cut: facts.cut(spell, spell.starts), row: 0, children: 1, meetings: 0 });
        }
    },
};

/// Plans that ended (annual report 2011/12, 6.3.3).
pub(super) const ENDS: Indicator = Indicator {
    key: "plans_ended",
    title: "Plans ended",
    definition: "Child protection plans that ended in the period, at a conference or without one. A child with two ends counts twice.",
    source: "Annual report 2011/12, 6.3.3; DfE, children in need census, CPPendDate",
    shape: Shape::Count,
    units: &[Unit::Children],
    marks: |facts, period, add| {
        for (spell, on) in facts.ended(period) {
            add(Mark { cut: facts.cut(spell, on), row: 0, children: 1, meetings: 0 });
        }
    },
};
