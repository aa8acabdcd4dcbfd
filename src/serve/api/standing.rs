//! A booking confirmed or given up, and a meeting cancelled.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ask::{Body, Caller, MaybeBody, Named, work};
use super::conditions::{condition, etag};
use super::problem::Problem;
use super::writing::{WriteDone, act, expected, written};
use crate::desk::State as Plan;
use crate::register::MeetingIdx;
use crate::serve::acts::booking as acts;
use crate::serve::app::App;
use crate::serve::why;

/// Why something is given up.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Why {
    /// Why, for whoever asks later: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    pub(crate) why: String,
}

/// Gives up a booking: the meeting goes back to the queue.
#[utoipa::path(
    delete, path = "/api/v1/meetings/{reference}/booking", tag = "bookings", operation_id = "release",
    request_body(content = Option<Why>, description = "Why; it may be left out"),
    params(
        ("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The booking was given up", body = WriteDone)),
)]
pub(crate) async fn release(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    headers: HeaderMap,
    MaybeBody(given): MaybeBody<Why>,
) -> Result<Json<WriteDone>, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let steps = |plan: &Plan, meeting: MeetingIdx| match expected(plan, meeting, condition)? {
            0 => Err(not_booked(&reference)),
            expected => Ok(acts::release(meeting, expected)),
        };
        let done = act(app, &visitor, &reference, &given.why, &steps)?;
        written(app, &reference, &done, 0).map(Json)
    })
    .await
}

/// Confirms a booking that is proposed or kept free, where it stands.
#[utoipa::path(
    post, path = "/api/v1/meetings/{reference}/confirm", tag = "bookings", operation_id = "confirm",
    request_body(content = Option<Why>, description = "Why; it may be left out"),
    params(
        ("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = String, Header, description = "The version that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The booking is confirmed", body = WriteDone,
        headers(("etag" = String, description = "The version of the booking since")))),
)]
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    headers: HeaderMap,
    MaybeBody(given): MaybeBody<Why>,
) -> Result<Response, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let steps = |plan: &Plan, meeting: MeetingIdx| match expected(plan, meeting, condition)? {
            0 => Err(not_booked(&reference)),
            expected => Ok(acts::confirm(plan, meeting, expected)?),
        };
        let done = act(app, &visitor, &reference, &given.why, &steps)?;
        let version = done.events.1;
        Ok(([etag(version)], Json(written(app, &reference, &done, version)?)).into_response())
    })
    .await
}

fn not_booked(reference: &str) -> Problem {
    let detail = format!("there is no booking of meeting {reference}");
    Problem::new(StatusCode::NOT_FOUND, "not_booked", detail)
}

/// Why a meeting does not take place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    /// Why, which is kept in the record: references only, no names.
    #[serde(deserialize_with = "why::given")]
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Cancels a meeting, which then leaves the queue and the calendar.
#[utoipa::path(
    post, path = "/api/v1/meetings/{reference}/cancel", tag = "bookings", operation_id = "cancel", request_body = Reason,
    params(
        ("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"),
        ("if-match" = Option<String>, Header, description = "The version that was read, where a booking stands", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "The meeting was cancelled", body = WriteDone)),
)]
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    headers: HeaderMap,
    Body(given): Body<Reason>,
) -> Result<Json<WriteDone>, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let reason = acts::reason_of(&given.reason).map_err(|fault| Problem::faults(vec![fault]))?;
        let steps = |plan: &Plan, meeting: MeetingIdx| {
            Ok(acts::cancel(plan, meeting, expected(plan, meeting, condition)?)?)
        };
        let done = act(app, &visitor, &reference, reason, &steps)?;
        written(app, &reference, &done, 0).map(Json)
    })
    .await
}
