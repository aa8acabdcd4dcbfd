//! Conferences that were held and of which no decision is recorded.

use super::{Item, View, WorkList};
use crate::register::Series;

pub(super) const LIST: WorkList = WorkList {
    name: "without_decision",
    title: "Without a decision",
    about: "Conferences that were held and decided about children of whom no decision is recorded, so that nobody knows what is next.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let is_conference = |meeting| view.history.series(meeting).is_some_and(Series::is_conference);
    let held = view.held().into_iter().filter(|&(_, meeting)| is_conference(meeting));
    held.filter(|&(_, meeting)| view.history.decisions(meeting).next().is_none())
        .map(|(day, meeting)| Item::of_meeting(meeting, day))
        .collect()
}
