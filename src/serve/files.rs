//! Style sheets and scripts, as browsers fetch them.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::assets;

/// Serves a file of the pages; one that the browser has already is not sent again.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = assets::find(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let said = [
        (header::CONTENT_TYPE, file.mime.to_owned()),
        (header::ETAG, file.etag()),
        (header::CACHE_CONTROL, file.caching().to_owned()),
    ];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known == Some(file.etag().as_str()) {
        return (StatusCode::NOT_MODIFIED, said).into_response();
    }
    (said, file.bytes).into_response()
}
