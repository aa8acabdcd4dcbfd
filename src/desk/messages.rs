//! Who is written to of a change, and what: queued in the write that makes the change.
//!
//! Whom a change concerns is what [`crate::plan::told`] says. Of these, social workers, chairs, minute takers and buildings are written to;
//! families never are, and the other people expected have no reference to be found by: the social worker tells them. Nobody is told of a
//! place that is only proposed or kept free, and of nothing that lies before now.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};

use super::bookings::{Index, standing};
use super::invitation::{cancellation, invitation};
use crate::indicators::Policy;
use crate::messages::{Appointment, Invitation, Kind, Message, Role, Standing};
use crate::plan::{ToldRole, told};
use crate::register::{Booking, Register, RoomChoice, Series, StaffIdx};
use crate::report::utc;
use crate::store::{By, Letter, Status, StoreError, Stored, View};

/// That people are written to of what is done at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// How long a message waits before it is handed over: what is undone meanwhile, nobody hears of.
    pub hold_back: Duration,
}

impl Default for Telling {
    fn default() -> Telling {
        Telling { hold_back: Duration::minutes(5) }
    }
}

/// A meeting's booking as the store had it and has it since.
pub(super) struct Turn {
    pub(super) before: Option<Stored>,
    pub(super) after: Option<Stored>,
}

/// Queues, within a write, what people must be told of it.
pub(super) fn queue(
    view: &mut View<'_>,
    by: &By<'_>,
    telling: Telling,
    register: &Register,
    index: &Index,
    turns: &[Turn],
    never_heard: &BTreeSet<(String, String)>,
) -> Result<(), StoreError> {
    let event = view.head()?.number;
    let mut letters: Vec<Letter> = Vec::new();
    for message in turns.iter().flat_map(|turn| messages(register, index, by.at, turn)) {
        if never_heard.contains(&(message.recipient.clone(), message.meeting.clone())) {
            continue;
        }
        let key = format!(
            "event {event} {} {} {} {}",
            message.kind.word(),
            message.role.word(),
            message.recipient,
            message.meeting
        );
        letters.extend(letter(&message, key, by.at, telling.hold_back));
    }
    view.queue(by, &letters)?;
    Ok(())
}

/// Returns a message as the store keeps it, to be handed over after a wait and before its meeting begins; `None` where that is over.
pub(super) fn letter(message: &Message, key: String, now: DateTime<Utc>, wait: Duration) -> Option<Letter> {
    let starts = message.appointment.as_ref().map(|appointment| utc(appointment.starts))?;
    let not_after = match message.kind {
        Kind::ReportMissing | Kind::SheetOverdue | Kind::MinutesOverdue => now + Duration::days(30),
        _ => starts,
    };
    let not_before = if now + wait < not_after { now + wait } else { now };
    // What is written by this program can be written.
    let contents = serde_json::to_string(message).ok()?;
    (now < not_after).then(|| Letter {
        key,
        kind: message.kind.word().to_owned(),
        recipient: message.recipient.clone(),
        meeting: message.meeting.clone(),
        contents,
        not_before,
        not_after,
    })
}

/// Returns what everybody must be told who is written to.
fn messages(register: &Register, index: &Index, now: DateTime<Utc>, turn: &Turn) -> Vec<Message> {
    let firm = |stored: &Option<Stored>| {
        let stored = stored.as_ref().filter(|stored| stored.booking.status == Status::Confirmed)?;
        standing(index, stored).ok().flatten().filter(|booking| now < utc(booking.starts))
    };
    let (before, after) = (firm(&turn.before), firm(&turn.after));
    let everybody = told(register, before.as_ref(), after.as_ref());
    let message = |told: &crate::plan::Told| {
        let role = match told.role {
            ToldRole::SocialWorker => Role::SocialWorker,
            ToldRole::Chair => Role::Chair,
            ToldRole::MinuteTaker => Role::MinuteTaker,
            ToldRole::Venue => Role::Venue,
            ToldRole::Household | ToldRole::Attendees => return None,
        };
        let is_needed = |booking: &&Booking| needs(register, booking, role, told.reference.as_str());
        let (was, is) = (before.as_ref().filter(is_needed), after.as_ref().filter(is_needed));
        let (kind, now) = match (role, was, is) {
            (_, None, None) => return None,
            (Role::Venue, None, Some(now)) => (Kind::RoomNeeded, now),
            (Role::Venue, Some(_), Some(now)) => (Kind::RoomChanged, now),
            (Role::Venue, Some(was), None) => (Kind::RoomFree, was),
            (_, None, Some(now)) => (Kind::Invitation, now),
            (_, Some(_), Some(now)) => (Kind::Change, now),
            (_, Some(was), None) => (Kind::Cancellation, was),
        };
        let file = match (role, is, was) {
            (Role::Venue, ..) => None,
            (_, Some(now), _) => Some(invitation(register, now, false)),
            (_, None, Some(was)) => Some(called_off(register, was, turn.after.as_ref(), after.as_ref())),
            (_, None, None) => None,
        };
        let of_worker = role == Role::SocialWorker && is.is_some();
        Some(Message {
            kind,
            role,
            recipient: told.reference.to_string(),
            meeting: register.meeting(now.meeting).reference.to_string(),
            report_due: of_worker.then(|| report_due(register, now)).flatten(),
            before: was.filter(|_| is.is_some()).map(|was| appointment(register, was)),
            appointment: Some(appointment(register, now)),
            held: None,
            due: None,
            invitation: file,
        })
    };
    everybody.iter().filter_map(message).collect()
}

/// Returns the cancellation for somebody who was needed: of the meeting, or, where it stands without them, of their part in it.
fn called_off(
    register: &Register,
    was: &Booking,
    stored: Option<&Stored>,
    after: Option<&Booking>,
) -> Invitation {
    let whole = stored.filter(|stored| stored.booking.status == Status::Cancelled);
    match (whole, after) {
        (Some(stored), _) => cancellation(register, stored),
        (None, after) => {
            let own = invitation(register, was, false);
            let sequence = after.map_or(own.sequence.saturating_add(1), Booking::sequence);
            Invitation { sequence, standing: Standing::Cancelled, ..own }
        }
    }
}

/// Whether a booking needs somebody of a role.
fn needs(register: &Register, booking: &Booking, role: Role, reference: &str) -> bool {
    let is_person = |person: Option<StaffIdx>| {
        person.is_some_and(|person| register.staff[person.at()].reference.as_str() == reference)
    };
    match role {
        Role::SocialWorker => true,
        Role::Chair => is_person(booking.iro),
        Role::MinuteTaker => is_person(booking.minute_taker),
        Role::Venue => booking
            .venue(register)
            .is_some_and(|venue| register.venues[venue.at()].reference.as_str() == reference),
    }
}

/// Returns where and when a booking is, in references.
pub(super) fn appointment(register: &Register, booking: &Booking) -> Appointment {
    let meeting = register.meeting(booking.meeting);
    let occupied = register.chair_occupation(meeting, booking.start());
    let clock = |minutes: i32| {
        let seconds = u32::try_from(minutes.clamp(0, 1439)).unwrap_or_default() * 60;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
    };
    let person =
        |person: Option<StaffIdx>| person.map(|person| register.staff[person.at()].reference.to_string());
    let room = match booking.room {
        Some(RoomChoice::Room(room)) => Some(&register.rooms[room.at()]),
        Some(RoomChoice::Home) | None => None,
    };
    Appointment {
        starts: booking.starts,
        room_from: clock(occupied.from),
        room_until: clock(occupied.until),
        room: room.map(|room| room.reference.to_string()),
        venue: room.map(|room| register.venues[room.venue.at()].reference.to_string()),
        chair: person(booking.iro),
        minute_taker: person(booking.minute_taker),
    }
}

/// Returns by when parents are to have the social worker's report: so many hours before a conference (annual report 2011/12, 9.4); `None` where a
/// meeting is no conference.
pub(super) fn report_due(register: &Register, booking: &Booking) -> Option<NaiveDateTime> {
    let policy = Policy::default();
    let series = register.kind(register.meeting(booking.meeting)).series()?;
    let hours = match series {
        Series::Initial => policy.report_hours_initial,
        _ if series.is_plan_review() => policy.report_hours_review,
        _ => return None,
    };
    Some(booking.starts - Duration::hours(i64::from(hours)))
}
