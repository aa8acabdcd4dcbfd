//! Minutes distributed in time.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Unit};

/// Minutes within the limit (annual report 2011/12, 5.4, which names none; 15 working days are North Yorkshire's).
pub(super) const MINUTES: Indicator = Indicator {
    key: "minutes",
    title: "Minutes distributed within {minutes}",
    definition: "Child protection conferences held in the period whose minutes were distributed within {minutes}, which is the \
                 authority's limit, of all held. Minutes with no date count as not distributed, unless their time is not over. \
                 Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 5.4; North Yorkshire Safeguarding Children Partnership, managing a child protection plan",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.conferences(period) {
            let until = facts.register.calendar.after(event.outcome.on, facts.policy.minutes_days);
            let row = match event.outcome.minutes_sent {
                Some(sent) if sent <= until => YES,
                Some(_) => NO,
                None if facts.register.authority.today <= until => UNKNOWN,
                None => NO,
            };
            super::count_event(facts, event, row, add);
        }
    },
};
