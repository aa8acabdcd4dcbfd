//! `GET /outbox`: messages by how they stand, what was said of them last, and what can be decided.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;

use crate::messages::Kind;
use crate::serve::acts::outbox::{self as acts, Decision, words};
use crate::serve::app::{App, on_thread};
use crate::serve::clock::local;
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, csrf, sentence, table};
use crate::serve::session::{Form, Visitor};
use crate::store::{Queued, Standing};

/// What the page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// How the messages stand that are shown; empty for those that want somebody or wait.
    standing: String,
    /// The event of the decision that was just made.
    decided: Option<u64>,
}

/// Shows messages.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let standing = Standing::of(&wanted.standing);
        let messages = acts::shown(app, standing)?;
        let counts = app.desk.store().outbox_counts()?;
        Ok(show(&visitor, app.desk.tells(), standing, wanted.decided, &counts, &messages))
    })
    .await
}

/// What is decided.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    #[serde(default)]
    id: u64,
    #[serde(default)]
    decision: String,
}

/// Decides about one message.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Decided>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let decision = Decision::of(&given.decision)
            .ok_or_else(|| Failure::Invalid("the form says nothing to do".to_owned()))?;
        let event = acts::decide(app, visitor.who(), given.id, decision)?;
        Ok(Redirect::to(&format!("/outbox?decided={event}")))
    })
    .await
}

fn show(
    visitor: &Visitor,
    tells: bool,
    standing: Option<Standing>,
    decided: Option<u64>,
    counts: &[(Standing, u64)],
    messages: &[Queued],
) -> Markup {
    let rows: Vec<Vec<Markup>> = messages.iter().map(|message| row(visitor, message)).collect();
    let mut options = vec![(String::new(), "Waiting, failed or to be decided".to_owned())];
    options.extend(Standing::ALL.iter().map(|one| (one.word().to_owned(), one.word().replace('_', " "))));
    let body = html! {
        @if let Some(event) = decided {
            div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="decided-title" data-module="govuk-notification-banner" {
                div class="govuk-notification-banner__header" {
                    h2 class="govuk-notification-banner__title" id="decided-title" { "Done" }
                }
                div class="govuk-notification-banner__content" {
                    p class="govuk-notification-banner__heading" { "It is decided, and in the audit as event " (event) "." }
                }
            }
        }
        h1 class="govuk-heading-l" { "Messages" }
        @if !tells {
            div class="govuk-inset-text" {
                "Messages are off: nobody is written to of what is done at this desk. Whoever runs it turns them on."
            }
        }
        @if counts.is_empty() {
            p class="govuk-body" { "There are no messages yet." }
        } @else {
            ul class="govuk-list" {
                @for (standing, n) in counts { li { strong { (n) } " " (standing.word().replace('_', " ")) } }
            }
        }
        form method="get" action="/outbox" {
            (Field::new("standing", "Show").select(&options, standing.map_or("", Standing::word)))
            button class="govuk-button govuk-button--secondary" { "Show" }
        }
        @if rows.is_empty() {
            p class="govuk-body" { "Nothing to show." }
        } @else {
            (table("Messages, by references", &["Message", "For", "Meeting", "Queued", "Stands", "Said last", "Decide"], &rows))
        }
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "A message that may have arrived" } }
            div class="govuk-details__text" {
                p class="govuk-body" {
                    "The desk ended, or lost the mail server, at the moment of sending. Nothing is sent twice by itself. Whoever looks after the mail server \
                     can look for the token in its log: where it is there, say that it has arrived; where it is not, send it again."
                }
            }
        }
    };
    Page { title: "Messages", here: Here::Messages, refresh: None, done: None, body }.render(visitor)
}

fn row(visitor: &Visitor, message: &Queued) -> Vec<Markup> {
    let kind = Kind::of(&message.kind).map_or_else(|| message.kind.clone(), Kind::title);
    let form = |decision: &str, words: &str| {
        html! {
            form method="post" action="/outbox" {
                (csrf(visitor))
                input type="hidden" name="id" value=(message.id);
                input type="hidden" name="decision" value=(decision);
                button class="desk-link-button" {
                    (words) span class="govuk-visually-hidden" { ": message " (message.id) }
                }
            }
        }
    };
    let can_go_again = matches!(message.standing, Standing::Failed | Standing::Unsettled)
        || (message.standing == Standing::Queued && 0 < message.tries);
    vec![
        html! { (message.id) ", " (kind) },
        html! { (message.recipient) },
        html! { (message.meeting) },
        html! { (local(message.queued_at)) },
        html! {
            (words(message.standing))
            @if message.standing == Standing::Queued && 0 < message.tries { ", next try " (local(message.next_try)) }
        },
        html! {
            @match &message.last_answer { Some(answer) => { (sentence(answer)) } None => { "–" } }
            @if message.standing == Standing::Unsettled { " Token " (message.token) "." }
        },
        html! {
            @if can_go_again { (form("retry", "Send again")) }
            @if message.standing == Standing::Unsettled { (form("arrived", "It has arrived")) }
            @if !can_go_again { "–" }
        },
    ]
}
