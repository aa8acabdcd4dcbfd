//! A meeting: its dates, its booking, why it is there, and what was done about it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, Named, wanted, work};
use super::conditions::etag;
use super::events::{DoneShown, done};
use super::problem::Problem;
use super::queue::AttentionWord;
use super::shapes::{BookingShown, Day, Time};
use crate::desk::State as Plan;
use crate::explain::{Explainer, Wish, as_json};
use crate::register::{MeetingIdx, RoomChoice};
use crate::serve::app::App;
use crate::serve::place::meeting_of;
use crate::store::What;

/// Most events that are told of a meeting.
const MOST_EVENTS: u32 = 100;

/// A meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingShown {
    /// The meeting.
    meeting: String,
    /// Its kind.
    #[schema(example = "initial_conference")]
    kind: String,
    /// Where it stands: `to_book`, `booked`, `held`, `adjourned`, `cancelled`.
    #[schema(value_type = String, example = "to_book")]
    status: crate::register::MeetingStatus,
    /// The household that it is about.
    household: Option<String>,
    /// How many children it is about.
    children: u32,
    /// Its district.
    district: Option<String>,
    /// The family's chair.
    chair: Option<String>,
    /// Length of the meeting proper, in minutes.
    minutes: i32,
    /// People expected.
    attendees: Option<u32>,
    /// What the room or its venue must have.
    needs: Vec<String>,
    /// What the chair must have.
    chair_needs: Vec<String>,
    /// The date by law.
    #[schema(value_type = Option<String>, format = Date)]
    statutory: Option<NaiveDate>,
    /// The authority's own target.
    #[schema(value_type = Option<String>, format = Date)]
    target: Option<NaiveDate>,
    /// The first day that its own rules allow.
    #[schema(value_type = Option<String>, format = Date)]
    earliest: Option<NaiveDate>,
    /// Why it has no dates, where it has none.
    no_dates: Option<String>,
    /// Working days left, where it waits for a booking.
    days_left: Option<i64>,
    /// How pressing it is, where it waits for a booking.
    attention: Option<AttentionWord>,
    /// Its booking, where one stands.
    booking: Option<BookingShown>,
}

/// A meeting, with the version of its booking as ETag where one stands.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}", tag = "meetings", operation_id = "meeting",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "The meeting", body = MeetingShown,
        headers(("etag" = String, description = "The version of its booking, in quotation marks")))),
)]
pub(crate) async fn meeting(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let shown = Json(shown(&plan, meeting));
        Ok(match plan.version(meeting) {
            0 => shown.into_response(),
            version => ([etag(version)], shown).into_response(),
        })
    })
    .await
}

fn shown(plan: &Plan, meeting: MeetingIdx) -> MeetingShown {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let household = row.household.map(|at| &register.households[at.at()]);
    let chair = household.and_then(|household| household.iro);
    let dates = register.deadlines(row);
    let waiting = plan.queue().into_iter().find(|one| one.meeting == meeting);
    MeetingShown {
        meeting: row.reference.to_string(),
        kind: register.kind(row).name.to_string(),
        status: row.status,
        household: household.map(|household| household.reference.to_string()),
        children: register.children(row),
        district: register.district(row).map(|at| register.districts[at.at()].reference.to_string()),
        chair: chair.map(|chair| register.staff[chair.at()].reference.to_string()),
        minutes: register.minutes(row),
        attendees: row.attendees,
        needs: row.needs.clone(),
        chair_needs: row.iro_needs.clone(),
        statutory: dates.ok().and_then(|dates| dates.statutory),
        target: dates.ok().map(|dates| dates.target),
        earliest: dates.ok().and_then(|dates| dates.earliest),
        no_dates: dates.err().map(|reason| reason.to_string()),
        days_left: waiting.as_ref().and_then(|waiting| waiting.days_left),
        attention: waiting.map(|waiting| waiting.attention.into()),
        booking: BookingShown::of(plan, meeting),
    }
}

/// What the meeting is asked to have instead: why has it not?
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WishAsked {
    /// On this day.
    #[param(value_type = Option<String>, format = Date)]
    date: Option<Day>,
    /// Beginning at this time.
    #[param(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    start: Option<Time>,
    /// With this chair.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    chair: Option<String>,
    /// At this venue.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    venue: Option<String>,
    /// In this room, or at `home`.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    room: Option<String>,
    /// With this minute taker.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    minute_taker: Option<String>,
}

impl WishAsked {
    fn wish(&self, plan: &Plan) -> Result<Wish, Problem> {
        let register = &plan.register;
        let staff = |what, given| wanted(what, given, register.staff.iter().map(|staff| &staff.reference));
        let room = match self.room.as_deref() {
            Some("home") => Some(RoomChoice::Home),
            _ => wanted("room", self.room.as_ref(), register.rooms.iter().map(|room| &room.reference))?
                .map(|at| RoomChoice::Room(at.into())),
        };
        Ok(Wish {
            date: self.date.map(|day| day.0),
            weekday: None,
            start: self.start.map(|time| time.0.0),
            chair: staff("chair", self.chair.as_ref())?.map(Into::into),
            venue: wanted(
                "venue",
                self.venue.as_ref(),
                register.venues.iter().map(|venue| &venue.reference),
            )?
            .map(Into::into),
            room,
            minute_taker: staff("minute taker", self.minute_taker.as_ref())?.map(Into::into),
        })
    }
}

/// Why a meeting is where it is, what else there is, what stands in the way, and, where something is wished for, why it is not so.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}/explanation", tag = "meetings", operation_id = "explanation",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"), WishAsked),
    responses((status = 200, description = "The explanation, as `convene explain --json` writes it", body = Object)),
)]
pub(crate) async fn explanation(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    Asked(asked): Asked<WishAsked>,
) -> Result<Json<serde_json::Value>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        let wish = asked.wish(&plan)?;
        app.seen.note(visitor.who(), &reference);
        let explainer = Explainer::new(&plan.register, &plan.travel, &plan.register.bookings);
        Ok(Json(as_json(&explainer, &explainer.explain(meeting, &wish))))
    })
    .await
}

/// What was done about a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct History {
    /// The newest first, at most 100.
    events: Vec<DoneShown>,
}

/// What was done about a meeting, the newest first.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}/history", tag = "meetings", operation_id = "history",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 200, description = "What was done", body = History)),
)]
pub(crate) async fn history(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
) -> Result<Json<History>, Problem> {
    work(&app, move |app| {
        meeting_of(&*app.state()?, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let events = app.desk.store().events_about(&reference, MOST_EVENTS)?;
        // Who looked at a meeting is for the audit.
        let events = events.iter().filter(|event| event.what != What::Seen).map(done).collect();
        Ok(Json(History { events }))
    })
    .await
}
