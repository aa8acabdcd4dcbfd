//! What every write shows: that it comes from whoever has the session, not only from a browser that sends its cookie along.

use axum::extract::Request;
use axum::http::{HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::serve::failure::Failure;
use crate::serve::session::{Visitor, is_same};

/// The header that carries the session's token.
const TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");

/// Refuses a write without the session's token.
pub(crate) async fn own(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let Some(visitor) = request.extensions().get::<Visitor>() else {
        return Problem::from(Failure::SignIn).into_response();
    };
    let given = request.headers().get(TOKEN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if is_same(given, &visitor.csrf) {
        return next.run(request).await;
    }
    let detail =
        "x-csrf-token is not the session's\nread it from GET /api/v1/me, then send it with every write";
    Problem::new(StatusCode::FORBIDDEN, "forged", detail).into_response()
}
