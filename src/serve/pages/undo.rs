//! Undoing.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;

use super::DoneQuery;
use super::meeting::{booking_words, standing_words, told};
use super::tables::list::breaks;
use crate::serve::acts::{
    self,
    undo::{Did, did},
};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page};
use crate::serve::session::{Form, Visitor};

#[derive(Deserialize)]
pub(crate) struct Undoing {
    first: u64,
    last: u64,
}

/// Undoes an act.
pub(crate) async fn undo(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Undoing>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let (first, last) = acts::undo::undo(app, visitor.who(), (given.first, given.last))?;
        Ok(Redirect::to(&format!("/undone?done={first}-{last}")))
    })
    .await
}

/// Says what was undone, and who must be told of it.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(done): Query<DoneQuery>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let Did { changed, broken } = did(app, done.events().unwrap_or_default())?;
        let body = html! {
            h1 class="govuk-heading-l" { "Undone" }
            p class="govuk-body" { "It stands again as it stood before." }
            ul class="govuk-list govuk-list--bullet" {
                @for one in &changed {
                    @let reference = plan.register.meeting(one.meeting).reference.as_str();
                    li {
                        a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } ": "
                        @match &one.after {
                            Some(booking) => { (booking_words(&plan, booking)) }
                            // Nobody is told of a place that is kept free; it stands all the same.
                            None => { (standing_words(&plan, one.meeting)) }
                        }
                    }
                }
            }
            (breaks("Since this undoing bookings break rules. Move them:", &broken))
            (told(&plan, &changed))
        };
        Ok(Page { title: "Undone", here: Here::Queue, refresh: None, done: done.events(), body }
            .render(&visitor))
    })
    .await
}
