//! The work lists: what somebody has to do, or look at.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::State as Plan;
use crate::lists::{Row, Wanted};
use crate::register::{KindIdx, Reference, Register};
use crate::report::list_csv;
use crate::serve::acts::lists::{Listed, all, allowed, one};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, table};
use crate::serve::place::chair_options;
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::words;

/// Rows on one page.
const PAGE: usize = 200;

/// What is wanted of the lists.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Filters {
    #[serde(default)]
    district: String,
    #[serde(default)]
    chair: String,
    #[serde(default)]
    page: usize,
}

impl Filters {
    fn wanted(&self) -> Wanted {
        Wanted { district: self.district.trim().to_owned(), chair: self.chair.trim().to_owned() }
    }

    /// Returns the filters as an address carries them. What is no reference of the register has no place there.
    fn query(&self, register: &Register) -> String {
        let (district, chair) = (self.district.trim(), self.chair.trim());
        let is = |wanted: &str, reference: &Reference| reference.as_str() == wanted;
        let has_district = register.districts.iter().any(|row| is(district, &row.reference));
        let has_chair = register.staff.iter().any(|row| is(chair, &row.reference));
        let (district, chair) =
            (if has_district { district } else { "" }, if has_chair { chair } else { "" });
        format!("district={district}&chair={chair}")
    }
}

/// Shows which lists there are, each with its number of rows.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(filters): Query<Filters>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let wanted = allowed(&plan, &visitor, &filters.wanted())?;
        app.seen.note(visitor.who(), "lists");
        let query = filters.query(&plan.register);
        let lists = all(&plan, &wanted);
        let rows: Vec<Vec<Markup>> = lists
            .iter()
            .map(|listed| {
                vec![
                    html! { a class="govuk-link" href={ "/lists/" (listed.list.name) "?" (query) } { (listed.list.title) } },
                    html! { (words::thousands(listed.rows.len() as i64)) },
                    html! { (late(&listed.rows)) },
                    html! { (listed.list.about) },
                ]
            })
            .collect();
        let body = html! {
            h1 class="govuk-heading-l" { "Work lists" }
            (daily_check(lists.first()))
            (form(&plan, &filters, "/lists", &visitor))
            (table("Lists, what nobody may wait for first", &["List", "Rows", "Past their day", "What stands on it"], &rows))
        };
        Ok(Page { title: "Work lists", here: Here::Lists, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

/// Returns how many rows are past the day by which they should be done.
fn late(rows: &[Row]) -> usize {
    rows.iter().filter(|row| 0 < row.working_days_late).count()
}

/// Says what the daily check has found: children without a next date.
fn daily_check(first: Option<&Listed>) -> Markup {
    let Some(first) = first else { return html! {} };
    html! {
        @if first.rows.is_empty() {
            div class="govuk-inset-text" { "The daily check: every child with a plan, or looked after, has a next date." }
        } @else {
            div class="govuk-warning-text" {
                span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                strong class="govuk-warning-text__text" {
                    span class="govuk-visually-hidden" { "Warning" }
                    "The daily check: " (words::count(first.rows.len() as i64, "row")) " of children without a next date."
                }
            }
        }
    }
}

fn form(plan: &Plan, filters: &Filters, action: &str, visitor: &Visitor) -> Markup {
    let register = &plan.register;
    let mut districts = vec![(String::new(), "All districts".to_owned())];
    districts.extend(register.districts.iter().map(|d| (d.reference.to_string(), d.name.clone())));
    let mut chairs = chair_options(register);
    "All chairs".clone_into(&mut chairs[0].1);
    html! {
        form method="get" action=(action) class="desk-filters" {
            (Field::new("district", "District").select(&districts, &filters.district))
            @if visitor.may(Right::See) { (Field::new("chair", "Chair").select(&chairs, &filters.chair)) }
            button class="govuk-button govuk-button--secondary" { "Filter" }
        }
    }
}

/// Shows a list.
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(filters): Query<Filters>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let listed = one(&plan, &name, &allowed(&plan, &visitor, &filters.wanted())?)?;
        app.seen.note(visitor.who(), listed.list.name);
        let address = format!("/lists/{}", listed.list.name);
        let query = filters.query(&plan.register);
        let body = html! {
            a class="govuk-back-link" href={ "/lists?" (query) } { "Work lists" }
            h1 class="govuk-heading-l" { (listed.list.title) }
            p class="govuk-body" { (listed.list.about) }
            (form(&plan, &filters, &address, &visitor))
            @if listed.rows.is_empty() {
                p class="govuk-inset-text" { "Nothing stands on it." }
            } @else {
                p class="govuk-body" { a class="govuk-link" href={ (address) "/list.csv?" (query) } download { "Download it as CSV" } }
                (rows(&plan, &listed, filters.page, &visitor))
                (pages(&address, &query, filters.page, listed.rows.len()))
            }
        };
        Ok(Page { title: listed.list.title, here: Here::Lists, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

fn rows(plan: &Plan, listed: &Listed, page: usize, visitor: &Visitor) -> Markup {
    let all = &listed.rows;
    let has = |of: fn(&Row) -> bool| all.iter().any(of);
    // Columns in which nothing stands are left out.
    let columns: Vec<(&str, bool)> = vec![
        ("Child", has(|row| !row.child.is_empty())),
        ("Escalation", has(|row| !row.escalation.is_empty())),
        ("Household", has(|row| !row.household.is_empty())),
        ("District", has(|row| !row.district.is_empty())),
        ("Chair", has(|row| !row.chair.is_empty())),
        ("Since", has(|row| row.since.is_some())),
        ("Due", has(|row| row.due.is_some())),
        ("Working days late", has(|row| row.due.is_some())),
        ("Note", has(|row| !row.note.is_empty())),
    ];
    let day = |date: Option<chrono::NaiveDate>| date.map_or_else(String::new, words::day);
    let shown = all.iter().skip(page.saturating_mul(PAGE)).take(PAGE);
    let cells = |row: &Row| {
        let late = if row.due.is_some() { row.working_days_late.to_string() } else { String::new() };
        let texts = [
            row.child.clone(),
            row.escalation.clone(),
            row.household.clone(),
            row.district.clone(),
            row.chair.clone(),
            day(row.since),
            day(row.due),
            late,
            row.note.clone(),
        ];
        let texts = texts.into_iter().zip(&columns).filter(|(_, column)| column.1);
        std::iter::once(what(plan, row, visitor))
            .chain(texts.map(|(text, _)| html! { (text) }))
            .collect::<Vec<Markup>>()
    };
    let headings: Vec<&str> = std::iter::once("What")
        .chain(columns.iter().filter(|column| column.1).map(|column| column.0))
        .collect();
    let caption = format!("{}: {}", listed.list.title, words::count(all.len() as i64, "row"));
    table(&caption, &headings, &shown.map(cells).collect::<Vec<_>>())
}

/// Returns what a row is about, with the ways to it: the meeting and what became of it, or the household's meetings.
fn what(plan: &Plan, row: &Row, visitor: &Visitor) -> Markup {
    let meeting = plan.meeting(&row.meeting);
    let kind = |kind: KindIdx| plan.register.authority.kinds[kind.at()].title();
    let see = visitor.may(Right::See);
    html! {
        @if let Some(at) = meeting {
            @let of = plan.register.meeting(at);
            @if see { a class="govuk-link" href={ "/meetings/" (of.reference) } { (of.reference) } } @else { (of.reference) }
            ", " (kind(of.kind)) br;
            @if plan.booking(at).is_some() || !of.status.is_live() {
                a class="govuk-link" href={ "/meetings/" (of.reference) "/outcome" } { "After the meeting" span class="govuk-visually-hidden" { " " (of.reference) } }
            } @else if visitor.may(Right::Book) {
                a class="govuk-link" href={ "/meetings/" (of.reference) "/book" } { "Book" span class="govuk-visually-hidden" { " " (of.reference) } }
            }
        } @else if see && visitor.may(Right::Edit) && !row.household.is_empty() {
            a class="govuk-link" href={ "/tables/meetings?filter=" (row.household) } { "Meetings of " (row.household) }
        } @else if !row.household.is_empty() { "Household " (row.household) }
        @else { "Child " (row.child) }
    }
}

fn pages(address: &str, query: &str, page: usize, n: usize) -> Markup {
    let last = n.saturating_sub(1) / PAGE;
    let link = |page: usize| format!("{address}?{query}&page={page}");
    html! {
        @if 0 < last {
            nav class="govuk-pagination" aria-label="Pages of the list" {
                @if 0 < page { div class="govuk-pagination__prev" { a class="govuk-link" href=(link(page - 1)) rel="prev" { "Previous page" } } }
                @if page < last { div class="govuk-pagination__next" { a class="govuk-link" href=(link(page + 1)) rel="next" { "Next page" } } }
            }
        }
    }
}

/// Serves a list as CSV, as `convene lists` writes it.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let listed = one(&plan, &name, &allowed(&plan, &visitor, &filters.wanted())?)?;
        // What leaves the desk is on record before it is sent.
        app.desk.store().note_seen(&app.by(visitor.who(), "taken out as CSV"), &[listed.list.name])?;
        let file = format!("{}-{}.csv", listed.list.name, plan.register.authority.today);
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
        ];
        Ok((headers, list_csv(&listed.rows)).into_response())
    })
    .await
}
