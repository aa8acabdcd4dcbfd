//! The dates of a meeting: when it is due, when it should be, when it may be.

use chrono::NaiveDate;

use super::{Meeting, Register};
use crate::calendar::Timescale;

/// The dates that a meeting's rules give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// The statutory date, where there is one. It may be a non-working day: the last lawful day is then the
    /// working day before.
    pub statutory: Option<NaiveDate>,
    /// The local target, or the statutory date where the authority has none.
    pub target: NaiveDate,
    /// The earliest date that the meeting's own rules allow; `None` = no such date. Notice comes on top (H02).
    pub earliest: Option<NaiveDate>,
}

/// Why a meeting has no dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDeadline {
    /// A rule counts from `from_date`, which is not given.
    #[error("its timescale counts from `from_date`, which is empty")]
    FromDate,
    /// Neither a statutory date nor a target.
    #[error("it has neither a statutory date nor a target")]
    Neither,
}

impl Deadlines {
    /// Returns the date after which lateness is counted for H02's limit: the statutory date, or the target where
    /// there is none.
    pub fn limit_from(&self) -> NaiveDate {
        self.statutory.unwrap_or(self.target)
    }
}

impl Register {
    /// Returns the dates of a meeting: those given on it, and for the rest those that its kind's rules derive.
    ///
    /// # Errors
    /// Where a rule needs a `from_date` that is not given, or no rule gives a date.
    pub fn deadlines(&self, meeting: &Meeting) -> Result<Deadlines, NoDeadline> {
        let kind = self.kind(meeting);
        let counted = |rule: Timescale| match meeting.from_date {
            Some(from) => Ok(rule.counted_from(from, &self.calendar)),
            None if rule.needs_from_date() => Err(NoDeadline::FromDate),
            None => Ok(None),
        };
        let statutory = match meeting.due {
            Some(due) => Some(due),
            None => counted(kind.statutory)?,
        };
        let target = match (meeting.target, kind.target) {
            (Some(target), _) => Some(target),
            (None, Timescale::Before(n)) => statutory.map(|date| self.calendar.before(date, n)),
            (None, rule) => counted(rule)?,
        };
        let target = target.or(statutory).ok_or(NoDeadline::Neither)?;
        let earliest = match (meeting.earliest, kind.opens) {
            (Some(earliest), _) => Some(earliest),
            (None, Timescale::Before(n)) => Some(self.calendar.before(target, n)),
            (None, rule) => counted(rule)?,
        };
        Ok(Deadlines { statutory, target, earliest })
    }
}
