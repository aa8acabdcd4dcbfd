//! What an explanation says of changes, wishes, places and dates, for text and JSON alike.

use chrono::Weekday;

use super::change::Change;
use super::explainer::Explainer;
use super::wish::{Place, Wish};
use crate::calendar::Clock;
use crate::register::{MeetingIdx, Register, RoomChoice, RoomIdx, StaffIdx, Subject, VenueIdx};
use crate::words::{count, date, day};

/// Returns a change as what follows `if`.
pub(super) fn change_words(explainer: &Explainer<'_>, meeting: MeetingIdx, change: &Change) -> String {
    let register = explainer.register;
    let row = register.meeting(meeting);
    let staff = |person: &StaffIdx| register.staff[person.at()].reference.as_str();
    let venue = |venue: &VenueIdx| register.venues[venue.at()].reference.as_str();
    let room = |room: &RoomIdx| register.rooms[room.at()].reference.as_str();
    let household = row.household.map_or("the household", |h| register.households[h.at()].reference.as_str());
    let kind = register.kind(row);
    match change {
        Change::Open(from) => format!("it might be as early as {}", date(*from)),
        Change::ShortNotice(days) => {
            format!(
                "{} notice were enough (its kind asks for {})",
                if *days == 1 { "1 working day's".to_owned() } else { format!("{days} working days'") },
                kind.notice_days
            )
        }
        Change::LongLimit(days) => format!(
            "it might be {} past its due date ({} are the limit)",
            count(i64::from(*days), "working day"),
            register.authority.late_limit_days
        ),
        Change::OfficeHours(span) => format!("office hours were {span}"),
        Change::Come(at) => {
            let away = &register.unavailable[*at];
            let who = match away.subject {
                Subject::Meeting(_) => "its attendees".to_owned(),
                Subject::Household(household) => {
                    format!("household {}", register.households[household.at()].reference)
                }
                Subject::SocialWorker(worker) => {
                    format!("social worker {}", register.social_workers[worker.at()])
                }
            };
            format!("{who} could come {}", away.when.in_words())
        }
        Change::Move(other) => {
            let reference = &register.meeting(*other).reference;
            match explainer.booking(*other) {
                Some(booking) => format!(
                    "{reference} ({} {}, {}) made way",
                    day(booking.date()),
                    Clock(booking.start()),
                    booking.status.word()
                ),
                None => format!("{reference} made way"),
            }
        }
        Change::Enlarge(at) => format!(
            "room {} held {} ({} are its limit)",
            room(at),
            row.attendees.unwrap_or(0),
            register.rooms[at.at()].capacity
        ),
        Change::Equip(at, feature) => format!("room {} had {feature}", room(at)),
        Change::Allow(at) => format!("venue {} were not excluded for {household}", venue(at)),
        Change::OpenVenue(at, date, span) => {
            format!("venue {} were open {span} on {}", venue(at), day(*date))
        }
        Change::UseVenue(at, date) => format!("venue {} were in use on {}", venue(at), day(*date)),
        Change::Reopen(at) => {
            let closure = &register.closures[*at];
            let what = match &closure.room {
                Some(closed) => format!("room {}", room(closed)),
                None => format!("venue {}", venue(&closure.venue)),
            };
            format!("{what} were not closed {}", closure.when.in_words())
        }
        Change::Qualify(person) => format!("{} chaired {} meetings", staff(person), kind.title()),
        Change::Gain(person, feature) => format!("{} had {feature}", staff(person)),
        Change::NoConflict(person) => format!("{} had no conflict with {household}", staff(person)),
        Change::Employ(person, date) => format!("{} were in post on {}", staff(person), day(*date)),
        Change::Work(person, date, span) => format!("{} worked {span} on {}", staff(person), day(*date)),
        Change::Attend(person, at) => {
            let absence = &register.staff[person.at()].absences[*at];
            format!("{} were not away {}", staff(person), absence.when.in_words())
        }
        Change::TakeMore(person, meetings) => format!(
            "{} took {} that day ({} the limit)",
            staff(person),
            count(i64::from(*meetings), "meeting"),
            match register.staff[person.at()].per_day {
                1 => "1 is".to_owned(),
                n => format!("{n} are"),
            }
        ),
        Change::Cover(person, district) => {
            format!("{} covered {}", staff(person), register.districts[district.at()].reference)
        }
        Change::NoLunch => "chair and minute taker went without lunch".to_owned(),
    }
}

/// Returns what somebody asks for: `a Tuesday with IRO3`.
pub(super) fn wish_words(register: &Register, wish: &Wish) -> String {
    let staff = |person: StaffIdx| register.staff[person.at()].reference.as_str();
    let weekday = |day: Weekday| match day {
        Weekday::Mon => "a Monday",
        Weekday::Tue => "a Tuesday",
        Weekday::Wed => "a Wednesday",
        Weekday::Thu => "a Thursday",
        Weekday::Fri => "a Friday",
        Weekday::Sat => "a Saturday",
        Weekday::Sun => "a Sunday",
    };
    let mut words = Vec::new();
    words.extend(wish.date.map(day));
    words.extend(wish.weekday.map(|wanted| weekday(wanted).to_owned()));
    words.extend(wish.start.map(|start| format!("at {}", Clock(start))));
    words.extend(wish.venue.map(|venue| format!("in venue {}", register.venues[venue.at()].reference)));
    words.extend(wish.room.map(|room| room_words(register, room)));
    words.extend(wish.chair.map(|chair| format!("with {}", staff(chair))));
    words.extend(wish.minute_taker.map(|taker| format!("minutes by {}", staff(taker))));
    words.join(" ")
}

/// Returns `Wed 18 April 2012 10:00 in PRE-1 with ANN, minutes by TOM`.
pub(super) fn place_words(register: &Register, place: &Place) -> String {
    let staff = |person: StaffIdx| register.staff[person.at()].reference.as_str();
    let taker = place.minute_taker.map_or_else(String::new, |taker| format!(", minutes by {}", staff(taker)));
    format!(
        "{} {} {} with {}{taker}",
        day(place.date),
        Clock(place.start),
        room_words(register, place.room),
        staff(place.chair)
    )
}

/// Returns the same for a meeting, and where the place is past its statutory date how far: `…, 3 working days late`.
pub(super) fn place_in_time_words(register: &Register, meeting: MeetingIdx, place: &Place) -> String {
    let statutory = register.deadlines(register.meeting(meeting)).ok().and_then(|dates| dates.statutory);
    let late = statutory.map_or(0, |due| register.calendar.between(due, place.date));
    let words = place_words(register, place);
    if late == 0 { words } else { format!("{words}, {} late", count(late.into(), "working day")) }
}

/// Returns `in PRE-1` or `at home`.
fn room_words(register: &Register, room: RoomChoice) -> String {
    match room {
        RoomChoice::Room(room) => format!("in {}", register.rooms[room.at()].reference),
        RoomChoice::Home => "at home".to_owned(),
    }
}
