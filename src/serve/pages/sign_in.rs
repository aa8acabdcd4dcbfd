//! Signing in and out.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::register::Reference;
use crate::serve::app::{App, on_thread};
use crate::serve::connections::network;
use crate::serve::failure::Failure;
use crate::serve::oidc;
use crate::serve::page::{self, Field, first_page};
use crate::serve::session::{self, Form, Visitor};

/// Leads to somebody's first page.
pub(crate) async fn first(visitor: Visitor) -> Redirect {
    Redirect::to(first_page(&visitor))
}

/// Shows the form.
pub(crate) async fn page(State(app): State<Arc<App>>) -> Markup {
    form(&app, "", None)
}

fn form(app: &App, who: &str, error: Option<&str>) -> Markup {
    page::bare(
        "Sign in",
        &html! {
            div class="govuk-grid-row" { div class="govuk-grid-column-two-thirds" {
                @if let Some(error) = error { (page::error_summary("There is a problem", &[error.to_owned()])) }
                h1 class="govuk-heading-l" { "Sign in" }
                @if app.oidc.is_some() {
                    (oidc::link_button())
                    h2 class="govuk-heading-m" { "Or with a password of the desk" }
                }
                form method="post" action="/sign-in" novalidate {
                    (Field { error, ..Field::new("who", "Account") }.input("text", who))
                    (Field::new("password", "Password").password("current-password"))
                    button class="govuk-button" { "Sign in" }
                }
            } }
        },
    )
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    #[serde(default)]
    who: String,
    #[serde(default)]
    password: String,
}

/// Signs somebody in. What is wrong is not said more exactly than that it is wrong, so that nobody learns which accounts there are.
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    axum::Form(given): axum::Form<Credentials>,
) -> Result<Response, Failure> {
    let from = client(&app, &headers, address);
    let _turn = app.limits.password_turn().await?;
    on_thread(&app, move |app| {
        // Only a reference can be an account, and only a reference is said back or remembered.
        let who = Reference::new(given.who.trim()).map_or_else(String::new, |who| who.to_string());
        // Counted before it is looked at, so that no more are tried at once than may be. By account and address, so that nobody
        // shuts somebody else out; and by account alone, more slowly.
        app.limits.count_sign_in(&who, &from).map_err(locked_out)?;
        let account = if who.is_empty() { None } else { app.desk.store().account(&who)? };
        let secret = account
            .as_ref()
            .filter(|account| account.is_active)
            .and_then(|account| account.secret.as_deref());
        let fits = session::is_password(&given.password, secret);
        match account.filter(|_| fits) {
            Some(account) => {
                app.limits.forget_sign_ins(&who, &from);
                let cookie = session::begin(app, &account)?;
                Ok((
                    StatusCode::SEE_OTHER,
                    [(header::SET_COOKIE, cookie), (header::LOCATION, "/".to_owned())],
                )
                    .into_response())
            }
            None => {
                // Whose account it was meant for is noted only where there is such an account.
                if app.desk.store().account(&who).ok().flatten().is_some() {
                    app.desk.store().note_refused(&app.by(&who, "a sign-in failed"), &[&who])?;
                }
                let error = "account or password is not right";
                Ok((StatusCode::UNAUTHORIZED, form(app, &who, Some(error))).into_response())
            }
        }
    })
    .await
}

/// Says to whoever waits to sign in who can help.
fn locked_out(failure: Failure) -> Failure {
    match failure {
        Failure::TooMany(seconds) => Failure::LockedOut(seconds),
        other => other,
    }
}

/// Returns the address of the client: behind a proxy the one that the proxy has appended. Of an address of IPv6 it is the network, because
/// everybody has billions in one.
pub(crate) fn client(app: &App, headers: &HeaderMap, address: SocketAddr) -> String {
    // The proxy's own line is the last one: what stands before it may be the client's.
    let lines = headers.get_all("x-forwarded-for");
    let forwarded = lines.iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim);
    match last {
        Some(last) if app.is_behind_proxy() => match last.parse() {
            Ok(address) => network(address),
            Err(_) => last.chars().take(60).collect(),
        },
        _ => network(address.ip()),
    }
}

#[derive(Deserialize)]
pub(crate) struct SignOut {
    /// Whether every session of the account ends.
    #[serde(default)]
    everywhere: bool,
}

/// Signs somebody out.
pub(crate) async fn sign_out(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<SignOut>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let cookie = session::end(app, &visitor, given.everywhere)?;
        let clear = [
            (header::SET_COOKIE, cookie),
            (header::LOCATION, "/sign-in".to_owned()),
            (axum::http::HeaderName::from_static("clear-site-data"), "\"cache\"".to_owned()),
        ];
        Ok((StatusCode::SEE_OTHER, clear).into_response())
    })
    .await
}
