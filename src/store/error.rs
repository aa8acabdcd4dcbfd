//! What can go wrong with the store, in words for the person who must act.

use chrono::{DateTime, NaiveDate, Utc};

use super::booking::Resource;

/// Why the store did not do what it was asked. Whatever it is, nothing was changed, except where
/// [`StoreError::Unknown`] says that this cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was first.
    #[error(
        "{resource} is taken on {day} from {} to {} by the booking of meeting {by}, made at {} UTC\nchoose another time, or another {}",
        clock(*.from), clock(*.until), .since.format("%Y-%m-%d %H:%M"), resource.kind()
    )]
    Taken {
        /// Who or what is taken.
        resource: Resource,
        /// The day.
        day: NaiveDate,
        /// From when it is taken, in minutes after midnight.
        from: i32,
        /// Until when, in minutes after midnight.
        until: i32,
        /// The meeting whose booking has it.
        by: String,
        /// Since when it has it.
        since: DateTime<Utc>,
    },
    /// What was to be changed has been changed by somebody else in the meantime.
    #[error(
        "{what} was changed by {who} at {} UTC, after you had read it (version {found}, not {expected})\nread it again, then decide",
        .at.format("%Y-%m-%d %H:%M:%S")
    )]
    Stale {
        /// The booking or table.
        what: String,
        /// The version that the caller had read.
        expected: u64,
        /// The version that stands.
        found: u64,
        /// Who changed it.
        who: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A meeting that has a booking was to be booked.
    #[error("meeting {meeting} is booked already\nmove its booking, or cancel it first")]
    AlreadyBooked {
        /// The meeting.
        meeting: String,
    },
    /// A meeting that has no booking was to be moved or cancelled.
    #[error("meeting {meeting} has no booking\nbook it")]
    NotBooked {
        /// The meeting.
        meeting: String,
    },
    /// The referee said no.
    #[error("{reason}")]
    Refused {
        /// Why, as the referee puts it.
        reason: String,
    },
    /// What was given makes no sense.
    #[error("{what} {reason}")]
    Invalid {
        /// What was given.
        what: String,
        /// What is wrong with it and what is wanted.
        reason: String,
    },
    /// A change that cannot be undone.
    #[error("event {event} cannot be undone: {reason}")]
    CannotUndo {
        /// The event.
        event: u64,
        /// Why not, and what can be done instead.
        reason: String,
    },
    /// There is no store.
    #[error("there is no store at {place}\nmake one with convene init, or name the right place")]
    Missing {
        /// Where.
        place: String,
    },
    /// There is something already.
    #[error(
        "there is something at {place} already; it was left as it is\nname another place, or move it away"
    )]
    Exists {
        /// Where.
        place: String,
    },
    /// Something else than a store.
    #[error("{place} is not a store of Convene's: {what}\nit was left as it is; name the right place")]
    Foreign {
        /// Where.
        place: String,
        /// What it is instead.
        what: String,
    },
    /// A store that its key does not open, or that has another than it is thought to have.
    #[error("{place} cannot be opened: {why}")]
    Locked {
        /// Where.
        place: String,
        /// Why not, and what to do about it.
        why: String,
    },
    /// A damaged store.
    #[error(
        "{place} is damaged: {what}\nit is not served; restore the last backup and keep this one for examination"
    )]
    Corrupt {
        /// Where.
        place: String,
        /// What was found.
        what: String,
    },
    /// A store of a later program.
    #[error(
        "{place} was written by a newer program (version {found} of the store, this program knows {known})\ninstall the newer program"
    )]
    Newer {
        /// Where.
        place: String,
        /// The version found.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// There is no room on the disk.
    #[error(
        "the disk that holds {place} is full; the change was not made and nothing else was lost\nfree some space, then do it again"
    )]
    Full {
        /// Where.
        place: String,
    },
    /// The disk failed.
    #[error("failed to {doing} {place}: {what}\nthe change was not made; see to the disk, then do it again")]
    Io {
        /// What was being done.
        doing: String,
        /// Where.
        place: String,
        /// What the system said.
        what: String,
    },
    /// The server does not answer.
    #[error("failed to reach {place}: {what}\nsee that the server runs and that this machine may use it")]
    Unreachable {
        /// Where.
        place: String,
        /// What the system said.
        what: String,
    },
    /// Others wrote for too long.
    #[error("{place} is busy with other changes; this one was not made\ndo it again")]
    Busy {
        /// Where.
        place: String,
    },
    /// The connection was lost at the very moment of commitment.
    #[error(
        "the connection to {place} was lost while the change was being recorded; it may or may not have been made\nlook before you do it again"
    )]
    Unknown {
        /// Where.
        place: String,
    },
    /// Anything else that the database said.
    #[error("failed to {doing} {place}: {what}")]
    Database {
        /// What was being done.
        doing: String,
        /// Where.
        place: String,
        /// What the database said.
        what: String,
    },
}

/// Returns minutes after midnight as `09:30`.
pub(super) fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Why a transaction ended before its time.
#[derive(Debug)]
pub(super) enum Failure {
    /// Do it again from the beginning: it was in the way of another, or its connection was lost before commitment.
    Again,
    /// It is for the caller.
    Told(Box<StoreError>),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Told(Box::new(error))
    }
}

/// What is passed to a referee, who sees no more than errors of the store.
impl From<Failure> for StoreError {
    fn from(failure: Failure) -> StoreError {
        match failure {
            Failure::Again => StoreError::Busy { place: "the store".to_owned() },
            Failure::Told(error) => *error,
        }
    }
}
