//! Conferences that were quorate.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Unit};

/// Quorate, as the chair judged it.
pub(super) const QUORATE: Indicator = Indicator {
    key: "quorate",
    title: "Conferences that were quorate",
    definition: "Child protection conferences held in the period that were quorate as their chair judged it (children's social care and \
                 at least two other agencies with direct contact, unless the chair decides otherwise), of those for which that was \
                 recorded. Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.1; Pan Sussex procedures, 7.8",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.conferences(period) {
            let row = event.outcome.quorate.map_or(UNKNOWN, |is_so| if is_so { YES } else { NO });
            super::count_event(facts, event, row, add);
        }
    },
};
