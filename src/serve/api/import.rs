//! Files brought in: what they would change, told first and saved only when somebody confirms it.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, work};
use super::differences::DifferenceShown;
use super::problem::Problem;
use super::shapes::{BreachShown, EventsShown};
use crate::serve::acts::import::{self as acts, trial, upload};
use crate::serve::acts::undo::did;
use crate::serve::app::App;
use crate::serve::why;

/// Most faults and notes that are told; all are counted.
const MOST: usize = 1_000;

/// Files that are sent (`multipart/form-data`).
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes a form that is read part by part")]
pub(crate) struct ImportGiven {
    /// The files, ten at most: a register's workbook, its packed folder, tables by their names, or what a case system gives.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Vec<u8>>,
    /// The district of families whose file does not say it, or a district and the place that stands for the home: `PRE:Preston`.
    area: Option<String>,
}

/// What files would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportShown {
    /// What confirms it, within half an hour; none where something must be mended first, or nothing would change.
    token: Option<String>,
    /// The files and what they are.
    recognised: Vec<RecognisedShown>,
    /// What is worth saying, at most 1,000.
    notes: Vec<String>,
    /// What must be mended first, at most 1,000.
    faults: Vec<FaultShown>,
    /// How many faults there are.
    n_faults: usize,
    /// What would change, by table.
    differences: Vec<DifferenceShown>,
    /// Rules that bookings would break and do not now.
    breaches: Vec<BreachShown>,
}

/// A file that was recognised.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecognisedShown {
    /// Its name.
    file: String,
    /// What it is.
    what: String,
}

/// A fault with its place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FaultShown {
    /// The file, or the sheet of a workbook.
    file: String,
    /// The row; none where it is of the whole file.
    row: Option<String>,
    /// The column; none where it is of the whole file.
    column: Option<String>,
    /// What is wrong.
    message: String,
}

impl FaultShown {
    fn of(wrong: &trial::Wrong) -> FaultShown {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        FaultShown {
            file: wrong.file.clone(),
            row: given(&wrong.row),
            column: given(&wrong.column),
            message: wrong.message.clone(),
        }
    }
}

/// Says what files would change. Nothing is saved.
#[utoipa::path(
    post, path = "/api/v1/import", tag = "files", operation_id = "import",
    request_body(content = ImportGiven, content_type = "multipart/form-data"),
    responses((status = 200, description = "What would change, or what must be mended first", body = ImportShown)),
)]
pub(crate) async fn dry_run(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<ImportShown>, Problem> {
    let form = form.map_err(|_| {
        let detail = "the body is no form with files; wanted content-type: multipart/form-data";
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid", detail)
    })?;
    let (sent, turn) = app.imports.receive(upload::files(form)).await?;
    if sent.uploads.is_empty() {
        return Err(Problem::faults(vec![upload::NO_FILE.to_owned()]));
    }
    work(&app, move |app| {
        let _turn = turn;
        let (run, token) = acts::dry_run(app, visitor.who(), &sent)?;
        let recognised = |(file, what): &(String, &'static str)| RecognisedShown {
            file: file.clone(),
            what: (*what).to_owned(),
        };
        Ok(Json(ImportShown {
            token,
            recognised: run.recognised.iter().map(recognised).collect(),
            notes: run.notes.iter().take(MOST).cloned().collect(),
            faults: run.faults.iter().take(MOST).map(FaultShown::of).collect(),
            n_faults: run.faults.len(),
            differences: run
                .differences
                .iter()
                .map(|(file, difference)| DifferenceShown::of(file, difference))
                .collect(),
            breaches: run.breaks.iter().map(BreachShown::from).collect(),
        }))
    })
    .await
}

/// What confirms an import.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirming {
    /// The token that the dry run gave.
    token: String,
    /// Why, for whoever asks later: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    why: String,
}

/// What was imported.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportDone {
    /// The events of it: what an undoing names.
    events: EventsShown,
    /// Rules that bookings break since, and did not before.
    breaches: Vec<BreachShown>,
}

/// Saves what a dry run has told, all tables in one write, where none has changed since.
#[utoipa::path(
    post, path = "/api/v1/import/confirm", tag = "files", operation_id = "confirm_import", request_body = Confirming,
    responses((status = 200, description = "It is saved", body = ImportDone)),
)]
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<Confirming>,
) -> Result<Json<ImportDone>, Problem> {
    work(&app, move |app| {
        let events = acts::confirm(app, visitor.who(), &given.token, &given.why)?;
        let breaches = did(app, events)?.broken.iter().map(BreachShown::from).collect();
        Ok(Json(ImportDone { events: events.into(), breaches }))
    })
    .await
}
