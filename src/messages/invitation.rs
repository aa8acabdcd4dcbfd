//! A meeting's invitation, or its cancellation, as a calendar file (iTIP, RFC 5546).
//!
//! A meeting has one UID for life, the one of the published calendars, and a sequence that never falls, so that a calendar knows a moved
//! or cancelled meeting again. Times are in UTC, so that no reader needs a time zone's rules. The file says when and in which building,
//! and nothing of what or whom the meeting is about: calendars are synchronised to telephones and seen over shoulders.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use icalendar::{Calendar, Class, Component, EventLike, EventStatus, Property};
use serde::{Deserialize, Serialize};

use crate::report::{refold, utc};

/// What a calendar file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// By what calendars know the meeting.
    pub uid: String,
    /// By what calendars know whose meeting it is: `mailto:` and nobody, of a domain that no mail reaches.
    pub organizer: String,
    /// The meeting's reference.
    pub reference: String,
    /// When it begins, by the clocks of England.
    pub starts: NaiveDateTime,
    /// How long the meeting proper takes, in minutes.
    pub minutes: i32,
    /// The building, not the room: it may still change, and people ask at the reception.
    pub building: String,
    /// How often what an invitation says has changed (RFC 5545 `SEQUENCE`).
    pub sequence: u32,
    /// How firm it is.
    pub standing: Standing,
}

/// How firm a meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may still change.
    Tentative,
    /// It takes place.
    Confirmed,
    /// It does not take place then, or whoever is told is not needed.
    Cancelled,
}

/// Whose addresses stand in a file that is sent by mail: mail programs want both (RFC 6047). Each recipient's file names that one alone.
#[derive(Debug, Clone, Copy)]
pub struct Parties<'a> {
    /// The address that the mail is from.
    pub organizer: &'a str,
    /// The address that it goes to.
    pub attendee: &'a str,
}

impl Invitation {
    /// Returns the iTIP method of the file.
    pub fn method(&self) -> &'static str {
        if self.standing == Standing::Cancelled { "CANCEL" } else { "REQUEST" }
    }

    /// Returns the file as made at a moment; without parties it names no attendee, and whoever sends it chooses whom to.
    pub fn text(&self, at: DateTime<Utc>, parties: Option<&Parties<'_>>) -> String {
        let starts = utc(self.starts);
        let status = match self.standing {
            Standing::Tentative => EventStatus::Tentative,
            Standing::Confirmed => EventStatus::Confirmed,
            Standing::Cancelled => EventStatus::Cancelled,
        };
        let organizer =
            parties.map_or_else(|| self.organizer.clone(), |one| format!("mailto:{}", one.organizer));
        let mut event = icalendar::Event::new();
        event
            .uid(&self.uid)
            .sequence(self.sequence)
            .timestamp(at)
            .starts(starts)
            .ends(starts + Duration::minutes(i64::from(self.minutes)))
            .summary(&format!("Conference {}", self.reference))
            .location(&self.building)
            .status(status)
            .class(Class::Confidential)
            .add_property("ORGANIZER", &organizer)
            .add_property(
                "TRANSP",
                if self.standing == Standing::Cancelled { "TRANSPARENT" } else { "OPAQUE" },
            );
        if let Some(parties) = parties {
            let mut attendee = Property::new("ATTENDEE", format!("mailto:{}", parties.attendee));
            // The desk reads no answers: who cannot come tells it.
            attendee.add_parameter("RSVP", "FALSE");
            event.append_property(attendee.done());
        }
        let mut calendar = Calendar::empty();
        calendar
            .append_property(Property::new("VERSION", "2.0"))
            .append_property(Property::new("PRODID", "-//Convene//Convene//EN"))
            .append_property(Property::new("CALSCALE", "GREGORIAN"))
            .append_property(Property::new("METHOD", self.method()));
        calendar.push(event.done());
        refold(&calendar.to_string())
    }
}
