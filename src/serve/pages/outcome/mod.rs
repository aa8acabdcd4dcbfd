//! After a meeting: what became of it, on one page, and what follows from that.

mod form;
mod told;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::desk::State as Plan;
use crate::desk::after_meeting::EntryFault;
use crate::serve::acts::outcome::given::Given;
use crate::serve::acts::outcome::{NotRecorded, Opened, made, open, own_meeting, save};
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page, field_errors};
use crate::serve::pages::DoneQuery;
use crate::serve::pages::meeting::{booking_words, told};
use crate::serve::rights::Right;
use crate::serve::session::{Form, Visitor};

/// Shows what is recorded of a meeting, what follows from it, and the form that records or corrects it.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(done): Query<DoneQuery>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let meeting = own_meeting(&plan, &visitor, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let opened = open(&plan, meeting);
        let given = Given::from_entry(&plan.register, &opened.entry, opened.n_rows);
        let follows = made(app, &plan, &reference, done.events())?;
        let changed = match done.events() {
            Some((first, last)) => what_changed(app, &plan, (first, last))?,
            None => Vec::new(),
        };
        let before = html! {
            (told::made(&follows, done.events().is_some()))
            (told(&plan, &changed))
            (told::next(&plan, meeting, &visitor))
        };
        Ok(render(&plan, &opened, &given, &[], &before, done.events(), &visitor))
    })
    .await
}

fn render(
    plan: &Plan,
    opened: &Opened,
    given: &Given,
    faults: &[EntryFault],
    before: &Markup,
    done: Option<(u64, u64)>,
    visitor: &Visitor,
) -> Markup {
    let register = &plan.register;
    let row = register.meeting(opened.meeting);
    let reference = row.reference.as_str();
    let lines: Vec<(&str, &str)> =
        faults.iter().map(|fault| (fault.field.as_str(), fault.message.as_str())).collect();
    let body = html! {
        @if visitor.may(Right::See) {
            a class="govuk-back-link" href={ "/meetings/" (reference) } { "Meeting " (reference) }
        } @else {
            a class="govuk-back-link" href="/diary" { "My diary" }
        }
        @if !lines.is_empty() { (field_errors("There is a problem; nothing was recorded", &lines)) }
        span class="govuk-caption-l" { (register.kind(row).title()) }
        h1 class="govuk-heading-l" { "After meeting " (reference) }
        @if let Some(booking) = plan.booking(opened.meeting) {
            p class="govuk-body" { (booking_words(plan, booking)) "." }
        }
        (before)
        (form::form(plan, opened, given, faults, visitor))
        (told::history(register, opened.meeting))
    };
    let title = match faults.is_empty() {
        true => format!("After meeting {reference}"),
        false => format!("Error: After meeting {reference}"),
    };
    Page { title: &title, here: Here::Lists, refresh: None, done, body }.render(visitor)
}

/// Records what became of a meeting.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let given = Given::of(fields);
        match save(app, &visitor, &reference, &given) {
            Ok(events) => {
                let done = events.map_or_else(String::new, |(first, last)| format!("?done={first}-{last}"));
                Ok(Redirect::to(&format!("/meetings/{reference}/outcome{done}")).into_response())
            }
            Err(NotRecorded::Faults(faults)) => {
                let plan = app.state()?;
                let opened = open(&plan, own_meeting(&plan, &visitor, &reference)?);
                let page = render(&plan, &opened, &given, &faults, &html! {}, None, &visitor);
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
            }
            Err(NotRecorded::Failed(failure)) => Err(failure),
        }
    })
    .await
}
