//! Bookings as rows of the database.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;

use super::booking::{Booking, Occupation, Resource, Status, Stored};
use super::engine::{Row, Session, Value, odd};
use super::error::Failure;
use super::event::{moment_of, moment_text};
use super::{By, StoreError};

const COLUMNS: &str = "meeting, day, start_minute, end_minute, room, chair, minute_taker, households, takes, status, \
                       hold_until, sequence, version, changed_by, changed_at, extra";
/// The status of a row whose first booking was undone: it only keeps the sequence of invitations from starting anew.
pub(super) const UNDONE: &str = "undone";

/// A meeting's row: its booking, and whether that was undone, so that nobody sees it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) stored: Stored,
    pub(super) is_undone: bool,
}

impl Held {
    /// Returns the booking as others see it.
    pub(super) fn seen(&self) -> Option<&Stored> {
        (!self.is_undone).then_some(&self.stored)
    }
}

/// Returns what the store knows of a meeting's booking.
pub(super) fn held(session: &mut dyn Session, meeting: &str) -> Result<Option<Held>, Failure> {
    let row =
        session.first(&format!("SELECT {COLUMNS} FROM booking WHERE meeting = $1"), &[meeting.into()])?;
    Ok(row.as_ref().map(held_of).transpose()?)
}

/// Returns the bookings that fulfil a condition, by meeting; those that were undone are none.
pub(super) fn stored_where(
    session: &mut dyn Session,
    condition: &str,
    values: &[Value],
) -> Result<Vec<Stored>, Failure> {
    // Sorted here: SQLite would rather walk all bookings in order than sort the few that it finds by an index.
    let sql = format!("SELECT {COLUMNS} FROM booking WHERE status <> '{UNDONE}' AND {condition}");
    let rows = session.rows(&sql, values)?;
    let mut found: Vec<Stored> =
        rows.iter().map(|row| held_of(row).map(|held| held.stored)).collect::<Result<_, _>>()?;
    found.sort_by(|a, b| a.booking.meeting.cmp(&b.booking.meeting));
    Ok(found)
}

/// Writes a meeting's row, whatever stood there. Its occupations are for [`occupy`].
pub(super) fn write(session: &mut dyn Session, stored: &Stored, is_undone: bool) -> Result<(), Failure> {
    let booking = &stored.booking;
    let hold_until = match booking.status {
        Status::OnHold { until } if !is_undone => Some(moment_text(until)),
        _ => None,
    };
    let values: [Value; 16] = [
        booking.meeting.as_str().into(),
        day_text(booking.day).into(),
        booking.start_minute.into(),
        booking.end_minute.into(),
        booking.room.as_str().into(),
        booking.chair.as_str().into(),
        booking.minute_taker.clone().into(),
        serde_json::json!(booking.households).to_string().into(),
        serde_json::json!(booking.takes).to_string().into(),
        if is_undone { UNDONE } else { booking.status.word() }.into(),
        hold_until.into(),
        i64::from(stored.sequence).into(),
        stored.version.into(),
        stored.changed_by.as_str().into(),
        moment_text(stored.changed_at).into(),
        serde_json::json!(booking.extra).to_string().into(),
    ];
    let sql = format!(
        "INSERT INTO booking ({COLUMNS})
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (meeting) DO UPDATE SET day = excluded.day, start_minute = excluded.start_minute,
         end_minute = excluded.end_minute, room = excluded.room, chair = excluded.chair,
         minute_taker = excluded.minute_taker, households = excluded.households, takes = excluded.takes,
         status = excluded.status, hold_until = excluded.hold_until, sequence = excluded.sequence,
         version = excluded.version, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
         extra = excluded.extra"
    );
    session.run(&sql, &values)?;
    Ok(())
}

/// Frees what a meeting's booking takes.
pub(super) fn free(session: &mut dyn Session, meeting: &str) -> Result<(), Failure> {
    session.run("DELETE FROM occupied WHERE booking = $1", &[meeting.into()])?;
    Ok(())
}

/// Takes what bookings take, for a change at `now`, before their rows are written: who loses a race has written
/// nothing then. Where somebody has any of it the transaction is of no use any more.
///
/// Who has it is looked up first, for the message; it is the database that refuses, and where it does so after all,
/// because another program wrote without asking for the head of the chain, the whole write is done again.
pub(super) fn occupy(
    session: &mut dyn Session,
    now: DateTime<Utc>,
    bookings: &[&Booking],
) -> Result<(), Failure> {
    let mut all: Vec<(&Occupation, &Booking)> = bookings
        .iter()
        .flat_map(|&booking| booking.takes.iter().map(move |taken| (taken, booking)))
        .collect();
    // One order for everybody.
    all.sort_by(|a, b| (a.0, a.1.day, &a.1.meeting).cmp(&(b.0, b.1.day, &b.1.meeting)));
    for (taken, booking) in all {
        let (key, day) = (taken.resource.key(), day_text(booking.day));
        let values: [Value; 4] =
            [key.as_str().into(), day.as_str().into(), taken.from_minute.into(), taken.until_minute.into()];
        let occupant = session.first(
            "SELECT o.from_minute, o.until_minute, o.booking, b.changed_at
             FROM occupied o LEFT JOIN booking b ON b.meeting = o.booking
             WHERE o.resource = $1 AND o.day = $2 AND $3 < o.until_minute AND o.from_minute < $4
             ORDER BY o.from_minute LIMIT 1",
            &values,
        )?;
        if let Some(row) = occupant {
            return Err(StoreError::Taken {
                resource: taken.resource.clone(),
                day: booking.day,
                from: minute(&row, 0)?,
                until: minute(&row, 1)?,
                by: row.text(2)?.to_owned(),
                since: row.maybe_text(3)?.map_or(Ok(now), moment_of)?,
            }
            .into());
        }
        let mut values = values.to_vec();
        values.push(booking.meeting.as_str().into());
        session.run(
            "INSERT INTO occupied (resource, day, from_minute, until_minute, booking) VALUES ($1, $2, $3, $4, $5)",
            &values,
        )?;
    }
    Ok(())
}

/// Returns bookings before or after a change as JSON, by meeting.
pub(super) fn json_of<'a>(
    bookings: impl IntoIterator<Item = (&'a str, Option<&'a Stored>)>,
) -> Result<String, StoreError> {
    let bookings: BTreeMap<&str, Option<&Stored>> = bookings.into_iter().collect();
    serde_json::to_string(&bookings)
        .map_err(|error| odd(format!("a booking cannot be written as JSON: {error}")))
}

/// Returns what a booking is with the marks of the change `number` by `by`.
pub(super) fn marked(booking: Booking, sequence: u32, number: u64, by: &By<'_>) -> Stored {
    Stored { booking, sequence, version: number, changed_by: by.who.to_owned(), changed_at: by.at() }
}

/// Returns a day as the store writes it.
pub(super) fn day_text(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

fn held_of(row: &Row) -> Result<Held, StoreError> {
    let meeting = row.text(0)?.to_owned();
    let hold_until: Option<DateTime<Utc>> = row.maybe_text(10)?.map(moment_of).transpose()?;
    let word = row.text(9)?;
    let status = match (word, hold_until) {
        ("proposed", None) => Status::Proposed,
        ("confirmed", None) => Status::Confirmed,
        ("held", None) => Status::Held,
        ("cancelled" | UNDONE, None) => Status::Cancelled,
        ("on_hold", Some(until)) => Status::OnHold { until },
        _ => return Err(odd(format!("the booking of meeting {meeting} has the status {word:?}"))),
    };
    let takes: Vec<Occupation> = json(row.text(8)?, &meeting)?;
    let booking = Booking {
        day: row.text(1)?.parse().map_err(|_| odd(format!("the booking of meeting {meeting} has no day")))?,
        start_minute: minute(row, 2)?,
        end_minute: minute(row, 3)?,
        room: row.text(4)?.to_owned(),
        chair: row.text(5)?.to_owned(),
        minute_taker: row.maybe_text(6)?.map(str::to_owned),
        households: json(row.text(7)?, &meeting)?,
        status,
        takes,
        extra: json(row.text(15)?, &meeting)?,
        meeting,
    };
    let stored = Stored {
        booking,
        sequence: u32::try_from(row.int(11)?).map_err(|_| odd("a sequence is no such number".to_owned()))?,
        version: row.count(12)?,
        changed_by: row.text(13)?.to_owned(),
        changed_at: moment_of(row.text(14)?)?,
    };
    Ok(Held { stored, is_undone: word == UNDONE })
}

fn minute(row: &Row, column: usize) -> Result<i32, StoreError> {
    i32::try_from(row.int(column)?).map_err(|_| odd("a minute lies outside its day".to_owned()))
}

fn json<T: DeserializeOwned>(text: &str, meeting: &str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| odd(format!("the booking of meeting {meeting} cannot be read: {error}")))
}

/// Returns every occupation that the store knows, with its day and its meeting.
pub(super) fn occupations(
    session: &mut dyn Session,
) -> Result<Vec<(Occupation, NaiveDate, String)>, Failure> {
    let rows = session.rows(
        "SELECT resource, day, from_minute, until_minute, booking FROM occupied ORDER BY resource, day, from_minute",
        &[],
    )?;
    let occupation = |row: &Row| -> Result<_, StoreError> {
        let key = row.text(0)?;
        let resource = Resource::from_key(key).ok_or_else(|| odd(format!("{key:?} is no resource")))?;
        let day = row.text(1)?.parse().map_err(|_| odd("an occupation has no day".to_owned()))?;
        let taken = Occupation { resource, from_minute: minute(row, 2)?, until_minute: minute(row, 3)? };
        Ok((taken, day, row.text(4)?.to_owned()))
    };
    Ok(rows.iter().map(occupation).collect::<Result<_, _>>()?)
}
