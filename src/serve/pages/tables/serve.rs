//! What is answered when tables are asked for or changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::columns::{Kept, POLICY, kept};
use super::form::{self, Shown};
use super::grid::Grid;
use super::judge::{self, Refused, broken_since};
use super::list;
use crate::desk::{DeskError, State as Plan};
use crate::files::Fault;
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page};
use crate::serve::pages::DoneQuery;
use crate::serve::place::day_of;
use crate::serve::session::{Form, Visitor};
use crate::store::{Replacement, StoreError, Table};

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
            number => Some(row_of(number, &grid)?),
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

/// Returns the table of a name, `None` for the policy.
fn asked(name: &str) -> Result<Option<&'static Kept>, Failure> {
    if matches!(name, POLICY | "authority") {
        return Ok(None);
    }
    // What was typed may be anything: it is not said back.
    kept(name).map(Some).ok_or_else(|| Failure::Missing { what: "table", name: "of that name".to_owned() })
}

fn find<'a>(plan: &'a Plan, file: &str) -> Option<&'a Table> {
    plan.tables.iter().find(|table| table.name == file)
}

fn version(stored: Option<&Table>) -> u64 {
    stored.map_or(0, |stored| stored.version)
}

fn grid(plan: &Plan, kept: &Kept) -> Grid {
    find(plan, &kept.file()).map_or_else(|| kept.empty(), |stored| Grid::read(&stored.text))
}

/// Returns the row of a number from 1.
fn row_of(number: &str, grid: &Grid) -> Result<usize, Failure> {
    let row = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    row.filter(|row| *row < grid.rows.len()).ok_or_else(|| Failure::Missing {
        what: "row",
        name: number.chars().filter(char::is_ascii_digit).collect(),
    })
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

    /// Writes days as registers do: people write 18/04/2012. What cannot be read is left for the reader to refuse.
    fn settle(&mut self, kept: &Kept) {
        for (column, value) in &mut self.cells {
            let tidy = value.trim();
            let is_day =
                kept.column(column).is_some_and(|column| column.holds == super::columns::Holds::Date);
            *value = match day_of(tidy) {
                Ok(day) if is_day => day.to_string(),
                _ => tidy.to_owned(),
            };
        }
    }
}

/// Returns the table with a row added, changed or taken out, and where the row then is.
fn changed(mut grid: Grid, kept: &Kept, sent: &Sent) -> Result<(Grid, Option<usize>), Failure> {
    if sent.is_removal {
        let row = row_of(&sent.row, &grid)?;
        grid.rows.remove(row);
        return Ok((grid, None));
    }
    let row = match sent.row.as_str() {
        "add" => grid.add(),
        number => row_of(number, &grid)?,
    };
    for (column, value) in &sent.cells {
        // A form may name columns that nobody knows; only those of the table and of the contract are written.
        if kept.column(column).is_some() || grid.column(column).is_some() {
            grid.set(row, column, value);
        }
    }
    Ok((grid, Some(row)))
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
        let mut sent = Sent::of(fields);
        match asked(&name)? {
            Some(kept) => {
                sent.settle(kept);
                replace_row(app, &plan, kept, &sent, &visitor)
            }
            None => replace_policy(app, &plan, sent, &visitor),
        }
    })
    .await
}

fn replace_row(
    app: &App,
    plan: &Plan,
    kept: &Kept,
    sent: &Sent,
    visitor: &Visitor,
) -> Result<Response, Failure> {
    let old = grid(plan, kept);
    let mut shown = Shown {
        row: match sent.row.as_str() {
            "add" => None,
            number => Some(number.parse::<usize>().unwrap_or(0).saturating_sub(1)),
        },
        version: sent.expected,
        cells: sent.cells.clone(),
        why: sent.why.clone(),
        ..Shown::default()
    };
    if let Some(stale) = stale(find(plan, &kept.file()), &kept.file(), sent.expected) {
        return Ok(late(Some(kept), &shown, &stale, visitor));
    }
    let (new, row) = changed(old.clone(), kept, sent)?;
    if new == old {
        return Ok(Redirect::to(&format!("/tables/{}", kept.name)).into_response());
    }
    match keep(app, plan, &visitor.account.who, &sent.why, &kept.file(), &new.write(), sent.expected) {
        Ok((first, last)) => {
            Ok(Redirect::to(&format!("/tables/{}?done={first}-{last}", kept.name)).into_response())
        }
        Err(Refused::Faults(faults)) => {
            shown.tell(kept, &new, row, &faults);
            let body = form::row(kept, &old, &plan.tables, &plan.register, &shown, visitor);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(kept.title, None, body, visitor)).into_response())
        }
        Err(Refused::Failed(Failure::Desk(DeskError::Store(error @ StoreError::Stale { .. })))) => {
            Ok(late(Some(kept), &shown, &error, visitor))
        }
        Err(Refused::Failed(failure)) => Err(failure),
    }
}

fn replace_policy(app: &App, plan: &Plan, sent: Sent, visitor: &Visitor) -> Result<Response, Failure> {
    let stored = find(plan, POLICY);
    // Browsers end the lines of a form with both characters.
    let mut text = sent.cells.get(POLICY).map_or_else(String::new, |text| text.replace("\r\n", "\n"));
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut shown = Shown {
        version: sent.expected,
        cells: BTreeMap::from([(POLICY.to_owned(), text.clone())]),
        why: sent.why,
        ..Shown::default()
    };
    if let Some(stale) = stale(stored, POLICY, sent.expected) {
        return Ok(late(None, &shown, &stale, visitor));
    }
    if stored.is_some_and(|stored| stored.text == text) {
        return Ok(Redirect::to(&format!("/tables/{POLICY}")).into_response());
    }
    match keep(app, plan, &visitor.account.who, &shown.why, POLICY, &text, sent.expected) {
        Ok((first, last)) => {
            Ok(Redirect::to(&format!("/tables/{POLICY}?done={first}-{last}")).into_response())
        }
        Err(Refused::Faults(faults)) => {
            let lines = faults.iter().map(ToString::to_string).collect();
            shown.problem = Some(("There is a problem; nothing was changed".to_owned(), lines));
            let body = form::policy(stored, &shown, visitor);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render("Policy", None, body, visitor)).into_response())
        }
        Err(Refused::Failed(Failure::Desk(DeskError::Store(error @ StoreError::Stale { .. })))) => {
            Ok(late(None, &shown, &error, visitor))
        }
        Err(Refused::Failed(failure)) => Err(failure),
    }
}

/// Reads the register that would result, then keeps the table.
fn keep(
    app: &App,
    plan: &Plan,
    who: &str,
    why: &str,
    file: &str,
    text: &str,
    expected: u64,
) -> Result<(u64, u64), Refused> {
    let files = judge::with(&plan.tables, &[(file.to_owned(), text.to_owned())]);
    let read: Result<_, Vec<Fault>> =
        judge::read(&files, plan.stored.values().map(AsRef::as_ref), app.clock.today());
    read.map_err(Refused::Faults)?;
    judge::replace(
        app,
        who,
        why,
        &[Replacement { name: file.to_owned(), text: text.to_owned(), expected, about: Vec::new() }],
    )
}

/// Returns the error for a table that is not the one that was shown.
fn stale(stored: Option<&Table>, file: &str, expected: u64) -> Option<StoreError> {
    let stored = stored.filter(|stored| stored.version != expected)?;
    Some(StoreError::Stale {
        what: format!("table {file}"),
        expected,
        found: stored.version,
        who: stored.changed_by.clone(),
        at: stored.changed_at,
    })
}

fn late(kept: Option<&Kept>, shown: &Shown, error: &StoreError, visitor: &Visitor) -> Response {
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    let body = form::too_late(kept, shown, &lines);
    (StatusCode::CONFLICT, render("Somebody was first", None, body, visitor)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Sent {
        Sent::of(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_row_is_changed_added_and_taken_out() {
        let kept = kept("staff").expect("kept");
        let grid = Grid::read("staff,role,base\nIRO1,iro,A\nMT1,minute_taker,B\n");
        let cases: [(&[(&str, &str)], &str); 3] = [
            (
                &[("row", "2"), ("cell.base", "A"), ("cell.fte", "0.6"), ("cell.unknown", "x")],
                "staff,role,base,fte\nIRO1,iro,A,\nMT1,minute_taker,A,0.6\n",
            ),
            (
                &[("row", "add"), ("cell.staff", "IRO2"), ("cell.role", "iro"), ("cell.base", "B")],
                "staff,role,base\nIRO1,iro,A\nMT1,minute_taker,B\nIRO2,iro,B\n",
            ),
            (&[("row", "1"), ("action", "remove")], "staff,role,base\nMT1,minute_taker,B\n"),
        ];
        for (fields, expected) in cases {
            let (new, _) = changed(grid.clone(), kept, &sent(fields)).expect("it can be changed");
            assert_eq!(new.write(), expected);
        }
        assert!(changed(grid, kept, &sent(&[("row", "3"), ("action", "remove")])).is_err());
    }

    #[test]
    fn days_are_written_as_registers_do() {
        let mut sent = sent(&[("cell.from", " 18/04/2012"), ("cell.until", "soon"), ("cell.name", " A B ")]);
        sent.settle(kept("staff").expect("kept"));
        let cells: Vec<&str> = sent.cells.values().map(String::as_str).collect();
        assert_eq!(cells, ["2012-04-18", "A B", "soon"]);
    }
}
