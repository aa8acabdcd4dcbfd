//! What holds for every request: headers that browsers keep to, and no change that another site asks for.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::failure::Failure;

/// Nothing but the desk's own files, no inline script or style, no frame around it.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Headers of every answer (OWASP ASVS 3.4).
const HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), camera=(), microphone=()"),
    ("x-robots-tag", "noindex, nofollow"),
    ("x-frame-options", "DENY"),
];

/// Puts the headers on an answer, and refuses changes from elsewhere.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    // Style sheets are kept by browsers, and calendar feeds say themselves that nobody between may keep them.
    let says_itself = ["/assets/", "/feeds/"].iter().any(|start| request.uri().path().starts_with(start));
    let mut response = if is_foreign(&app, request.method(), request.headers()) {
        let is_api = request.uri().path().starts_with("/api/");
        if is_api { Failure::Forged.problem() } else { Failure::Forged.into_response() }
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !says_itself || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if app.is_secure() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Whether a request that may change something comes from another site.
fn is_foreign(app: &App, method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // Browsers that say where a request comes from say `Origin: null` on our pages, because these send no referrer.
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    match &app.public_url {
        Some(url) => origin != url.trim_end_matches('/'),
        None => {
            let host = text(header::HOST).unwrap_or_default();
            origin.strip_prefix(app.scheme()).and_then(|rest| rest.strip_prefix("://")) != Some(host)
        }
    }
}
