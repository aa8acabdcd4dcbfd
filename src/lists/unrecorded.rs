//! Meetings that are past and of which nothing is recorded.

use super::{Item, View, WorkList};

pub(super) const LIST: WorkList = WorkList {
    name: "without_outcome",
    title: "Without an outcome",
    about: "Meetings booked for a day that is past, of which nothing is recorded.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let today = view.history.today();
    let bookings = view.history.register.bookings.iter().filter(|booking| booking.date() < today);
    let mut found: Vec<Item> = bookings
        .filter(|booking| {
            view.history.is_live(booking.meeting) && view.history.outcome(booking.meeting).is_none()
        })
        .map(|booking| Item::of_meeting(booking.meeting, booking.date()))
        .collect();
    found.sort_by_key(|item| (item.since, item.meeting));
    found
}
