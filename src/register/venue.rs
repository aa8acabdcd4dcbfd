//! Venues and their rooms.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{PlaceIdx, Reference, RoomIdx, Stretch, VenueIdx};
use crate::calendar::Span;

/// Features that rules and reports know by name; others are free words.
pub mod feature {
    /// A room to which a child or a parent can withdraw.
    pub const WITHDRAWAL_ROOM: &str = "withdrawal_room";
    /// A venue that families find bearable.
    pub const FAMILY_FRIENDLY: &str = "family_friendly";
    /// The built-in words, for messages.
    pub const BUILT_IN: [&str; 7] = [
        "step_free",
        WITHDRAWAL_ROOM,
        "separate_waiting",
        FAMILY_FRIENDLY,
        "hearing_loop",
        "creche",
        "video",
    ];
}

/// What a venue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum VenueKind {
    DistrictOffice,
    ChildrensCentre,
    CapssCentre,
    School,
    FamilyCentre,
    Other,
    /// No place and no district: a person stays where they were for it.
    Online,
}

/// A building in which meetings are held, or the online venue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// Its reference.
    pub reference: Reference,
    /// Its name, empty where none is given.
    pub name: String,
    /// Where it is; `None` exactly for an online venue.
    pub place: Option<PlaceIdx>,
    /// What it is.
    pub kind: VenueKind,
    /// Its hours on the days it opens; `None` = the office hours.
    pub opens: Option<i32>,
    /// When it closes, in minutes since midnight; `None` = the office hours.
    pub closes: Option<i32>,
    /// The weekdays on which it opens.
    pub weekdays: Vec<Weekday>,
    /// First date of use.
    pub from: Option<NaiveDate>,
    /// Last date of use: a venue that has closed keeps its row.
    pub until: Option<NaiveDate>,
    /// What it offers.
    pub features: Vec<String>,
}

/// A room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Its reference.
    pub reference: Reference,
    /// The venue it is in.
    pub venue: VenueIdx,
    /// People it holds.
    pub capacity: u32,
    /// What it offers beyond its venue.
    pub features: Vec<String>,
}

/// A stretch of time in which a venue or one of its rooms cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The venue.
    pub venue: VenueIdx,
    /// The room; `None` = the whole venue.
    pub room: Option<RoomIdx>,
    /// When.
    pub when: Stretch,
    /// Why, empty where none is given.
    pub reason: String,
}

impl Venue {
    /// Whether it has no place.
    pub fn is_online(&self) -> bool {
        self.kind == VenueKind::Online
    }

    /// Returns its hours on `date`, or `None` where it does not open: another weekday, or outside its dates.
    /// Holidays and closures are not considered.
    pub fn hours_on(&self, date: NaiveDate, office_hours: Span) -> Option<Span> {
        use chrono::Datelike;
        let in_use =
            self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until);
        let span =
            Span::new(self.opens.unwrap_or(office_hours.from), self.closes.unwrap_or(office_hours.until));
        (in_use && self.weekdays.contains(&date.weekday())).then_some(span)
    }
}
