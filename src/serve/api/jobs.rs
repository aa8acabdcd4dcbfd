//! What runs in the background, as calls are told of it: plans, repairs, staffing runs, reports.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::serve::failure::Failure;
use crate::serve::jobs::{Job, Outcome};

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobState {
    /// It waits for its turn, or is at work: ask again in a second or two.
    UnderWay,
    /// What came of it can be read.
    Done,
    /// Nothing came of it.
    Failed,
}

/// Something that runs in the background. Only whoever began it sees it, until the desk is started anew or newer ones take its place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct JobShown {
    /// Its number.
    job: u64,
    /// What it is: `plan`, `happened`, `staffing`, `sizing`, `report`.
    #[schema(example = "plan")]
    kind: String,
    state: JobState,
    /// What it is at, in words.
    doing: String,
    /// Seconds since it began.
    seconds: u64,
    /// Why nothing came of it, where nothing did.
    failed: Option<String>,
}

impl JobShown {
    /// Returns how a job stands.
    pub(crate) fn of(job: &Job) -> JobShown {
        let outcome = job.outcome();
        let (state, failed) = match outcome.as_deref() {
            None => (JobState::UnderWay, None),
            Some(Outcome::Failed(why)) => (JobState::Failed, Some(why.clone())),
            Some(_) => (JobState::Done, None),
        };
        JobShown {
            job: job.number,
            kind: job.kind.to_owned(),
            state,
            doing: job.progress(),
            seconds: job.began.elapsed().as_secs(),
            failed,
        }
    }
}

/// Jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobList {
    /// The newest first.
    pub(crate) jobs: Vec<JobShown>,
}

/// Returns the answer to a job that has begun: where to read how it comes on.
pub(crate) fn begun(job: &Job, at: &str) -> Response {
    let location = [(header::LOCATION, format!("{at}/{}", job.number))];
    (StatusCode::ACCEPTED, location, Json(JobShown::of(job))).into_response()
}

/// Refuses a job that is of another kind than the call is about.
pub(crate) fn of_kind(job: &Job, kind: &str) -> Result<(), Problem> {
    match job.kind == kind {
        true => Ok(()),
        false => Err(Failure::Missing { what: "job", name: job.number.to_string() }.into()),
    }
}
