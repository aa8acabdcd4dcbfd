//! The register taken out, as a file.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ask::{Body, Caller, work};
use super::problem::Problem;
use crate::serve::acts::export::{Format, Taken, take_out};
use crate::serve::app::App;

/// What is taken out.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportGiven {
    /// As what.
    format: Format,
}

/// A file as it is sent.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "it describes an answer that is no JSON")]
pub(crate) struct FileSent(Vec<u8>);

/// Takes the register out, with names of staff as its table has them. It is noted in the audit, and at most 20 an hour are made.
#[utoipa::path(
    post, path = "/api/v1/export", tag = "files", operation_id = "export", request_body = ExportGiven,
    responses((status = 200, description = "The file: a packed folder, a workbook, or CSV", content(
        (FileSent = "application/zip"),
        (FileSent = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "text/csv"),
    ))),
)]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Body(given): Body<ExportGiven>,
) -> Result<Taken, Problem> {
    work(&app, move |app| Ok(take_out(app, visitor.who(), given.format)?)).await
}
