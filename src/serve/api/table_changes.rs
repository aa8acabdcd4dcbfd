//! The register's tables, checked, replaced whole, and changed row by row.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ask::{Body, Caller, MaybeBody, Named, NamedRow, TableBody, work};
use super::conditions::{Condition, condition, etag};
use super::differences::DifferenceShown;
use super::problem::{Problem, ProblemDocument};
use super::shapes::{BreachShown, EventsShown};
use super::standing::Why;
use super::tables::file_of;
use crate::desk::{DeskError, State as Plan};
use crate::files::Fault;
use crate::serve::acts::import::compare::compare;
use crate::serve::acts::undo::did;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::session::Visitor;
use crate::serve::tables::change::{self, Cells, RowChange, asked, find, version};
use crate::serve::tables::columns::{Kept, POLICY};
use crate::serve::tables::judge::Refused;
use crate::serve::why;
use crate::store::StoreError;

/// Most faults that are told; all are counted.
const MOST_FAULTS: usize = 1_000;

/// A text that would take a table's place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextGiven {
    /// The table as CSV with its header, or the policy as TOML.
    text: String,
    /// Why, for whoever asks later: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    why: String,
}

/// What a text would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextChecked {
    /// Whether it could be kept.
    is_sound: bool,
    /// What must be mended first, each with its file, line and column; at most 1,000.
    faults: Vec<String>,
    /// How many faults there are.
    n_faults: usize,
    /// What would change.
    difference: DifferenceShown,
    /// Rules that bookings would break and do not now. They hinder nothing: bookings can be moved afterwards.
    breaches: Vec<BreachShown>,
}

/// Says what a text in a table's place would change and break. Nothing is saved.
#[utoipa::path(
    post, path = "/api/v1/tables/{name}/check", tag = "register", operation_id = "check_table", request_body = TextGiven,
    params(("name" = String, Path, description = "The table's file, such as `staff.csv`, or `authority.toml`")),
    responses((status = 200, description = "What it would change and break", body = TextChecked)),
)]
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    Named(name): Named,
    TableBody(given): TableBody<TextGiven>,
) -> Result<Json<TextChecked>, Problem> {
    work(&app, move |app| {
        let plan = app.state()?;
        let named = asked(&name)?;
        let (file, text) = (file_of(named), text_of(named, given.text));
        let old = find(&plan, &file).map_or("", |stored| stored.text.as_str());
        let difference = DifferenceShown::of(&file, &compare(&file, old, &text));
        let (faults, broken) = match change::consequences(app, &plan, &file, &text) {
            Ok(broken) => (Vec::new(), broken),
            Err(faults) => (faults, Vec::new()),
        };
        Ok(Json(TextChecked {
            is_sound: faults.is_empty(),
            n_faults: faults.len(),
            faults: words_of(&faults),
            difference,
            breaches: broken.iter().map(BreachShown::from).collect(),
        }))
    })
    .await
}

fn text_of(named: Option<&Kept>, text: String) -> String {
    if named.is_some() { text } else { change::policy_text(&text) }
}

fn words_of(faults: &[Fault]) -> Vec<String> {
    faults.iter().take(MOST_FAULTS).map(ToString::to_string).collect()
}

/// A change of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableDone {
    /// The table.
    table: String,
    /// Its version since.
    version: u64,
    /// The events of it, which an undoing names; none where nothing differs from what stood.
    events: Option<EventsShown>,
    /// Rules that bookings break since, and did not before.
    breaches: Vec<BreachShown>,
}

/// Replaces a table, or the policy. The register that results is read whole first, with the bookings that stand.
#[utoipa::path(
    put, path = "/api/v1/tables/{name}", tag = "register", operation_id = "replace_table", request_body = TextGiven,
    params(
        ("name" = String, Path, description = "The table's file, such as `staff.csv`, or `authority.toml`"),
        ("if-match" = Option<String>, Header, description = "The version that was read, where the register has the table", pattern = "^\"[1-9][0-9]{0,17}\"$"),
        ("if-none-match" = Option<String>, Header, description = "`*`: the register does not have it", pattern = "^\\*$"),
    ),
    responses((status = 200, description = "It is kept", body = TableDone,
        headers(("etag" = String, description = "Its version since")))),
)]
pub(crate) async fn replace(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(name): Named,
    headers: HeaderMap,
    TableBody(given): TableBody<TextGiven>,
) -> Result<Response, Problem> {
    let condition = condition(&headers)?;
    work(&app, move |app| {
        let plan = app.state()?;
        let named = asked(&name)?;
        let file = file_of(named);
        let expected = expected(&plan, &file, condition)?;
        let text = text_of(named, given.text);
        let done = change::text(app, &plan, (visitor.who(), &given.why), &file, &text, expected);
        answer(app, &file, done)
    })
    .await
}

/// Returns the version of the table that a write is about, 0 for one that the register does not have.
fn expected(plan: &Plan, file: &str, condition: Condition) -> Result<u64, Problem> {
    let version = version(find(plan, file));
    match condition {
        Condition::Version(read) => Ok(read),
        Condition::New => Ok(0),
        Condition::Unsaid if version == 0 => Ok(0),
        Condition::Unsaid => {
            let detail = format!(
                "the register has {file}, and the request does not say which version was read\n\
                 read it, then send its ETag as if-match"
            );
            let document =
                ProblemDocument::new(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", detail);
            Err(ProblemDocument { version: Some(version), ..document }.into())
        }
    }
}

fn answer(app: &App, file: &str, done: Result<Option<(u64, u64)>, Refused>) -> Result<Response, Problem> {
    match done {
        Ok(events) => {
            let version = version(find(&*app.state()?, file));
            let broken = match events {
                Some(events) => did(app, events)?.broken,
                None => Vec::new(),
            };
            let done = TableDone {
                table: file.to_owned(),
                version,
                events: events.map(EventsShown::from),
                breaches: broken.iter().map(BreachShown::from).collect(),
            };
            Ok(([etag(version)], Json(done)).into_response())
        }
        Err(Refused::Faults(faults)) => Err(Problem::faults(words_of(&faults))),
        Err(Refused::Failed(Failure::Desk(DeskError::Store(error @ StoreError::Stale { .. })))) => {
            let version = version(find(&*app.state()?, file));
            let document = ProblemDocument::new(StatusCode::PRECONDITION_FAILED, "stale", error.to_string());
            Err(ProblemDocument { version: Some(version), ..document }.into())
        }
        Err(Refused::Failed(failure)) => Err(failure.into()),
    }
}

/// Cells of a row.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowGiven {
    /// Cells by column. Columns that are left out stay as they are; a new row has nothing in them.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    cells: Cells,
    /// Why, for whoever asks later: references only, no names.
    #[serde(default, deserialize_with = "why::given")]
    #[schema(max_length = 500)]
    why: String,
}

/// Adds a row to a table.
#[utoipa::path(
    post, path = "/api/v1/tables/{name}/rows", tag = "register", operation_id = "add_row", request_body = RowGiven,
    params(
        ("name" = String, Path, description = "The table's file, such as `staff.csv`"),
        ("if-match" = Option<String>, Header, description = "The version that was read, where the register has the table", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "It is kept", body = TableDone,
        headers(("etag" = String, description = "The table's version since")))),
)]
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(name): Named,
    headers: HeaderMap,
    Body(given): Body<RowGiven>,
) -> Result<Response, Problem> {
    change_row(&app, visitor, name, &headers, RowChange::Add(given.cells), given.why).await
}

/// Sets cells of a row.
#[utoipa::path(
    put, path = "/api/v1/tables/{name}/rows/{row}", tag = "register", operation_id = "set_row", request_body = RowGiven,
    params(
        ("name" = String, Path, description = "The table's file, such as `staff.csv`"),
        ("row" = u64, Path, description = "The number of the row, from 1, in the version that was read"),
        ("if-match" = String, Header, description = "The version of the table that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "It is kept", body = TableDone,
        headers(("etag" = String, description = "The table's version since")))),
)]
pub(crate) async fn set(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    NamedRow(name, row): NamedRow,
    headers: HeaderMap,
    Body(given): Body<RowGiven>,
) -> Result<Response, Problem> {
    change_row(&app, visitor, name, &headers, RowChange::Set(row, given.cells), given.why).await
}

/// Takes a row out of a table.
#[utoipa::path(
    delete, path = "/api/v1/tables/{name}/rows/{row}", tag = "register", operation_id = "remove_row",
    request_body(content = Option<Why>, description = "Why; it may be left out"),
    params(
        ("name" = String, Path, description = "The table's file, such as `staff.csv`"),
        ("row" = u64, Path, description = "The number of the row, from 1, in the version that was read"),
        ("if-match" = String, Header, description = "The version of the table that was read", pattern = "^\"[1-9][0-9]{0,17}\"$"),
    ),
    responses((status = 200, description = "It is kept", body = TableDone,
        headers(("etag" = String, description = "The table's version since")))),
)]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    NamedRow(name, row): NamedRow,
    headers: HeaderMap,
    MaybeBody(given): MaybeBody<Why>,
) -> Result<Response, Problem> {
    change_row(&app, visitor, name, &headers, RowChange::Remove(row), given.why).await
}

async fn change_row(
    app: &Arc<App>,
    visitor: Visitor,
    name: String,
    headers: &HeaderMap,
    change: RowChange,
    why: String,
) -> Result<Response, Problem> {
    let condition = condition(headers)?;
    work(app, move |app| {
        let plan = app.state()?;
        let kept = asked(&name)?.ok_or_else(|| {
            Problem::faults(vec![format!("{POLICY} has no rows; replace its text with PUT")])
        })?;
        let expected = expected(&plan, &kept.file(), condition)?;
        let tried = change::row(app, &plan, (visitor.who(), &why), kept, &change, expected);
        answer(app, &kept.file(), tried.outcome)
    })
    .await
}
