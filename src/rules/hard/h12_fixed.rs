//! H12: what stands confirmed or held in the register stays as it is, history included.

use crate::register::{Booking, Register, RoomChoice, StaffIdx};
use crate::rules::case::same_booking;
use crate::rules::{Breach, Case, HardRule};
use crate::words::moment;

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
            .stands
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
    let start = |booking: &Booking| moment(booking.starts);
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

#[cfg(test)]
mod tests {
    use crate::rules::testing::{County, Story, check_breaches};

    const ROW: &str = "R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed";

    #[test]
    fn what_stands_stays() {
        check_breaches(&[
            ("kept", |c| c.keep(ROW), ""),
            ("dropped", |c| c.stand(ROW), "H12 R-1"),
            ("history is kept", |c| c.keep("R-1 2012-03-28T10:00 ANN PRE-1 TOM held"), ""),
            ("history is dropped", |c| c.stand("R-1 2012-03-28T10:00 ANN PRE-1 TOM held"), "H12 R-1"),
            ("what was proposed may go", |c| c.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM"), ""),
            (
                "what was proposed may change",
                |c| {
                    c.stand("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
                    c.book("R-1 2012-04-19T10:00 BOB PRE-1 TOM");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn every_column_counts() {
        let cases: [(&str, &str); 5] = [
            (
                "R-1 2012-04-18T10:15 ANN PRE-1 TOM confirmed",
                "start Wed 18 April 2012 10:15 instead of Wed 18 April 2012 10:00",
            ),
            ("R-1 2012-04-18T10:00 BOB PRE-1 TOM confirmed", "chair BOB instead of ANN"),
            ("R-1 2012-04-18T10:00 ANN PRE-2 TOM confirmed", "room PRE-2 instead of PRE-1"),
            ("R-1 2012-04-18T10:00 ANN PRE-1 UNA confirmed", "minute taker UNA instead of TOM"),
            ("R-1 2012-04-18T10:00 ANN PRE-1 TOM", "status proposed instead of confirmed"),
        ];
        for (row, change) in cases {
            let mut county = County::new();
            county.stand(ROW);
            county.book(row);
            assert_eq!(county.breaches(), "H12 R-1", "{row}");
            let message = format!("R-1 on Wed 18 April 2012 10:00: is confirmed and now has {change}");
            assert_eq!(county.messages(), [message]);
        }
    }

    #[test]
    fn the_registers_own_columns_count_in_any_order() {
        let written: [(&str, Story, &str); 3] = [
            ("lost", |_| {}, "H12 R-1"),
            (
                "in another order, and an empty cell",
                |c| {
                    let cells = [("x_empty", ""), ("x_note", "ramp"), ("x_file", "7")];
                    c.bookings[0].extra =
                        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).to_vec();
                },
                "",
            ),
            (
                "changed",
                |c| {
                    let cells = [("x_note", "stairs"), ("x_file", "7")];
                    c.bookings[0].extra =
                        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).to_vec();
                },
                "H12 R-1",
            ),
        ];
        for (title, story, expected) in written {
            let mut county = County::new();
            county.keep(ROW);
            county.register.bookings[0].extra =
                vec![("x_file".to_owned(), "7".to_owned()), ("x_note".to_owned(), "ramp".to_owned())];
            story(&mut county);
            assert_eq!(county.breaches(), expected, "{title}");
        }
    }
}
