//! What time it is, for the desk.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;

/// The clock of the desk: the machine's, in England's time, or a day that stands still for demonstrations.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    /// The day that it always is; `None` = the machine's.
    pub(crate) today: Option<NaiveDate>,
}

impl Clock {
    /// Returns this moment.
    pub(crate) fn now(self) -> DateTime<Utc> {
        Utc::now()
    }

    /// Returns today's date in England.
    pub(crate) fn today(self) -> NaiveDate {
        self.today.unwrap_or_else(|| self.now().with_timezone(&London).date_naive())
    }
}

/// Returns a moment as people in England read it: `26 November 2026 at 09:15`.
pub(crate) fn local(moment: DateTime<Utc>) -> String {
    moment.with_timezone(&London).format("%-d %B %Y at %H:%M").to_string()
}
