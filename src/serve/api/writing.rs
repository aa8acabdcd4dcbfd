//! What every write about one meeting goes through: it names the booking that it is about (see [`super::conditions`]), is judged by the
//! referee on the plan as it then stands, and is done wholly or not at all.

use std::cell::RefCell;

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::conditions::Condition;
use super::places::alternatives;
use super::problem::{Problem, ProblemDocument};
use super::shapes::{ChangedShown, CostShown, EventsShown, breaches, changed};
use crate::desk::{Act, DeskError, Done, State as Plan};
use crate::register::{BookingStatus, MeetingIdx};
use crate::serve::acts::booking::gone;
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::App;
use crate::serve::place::meeting_of;
use crate::serve::session::Visitor;
use crate::store::StoreError;

/// The rule that nobody and nothing is in two meetings at once: who breaks it was not first.
const CLASH: &str = "H06";

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WriteDone {
    /// The meeting.
    meeting: String,
    /// The version of its booking since, 0 where none stands any more.
    version: u64,
    /// The events of it: what an undoing names.
    events: EventsShown,
    /// The difference of cost that it makes.
    cost: CostShown,
    /// What that changed, and who must be told.
    changed: Vec<ChangedShown>,
}

/// Returns the version of the booking that a write is about, 0 for a new one.
pub(crate) fn expected(plan: &Plan, meeting: MeetingIdx, condition: Condition) -> Result<u64, Problem> {
    let reference = plan.register.meeting(meeting).reference.to_string();
    let version = plan.version(meeting);
    let about = |status, code: &str, detail: String| ProblemDocument {
        version: Some(version),
        ..ProblemDocument::new(status, code, detail)
    };
    if plan.booking(meeting).is_some_and(|booking| booking.status == BookingStatus::Held) {
        let detail = format!("meeting {reference} took place; its booking stays as it was");
        return Err(about(StatusCode::CONFLICT, "took_place", detail).into());
    }
    match (condition, version) {
        (Condition::Version(read), _) => Ok(read),
        (Condition::New | Condition::Unsaid, 0) => Ok(0),
        (Condition::New, _) => {
            let detail = StoreError::AlreadyBooked { meeting: reference }.to_string();
            let problem = about(StatusCode::CONFLICT, "already_booked", detail);
            Err(ProblemDocument { alternatives: alternatives(plan, meeting), ..problem }.into())
        }
        (Condition::Unsaid, _) => {
            let detail = format!(
                "meeting {reference} is booked, and the request does not say which booking it is about\n\
                 read it, then send its ETag as if-match"
            );
            Err(about(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", detail).into())
        }
    }
}

/// Does something about a meeting. What `steps` says no to goes to the caller as it is.
pub(crate) fn act(
    app: &App,
    visitor: &Visitor,
    reference: &str,
    why: &str,
    steps: &dyn Fn(&Plan, MeetingIdx) -> Result<Act, Problem>,
) -> Result<Done, Problem> {
    meeting_of(&*app.state()?, reference)?;
    let said_no = RefCell::new(None);
    let act = |plan: &Plan| -> Result<Act, DeskError> {
        let meeting = plan.meeting(reference).ok_or_else(|| gone(reference))?;
        steps(plan, meeting).map_err(|problem| {
            said_no.replace(Some(problem));
            gone(reference)
        })
    };
    let done = app.desk.act(&app.by(visitor.who(), why), app.clock.today(), &act);
    match (done, said_no.into_inner()) {
        (Ok(done), _) => Ok(done),
        (Err(_), Some(problem)) => Err(problem),
        (Err(error), None) => Err(refused(app, reference, error)),
    }
}

/// Returns why something was not done, with what there is instead.
fn refused(app: &App, reference: &str, error: DeskError) -> Problem {
    let Ok(plan) = app.state() else { return error.into() };
    let Some(meeting) = plan.meeting(reference) else { return error.into() };
    let code = match &error {
        DeskError::Breaks(broken) if broken.iter().any(|breach| breach.code == CLASH) => "taken",
        DeskError::Breaks(_) => "breaks_rules",
        DeskError::Store(StoreError::Taken { .. }) => "taken",
        DeskError::Store(StoreError::AlreadyBooked { .. }) => "already_booked",
        DeskError::Store(StoreError::Stale { .. } | StoreError::NotBooked { .. }) => "stale",
        _ => return error.into(),
    };
    let status = match code {
        "breaks_rules" => StatusCode::UNPROCESSABLE_ENTITY,
        "stale" => StatusCode::PRECONDITION_FAILED,
        _ => StatusCode::CONFLICT,
    };
    let problem = ProblemDocument::new(status, code, error.to_string());
    let broken =
        if let DeskError::Breaks(broken) = &error { breaches(&plan.register, broken) } else { Vec::new() };
    let instead = if code == "stale" { Vec::new() } else { alternatives(&plan, meeting) };
    ProblemDocument {
        breaches: broken,
        alternatives: instead,
        version: Some(plan.version(meeting)),
        ..problem
    }
    .into()
}

/// Returns what was done about a meeting, with the version of its booking since.
pub(crate) fn written(app: &App, reference: &str, done: &Done, version: u64) -> Result<WriteDone, Problem> {
    let (first, last) = done.events;
    let plan = app.state()?;
    Ok(WriteDone {
        meeting: reference.to_owned(),
        version,
        events: EventsShown { first, last },
        cost: CostShown::of(&done.difference()),
        changed: changed(&plan, &what_changed(app, &plan, (first, last))?),
    })
}
