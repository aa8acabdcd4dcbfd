//! Escalations that are not resolved.

use super::{Item, View, WorkList};
use crate::register::EscalationStep;

pub(super) const LIST: WorkList = WorkList {
    name: "escalations",
    title: "Escalations",
    about: "Concerns under the problem-resolution protocol that are not resolved: the highest step first, then the oldest, with the day by which the step ends.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let history = &view.history;
    let open = history.record.escalations.iter().filter(|escalation| {
        escalation.since <= history.today()
            && escalation.resolved.is_none_or(|resolved| history.today() < resolved)
    });
    let mut open: Vec<_> = open.collect();
    open.sort_by_key(|escalation| (std::cmp::Reverse(escalation.step), escalation.since));
    open.into_iter()
        .map(|escalation| Item {
            household: Some(escalation.household),
            escalation: Some(escalation.reference.clone()),
            since: Some(escalation.since),
            due: Some(history.register.calendar.after(escalation.since, view.practice.step_within)),
            note: format!("with {}", with(escalation.step)),
            ..Item::default()
        })
        .collect()
}

/// Returns who has a concern at a step.
fn with(step: EscalationStep) -> &'static str {
    match step {
        EscalationStep::TeamManager => "the social worker and team manager",
        EscalationStep::DistrictManager => "the district manager",
        EscalationStep::HeadOfService => "the head of service",
        EscalationStep::Director => "the director",
    }
}
