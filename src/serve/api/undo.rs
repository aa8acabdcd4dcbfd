//! Undoing.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, work};
use super::problem::Problem;
use super::shapes::{ChangedShown, EventsShown, changed};
use crate::serve::app::App;

/// Most events that one undoing takes back.
const MOST_EVENTS: u64 = 100;

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
        let Undoing { first, last } = given;
        if first == 0 || last < first || MOST_EVENTS < last - first {
            return Err(Problem::faults(vec![format!("events {first} to {last} are no act of the desk")]));
        }
        let last_done = app.desk.undo(&app.by(visitor.who(), "undone"), app.clock.today(), (first, last))?;
        let events = EventsShown { first: last_done - (last - first), last: last_done };
        let plan = app.state()?;
        let done = app.desk.changed(&plan, events.first, events.last)?;
        Ok(Json(Undone { events, changed: changed(&plan, &done) }))
    })
    .await
}
