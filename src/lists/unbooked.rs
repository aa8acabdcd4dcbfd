//! Reviews that are due soon and not booked.

use super::{Item, View, WorkList};
use crate::calendar::Days;
use crate::register::{MeetingIdx, MeetingStatus, Series};

pub(super) const LIST: WorkList = WorkList {
    name: "reviews_unbooked",
    title: "Reviews to book",
    about: "Reviews due within the weeks ahead that have no booking, those that are overdue first.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let register = view.history.register;
    let until = view.history.today() + Days::new(7 * u64::from(view.practice.weeks_ahead));
    let mut found: Vec<Item> = Vec::new();
    for (at, meeting) in register.meetings.iter().enumerate() {
        let at = MeetingIdx::from(at);
        let is_review = view.history.series(at).is_some_and(|series| series != Series::Initial);
        if meeting.status != MeetingStatus::ToBook || !is_review || view.history.booking(at).is_some() {
            continue;
        }
        let Ok(dates) = register.deadlines(meeting) else { continue };
        let due = dates.limit_from();
        if due <= until {
            found.push(Item {
                meeting: Some(at),
                since: meeting.from_date,
                due: Some(due),
                ..Item::default()
            });
        }
    }
    found.sort_by_key(|item| (item.due, item.meeting));
    found
}

#[cfg(test)]
mod tests {
    use super::super::{View, rows};
    use super::*;
    use crate::follow::Practice;
    use crate::follow::testing::story;

    #[test]
    fn reviews_due_by_the_end_of_the_weeks_ahead_without_a_booking() {
        // Four weeks from 2 April are 30 April.
        let meetings = "meeting,kind,household,from_date,due,status\n\
                        LATE,review_conference,H-1,2011-09-01,2012-03-01,to_book\n\
                        LAST,review_conference,H-1,2011-10-01,2012-04-30,to_book\n\
                        NEXT,review_conference,H-1,2011-10-01,2012-05-01,to_book\n\
                        DONE,review_conference,H-1,2011-10-01,2012-04-20,held\n\
                        BOOKED,cla_review,H-2,2011-10-01,2012-04-20,booked\n\
                        CARE,cla_review,H-2,2011-10-01,2012-04-20,to_book\n\
                        ICPC,initial_conference,H-2,2012-03-26,,to_book\n";
        let register = story("2012-04-02", &[("meetings.csv", meetings)]);
        let view = View::new(&register, Practice::default());
        let found: Vec<(String, u32)> =
            rows(&view, &items(&view)).into_iter().map(|row| (row.meeting, row.working_days_late)).collect();
        // From 1 March to 2 April there are 22 working days.
        let expected = [("LATE", 22), ("CARE", 0), ("LAST", 0)];
        assert_eq!(found, expected.map(|(meeting, late)| (meeting.to_owned(), late)));
    }
}
