//! A message as data.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{Invitation, Kind, Role};

/// A message to one recipient about one meeting. Everything in it is a reference, a day or a time, but for the building's name in the
/// calendar file, as in every calendar of Convene's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What it is for.
    pub kind: Kind,
    /// What the recipient is to the meeting.
    pub role: Role,
    /// The recipient: of a social worker, a member of staff or a venue.
    pub recipient: String,
    /// The meeting.
    pub meeting: String,
    /// Where and when the meeting is, or was to be, as of this message.
    pub appointment: Option<Appointment>,
    /// Where and when it was to be before, of a change.
    pub before: Option<Appointment>,
    /// By when the report is to be shared, or was to be.
    pub report_due: Option<NaiveDateTime>,
    /// The day on which the meeting was held or adjourned, of what is asked for after it.
    pub held: Option<NaiveDate>,
    /// By when what is asked for was due.
    pub due: Option<NaiveDate>,
    /// The calendar file that goes with it.
    pub invitation: Option<Invitation>,
}

/// Where and when a meeting is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// When the meeting proper begins, by the clocks of England.
    pub starts: NaiveDateTime,
    /// From when the room is needed.
    pub room_from: NaiveTime,
    /// Until when.
    pub room_until: NaiveTime,
    /// The room; `None` for a meeting at home, whose address is in the file and nowhere else.
    pub room: Option<String>,
    /// The room's building.
    pub venue: Option<String>,
    /// Who chairs.
    pub chair: Option<String>,
    /// Who takes the minutes.
    pub minute_taker: Option<String>,
}
