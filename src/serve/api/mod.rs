//! The API: `/api/v1`, the same core as the pages.

use std::sync::Arc;

use axum::Router;

use super::app::App;

/// Returns the API's addresses that a right to see opens.
pub(crate) fn see() -> Router<Arc<App>> {
    Router::new()
}

/// Returns the API's addresses that a right to book opens.
pub(crate) fn change() -> Router<Arc<App>> {
    Router::new()
}
