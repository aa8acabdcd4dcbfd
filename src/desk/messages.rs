//! Who is written to of a change, and what: queued in the write that makes the change.
//!
//! Whom a change concerns is what [`crate::plan::told`] says. Of these, social workers, chairs, minute takers and buildings are written to;
//! families never are, and the other people expected have no reference to be found by: the social worker tells them. Nobody is told of a
//! place that is only proposed or kept free, and of nothing that lies before now.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Europe::London;

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
        letters.extend(letter(register, &message, key, by.at, telling.hold_back));
    }
    view.queue(by, &letters)?;
    Ok(())
}

/// Returns a message as the store keeps it, to be handed over after a wait and before its meeting begins; `None` where that is over.
pub(super) fn letter(
    register: &Register,
    message: &Message,
    key: String,
    now: DateTime<Utc>,
    wait: Duration,
) -> Option<Letter> {
    let starts = message.appointment.as_ref()?.starts;
    let left = match message.kind {
        Kind::ReportMissing | Kind::SheetOverdue | Kind::MinutesOverdue => Duration::days(30),
        _ => time_until(register, now, starts),
    };
    // What is written by this program can be written.
    let contents = serde_json::to_string(message).ok()?;
    (Duration::zero() < left).then(|| Letter {
        key,
        kind: message.kind.word().to_owned(),
        recipient: message.recipient.clone(),
        meeting: message.meeting.clone(),
        contents,
        not_before: if wait < left { now + wait } else { now },
        not_after: now + left,
    })
}

/// Returns how long it is until a moment, by the day that it is for the register: in a demonstration that is not the clock's.
pub(super) fn time_until(register: &Register, now: DateTime<Utc>, moment: NaiveDateTime) -> Duration {
    let here = register.authority.today.and_time(now.with_timezone(&London).time());
    utc(moment) - utc(here)
}

/// Returns what everybody must be told who is written to.
fn messages(register: &Register, index: &Index, now: DateTime<Utc>, turn: &Turn) -> Vec<Message> {
    let firm = |stored: &Option<Stored>| {
        let stored = stored.as_ref().filter(|stored| stored.booking.status == Status::Confirmed)?;
        standing(index, stored)
            .ok()
            .flatten()
            .filter(|booking| Duration::zero() < time_until(register, now, booking.starts))
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

#[cfg(test)]
mod tests {
    use super::super::bookings::to_store;
    use super::*;
    use crate::rules::testing::County;
    use crate::store;

    const BEFORE: &str = "R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed";

    /// Returns a row of a booking as the store has it; `""` is none, and a cancelled one ends with `cancelled`.
    fn stored(county: &mut County, row: &str, sequence: u32) -> Option<Stored> {
        if row.is_empty() {
            return None;
        }
        county.bookings.clear();
        let (row, is_cancelled) = row.strip_suffix(" cancelled").map_or((row, false), |row| (row, true));
        county.book(row);
        let booking = county.bookings.pop()?;
        let mut booking: store::Booking = to_store(&county.register, &booking)?;
        if is_cancelled {
            booking.status = Status::Cancelled;
        }
        let changed_by = "clerk-1".to_owned();
        Some(Stored { booking, sequence, version: 1, changed_by, changed_at: DateTime::UNIX_EPOCH })
    }

    /// Returns who is told what of one booking becoming another, with the method and the sequence of the calendar file.
    fn told_of(before: &str, after: &str) -> Vec<String> {
        let mut county = County::new();
        let turn = Turn { before: stored(&mut county, before, 4), after: stored(&mut county, after, 5) };
        let now = utc(county.register.authority.today.and_time(NaiveTime::MIN));
        let index = Index::new(&county.register);
        let all = messages(&county.register, &index, now, &turn);
        all.iter()
            .map(|message| {
                let file = message.invitation.as_ref();
                let file = file.map_or(String::new(), |file| format!(" {} {}", file.method(), file.sequence));
                format!("{} {}{file}", message.recipient, message.kind.word())
            })
            .collect()
    }

    #[test]
    fn everybody_who_is_written_to_hears_what_is_new_for_them() {
        let cases: [(&str, &str, &str, &[&str]); 8] = [
            ("nothing changes", BEFORE, BEFORE, &[]),
            (
                "it is booked",
                "",
                BEFORE,
                &[
                    "W-1 invitation REQUEST 5",
                    "ANN invitation REQUEST 5",
                    "TOM invitation REQUEST 5",
                    "V-PRE room_needed",
                ],
            ),
            (
                "a proposal is confirmed: nobody knew of it",
                "R-1 2012-04-18T10:00 ANN PRE-1 TOM",
                BEFORE,
                &[
                    "W-1 invitation REQUEST 5",
                    "ANN invitation REQUEST 5",
                    "TOM invitation REQUEST 5",
                    "V-PRE room_needed",
                ],
            ),
            ("it is only proposed", "", "R-1 2012-04-18T10:00 ANN PRE-1 TOM", &[]),
            (
                "another start",
                BEFORE,
                "R-1 2012-04-19T14:00 ANN PRE-1 TOM confirmed",
                &[
                    "W-1 change REQUEST 5",
                    "ANN change REQUEST 5",
                    "TOM change REQUEST 5",
                    "V-PRE room_changed",
                ],
            ),
            (
                "another chair: the old one is let go, although the meeting stands",
                BEFORE,
                "R-1 2012-04-18T10:00 BOB PRE-1 TOM confirmed",
                &["W-1 change REQUEST 5", "ANN cancellation CANCEL 5", "BOB invitation REQUEST 5"],
            ),
            (
                "another building",
                BEFORE,
                "R-1 2012-04-18T10:00 ANN BUR-1 TOM confirmed",
                &[
                    "W-1 change REQUEST 5",
                    "ANN change REQUEST 5",
                    "TOM change REQUEST 5",
                    "V-PRE room_free",
                    "V-BUR room_needed",
                ],
            ),
            (
                "it is called off",
                BEFORE,
                "R-1 2012-04-18T10:00 ANN PRE-1 TOM confirmed cancelled",
                &[
                    "W-1 cancellation CANCEL 5",
                    "ANN cancellation CANCEL 5",
                    "TOM cancellation CANCEL 5",
                    "V-PRE room_free",
                ],
            ),
        ];
        for (title, before, after, expected) in cases {
            assert_eq!(told_of(before, after), expected, "{title}");
        }
    }

    #[test]
    fn families_are_never_written_to() {
        let households: Vec<String> =
            County::new().register.households.iter().map(|one| one.reference.to_string()).collect();
        for told in told_of("", BEFORE) {
            let who = told.split(' ').next().unwrap_or_default();
            assert!(!households.iter().any(|household| household == who), "{told}");
        }
    }

    #[test]
    fn a_message_waits_a_while_and_is_of_no_use_once_its_meeting_has_begun() {
        let mut county = County::new();
        county.register.authority.today = chrono::NaiveDate::from_ymd_opt(2012, 4, 18).expect("a day");
        let turn = Turn { before: None, after: stored(&mut county, BEFORE, 0) };
        let index = Index::new(&county.register);
        let at = |hour, minute| {
            let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
            utc(county.register.authority.today.and_time(time))
        };
        for (now, wait, expected) in [
            (at(8, 0), 5, Some((at(8, 5), at(10, 0)))),
            (at(9, 58), 5, Some((at(9, 58), at(10, 0)))),
            (at(10, 0), 5, None),
        ] {
            let message = messages(&county.register, &index, now, &turn).into_iter().next();
            let letter = message.and_then(|message| {
                letter(&county.register, &message, "key".to_owned(), now, Duration::minutes(wait))
            });
            assert_eq!(letter.map(|letter| (letter.not_before, letter.not_after)), expected);
        }
    }

    #[test]
    fn reports_are_due_a_day_before_an_initial_conference_and_two_before_a_review() {
        let mut county = County::new();
        let mut due = |row: &str| {
            county.book(row);
            let booking = county.bookings.pop().expect("a booking");
            report_due(&county.register, &booking).map(|due| booking.starts - due)
        };
        assert_eq!(due(BEFORE), Some(Duration::hours(48)));
        assert_eq!(due("S-1 2012-04-18T10:00 ANN PRE-1 TOM"), None);
    }
}
