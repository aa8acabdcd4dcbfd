//! Why a call was not answered, as a problem document (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{BreachShown, SuggestionShown};
use crate::desk::DeskError;
use crate::serve::acts::booking::NotMoved;
use crate::serve::failure::Failure;
use crate::store::StoreError;

/// A problem on its way to the caller.
#[derive(Debug)]
pub(crate) enum Problem {
    /// As the pages say it too.
    Failure(Failure),
    /// With more for a program to go by.
    Said(Box<ProblemDocument>),
}

/// A problem document (RFC 9457), `application/problem+json`. Which of the last members there are depends on the problem.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct ProblemDocument {
    /// `about:blank`: the status says what kind of problem it is, and `code` says it more exactly.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The words of the status.
    pub(crate) title: String,
    /// The status.
    pub(crate) status: u16,
    /// What is wrong and what to do about it, for people.
    pub(crate) detail: String,
    /// What is wrong, for programs: `taken`, `already_booked`, `stale`, `breaks_rules`, `invalid`, `if_match_missing`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    /// Everything in what was sent that cannot be understood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) faults: Vec<String>,
    /// Every hard rule that it would break.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) breaches: Vec<BreachShown>,
    /// The best places instead, three at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) alternatives: Vec<SuggestionShown>,
    /// The version of the meeting's booking that stands, 0 where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u64>,
}

impl ProblemDocument {
    /// Returns a problem of a status, with its code and the sentence for people.
    pub(crate) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> ProblemDocument {
        ProblemDocument {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("failure").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            code: Some(code.to_owned()),
            ..ProblemDocument::default()
        }
    }
}

impl Problem {
    /// Returns a problem of a status, with its code and the sentence for people.
    pub(crate) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Problem {
        ProblemDocument::new(status, code, detail).into()
    }

    /// Returns the problem of what cannot be understood, with everything that is wrong.
    pub(crate) fn faults(faults: Vec<String>) -> Problem {
        let document = ProblemDocument::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", faults.join("\n"));
        ProblemDocument { faults, ..document }.into()
    }
}

impl From<ProblemDocument> for Problem {
    fn from(document: ProblemDocument) -> Problem {
        Problem::Said(Box::new(document))
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        Problem::Failure(failure)
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Problem {
        Problem::Failure(error.into())
    }
}

impl From<NotMoved> for Problem {
    fn from(why: NotMoved) -> Problem {
        match why {
            NotMoved::Faults(faults) => Problem::faults(faults),
            NotMoved::Changed(what) => Problem::new(StatusCode::CONFLICT, "changed", what),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::Failure(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = match self {
            Problem::Said(document) => *document,
            // What is wrong with the program or its store goes to the log, and that is the failure's own to do.
            Problem::Failure(failure) if failure.status().is_server_error() => return failure.problem(),
            Problem::Failure(failure) => {
                let document = ProblemDocument::new(failure.status(), code_of(&failure), failure.public());
                let wait = if let Failure::TooMany(seconds) | Failure::LockedOut(seconds) = failure {
                    Some(seconds)
                } else {
                    None
                };
                let mut response = answer(&document);
                if let Some(seconds) = wait {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                return response;
            }
        };
        answer(&document)
    }
}

fn answer(document: &ProblemDocument) -> Response {
    let status = StatusCode::from_u16(document.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(document)).into_response()
}

/// Returns the code of what people are told in a sentence.
fn code_of(failure: &Failure) -> &'static str {
    match failure {
        Failure::SignIn => "sign_in",
        Failure::Forbidden(_) => "forbidden",
        Failure::Forged => "forged",
        Failure::Missing { .. } => "missing",
        Failure::Invalid(_) => "invalid",
        Failure::TooMany(_) | Failure::LockedOut(_) => "too_many",
        Failure::Broken => "broken",
        Failure::Desk(error) => match error {
            DeskError::Breaks(_) => "breaks_rules",
            DeskError::Booking(_) | DeskError::Register(_) => "invalid",
            DeskError::Changed(_) => "changed",
            DeskError::Store(error) => match error {
                StoreError::Taken { .. } => "taken",
                StoreError::Stale { .. } => "stale",
                StoreError::AlreadyBooked { .. } => "already_booked",
                StoreError::NotBooked { .. } => "not_booked",
                StoreError::CannotUndo { .. } => "cannot_undo",
                StoreError::Refused { .. } => "refused",
                StoreError::Invalid { .. } => "invalid",
                _ => "store",
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_it_is_to_people_and_to_programs() {
        let response =
            Problem::faults(vec!["start is \"9\"".to_owned(), "room is empty".to_owned()]).into_response();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let response = Problem::from(Failure::TooMany(12)).into_response();
        assert_eq!(
            (response.status(), &response.headers()[header::RETRY_AFTER]),
            (StatusCode::TOO_MANY_REQUESTS, &HeaderValue::from_static("12"))
        );
        let document = ProblemDocument::new(StatusCode::CONFLICT, "taken", "PRE-1 is taken");
        let json = serde_json::to_value(&document).expect("it serialises");
        assert_eq!(
            json,
            serde_json::json!({
                "type": "about:blank", "title": "Conflict", "status": 409, "detail": "PRE-1 is taken", "code": "taken",
            })
        );
    }
}
