//! H05: the room is big enough, has what is needed, and is open.

use chrono::Datelike;

use crate::calendar::{Span, moment};
use crate::register::{Booking, RoomChoice, RoomIdx, Stretch};
use crate::rules::{Breach, Case, HardRule};

/// H05.
pub(super) struct Room;

impl HardRule for Room {
    fn code(&self) -> &'static str {
        "H05"
    }

    fn sentence(&self) -> &'static str {
        "the room is big enough and has what is needed, its venue is in use and open, and not excluded for the \
         household"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for booking in case.judged() {
            let faults = match booking.room {
                Some(RoomChoice::Room(room)) => faults(case, booking, room),
                Some(RoomChoice::Home) => faults_at_home(case, booking),
                None => Vec::new(),
            };
            breaches.extend(faults.iter().map(|what| case.breach(self.code(), booking, what)));
        }
        breaches
    }
}

fn faults(case: &Case<'_>, booking: &Booking, room_idx: RoomIdx) -> Vec<String> {
    let mut faults = Vec::new();
    let (register, meeting) = (case.register, case.meeting(booking));
    let room = case.room(room_idx);
    let venue = &register.venues[room.venue.at()];
    let name = &room.reference;
    if let Some(attendees) = meeting.attendees.filter(|&attendees| room.capacity < attendees) {
        faults.push(format!("room {name} holds {}, {attendees} are expected", room.capacity));
    }
    for need in &meeting.needs {
        if !room.features.contains(need) && !venue.features.contains(need) {
            faults.push(format!("room {name} has no {need}"));
        }
    }
    let taken = register.chair_occupation(meeting, booking.start());
    let venue_name = &venue.reference;
    match venue.hours_on(booking.date(), register.authority.office_hours) {
        Some(open) if open.covers(taken) => {}
        Some(open) => faults.push(format!("venue {venue_name} is open {open}, the room is needed {taken}")),
        None if venue.weekdays.contains(&booking.date().weekday()) => {
            faults.push(format!("venue {venue_name} is not in use on that date"));
        }
        None => {
            faults.push(format!("venue {venue_name} does not open on a {}", booking.date().format("%A")));
        }
    }
    for closure in &register.closures {
        let concerned = match closure.room {
            Some(closed) => closed == room_idx,
            None => closure.venue == room.venue,
        };
        if concerned && share_a_moment(closure.when, booking, taken) {
            let closed = if closure.room.is_some() { "room" } else { "venue" };
            let reference = if closure.room.is_some() { name } else { venue_name };
            faults.push(format!("{closed} {reference} is closed {}", closure.when.in_words()));
        }
    }
    if let Some(household) = meeting.household.map(|household| &register.households[household.at()])
        && household.venues_excluded.contains(&room.venue)
    {
        faults.push(format!("venue {venue_name} is excluded for household {}", household.reference));
    }
    faults
}

fn faults_at_home(case: &Case<'_>, booking: &Booking) -> Vec<String> {
    let mut faults = Vec::new();
    let kind = case.kind(booking);
    if !kind.at_home {
        faults.push(format!("kind {} is not held at home", kind.name));
    }
    if case.register.home(case.meeting(booking)).is_none() {
        faults.push("is held at home, and no home is given".to_owned());
    }
    faults
}

fn share_a_moment(stretch: Stretch, booking: &Booking, span: Span) -> bool {
    let from = moment(booking.date(), span.from).max(stretch.from);
    let until = moment(booking.date(), span.until).min(stretch.until);
    from < until
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use crate::rules::testing::{County, check_breaches, date};

    #[test]
    fn the_room_is_big_enough_and_has_what_is_needed() {
        check_breaches(&[
            (
                "just big enough",
                |c| {
                    c.meeting("R-1").attendees = Some(12);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "too small by one",
                |c| {
                    c.meeting("R-1").attendees = Some(13);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "not tested",
                |c| {
                    c.room("PRE-1").capacity = 0;
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "the venue has it",
                |c| {
                    c.meeting("R-1").needs = vec!["step_free".into()];
                    c.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
                },
                "",
            ),
            (
                "one from the room, one from the venue",
                |c| {
                    c.meeting("R-1").needs = vec!["hearing_loop".into(), "family_friendly".into()];
                    c.room("PRE-1").features = vec!["hearing_loop".into()];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "the next room has it",
                |c| {
                    c.meeting("R-1").needs = vec!["hearing_loop".into()];
                    c.room("PRE-2").features = vec!["hearing_loop".into()];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
        ]);
    }

    #[test]
    fn the_venue_is_in_use_and_open_for_chair_and_room() {
        // The room is needed from 09:30 to 11:45.
        check_breaches(&[
            (
                "opens and closes just so",
                |c| {
                    c.venue("V-PRE").opens = Some(570);
                    c.venue("V-PRE").closes = Some(705);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "opens a minute late",
                |c| {
                    c.venue("V-PRE").opens = Some(571);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "closes a minute early",
                |c| {
                    c.venue("V-PRE").closes = Some(704);
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "not on Wednesdays",
                |c| {
                    c.venue("V-PRE").weekdays = vec![Weekday::Tue, Weekday::Thu];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "in use for that day only",
                |c| {
                    c.venue("V-PRE").from = Some(date("2012-04-18"));
                    c.venue("V-PRE").until = Some(date("2012-04-18"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "not in use yet",
                |c| {
                    c.venue("V-PRE").from = Some(date("2012-04-19"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "given up the day before",
                |c| {
                    c.venue("V-PRE").until = Some(date("2012-04-17"));
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
        ]);
    }

    #[test]
    fn the_room_is_not_closed_and_not_excluded() {
        check_breaches(&[
            (
                "closed before and after",
                |c| {
                    c.close("V-PRE", None, "2012-04-16T00:00", "2012-04-18T09:30");
                    c.close("V-PRE", None, "2012-04-18T11:45", "2012-04-20T00:00");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "closed until a minute after the chair arrives",
                |c| {
                    c.close("V-PRE", None, "2012-04-16T00:00", "2012-04-18T09:31");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "the room is closed",
                |c| {
                    c.close("V-PRE", Some("PRE-1"), "2012-04-18T11:44", "2012-04-18T17:00");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "the room next to it is closed, and the venue of another town",
                |c| {
                    c.close("V-PRE", Some("PRE-2"), "2012-04-18T09:00", "2012-04-18T17:00");
                    c.close("V-BUR", None, "2012-04-18T09:00", "2012-04-18T17:00");
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
            (
                "excluded for this family",
                |c| {
                    c.household("H-1").venues_excluded = vec![c.venue_idx("V-PRE")];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 R-1",
            ),
            (
                "excluded for a meeting that the family does not attend too",
                |c| {
                    c.household("H-1").venues_excluded = vec![c.venue_idx("V-PRE")];
                    c.book("S-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "H05 S-1",
            ),
            (
                "excluded for another",
                |c| {
                    c.household("H-2").venues_excluded = vec![c.venue_idx("V-PRE")];
                    c.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn some_kinds_may_be_held_at_home() {
        check_breaches(&[
            ("a looked-after review", |c| c.book("C-1 2012-04-18T10:00 ANN home -"), ""),
            ("a conference", |c| c.book("R-1 2012-04-18T10:00 ANN home TOM"), "H05 R-1"),
            (
                "no room is tested",
                |c| {
                    c.meeting("C-1").attendees = Some(99);
                    c.meeting("C-1").needs = vec!["hearing_loop".into()];
                    c.book("C-1 2012-04-18T10:00 ANN home -");
                },
                "",
            ),
            ("the home given on the meeting", |c| c.book("F-1 2012-04-18T10:00 ANN home -"), ""),
            (
                "no home",
                |c| {
                    c.meeting("F-1").home = None;
                    c.book("F-1 2012-04-18T10:00 ANN home -");
                },
                "H05 F-1",
            ),
        ]);
    }

    #[test]
    fn says_what_is_wrong_with_the_room() {
        let mut county = County::new();
        county.meeting("R-1").attendees = Some(14);
        county.meeting("R-1").needs = vec!["creche".into()];
        county.venue("V-BUR").opens = Some(600);
        county.close("V-BUR", Some("BUR-1"), "2012-04-18T00:00", "2012-04-19T00:00");
        county.household("H-1").venues_excluded = vec![county.venue_idx("V-BUR")];
        county.book("R-1 2012-04-18T10:00 ANN BUR-1 TOM");
        assert_eq!(
            county.messages(),
            [
                "R-1 on Wed 18 April 2012 10:00: room BUR-1 holds 10, 14 are expected",
                "R-1 on Wed 18 April 2012 10:00: room BUR-1 has no creche",
                "R-1 on Wed 18 April 2012 10:00: venue V-BUR is open 10:00 to 17:00, the room is needed 09:30 to 11:45",
                "R-1 on Wed 18 April 2012 10:00: room BUR-1 is closed on 18 April 2012",
                "R-1 on Wed 18 April 2012 10:00: venue V-BUR is excluded for household H-1",
            ]
        );
    }
}
