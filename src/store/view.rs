//! What a referee sees inside a write: the store as it will stand.

use chrono::NaiveDate;

use super::engine::Session;
use super::register::Tables;
use super::{Head, StoreError, Stored, event, register, rows};

/// Judges a write before it is committed. It sees the bookings as they will stand, while nobody else can write, and
/// refuses with [`StoreError::Refused`]. It may be asked more than once for one write, and must not write to the
/// store itself: it would wait for its own write.
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
}
