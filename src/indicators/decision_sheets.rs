//! Decision sheets sent in time.

use chrono::{Days, TimeDelta};

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Unit};

/// Decision sheets within 24 hours (annual report 2011/12, 7.7.2).
pub(super) const SHEETS: Indicator = Indicator {
    key: "decision_sheets",
    title: "Decision sheets sent within {sheet}",
    definition: "Child protection conferences held in the period whose decision sheet was sent within {sheet}, which is the \
                 authority's limit, of the end of the meeting, of all held. Where the register does not know at what time the meeting \
                 ended, as many whole days after its own, rounded up. A sheet with no date counts as not sent, unless its time is not over. Per cent \
                 with one decimal, rounded half up.",
    source: "Annual report 2011/12, 7.7.2",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        let hours = facts.policy.sheet_hours;
        for event in facts.conferences(period) {
            let on = event.outcome.on;
            let days = Days::new(u64::from(hours.div_ceil(24)) + 1);
            let until = match event.finished {
                Some(finished) => finished + TimeDelta::hours(i64::from(hours)),
                None => crate::calendar::moment(on + days, 0),
            };
            let row = match event.outcome.sheet_sent {
                Some(sent) if event.finished.map_or(sent < until, |_| sent <= until) => YES,
                Some(_) => NO,
                None if facts.register.authority.today <= until.date() => UNKNOWN,
                None => NO,
            };
            super::count_event(facts, event, row, add);
        }
    },
};
