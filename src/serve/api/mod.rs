//! The API: `/api/v1`, the same core as the pages, described by its own OpenAPI document.
//!
//! - [`document`] is that document; each handler describes itself beside its code;
//! - [`ask`] reads what a call is asked with, [`conditions`] its `If-Match`, [`problem`] says what is wrong;
//! - [`own`] and [`replay`] hold for every write: the session's token, and `Idempotency-Key`;
//! - [`shapes`] is what calls say and are told of places and bookings; the rest has one file a subject.
//!
//! A new call: write its handler with `#[utoipa::path]`, add it to one of the lists below and to [`document::Document`]. A test wants both.

#![expect(unused_qualifications, reason = "utoipa's macros write paths in full")]

mod ask;
mod booking;
mod bookings;
mod conditions;
mod document;
mod events;
mod me;
mod meeting;
mod own;
mod places;
mod problem;
mod queue;
mod replay;
mod shapes;
mod undo;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, any, get, post, put};

use super::app::App;
use super::failure::Failure;
use problem::Problem;

/// An address and what answers there.
type Call = (&'static str, MethodRouter<Arc<App>>);

fn open_calls() -> Vec<Call> {
    vec![("/api/v1/openapi.json", get(document::openapi)), ("/api/v1/me", get(me::me))]
}

fn see_calls() -> Vec<Call> {
    vec![
        ("/api/v1/choices", get(me::choices)),
        ("/api/v1/queue", get(queue::queue)),
        ("/api/v1/bookings", get(bookings::bookings)),
        ("/api/v1/meetings/{reference}", get(meeting::meeting)),
        ("/api/v1/meetings/{reference}/explanation", get(meeting::explanation)),
        ("/api/v1/meetings/{reference}/history", get(meeting::history)),
    ]
}

fn own_calls() -> Vec<Call> {
    vec![("/api/v1/diary", get(bookings::diary))]
}

fn change_calls() -> Vec<Call> {
    vec![
        ("/api/v1/meetings/{reference}/places", get(places::places)),
        ("/api/v1/meetings/{reference}/places/moves", get(places::with_moves)),
        ("/api/v1/meetings/{reference}/check", post(booking::check)),
        ("/api/v1/meetings/{reference}/booking", put(booking::book).delete(booking::release)),
        ("/api/v1/meetings/{reference}/cancel", post(booking::cancel)),
        ("/api/v1/undo", post(undo::undo)),
    ]
}

fn record_calls() -> Vec<Call> {
    vec![("/api/v1/events", get(events::events)), ("/api/v1/events/verification", get(events::verification))]
}

fn router(calls: Vec<Call>) -> Router<Arc<App>> {
    let routed = calls.into_iter().fold(Router::new(), |router, (path, call)| router.route(path, call));
    routed.method_not_allowed_fallback(|| async {
        let detail = "this address does not answer that method\nthe header allow lists those that it does";
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail)
    })
}

/// Returns the API's addresses that need no right, and the answer for those that are none.
pub(crate) fn open() -> Router<Arc<App>> {
    let missing =
        || async { Problem::from(Failure::Missing { what: "call", name: "at this address".to_owned() }) };
    router(open_calls()).route("/api/{*rest}", any(missing))
}

/// Returns the API's addresses that a right to see opens.
pub(crate) fn see() -> Router<Arc<App>> {
    router(see_calls())
}

/// Returns the API's addresses that a right to see the own diary opens.
pub(crate) fn own_diary() -> Router<Arc<App>> {
    router(own_calls())
}

/// Returns the API's addresses that a right to book opens.
pub(crate) fn change() -> Router<Arc<App>> {
    let answers = Arc::new(replay::Answers::default());
    // The last is the first to be asked: an answer is given again only to whoever has the session's token.
    router(change_calls())
        .route_layer(from_fn_with_state(answers, replay::once))
        .route_layer(from_fn(own::own))
}

/// Returns the API's addresses that a right to audit opens.
pub(crate) fn record() -> Router<Arc<App>> {
    router(record_calls())
}

/// Returns the addresses of all routers.
#[cfg(test)]
fn paths() -> Vec<&'static str> {
    let all = [open_calls(), see_calls(), own_calls(), change_calls(), record_calls()];
    all.into_iter().flatten().map(|(path, _)| path).collect()
}
