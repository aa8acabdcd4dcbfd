//! Decision sheets that have not been sent.

use super::{Item, View, WorkList};
use crate::calendar::Days;
use crate::register::Series;

pub(super) const LIST: WorkList = WorkList {
    name: "decision_sheets",
    title: "Decision sheets to send",
    about: "Conferences held whose decision sheet has not been sent; it is due within the hours agreed, 24 unless the policy says otherwise.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let history = &view.history;
    let held = view.held().into_iter().filter(|&(_, meeting)| {
        history.series(meeting).is_some_and(Series::is_conference)
            && history.outcome(meeting).is_some_and(|outcome| outcome.sheet_sent.is_none())
    });
    held.map(|(day, meeting)| {
        let due = Some(day + Days::new(u64::from(view.practice.sheet_within)));
        Item { due, ..Item::of_meeting(meeting, day) }
    })
    .collect()
}
