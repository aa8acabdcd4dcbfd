//! Every address of the desk, with the right that it needs.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::acts::import::upload::LARGEST_UPLOAD;
use super::api;
use super::app::{App, on_thread};
use super::broken::Ahead;
use super::failure::{Failure, Told};
use super::guard::guard;
use super::limits::{REFUSALS, writes};
use super::oidc;
use super::page::{Here, Page};
use super::pages::{
    accessibility, accounts, audit, book, calendar, export, feed, happened, import, indicators, invitation,
    lists, meeting, outbox, outcome, plan, queue, sign_in, staffing, tables, undo,
};
use super::rights::Right;
use super::session::{LARGEST_FORM, Visitor, visitor};

/// Returns the desk's router.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let calls = api::Calls::default();
    let under = |right: Right, pages: Router<Arc<App>>| {
        // A right opens its pages and its calls of the API alike.
        let router = pages.merge(calls.of(right));
        router.route_layer(middleware::from_fn_with_state((Arc::clone(app), right), demand))
    };
    Router::new()
        .merge(open())
        .merge(under(Right::See, see()))
        .merge(under(
            Right::SeeOwn,
            Router::new().route("/diary", get(calendar::diary)).route("/diary/feed", post(feed::turn)),
        ))
        .merge(under(Right::FollowUp, follow_up()))
        .merge(under(Right::Book, change()))
        .merge(under(Right::Edit, edit()))
        .merge(under(Right::Export, take_out()))
        .merge(under(Right::Staffing, staff()))
        .merge(under(Right::Audit, record()))
        .merge(under(
            Right::Accounts,
            Router::new()
                .route("/accounts", get(accounts::page).post(accounts::keep))
                .route("/accounts/feed", post(accounts::end_feed)),
        ))
        .merge(under(Right::Messages, Router::new().route("/outbox", get(outbox::page).post(outbox::decide))))
        .fallback(|| async { Failure::Missing { what: "page", name: "at this address".to_owned() } })
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .with_state(Arc::clone(app))
}

/// Addresses that need no right.
fn open() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(sign_in::first))
        .route("/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/accessibility", get(accessibility::page))
        .route("/assets/{name}", get(super::files::serve))
        .route("/feeds/{name}", get(feed::file))
        .route("/health", get(|| async { "ok" }))
        .merge(oidc::router())
        .merge(api::open())
}

fn see() -> Router<Arc<App>> {
    Router::new()
        .route("/queue", get(queue::page))
        .route("/indicators", get(indicators::page))
        .route("/find", get(queue::find))
        .route("/meetings/{reference}", get(meeting::page))
        .route("/meetings/{reference}/invitation.ics", get(invitation::file))
        .route("/calendar", get(calendar::page))
        .route("/calendar/print", get(calendar::print))
}

fn follow_up() -> Router<Arc<App>> {
    Router::new()
        .route("/meetings/{reference}/outcome", get(outcome::page).post(outcome::keep))
        .route("/lists", get(lists::page))
        .route("/lists/{name}", get(lists::list))
        .route("/lists/{name}/list.csv", get(lists::file))
}

fn change() -> Router<Arc<App>> {
    Router::new()
        .route("/meetings/{reference}/book", get(book::page).post(book::book))
        .route("/meetings/{reference}/release", post(meeting::release))
        .route("/meetings/{reference}/confirm", post(meeting::confirm))
        .route("/meetings/{reference}/cancel", post(meeting::cancel))
        .route("/undo", post(undo::undo))
        .route("/undone", get(undo::page))
        .route("/plan", get(plan::page).post(plan::begin))
        .route("/plan/{job}", get(plan::proposal))
        .route("/plan/{job}/cancel", post(plan::cancel))
        .route("/plan/{job}/accept", post(plan::accept))
        .route("/happened", get(happened::page).post(happened::begin))
        .route("/happened/{job}", get(happened::choices))
        .route("/happened/{job}/accept", post(happened::accept))
        .route("/happened/{job}/cancel", post(happened::cancel))
        .route("/done", get(happened::done))
}

fn edit() -> Router<Arc<App>> {
    Router::new()
        .route("/tables", get(tables::page))
        .route("/tables/{name}", get(tables::table).post(tables::replace))
        .route(
            "/import",
            get(import::page).post(import::dry_run).layer(DefaultBodyLimit::max(LARGEST_UPLOAD)),
        )
        .route("/import/confirm", post(import::confirm))
}

fn take_out() -> Router<Arc<App>> {
    Router::new()
        .route("/export", get(export::page).post(export::download))
        .route("/reports", post(indicators::begin))
        .route("/reports/{job}", get(indicators::report_page))
        .route("/reports/{job}/file", get(indicators::file))
}

fn staff() -> Router<Arc<App>> {
    Router::new()
        .route("/staffing", get(staffing::page).post(staffing::begin))
        .route("/staffing/{job}", get(staffing::result))
}

fn record() -> Router<Arc<App>> {
    Router::new().route("/audit", get(audit::page)).route("/audit/verify", post(audit::verify))
}

/// Lets a request through whose visitor has the right, and notes those that it refuses.
async fn demand(State((app, right)): State<(Arc<App>, Right)>, mut request: Request, next: Next) -> Response {
    let (headers, method) = (request.headers().clone(), request.method().clone());
    let path = request.uri().path().to_owned();
    let is_write = method != Method::GET && method != Method::HEAD;
    let found = on_thread(&app, move |app| {
        let visitor = visitor(app, &headers)?.ok_or(Failure::SignIn)?;
        if !visitor.may(right) {
            let why = format!("may not {}", right.words());
            // Whoever asks without end fills neither the disk nor the way to the store.
            if app.limits.count(&format!("refused {}", visitor.who()), REFUSALS).is_ok() {
                app.desk.store().note_refused(&app.by(visitor.who(), &why), &[])?;
            }
            return Err(Failure::Forbidden(right.words()));
        }
        if is_write {
            app.limits.count(&format!("writes {}", visitor.who()), writes(app.writes_a_minute))?;
        }
        Ok(visitor)
    })
    .await;
    match found {
        Ok(visitor) => {
            request.extensions_mut().insert::<Visitor>(visitor.clone());
            let response = framed(&visitor, next.run(request).await);
            if is_write {
                Ahead::judge(&app);
            }
            response
        }
        Err(failure) if path.starts_with("/api/") => failure.problem(),
        Err(failure) => failure.into_response(),
    }
}

/// Puts what a failure says into the frame of whoever asked: their menu stays.
fn framed(visitor: &Visitor, mut response: Response) -> Response {
    let Some(Told { title, body }) = response.extensions_mut().remove::<Told>() else { return response };
    let page = Page { title, here: Here::None, refresh: None, done: None, body }.render(visitor);
    (response.status(), page).into_response()
}
