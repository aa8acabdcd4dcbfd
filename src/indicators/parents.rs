//! Conferences with a parent or carer there.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Unit};

/// Parents present (annual report 2011/12, 7.2).
pub(super) const PARENTS: Indicator = Indicator {
    key: "parents",
    title: "Conferences with a parent or carer present",
    definition: "Child protection conferences held in the period at which a parent or carer was present, of those for which that was \
                 recorded. Per cent with no decimal, rounded half up.",
    source: "Annual report 2011/12, 7.2",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.conferences(period) {
            let row = event.outcome.parents.map_or(UNKNOWN, |was_there| if was_there { YES } else { NO });
            super::count_event(facts, event, row, add);
        }
    },
};
