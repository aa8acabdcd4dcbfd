//! What is looked up by reference: a meeting in whatever letters, places that are kept free, a meeting's calendar file.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, Named, work};
use super::problem::Problem;
use super::shapes::BookingShown;
use crate::serve::app::App;
use crate::serve::pages::invitation;
use crate::serve::place::sought;
use crate::store::Status;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sought {
    /// A meeting's reference, in whatever letters.
    reference: String,
}

/// A meeting that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundShown {
    /// Its reference as the register has it.
    meeting: String,
}

/// The meeting of a reference, in whatever letters it was typed.
#[utoipa::path(
    get, path = "/api/v1/find", tag = "meetings", operation_id = "find", params(Sought),
    responses((status = 200, description = "The meeting", body = FoundShown)),
)]
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    Asked(asked): Asked<Sought>,
) -> Result<Json<FoundShown>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        Ok(Json(FoundShown { meeting: sought(&plan, &asked.reference)?.to_string() }))
    })
    .await
}

/// Places that are kept free.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Holds {
    /// By meeting.
    holds: Vec<HoldShown>,
}

/// A place that is kept free for a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HoldShown {
    /// The meeting.
    meeting: String,
    booking: BookingShown,
}

/// Places that are only kept free: their meetings come back to the queue when the time runs out.
#[utoipa::path(
    get, path = "/api/v1/holds", tag = "meetings", operation_id = "holds",
    responses((status = 200, description = "The places that are kept free", body = Holds)),
)]
pub(crate) async fn holds(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
) -> Result<Json<Holds>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "queue");
        let on_hold =
            plan.stored.values().filter(|stored| matches!(stored.booking.status, Status::OnHold { .. }));
        let holds = on_hold.filter_map(|stored| {
            let meeting = stored.booking.meeting.clone();
            let booking = BookingShown::of(&plan, plan.meeting(&meeting)?)?;
            Some(HoldShown { meeting, booking })
        });
        Ok(Json(Holds { holds: holds.collect() }))
    })
    .await
}

/// A meeting's invitation, or its cancellation, as a calendar file (iTIP, RFC 5546): when and in which building, and nothing of whom.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}/invitation", tag = "meetings", operation_id = "invitation",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "The file", body = String, content_type = "text/calendar")),
)]
pub(crate) async fn invitation(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
) -> Result<Response, Problem> {
    work(&app, move |app| Ok(invitation::of_meeting(app, visitor.who(), &reference)?)).await
}
