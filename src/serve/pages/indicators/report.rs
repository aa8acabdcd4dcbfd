//! The reports of a period: asked for, made in the background where that takes long, and taken out.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::Filters;
use crate::indicators::Named;
use crate::serve::acts::export::Taken;
use crate::serve::acts::figures::{self, Wanted, Written};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::jobs::Outcome;
use crate::serve::page::{Field, Here, Page, csrf, sentence};
use crate::serve::session::{Form, Visitor};

/// Returns the form that asks for the report of a period.
pub(super) fn form(wanted: &Wanted, filters: &Filters, visitor: &Visitor) -> Markup {
    let what = match wanted.named {
        Named::Year(_) => "the annual report's tables and charts",
        Named::Quarter(..) => "the quality report for the cluster meetings",
        Named::Month(..) => "the pack for district managers and chairs, with the adjournment report",
    };
    let written: Vec<(String, String)> =
        Written::ALL.iter().map(|one| (one.1.to_owned(), one.2.to_owned())).collect();
    html! {
        h2 class="govuk-heading-m" { "Report" }
        p class="govuk-body" {
            "Of " (wanted.period.words()) ": " (what) ". What you take out is noted in the audit, and leaves the desk's protection."
        }
        form method="post" action="/reports" {
            (csrf(visitor))
            input type="hidden" name="period" value=(wanted.named.word());
            input type="hidden" name="district" value=(filters.district.trim());
            div class="desk-filters" {
                (Field::new("written", "Written as").select(&written, "page"))
                (Field::new("publish", "For whom").select(&[
                    (String::new(), "Staff of the service".to_owned()),
                    ("yes".to_owned(), "Publication: small numbers hidden".to_owned()),
                ], ""))
                button class="govuk-button govuk-button--secondary" data-prevent-double-click="true" { "Make the report" }
            }
        }
    }
}

/// What report is asked for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    period: String,
    #[serde(default)]
    district: String,
    written: Written,
    #[serde(default)]
    publish: String,
}

/// Begins a report, and gives it where it is done at once.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let said = Filters { period: asked.period, district: asked.district, ..Filters::default() }.said();
        let wanted = said.wanted(&plan.register).map_err(|faults| Failure::Invalid(faults.join("\n")))?;
        let job = figures::begin(app, visitor.who(), wanted, asked.written, asked.publish == "yes")?;
        figures::wait(&job);
        if let Some(Outcome::Report(taken)) = job.outcome().as_deref() {
            return Ok(taken.clone().into_response());
        }
        Ok(Redirect::to(&format!("/reports/{}", job.number)).into_response())
    })
    .await
}

/// Shows how a report comes on.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let job = figures::find(app, visitor.who(), number)?;
        let outcome = job.outcome();
        let body = html! {
            a class="govuk-back-link" href="/indicators" { "Indicators" }
            h1 class="govuk-heading-l" { "Report " (number) }
            @match outcome.as_deref() {
                None => {
                    p class="govuk-body-l" role="status" { (sentence(&job.progress())) }
                    p class="govuk-body" { "Begun " (job.began.elapsed().as_secs()) " seconds ago. This page loads itself again; you can leave it and come back." }
                }
                Some(Outcome::Report(taken)) => {
                    p class="govuk-body" { a class="govuk-link" href={ "/reports/" (number) "/file" } download { "Download " (taken.name) } }
                }
                Some(Outcome::Failed(why)) => { p class="govuk-inset-text" { (sentence(why)) } }
                Some(_) => { p class="govuk-inset-text" { "This is no report." } }
            }
        };
        let refresh = outcome.is_none().then_some(2);
        let title = format!("Report {number}");
        let page = Page { title: &title, here: Here::Indicators, refresh, done: None, body };
        Ok((StatusCode::OK, page.render(&visitor)).into_response())
    })
    .await
}

/// Gives the file of a report that is done.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
) -> Result<Taken, Failure> {
    on_thread(&app, move |app| figures::file(&*figures::find(app, visitor.who(), number)?)).await
}
