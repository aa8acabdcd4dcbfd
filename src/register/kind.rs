//! Kinds of meeting.

use super::Reference;
use crate::calendar::Timescale;

/// A kind of meeting and its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name, such as `initial_conference`.
    pub name: Reference,
    /// Length of the meeting proper, in minutes.
    pub minutes: i32,
    /// Minutes for which chair and room are taken before it (meeting the parents).
    pub before: i32,
    /// Minutes for which they are taken after it (decision sheet, parents' questions).
    pub after: i32,
    /// Whether it needs a minute taker.
    pub minute_taker: bool,
    /// Working days between today and the earliest day it may be booked.
    pub notice_days: u32,
    /// The statutory date, counted from the meeting's `from_date`.
    pub statutory: Timescale,
    /// The local target; [`Timescale::None`] means the statutory date.
    pub target: Timescale,
    /// The earliest date it may be booked; [`Timescale::Today`] means no such date.
    pub opens: Timescale,
    /// Whether it may be held at the household's home.
    pub at_home: bool,
    /// Whether the family attends.
    pub family: bool,
    /// Whether the family should keep its chair.
    pub continuity: bool,
    /// Minutes of cost for each child and working day past the target.
    pub urgency: i64,
}

impl Kind {
    /// Returns the name in words for people to read: `initial conference`, `CLA review`.
    pub fn title(&self) -> String {
        let words: Vec<&str> = self.name.as_str().split('_').collect();
        words
            .iter()
            .map(|&word| if word == "cla" { "CLA" } else { word })
            .collect::<Vec<_>>()
            .join(" ")
            .replace("pre birth", "pre-birth")
            .replace("transfer in", "transfer-in")
    }

    /// Whether the kind opens on a date of its own, so that a booking can be too early (S3 `early`).
    pub fn has_opening_date(&self) -> bool {
        !matches!(self.opens, Timescale::Today | Timescale::None)
    }
}
