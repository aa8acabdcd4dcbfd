//! Calendar feeds: one's own on, at a new address or off, and anybody's off.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{Caller, Named, work};
use super::problem::Problem;
use crate::serve::acts::accounts::missing;
use crate::serve::app::App;
use crate::serve::session::{feed_hash_of, random_token};

/// A calendar feed that was turned on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeedShown {
    /// Its address, which is said this once. Whoever has it reads the feed.
    address: String,
}

/// Turns one's own calendar feed on, or gives it a new address in place of the one it had.
#[utoipa::path(
    post, path = "/api/v1/diary/feed", tag = "session", operation_id = "turn_feed_on",
    responses((status = 201, description = "The feed, with its address", body = FeedShown)),
)]
pub(crate) async fn on(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<FeedShown>), Problem> {
    work(&app, move |app| {
        let token = random_token()?;
        app.desk.store().keep_feed(&app.by(visitor.who(), ""), visitor.who(), &feed_hash_of(&token))?;
        let address = format!("{}/feeds/{token}.ics", app.address(&headers));
        Ok((StatusCode::CREATED, Json(FeedShown { address })))
    })
    .await
}

/// Turns one's own calendar feed off, where it is on.
#[utoipa::path(
    delete, path = "/api/v1/diary/feed", tag = "session", operation_id = "turn_feed_off",
    responses((status = 204, description = "It is off")),
)]
pub(crate) async fn off(State(app): State<Arc<App>>, Caller(visitor): Caller) -> Result<StatusCode, Problem> {
    work(&app, move |app| {
        app.desk.store().end_feed(&app.by(visitor.who(), ""), visitor.who())?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Turns somebody's calendar feed off, where it is on.
#[utoipa::path(
    delete, path = "/api/v1/accounts/{who}/feed", tag = "accounts", operation_id = "end_feed",
    params(("who" = String, Path, description = "The account", pattern = "^[A-Za-z0-9._-]{1,40}$")),
    responses((status = 204, description = "It is off")),
)]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(who): Named,
) -> Result<StatusCode, Problem> {
    work(&app, move |app| {
        let store = app.desk.store();
        let account = store.account(&who)?.ok_or_else(missing)?;
        store.end_feed(&app.by(visitor.who(), ""), &account.who)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
