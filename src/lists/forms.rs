//! Quality forms that have not been completed.

use super::{Item, View, WorkList};
use crate::register::Series;

pub(super) const LIST: WorkList = WorkList {
    name: "quality_forms",
    title: "Quality forms to complete",
    about: "Conferences held whose quality form has not been completed: cases of concern first, then the oldest (annual report 2011/12, 5.4).",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let history = &view.history;
    let mut found: Vec<(bool, Item)> = Vec::new();
    for (day, meeting) in view.held() {
        let is_conference = history.series(meeting).is_some_and(Series::is_conference);
        let outcome = history.outcome(meeting).filter(|outcome| is_conference && outcome.form_done.is_none());
        if let Some(outcome) = outcome {
            let note = if outcome.concern { "case of concern" } else { "" };
            found.push((!outcome.concern, Item { note: note.to_owned(), ..Item::of_meeting(meeting, day) }));
        }
    }
    found.sort_by_key(|(is_calm, item)| (*is_calm, item.since, item.meeting));
    found.into_iter().map(|(_, item)| item).collect()
}
