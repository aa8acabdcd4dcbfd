//! Undoing a change: a new event that restores what stood before.

use std::collections::BTreeMap;

use super::booking::{Booking, Status, Stored};
use super::engine::{Mode, Session, odd};
use super::error::Failure;
use super::event::{EVENT_COLUMNS, event_of};
use super::register::{self, Table};
use super::rows::{self, Held};
use super::table_change::TableChange;
use super::view::{Referee, View};
use super::{By, Contents, Event, Store, StoreError, What, book, event, holds};

impl Store {
    /// Undoes what an event did to bookings or to a table of the register, by a new event that restores exactly what
    /// stood before, and returns that event's number; rows of a table that others have changed since stay as they are.
    /// Versions and the sequences of invitations go on. An undoing can be undone itself.
    ///
    /// # Errors
    /// [`StoreError::CannotUndo`] where something newer is in the way, or the event is none that can be undone;
    /// [`StoreError::Taken`] where somebody has the old place; and whatever the referee says.
    pub fn undo(&self, by: &By<'_>, event: u64, referee: Referee<'_>) -> Result<u64, StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| {
            let (before, _) = holds::end(session, by)?;
            let number = undo(session, by, event)?;
            referee(&mut View { session, before })?;
            Ok(number)
        })
    }
}

pub(super) fn undo(session: &mut dyn Session, by: &By<'_>, number: u64) -> Result<u64, Failure> {
    let no = |reason: &str| StoreError::CannotUndo { event: number, reason: reason.to_owned() };
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE number = $1");
    let row = session.first(&sql, &[number.into()])?.ok_or_else(|| no("there is no such event"))?;
    let Event { what, contents, .. } = event_of(&row)?;
    match what {
        What::Booked | What::TableReplaced | What::Undone => {}
        What::HoldsEnded => Err(no("the time of the hold ran out; hold the place anew"))?,
        What::Created
        | What::Seen
        | What::Pruned
        | What::Restored
        | What::AccountChanged
        | What::FeedChanged
        | What::OutboxChanged
        | What::SignedIn
        | What::SignedOut
        | What::Refused => {
            Err(no("it changed no booking and no table"))?;
        }
    }
    let contents = contents.ok_or_else(|| no("what stood before it has been removed, as retention wants"))?;
    match TableChange::of(&contents) {
        Some(change) => undo_table(session, by, number, &contents, &change),
        None => undo_bookings(session, by, number, &contents),
    }
}

fn undo_table(
    session: &mut dyn Session,
    by: &By<'_>,
    number: u64,
    contents: &Contents,
    change: &TableChange,
) -> Result<u64, Failure> {
    let name = &change.name;
    let now = register::table(session, name)?;
    // Where others have changed the table since, their rows stay, and those of this event must stand as it left them.
    let Some(text) = change.without(now.as_ref().map_or("", |table| table.text.as_str())) else {
        let newer = now.ok_or_else(|| odd(format!("table {name} is gone")))?;
        let what = format!("what it left in {name}");
        return Err(in_the_way(number, &what, newer.version, &newer.changed_by).into());
    };
    let about: Vec<String> = contents.subjects.iter().skip(1).cloned().collect();
    register::put(session, by, What::Undone, &Table::new(name, text, by), &about)
}

fn undo_bookings(
    session: &mut dyn Session,
    by: &By<'_>,
    number: u64,
    contents: &Contents,
) -> Result<u64, Failure> {
    let read = |json: &serde_json::Value| -> Result<BTreeMap<String, Option<Stored>>, StoreError> {
        serde_json::from_value(json.clone()).map_err(|_| odd(format!("event {number} holds no bookings")))
    };
    let (wanted, left) = (read(&contents.before)?, read(&contents.after)?);
    let next = event::head(session)?.number + 1;
    let mut now: BTreeMap<&str, Held> = BTreeMap::new();
    for meeting in left.keys() {
        let held = rows::held(session, meeting)?
            .ok_or_else(|| odd(format!("the booking of meeting {meeting} is gone")))?;
        if held.stored.version != number {
            let what = format!("the booking of meeting {meeting}");
            return Err(in_the_way(number, &what, held.stored.version, &held.stored.changed_by).into());
        }
        now.insert(meeting, held);
    }
    let mut taking: Vec<&Booking> = Vec::new();
    let mut after: BTreeMap<&str, (Stored, bool)> = BTreeMap::new();
    for (meeting, old) in &wanted {
        let held = now.get(meeting.as_str()).ok_or_else(|| odd(format!("event {number} is inconsistent")))?;
        rows::free(session, meeting)?;
        let (booking, is_undone) = match old {
            Some(old) => (old.booking.clone(), false),
            None => (held.stored.booking.clone(), true),
        };
        if let Some(old) = old
            && let Status::OnHold { until } = old.booking.status
            && until <= by.at()
        {
            let reason =
                format!("the hold of meeting {meeting} that it would bring back has run out; hold it anew");
            return Err(StoreError::CannotUndo { event: number, reason }.into());
        }
        let sequence = if is_undone {
            held.stored.sequence.saturating_add(1)
        } else {
            book::next_sequence(Some(held), &booking)
        };
        let stored = rows::marked(booking, sequence, next, by);
        taking.extend(old.as_ref().map(|old| &old.booking).filter(|b| b.status != Status::Cancelled));
        after.insert(meeting, (stored, is_undone));
    }
    rows::occupy(session, by.at(), &taking)?;
    for (stored, is_undone) in after.values() {
        rows::write(session, stored, *is_undone)?;
    }
    let meetings: Vec<&str> = wanted.keys().map(String::as_str).collect();
    let before = rows::json_of(now.iter().map(|(meeting, held)| (*meeting, held.seen())))?;
    let seen = |(stored, is_undone): &'_ (Stored, bool)| (!is_undone).then(|| stored.clone());
    let seen: BTreeMap<&str, Option<Stored>> =
        after.iter().map(|(meeting, new)| (*meeting, seen(new))).collect();
    let after = rows::json_of(seen.iter().map(|(meeting, stored)| (*meeting, stored.as_ref())))?;
    event::append(session, by, What::Undone, &meetings, &before, &after)
}

fn in_the_way(event: u64, what: &str, newer: u64, who: &str) -> StoreError {
    let reason = format!("{what} was changed since, by {who} in event {newer}; undo that first");
    StoreError::CannotUndo { event, reason }
}
