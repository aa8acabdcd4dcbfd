//! A calendar for each person and room, as RFC 5545 has it.
//!
//! Times are in UTC, so that no reader needs a time zone's rules, and DTSTAMP is the planning date, so that the
//! same plan gives the same bytes. An entry tells where somebody must be and when, and nothing that it is about:
//! calendars are synchronised to telephones and seen over shoulders. They invite nobody (no ATTENDEE).

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::words;
use crate::plan::Plan;
use crate::register::{Booking, BookingStatus, Meeting, MeetingStatus, Register, RoomChoice, StaffIdx};

/// Longest line in octets, its break not counted (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// Returns a calendar for each person and each room with a booking from the planning date on: its file's name,
/// such as `calendars/staff-IRO3.ics`, and its text; people first, each in the register's order. Room `home` has
/// none.
pub fn calendars(register: &Register, plan: &Plan) -> Vec<(String, String)> {
    let today = register.authority.today;
    let mut bookings: Vec<&Booking> = plan
        .bookings
        .iter()
        .filter(|booking| today <= booking.date())
        .filter(|booking| {
            let status = register.meeting(booking.meeting).status;
            !matches!(status, MeetingStatus::Adjourned | MeetingStatus::Cancelled)
        })
        .collect();
    bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
    let people = file_names("staff", register.staff.iter().map(|person| person.reference.as_str()));
    let rooms = file_names("room", register.rooms.iter().map(|room| room.reference.as_str()));
    let of_people = people.into_iter().enumerate().map(|(at, name)| {
        let person = Some(StaffIdx::from(at));
        let theirs = |booking: &&&Booking| booking.iro == person || booking.minute_taker == person;
        let title = register.staff[at].reference.as_str();
        (name, title, bookings.iter().filter(theirs).copied().collect::<Vec<_>>())
    });
    let of_rooms = rooms.into_iter().enumerate().map(|(at, name)| {
        let room = Some(RoomChoice::Room(at.into()));
        let title = register.rooms[at].reference.as_str();
        (name, title, bookings.iter().filter(|booking| booking.room == room).copied().collect())
    });
    of_people
        .chain(of_rooms)
        .filter(|(_, _, bookings)| !bookings.is_empty())
        .map(|(name, title, bookings)| (name, calendar(register, title, &bookings)))
        .collect()
}

fn calendar(register: &Register, title: &str, bookings: &[&Booking]) -> String {
    let stamp = register.authority.today.and_time(NaiveTime::MIN).and_utc();
    let mut calendar = empty(title);
    for booking in bookings {
        calendar.push(event(register, booking, stamp, status_of(booking.status)).done());
    }
    refold(&calendar.to_string())
}

/// Returns a published calendar of a title, without entries.
pub(super) fn empty(title: &str) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Convene//Convene//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .append_property(Property::new("METHOD", "PUBLISH"))
        .append_property(Property::new("X-WR-CALNAME", title));
    calendar
}

/// Returns how firm a booking's entry is.
pub(super) fn status_of(status: BookingStatus) -> EventStatus {
    match status {
        BookingStatus::Proposed => EventStatus::Tentative,
        BookingStatus::Confirmed | BookingStatus::Held => EventStatus::Confirmed,
    }
}

/// Returns a booking's entry, last changed at `stamp`.
pub(super) fn event(
    register: &Register,
    booking: &Booking,
    stamp: DateTime<Utc>,
    status: EventStatus,
) -> Event {
    let meeting = register.meeting(booking.meeting);
    let starts = utc(booking.starts);
    let mut event = Event::new();
    event
        .uid(&format!("{}@{}.convene.invalid", meeting.reference, slug(&register.authority.name)))
        .sequence(booking.sequence())
        .timestamp(stamp)
        .starts(starts)
        .ends(starts + Duration::minutes(i64::from(register.minutes(meeting))))
        .summary(&format!("{} meeting", meeting.reference))
        .description(&description(register, booking, meeting))
        .location(&location(register, booking))
        .status(status)
        .add_property("TRANSP", "OPAQUE");
    event
}

fn description(register: &Register, booking: &Booking, meeting: &Meeting) -> String {
    let chair = register.chair_occupation(meeting, booking.start());
    let mut lines = vec![format!("Chair {}: {chair}, as the room.", words::person(register, booking.iro))];
    if let Some(taker) = booking.minute_taker {
        let span = register.taker_occupation(meeting, booking.start());
        lines.push(format!("Minute taker {}: {span}.", words::person(register, Some(taker))));
    }
    lines.push(format!("The meeting: {}.", register.attendance(meeting, booking.start())));
    lines.join("\n")
}

fn location(register: &Register, booking: &Booking) -> String {
    match booking.room {
        Some(RoomChoice::Home) => "home visit, see file".to_owned(),
        Some(RoomChoice::Room(room)) => {
            let room = &register.rooms[room.at()];
            let venue = &register.venues[room.venue.at()];
            format!("{}, {}", room.reference, words::named(venue.reference.as_str(), &venue.name))
        }
        None => String::new(),
    }
}

/// Returns the UTC moment of a local one. Of a time that comes twice when summer time ends it takes the first, as
/// summer time has it; one that is skipped when summer time begins it reads by the clocks before the change.
pub fn utc(local: NaiveDateTime) -> DateTime<Utc> {
    let hour = Duration::hours(1);
    let of = |moment: NaiveDateTime| London.from_local_datetime(&moment).earliest();
    of(local)
        .or_else(|| of(local - hour).map(|before| before + hour))
        .map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}

/// Returns `calendars/<prefix>-<reference>.ics` for each reference. Windows and macOS take `iro1` and `IRO1` for
/// one file, so the second of such gets a number, after a tilde, which no reference contains. The prefix keeps
/// clear of the names that Windows reserves, such as `NUL`.
fn file_names<'a>(prefix: &str, references: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    references
        .map(|reference| {
            let times = seen.entry(reference.to_ascii_lowercase()).or_insert(0);
            *times += 1;
            match *times {
                1 => format!("calendars/{prefix}-{reference}.ics"),
                n => format!("calendars/{prefix}-{reference}~{n}.ics"),
            }
        })
        .collect()
}

/// Returns a name as a label of a domain: small letters, digits and single hyphens.
pub fn slug(name: &str) -> String {
    let letters: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let slug = letters.split_whitespace().collect::<Vec<_>>().join("-");
    if slug.is_empty() { "authority".to_owned() } else { slug }
}

/// Returns the calendar with its lines folded anew. `icalendar` leaves a last piece of 76 octets where a line is
/// just too long.
pub fn refold(text: &str) -> String {
    let whole = text.replace("\r\n ", "");
    let mut folded = String::with_capacity(text.len() + text.len() / LINE_OCTETS);
    for line in whole.split_terminator("\r\n") {
        let mut octets = 0;
        for character in line.chars() {
            if LINE_OCTETS < octets + character.len_utf8() {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(character);
            octets += character.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_moment;

    #[test]
    fn local_times_are_put_into_utc_across_both_changes_of_the_clocks() {
        let cases = [
            ("2012-03-23T09:30", "2012-03-23 09:30:00 UTC"), // Friday before summer time
            ("2012-03-25T00:59", "2012-03-25 00:59:00 UTC"),
            ("2012-03-25T01:30", "2012-03-25 01:30:00 UTC"), // skipped: 02:30 by the clocks after
            ("2012-03-25T02:00", "2012-03-25 01:00:00 UTC"),
            ("2012-03-26T09:30", "2012-03-26 08:30:00 UTC"), // Monday after
            ("2012-10-26T16:00", "2012-10-26 15:00:00 UTC"),
            ("2012-10-28T00:59", "2012-10-27 23:59:00 UTC"),
            ("2012-10-28T01:30", "2012-10-28 00:30:00 UTC"), // twice: the first
            ("2012-10-28T02:00", "2012-10-28 02:00:00 UTC"),
            ("2012-10-29T16:00", "2012-10-29 16:00:00 UTC"),
        ];
        for (local, expected) in cases {
            assert_eq!(utc(parse_moment(local).expect("a moment")).to_string(), expected, "{local}");
        }
        // No moment that a register can hold is out of reach.
        for (extreme, inward) in [(NaiveDateTime::MIN, 2), (NaiveDateTime::MAX, -2)] {
            utc(extreme + Duration::days(inward));
        }
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_none_loses_a_letter() {
        for length in [1, 74, 75, 76, 148, 149, 150, 151, 400] {
            for text in ["x".repeat(length), "é".repeat(length), "ab ".repeat(length), "𝄞y".repeat(length)]
            {
                let mut calendar = Calendar::empty();
                calendar.append_property(Property::new("X-WR-CALNAME", text.clone()));
                let folded = refold(&calendar.to_string());
                assert!(folded.split("\r\n").all(|line| line.len() <= LINE_OCTETS), "{length}");
                assert!(
                    folded.replace("\r\n ", "").contains(&format!("X-WR-CALNAME:{text}\r\n")),
                    "{length}"
                );
                assert_eq!(refold(&folded), folded);
            }
        }
    }

    #[test]
    fn file_names_differ_on_disks_that_ignore_case_and_are_never_reserved() {
        let names = file_names("staff", ["iro1", "IRO1", "Iro1", "CON", "nul.x", "..", "a."].into_iter());
        assert_eq!(
            names,
            [
                "calendars/staff-iro1.ics",
                "calendars/staff-IRO1~2.ics",
                "calendars/staff-Iro1~3.ics",
                "calendars/staff-CON.ics",
                "calendars/staff-nul.x.ics",
                "calendars/staff-...ics",
                "calendars/staff-a..ics",
            ]
        );
    }

    #[test]
    fn authorities_become_labels_of_a_domain() {
        let cases = [
            ("Lancashire", "lancashire"),
            ("St. Helens & Knowsley!", "st-helens-knowsley"),
            ("—", "authority"),
        ];
        for (name, expected) in cases {
            assert_eq!(slug(name), expected);
        }
    }
}
