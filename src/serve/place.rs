//! A place in the calendar as forms say it.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use serde::Deserialize;

use super::failure::Failure;
use crate::calendar::{Clock, parse_clock, parse_date};
use crate::desk::State;
use crate::explain::Place;
use crate::register::{Booking, MeetingIdx, Reference, Register, RoomChoice, RoomIdx, StaffIdx, VenueIdx};

/// The fields of a place. The pages of a meeting and the API take the same ones.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct PlaceFields {
    #[serde(default)]
    pub(crate) date: String,
    #[serde(default)]
    pub(crate) start: String,
    #[serde(default)]
    pub(crate) chair: String,
    /// A room's reference, or `home`.
    #[serde(default)]
    pub(crate) room: String,
    #[serde(default)]
    pub(crate) minute_taker: String,
}

impl PlaceFields {
    /// Returns the fields of a booking.
    pub(crate) fn of(register: &Register, booking: &Booking) -> PlaceFields {
        let staff = |person: Option<StaffIdx>| {
            person.map_or(String::new(), |person| register.staff[person.at()].reference.to_string())
        };
        PlaceFields {
            date: booking.date().to_string(),
            start: Clock::of(booking.starts).to_string(),
            chair: staff(booking.iro),
            room: room_value(register, booking.room),
            minute_taker: staff(booking.minute_taker),
        }
    }

    /// Returns the fields as hidden ones of a form.
    pub(crate) fn hidden(&self) -> Markup {
        html! {
            input type="hidden" name="date" value=(self.date);
            input type="hidden" name="start" value=(self.start);
            input type="hidden" name="chair" value=(self.chair);
            input type="hidden" name="room" value=(self.room);
            input type="hidden" name="minute_taker" value=(self.minute_taker);
        }
    }

    /// Returns the place that the fields mean, or what is wrong with each of them.
    pub(crate) fn place(&self, state: &State) -> Result<Place, Vec<String>> {
        let register = &state.register;
        let mut faults = Vec::new();
        let date = day_of(&self.date).unwrap_or_else(|fault| {
            faults.push(fault);
            NaiveDate::MIN
        });
        let start = match parse_clock(self.start.trim()) {
            Some(clock) if clock != Clock::MIDNIGHT => minutes(clock),
            _ => {
                faults.push(format!("start is {:?}; wanted a time such as 09:30", self.start));
                0
            }
        };
        let chair = staff_of(register, &self.chair).unwrap_or_else(|| {
            faults.push(wanted("chair", &self.chair, "a chair of the list"));
            StaffIdx::from(0)
        });
        let room = match self.room.trim() {
            "home" => RoomChoice::Home,
            room => room_of(register, room).map_or_else(
                || {
                    faults.push(wanted("room", room, "a room of the list, or home"));
                    RoomChoice::Home
                },
                RoomChoice::Room,
            ),
        };
        let minute_taker = match self.minute_taker.trim() {
            "" => None,
            taker => staff_of(register, taker).or_else(|| {
                faults.push(wanted("minute taker", taker, "a minute taker of the list, or nobody"));
                None
            }),
        };
        if faults.is_empty() { Ok(Place { date, start, chair, room, minute_taker }) } else { Err(faults) }
    }
}

fn wanted(what: &str, given: &str, wanted: &str) -> String {
    if given.trim().is_empty() {
        format!("{what} is empty; wanted {wanted}")
    } else {
        format!("{what} is {given:?}; wanted {wanted}")
    }
}

/// Returns the minutes after midnight of a time.
pub(crate) fn minutes(clock: Clock) -> i32 {
    clock.0
}

/// Reads a date as people and browsers write it: 2012-04-18, 18/04/2012, 18 April 2012.
pub(crate) fn day_of(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    // A year of two digits would be one of the first century.
    let british = |format| NaiveDate::parse_from_str(text, format).ok().filter(|day| 1000 <= day.year());
    parse_date(text)
        .or_else(|| british("%d/%m/%Y"))
        .or_else(|| british("%d %B %Y"))
        .ok_or_else(|| format!("day is {text:?}; wanted one such as 2012-04-18 or 18/04/2012"))
}

/// Reads a day, or a moment, as people write it, and returns it as registers do: `18/04/2012 9:30` is `2012-04-18T09:30`.
pub(crate) fn day_or_moment(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(day) = day_of(text) {
        return Some(day.to_string());
    }
    let (day, time) = text.rsplit_once(|between: char| between.is_whitespace() || between == 'T')?;
    // People leave the first nought out.
    let time = if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
    let (day, clock) = (day_of(day).ok()?, parse_clock(&time)?);
    Some(format!("{day}T{clock}"))
}

/// Returns the member of staff of a reference.
pub(crate) fn staff_of(register: &Register, reference: &str) -> Option<StaffIdx> {
    position(register.staff.iter().map(|staff| &staff.reference), reference).map(StaffIdx::from)
}

/// Returns the venue of a reference.
pub(crate) fn venue_of(register: &Register, reference: &str) -> Option<VenueIdx> {
    position(register.venues.iter().map(|venue| &venue.reference), reference).map(VenueIdx::from)
}

/// Returns the room of a reference.
pub(crate) fn room_of(register: &Register, reference: &str) -> Option<RoomIdx> {
    position(register.rooms.iter().map(|room| &room.reference), reference).map(RoomIdx::from)
}

/// Returns the meeting of a reference, or that there is none.
pub(crate) fn meeting_of(state: &State, reference: &str) -> Result<MeetingIdx, Failure> {
    // What was typed may be anything, a name among them: it is not said back.
    let missing = || Failure::Missing { what: "meeting", name: "of that reference".to_owned() };
    state.meeting(reference).ok_or_else(missing)
}

/// Returns the reference of a meeting that was typed in whatever letters, or that there is none.
pub(crate) fn sought<'a>(state: &'a State, typed: &str) -> Result<&'a Reference, Failure> {
    let meetings = &state.register.meetings;
    position(meetings.iter().map(|row| &row.reference), typed)
        .map(|at| &meetings[at].reference)
        .ok_or_else(|| Failure::Missing { what: "meeting", name: "of that reference".to_owned() })
}

/// Returns where a reference is that was typed with blanks around it or in whatever letters; the one that is just so comes first.
fn position<'a>(references: impl Iterator<Item = &'a Reference>, wanted: &str) -> Option<usize> {
    let wanted = wanted.trim();
    let mut alike = None;
    for (at, reference) in references.enumerate() {
        if reference.as_str() == wanted {
            return Some(at);
        }
        if alike.is_none() && reference.as_str().eq_ignore_ascii_case(wanted) {
            alike = Some(at);
        }
    }
    alike
}

/// Returns a room as forms say it.
pub(crate) fn room_value(register: &Register, room: Option<RoomChoice>) -> String {
    match room {
        Some(RoomChoice::Room(room)) => register.rooms[room.at()].reference.to_string(),
        Some(RoomChoice::Home) => "home".to_owned(),
        None => String::new(),
    }
}

/// Returns the chairs to choose from, a blank first.
pub(crate) fn chair_options(register: &Register) -> Vec<(String, String)> {
    people_options(register, "Choose a chair", |staff| staff.role.chairs())
}

/// Returns the minute takers to choose from, nobody first.
pub(crate) fn taker_options(register: &Register) -> Vec<(String, String)> {
    people_options(register, "Nobody", |staff| !staff.role.chairs())
}

fn people_options(
    register: &Register,
    blank: &str,
    wanted: impl Fn(&crate::register::Staff) -> bool,
) -> Vec<(String, String)> {
    let today = register.authority.today;
    let there =
        register.staff.iter().filter(|staff| wanted(staff) && staff.until.is_none_or(|until| today <= until));
    let mut options = vec![(String::new(), blank.to_owned())];
    options.extend(there.map(|staff| (staff.reference.to_string(), staff.reference.to_string())));
    options
}

/// Returns the rooms to choose from, a blank first.
pub(crate) fn room_options(register: &Register) -> Vec<(String, String)> {
    let mut options =
        vec![(String::new(), "Choose a room".to_owned()), ("home".to_owned(), "At home".to_owned())];
    options.extend(register.rooms.iter().map(|room| {
        let venue = &register.venues[room.venue.at()];
        (room.reference.to_string(), format!("{}, {}", room.reference, venue.name))
    }));
    options
}

/// Returns the venues to choose from, a blank first.
pub(crate) fn venue_options(register: &Register) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), "Any venue".to_owned())];
    options.extend(
        register
            .venues
            .iter()
            .map(|venue| (venue.reference.to_string(), format!("{} ({})", venue.name, venue.reference))),
    );
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_as_it_was_typed() {
        let all: Vec<Reference> = ["m1", "M1", "PRE-1"].into_iter().filter_map(Reference::new).collect();
        for (typed, expected) in
            [("M1", Some(1)), ("m1 ", Some(0)), (" pre-1", Some(2)), ("PRE", None), ("", None)]
        {
            assert_eq!(position(all.iter(), typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn days_and_moments_are_read_as_people_write_them() {
        let cases = [
            ("2012-04-18", Some("2012-04-18")),
            (" 18/04/2012 ", Some("2012-04-18")),
            ("18/4/2012", Some("2012-04-18")),
            ("18 April 2012", Some("2012-04-18")),
            ("2012-04-18T09:30", Some("2012-04-18T09:30")),
            ("2012-04-18 09:30", Some("2012-04-18T09:30")),
            ("18/04/2012 9:30", Some("2012-04-18T09:30")),
            ("18 April 2012 12:00", Some("2012-04-18T12:00")),
            ("31/02/2012", None),
            ("18/04/12", None),
            ("18/04/2012 25:00", None),
            ("soon", None),
            ("", None),
        ];
        for (given, expected) in cases {
            assert_eq!(day_or_moment(given).as_deref(), expected, "{given:?}");
        }
    }
}
