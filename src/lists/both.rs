//! Children who have a plan and are looked after, and conferences that review both.

use super::{Item, View, WorkList};

pub(super) const LIST: WorkList = WorkList {
    name: "plan_and_looked_after",
    title: "With a plan and looked after",
    about: "Children who have a child protection plan and are looked after (annual report 2011/12, 6.3.4).",
    of: items,
};

pub(super) const COMBINED: WorkList = WorkList {
    name: "combined_sittings",
    title: "Combined sittings",
    about: "Conferences to come at which looked-after children are reviewed as well.",
    of: combined,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let both = view.open_plans().filter_map(|spell| {
        let care = view.open_care(spell.child)?;
        let note = format!("looked after since {}", care.starts);
        Some(Item { note, ..Item::of_child(spell.child, Some(spell.starts)) })
    });
    both.collect()
}

fn combined(view: &View<'_>) -> Vec<Item> {
    let register = view.history.register;
    let rows = view.history.record.combined.iter().filter(|row| view.history.is_live(row.meeting));
    rows.map(|row| Item {
        meeting: Some(row.meeting),
        since: register.meeting(row.meeting).from_date,
        due: register.deadlines(register.meeting(row.meeting)).ok().map(|dates| dates.limit_from()),
        note: format!("also {}", register.authority.kinds[row.kind.at()].title()),
        ..Item::default()
    })
    .collect()
}
