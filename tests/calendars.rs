//! The calendars, read back by a parser that had no part in writing them.

use std::collections::{BTreeMap, BTreeSet};

use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarProperty as Is, ICalendarValue};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Europe::London;
use convene::plan::Plan;
use convene::register::{Booking, MeetingStatus, Register, RoomChoice};
use convene::report::calendars;

use crate::county;

const NEVER: [&str; 6] = ["child protection", "Surname", "Area of", "boiler", "operation", "ATTENDEE"];

/// What an independent reader makes of one entry.
#[derive(Debug, PartialEq)]
struct Entry {
    uid: String,
    starts_utc: NaiveDateTime,
    ends_utc: NaiveDateTime,
    stamp_utc: NaiveDateTime,
    sequence: i64,
    summary: String,
    location: String,
}

fn read(text: &str) -> Vec<Entry> {
    let calendar = ICalendar::parse(text).expect("a calendar");
    calendar.components.iter().filter(|part| part.component_type.is_event()).map(entry).collect()
}

fn entry(event: &ICalendarComponent) -> Entry {
    let value = |is: Is| &event.property(&is).unwrap_or_else(|| panic!("{is:?} is given")).values[0];
    let text = |is: Is| value(is).as_text().expect("text").to_owned();
    let utc = |is: Is| {
        let ICalendarValue::PartialDateTime(at) = value(is) else { panic!("a moment") };
        assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "in UTC");
        let number = |part: Option<u8>| u32::from(part.expect("a whole moment"));
        NaiveDate::from_ymd_opt(i32::from(at.year.expect("a year")), number(at.month), number(at.day))
            .and_then(|day| day.and_hms_opt(number(at.hour), number(at.minute), number(at.second)))
            .expect("a moment of the calendar")
    };
    Entry {
        uid: text(Is::Uid),
        starts_utc: utc(Is::Dtstart),
        ends_utc: utc(Is::Dtend),
        stamp_utc: utc(Is::Dtstamp),
        sequence: value(Is::Sequence).as_integer().expect("a number"),
        summary: text(Is::Summary),
        location: text(Is::Location),
    }
}

/// The bookings that belong in somebody's calendar.
fn to_come<'a>(register: &'a Register, plan: &'a Plan) -> impl Iterator<Item = &'a Booking> {
    plan.bookings.iter().filter(|booking| {
        register.authority.today <= booking.date()
            && matches!(
                register.meeting(booking.meeting).status,
                MeetingStatus::ToBook | MeetingStatus::Booked | MeetingStatus::Held
            )
    })
}

fn text_of<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
    &files.iter().find(|(file, _)| file == name).unwrap_or_else(|| panic!("{name} is written")).1
}

#[test]
fn every_booking_stands_in_the_calendars_of_its_people_and_its_room_and_in_no_other() {
    for (register, _, plan) in [county::small(), county::large()] {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for (_, text) in calendars(&register, &plan) {
            let entries = read(&text);
            assert!(!entries.is_empty(), "no calendar is empty");
            let uids: BTreeSet<&str> = entries.iter().map(|entry| entry.uid.as_str()).collect();
            assert_eq!(uids.len(), entries.len(), "no entry comes twice");
            for entry in entries {
                *found.entry(entry.uid).or_default() += 1;
            }
        }
        let expected: BTreeMap<String, usize> = to_come(&register, &plan)
            .map(|booking| {
                let reference = &register.meeting(booking.meeting).reference;
                let rooms = usize::from(matches!(booking.room, Some(RoomChoice::Room(_))));
                let people = 1 + usize::from(booking.minute_taker.is_some());
                (format!("{reference}@lancashire.convene.invalid"), people + rooms)
            })
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn starts_and_ends_are_those_of_the_meeting_on_london_clocks() {
    let (register, _, plan) = county::small();
    let files = calendars(&register, &plan);
    let entries: BTreeMap<String, Entry> = files
        .iter()
        .flat_map(|(_, text)| read(text))
        .map(|entry| (entry.summary.split(' ').next().expect("a reference").to_owned(), entry))
        .collect();
    for booking in to_come(&register, &plan) {
        let meeting = register.meeting(booking.meeting);
        let entry = &entries[meeting.reference.as_str()];
        let local = London.from_utc_datetime(&entry.starts_utc).naive_local();
        assert_eq!(local, booking.starts, "{}", meeting.reference);
        let minutes = i64::from(register.minutes(meeting));
        assert_eq!(entry.ends_utc - entry.starts_utc, TimeDelta::minutes(minutes), "{}", meeting.reference);
        assert_eq!(entry.stamp_utc.to_string(), "2012-03-19 00:00:00");
    }
    // The clocks went forward on Sunday 25 March 2012.
    assert_eq!(entries["M12-2"].starts_utc.to_string(), "2012-03-23 14:00:00");
    assert_eq!(entries["M12-3"].starts_utc.to_string(), "2012-03-26 09:00:00");
}

#[test]
fn a_moved_booking_keeps_its_uid_and_raises_its_sequence() {
    let (register, _, mut plan) = county::small();
    let of = |plan: &Plan| {
        let files = calendars(&register, plan);
        read(text_of(&files, "calendars/staff-IRO1.ics")).remove(0)
    };
    let before = of(&plan);
    assert_eq!((before.uid.as_str(), before.sequence), ("M12-1@lancashire.convene.invalid", 3));
    let moved = plan.bookings.iter_mut().find(|booking| booking.extra.len() == 1).expect("M12-1");
    moved.starts += TimeDelta::days(1);
    moved.extra = vec![("x_sequence".into(), "4".into())];
    let after = of(&plan);
    assert_eq!((&after.uid, after.sequence), (&before.uid, 4));
    assert_eq!(after.starts_utc - before.starts_utc, TimeDelta::days(1));
    plan.bookings.iter_mut().for_each(|booking| booking.extra.clear());
    assert_eq!(of(&plan).sequence, 0, "none given");
}

#[test]
fn files_have_names_that_every_disk_keeps_apart_and_rooms_at_home_have_none() {
    let (register, _, plan) = county::small();
    let files = calendars(&register, &plan);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "calendars/staff-IRO1.ics",
            "calendars/staff-iro1~2.ics",
            "calendars/staff-CON.ics",
            "calendars/room-BUR-CC-1.ics",
            "calendars/room-PRE-DO-1.ics",
            "calendars/room-NET-1.ics",
        ]
    );
}

#[test]
fn calendars_say_nothing_of_families_and_keep_to_the_letter_of_the_format() {
    for (register, _, plan) in [county::small(), county::large()] {
        for (name, text) in calendars(&register, &plan) {
            let unfolded = text.replace("\r\n ", "");
            for entry in read(&text) {
                let reference = entry.uid.split('@').next().expect("a reference");
                assert_eq!(entry.summary, format!("{reference} meeting"), "whatever its kind");
            }
            for kind in &register.authority.kinds {
                assert!(!unfolded.contains(&kind.title()), "{} in {name}", kind.title());
            }
            for word in NEVER {
                assert!(!unfolded.to_lowercase().contains(&word.to_lowercase()), "{word} in {name}");
            }
            assert!(
                register
                    .households
                    .iter()
                    .all(|family| !unfolded.contains(&format!(" {} ", family.reference)))
            );
            assert!(text.ends_with("END:VCALENDAR\r\n") && text.contains("METHOD:PUBLISH\r\n"));
            for line in text.split_terminator("\r\n") {
                assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{name}: {line}");
            }
        }
    }
}

#[test]
fn text_survives_its_escaping() {
    let (register, _, plan) = county::small();
    let files = calendars(&register, &plan);
    let entry = read(text_of(&files, "calendars/room-BUR-CC-1.ics")).remove(0);
    assert_eq!(entry.location, "BUR-CC-1, BUR-CC, Burnley children's centre; \"Sûre\\Start\", <east>");
}

#[test]
fn the_calendar_of_a_chair_reads_so() {
    let (register, _, plan) = county::small();
    let files = calendars(&register, &plan);
    insta::assert_snapshot!(text_of(&files, "calendars/staff-iro1~2.ics").replace("\r\n", "\n"));
}
