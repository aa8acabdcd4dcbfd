//! Places for a meeting: the best ones, those at a wished time, and those that open if another booking moves.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::Weekday;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, Named, wanted, work};
use super::problem::Problem;
use super::shapes::{Day, SuggestionShown, Time};
use crate::calendar::Span;
use crate::desk::{Filter, State as Plan};
use crate::register::MeetingIdx;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::place::meeting_of;
use crate::suggest::Refused;

/// Places where nothing else is asked for.
const TOP: usize = 5;
/// Most places.
const MOST: usize = 50;
/// Places for whoever was not first.
const ALTERNATIVES: usize = 3;

/// What places are looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlacesAsked {
    /// Not before this day.
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Not after this day.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Day>,
    /// On this day of the week: `Mon` … `Sun`.
    #[param(pattern = "^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$")]
    weekday: Option<String>,
    /// Not beginning before this time.
    #[param(value_type = Option<String>, pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    starts_from: Option<Time>,
    /// Beginning before this time.
    #[param(value_type = Option<String>, pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
    starts_until: Option<Time>,
    /// With this chair.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    chair: Option<String>,
    /// At this venue.
    #[param(pattern = "^[A-Za-z0-9._-]{1,40}$")]
    venue: Option<String>,
    /// Most places.
    #[param(minimum = 1, maximum = 50, default = 5)]
    top: Option<usize>,
}

impl PlacesAsked {
    fn filter(&self, plan: &Plan) -> Result<Filter, Problem> {
        let register = &plan.register;
        let chair =
            wanted("chair", self.chair.as_ref(), register.staff.iter().map(|staff| &staff.reference))?;
        let venue =
            wanted("venue", self.venue.as_ref(), register.venues.iter().map(|venue| &venue.reference))?;
        let minutes = |time: Option<Time>, or: i32| time.map_or(or, |time| time.0.0);
        let span =
            Span::new(minutes(self.starts_from, Span::DAY.from), minutes(self.starts_until, Span::DAY.until));
        Ok(Filter {
            from: self.from.map(|day| day.0),
            until: self.until.map(|day| day.0),
            weekday: self.weekday.as_deref().map(weekday_of).transpose()?,
            starts: (span != Span::DAY).then_some(span),
            chair: chair.map(Into::into),
            venue: venue.map(Into::into),
        })
    }
}

/// Returns a day of the week as registers write it.
fn weekday_of(given: &str) -> Result<Weekday, Problem> {
    let is_short = given.len() == 3 && given.starts_with(|letter: char| letter.is_ascii_uppercase());
    given.parse().ok().filter(|_| is_short).ok_or_else(|| {
        Problem::faults(vec![format!("weekday is {given:?}; wanted Mon, Tue, Wed, Thu, Fri, Sat or Sun")])
    })
}

fn top_of(top: Option<usize>) -> Result<usize, Problem> {
    let top = top.unwrap_or(TOP);
    if (1..=MOST).contains(&top) {
        Ok(top)
    } else {
        Err(Problem::faults(vec![format!("top is {top}; wanted 1 to {MOST}")]))
    }
}

/// Places for a meeting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Places {
    /// The version of the meeting's booking, which booking one of the places names in `If-Match`; 0 where none stands.
    version: u64,
    /// The places, the best first.
    places: Vec<SuggestionShown>,
    /// Why there is none at all without moving others.
    none: Option<String>,
}

/// The best places for a meeting without moving another; where it is booked already, other places for it.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}/places", tag = "bookings", operation_id = "places",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"), PlacesAsked),
    responses((status = 200, description = "The places", body = Places)),
)]
pub(crate) async fn places(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    Asked(asked): Asked<PlacesAsked>,
) -> Result<Json<Places>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        let (filter, top) = (asked.filter(&plan)?, top_of(asked.top)?);
        app.seen.note(visitor.who(), &reference);
        let found =
            plan.places(meeting, &filter, top).map_err(|refused| nothing_to_book(&reference, &refused))?;
        let places = found.places.iter().map(|place| SuggestionShown::of(&plan, place)).collect();
        Ok(Json(Places { version: plan.version(meeting), places, none: found.none }))
    })
    .await
}

/// What is wanted of places with moves.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MovesAsked {
    /// Most places.
    #[param(minimum = 1, maximum = 50, default = 5)]
    top: Option<usize>,
}

/// Places that open if one other booking moves, a confirmed one too: each better than any without.
#[utoipa::path(
    get, path = "/api/v1/meetings/{reference}/places/moves", tag = "bookings", operation_id = "places_with_moves",
    params(("reference" = String, Path, description = "The meeting", pattern = "^[A-Za-z0-9._-]{1,40}$"), MovesAsked),
    responses((status = 200, description = "The places", body = Places)),
)]
pub(crate) async fn with_moves(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(reference): Named,
    Asked(asked): Asked<MovesAsked>,
) -> Result<Json<Places>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        let top = top_of(asked.top)?;
        app.seen.note(visitor.who(), &reference);
        let found =
            plan.places_with_moves(meeting, top).map_err(|refused| nothing_to_book(&reference, &refused))?;
        let none = found.is_empty().then(|| "moving one other booking opens no better place".to_owned());
        let places = found.iter().map(|place| SuggestionShown::of(&plan, place)).collect();
        Ok(Json(Places { version: plan.version(meeting), places, none }))
    })
    .await
}

fn nothing_to_book(reference: &str, refused: &Refused) -> Problem {
    Failure::Invalid(format!("meeting {reference} {refused}")).into()
}

/// Returns the best places for a meeting other than the one it has; none where nothing can be booked for it.
pub(crate) fn alternatives(plan: &Plan, meeting: MeetingIdx) -> Vec<SuggestionShown> {
    // One more than wanted: the one where it stands is no alternative.
    let Ok(found) = plan.places(meeting, &Filter::default(), ALTERNATIVES + 1) else { return Vec::new() };
    let others = found.places.iter().filter(|place| !place.stands).take(ALTERNATIVES);
    others.map(|place| SuggestionShown::of(plan, place)).collect()
}
