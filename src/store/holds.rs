//! Holds that run out.

use super::booking::Status;
use super::engine::{Mode, Session};
use super::error::Failure;
use super::event::moment_text;
use super::{By, Head, Store, StoreError, What, event, rows};

impl Store {
    /// Ends the holds that have run out at `by.at`, as every write does before anything else, and returns how many.
    /// Called each minute, it lets nobody see a place as kept that is free.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn end_holds(&self, by: &By<'_>) -> Result<usize, StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| Ok(end(session, by)?.1))
    }
}

/// Ends the holds that have run out: they are cancelled, what they kept is free, and one event says so. Returns
/// the head of the chain then, and how many there were.
pub(super) fn end(session: &mut dyn Session, by: &By<'_>) -> Result<(Head, usize), Failure> {
    let values = [moment_text(by.at()).into()];
    // One question, because every write asks it.
    let sql = "SELECT number, hash, (SELECT COUNT(*) FROM booking WHERE hold_until <= $1) FROM chain";
    let row = session.first(sql, &values)?.ok_or_else(event::headless)?;
    let head = Head { number: row.count(0)?, hash: row.text(1)?.to_owned() };
    if row.int(2)? == 0 {
        return Ok((head, 0));
    }
    let before = rows::stored_where(session, "hold_until <= $1", &values)?;
    let number = head.number + 1;
    let mut after = before.clone();
    for stored in &mut after {
        stored.booking.status = Status::Cancelled;
        let (booking, sequence) = (stored.booking.clone(), stored.sequence.saturating_add(1));
        *stored = rows::marked(booking, sequence, number, by);
        rows::free(session, &stored.booking.meeting)?;
        rows::write(session, stored, false)?;
    }
    let meetings: Vec<&str> = before.iter().map(|stored| stored.booking.meeting.as_str()).collect();
    let json = |bookings: &[super::Stored]| {
        rows::json_of(bookings.iter().map(|stored| (stored.booking.meeting.as_str(), Some(stored))))
    };
    let by = By { why: "the time of the hold ran out", ..*by };
    event::append(session, &by, What::HoldsEnded, &meetings, &json(&before)?, &json(&after)?)?;
    Ok((event::head(session)?, before.len()))
}
