//! Staffing scenarios and recruitment sizing: what to run, worked out in the background, and what came of it.

pub(in crate::serve::pages) mod charts;
mod forecast;
mod forms;
mod numbers;
mod sizing;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::serve::acts::staffing::asked::{Given, Problems};
use crate::serve::acts::staffing::{self, FORECAST, SIZING};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::jobs::{Job, Outcome};
use crate::serve::page::{Here, Page, csrf, error_summary, table};
use crate::serve::session::{Form, Visitor};

/// The kinds of jobs of this page, with their words.
const KINDS: [(&str, &str); 2] = [(FORECAST, "Staffing forecast"), (SIZING, "Recruitment sizing")];

/// Shows the forms, and what the visitor had worked out before.
pub(crate) async fn page(State(app): State<Arc<App>>, visitor: Visitor) -> Markup {
    show(&app, &visitor, &Given::default(), &Problems::default())
}

fn show(app: &App, visitor: &Visitor, given: &Given, problems: &Problems) -> Markup {
    let jobs = staffing::all(app, visitor.who());
    let body = html! {
        @if !problems.is_empty() { (error_summary("There is a problem", &problems.lines())) }
        h1 class="govuk-heading-l" { "Staffing" }
        p class="govuk-body" {
            "What caseloads and timeliness to expect, what a decision about posts would change, and whom to recruit when. Runs on \
             numbers of a whole service: no meeting and no family of the desk is in them."
        }
        @if !jobs.is_empty() { (earlier(&jobs)) }
        (forms::forecast(visitor, given, problems))
        (forms::sizing(visitor, given, problems))
    };
    Page { title: "Staffing", here: Here::Staffing, refresh: None, done: None, body }.render(visitor)
}

fn earlier(jobs: &[Arc<Job>]) -> Markup {
    let rows: Vec<Vec<Markup>> = jobs
        .iter()
        .map(|job| {
            let minutes = job.began.elapsed().as_secs() / 60;
            vec![
                html! { a class="govuk-link" href={ "/staffing/" (job.number) } { (words_of(job)) " " (job.number) } },
                html! { (job.progress()) },
                html! { @match job.outcome().as_deref() {
                    None => { strong class="govuk-tag govuk-tag--yellow" { "under way" } }
                    Some(Outcome::Failed(_)) => { strong class="govuk-tag govuk-tag--red" { "no result" } }
                    Some(_) => { strong class="govuk-tag govuk-tag--green" { "done" } }
                } },
                html! { @if minutes == 0 { "just now" } @else { (crate::words::count(minutes as i64, "minute")) " ago" } },
            ]
        })
        .collect();
    html! {
        (table("Your runs", &["Run", "What", "How it stands", "Begun"], &rows))
        p class="govuk-hint" { "Runs are kept until the desk is started again or newer ones take their place. Print a result to keep it." }
    }
}

fn words_of(job: &Job) -> &'static str {
    KINDS.iter().find(|(kind, _)| *kind == job.kind).map_or("Run", |(_, words)| words)
}

/// Begins a forecast or a sizing, or cancels one that is under way.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let again = |problems: &Problems| {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, show(app, &visitor, &given, problems)).into_response())
        };
        let job = match given.action.as_str() {
            "cancel" => {
                let job = staffing::find(app, visitor.who(), given.job.parse().unwrap_or_default())?;
                job.end();
                job
            }
            "sizing" => match given.sizing() {
                Ok(run) => staffing::begin_sizing(app, visitor.who(), run)?,
                Err(problems) => return again(&problems),
            },
            _ => match given.forecast() {
                Ok(run) => staffing::begin_forecast(app, visitor.who(), run)?,
                Err(problems) => return again(&problems),
            },
        };
        Ok(Redirect::to(&format!("/staffing/{}", job.number)).into_response())
    })
    .await
}

/// Shows how a run stands, then what came of it.
pub(crate) async fn result(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| shown(app, &visitor, number)).await
}

fn shown(app: &App, visitor: &Visitor, number: u64) -> Result<Markup, Failure> {
    let job = staffing::find(app, visitor.who(), number)?;
    let outcome = job.outcome();
    let refresh = outcome.is_none().then_some(2);
    let body = html! {
        a class="govuk-back-link" href="/staffing" { "Staffing" }
        span class="govuk-caption-l" { (words_of(&job)) " " (number) }
        @match outcome.as_deref() {
            None => { (under_way(&job, visitor)) }
            Some(Outcome::Forecast(forecasted)) => {
                h1 class="govuk-heading-l" { (job.progress()) }
                (forecast::page(forecasted))
            }
            Some(Outcome::Sizing(sized)) => {
                h1 class="govuk-heading-l" { (job.progress()) }
                (sizing::page(sized))
            }
            Some(Outcome::Failed(why)) => {
                h1 class="govuk-heading-l" { "There is no result" }
                @for line in why.lines() { p class="govuk-body" { (crate::serve::page::sentence(line)) } }
            }
            Some(_) => { p class="govuk-body" { "This is the result of something else." } }
        }
    };
    let title = format!("{} {number}", words_of(&job));
    Ok(Page { title: &title, here: Here::Staffing, refresh, done: None, body }.render(visitor))
}

fn under_way(job: &Job, visitor: &Visitor) -> Markup {
    let is_stopping = job.stop.load(Ordering::Relaxed);
    html! {
        h1 class="govuk-heading-l" { "Under way" }
        p class="govuk-body-l" role="status" {
            @if is_stopping { "It ends at the next chance." } @else { (crate::serve::page::sentence(&job.progress())) }
        }
        p class="govuk-body" {
            "Begun " (job.began.elapsed().as_secs()) " seconds ago. This page loads itself again; you can leave it and come back."
        }
        @if !is_stopping {
            form method="post" action="/staffing" {
                (csrf(visitor))
                input type="hidden" name="action" value="cancel";
                input type="hidden" name="job" value=(job.number);
                button class="govuk-button govuk-button--secondary" { "Cancel" }
            }
        }
    }
}
