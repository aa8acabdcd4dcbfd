//! What a referee sees inside a write: the store as it will stand.

use chrono::NaiveDate;

use super::engine::Session;
use super::register::Tables;
use super::{By, Head, Letter, Status, StoreError, Stored, event, outbox, register, rows};

/// Judges a write before it is committed. It sees the bookings as they will stand, while nobody else can write, and
/// refuses with [`StoreError::Refused`]. It may be asked more than once for one write, and must not write to the
/// store itself: it would wait for its own write. What people must be told of the write it queues in the view.
pub type Referee<'a> = &'a dyn Fn(&mut View<'_>) -> Result<(), StoreError>;

/// The referee who lets everything pass.
///
/// # Errors
/// Never.
pub fn no_referee(_: &mut View<'_>) -> Result<(), StoreError> {
    Ok(())
}

/// The store inside a write, after its changes.
pub struct View<'a> {
    pub(super) session: &'a mut dyn Session,
    pub(super) before: Head,
}

impl View<'_> {
    /// Returns the last event before this write: a plan in memory that has followed the store so far knows all but
    /// the changes themselves.
    pub fn head_before(&self) -> &Head {
        &self.before
    }

    /// Returns every booking that is not cancelled, by meeting. Holds that have run out are cancelled.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn bookings(&mut self) -> Result<Vec<Stored>, StoreError> {
        Ok(rows::stored_where(self.session, "status <> 'cancelled'", &[])?)
    }

    /// Returns the bookings of one day that are not cancelled, by meeting.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn on(&mut self, day: NaiveDate) -> Result<Vec<Stored>, StoreError> {
        let values = [rows::day_text(day).into()];
        Ok(rows::stored_where(self.session, "status <> 'cancelled' AND day = $1", &values)?)
    }

    /// Returns the register.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn tables(&mut self) -> Result<Tables, StoreError> {
        Ok(register::tables(self.session)?)
    }

    /// Returns the last event so far, those of this write among them.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn head(&mut self) -> Result<Head, StoreError> {
        Ok(event::head(self.session)?)
    }

    /// Returns what the store knows of a meeting's booking; one that is cancelled, or was undone, as cancelled.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn booking(&mut self, meeting: &str) -> Result<Option<Stored>, StoreError> {
        let held = rows::held(self.session, meeting)?;
        Ok(held.map(|held| {
            let mut stored = held.stored;
            if held.is_undone {
                stored.booking.status = Status::Cancelled;
            }
            stored
        }))
    }

    /// Queues messages with this write: they are there when it is, and otherwise never were. Returns how many are new.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn queue(&mut self, by: &By<'_>, letters: &[Letter]) -> Result<u64, StoreError> {
        let event = event::head(self.session)?.number;
        Ok(outbox::queue(self.session, by.at(), event, letters)?)
    }

    /// Takes back the messages of events from `first` to `last` of which nothing has been sent yet, and returns the recipient and the meeting
    /// of each.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn withdraw(
        &mut self,
        by: &By<'_>,
        first: u64,
        last: u64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        Ok(outbox::withdraw(self.session, by.at(), first, last)?)
    }
}
