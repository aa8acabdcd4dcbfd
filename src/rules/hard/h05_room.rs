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
            faults.push(format!(
                "{closed} {reference} is closed from {} until {}",
                closure.when.from.format("%Y-%m-%d %H:%M"),
                closure.when.until.format("%Y-%m-%d %H:%M")
            ));
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
        faults.push(format!("a {} is not held at home", kind.name));
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
