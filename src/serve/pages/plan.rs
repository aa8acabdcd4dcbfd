//! The plan: the optimiser run on the queue, its proposal as a list of changes, accepted whole, in part or not at all.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::meeting::{booking_words, standing_words, told};
use crate::desk::{Changed, DeskError, State as Plan};
use crate::explain::Cost;
use crate::plan::told as who_is_told;
use crate::register::{Booking, BookingStatus};
use crate::serve::acts::plan::{self, Left, Proposal, REGISTER_CHANGED, Row};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::jobs::{Job, Outcome};
use crate::serve::late::late;
use crate::serve::page::{Field, Here, Page, csrf, error_summary, sentence, table};
use crate::serve::pages::DoneQuery;
use crate::serve::session::{Form, Visitor};
use crate::words;

/// Shows what can be planned, and what has been.
pub(crate) async fn page(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let waiting = plan.queue().len();
        let body = html! {
            h1 class="govuk-heading-l" { "Plan" }
            p class="govuk-body" {
                (words::count(waiting as i64, "meeting")) " to book. Convene looks for the best dates, chairs, rooms and minute takers for all of them "
                "together, around everything that is confirmed or held free. Nothing is booked until you accept it."
            }
            form method="post" action="/plan" {
                (csrf(&visitor))
                (Field::new("seconds", "How long it may look").select(&[
                    ("2".to_owned(), "2 seconds: a first plan".to_owned()),
                    ("10".to_owned(), "10 seconds: a county's month settles".to_owned()),
                    ("60".to_owned(), "1 minute: better still".to_owned()),
                ], "10"))
                (Field::new("scope", "What may change").select(&[
                    ("queue".to_owned(), "Only meetings that wait for a booking".to_owned()),
                    ("proposed".to_owned(), "Those, and bookings that are only proposed".to_owned()),
                ], "queue"))
                button class="govuk-button" { "Plan the queue" }
            }
            @let jobs = app.jobs.of(plan::KIND, visitor.who());
            @if !jobs.is_empty() {
                h2 class="govuk-heading-m" { "Your plans" }
                ul class="govuk-list" {
                    @for job in jobs { li {
                        a class="govuk-link" href={ "/plan/" (job.number) } { "Plan " (job.number) } ", "
                        (if job.outcome().is_some() { "done".to_owned() } else { job.progress() })
                    } }
                }
            }
        };
        Ok(Page { title: "Plan", here: Here::Plan, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    seconds: String,
    #[serde(default)]
    scope: String,
}

/// Begins a plan.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let seconds = match wanted.seconds.as_str() {
            "2" => 2,
            "60" => 60,
            _ => 10,
        };
        let with_proposed = wanted.scope == "proposed";
        let job = plan::begin(app, visitor.who(), plan::Wanted { seconds, with_proposed })?;
        Ok(Redirect::to(&format!("/plan/{}", job.number)))
    })
    .await
}

/// Shows how a plan comes on, then what it proposes.
pub(crate) async fn proposal(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
    Query(asked): Query<Ticks>,
    Query(done): Query<DoneQuery>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let showing = Showing { is_ticked: asked.ticked != "none", done: done.events(), problem: None };
        show(app, &visitor, number, &showing)
    })
    .await
}

/// Which rows are ticked to begin with.
#[derive(Deserialize)]
pub(crate) struct Ticks {
    /// `none`; every other word means all of them.
    #[serde(default)]
    ticked: String,
}

/// How a proposal is shown.
struct Showing<'a> {
    /// Whether its rows are ticked to begin with.
    is_ticked: bool,
    /// The events by which a part of it has just been taken.
    done: Option<(u64, u64)>,
    problem: Option<&'a [String]>,
}

fn show(app: &App, visitor: &Visitor, number: u64, showing: &Showing<'_>) -> Result<Markup, Failure> {
    let Showing { is_ticked, done, problem } = *showing;
    let job = app.jobs.find(number, visitor.who())?;
    let plan = app.state()?;
    let outcome = job.outcome();
    let body = html! {
        a class="govuk-back-link" href="/plan" { "Plan" }
        @if let Some(lines) = problem { (error_summary("This cannot be booked as it is", lines)) }
        h1 class="govuk-heading-l" { "Plan " (number) }
        @match outcome.as_deref() {
            None => { (under_way(&job, "/plan", visitor)) }
            Some(Outcome::Plan(proposal)) if !proposal.is_of(&plan) => { p class="govuk-inset-text" { (sentence(REGISTER_CHANGED)) } }
            Some(Outcome::Plan(proposal)) => { (changes(&plan, proposal, number, is_ticked, visitor)) }
            Some(Outcome::Failed(why)) => { p class="govuk-inset-text" { (sentence(why)) } }
            Some(_) => { p class="govuk-inset-text" { "This is no plan." } }
        }
    };
    let refresh = outcome.is_none().then_some(2);
    let title = format!("Plan {number}");
    Ok(Page { title: &title, here: Here::Plan, refresh, done, body }.render(visitor))
}

/// Returns what a job is at, with its cancel button. The page loads itself again.
pub(crate) fn under_way(job: &Job, address: &str, visitor: &Visitor) -> Markup {
    html! {
        p class="govuk-body-l" role="status" { "At work for " (job.began.elapsed().as_secs()) " seconds: " (job.progress()) "." }
        p class="govuk-body" { "This page loads itself again every two seconds." }
        form method="post" action={ (address) "/" (job.number) "/cancel" } {
            (csrf(visitor))
            button class="govuk-button govuk-button--secondary" { "End it now with what it has" }
        }
    }
}

fn changes(plan: &Plan, proposal: &Proposal, number: u64, is_ticked: bool, visitor: &Visitor) -> Markup {
    let more = Cost::between(&proposal.before, &proposal.after);
    let left_out = proposal.left_out(plan);
    let why_not = |row: &Row| left_out.iter().find(|left| left.reference == row.reference);
    let rows: Vec<Vec<Markup>> =
        proposal.rows.iter().map(|row| cells(plan, row, why_not(row), is_ticked)).collect();
    html! {
        @let left = proposal.rows.iter().filter(|row| row.can_be_taken(plan) && why_not(row).is_none()).count();
        p class="govuk-body-l" {
            (words::count(left as i64, "change")) " of " (proposal.rows.len()) " can be taken, "
            (words::count(proposal.unbooked.len() as i64, "meeting")) " without a place."
        }
        @if !left_out.is_empty() {
            p class="govuk-body" {
                (words::count(left_out.len() as i64, "change")) " can be taken no more: what the table says in place of a tick has come "
                "between. They are left out; plan the queue again to find them other places."
            }
        }
        @let words = more.words();
        @if !words.is_empty() { p class="govuk-body" { "Against how it stands: " (words.join(", ")) "." } }
        @if !proposal.rows.is_empty() {
            p class="govuk-body" {
                @if is_ticked { a class="govuk-link" href={ "/plan/" (number) "?ticked=none" } { "Tick none of them" } }
                @else { a class="govuk-link" href={ "/plan/" (number) } { "Tick all of them" } }
                ", to take only some."
            }
            form method="post" action={ "/plan/" (number) "/accept" } {
                (csrf(visitor))
                (table("What would change", &["Meeting", "Take", "Kind", "District", "Wanted by", "From", "To", "Told"], &rows))
                (Field::new("status", "Book them as").select(&[
                    ("confirmed".to_owned(), "confirmed".to_owned()),
                    ("proposed".to_owned(), "proposed: a later plan may move them".to_owned()),
                ], "confirmed"))
                (Field::new("why", "Why, if somebody should know").hint("References only, no names. 500 characters at most.").input("text", ""))
                div class="govuk-button-group" {
                    button class="govuk-button" name="what" value="all" { "Accept all" }
                    button class="govuk-button govuk-button--secondary" name="what" value="some" { "Accept those ticked" }
                    a class="govuk-link" href="/plan" { "Leave everything as it is" }
                }
            }
        }
        @if !proposal.unbooked.is_empty() {
            (table("Without a place", &["Meeting", "Why"], &proposal.unbooked.iter().map(|(reference, why)| vec![
                html! { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } },
                html! { (why) },
            ]).collect::<Vec<_>>()))
        }
    }
}

fn cells(plan: &Plan, row: &Row, why_not: Option<&Left>, is_ticked: bool) -> Vec<Markup> {
    let reference = row.reference.as_str();
    let told = who_is_told(&plan.register, row.before.as_ref(), Some(&row.after));
    let register = &plan.register;
    let meeting = register.meeting(row.after.meeting);
    let district = register.district(meeting).map(|at| register.districts[at.at()].name.as_str());
    vec![
        html! { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } },
        html! {
            @if row.is_taken(plan) { "taken" } @else if let Some(left) = why_not { (sentence(&left.why)) } @else {
                div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                    div class="govuk-checkboxes__item" {
                        input class="govuk-checkboxes__input" type="checkbox" id={ "take-" (reference) } name="take" value=(reference) checked[is_ticked];
                        label class="govuk-label govuk-checkboxes__label" for={ "take-" (reference) } { span class="govuk-visually-hidden" { "Take " (reference) } }
                    }
                }
            }
        },
        html! { (register.kind(meeting).title()) },
        html! { (district.unwrap_or("–")) },
        html! {
            @match register.deadlines(meeting) {
                Ok(dates) => {
                    (words::day(dates.limit_from()))
                    @if dates.statutory.is_none() { " (target)" }
                }
                Err(_) => { "no date" }
            }
        },
        html! { @match &row.before { Some(before) => { (booking_words(plan, before)) } None => { "not booked" } } },
        html! {
            (booking_words(plan, &row.after))
            @if let Some(late) = late(register, row.after.meeting, row.after.date()) { ", " strong { (late.mark()) } }
        },
        html! { (told.len()) },
    ]
}

/// Ends a plan with what it has.
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
    Form(_): Form<Nothing>,
) -> Result<Redirect, Failure> {
    app.jobs.find(number, visitor.who())?.end();
    Ok(Redirect::to(&format!("/plan/{number}")))
}

/// A form that says nothing but that it is sent.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

#[derive(Deserialize)]
pub(crate) struct Acceptance {
    #[serde(default)]
    what: String,
    #[serde(default)]
    take: Vec<String>,
    #[serde(default)]
    status: String,
    #[serde(default)]
    why: String,
}

/// Books what was accepted, as far as it can still be taken, in one act.
pub(crate) async fn accept(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
    Form(given): Form<Acceptance>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let ticked = given.take.iter().map(String::as_str).collect();
        let status =
            if given.status == "proposed" { BookingStatus::Proposed } else { BookingStatus::Confirmed };
        let only = if given.what == "all" { None } else { Some(ticked) };
        match plan::accept(app, visitor.who(), number, &plan::Taking { only, status, why: &given.why }) {
            Ok((done, left)) => {
                // Where something is left out, the plan's own page says what and why.
                let page = if left.is_empty() { "/done".to_owned() } else { format!("/plan/{number}") };
                Ok(Redirect::to(&format!("{page}?done={}-{}", done.events.0, done.events.1)).into_response())
            }
            Err(Failure::Desk(DeskError::Breaks(breaches))) => {
                let mut lines: Vec<String> =
                    breaches.iter().map(|breach| format!("{} {}", breach.code, breach.message)).collect();
                lines.push(
                    "untick these meetings, or plan the queue again: something has changed since".to_owned(),
                );
                let showing = Showing { is_ticked: true, done: None, problem: Some(&lines) };
                let page = show(app, &visitor, number, &showing)?;
                Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
            }
            Err(failure) => Err(failure),
        }
    })
    .await
}

/// Lists what has just been done to bookings, with who must be told.
pub(crate) fn done_list(plan: &Plan, changed: &[Changed]) -> Markup {
    let rows: Vec<Vec<Markup>> = changed
        .iter()
        .map(|one| {
            let reference = plan.register.meeting(one.meeting).reference.as_str();
            let words = |booking: Option<&Booking>| {
                booking.map_or_else(|| "not booked".to_owned(), |booking| booking_words(plan, booking))
            };
            vec![
                html! { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } },
                html! { (words(one.before.as_ref())) },
                html! { @if one.before.is_none() && one.after.is_none() { (standing_words(plan, one.meeting)) } @else { (words(one.after.as_ref())) } },
            ]
        })
        .collect();
    html! {
        (table("Bookings that changed", &["Meeting", "From", "To"], &rows))
        (told(plan, changed))
    }
}
