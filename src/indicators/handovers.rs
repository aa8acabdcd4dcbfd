//! Changes of chair.

use std::collections::BTreeMap;

use super::indicator::{NO, YES};
use super::{Indicator, Mark, Shape, Unit};
use crate::register::ChildIdx;

/// Handovers per child (annual report 2011/12, sections 1 and 9.1, which want fewer changes of IRO).
pub(super) const HANDOVERS: Indicator = Indicator {
    key: "handovers",
    title: "Changes of chair for every child",
    definition: "Child protection conferences held in the period by another chair than the household's conference before, each for each \
                 of its children, for every child who had a conference in it. In meetings: such conferences, for every conference \
                 whose household had one before on record. A \
                 conference whose chair is not known is neither. With two decimals, rounded half up.",
    source: "Annual report 2011/12, sections 1, 4 and 9.1",
    shape: Shape::Rate { per: 1, noun: "child, or meeting" },
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        let mut children: BTreeMap<ChildIdx, _> = BTreeMap::new();
        for event in facts.conferences(period) {
            for attended in facts.children(event) {
                children.insert(attended.child, attended.cut);
            }
            let before =
                event.household.and_then(|household| facts.chair_before(household, event.outcome.on));
            let (Some(before), Some(now)) = (before, event.cut.chair) else { continue };
            add(Mark { cut: event.cut, row: NO, children: 0, meetings: 1 });
            if before != now {
                super::count_event(facts, event, YES, add);
            }
        }
        for cut in children.into_values() {
            add(Mark { cut, row: NO, children: 1, meetings: 0 });
        }
    },
};
