//! Second and later plans.

use super::{Item, View, WorkList};

pub(super) const LIST: WorkList = WorkList {
    name: "second_or_later_plans",
    title: "Second or later plans",
    about: "Open plans of children who had one before, those that began last first.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let later = view.open_plans().filter_map(|spell| {
        let previous = spell.previous.filter(|&previous| 0 < previous)?;
        let ended = spell.previous_end.map_or_else(String::new, |end| format!(", the last ended on {end}"));
        let note = format!("{} before{ended}", crate::words::count(i64::from(previous), "plan"));
        Some(Item { note, ..Item::of_child(spell.child, Some(spell.starts)) })
    });
    let mut found: Vec<Item> = later.collect();
    found.sort_by_key(|item| (std::cmp::Reverse(item.since), item.child));
    found
}
