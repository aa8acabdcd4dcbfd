//! Something happened: what is told, the ways to mend it, and one of them taken.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, Numbered, work};
use super::jobs::{JobShown, begun, of_kind};
use super::plans::{TakenDone, WithoutPlace};
use super::problem::Problem;
use super::shapes::{BreachShown, CostShown, PlaceShown, ToldShown, breaches, told};
use crate::desk::Happening;
use crate::register::{Booking, Register};
use crate::repair::{Choice, Move};
use crate::serve::acts::happened::{self as acts, NotBegun, Told};
use crate::serve::acts::plan::REGISTER_CHANGED;
use crate::serve::app::App;
use crate::serve::jobs::Outcome;
use crate::serve::pages::happened::change_words;
use crate::serve::why;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhatHappened {
    /// A chair or minute taker is away: `staff`, `from`, `until`.
    Absent,
    /// A venue, or one `room` of it, is lost: `venue`, `from`, `until`.
    Closed,
    /// A conference is adjourned and to be reconvened: `meeting`, `reason`.
    Adjourned,
    /// A meeting will not take place: `meeting`, `reason`.
    Cancelled,
    /// Nothing new: bookings that break a rule as they stand are to be mended.
    Broken,
}

/// What happened, as somebody tells it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToldGiven {
    #[schema(inline)]
    what: WhatHappened,
    /// Who is away.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{0,40}$")]
    staff: String,
    /// The venue that is lost.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{0,40}$")]
    venue: String,
    /// Its room, where not all of it is lost.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{0,40}$")]
    room: String,
    /// The meeting that is adjourned or cancelled.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9._-]{0,40}$")]
    meeting: String,
    /// The first day, such as `2012-04-18`.
    #[serde(default)]
    from: String,
    /// From when on that day; from its beginning where nothing is said.
    #[serde(default)]
    from_time: String,
    /// The last day, that day included.
    #[serde(default)]
    until: String,
    /// Until when on that day; to its end where nothing is said.
    #[serde(default)]
    until_time: String,
    /// Why. An adjournment's is one of `no social worker`, `no report`, `not quorate`, `venue confusion`, `chair could not attend`,
    /// `family's request`, `more information needed`, `other`; a cancellation's is kept in the record: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    reason: String,
}

impl ToldGiven {
    fn told(self) -> Told {
        let what = match self.what {
            WhatHappened::Absent => "absent",
            WhatHappened::Closed => "closed",
            WhatHappened::Adjourned => "adjourned",
            WhatHappened::Cancelled => "cancelled",
            WhatHappened::Broken => "broken",
        };
        Told {
            what: what.to_owned(),
            staff: self.staff,
            venue: self.venue,
            room: self.room,
            meeting: self.meeting,
            from: self.from,
            from_time: self.from_time,
            until: self.until,
            until_time: self.until_time,
            reason: self.reason,
        }
    }
}

impl From<NotBegun> for Problem {
    fn from(why: NotBegun) -> Problem {
        match why {
            NotBegun::Faults(faults) => Problem::faults(faults),
            NotBegun::Failed(failure) => failure.into(),
        }
    }
}

/// Tells what happened, and begins to look for the ways to mend it. Nothing changes until one is accepted.
#[utoipa::path(
    post, path = "/api/v1/happened", tag = "happened", operation_id = "tell_happened", request_body = ToldGiven,
    responses((status = 202, description = "It has begun", body = JobShown,
        headers(("location" = String, description = "Where it can be read")))),
)]
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<ToldGiven>,
) -> Result<Response, Problem> {
    work(&app, move |app| Ok(begun(&*acts::begin(app, visitor.who(), &given.told())?, "/api/v1/happened")))
        .await
}

/// What happened and how it can be mended.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HappenedShown {
    #[serde(flatten)]
    job: JobShown,
    /// What happened, in sentences.
    what: Vec<String>,
    /// Rules that bookings break by it.
    breaches: Vec<BreachShown>,
    /// Rules that bookings broke before it, which no choice mends: tell `broken` for that.
    broken_before: Vec<BreachShown>,
    /// The ways to mend it, numbered from 1: none where nothing breaks. Number 0 only writes down what happened, and is none where nothing did.
    choices: Vec<ChoiceShown>,
    /// Why none can be taken any more.
    stale: Option<String>,
}

/// A way to mend it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChoiceShown {
    /// Its number.
    number: usize,
    /// Bookings that change.
    changes: Vec<MendedShown>,
    /// Meetings that would have no place.
    without_place: Vec<WithoutPlace>,
    /// Meetings that would be past the date by law.
    late: Vec<String>,
    /// Families that hear of a change.
    families: usize,
    /// Families of these that come at another time or to another venue, or not at all.
    rearranged: usize,
    /// Minutes of cost for moving.
    moving_minutes: i64,
    /// What the plan would cost in all.
    cost: CostShown,
}

/// A booking that changes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MendedShown {
    /// The meeting.
    meeting: String,
    /// Where it is booked now.
    before: Option<PlaceShown>,
    /// Where it would be.
    after: Option<PlaceShown>,
    /// Who would have to be told.
    told: Vec<ToldShown>,
}

fn choice_shown(register: &Register, number: usize, choice: &Choice) -> ChoiceShown {
    let place = |booking: &Option<Booking>| booking.as_ref().map(|at| PlaceShown::of(register, at));
    let reference = |meeting| register.meeting(meeting).reference.to_string();
    let mended = |one: &Move| MendedShown {
        meeting: reference(one.meeting),
        before: place(&one.before),
        after: place(&one.after),
        told: told(&one.told),
    };
    ChoiceShown {
        number,
        changes: choice.moves.iter().map(mended).collect(),
        without_place: choice
            .left_out
            .iter()
            .map(|left| WithoutPlace { meeting: reference(left.meeting), why: left.reason.clone() })
            .collect(),
        late: choice.late.iter().map(|(meeting, _)| reference(*meeting)).collect(),
        families: choice.disturbance.families,
        rearranged: choice.disturbance.rearranged,
        moving_minutes: choice.moving(),
        cost: CostShown::of(&choice.score),
    }
}

fn shown(job: JobShown, found: &Happening) -> HappenedShown {
    let register = &found.register;
    HappenedShown {
        job,
        what: found.changes.iter().map(|change| change_words(register, change)).collect(),
        breaches: breaches(register, &found.repair.breaches),
        broken_before: breaches(register, &found.repair.known),
        choices: (1..)
            .zip(&found.repair.choices)
            .map(|(number, choice)| choice_shown(register, number, choice))
            .collect(),
        stale: None,
    }
}

/// What breaks by what happened, and the ways to mend it.
#[utoipa::path(
    get, path = "/api/v1/happened/{job}", tag = "happened", operation_id = "happened",
    params(("job" = u64, Path, description = "The number that telling it gave")),
    responses((status = 200, description = "What breaks, and the choices", body = HappenedShown)),
)]
pub(crate) async fn choices(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Json<HappenedShown>, Problem> {
    work(&app, move |app| {
        let job = app.jobs.find(number, visitor.who())?;
        of_kind(&job, acts::KIND)?;
        let (plan, outcome, job) = (app.state()?, job.outcome(), JobShown::of(&job));
        let nothing = |job, stale: Option<&str>| HappenedShown {
            job,
            what: Vec::new(),
            breaches: Vec::new(),
            broken_before: Vec::new(),
            choices: Vec::new(),
            stale: stale.map(str::to_owned),
        };
        Ok(Json(match outcome.as_deref() {
            Some(Outcome::Happening(found, tables)) if Arc::ptr_eq(tables, &plan.tables) => shown(job, found),
            Some(Outcome::Happening(..)) => nothing(job, Some(REGISTER_CHANGED)),
            _ => nothing(job, None),
        }))
    })
    .await
}

/// Ends the search for choices at the next chance, with what it has.
#[utoipa::path(
    post, path = "/api/v1/happened/{job}/cancel", tag = "happened", operation_id = "end_happened",
    params(("job" = u64, Path, description = "The number that telling it gave")),
    responses((status = 200, description = "It ends", body = JobShown)),
)]
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Json<JobShown>, Problem> {
    let job = app.jobs.find(number, visitor.who())?;
    of_kind(&job, acts::KIND)?;
    job.end();
    Ok(Json(JobShown::of(&job)))
}

/// Which way is taken.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceTaken {
    /// The number of the choice; 0 = only write down what happened.
    #[schema(minimum = 0)]
    choice: usize,
}

/// Takes a way to mend what happened: it is written into the register and the bookings change, all of it or nothing.
#[utoipa::path(
    post, path = "/api/v1/happened/{job}/accept", tag = "happened", operation_id = "accept_happened", request_body = ChoiceTaken,
    params(("job" = u64, Path, description = "The number that telling it gave")),
    responses((status = 200, description = "It is done", body = TakenDone)),
)]
pub(crate) async fn accept(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
    Body(given): Body<ChoiceTaken>,
) -> Result<Json<TakenDone>, Problem> {
    work(&app, move |app| {
        let events = acts::accept(app, visitor.who(), number, given.choice)?;
        TakenDone::of(app, events).map(Json)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_the_forms_own() {
        let read = |json: serde_json::Value| serde_json::from_value::<ToldGiven>(json);
        let told = read(serde_json::json!({ "what": "absent", "staff": "IRO1", "from": "2012-04-16" }));
        let told = told.expect("it is told").told();
        assert_eq!(
            (told.what.as_str(), told.staff.as_str(), told.from.as_str()),
            ("absent", "IRO1", "2012-04-16")
        );
        assert!(read(serde_json::json!({ "what": "ill" })).is_err());
        assert!(read(serde_json::json!({ "what": "absent", "who": "IRO1" })).is_err());
    }
}
