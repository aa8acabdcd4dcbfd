//! Bookings as the store holds them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::error::clock;

/// Minutes in a day.
const DAY: i32 = 1440;
/// The room of a meeting at the household's home: no room of the register.
const HOME: &str = "home";

/// Who or what can be in one meeting at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Resource {
    /// A household.
    Household(String),
    /// A room.
    Room(String),
    /// A social worker.
    SocialWorker(String),
    /// A chair or a minute taker.
    Staff(String),
}

impl Resource {
    fn parts(&self) -> (&'static str, &str) {
        match self {
            Resource::Household(reference) => ("household", reference),
            Resource::Room(reference) => ("room", reference),
            Resource::SocialWorker(reference) => ("social_worker", reference),
            Resource::Staff(reference) => ("staff", reference),
        }
    }

    /// Returns the kind of resource in words, without an article: `room`.
    pub fn kind(&self) -> &'static str {
        match self {
            Resource::Household(_) => "household",
            Resource::Room(_) => "room",
            Resource::SocialWorker(_) => "social worker",
            Resource::Staff(_) => "member of staff",
        }
    }

    /// Returns the reference.
    pub fn reference(&self) -> &str {
        self.parts().1
    }

    /// Returns the resource as the store writes it: `room:R-1`.
    pub fn key(&self) -> String {
        let (kind, reference) = self.parts();
        format!("{kind}:{reference}")
    }

    /// Returns the resource that `key` means, or `None` where it means none.
    pub fn from_key(key: &str) -> Option<Resource> {
        let (kind, reference) = key.split_once(':')?;
        let reference = reference.to_owned();
        match kind {
            "household" => Some(Resource::Household(reference)),
            "room" => Some(Resource::Room(reference)),
            "social_worker" => Some(Resource::SocialWorker(reference)),
            "staff" => Some(Resource::Staff(reference)),
            _ => None,
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.reference())
    }
}

impl From<Resource> for String {
    fn from(resource: Resource) -> String {
        resource.key()
    }
}

impl TryFrom<String> for Resource {
    type Error = String;

    fn try_from(key: String) -> Result<Resource, String> {
        Resource::from_key(&key).ok_or_else(|| format!("{key:?} is no resource"))
    }
}

/// A stretch of a day for which a booking takes a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occupation {
    /// Who or what.
    pub resource: Resource,
    /// From when, in minutes after midnight.
    pub from_minute: i32,
    /// Until when, in minutes after midnight, this minute not included.
    pub until_minute: i32,
}

/// How firm a booking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// May be moved by the planner.
    Proposed,
    /// Moved only by a person.
    Confirmed,
    /// The meeting took place.
    Held,
    /// Kept free for a while, such as until the chair has been asked. From `until` on it is in nobody's way.
    OnHold {
        /// When the hold runs out, to the millisecond.
        until: DateTime<Utc>,
    },
    /// Takes nothing any more.
    Cancelled,
}

impl Status {
    /// Returns the word used in the store.
    pub fn word(self) -> &'static str {
        match self {
            Status::Proposed => "proposed",
            Status::Confirmed => "confirmed",
            Status::Held => "held",
            Status::OnHold { .. } => "on_hold",
            Status::Cancelled => "cancelled",
        }
    }
}

/// A meeting's place in the calendar, by references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// The meeting: it has one booking.
    pub meeting: String,
    /// The day.
    pub day: NaiveDate,
    /// When the meeting proper begins, in minutes after midnight.
    pub start_minute: i32,
    /// When the meeting proper ends, in minutes after midnight.
    pub end_minute: i32,
    /// The room, or `home`.
    pub room: String,
    /// The chair.
    pub chair: String,
    /// The minute taker, if it has one.
    pub minute_taker: Option<String>,
    /// The households that it is about.
    pub households: Vec<String>,
    /// How firm it is.
    pub status: Status,
    /// Whom and what it takes, and for how long: each resource once, chair, room and minute taker among them for the
    /// meeting at least.
    pub takes: Vec<Occupation>,
    /// Columns of the register's own, by name (`x_…`).
    pub extra: BTreeMap<String, String>,
}

impl Booking {
    /// Whether it takes what it names at `now`: it is not cancelled, and no hold that has run out.
    pub fn stands(&self, now: DateTime<Utc>) -> bool {
        match self.status {
            Status::Cancelled => false,
            Status::OnHold { until } => now < until,
            Status::Proposed | Status::Confirmed | Status::Held => true,
        }
    }

    /// Whether an invitation to it says something else than one to `other`.
    pub(super) fn invites_otherwise(&self, other: &Booking) -> bool {
        let told = |booking: &Booking| {
            (
                booking.day,
                booking.start_minute,
                booking.end_minute,
                booking.room.clone(),
                booking.chair.clone(),
            )
        };
        told(self) != told(other)
            || self.minute_taker != other.minute_taker
            || (self.status == Status::Cancelled) != (other.status == Status::Cancelled)
    }

    /// Returns the booking with its moments as exact as the store keeps them, and in the store's order.
    pub(super) fn settled(&self) -> Booking {
        let mut booking = self.clone();
        if let Status::OnHold { until } = &mut booking.status {
            *until = until.trunc_subsecs(3);
        }
        booking.takes.sort();
        booking
    }

    /// Checks that the booking makes sense by itself, to be made at `now`.
    pub(super) fn check(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let fault = |reason: String| {
            Err(StoreError::Invalid { what: format!("the booking of meeting {}", self.meeting), reason })
        };
        let people = self.minute_taker.iter().chain(&self.households);
        for reference in [&self.meeting, &self.room, &self.chair].into_iter().chain(people) {
            check_reference("a reference of a booking", reference)?;
        }
        if !is_span(self.start_minute, self.end_minute) {
            return fault("ends before it begins, or lies outside its day".to_owned());
        }
        match self.status {
            Status::Cancelled => {
                return fault("is new and cancelled; wanted a change that cancels".to_owned());
            }
            Status::OnHold { until } if until.trunc_subsecs(3) <= now => {
                return fault("is a hold that has run out already; wanted a later end".to_owned());
            }
            _ => {}
        }
        let mut seen = BTreeSet::new();
        for Occupation { resource, from_minute, until_minute } in &self.takes {
            check_reference("a reference of a booking", resource.reference())?;
            if !is_span(*from_minute, *until_minute) {
                let (from, until) = (clock(*from_minute), clock(*until_minute));
                return fault(format!(
                    "takes {resource} from {from} to {until}; wanted a stretch of its day"
                ));
            }
            if !seen.insert(resource) {
                return fault(format!("takes {resource} twice; wanted each resource once"));
            }
        }
        if self.status == Status::Held {
            // What took place takes nothing from others any more, and records of the past may contradict one another.
            return Ok(());
        }
        let room = (self.room != HOME).then(|| Resource::Room(self.room.clone()));
        let people = [Some(&self.chair), self.minute_taker.as_ref()].into_iter().flatten();
        for needed in room.into_iter().chain(people.map(|person| Resource::Staff(person.clone()))) {
            let is_taken = self.takes.iter().any(|taken| {
                taken.resource == needed
                    && taken.from_minute <= self.start_minute
                    && self.end_minute <= taken.until_minute
            });
            if !is_taken {
                return fault(format!("does not take {needed} for the whole meeting"));
            }
        }
        Ok(())
    }
}

fn is_span(from: i32, until: i32) -> bool {
    0 <= from && from < until && until <= DAY
}

/// Checks that something is a reference: 1 to 40 of `A-Z a-z 0-9 . _ -`.
pub(super) fn check_reference(what: &str, text: &str) -> Result<(), StoreError> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    if matches!(text.len(), 1..=40) && text.bytes().all(allowed) {
        return Ok(());
    }
    Err(StoreError::Invalid {
        what: what.to_owned(),
        reason: format!("is {text:?}; wanted 1 to 40 of A-Z a-z 0-9 . _ -"),
    })
}

/// A booking that the store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The booking.
    pub booking: Booking,
    /// How often what an invitation says has changed (RFC 5545 `SEQUENCE`). It never falls.
    pub sequence: u32,
    /// The number of the event that last changed it.
    pub version: u64,
    /// Who last changed it.
    pub changed_by: String,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// A change of one meeting's booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Books a meeting that has no booking, or a cancelled one.
    Book(Booking),
    /// Gives a booking that stands another place, other people, or another status: a move, a confirmed hold.
    Alter {
        /// The booking as it is to be.
        booking: Booking,
        /// The version that the caller had read.
        expected: u64,
    },
    /// Cancels a booking that stands.
    Cancel {
        /// The meeting.
        meeting: String,
        /// The version that the caller had read.
        expected: u64,
    },
}

impl Change {
    /// Returns the meeting whose booking it changes.
    pub fn meeting(&self) -> &str {
        match self {
            Change::Book(booking) | Change::Alter { booking, .. } => &booking.meeting,
            Change::Cancel { meeting, .. } => meeting,
        }
    }
}
