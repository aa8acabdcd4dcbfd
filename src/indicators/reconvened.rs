//! Adjourned conferences that were reconvened in time.

use chrono::Days;

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Unit};

/// Days within which an adjourned conference is reconvened (annual report 2011/12, 6.3.1).
const LIMIT: u64 = 28;

/// Reconvened within 28 days.
pub(super) const RECONVENED: Indicator = Indicator {
    key: "reconvened",
    title: "Adjourned conferences reconvened within 28 days",
    definition: "Child protection conferences adjourned in the period whose household had a conference held within the 28 days after, \
                 of all adjourned in it. Those whose 28 days are not over on the register's date, and that were not reconvened yet, \
                 are left out. Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.1",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.adjourned(period).iter().filter(|event| event.stage.is_conference()) {
            let until = event.outcome.on + Days::new(LIMIT);
            let row = if facts.is_held_after(event, until) {
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
