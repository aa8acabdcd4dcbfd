//! What is answered when files are sent, and when what they change is confirmed.

use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::show;
use crate::serve::acts::import::{self, upload};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page};
use crate::serve::pages::DoneQuery;
use crate::serve::pages::tables::list::breaks;
use crate::serve::session::{Form, Visitor};
use crate::serve::tables::judge::broken_since;

/// Shows where files are chosen; after an import, what it has come to.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(done): Query<DoneQuery>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let broken = match done.events() {
            Some(events) => broken_since(app, &*app.state()?, events)?,
            None => Vec::new(),
        };
        let body = html! {
            (breaks("Since this import bookings break rules. Move them:", &broken))
            (show::choose(&visitor, None))
        };
        Ok(render("Import", done.events(), body, &visitor))
    })
    .await
}

fn render(title: &str, done: Option<(u64, u64)>, body: Markup, visitor: &Visitor) -> Markup {
    Page { title, here: Here::Files, refresh: None, done, body }.render(visitor)
}

fn again(visitor: &Visitor, problem: &str) -> Response {
    let page = render("Import", None, show::choose(visitor, Some(problem)), visitor);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// Shows what files would change. Nothing is saved.
pub(crate) async fn dry_run(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let form = form.map_err(|_| Failure::Forged)?;
    let (sent, turn) = match app.imports.receive(upload::read(form, &visitor)).await {
        Ok(received) => received,
        Err(Failure::Invalid(problem)) => return Ok(again(&visitor, &problem)),
        Err(failure) => return Err(failure),
    };
    if sent.uploads.is_empty() {
        return Ok(again(&visitor, upload::NO_FILE));
    }
    on_thread(&app, move |app| {
        let _turn = turn;
        let (run, token) = import::dry_run(app, visitor.who(), &sent)?;
        let status = if run.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let body = show::found(&run, token.as_deref(), &visitor);
        Ok((status, render("What would change", None, body, &visitor)).into_response())
    })
    .await
}

/// What confirms a dry run.
#[derive(Debug, Deserialize)]
pub(crate) struct Confirming {
    #[serde(default)]
    token: String,
    #[serde(default)]
    why: String,
}

/// Saves what a dry run has shown, all tables in one write.
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Confirming>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let (first, last) = import::confirm(app, visitor.who(), &given.token, &given.why)?;
        Ok(Redirect::to(&format!("/import?done={first}-{last}")))
    })
    .await
}
