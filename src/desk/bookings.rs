//! A booking in the register's words and in the store's.

use std::collections::HashMap;

use chrono::{Duration, NaiveTime};

use super::DeskError;
use crate::calendar::Span;
use crate::register::{
    Booking, BookingStatus, MeetingIdx, Reference, Register, RoomChoice, RoomIdx, StaffIdx,
};
use crate::store::{self, Occupation, Resource, Status, Stored};

const HOME: &str = "home";
const MIDNIGHT: i32 = 1440;

/// Returns what a booking lacks to be kept, if it lacks something (H01).
pub(super) fn lacks(register: &Register, booking: &Booking) -> Option<String> {
    let missing: Vec<&str> = [("a chair", booking.iro.is_none()), ("a room", booking.room.is_none())]
        .into_iter()
        .filter_map(|(what, is_missing)| is_missing.then_some(what))
        .collect();
    let meeting = &register.meeting(booking.meeting).reference;
    (!missing.is_empty()).then(|| {
        format!(
            "H01 the booking of meeting {meeting} lacks {}; complete it, or take it out",
            missing.join(" and ")
        )
    })
}

/// Returns a booking as the store keeps it; `None` where it lacks chair or room.
pub(super) fn to_store(register: &Register, booking: &Booking) -> Option<store::Booking> {
    let meeting = register.meeting(booking.meeting);
    let start = booking.start();
    let (chair, room) = (booking.iro?, booking.room?);
    let staff = |at: StaffIdx| register.staff[at.at()].reference.as_str().to_owned();
    let attendance = register.attendance(meeting, start);
    let mut takes = Vec::new();
    let mut take = |resource: Resource, span: Span| {
        // The store's days end at midnight; H13 lets no lawful meeting run so late.
        let (from_minute, until_minute) = (span.from.max(0), span.until.min(MIDNIGHT));
        takes.push(Occupation { resource, from_minute, until_minute });
    };
    let with_chair = register.chair_occupation(meeting, start);
    take(Resource::Staff(staff(chair)), with_chair);
    let room = match room {
        RoomChoice::Home => HOME.to_owned(),
        RoomChoice::Room(room) => {
            let room = register.rooms[room.at()].reference.as_str().to_owned();
            take(Resource::Room(room.clone()), with_chair);
            room
        }
    };
    if let Some(taker) = booking.minute_taker.filter(|taker| *taker != chair) {
        take(Resource::Staff(staff(taker)), register.taker_occupation(meeting, start));
    }
    let household = meeting.household.map(|household| &register.households[household.at()].reference);
    if let Some(household) = household.filter(|_| register.kind(meeting).family) {
        take(Resource::Household(household.as_str().to_owned()), attendance);
    }
    if let Some(worker) = register.social_worker(meeting) {
        take(Resource::SocialWorker(register.social_workers[worker.at()].as_str().to_owned()), attendance);
    }
    if booking.status == BookingStatus::Held {
        // What took place is on record, as it was, and in nobody's way any more: H06 does not judge a held meeting either.
        takes.clear();
    }
    Some(store::Booking {
        meeting: meeting.reference.as_str().to_owned(),
        day: booking.date(),
        start_minute: attendance.from,
        end_minute: attendance.until.min(MIDNIGHT),
        room,
        chair: staff(chair),
        minute_taker: booking.minute_taker.map(staff),
        households: household.map(|household| household.as_str().to_owned()).into_iter().collect(),
        status: match booking.status {
            BookingStatus::Confirmed => Status::Confirmed,
            BookingStatus::Proposed => Status::Proposed,
            BookingStatus::Held => Status::Held,
        },
        takes,
        extra: booking.extra.iter().cloned().collect(),
    })
}

/// The references of a register's meetings, staff and rooms.
#[derive(Debug)]
pub(super) struct Index {
    meetings: HashMap<String, MeetingIdx>,
    staff: HashMap<String, StaffIdx>,
    rooms: HashMap<String, RoomIdx>,
}

impl Index {
    pub(super) fn new(register: &Register) -> Index {
        fn of<T: From<usize>>(references: impl Iterator<Item = Reference>) -> HashMap<String, T> {
            references.enumerate().map(|(at, reference)| (reference.as_str().to_owned(), at.into())).collect()
        }
        Index {
            meetings: of(register.meetings.iter().map(|meeting| meeting.reference.clone())),
            staff: of(register.staff.iter().map(|staff| staff.reference.clone())),
            rooms: of(register.rooms.iter().map(|room| room.reference.clone())),
        }
    }

    /// Returns the meeting of a reference.
    pub(super) fn meeting(&self, reference: &str) -> Option<MeetingIdx> {
        self.meetings.get(reference).copied()
    }
}

/// Returns a booking as the register has it; `None` for one that is cancelled or a temporary hold.
///
/// # Errors
/// Where it names what the register does not have.
pub(super) fn from_store(index: &Index, stored: &Stored) -> Result<Option<Booking>, DeskError> {
    match stored.booking.status {
        Status::OnHold { .. } => Ok(None),
        _ => standing(index, stored),
    }
}

/// Returns a booking as it stands in everybody's way: a temporary hold as a confirmed one; `None` for a cancelled one.
///
/// # Errors
/// Where it names what the register does not have.
pub(super) fn standing(index: &Index, stored: &Stored) -> Result<Option<Booking>, DeskError> {
    let store::Booking { meeting, day, start_minute, room, chair, minute_taker, status, extra, .. } =
        &stored.booking;
    let status = match status {
        Status::Confirmed | Status::OnHold { .. } => BookingStatus::Confirmed,
        Status::Proposed => BookingStatus::Proposed,
        Status::Held => BookingStatus::Held,
        Status::Cancelled => return Ok(None),
    };
    let lost = |what: &str, given: &str| {
        DeskError::Booking(format!(
            "the booking of meeting {meeting} names {what} {given}, which the register does not have"
        ))
    };
    let staff = |given: &str| index.staff.get(given).copied().ok_or_else(|| lost("member of staff", given));
    let mut booking = Booking {
        meeting: index.meeting(meeting).ok_or_else(|| lost("meeting", meeting))?,
        starts: day.and_time(NaiveTime::MIN) + Duration::minutes((*start_minute).into()),
        iro: Some(staff(chair)?),
        room: Some(match room.as_str() {
            HOME => RoomChoice::Home,
            room => RoomChoice::Room(index.rooms.get(room).copied().ok_or_else(|| lost("room", room))?),
        }),
        minute_taker: minute_taker.as_deref().map(staff).transpose()?,
        status,
        extra: extra.iter().map(|(name, text)| (name.clone(), text.clone())).collect(),
    };
    // An imported booking keeps the count of its invitation, and goes on from there.
    let sequence = booking.sequence().saturating_add(stored.sequence);
    if 0 < sequence {
        booking.set_sequence(sequence);
    }
    Ok(Some(booking))
}
