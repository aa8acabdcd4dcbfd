//! What a call is asked with, read so that whatever is wrong with it is a problem document and never more than that.

use std::sync::Arc;

use axum::body::{Body as Contents, Bytes};
use axum::extract::{FromRef, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::problem::Problem;
use crate::register::Reference;
use crate::serve::app::{App, on_thread};
use crate::serve::session::{LARGEST_FORM, Visitor};

/// Largest body that is read, in bytes: a booking with a move is a few hundred.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;

/// Does what waits for the store or takes the processor, on a thread of its own.
pub(crate) async fn work<T: Send + 'static>(
    app: &Arc<App>,
    act: impl FnOnce(&Arc<App>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    on_thread(app, |app| Ok(act(app))).await?
}

/// Whoever calls: signed in, as the session's cookie says.
pub(crate) struct Caller(pub(crate) Visitor);

impl<S: Send + Sync> FromRequestParts<S> for Caller
where
    Arc<App>: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Caller, Problem> {
        Ok(Caller(Visitor::from_request_parts(parts, state).await?))
    }
}

/// The reference in the path.
pub(crate) struct Named(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Named, Problem> {
        let Path(reference) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "invalid", "the path cannot be read"))?;
        Ok(Named(reference))
    }
}

/// The number in the path: of a job.
pub(crate) struct Numbered(pub(crate) u64);

impl<S: Send + Sync> FromRequestParts<S> for Numbered {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Numbered, Problem> {
        let Path(number) = Path::<u64>::from_request_parts(parts, state).await.map_err(|_| no_number())?;
        Ok(Numbered(number))
    }
}

/// The table and the number of a row, from 1, in the path.
pub(crate) struct NamedRow(pub(crate) String, pub(crate) usize);

impl<S: Send + Sync> FromRequestParts<S> for NamedRow {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<NamedRow, Problem> {
        let Path((name, row)) =
            Path::<(String, usize)>::from_request_parts(parts, state).await.map_err(|_| no_number())?;
        Ok(NamedRow(name, row))
    }
}

fn no_number() -> Problem {
    let detail = "the last part of the path is no number; wanted one from 1";
    Problem::new(StatusCode::BAD_REQUEST, "invalid", detail)
}

/// The query, of which nothing is passed over: a parameter that is unknown is a mistake.
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked<T>, Problem> {
        let Query(asked) = Query::<T>::try_from_uri(&parts.uri)
            .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "invalid", error.body_text()))?;
        Ok(Asked(asked))
    }
}

/// A body of JSON, at most of [`LARGEST_BODY`].
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Body<T>, Problem> {
        json_of(request, LARGEST_BODY).await.map(Body)
    }
}

/// A body of JSON that may hold a table: at most as long as the page's form.
pub(crate) struct TableBody<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for TableBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<TableBody<T>, Problem> {
        json_of(request, LARGEST_FORM).await.map(TableBody)
    }
}

async fn json_of<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, Problem> {
    let (parts, body) = request.into_parts();
    let bytes = bytes_of(body, most).await?;
    if !is_json(&parts.headers) {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "invalid",
            "the body is not said to be JSON; wanted content-type: application/json",
        ));
    }
    read(&bytes)
}

/// A body of JSON that may be left out.
pub(crate) struct MaybeBody<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for MaybeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<MaybeBody<T>, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = bytes_of(body, LARGEST_BODY).await?;
        if matches!(bytes.trim_ascii(), b"" | b"null") {
            return Ok(MaybeBody(T::default()));
        }
        let request = Request::from_parts(parts, Contents::from(bytes));
        Body::from_request(request, state).await.map(|Body(given)| MaybeBody(given))
    }
}

/// Reads a body of at most so many bytes to its end.
pub(crate) async fn bytes_of(body: Contents, most: usize) -> Result<Bytes, Problem> {
    let too_large = || {
        let detail = format!("the body is longer than {most} bytes, or was cut off");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "invalid", detail)
    };
    axum::body::to_bytes(body, most).await.map_err(|_| too_large())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

/// Reads JSON: what is none is a bad request, and what is none of ours cannot be processed.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let read = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => Problem::faults(vec![error.to_string()]),
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::new(StatusCode::BAD_REQUEST, "invalid", format!("the body is no JSON: {error}"))
        }
    })?;
    // A list would be read as the members in their order, and nobody is promised an order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::faults(vec!["the body is a list; wanted an object".to_owned()]));
    }
    Ok(read)
}

/// Returns the position of a reference that a filter names, or what is wrong with it.
pub(crate) fn wanted<'a>(
    what: &str,
    given: Option<&String>,
    mut references: impl Iterator<Item = &'a Reference>,
) -> Result<Option<usize>, Problem> {
    let Some(given) = given else { return Ok(None) };
    match references.position(|reference| reference.as_str() == given) {
        Some(at) => Ok(Some(at)),
        None => {
            Err(Problem::faults(vec![format!("{what} is {given:?}; wanted a reference of the register")]))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::response::IntoResponse;

    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given {
        n: u32,
    }

    #[test]
    fn json_that_is_none_and_json_that_is_none_of_ours_are_told_apart() {
        let deep = "[".repeat(100_000);
        let cases = [
            ("{", 400),
            ("", 400),
            ("{\"n\": 1}}", 400),
            ("{\"n\": \u{0}}", 400),
            (deep.as_str(), 422),
            ("[]", 422),
            ("[1]", 422),
            ("{\"n\": -1}", 422),
            ("{\"n\": 1, \"m\": 2}", 422),
            ("{\"n\": 1, \"n\": 2}", 422),
        ];
        for (text, status) in cases {
            let problem = read::<Given>(text.as_bytes()).expect_err("it is wrong");
            let shown = text.chars().take(20).collect::<String>();
            assert_eq!(problem.into_response().status().as_u16(), status, "{shown}");
        }
        assert_eq!(read::<Given>(b" {\"n\": 7} ").expect("it is right").n, 7);
        assert_eq!(read::<Given>(b"\xff").expect_err("no text").into_response().status(), 400);
    }

    #[test]
    fn json_is_json_with_its_parameters_and_nothing_else_is() {
        let cases = [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("", false),
        ];
        for (kind, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            assert_eq!(is_json(&headers), expected, "{kind}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
