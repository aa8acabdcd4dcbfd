//! How much of their open hours the venues are booked.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::view::View;
use crate::calendar::Span;
use crate::register::{Register, RoomChoice, RoomIdx, VenueIdx};

/// Monday to Friday.
pub(super) const WEEKDAYS: [Weekday; 5] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Minutes of rooms, booked and open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Use {
    /// Minutes for which rooms are taken, preparation included.
    pub(super) booked: i64,
    /// Minutes for which rooms could be taken: open, on a working day, not closed.
    pub(super) open: i64,
}

/// A venue's share of the plan.
pub(super) struct VenueUse {
    pub(super) venue: VenueIdx,
    pub(super) rooms: usize,
    pub(super) meetings: usize,
    /// By weekday, Monday first.
    pub(super) days: [Use; 5],
}

impl Use {
    /// Returns the part booked in per cent, rounded half up, or `None` where nothing is open.
    pub(super) fn per_cent(self) -> Option<i64> {
        (0 < self.open).then(|| super::words::per_cent(self.booked, self.open))
    }
}

impl VenueUse {
    /// Returns the whole week together.
    pub(super) fn whole(&self) -> Use {
        self.days.iter().fold(Use::default(), |sum, day| Use {
            booked: sum.booked + day.booked,
            open: sum.open + day.open,
        })
    }
}

/// Returns the use of every venue that has rooms, in the register's order, over the period of the plan.
pub(super) fn venue_uses(view: &View<'_>) -> Vec<VenueUse> {
    let register = view.register;
    let mut uses: Vec<VenueUse> = (0..register.venues.len())
        .map(|venue| VenueUse { venue: venue.into(), rooms: 0, meetings: 0, days: [Use::default(); 5] })
        .collect();
    let (first, last) = view.period();
    for (at, room) in register.rooms.iter().enumerate() {
        let venue = &mut uses[room.venue.at()];
        venue.rooms += 1;
        let mut day = first;
        while day <= last {
            if register.calendar.is_working(day)
                && let Some(column) = venue.days.get_mut(weekday_of(day))
            {
                column.open += open_minutes(register, RoomIdx::from(at), day);
            }
            day = day + Days::new(1);
        }
    }
    for booking in &view.live {
        let Some(RoomChoice::Room(room)) = booking.room else { continue };
        let venue = &mut uses[register.rooms[room.at()].venue.at()];
        venue.meetings += 1;
        if let Some(column) = venue.days.get_mut(weekday_of(booking.date())) {
            let meeting = register.meeting(booking.meeting);
            column.booked += i64::from(register.chair_occupation(meeting, booking.start()).minutes());
        }
    }
    uses.retain(|venue| 0 < venue.rooms);
    uses
}

/// Returns the stretches of a day for which a room is closed though its venue opens, with the reasons.
pub(super) fn closures_on(register: &Register, room: RoomIdx, day: NaiveDate) -> Vec<(Span, &str)> {
    let venue = register.rooms[room.at()].venue;
    let Some(hours) = register.venues[venue.at()].hours_on(day, register.authority.office_hours) else {
        return Vec::new();
    };
    let mut closed: Vec<(Span, &str)> = register
        .closures
        .iter()
        .filter(|closure| closure.venue == venue && closure.room.is_none_or(|of| of == room))
        .filter_map(|closure| {
            let span = closure.when.on(day)?;
            let span = Span::new(span.from.max(hours.from), span.until.min(hours.until));
            (span.from < span.until).then_some((span, closure.reason.as_str()))
        })
        .collect();
    closed.sort();
    closed
}

fn weekday_of(day: NaiveDate) -> usize {
    day.weekday().num_days_from_monday() as usize
}

fn open_minutes(register: &Register, room: RoomIdx, day: NaiveDate) -> i64 {
    let venue = &register.venues[register.rooms[room.at()].venue.at()];
    let Some(hours) = venue.hours_on(day, register.authority.office_hours) else { return 0 };
    // A room can be taken for no more than the office hours (H13), whatever its venue's.
    let office = register.authority.office_hours;
    let hours = Span::new(hours.from.max(office.from), hours.until.min(office.until));
    let mut open = i64::from(hours.minutes().max(0));
    let mut counted_until = hours.from;
    for (closed, _) in closures_on(register, room, day) {
        let (from, until) = (closed.from.max(counted_until), closed.until.min(hours.until));
        open -= i64::from((until - from).max(0));
        counted_until = counted_until.max(until);
    }
    open
}
