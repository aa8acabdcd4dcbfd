//! What calls say and are told of places and bookings: references only, no names of people.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::calendar::{Clock, parse_clock, parse_date};
use crate::check::Score;
use crate::desk::{Changed, State as Plan};
use crate::explain::{Cost, Place};
use crate::plan::Told;
use crate::register::{Booking, MeetingIdx, Register};
use crate::rules::Breach;
use crate::serve::late::{late, stands_late};
use crate::serve::place::PlaceFields;
use crate::serve::tables::judge::Broken;
use crate::store::Status;
use crate::suggest::{Move, Suggestion};

/// A day as calls say it, `2012-04-18`, within centuries in which working days can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Day, D::Error> {
        let text = String::deserialize(given)?;
        let day = parse_date(&text).filter(|day| (1900..2200).contains(&chrono::Datelike::year(day)));
        day.map(Day).ok_or_else(|| {
            serde::de::Error::custom(format!("date is {text:?}; wanted one such as 2012-04-18"))
        })
    }
}

/// A time of day as calls say it, `09:30`, up to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) Clock);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Time, D::Error> {
        let text = String::deserialize(given)?;
        let clock = parse_clock(&text);
        clock
            .map(Time)
            .ok_or_else(|| serde::de::Error::custom(format!("time is {text:?}; wanted one such as 09:30")))
    }
}

/// A place in the calendar.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceGiven {
    /// The day.
    #[schema(value_type = String, format = Date, example = "2012-04-18")]
    date: Day,
    /// When the meeting proper begins.
    #[schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    start: Time,
    /// Who chairs.
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$", example = "IRO1")]
    chair: String,
    /// The room, or `home`.
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$", example = "PRE-1")]
    room: String,
    /// Who takes the minutes, where the kind of meeting needs somebody.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{1,40}$", example = "MT1")]
    minute_taker: Option<String>,
    /// The venue, which the room says already: a place may be sent back as it was given.
    #[serde(default, rename = "venue")]
    _venue: Option<String>,
}

impl PlaceGiven {
    /// Returns the place that it means, or everything that is wrong with it.
    pub(crate) fn place(&self, plan: &Plan) -> Result<Place, Vec<String>> {
        self.fields().place(plan)
    }

    /// Returns it as forms say it.
    pub(crate) fn fields(&self) -> PlaceFields {
        PlaceFields {
            date: self.date.0.to_string(),
            start: self.start.0.to_string(),
            chair: self.chair.clone(),
            room: self.room.clone(),
            minute_taker: self.minute_taker.clone().unwrap_or_default(),
        }
    }
}

/// A place in the calendar.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PlaceShown {
    /// The day.
    #[schema(value_type = String, format = Date)]
    date: NaiveDate,
    /// When the meeting proper begins.
    start: String,
    /// Who chairs.
    chair: Option<String>,
    /// The room, or `home`.
    room: Option<String>,
    /// The venue of the room.
    venue: Option<String>,
    /// Who takes the minutes.
    minute_taker: Option<String>,
}

impl PlaceShown {
    /// Returns where a booking is.
    pub(crate) fn of(register: &Register, booking: &Booking) -> PlaceShown {
        let fields = PlaceFields::of(register, booking);
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        PlaceShown {
            date: booking.date(),
            start: fields.start,
            chair: given(fields.chair),
            room: given(fields.room),
            venue: booking.venue(register).map(|at| register.venues[at.at()].reference.to_string()),
            minute_taker: given(fields.minute_taker),
        }
    }
}

/// A booking that stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BookingShown {
    place: PlaceShown,
    /// `confirmed`, `proposed`, `hold`, or `held`: the meeting took place.
    #[schema(example = "confirmed")]
    status: String,
    /// Until when a hold keeps the place free.
    #[schema(format = DateTime)]
    until: Option<String>,
    /// Working days by which it is past the date by law; 0 = in time, or it is not to be mended any more.
    late: u32,
    /// The version, which a change names in `If-Match`.
    version: u64,
    /// How often what an invitation says has changed (RFC 5545 `SEQUENCE`).
    sequence: u32,
    /// Who last changed it.
    changed_by: Option<String>,
    /// When it was last changed.
    #[schema(format = DateTime)]
    changed_at: Option<String>,
}

impl BookingShown {
    /// Returns the booking of a meeting, `None` where none stands.
    pub(crate) fn of(plan: &Plan, meeting: MeetingIdx) -> Option<BookingShown> {
        let booking = plan.booking(meeting)?;
        let stored = plan.stored(meeting);
        let (status, until) = match stored.map(|stored| stored.booking.status) {
            Some(Status::OnHold { until }) => ("hold", Some(moment(until))),
            _ => (booking.status.word(), None),
        };
        Some(BookingShown {
            place: PlaceShown::of(&plan.register, booking),
            status: status.to_owned(),
            until,
            late: stands_late(&plan.register, booking).map_or(0, |late| late.days),
            version: plan.version(meeting),
            sequence: booking.sequence(),
            changed_by: stored.map(|stored| stored.changed_by.clone()),
            changed_at: stored.map(|stored| moment(stored.changed_at)),
        })
    }
}

/// Returns a moment as calls are told it: `2012-04-16T09:30:00Z`.
pub(crate) fn moment(moment: chrono::DateTime<chrono::Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// A hard rule that is broken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BreachShown {
    /// The rule.
    #[schema(example = "H06")]
    code: String,
    /// The meetings concerned.
    meetings: Vec<String>,
    /// What is wrong: which meeting, what stands, what the rule wants.
    message: String,
}

impl From<&Broken> for BreachShown {
    fn from(broken: &Broken) -> BreachShown {
        BreachShown {
            code: broken.code.to_owned(),
            meetings: broken.meetings.clone(),
            message: broken.message.clone(),
        }
    }
}

/// Returns breaches by reference.
pub(crate) fn breaches(register: &Register, breaches: &[Breach]) -> Vec<BreachShown> {
    let reference = |meeting: &MeetingIdx| {
        let row = register.meetings.get(meeting.at());
        row.map_or_else(String::new, |row| row.reference.to_string())
    };
    let shown = |breach: &Breach| BreachShown {
        code: breach.code.to_owned(),
        meetings: breach.meetings.iter().map(reference).collect(),
        message: breach.message.clone(),
    };
    breaches.iter().map(shown).collect()
}

/// A difference of cost, part by part.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CostShown {
    /// Children × working days past the date by law.
    late: i64,
    /// Minutes of cost.
    minutes: i64,
    /// What the minutes are made of: the parts that differ.
    parts: Vec<PartShown>,
    /// The parts in words, the largest first.
    words: Vec<String>,
}

/// A part of a difference of cost.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PartShown {
    /// Which.
    #[schema(example = "travel_family")]
    key: String,
    /// What was counted, before its weight.
    amount: i64,
    /// Minutes of cost.
    minutes: i64,
}

impl From<(u64, u64)> for EventsShown {
    fn from((first, last): (u64, u64)) -> EventsShown {
        EventsShown { first, last }
    }
}

impl CostShown {
    /// Returns what a difference comes to.
    pub(crate) fn of(difference: &Score) -> CostShown {
        let cost = Cost::of(difference);
        let part = |part: &crate::check::ScorePart| PartShown {
            key: part.key.to_owned(),
            amount: part.amount,
            minutes: part.minutes,
        };
        CostShown {
            late: cost.late,
            minutes: cost.minutes,
            parts: cost.parts.iter().map(part).collect(),
            words: cost.words(),
        }
    }
}

/// Somebody who must be told, and what.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ToldShown {
    /// What they are to the meeting.
    #[schema(example = "social worker")]
    role: String,
    /// Who: of the household, the social worker, the person or the venue; for attendees, of the meeting.
    reference: String,
    /// What they are told.
    message: String,
}

/// Returns who must be told.
pub(crate) fn told(told: &[Told]) -> Vec<ToldShown> {
    let shown = |told: &Told| ToldShown {
        role: told.role.word().to_owned(),
        reference: told.reference.to_string(),
        message: told.message.clone(),
    };
    told.iter().map(shown).collect()
}

/// A place that a meeting could have.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestionShown {
    place: PlaceShown,
    /// Whether the meeting is booked there already.
    stands: bool,
    /// Working days by which it is past the date by law; 0 = in time, or no law sets the meeting a date.
    late: u32,
    /// Why it is good, and what is not.
    reasons: Vec<String>,
    /// What it costs, against the meeting having no booking.
    difference: CostShown,
    /// Minutes of cost for the moves; no part of the difference.
    moving_minutes: i64,
    /// What other bookings move for it: send them along when it is booked.
    moves: Vec<MoveShown>,
    /// Who must be told about the meeting itself.
    told: Vec<ToldShown>,
}

/// Another meeting's booking that moves.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MoveShown {
    /// The meeting.
    meeting: String,
    /// The version of its booking that stands.
    version: u64,
    from: PlaceShown,
    to: PlaceShown,
    /// Who must be told.
    told: Vec<ToldShown>,
}

impl SuggestionShown {
    /// Returns a suggestion by reference.
    pub(crate) fn of(plan: &Plan, suggestion: &Suggestion) -> SuggestionShown {
        let register = &plan.register;
        let moved = |moved: &Move| MoveShown {
            meeting: register.meeting(moved.to.meeting).reference.to_string(),
            version: plan.version(moved.to.meeting),
            from: PlaceShown::of(register, &moved.from),
            to: PlaceShown::of(register, &moved.to),
            told: told(&moved.told),
        };
        SuggestionShown {
            place: PlaceShown::of(register, &suggestion.booking),
            stands: suggestion.stands,
            late: late(register, suggestion.booking.meeting, suggestion.booking.date())
                .map_or(0, |late| late.days),
            reasons: suggestion.reasons.clone(),
            difference: CostShown::of(&suggestion.difference),
            moving_minutes: suggestion.moving_minutes,
            moves: suggestion.moves.iter().map(moved).collect(),
            told: told(&suggestion.told),
        }
    }
}

/// The events of what was done: what an undoing names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct EventsShown {
    /// The first.
    pub(crate) first: u64,
    /// The last.
    pub(crate) last: u64,
}

/// A booking before and after what was done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ChangedShown {
    /// The meeting.
    meeting: String,
    /// Where it was booked before.
    before: Option<PlaceShown>,
    /// Where it is booked since.
    after: Option<PlaceShown>,
    /// Who must be told, and what.
    told: Vec<ToldShown>,
}

/// Returns what was done, by meeting.
pub(crate) fn changed(plan: &Plan, changed: &[Changed]) -> Vec<ChangedShown> {
    let register = &plan.register;
    let shown = |one: &Changed| ChangedShown {
        meeting: register.meeting(one.meeting).reference.to_string(),
        before: one.before.as_ref().map(|booking| PlaceShown::of(register, booking)),
        after: one.after.as_ref().map(|booking| PlaceShown::of(register, booking)),
        told: told(&one.told),
    };
    changed.iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_the_registers() {
        let day = |text: &str| {
            serde_json::from_value::<Day>(serde_json::json!(text)).ok().map(|day| day.0.to_string())
        };
        assert_eq!(day("2012-04-18").as_deref(), Some("2012-04-18"));
        for wrong in ["", "18/04/2012", "2012-02-30", "0001-01-01", "9999-12-31", "+2012-04-18", "2012-4-18"]
        {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        let time =
            |text: &str| serde_json::from_value::<Time>(serde_json::json!(text)).ok().map(|time| time.0.0);
        assert_eq!((time("09:30"), time("24:00")), (Some(570), Some(1440)));
        for wrong in ["", "9:30", "24:01", "12:60", "-1:00"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_member_that_is_unknown_is_refused() {
        let place =
            serde_json::json!({ "date": "2012-04-18", "start": "10:00", "chair": "IRO1", "room": "PRE-1" });
        assert!(serde_json::from_value::<PlaceGiven>(place.clone()).is_ok());
        let mut more = place;
        more["minutes"] = serde_json::json!("MT1");
        assert!(serde_json::from_value::<PlaceGiven>(more).is_err());
    }
}
