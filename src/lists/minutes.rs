//! Minutes that are overdue.

use super::{Item, View, WorkList};

pub(super) const LIST: WorkList = WorkList {
    name: "minutes_overdue",
    title: "Minutes overdue",
    about: "Meetings with a minute taker whose minutes have not been distributed within the limit, the oldest first.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let history = &view.history;
    let mut found = Vec::new();
    for (day, meeting) in view.held() {
        let has_minutes = history.register.kind(history.register.meeting(meeting)).minute_taker;
        let outcome =
            history.outcome(meeting).filter(|outcome| has_minutes && outcome.minutes_sent.is_none());
        let Some(outcome) = outcome else { continue };
        let due = history.register.calendar.after(day, view.practice.minutes_within);
        if due < history.today() {
            let note = match outcome.minutes_signed {
                Some(signed) => format!("signed off on {signed}, not distributed"),
                None => "not signed off".to_owned(),
            };
            found.push(Item { due: Some(due), note, ..Item::of_meeting(meeting, day) });
        }
    }
    found
}
