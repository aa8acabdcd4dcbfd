//! Kinds of message, and to whom they go.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a message is for. Its word is also the name of its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody is needed at a meeting.
    Invitation,
    /// A meeting at which somebody is needed takes place at another time, elsewhere or with another chair.
    Change,
    /// Somebody is not needed any more: the meeting does not take place then, or somebody else is needed in their place.
    Cancellation,
    /// A room is needed.
    RoomNeeded,
    /// A room is needed at another time, or another room of the same building.
    RoomChanged,
    /// A room is not needed any more.
    RoomFree,
    /// A meeting is near.
    Reminder,
    /// Nothing says that the report for a meeting was shared.
    ReportMissing,
    /// A decision sheet has not been sent in time.
    SheetOverdue,
    /// Minutes have not been distributed in time.
    MinutesOverdue,
}

impl Kind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Kind; 10] = [
        Kind::Invitation,
        Kind::Change,
        Kind::Cancellation,
        Kind::RoomNeeded,
        Kind::RoomChanged,
        Kind::RoomFree,
        Kind::Reminder,
        Kind::ReportMissing,
        Kind::SheetOverdue,
        Kind::MinutesOverdue,
    ];

    /// Returns the word for it in files and in the store: `room_needed`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Invitation => "invitation",
            Kind::Change => "change",
            Kind::Cancellation => "cancellation",
            Kind::RoomNeeded => "room_needed",
            Kind::RoomChanged => "room_changed",
            Kind::RoomFree => "room_free",
            Kind::Reminder => "reminder",
            Kind::ReportMissing => "report_missing",
            Kind::SheetOverdue => "sheet_overdue",
            Kind::MinutesOverdue => "minutes_overdue",
        }
    }

    /// Returns the kind of a word, `None` where it is none.
    pub fn of(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns it as people read it: `room needed`.
    pub fn title(self) -> String {
        self.word().replace('_', " ")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title())
    }
}

/// What whoever gets a message is to the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The household's social worker.
    SocialWorker,
    /// Who chairs, or was to.
    Chair,
    /// Who takes the minutes, or was to.
    MinuteTaker,
    /// The building whose room it is.
    Venue,
}

impl Role {
    /// Returns the word for it in the store: `social_worker`.
    pub fn word(self) -> &'static str {
        match self {
            Role::SocialWorker => "social_worker",
            Role::Chair => "chair",
            Role::MinuteTaker => "minute_taker",
            Role::Venue => "venue",
        }
    }
}
