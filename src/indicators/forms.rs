//! Quality assurance forms completed.

use super::indicator::{NO, YES};
use super::{Indicator, Shape, Unit};

/// Forms completed. The report's 22.3 % divides forms, one a meeting, by conferences counted in children; the two units tell them apart
/// (annual report 2011/12, 5.4 and 7.2).
pub(super) const FORMS: Indicator = Indicator {
    key: "forms",
    title: "Quality assurance forms completed",
    definition: "Child protection conferences held in the period whose quality assurance form was completed by the register's date, of \
                 all held. A form is about a meeting; in children, every child of a meeting with a form counts. Per cent with one \
                 decimal, rounded half up.",
    source: "Annual report 2011/12, 5.4 and 7.2",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.conferences(period) {
            let row = if event.outcome.form_done.is_some() { YES } else { NO };
            super::count_event(facts, event, row, add);
        }
    },
};
