//! Children without a next date.

use super::{Item, View, WorkList};
use crate::follow::{Lacking, unplanned};

pub(super) const LIST: WorkList = WorkList {
    name: "without_next_date",
    title: "Without a next date",
    about: "Children with a plan, or looked after, with no meeting to come at which that is reviewed.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let found = unplanned(&view.history).into_iter().map(|child| {
        let what = match child.what {
            Lacking::PlanReview => "no review of the plan",
            Lacking::CareReview => "no review of the time in care",
        };
        let note = match child.past {
            Some(_) => format!("{what}; the one that was booked has no outcome"),
            None => what.to_owned(),
        };
        Item { meeting: child.past, note, ..Item::of_child(child.child, child.since) }
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{View, rows};
    use super::*;
    use crate::follow::Practice;
    use crate::follow::testing::story;

    #[test]
    fn a_meeting_to_book_or_to_come_is_a_next_date_and_one_that_is_past_is_none() {
        let bookings = |day: &str| {
            format!("meeting,starts,iro,room,minute_taker,status\nM-1,{day}T10:00,IRO1,R,MT1,confirmed\n")
        };
        let cases = [
            ("to_book", String::new(), 0),
            ("booked", bookings("2012-04-02"), 0),
            ("booked", bookings("2012-03-30"), 1),
            ("held", bookings("2012-03-30"), 1),
            ("cancelled", String::new(), 1),
        ];
        for (status, bookings, expected) in cases {
            let meetings = format!(
                "meeting,kind,household,from_date,status\nM-1,review_conference,H-1,2011-12-20,{status}\n"
            );
            let mut texts = vec![("plans.csv", "child,starts\nA,2011-06-01\n"), ("meetings.csv", &*meetings)];
            if !bookings.is_empty() {
                texts.push(("bookings.csv", &bookings));
            }
            let register = story("2012-04-02", &texts);
            let view = View::new(&register, Practice::default());
            let found = rows(&view, &items(&view));
            assert_eq!(found.len(), expected, "{status} {bookings}");
            assert!(found.iter().all(|row| row.child == "A" && row.household == "H-1"), "{found:?}");
        }
    }
}
