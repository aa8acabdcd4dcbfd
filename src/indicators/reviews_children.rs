//! Reviews in time, measure (b): the children reviewed in the period.

use std::collections::BTreeMap;

use super::indicator::YES;
use super::reviews_snapshot::Passed;
use super::{Cut, Indicator, Mark, Shape, Stage, Unit};
use crate::register::ChildIdx;

/// Children reviewed in the period. The report's 98.90 % with ten children late has some 909 children below the line, who can only be
/// these (annual report 2011/12, 6.3.1).
pub(super) const CHILDREN_REVIEWED: Indicator = Indicator {
    key: "reviews_children",
    title: "(b) Children reviewed whose reviews were in time",
    definition: "Children whose plan at least one conference held in the period reviewed, whether or not it is still current; of \
                 these, the children whose every review held in it was in time, each counted from the last conference that considered \
                 the child. Each child counts once, where its last \
                 review was. Per cent with two decimals, rounded half up.",
    source: "Annual report 2011/12, 6.3.1, whose percentage has this denominator",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| {
        let mut reviewed: BTreeMap<ChildIdx, (usize, Cut)> = BTreeMap::new();
        for event in facts.held(period).iter().filter(|event| event.stage == Stage::Review) {
            for attended in facts.children(event).iter().filter(|attended| attended.reviewed.is_review()) {
                let in_time = attended.reviewed.is_in_time(event.outcome.on);
                let entry = reviewed.entry(attended.child).or_insert((YES, attended.cut));
                *entry = (entry.0.min_passed(in_time), attended.cut);
            }
        }
        for (row, cut) in reviewed.into_values() {
            add(Mark { cut, row, children: 1, meetings: 0 });
        }
    },
};
