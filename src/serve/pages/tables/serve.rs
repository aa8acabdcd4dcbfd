//! What is answered when tables are asked for or changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::form::{self, Shown};
use super::list;
use crate::desk::{DeskError, State as Plan};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page};
use crate::serve::pages::DoneQuery;
use crate::serve::session::{Form, Visitor};
use crate::serve::tables::change::{self, RowChange, asked, find, grid, row_of, version};
use crate::serve::tables::columns::{Kept, POLICY};
use crate::serve::tables::judge::{Refused, broken_since};
use crate::store::StoreError;

/// Shows which tables there are.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(done): Query<DoneQuery>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let body = html! {
            (consequences(app, &plan, done.events())?)
            h1 class="govuk-heading-l" { "People, rooms, policy" }
            p class="govuk-body" {
                "What the desk plans with. To change many rows at once, "
                a class="govuk-link" href="/export" { "take the register out" } " and "
                a class="govuk-link" href="/import" { "bring it in again" } "."
            }
            (list::all(&plan.tables))
        };
        Ok(render("People, rooms, policy", done.events(), body, &visitor))
    })
    .await
}

fn render(title: &str, done: Option<(u64, u64)>, body: Markup, visitor: &Visitor) -> Markup {
    Page { title, here: Here::Register, refresh: None, done, body }.render(visitor)
}

/// Returns what bookings break since something was done.
fn consequences(app: &App, plan: &Plan, done: Option<(u64, u64)>) -> Result<Markup, Failure> {
    let broken = match done {
        Some(events) => broken_since(app, plan, events)?,
        None => Vec::new(),
    };
    let title = "Since this change bookings break rules. Move them, or see what can be mended:";
    Ok(html! {
        (list::breaks(title, &broken))
        @if !broken.is_empty() { p class="govuk-body" { a class="govuk-link" href="/happened" { "Something happened" } } }
    })
}

/// What of a table is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Wanted {
    /// A row, from 1, whose form is wanted.
    #[serde(default)]
    row: String,
    /// Whether the form of a new row is wanted.
    #[serde(default)]
    add: String,
    #[serde(default)]
    filter: String,
    #[serde(default)]
    page: usize,
    #[serde(default)]
    done: String,
}

/// Shows a table, or the form of one of its rows.
pub(crate) async fn table(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let done = DoneQuery { done: wanted.done.clone() }.events();
        let Some(kept) = asked(&name)? else {
            app.seen.note(visitor.who(), POLICY);
            let stored = find(&plan, POLICY);
            let text = stored.map_or("", |stored| stored.text.as_str());
            let shown = Shown {
                version: version(stored),
                cells: BTreeMap::from([(POLICY.to_owned(), text.to_owned())]),
                ..Shown::default()
            };
            let body = html! { (consequences(app, &plan, done)?) (form::policy(stored, &shown, &visitor)) };
            return Ok(render("Policy", done, body, &visitor));
        };
        app.seen.note(visitor.who(), &kept.file());
        let (grid, stored) = (grid(&plan, kept), find(&plan, &kept.file()));
        if wanted.row.is_empty() && wanted.add.is_empty() {
            let body = html! {
                (consequences(app, &plan, done)?)
                (list::one(kept, &grid, stored, &wanted.filter, wanted.page))
            };
            return Ok(render(kept.title, done, body, &visitor));
        }
        let row = match wanted.row.as_str() {
            "" => None,
            number => Some(row_of(number.parse().unwrap_or(0), &grid)?),
        };
        let cells = row.map_or_else(BTreeMap::new, |row| {
            grid.header.iter().map(|column| (column.clone(), grid.cell(row, column).to_owned())).collect()
        });
        let shown = Shown { row, version: version(stored), cells, ..Shown::default() };
        Ok(render(
            kept.title,
            done,
            form::row(kept, &grid, &plan.tables, &plan.register, &shown, &visitor),
            &visitor,
        ))
    })
    .await
}

/// A change of a table as its form sends it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sent {
    expected: u64,
    /// The row's number from 1, or `add`.
    row: String,
    is_removal: bool,
    cells: BTreeMap<String, String>,
    why: String,
}

impl Sent {
    fn of(fields: Vec<(String, String)>) -> Sent {
        let mut sent = Sent::default();
        for (name, value) in fields {
            match name.as_str() {
                "expected" => sent.expected = value.parse().unwrap_or(0),
                "row" => sent.row = value,
                "action" => sent.is_removal = value == "remove",
                "why" => sent.why = value,
                name => {
                    if let Some(column) = name.strip_prefix("cell.") {
                        sent.cells.insert(column.to_owned(), value);
                    }
                }
            }
        }
        sent
    }

    /// Returns what the form does to a row.
    fn change(&self) -> RowChange {
        let number = self.row.parse().unwrap_or(0);
        match (self.is_removal, self.row.as_str()) {
            (true, _) => RowChange::Remove(number),
            (false, "add") => RowChange::Add(self.cells.clone()),
            (false, _) => RowChange::Set(number, self.cells.clone()),
        }
    }
}

/// Changes a table: one row of it, or the policy's text.
pub(crate) async fn replace(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let sent = Sent::of(fields);
        match asked(&name)? {
            Some(kept) => replace_row(app, &plan, kept, sent, &visitor),
            None => replace_policy(app, &plan, sent, &visitor),
        }
    })
    .await
}

fn replace_row(
    app: &App,
    plan: &Plan,
    kept: &'static Kept,
    sent: Sent,
    visitor: &Visitor,
) -> Result<Response, Failure> {
    let tried = change::row(app, plan, (visitor.who(), &sent.why), kept, &sent.change(), sent.expected);
    let mut shown = Shown {
        row: match sent.row.as_str() {
            "add" => None,
            number => Some(number.parse::<usize>().unwrap_or(0).saturating_sub(1)),
        },
        version: sent.expected,
        cells: sent.cells,
        why: sent.why,
        ..Shown::default()
    };
    match tried.outcome {
        Ok(done) => Ok(back_to(kept.name, done)),
        Err(Refused::Faults(faults)) => {
            shown.tell(kept, &tried.grid, tried.row, &faults);
            let body = form::row(kept, &grid(plan, kept), &plan.tables, &plan.register, &shown, visitor);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(kept.title, None, body, visitor)).into_response())
        }
        Err(Refused::Failed(Failure::Desk(DeskError::Store(error @ StoreError::Stale { .. })))) => {
            Ok(late(Some(kept), &shown, &error, visitor))
        }
        Err(Refused::Failed(failure)) => Err(failure),
    }
}

fn replace_policy(app: &App, plan: &Plan, sent: Sent, visitor: &Visitor) -> Result<Response, Failure> {
    let text = change::policy_text(sent.cells.get(POLICY).map_or("", String::as_str));
    let mut shown = Shown {
        version: sent.expected,
        cells: BTreeMap::from([(POLICY.to_owned(), text.clone())]),
        why: sent.why,
        ..Shown::default()
    };
    match change::text(app, plan, (visitor.who(), &shown.why), POLICY, &text, sent.expected) {
        Ok(done) => Ok(back_to(POLICY, done)),
        Err(Refused::Faults(faults)) => {
            let lines = faults.iter().map(ToString::to_string).collect();
            shown.problem = Some(("There is a problem; nothing was changed".to_owned(), lines));
            let body = form::policy(find(plan, POLICY), &shown, visitor);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render("Policy", None, body, visitor)).into_response())
        }
        Err(Refused::Failed(Failure::Desk(DeskError::Store(error @ StoreError::Stale { .. })))) => {
            Ok(late(None, &shown, &error, visitor))
        }
        Err(Refused::Failed(failure)) => Err(failure),
    }
}

/// Leads back to a table, which says what was done.
fn back_to(name: &str, done: Option<(u64, u64)>) -> Response {
    let done = done.map_or_else(String::new, |(first, last)| format!("?done={first}-{last}"));
    Redirect::to(&format!("/tables/{name}{done}")).into_response()
}

fn late(kept: Option<&Kept>, shown: &Shown, error: &StoreError, visitor: &Visitor) -> Response {
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    let body = form::too_late(kept, shown, &lines);
    (StatusCode::CONFLICT, render("Somebody was first", None, body, visitor)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_what_becomes_of_a_row() {
        let sent = |fields: &[(&str, &str)]| {
            Sent::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let cells = BTreeMap::from([("base".to_owned(), "A".to_owned())]);
        let cases: [(&[(&str, &str)], RowChange); 4] = [
            (&[("row", "2"), ("cell.base", "A")], RowChange::Set(2, cells.clone())),
            (&[("row", "add"), ("cell.base", "A"), ("why", "x")], RowChange::Add(cells)),
            (&[("row", "1"), ("action", "remove")], RowChange::Remove(1)),
            (&[("row", "-1"), ("action", "remove")], RowChange::Remove(0)),
        ];
        for (fields, expected) in cases {
            assert_eq!(sent(fields).change(), expected, "{fields:?}");
        }
    }
}
