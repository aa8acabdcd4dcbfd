//! Days of chairs, venues and minute takers as calls are told of them.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::BookingShown;
use crate::calendar::{Clock, Span};
use crate::desk::State as Plan;
use crate::register::Booking;
use crate::serve::pages::calendar::agenda::{Entry, Who, agenda, notes, usual_hours};

/// A stretch of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SpanShown {
    /// From when.
    #[schema(example = "09:00")]
    from: String,
    /// Until when.
    #[schema(example = "12:30")]
    until: String,
}

impl From<Span> for SpanShown {
    fn from(span: Span) -> SpanShown {
        SpanShown { from: Clock(span.from).to_string(), until: Clock(span.until).to_string() }
    }
}

/// What a chair, a venue or a minute taker has on some days.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowOfDays {
    /// Who: a person or a venue; `home` for the families' homes.
    pub(crate) who: String,
    /// The days, in order.
    pub(crate) days: Vec<DayOfRow>,
}

/// What somebody has on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayOfRow {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub(crate) date: NaiveDate,
    /// What keeps bookings out of it: other hours than the usual ones, leave (never why), closures.
    notes: Vec<String>,
    /// What is booked, in order of time.
    entries: Vec<EntryShown>,
}

/// A booking in somebody's day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryShown {
    /// The journey to it from what was before, where there is one.
    journey: Option<JourneyShown>,
    /// The meeting.
    meeting: String,
    /// Its kind.
    #[schema(example = "initial_conference")]
    kind: String,
    /// From when to when people are there.
    when: SpanShown,
    /// From when to when it takes whose day it is.
    taken: SpanShown,
    booking: BookingShown,
    /// The meetings that it overlaps in this day.
    overlaps: Vec<String>,
}

/// A journey.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct JourneyShown {
    /// How long it takes.
    minutes: i32,
    /// The minutes that there are for it; negative where what was before runs on.
    free: i32,
}

/// Returns what somebody has on some days; `bookings` are those of the days, in order of time.
pub(crate) fn row_of_days(plan: &Plan, who: Who, days: &[NaiveDate], bookings: &[&Booking]) -> RowOfDays {
    let register = &plan.register;
    let usual = usual_hours(register);
    let day = |&date: &NaiveDate| {
        let on_day: Vec<&Booking> =
            bookings.iter().filter(|booking| booking.date() == date).copied().collect();
        DayOfRow { date, notes: notes(register, who, date, usual), entries: entries(plan, who, &on_day) }
    };
    RowOfDays { who: who.reference(register).to_owned(), days: days.iter().map(day).collect() }
}

fn entries(plan: &Plan, who: Who, bookings: &[&Booking]) -> Vec<EntryShown> {
    let register = &plan.register;
    let mut journey = None;
    let mut entries = Vec::new();
    for entry in agenda(plan, who, bookings) {
        match entry {
            Entry::Journey { minutes, free } => journey = Some(JourneyShown { minutes, free }),
            Entry::Booking { booking, overlaps } => {
                let meeting = register.meeting(booking.meeting);
                let Some(shown) = BookingShown::of(plan, booking.meeting) else { continue };
                entries.push(EntryShown {
                    journey: journey.take(),
                    meeting: meeting.reference.to_string(),
                    kind: register.kind(meeting).name.to_string(),
                    when: register.attendance(meeting, booking.start()).into(),
                    taken: who.occupation(register, booking).into(),
                    booking: shown,
                    overlaps: overlaps.iter().map(|other| other.reference.to_string()).collect(),
                });
            }
        }
    }
    entries
}
