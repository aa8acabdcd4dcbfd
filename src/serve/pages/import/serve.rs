//! What is answered when files are sent, and when what they change is confirmed.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::pending::{self, Pending};
use super::{show, trial, upload};
use crate::desk::{DeskError, State as Plan};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page};
use crate::serve::pages::DoneQuery;
use crate::serve::pages::tables::judge::{broken_since, replace};
use crate::serve::pages::tables::list::breaks;
use crate::serve::session::{Form, Visitor, random_token};

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
    let sent = match upload::read(form, &visitor).await {
        Ok(sent) => sent,
        Err(Failure::Invalid(problem)) => return Ok(again(&visitor, &problem)),
        Err(failure) => return Err(failure),
    };
    if sent.uploads.is_empty() {
        return Ok(again(&visitor, "no file was chosen; choose one at least"));
    }
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let run = trial::dry_run(app, &plan, &sent);
        let can_be_saved = run.faults.is_empty() && !run.tables.is_empty();
        let token = if can_be_saved { Some(random_token()?) } else { None };
        if let Some(token) = &token {
            pending::keep(Pending {
                who: visitor.who().to_owned(),
                token: token.clone(),
                tables: run.tables.clone(),
                versions: versions(&plan),
                made: Instant::now(),
            });
        }
        let status = if run.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let body = show::found(&run, token.as_deref(), &visitor);
        Ok((status, render("What would change", None, body, &visitor)).into_response())
    })
    .await
}

fn versions(plan: &Plan) -> Vec<(String, u64)> {
    plan.tables.iter().map(|table| (table.name.clone(), table.version)).collect()
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
        let pending = pending::take(visitor.who(), &given.token).ok_or_else(|| {
            Failure::Desk(DeskError::Changed(
                "what was to be imported waits no longer, or was imported; send the files again".to_owned(),
            ))
        })?;
        if let Some(changed) = changed_since(&*app.state()?, &pending.versions) {
            return Err(Failure::Desk(DeskError::Changed(changed)));
        }
        let (first, last) = replace(app, visitor.who(), &given.why, &pending.tables)?;
        Ok(Redirect::to(&format!("/import?done={first}-{last}")))
    })
    .await
}

/// Returns which table has been changed since a dry run, in words.
fn changed_since(plan: &Plan, versions: &[(String, u64)]) -> Option<String> {
    let now = self::versions(plan);
    let changed = now
        .iter()
        .find(|table| !versions.contains(table))
        .or_else(|| versions.iter().find(|table| !now.contains(table)))?;
    let by = plan
        .tables
        .iter()
        .find(|table| table.name == changed.0)
        .map_or("somebody", |table| table.changed_by.as_str());
    Some(format!(
        "table {} was changed by {by} after you had seen what the import would change; nothing was saved\nsend the files again, then decide",
        changed.0
    ))
}
