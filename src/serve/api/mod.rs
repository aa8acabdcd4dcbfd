//! The API: `/api/v1`, the same core as the pages, described by its own OpenAPI document.
//!
//! - [`document`] is that document; each handler describes itself beside its code, and [`described`] says once what calls have in common;
//! - [`ask`] reads what a call is asked with, [`conditions`] its `If-Match`, [`problem`] says what is wrong;
//! - [`own`] and [`replay`] hold for every write: the session's token, and `Idempotency-Key`; [`writing`] for every write about a meeting;
//! - [`shapes`] is what calls say and are told of places and bookings; the rest has one file a subject.
//!
//! What a call does its page does too, by the same function: [`super::acts`], [`super::tables`] and [`crate::desk`] have them.
//!
//! A new call: write its handler with `#[utoipa::path]`, add it to one of the lists below and to [`document::Document`]. A test wants both.

#![expect(unused_qualifications, reason = "utoipa's macros write paths in full")]

mod accounts;
mod amiss;
mod ask;
mod booking;
mod bookings;
mod calendar;
mod calendar_shapes;
mod check;
mod conditions;
mod described;
mod differences;
mod document;
mod events;
mod export;
mod feed;
mod figures;
mod find;
mod happened;
mod import;
mod jobs;
mod lists;
mod me;
mod meeting;
mod outbox;
mod outcome;
mod own;
mod places;
mod plans;
mod problem;
mod queue;
mod replay;
mod shapes;
mod staffing;
mod standing;
mod table_changes;
mod tables;
mod undo;
mod writing;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, any, delete, get, post, put};

use super::acts::import::upload::LARGEST_UPLOAD;
use super::app::App;
use super::failure::Failure;
use super::rights::Right;
use super::session::LARGEST_FORM;
use ask::LARGEST_BODY;
use problem::Problem;
use replay::{Answers, Once};

/// An address and what answers there.
type Call = (&'static str, MethodRouter<Arc<App>>);

fn open_calls() -> Vec<Call> {
    vec![("/api/v1/openapi.json", get(document::openapi)), ("/api/v1/me", get(me::me))]
}

fn see_calls() -> Vec<Call> {
    vec![
        ("/api/v1/choices", get(me::choices)),
        ("/api/v1/queue", get(queue::queue)),
        ("/api/v1/indicators", get(figures::indicators)),
        ("/api/v1/holds", get(find::holds)),
        ("/api/v1/find", get(find::find)),
        ("/api/v1/bookings", get(bookings::bookings)),
        ("/api/v1/bookings/amiss", get(amiss::amiss)),
        ("/api/v1/calendar", get(calendar::calendar)),
        ("/api/v1/calendar/reception", get(calendar::reception)),
        ("/api/v1/meetings/{reference}", get(meeting::meeting)),
        ("/api/v1/meetings/{reference}/explanation", get(meeting::explanation)),
        ("/api/v1/meetings/{reference}/history", get(meeting::history)),
        ("/api/v1/meetings/{reference}/invitation", get(find::invitation)),
    ]
}

fn own_calls() -> Vec<Call> {
    vec![("/api/v1/diary", get(bookings::diary)), ("/api/v1/diary/week", get(calendar::own_week))]
}

/// Of the right to one's own diary too. Their answers are said once, and are not kept to be given again.
fn feed_calls() -> Vec<Call> {
    vec![("/api/v1/diary/feed", post(feed::on).delete(feed::off))]
}

fn follow_up_calls() -> Vec<Call> {
    vec![
        ("/api/v1/meetings/{reference}/outcome", get(outcome::outcome).post(outcome::record)),
        ("/api/v1/lists", get(lists::lists)),
        ("/api/v1/lists/{name}", get(lists::list)),
    ]
}

fn change_calls() -> Vec<Call> {
    vec![
        ("/api/v1/meetings/{reference}/places", get(places::places)),
        ("/api/v1/meetings/{reference}/places/moves", get(places::with_moves)),
        ("/api/v1/meetings/{reference}/check", post(check::check)),
        ("/api/v1/meetings/{reference}/booking", put(booking::book).delete(standing::release)),
        ("/api/v1/meetings/{reference}/confirm", post(standing::confirm)),
        ("/api/v1/meetings/{reference}/cancel", post(standing::cancel)),
        ("/api/v1/undo", post(undo::undo)),
        ("/api/v1/done", get(undo::done)),
        ("/api/v1/plans", get(plans::plans).post(plans::begin)),
        ("/api/v1/plans/{job}", get(plans::plan)),
        ("/api/v1/plans/{job}/cancel", post(plans::cancel)),
        ("/api/v1/plans/{job}/accept", post(plans::accept)),
        ("/api/v1/happened", post(happened::begin)),
        ("/api/v1/happened/{job}", get(happened::choices)),
        ("/api/v1/happened/{job}/cancel", post(happened::cancel)),
        ("/api/v1/happened/{job}/accept", post(happened::accept)),
    ]
}

fn edit_calls() -> Vec<Call> {
    vec![
        ("/api/v1/tables", get(tables::tables)),
        ("/api/v1/tables/{name}", get(tables::table).put(table_changes::replace)),
        ("/api/v1/tables/{name}/check", post(table_changes::check)),
        ("/api/v1/tables/{name}/rows", post(table_changes::add)),
        ("/api/v1/tables/{name}/rows/{row}", put(table_changes::set).delete(table_changes::remove)),
        ("/api/v1/import/confirm", post(import::confirm)),
    ]
}

/// Of the right to edit too, and larger than the rest.
fn upload_calls() -> Vec<Call> {
    vec![("/api/v1/import", post(import::dry_run).layer(DefaultBodyLimit::max(LARGEST_UPLOAD)))]
}

fn export_calls() -> Vec<Call> {
    vec![
        ("/api/v1/export", post(export::export)),
        ("/api/v1/reports", post(figures::begin)),
        ("/api/v1/reports/{job}", get(figures::report)),
        ("/api/v1/reports/{job}/file", get(figures::file)),
    ]
}

fn staffing_calls() -> Vec<Call> {
    vec![
        ("/api/v1/staffing/scenarios", get(staffing::scenarios)),
        ("/api/v1/staffing/forecasts", post(staffing::forecast)),
        ("/api/v1/staffing/sizings", post(staffing::sizing)),
        ("/api/v1/staffing/runs", get(staffing::runs)),
        ("/api/v1/staffing/runs/{job}", get(staffing::run)),
        ("/api/v1/staffing/runs/{job}/cancel", post(staffing::cancel)),
    ]
}

fn record_calls() -> Vec<Call> {
    vec![
        ("/api/v1/events", get(events::events)),
        ("/api/v1/events/newest", get(events::newest)),
        ("/api/v1/events/verification", get(events::verification)),
    ]
}

fn account_calls() -> Vec<Call> {
    vec![
        ("/api/v1/accounts", get(accounts::accounts).post(accounts::make)),
        ("/api/v1/accounts/{who}", get(accounts::account).put(accounts::change)),
        ("/api/v1/accounts/{who}/password", post(accounts::password)),
        ("/api/v1/accounts/{who}/close", post(accounts::close)),
        ("/api/v1/accounts/{who}/open", post(accounts::open)),
        ("/api/v1/accounts/{who}/link", post(accounts::link)),
        ("/api/v1/accounts/{who}/feed", delete(feed::end)),
    ]
}

fn message_calls() -> Vec<Call> {
    vec![
        ("/api/v1/outbox", get(outbox::outbox)),
        ("/api/v1/outbox/{id}/retry", post(outbox::retry)),
        ("/api/v1/outbox/{id}/arrived", post(outbox::arrived)),
    ]
}

/// Returns every address with the right that it needs.
fn rights() -> Vec<(&'static str, Option<Right>)> {
    let all = [
        (None, open_calls()),
        (Some(Right::See), see_calls()),
        (Some(Right::SeeOwn), [own_calls(), feed_calls()].into_iter().flatten().collect()),
        (Some(Right::FollowUp), follow_up_calls()),
        (Some(Right::Book), change_calls()),
        (Some(Right::Edit), [edit_calls(), upload_calls()].into_iter().flatten().collect()),
        (Some(Right::Export), export_calls()),
        (Some(Right::Staffing), staffing_calls()),
        (Some(Right::Audit), record_calls()),
        (Some(Right::Accounts), account_calls()),
        (Some(Right::Messages), message_calls()),
    ];
    all.into_iter().flat_map(|(right, calls)| calls.into_iter().map(move |(path, _)| (path, right))).collect()
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

/// The API's addresses behind a right. A key is one account's for all of its writes, wherever they go.
#[derive(Default)]
pub(crate) struct Calls {
    answers: Arc<Answers>,
}

impl Calls {
    /// Returns the API's addresses that a right opens.
    pub(crate) fn of(&self, right: Right) -> Router<Arc<App>> {
        match right {
            Right::See => router(see_calls()),
            Right::SeeOwn => router(own_calls()).merge(router(feed_calls()).route_layer(from_fn(own::own))),
            Right::FollowUp => self.writes(follow_up_calls(), LARGEST_BODY),
            Right::Book => self.writes(change_calls(), LARGEST_BODY),
            Right::Edit => {
                self.writes(edit_calls(), LARGEST_FORM).merge(self.writes(upload_calls(), LARGEST_UPLOAD))
            }
            // It changes nothing, so that it may be sent again; and the file is too large to be kept as an answer.
            Right::Export => router(export_calls()).route_layer(from_fn(own::own)),
            Right::Staffing => self.writes(staffing_calls(), LARGEST_BODY),
            Right::Audit => router(record_calls()),
            Right::Accounts => self.writes(account_calls(), LARGEST_BODY),
            Right::Messages => self.writes(message_calls(), LARGEST_BODY),
        }
    }

    fn writes(&self, calls: Vec<Call>, largest_body: usize) -> Router<Arc<App>> {
        let once = Once { answers: Arc::clone(&self.answers), largest_body };
        // The last is the first to be asked: an answer is given again only to whoever has the session's token.
        router(calls).route_layer(from_fn_with_state(once, replay::once)).route_layer(from_fn(own::own))
    }
}
