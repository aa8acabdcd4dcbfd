//! Undoing, and what acts have done.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Body, Caller, work};
use super::problem::Problem;
use super::shapes::{BreachShown, ChangedShown, EventsShown, changed};
use crate::serve::acts::undo as acts;
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::App;

/// What is to be undone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undoing {
    /// The first of the events, as the write that made them has told.
    #[schema(minimum = 1)]
    first: u64,
    /// The last of them, at most 100 after the first.
    #[schema(minimum = 1)]
    last: u64,
}

/// What was undone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Undone {
    /// The events of the undoing, which can be undone themselves.
    events: EventsShown,
    /// What that changed, and who must be told.
    changed: Vec<ChangedShown>,
}

/// Undoes a write, by new events that restore exactly what stood before.
#[utoipa::path(
    post, path = "/api/v1/undo", tag = "bookings", operation_id = "undo", request_body = Undoing,
    responses((status = 200, description = "It stands again as it stood before", body = Undone)),
)]
pub(crate) async fn undo(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<Undoing>,
) -> Result<Json<Undone>, Problem> {
    work(&app, move |app| {
        let events = acts::undo(app, visitor.who(), (given.first, given.last))?;
        let plan = app.state()?;
        let done = what_changed(app, &plan, (events.0, events.1))?;
        Ok(Json(Undone { events: events.into(), changed: changed(&plan, &done) }))
    })
    .await
}

/// Which events are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DidAsked {
    /// The first of the events of an act, as the write that made them has told.
    #[param(minimum = 1)]
    first: u64,
    /// The last of them, at most 100 after the first.
    #[param(minimum = 1)]
    last: u64,
}

/// What an act has done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DidShown {
    /// What it changed, and who must be told.
    changed: Vec<ChangedShown>,
    /// Rules that bookings break since it changed the register, and did not before.
    breaches: Vec<BreachShown>,
}

/// What an act has done to bookings, who must be told, and what bookings break since.
#[utoipa::path(
    get, path = "/api/v1/done", tag = "bookings", operation_id = "done", params(DidAsked),
    responses((status = 200, description = "What it did", body = DidShown)),
)]
pub(crate) async fn done(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<DidAsked>,
) -> Result<Json<DidShown>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let did = acts::did(app, (asked.first, asked.last))?;
        Ok(Json(DidShown {
            changed: changed(&plan, &did.changed),
            breaches: did.broken.iter().map(BreachShown::from).collect(),
        }))
    })
    .await
}
