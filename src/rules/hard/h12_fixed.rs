//! H12: what stands confirmed or held in the register stays as it is, history included.

use crate::register::{Booking, Register, RoomChoice, StaffIdx};
use crate::rules::case::same_booking;
use crate::rules::{Breach, Case, HardRule};

/// H12.
pub(super) struct Fixed;

impl HardRule for Fixed {
    fn code(&self) -> &'static str {
        "H12"
    }

    fn sentence(&self) -> &'static str {
        "a confirmed or held booking stays exactly as it is"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches: Vec<Breach> = case
            .register
            .bookings
            .iter()
            .filter(|row| row.status.is_fixed())
            .filter(|row| !case.given(row.meeting).any(|booking| same_booking(row, booking)))
            .map(|row| {
                let now = match case.given(row.meeting).next() {
                    None => "is not booked any more".to_owned(),
                    Some(booking) => format!("now has {}", changes(case.register, row, booking).join(", ")),
                };
                case.breach(self.code(), row, &format!("is {} and {now}", row.status.word()))
            })
            .collect();
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

/// Returns the columns that differ, each as `column new instead of old`.
fn changes(register: &Register, old: &Booking, new: &Booking) -> Vec<String> {
    let person = |person: Option<StaffIdx>| match person {
        Some(person) => register.staff[person.at()].reference.to_string(),
        None => "nobody".to_owned(),
    };
    let room = |room: Option<RoomChoice>| match room {
        Some(RoomChoice::Room(room)) => register.rooms[room.at()].reference.to_string(),
        Some(RoomChoice::Home) => "home".to_owned(),
        None => "none".to_owned(),
    };
    let start = |booking: &Booking| booking.starts.format("%Y-%m-%d %H:%M").to_string();
    let columns = [
        ("start", start(old), start(new)),
        ("chair", person(old.iro), person(new.iro)),
        ("room", room(old.room), room(new.room)),
        ("minute taker", person(old.minute_taker), person(new.minute_taker)),
        ("status", old.status.word().to_owned(), new.status.word().to_owned()),
    ];
    let mut changes: Vec<String> = columns
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(column, old, new)| format!("{column} {new} instead of {old}"))
        .collect();
    if changes.is_empty() {
        changes.push("other cells in the register's own columns".to_owned());
    }
    changes
}
