//! What a place would break and cost, before it is booked.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, Named, work};
use super::booking::{MoveGiven, moving};
use super::problem::Problem;
use super::shapes::{BreachShown, CostShown, PlaceGiven, breaches};
use crate::desk::Step;
use crate::register::BookingStatus;
use crate::serve::acts::booking::moved;
use crate::serve::app::App;
use crate::serve::late::late;
use crate::serve::place::meeting_of;

/// A place to be judged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckGiven {
    place: PlaceGiven,
    /// Other bookings that would move for it.
    #[serde(default)]
    #[schema(max_items = 10)]
    moves: Vec<MoveGiven>,
}

/// What a place comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// Whether it could be booked as the plan stands.
    is_lawful: bool,
    /// Every hard rule that it would break.
    breaches: Vec<BreachShown>,
    /// Working days by which the meeting would be past the date by law; 0 = in time, or no law sets it a date. It may be booked all the same.
    late: u32,
    /// What it would cost more than the plan as it stands.
    cost: CostShown,
}

/// Says what a place would break and cost. Nothing is changed.
#[utoipa::path(
    post, path = "/api/v1/meetings/{reference}/check", tag = "bookings", operation_id = "check", request_body = CheckGiven,
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "What it would break and cost", body = Checked)),
)]
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    Body(given): Body<CheckGiven>,
) -> Result<Json<Checked>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let place = given.place.place(&plan).map_err(Problem::faults)?;
        let (status, expected) = (BookingStatus::Confirmed, plan.version(meeting));
        let mut steps = vec![Step::Place { meeting, place, status, expected }];
        steps.extend(moved(&plan, meeting, &moving(&given.moves))?);
        let (broken, score) = plan.judge(&steps);
        Ok(Json(Checked {
            is_lawful: broken.is_empty(),
            breaches: breaches(&plan.register, &broken),
            late: late(&plan.register, meeting, place.date).map_or(0, |late| late.days),
            cost: CostShown::of(&score.minus(&plan.verdict().score)),
        }))
    })
    .await
}
