//! Why a request was not done, as a page or as the API's problem (RFC 9457).

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::page;
use crate::desk::DeskError;
use crate::store::StoreError;
use crate::words;

/// What a page of failure says, for whoever can put it into the visitor's own frame.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) title: &'static str,
    pub(crate) body: maud::Markup,
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Nobody is signed in.
    #[error("sign in first")]
    SignIn,
    /// The role may not.
    #[error("your role may not {0}")]
    Forbidden(&'static str),
    /// The request did not come from the desk's own page.
    #[error("this form is out of date or came from elsewhere; go back, load the page again, then send it")]
    Forged,
    /// There is no such thing.
    #[error("there is no {what} {name}")]
    Missing {
        /// What.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// What was given makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// Too many requests.
    #[error("too many tries; wait {}, then try again", wait_words(*.0))]
    TooMany(u64),
    /// Too many tries to sign in.
    #[error(
        "too many tries to sign in; wait {}, then try again\n\
         if you have forgotten the password, whoever looks after the desk's accounts can give you another meanwhile",
        wait_words(*.0)
    )]
    LockedOut(u64),
    /// The desk said no.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The program has a fault.
    #[error("something went wrong at the desk; nothing was changed by it. Tell whoever looks after Convene")]
    Broken,
}

/// Returns a wait in seconds as people count it: whole minutes from one on, never too few.
fn wait_words(seconds: u64) -> String {
    let (n, unit) = if seconds < 60 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
    words::count(i64::try_from(n).unwrap_or(i64::MAX), unit)
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Desk(error.into())
    }
}

impl Failure {
    /// Returns what somebody may know of it: what the database said stays in the log.
    pub(crate) fn public(&self) -> String {
        match self {
            Failure::Desk(DeskError::Store(
                StoreError::Database { .. } | StoreError::Unreachable { .. } | StoreError::Corrupt { .. },
            )) => "the store cannot be used at the moment; nothing was changed. Tell whoever looks after Convene".to_owned(),
            other => other.to_string(),
        }
    }

    /// Returns the status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Failure::SignIn => StatusCode::UNAUTHORIZED,
            Failure::Forbidden(_) | Failure::Forged => StatusCode::FORBIDDEN,
            Failure::Missing { .. } => StatusCode::NOT_FOUND,
            Failure::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::TooMany(_) | Failure::LockedOut(_) => StatusCode::TOO_MANY_REQUESTS,
            Failure::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Failure::Desk(error) => match error {
                DeskError::Breaks(_) | DeskError::Booking(_) | DeskError::Register(_) => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                DeskError::Changed(_) => StatusCode::CONFLICT,
                DeskError::Store(error) => match error {
                    StoreError::Taken { .. }
                    | StoreError::Stale { .. }
                    | StoreError::AlreadyBooked { .. }
                    | StoreError::NotBooked { .. }
                    | StoreError::CannotUndo { .. }
                    | StoreError::Refused { .. } => StatusCode::CONFLICT,
                    StoreError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    StoreError::Full { .. } => StatusCode::INSUFFICIENT_STORAGE,
                    _ => StatusCode::SERVICE_UNAVAILABLE,
                },
            },
        }
    }

    /// Returns the failure as the API says it.
    pub(crate) fn problem(&self) -> Response {
        self.log();
        let status = self.status();
        let body = serde_json::json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or("failure"),
            "status": status.as_u16(),
            "detail": self.public(),
        });
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(body)).into_response()
    }

    /// Writes what is wrong with the program or its store to the log; what people did is in the audit.
    fn log(&self) {
        if self.status().is_server_error() {
            eprintln!("error: {self}");
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        self.log();
        if matches!(self, Failure::SignIn) {
            return Redirect::to("/sign-in").into_response();
        }
        let status = self.status();
        let title = match status {
            StatusCode::NOT_FOUND => "Page not found",
            StatusCode::FORBIDDEN => "You may not do this",
            StatusCode::CONFLICT => "Somebody was first",
            StatusCode::UNPROCESSABLE_ENTITY => "This cannot be done",
            StatusCode::TOO_MANY_REQUESTS => "Too many tries",
            _ => "Something went wrong",
        };
        let body = html! {
            h1 class="govuk-heading-l" { (title) }
            @for line in self.public().lines() { p class="govuk-body" { (page::sentence(line)) } }
            p class="govuk-body" { "Go back in the browser to what you had typed, or " a class="govuk-link" href="/" { "go to your first page" } "." }
        };
        let mut response = (status, page::bare(title, &body)).into_response();
        response.extensions_mut().insert(Told { title, body });
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_minutes() {
        for (seconds, expected) in
            [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes"), (884, "15 minutes")]
        {
            assert_eq!(wait_words(seconds), expected);
        }
        let said = Failure::LockedOut(884).to_string();
        assert!(
            said.contains("wait 15 minutes") && said.contains("looks after the desk's accounts"),
            "{said}"
        );
    }
}
