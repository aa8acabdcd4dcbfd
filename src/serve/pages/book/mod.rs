//! Finding a place for a meeting and booking it: the best places with their reasons, those at a wished time, those that open if one
//! booking moves, and a form that says at once what breaks.

mod manual;
mod places;
mod search;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use manual::{Booking, steps};
use search::Search;

use super::meeting::booking_words;
use super::queue::carrying;
use crate::desk::{Act, DeskError, State as Plan};
use crate::register::MeetingIdx;
use crate::serve::acts::booking::{NotMoved, gone};
use crate::serve::app::{App, on_thread};
use crate::serve::broken::said_once;
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page, error_summary, field_errors, sentence};
use crate::serve::place::{PlaceFields, meeting_of};
use crate::serve::session::{Form, Visitor};
use crate::store::StoreError;
use crate::words;

/// Places shown at first.
const TOP: usize = 5;
/// Places shown to whoever was not first.
const ALTERNATIVES: usize = 3;
/// Places shown where somebody looks for a time.
const AT_A_TIME: usize = 20;
/// What is said to whoever was not first.
const FIRST: &str = "Somebody was first. The best places instead are below";
/// How long a place is kept free, in hours.
const HOLD_HOURS: i64 = 2;

/// What the page says above its places.
#[derive(Default)]
struct Said {
    /// What went wrong, with its title.
    problem: Option<(String, Vec<String>)>,
    /// The manual form as it was sent.
    fields: Option<PlaceFields>,
    /// What the manual form comes to, where it was only checked.
    checked: Option<Markup>,
    why: String,
}

/// Shows the places for a meeting.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(search): Query<Search>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        app.seen.note(visitor.who(), &reference);
        show(&plan, meeting, &search, &visitor, &Said::default())
    })
    .await
}

fn show(
    plan: &Plan,
    meeting: MeetingIdx,
    search: &Search,
    visitor: &Visitor,
    said: &Said,
) -> Result<Markup, Failure> {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let reference = row.reference.as_str();
    let (filter, mut faults) = search.filter(plan);
    let top = match (&said.problem, search.is_any()) {
        (Some(_), _) => ALTERNATIVES,
        (None, true) => AT_A_TIME,
        (None, false) => TOP,
    };
    let refused =
        |refused: crate::suggest::Refused| Failure::Invalid(format!("meeting {reference} {refused}"));
    let found = plan.places(meeting, &filter, top).map_err(refused)?;
    if search.is_any() && faults.is_empty() && found.places.is_empty() && found.none.is_none() {
        faults.extend(search::why_none(plan, meeting, &filter));
    }
    let wrong: Vec<(&str, &str)> = faults.iter().map(|(field, words)| (*field, words.as_str())).collect();
    let opened = match search.moves.as_str() {
        "" => None,
        _ => Some(plan.places_with_moves(meeting, TOP).map_err(refused)?),
    };
    let body = html! {
        a class="govuk-back-link" href={ "/meetings/" (reference) (carrying('?', &search.queue)) } { "Meeting " (reference) }
        @if let Some((title, lines)) = &said.problem { (error_summary(title, lines)) }
        @if !wrong.is_empty() { (field_errors("There is a problem", &wrong)) }
        h1 class="govuk-heading-l" {
            @if plan.booking(meeting).is_some() { "Move meeting " (reference) } @else { "Find a place for meeting " (reference) }
        }
        p class="govuk-body" { (about(plan, meeting)) }
        @if let Some(now) = plan.booking(meeting) { p class="govuk-body" { "Now: " strong { (booking_words(plan, now)) } } }
        @if let Some(checked) = &said.checked { (checked) }
        @if faults.is_empty() { (places::places(plan, meeting, &found, search, visitor)) }
        @if let Some(opened) = &opened { (places::with_moves(plan, meeting, opened, &search.queue, visitor)) }
        @else {
            p class="govuk-body" { a class="govuk-link" href={ "/meetings/" (reference) "/book?moves=1" (carrying('&', &search.queue)) } { "What would open if one booking moved?" } }
        }
        (search::form(plan, search, reference, &faults))
        (manual::form(plan, meeting, visitor, said, &search.queue))
    };
    let title = format!("Find a place for meeting {reference}");
    Ok(Page { title: &title, here: Here::Queue, refresh: None, done: None, body }.render(visitor))
}

fn about(plan: &Plan, meeting: MeetingIdx) -> String {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let mut said = sentence(&register.kind(row).title());
    said.pop();
    if let Ok(dates) = register.deadlines(row) {
        if let Some(due) = dates.statutory {
            said.push_str(&format!(", by law by {}", words::day(due)));
        }
        if Some(dates.target) != dates.statutory {
            said.push_str(&format!(", target {}", words::day(dates.target)));
        }
    }
    let chair = row.household.and_then(|household| register.chair_on(household, register.authority.today));
    if let Some(chair) = chair {
        said.push_str(&format!(", the family's chair is {}", register.staff[chair.at()].reference));
    }
    said + "."
}

/// Books a meeting, keeps a place free for it, or only says what that would break.
pub(crate) async fn book(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Form(given): Form<Booking>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        let again = |status: StatusCode, said: Said| {
            let plan = app.state()?;
            Ok((status, show(&plan, meeting, &Search::in_queue(&given.queue), &visitor, &said)?)
                .into_response())
        };
        let said = |problem: Option<(String, Vec<String>)>| Said {
            problem,
            fields: Some(given.place.clone()),
            checked: None,
            why: given.why.clone(),
        };
        let asked = match steps(&plan, meeting, &given, app.clock.now()) {
            Ok(steps) => steps,
            Err(NotMoved::Faults(faults)) => {
                return again(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    said(Some(("There is a problem".to_owned(), faults))),
                );
            }
            Err(NotMoved::Changed(what)) => {
                return again(StatusCode::CONFLICT, said(Some((FIRST.to_owned(), lines_of(&what)))));
            }
        };
        if given.action == "check" {
            let (breaches, score) = plan.judge(&asked);
            let checked = manual::checked(&plan, &asked, &breaches, &score);
            return again(StatusCode::OK, Said { checked: Some(checked), ..said(None) });
        }
        let act = |plan: &Plan| -> Result<Act, DeskError> {
            let meeting = plan.meeting(&reference).ok_or_else(|| gone(&reference))?;
            let steps = steps(plan, meeting, &given, app.clock.now())?;
            Ok(Act { register: None, steps, ..Act::default() })
        };
        match app.desk.act(&app.by(visitor.who(), &given.why), app.clock.today(), &act) {
            Ok(done) => {
                let (first, last) = done.events;
                let on = carrying('&', &given.queue);
                Ok(Redirect::to(&format!("/meetings/{reference}?done={first}-{last}{on}")).into_response())
            }
            Err(DeskError::Breaks(breaches)) => {
                let lines = said_once(&plan.register, &breaches)
                    .into_iter()
                    .map(|breach| format!("{} {}", breach.code, breach.message))
                    .collect();
                let title = "This cannot be booked. The best places instead are below".to_owned();
                again(StatusCode::UNPROCESSABLE_ENTITY, said(Some((title, lines))))
            }
            Err(DeskError::Store(
                error @ (StoreError::Taken { .. }
                | StoreError::Stale { .. }
                | StoreError::AlreadyBooked { .. }),
            )) => again(StatusCode::CONFLICT, said(Some((FIRST.to_owned(), lines_of(&error.to_string()))))),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn lines_of(words: &str) -> Vec<String> {
    words.lines().map(str::to_owned).collect()
}
