//! Bookings that are not as they should be.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{Caller, work};
use super::problem::Problem;
use super::shapes::{BookingShown, BreachShown, breaches};
use crate::serve::app::App;
use crate::serve::late;

/// Bookings that are not as they should be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Amiss {
    /// Every hard rule that bookings break as they stand, in order of code: somebody is ill, a room is lost, hours have changed. They stay
    /// where they are until they are moved.
    breaches: Vec<BreachShown>,
    /// Bookings to come that are past the date by law, by day.
    late: Vec<LateShown>,
}

/// A booking past the date by law.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LateShown {
    /// The meeting.
    meeting: String,
    /// The date by law.
    #[schema(value_type = String, format = Date)]
    statutory: NaiveDate,
    booking: BookingShown,
}

/// Bookings that break a rule as they stand, and those past the date by law. `POST /api/v1/happened` with `what` = `broken` looks for
/// the ways to mend the former.
#[utoipa::path(
    get, path = "/api/v1/bookings/amiss", tag = "meetings", operation_id = "amiss",
    responses((status = 200, description = "The bookings, none where all is well", body = Amiss)),
)]
pub(crate) async fn amiss(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
) -> Result<Json<Amiss>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "queue");
        let late = late::all(&plan).into_iter().filter_map(|(booking, late)| {
            let meeting = plan.register.meeting(booking.meeting).reference.to_string();
            Some(LateShown {
                meeting,
                statutory: late.due,
                booking: BookingShown::of(&plan, booking.meeting)?,
            })
        });
        Ok(Json(Amiss { breaches: breaches(&plan.register, &plan.verdict().breaches), late: late.collect() }))
    })
    .await
}
