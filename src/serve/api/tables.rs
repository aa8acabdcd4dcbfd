//! The register's tables, read. Whoever may edit them reads the names in them too.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ask::{Asked, Caller, Named, work};
use super::conditions::etag;
use super::problem::Problem;
use super::shapes::moment;
use crate::desk::State as Plan;
use crate::serve::app::App;
use crate::serve::tables::change::{asked, find, grid, version};
use crate::serve::tables::columns::{GROUPS, Kept, POLICY, kept};
use crate::serve::tables::grid::Grid;
use crate::store::Table;

/// Rows where nothing else is asked for.
const PAGE: usize = 100;
/// Most rows of one call.
const MOST: usize = 1_000;
/// The tables of the register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tables {
    /// The tables by group, then the policy.
    tables: Vec<TableListed>,
}

/// A table of the register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableListed {
    /// Its file, by which calls name it.
    #[schema(example = "staff.csv")]
    table: String,
    /// What it is called.
    title: String,
    /// How many rows it has; of the policy, lines.
    n_rows: usize,
    /// Its version, which a change names in `If-Match`; 0 where the register does not have it.
    version: u64,
    /// Who last changed it.
    changed_by: Option<String>,
    /// When it was last changed.
    #[schema(format = DateTime)]
    changed_at: Option<String>,
}

fn listed(plan: &Plan, file: String, title: &str) -> TableListed {
    let stored = find(plan, &file);
    let n_rows = |stored: &Table| match file.as_str() {
        POLICY => stored.text.lines().count(),
        _ => Grid::read(&stored.text).rows.len(),
    };
    TableListed {
        n_rows: stored.map_or(0, n_rows),
        version: version(stored),
        changed_by: stored.map(|stored| stored.changed_by.clone()),
        changed_at: stored.map(|stored| moment(stored.changed_at)),
        title: title.to_owned(),
        table: file,
    }
}

/// The register's tables, and its policy.
#[utoipa::path(
    get, path = "/api/v1/tables", tag = "register", operation_id = "tables",
    responses((status = 200, description = "The tables", body = Tables)),
)]
pub(crate) async fn tables(State(app): State<Arc<App>>) -> Result<Json<Tables>, Problem> {
    work(&app, |app| {
        let plan = app.state()?;
        let names = GROUPS.iter().flat_map(|(_, names)| names.iter());
        let mut tables: Vec<TableListed> =
            names.filter_map(|name| kept(name)).map(|kept| listed(&plan, kept.file(), kept.title)).collect();
        tables.push(listed(&plan, POLICY.to_owned(), "Policy"));
        Ok(Json(Tables { tables }))
    })
    .await
}

/// Which rows are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RowsAsked {
    /// Only rows with this text in a cell, whatever its case.
    filter: Option<String>,
    /// Those after so many rows that are wanted: the `next` of the call before.
    #[param(minimum = 0, default = 0)]
    after: Option<usize>,
    /// Most rows.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    most: Option<usize>,
}

/// A table with rows of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableShown {
    #[serde(flatten)]
    table: TableListed,
    /// Its columns, in the order of cells; of the policy none.
    columns: Vec<ColumnShown>,
    /// The rows.
    rows: Vec<RowShown>,
    /// How many rows are wanted, on all pages.
    total: usize,
    /// The `after` of the next call; none on the last page.
    next: Option<usize>,
    /// The policy's text (TOML); of a table none.
    text: Option<String>,
}

/// A column.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ColumnShown {
    /// Its name.
    column: String,
    /// What it is called; none where it is a column of this register's own.
    label: Option<String>,
    /// What is wanted in it.
    hint: Option<String>,
}

/// A row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowShown {
    /// Its number, from 1: what a change of it names.
    row: usize,
    /// Its cells, in the order of columns.
    cells: Vec<String>,
}

/// A table, with its version as ETag where the register has it.
#[utoipa::path(
    get, path = "/api/v1/tables/{name}", tag = "register", operation_id = "table",
    params(("name" = String, Path, description = "The table's file, such as `staff.csv`, or `authority.toml`"), RowsAsked),
    responses((status = 200, description = "The table", body = TableShown,
        headers(("etag" = String, description = "Its version, in quotation marks")))),
)]
pub(crate) async fn table(
    State(app): State<Arc<App>>,
    Caller(visitor): Caller,
    Named(name): Named,
    Asked(wanted): Asked<RowsAsked>,
) -> Result<Response, Problem> {
    work(&app, move |app| {
        let most = wanted.most.unwrap_or(PAGE);
        if !(1..=MOST).contains(&most) {
            return Err(Problem::faults(vec![format!("most is {most}; wanted 1 to {MOST}")]));
        }
        let plan = app.state()?;
        let named = asked(&name)?;
        let file = file_of(named);
        app.seen.note(visitor.who(), &file);
        let shown = match named {
            Some(kept) => rows_shown(&plan, kept, &wanted, most),
            None => TableShown {
                table: listed(&plan, POLICY.to_owned(), "Policy"),
                columns: Vec::new(),
                rows: Vec::new(),
                total: 0,
                next: None,
                text: Some(find(&plan, POLICY).map_or_else(String::new, |stored| stored.text.clone())),
            },
        };
        Ok(match shown.table.version {
            0 => Json(shown).into_response(),
            version => ([etag(version)], Json(shown)).into_response(),
        })
    })
    .await
}

/// Returns the file of a table, or of the policy.
pub(crate) fn file_of(named: Option<&Kept>) -> String {
    named.map_or_else(|| POLICY.to_owned(), Kept::file)
}

fn rows_shown(plan: &Plan, kept: &Kept, wanted: &RowsAsked, most: usize) -> TableShown {
    let grid = grid(plan, kept);
    let found = grid.matching(wanted.filter.as_deref().unwrap_or_default());
    let after = wanted.after.unwrap_or(0);
    let until = after.saturating_add(most);
    let column = |name: &String| {
        let known = kept.column(name);
        ColumnShown {
            column: name.clone(),
            label: known.map(|column| column.label.to_owned()),
            hint: known.map(|column| column.hint.to_owned()).filter(|hint| !hint.is_empty()),
        }
    };
    TableShown {
        table: listed(plan, kept.file(), kept.title),
        columns: grid.header.iter().map(column).collect(),
        rows: found
            .iter()
            .skip(after)
            .take(most)
            .map(|&at| RowShown { row: at + 1, cells: grid.rows[at].clone() })
            .collect(),
        total: found.len(),
        next: (until < found.len()).then_some(until),
        text: None,
    }
}
