//! The two addresses of a sign-in at the provider, the link to the first, and the one page where it did not work.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::accounts::{self, Refusal};
use super::attempts::{NotBegun, cookie, handle_in, no_cookie};
use super::provider::{Provider, ProviderError};
use super::wire::code;
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::limits::{Limit, SIGN_IN_BY_ADDRESS};
use crate::serve::page;
use crate::serve::pages::sign_in::client;
use crate::serve::session;
use crate::store::Account;

/// Sign-ins begun from one address, which may be that of a whole council's proxy.
const BEGINNINGS: Limit = Limit { most: 300, within: Duration::from_secs(10 * 60) };
/// Who does what happens before it is known who signs in.
const PROVIDER: &str = "provider";

/// Returns the addresses, which need no right.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/sign-in/provider", get(begin)).route("/sign-in/return", get(end))
}

/// Returns the link to the provider. It is a link and no form, because the page's policy lets forms go to the desk alone.
pub(crate) fn link_button() -> Markup {
    html! {
        a href="/sign-in/provider" role="button" draggable="false" class="govuk-button" data-module="govuk-button" {
            "Sign in with your work account"
        }
    }
}

/// Why nobody was signed in: in words for the audit, which is the one to say it.
#[derive(Debug, thiserror::Error)]
enum NotSignedIn {
    #[error("{0}")]
    NotBegun(#[from] NotBegun),
    #[error("the answer cannot be read")]
    Form,
    #[error("the answer is another provider's")]
    Issuer,
    #[error("the provider says {0}")]
    Provider(String),
    #[error(transparent)]
    Failed(#[from] ProviderError),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<Failure> for NotSignedIn {
    fn from(failure: Failure) -> NotSignedIn {
        NotSignedIn::Refused(failure.into())
    }
}

fn provider(app: &App) -> Result<&Provider, Failure> {
    app.oidc.as_ref().ok_or_else(|| Failure::Missing { what: "page", name: "at this address".to_owned() })
}

/// Sends a browser to the provider.
async fn begin(
    State(app): State<Arc<App>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let from = client(&app, &headers, address);
    let _turn = provider(&app)?.turn().await;
    on_thread(&app, move |app| {
        let provider = provider(app)?;
        app.limits.count_address("provider", &from, BEGINNINGS)?;
        let (handle, attempt) = provider.attempts.begin(Instant::now())?;
        match provider.address(&attempt) {
            Ok(place) => {
                let sent = [(header::SET_COOKIE, cookie(app, &handle)), (header::LOCATION, place)];
                Ok((StatusCode::SEE_OTHER, sent).into_response())
            }
            Err(error) => tell(app, &from, error.into()),
        }
    })
    .await
}

/// What the provider's answer carries.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Returned {
    code: String,
    state: String,
    error: Option<String>,
    iss: Option<String>,
}

/// Signs in whom the provider sends back.
async fn end(
    State(app): State<Arc<App>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    returned: Result<Query<Returned>, QueryRejection>,
) -> Result<Response, Failure> {
    let from = client(&app, &headers, address);
    let _turn = provider(&app)?.turn().await;
    on_thread(&app, move |app| {
        let returned = returned.map_err(|_| NotSignedIn::Form);
        let signed_in = returned.and_then(|Query(returned)| {
            let account = account_of(app, provider(app)?, &headers, &returned)?;
            Ok(session::begin(app, &account)?)
        });
        match signed_in {
            Ok(cookie) => {
                let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response();
                put_cookies(&mut response, &[&cookie, &no_cookie(app)])?;
                Ok(response)
            }
            Err(why) => tell(app, &from, why),
        }
    })
    .await
}

fn account_of(
    app: &App,
    provider: &Provider,
    headers: &HeaderMap,
    returned: &Returned,
) -> Result<Account, NotSignedIn> {
    // The state comes first: what any other site may have a browser send is not looked at further.
    let handle = handle_in(app, headers).unwrap_or_default();
    let attempt = provider.attempts.end(&handle, &returned.state, Instant::now())?;
    if !provider.is_from(returned.iss.as_deref())? {
        return Err(NotSignedIn::Issuer);
    }
    if let Some(error) = &returned.error {
        return Err(NotSignedIn::Provider(code(error).unwrap_or_else(|| "an error".to_owned())));
    }
    let claims = provider.redeem(&attempt, &returned.code)?;
    let by = app.by(PROVIDER, "as the identity provider says");
    Ok(accounts::account(app.desk.store(), &by, &provider.config, &claims)?)
}

/// Returns the page where it did not work, the same whatever the reason, and has the audit say the reason.
fn tell(app: &App, from: &str, why: NotSignedIn) -> Result<Response, Failure> {
    let why = match why {
        NotSignedIn::Refused(Refusal::Desk(failure)) => return Err(failure),
        why => why,
    };
    if let NotSignedIn::Failed(error) = &why
        && error.is_theirs()
    {
        eprintln!("error: sign-in with the provider: {error}");
    }
    // Anybody can bring this about, so that the audit would be filled without a limit. Nobody is refused by it: there is nothing to guess.
    if app.limits.count_address("return", from, SIGN_IN_BY_ADDRESS).is_ok() {
        let about = if let NotSignedIn::Refused(refusal) = &why { refusal.about() } else { None };
        let words = format!("a sign-in with the provider failed: {}", why.to_string().replace('\n', "; "));
        app.desk.store().note_refused(&app.by(PROVIDER, &words), about.as_slice())?;
    }
    let body = html! {
        h1 class="govuk-heading-l" { "You could not be signed in" }
        p class="govuk-body" { "Try again. If it happens again, tell whoever looks after Convene: the audit says why." }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { "Go to sign in" } }
    };
    let mut response = (StatusCode::FORBIDDEN, page::bare("Could not sign in", &body)).into_response();
    put_cookies(&mut response, &[&no_cookie(app)])?;
    Ok(response)
}

/// Adds a header for each cookie: a list of headers would keep the last alone.
fn put_cookies(response: &mut Response, cookies: &[&str]) -> Result<(), Failure> {
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie.parse().map_err(|_| Failure::Broken)?);
    }
    Ok(())
}
