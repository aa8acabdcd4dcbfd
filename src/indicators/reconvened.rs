//! Adjourned conferences that were reconvened in time.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Unit};
use crate::events::RECONVENED_WITHIN;

/// Reconvened within 28 days.
pub(super) const RECONVENED: Indicator = Indicator {
    key: "reconvened",
    title: "Adjourned conferences reconvened within 28 days",
    definition: "Child protection conferences adjourned in the period that were taken up again by a conference held on the same day \
                 or within the 28 days after, of all adjourned in it. The conference that was made for it takes it up, or else the \
                 household's first that was held since. Those whose 28 days are not over on the register's date, and that were not reconvened yet, \
                 are left out. Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.1",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.adjourned(period).iter().filter(|event| event.stage.is_conference()) {
            let until = event.outcome.on + RECONVENED_WITHIN;
            let row = if event.reconvened.is_some_and(|day| day <= until) {
                YES
            } else if facts.register.authority.today <= until {
                UNKNOWN
            } else {
                NO
            };
            super::count_event(facts, event, row, add);
        }
    },
};
