//! A booking in the register's words and in the store's.

use chrono::{Duration, NaiveTime};

use super::DeskError;
use crate::calendar::Span;
use crate::register::{Booking, BookingStatus, Reference, Register, RoomChoice};
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
    let staff = |at: crate::register::StaffIdx| register.staff[at.at()].reference.as_str().to_owned();
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

/// Returns a booking as the register has it; `None` for one that is cancelled or a temporary hold.
///
/// # Errors
/// Where it names what the register does not have.
pub(super) fn from_store(register: &Register, stored: &Stored) -> Result<Option<Booking>, DeskError> {
    let store::Booking { meeting, day, start_minute, room, chair, minute_taker, status, extra, .. } =
        &stored.booking;
    let status = match status {
        Status::Confirmed => BookingStatus::Confirmed,
        Status::Proposed => BookingStatus::Proposed,
        Status::Held => BookingStatus::Held,
        Status::OnHold { .. } | Status::Cancelled => return Ok(None),
    };
    let find =
        |what: &str, given: &str, all: &mut dyn Iterator<Item = &Reference>| -> Result<usize, DeskError> {
            all.enumerate().find(|(_, reference)| reference.as_str() == given).map(|(at, _)| at).ok_or_else(
            || {
                DeskError::Booking(format!(
                    "the booking of meeting {meeting} names {what} {given}, which the register does not have"
                ))
            },
        )
        };
    let staff = |given: &str| {
        find("member of staff", given, &mut register.staff.iter().map(|staff| &staff.reference))
    };
    let mut booking = Booking {
        meeting: find("meeting", meeting, &mut register.meetings.iter().map(|meeting| &meeting.reference))?
            .into(),
        starts: day.and_time(NaiveTime::MIN) + Duration::minutes((*start_minute).into()),
        iro: Some(staff(chair)?.into()),
        room: Some(if room == HOME {
            RoomChoice::Home
        } else {
            RoomChoice::Room(
                find("room", room, &mut register.rooms.iter().map(|room| &room.reference))?.into(),
            )
        }),
        minute_taker: minute_taker.as_deref().map(staff).transpose()?.map(Into::into),
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
