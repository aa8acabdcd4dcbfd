//! Export of everything as a register, and of the bookings for other programs.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

use crate::serve::acts::export::{Format, Taken, take_out};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page, csrf};
use crate::serve::session::{Form, Visitor};

/// Shows what can be taken out.
pub(crate) async fn page(visitor: Visitor) -> Markup {
    let body = html! {
        h1 class="govuk-heading-l" { "Export" }
        p class="govuk-body" {
            "What you take out is noted in the audit, with your account and the form that you chose. \
             It leaves the desk's protection: keep it as the register's rules want it, and delete it when it is no longer needed."
        }
        p class="govuk-body" { "Temporary holds and cancelled bookings have no place in a register and are left out." }
        form method="post" action="/export" {
            (csrf(&visitor))
            div class="govuk-form-group" {
                fieldset class="govuk-fieldset" {
                    legend class="govuk-fieldset__legend govuk-fieldset__legend--m" { "What do you want?" }
                    div class="govuk-radios" data-module="govuk-radios" {
                        @for (at, (_, word, words, hint)) in Format::ALL.iter().enumerate() {
                            div class="govuk-radios__item" {
                                input class="govuk-radios__input" id={ "format-" (word) } name="format" type="radio" value=(word)
                                    checked[at == 0] aria-describedby={ "format-" (word) "-hint" };
                                label class="govuk-label govuk-radios__label" for={ "format-" (word) } { (words) }
                                div class="govuk-hint govuk-radios__hint" id={ "format-" (word) "-hint" } { (hint) }
                            }
                        }
                    }
                }
            }
            button class="govuk-button" data-prevent-double-click="true" { "Download" }
        }
        p class="govuk-body" { a class="govuk-link" href="/import" { "Import" } }
    };
    Page { title: "Export", here: Here::Files, refresh: None, done: None, body }.render(&visitor)
}

/// A wish of the page's form.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    format: Format,
}

/// Takes out what is wanted.
pub(crate) async fn download(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(wish): Form<Wish>,
) -> Result<Taken, Failure> {
    on_thread(&app, move |app| take_out(app, visitor.who(), wish.format)).await
}
