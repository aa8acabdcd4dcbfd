//! Reports given to parents in time.

use chrono::TimeDelta;

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Stage, Unit};
use crate::calendar::moment;

/// Reports shared (annual report 2011/12, 7.2 and 9.4).
pub(super) const REPORTS_SHARED: Indicator = Indicator {
    key: "reports_shared",
    title: "Reports shared with parents in time",
    definition: "Child protection conferences held in the period for which the parents had the social worker's report {report_initial} \
                 before an initial or transfer-in conference, {report_review} before a review, which are the authority's limits, of those for \
                 which it was recorded when they had it or whether they attended. Where the register does not know at what time the \
                 meeting began, the opening of offices stands for it. Per cent with no decimal, rounded half up.",
    source: "Annual report 2011/12, 7.2 and 9.4",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        let (policy, opens) = (facts.policy, facts.register.authority.office_hours.from);
        for event in facts.conferences(period) {
            let hours = match event.stage {
                Stage::Review => policy.report_hours_review,
                _ => policy.report_hours_initial,
            };
            let starts = event.starts.unwrap_or_else(|| moment(event.outcome.on, opens));
            let row = match event.outcome.report_shared {
                Some(shared) if shared <= starts - TimeDelta::hours(i64::from(hours)) => YES,
                Some(_) => NO,
                None if event.outcome.parents.is_some() => NO,
                None => UNKNOWN,
            };
            super::count_event(facts, event, row, add);
        }
    },
};
