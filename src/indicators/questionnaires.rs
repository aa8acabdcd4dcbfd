//! Questionnaires of parents and carers that came back.

use super::indicator::{NO, YES};
use super::{Indicator, Mark, Shape, Unit};

/// Questionnaires returned. The report's 5.5 % divides them by conferences counted in children (annual report 2011/12, 7.3).
pub(super) const RETURNED: Indicator = Indicator {
    key: "questionnaires",
    title: "Questionnaires returned",
    definition: "Questionnaires that came back from parents and carers, of those given out at child protection conferences in the \
                 period. One that came back and was not recorded as given counts as given. They are counted themselves, each as one \
                 meeting's. Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 7.3",
    shape: Shape::Share,
    units: &[Unit::Meetings],
    marks: |facts, period, add| {
        for event in facts.conferences(period) {
            let returned = u64::from(event.outcome.questionnaires_returned.unwrap_or(0));
            let given = u64::from(event.outcome.questionnaires_given.unwrap_or(0));
            for (row, meetings) in [(YES, returned), (NO, given.saturating_sub(returned))] {
                if 0 < meetings {
                    add(Mark { cut: event.cut, row, children: 0, meetings });
                }
            }
        }
    },
};
