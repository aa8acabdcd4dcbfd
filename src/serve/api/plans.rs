//! The optimiser run on the queue: begun, read, ended, and its proposal taken whole or in part.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, Numbered, work};
use super::jobs::{JobList, JobShown, begun, of_kind};
use super::problem::Problem;
use super::shapes::{ChangedShown, CostShown, EventsShown, PlaceShown, ToldShown, changed, told};
use crate::desk::{Done, State as Plan};
use crate::plan::told as who_is_told;
use crate::register::BookingStatus;
use crate::serve::acts::plan::{self as acts, MOST_SECONDS, REGISTER_CHANGED};
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::App;
use crate::serve::jobs::Outcome;
use crate::serve::why;

/// Seconds where nothing else is asked for: a county's month settles.
const SECONDS: u32 = 10;

/// What a plan may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// Only meetings that wait for a booking.
    #[default]
    Queue,
    /// Those, and bookings that are only proposed.
    Proposed,
}

/// What is wanted of a plan.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanWanted {
    /// How long it may look, in seconds.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 60, default = 10)]
    seconds: Option<u32>,
    /// What may change; `queue` where nothing is said.
    #[serde(default)]
    scope: Scope,
}

/// Begins a plan for the queue, around everything that is confirmed or kept free. Nothing is booked until it is accepted.
#[utoipa::path(
    post, path = "/api/v1/plans", tag = "plans", operation_id = "begin_plan", request_body = PlanWanted,
    responses((status = 202, description = "It has begun", body = JobShown,
        headers(("location" = String, description = "Where it can be read")))),
)]
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<PlanWanted>,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let seconds = given.seconds.unwrap_or(SECONDS);
        if !(1..=MOST_SECONDS).contains(&seconds) {
            return Err(Problem::faults(vec![format!("seconds is {seconds}; wanted 1 to {MOST_SECONDS}")]));
        }
        let wanted = acts::Wanted { seconds, with_proposed: given.scope == Scope::Proposed };
        Ok(begun(&*acts::begin(app, visitor.who(), wanted)?, "/api/v1/plans"))
    })
    .await
}

/// The own plans, the newest first.
#[utoipa::path(
    get, path = "/api/v1/plans", tag = "plans", operation_id = "plans",
    responses((status = 200, description = "The plans", body = JobList)),
)]
pub(crate) async fn plans(State(app): State<Arc<App>>, Caller(visitor): Caller) -> Json<JobList> {
    let jobs = app.jobs.of(acts::KIND, visitor.who());
    Json(JobList { jobs: jobs.iter().map(|job| JobShown::of(job)).collect() })
}

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanShown {
    #[serde(flatten)]
    job: JobShown,
    /// What it proposes, once it is done; none where the register has changed since: begin anew.
    proposal: Option<ProposalShown>,
    /// Why what it proposes can be taken no more.
    stale: Option<String>,
}

/// What a plan proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalShown {
    /// Bookings that would change.
    changes: Vec<ProposedChange>,
    /// Meetings without a place.
    without_place: Vec<WithoutPlace>,
    /// The difference of cost that all of it makes.
    cost: CostShown,
}

/// A booking that would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposedChange {
    /// The meeting.
    meeting: String,
    /// Where it is booked as the plan was made; none where it was not.
    before: Option<PlaceShown>,
    /// Where it would be.
    after: PlaceShown,
    /// Whether it can still be taken: nobody has changed its booking since, or booked something in its way.
    can_be_taken: bool,
    /// Why it can be taken no more, where it cannot and has not been.
    why_not: Option<String>,
    /// Whether it has been taken.
    is_taken: bool,
    /// Who would have to be told.
    told: Vec<ToldShown>,
}

/// A meeting for which there is no place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WithoutPlace {
    /// The meeting.
    pub(crate) meeting: String,
    /// Why.
    pub(crate) why: String,
}

/// How a plan comes on, then what it proposes.
#[utoipa::path(
    get, path = "/api/v1/plans/{job}", tag = "plans", operation_id = "plan",
    params(("job" = u64, Path, description = "The plan's number")),
    responses((status = 200, description = "The plan", body = PlanShown)),
)]
pub(crate) async fn plan(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
) -> Result<Json<PlanShown>, Problem> {
    work(&app, move |app| {
        let job = app.jobs.find(number, visitor.who())?;
        of_kind(&job, acts::KIND)?;
        let (plan, outcome) = (app.state()?, job.outcome());
        let (proposal, stale) = match outcome.as_deref() {
            Some(Outcome::Plan(proposal)) if proposal.is_of(&plan) => (Some(shown(&plan, proposal)), None),
            Some(Outcome::Plan(_)) => (None, Some(REGISTER_CHANGED.to_owned())),
            _ => (None, None),
        };
        Ok(Json(PlanShown { job: JobShown::of(&job), proposal, stale }))
    })
    .await
}

fn shown(plan: &Plan, proposal: &acts::Proposal) -> ProposalShown {
    let register = &plan.register;
    let left = proposal.left_out(plan);
    let why_not = |row: &acts::Row| left.iter().find(|left| left.reference == row.reference);
    let change = |row: &acts::Row| ProposedChange {
        meeting: row.reference.clone(),
        before: row.before.as_ref().map(|before| PlaceShown::of(register, before)),
        after: PlaceShown::of(register, &row.after),
        can_be_taken: row.can_be_taken(plan) && why_not(row).is_none(),
        why_not: why_not(row).map(|left| left.why.clone()),
        is_taken: row.is_taken(plan),
        told: told(&who_is_told(register, row.before.as_ref(), Some(&row.after))),
    };
    let without =
        |(meeting, why): &(String, String)| WithoutPlace { meeting: meeting.clone(), why: why.clone() };
    ProposalShown {
        changes: proposal.rows.iter().map(change).collect(),
        without_place: proposal.unbooked.iter().map(without).collect(),
        cost: CostShown::of(&proposal.after.minus(&proposal.before)),
    }
}

/// Ends a plan at the next chance, with what it has.
#[utoipa::path(
    post, path = "/api/v1/plans/{job}/cancel", tag = "plans", operation_id = "end_plan",
    params(("job" = u64, Path, description = "The plan's number")),
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

/// How firm what is taken is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TakenAs {
    /// Moved by people only.
    #[default]
    Confirmed,
    /// May be moved by a plan.
    Proposed,
}

/// What is taken of a plan.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanTaken {
    /// The meetings whose changes are taken; all that can be where it is left out.
    #[serde(default)]
    meetings: Option<Vec<String>>,
    /// How firm their bookings are to be; `confirmed` where nothing is said.
    #[serde(default)]
    status: TakenAs,
    /// Why, for whoever asks later: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    why: String,
}

/// What was done by taking a plan or a way to mend something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TakenDone {
    /// The events of it: what an undoing names.
    events: EventsShown,
    /// What that changed, and who must be told.
    changed: Vec<ChangedShown>,
}

impl TakenDone {
    /// Returns what the events from the first to the last have done.
    pub(crate) fn of(app: &App, events: (u64, u64)) -> Result<TakenDone, Problem> {
        let plan = app.state()?;
        let done = what_changed(app, &plan, (events.0, events.1))?;
        Ok(TakenDone { events: events.into(), changed: changed(&plan, &done) })
    }
}

/// What was done by taking a plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanDone {
    #[serde(flatten)]
    done: TakenDone,
    /// What was to be taken and could not be any more, and why.
    left_out: Vec<WithoutPlace>,
}

/// Books what a plan proposes, all of it or those named, in one act. What somebody has booked otherwise since stays as it is, and what
/// would break a rule by now is left out.
#[utoipa::path(
    post, path = "/api/v1/plans/{job}/accept", tag = "plans", operation_id = "accept_plan", request_body = PlanTaken,
    params(("job" = u64, Path, description = "The plan's number")),
    responses((status = 200, description = "It is booked", body = PlanDone)),
)]
pub(crate) async fn accept(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Numbered(number): Numbered,
    Body(given): Body<PlanTaken>,
) -> Result<Json<PlanDone>, Problem> {
    work(&app, move |app| {
        let status = match given.status {
            TakenAs::Confirmed => BookingStatus::Confirmed,
            TakenAs::Proposed => BookingStatus::Proposed,
        };
        let only = given.meetings.as_ref().map(|meetings| meetings.iter().map(String::as_str).collect());
        let taking = acts::Taking { only, status, why: &given.why };
        let (Done { events, .. }, left) = acts::accept(app, visitor.who(), number, &taking)?;
        let left_out = left.into_iter().map(|left| WithoutPlace { meeting: left.reference, why: left.why });
        Ok(Json(PlanDone { done: TakenDone::of(app, events)?, left_out: left_out.collect() }))
    })
    .await
}
