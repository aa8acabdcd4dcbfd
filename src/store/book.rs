//! Booking, moving and cancelling: several changes at once, all or none.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::booking::{Booking, Change, Status, Stored};
use super::engine::{Mode, Session};
use super::error::Failure;
use super::rows::{self, Held};
use super::view::{Referee, View};
use super::{By, Head, Occupation, Store, StoreError, What, event, holds};

impl Store {
    /// Makes changes of bookings, all of them or none, and returns the bookings as they stand, in the order of the
    /// changes. `referee` judges them last.
    ///
    /// Two bookings may change places in one call: everything that the changes give up is free for all of them.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where somebody was first, [`StoreError::Stale`] where a booking is not the one that the
    /// caller had read, and whatever the referee says.
    pub fn book(
        &self,
        by: &By<'_>,
        changes: &[Change],
        referee: Referee<'_>,
    ) -> Result<Vec<Stored>, StoreError> {
        by.check()?;
        check(changes, by)?;
        self.engine.transact(Mode::Write, |session| {
            let (before, _) = holds::end(session, by)?;
            let after = make(session, by, changes, &before)?;
            referee(&mut View { session, before })?;
            Ok(after)
        })
    }

    /// Returns the bookings that the store holds, the cancelled ones among them, by meeting. A hold may have run out
    /// since the last write: [`Booking::stands`].
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn bookings(&self) -> Result<Vec<Stored>, StoreError> {
        self.engine.transact(Mode::Read, |session| rows::stored_where(session, "1 = 1", &[]))
    }

    /// Returns the bookings of days from `first` to `last`, both included, by meeting.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn bookings_between(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<Stored>, StoreError> {
        let values = [rows::day_text(first).into(), rows::day_text(last).into()];
        self.engine
            .transact(Mode::Read, |session| rows::stored_where(session, "day BETWEEN $1 AND $2", &values))
    }

    /// Returns a meeting's booking, a cancelled one too, or `None` where it has none.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn booking(&self, meeting: &str) -> Result<Option<Stored>, StoreError> {
        self.engine.transact(Mode::Read, |session| {
            Ok(rows::held(session, meeting)?.and_then(|held| held.seen().cloned()))
        })
    }

    /// Returns every stretch that is taken, with its day and the meeting that takes it, by resource, day and minute.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn occupations(&self) -> Result<Vec<(Occupation, NaiveDate, String)>, StoreError> {
        self.engine.transact(Mode::Read, rows::occupations)
    }
}

/// Checks what can be checked without the store.
pub(super) fn check(changes: &[Change], by: &By<'_>) -> Result<(), StoreError> {
    if changes.is_empty() {
        let reason = "are empty; wanted one at least".to_owned();
        return Err(StoreError::Invalid { what: "the changes".to_owned(), reason });
    }
    let mut meetings = BTreeSet::new();
    for change in changes {
        if !meetings.insert(change.meeting()) {
            let what = format!("meeting {}", change.meeting());
            return Err(StoreError::Invalid { what, reason: "is changed twice at once".to_owned() });
        }
        if let Change::Book(booking) | Change::Alter { booking, .. } = change {
            booking.check(by.at())?;
        }
    }
    Ok(())
}

/// Makes changes and appends their event, the one after `head`.
pub(super) fn make(
    session: &mut dyn Session,
    by: &By<'_>,
    changes: &[Change],
    head: &Head,
) -> Result<Vec<Stored>, Failure> {
    let number = head.number + 1;
    let mut before: Vec<Option<Held>> = Vec::with_capacity(changes.len());
    let mut after: Vec<Stored> = Vec::with_capacity(changes.len());
    for change in changes {
        let held = rows::held(session, change.meeting())?;
        let booking = changed(change, held.as_ref())?;
        let sequence = next_sequence(held.as_ref(), &booking);
        after.push(rows::marked(booking, sequence, number, by));
        before.push(held);
    }
    for change in changes.iter().zip(&before).filter_map(|(change, held)| held.as_ref().map(|_| change)) {
        rows::free(session, change.meeting())?;
    }
    let taking: Vec<&Booking> =
        after.iter().map(|stored| &stored.booking).filter(|b| b.status != Status::Cancelled).collect();
    rows::occupy(session, by.at(), &taking)?;
    for stored in &after {
        rows::write(session, stored, false)?;
    }
    let meetings: Vec<&str> = changes.iter().map(Change::meeting).collect();
    let seen = |held: &'_ Option<Held>| held.as_ref().and_then(Held::seen).cloned();
    let seen: Vec<Option<Stored>> = before.iter().map(seen).collect();
    let old = rows::json_of(meetings.iter().copied().zip(seen.iter().map(Option::as_ref)))?;
    let new = rows::json_of(meetings.iter().copied().zip(after.iter().map(Some)))?;
    event::append(session, by, What::Booked, &meetings, &old, &new)?;
    Ok(after)
}

/// Returns the booking that a change makes of what stands.
fn changed(change: &Change, held: Option<&Held>) -> Result<Booking, StoreError> {
    let seen = held.and_then(Held::seen);
    let standing = seen.filter(|stored| stored.booking.status != Status::Cancelled);
    let meeting = change.meeting().to_owned();
    match change {
        Change::Book(_) if standing.is_some() => Err(StoreError::AlreadyBooked { meeting }),
        Change::Book(booking) => Ok(booking.settled()),
        Change::Alter { booking, expected } => {
            expect(*expected, &meeting, seen)?;
            standing.ok_or(StoreError::NotBooked { meeting })?;
            Ok(booking.settled())
        }
        Change::Cancel { expected, .. } => {
            expect(*expected, &meeting, seen)?;
            let standing = standing.ok_or(StoreError::NotBooked { meeting })?;
            Ok(Booking { status: Status::Cancelled, ..standing.booking.clone() })
        }
    }
}

/// Refuses a change of a booking that is not the one that was read.
fn expect(expected: u64, meeting: &str, seen: Option<&Stored>) -> Result<(), StoreError> {
    match seen {
        Some(stored) if stored.version != expected => Err(StoreError::Stale {
            what: format!("the booking of meeting {meeting}"),
            expected,
            found: stored.version,
            who: stored.changed_by.clone(),
            at: stored.changed_at,
        }),
        _ => Ok(()),
    }
}

/// Returns the sequence of the invitation to `booking`, after what stood or was undone.
pub(super) fn next_sequence(held: Option<&Held>, booking: &Booking) -> u32 {
    match held {
        None => 0,
        Some(held) if held.is_undone || booking.invites_otherwise(&held.stored.booking) => {
            held.stored.sequence.saturating_add(1)
        }
        Some(held) => held.stored.sequence,
    }
}
