//! Meetings that were adjourned and have not been held since.

use super::{Item, View, WorkList};
use crate::events::RECONVENED_WITHIN;
use crate::follow::{Reconvened, reconvened};

/// Adjourned meetings that nothing took up. Where the meeting that does so stands, its own statutory date is shown, which may be sooner than
/// [`RECONVENED_WITHIN`].
pub(super) const LIST: WorkList = WorkList {
    name: "not_reconvened",
    title: "Adjourned, not yet reconvened",
    about: "Adjourned meetings that have not been held since, the oldest first.",
    of: items,
};

fn items(view: &View<'_>) -> Vec<Item> {
    let history = &view.history;
    let outcomes = history.record.outcomes.iter();
    let adjourned =
        outcomes.filter_map(|outcome| Some((history.adjourned_on(outcome.meeting)?, outcome.meeting)));
    let mut found: Vec<Item> = adjourned
        .filter_map(|(on, meeting)| {
            let (due, note) = match reconvened(history, meeting, on) {
                // One that was adjourned in its turn stands on the list itself; one that was cancelled was called off.
                Some(Reconvened::Held(..) | Reconvened::Gone(_)) => return None,
                Some(Reconvened::Stands(by)) => {
                    let by_rule = history.register.deadlines(history.register.meeting(by)).ok();
                    let reference = &history.register.meeting(by).reference;
                    let note = match history.booking(by) {
                        Some(booking) => format!("{reference} is booked for {}", booking.date()),
                        None => format!("{reference} is to book"),
                    };
                    (by_rule.map_or(on + RECONVENED_WITHIN, |dates| dates.limit_from()), note)
                }
                None => (on + RECONVENED_WITHIN, "no meeting reconvenes it".to_owned()),
            };
            Some(Item { due: Some(due), note, ..Item::of_meeting(meeting, on) })
        })
        .collect();
    found.sort_by_key(|item| (item.since, item.meeting));
    found
}

#[cfg(test)]
mod tests {
    use super::super::{View, rows};
    use super::*;
    use crate::follow::Practice;
    use crate::follow::testing::{followed, story};

    #[test]
    fn an_adjournment_stands_on_the_list_until_the_meeting_is_held() {
        let meetings = "meeting,kind,household,from_date,status\n\
                        M-1,initial_conference,H-1,2012-03-01,adjourned\n\
                        M-2,initial_conference,H-2,2012-03-01,adjourned\n\
                        M-3,reconvened_conference,H-2,2012-03-09,held\n";
        let outcomes = "meeting,result,on,reason\n\
                        M-1,adjourned,2012-03-12,no_report\n\
                        M-2,adjourned,2012-03-09,no_report\n\
                        M-3,held,2012-03-20,\n";
        let register = story("2012-04-10", &[("meetings.csv", meetings), ("outcomes.csv", outcomes)]);
        let view = View::new(&register, Practice::default());
        let found = rows(&view, &items(&view));
        // 28 days from 12 March are 9 April, Easter Monday; the next working day is the first past it.
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].meeting.as_str(), found[0].working_days_late), ("M-1", 1));
        assert_eq!(found[0].note, "no meeting reconvenes it");
        let after = followed(&register).register;
        let view = View::new(&after, Practice::default());
        assert_eq!(rows(&view, &items(&view))[0].note, "M-1-R is to book");
    }
}
