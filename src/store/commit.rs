//! Changes of the register and of bookings in one write: all of them or none.

use super::booking::{Change, Stored};
use super::engine::Mode;
use super::register::{Replacement, replace};
use super::view::{Referee, View};
use super::{By, Store, StoreError, book, event, holds, undo};

/// What a write has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The number of its first event. Its events follow one another: a table each, in order of their names, then the bookings.
    pub first: u64,
    /// The number of its last event.
    pub last: u64,
    /// The bookings as they stand, in the order of the changes.
    pub bookings: Vec<Stored>,
}

impl Store {
    /// Replaces files of the register and makes changes of bookings, all of it or nothing. `referee` judges it last.
    ///
    /// # Errors
    /// Those of [`Store::replace_table`] and [`Store::book`]; [`StoreError::Invalid`] where nothing is to be done.
    pub fn commit(
        &self,
        by: &By<'_>,
        tables: &[Replacement],
        changes: &[Change],
        referee: Referee<'_>,
    ) -> Result<Committed, StoreError> {
        by.check()?;
        if tables.is_empty() || !changes.is_empty() {
            book::check(changes, by)?;
        }
        let mut tables: Vec<Replacement> =
            tables.iter().map(Replacement::settled).collect::<Result<_, StoreError>>()?;
        tables.sort_by(|a, b| a.name.cmp(&b.name));
        self.engine.transact(Mode::Write, |session| {
            let (before, _) = holds::end(session, by)?;
            for table in &tables {
                replace(session, by, table)?;
            }
            let bookings = match changes {
                [] => Vec::new(),
                changes => {
                    let head = event::head(session)?;
                    book::make(session, by, changes, &head)?
                }
            };
            let last = event::head(session)?.number;
            let first = before.number + 1;
            referee(&mut View { session, before })?;
            Ok(Committed { first, last, bookings })
        })
    }

    /// Undoes the events from `first` to `last`, the last first, all of them or none, and returns the number of the last event
    /// of the undoing.
    ///
    /// # Errors
    /// Those of [`Store::undo`].
    pub fn undo_all(
        &self,
        by: &By<'_>,
        first: u64,
        last: u64,
        referee: Referee<'_>,
    ) -> Result<u64, StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| {
            let (before, _) = holds::end(session, by)?;
            let mut number = before.number;
            for event in (first..=last).rev() {
                number = undo::undo(session, by, event)?;
            }
            referee(&mut View { session, before })?;
            Ok(number)
        })
    }
}
