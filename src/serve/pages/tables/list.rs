//! The pages that show: all tables, and one of them.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use crate::serve::clock::local;
use crate::serve::page::{Field, sentence, table};
use crate::serve::tables::columns::{GROUPS, Kept, POLICY, kept};
use crate::serve::tables::grid::Grid;
use crate::serve::tables::judge::Broken;
use crate::store::Table;
use crate::words;

/// Rows on one page.
pub(super) const PAGE: usize = 100;
/// Broken rules that are listed; all are counted.
const MOST_BROKEN: usize = 100;

/// Returns the list of tables in their groups.
pub(super) fn all(tables: &[Table]) -> Markup {
    let find = |file: &str| tables.iter().find(|table| table.name == file);
    html! {
        @for (title, names) in GROUPS {
            (table(title, &["Table", "Rows", "Last changed"], &names.iter().filter_map(|name| kept(name)).map(|kept| {
                let stored = find(&kept.file());
                let rows = stored.map_or(0, |stored| Grid::read(&stored.text).rows.len());
                vec![
                    html! { a class="govuk-link" href={ "/tables/" (kept.name) } { (kept.title) } },
                    html! { (words::thousands(rows as i64)) },
                    changed(stored),
                ]
            }).collect::<Vec<_>>()))
        }
        (table("Policy", &["File", "Lines", "Last changed"], &[vec![
            html! { a class="govuk-link" href={ "/tables/" (POLICY) } { "Time limits, kinds of meeting, office hours, weights" } },
            html! { (find(POLICY).map_or(0, |policy| policy.text.lines().count())) },
            changed(find(POLICY)),
        ]]))
    }
}

fn changed(stored: Option<&Table>) -> Markup {
    let said: Option<(&str, DateTime<Utc>)> =
        stored.map(|stored| (stored.changed_by.as_str(), stored.changed_at));
    html! { @match said {
        Some((who, at)) => { (local(at)) " by " (who) }
        None => { "never" }
    } }
}

/// Returns a page of a table.
pub(super) fn one(kept: &Kept, grid: &Grid, stored: Option<&Table>, filter: &str, page: usize) -> Markup {
    let rows = grid.matching(filter);
    let shown = rows.iter().skip(page.saturating_mul(PAGE)).take(PAGE);
    // The columns as every register lists them, then those of its own.
    let listed = kept.columns.iter().map(|column| column.name).filter(|name| grid.column(name).is_some());
    let own = grid.header.iter().map(String::as_str).filter(|name| kept.column(name).is_none());
    let columns: Vec<&str> = listed.chain(own).collect();
    let mut headings: Vec<&str> =
        columns.iter().map(|name| kept.column(name).map_or(*name, |column| column.label)).collect();
    headings.push("Change");
    let cells = shown.map(|&at| {
        let name = row_name(kept, grid, at);
        let mut cells: Vec<Markup> = columns.iter().map(|column| html! { (grid.cell(at, column)) }).collect();
        let (word, address) = if kept.is_record() {
            ("Correct", format!("/meetings/{}/outcome", grid.cell(at, "meeting")))
        } else {
            ("Edit", format!("/tables/{}?row={}", kept.name, at + 1))
        };
        cells.push(html! { a class="govuk-link" href=(address) {
            (word) span class="govuk-visually-hidden" { " " (name) }
        } });
        cells
    });
    let caption = match (rows.len(), grid.rows.len()) {
        (found, all) if found == all => words::count(all as i64, "row"),
        (found, all) => format!("{} of {}", words::thousands(found as i64), words::count(all as i64, "row")),
    };
    html! {
        a class="govuk-back-link" href="/tables" { "All tables" }
        h1 class="govuk-heading-l" { (kept.title) }
        p class="govuk-body" { "Last changed: " (changed(stored)) "." }
        a class="govuk-button" href={ "/tables/" (kept.name) "?add=1" } role="button" draggable="false" { "Add a row" }
        form method="get" action={ "/tables/" (kept.name) } class="desk-filters" {
            (Field::new("filter", "Rows with").hint("A reference, a day or a word.").input("text", filter))
            button class="govuk-button govuk-button--secondary" { "Filter" }
        }
        @if rows.is_empty() { p class="govuk-inset-text" { "No row is here." } }
        @else { (table(&caption, &headings, &cells.collect::<Vec<_>>())) }
        (pages(kept, filter, page, rows.len()))
    }
}

/// Returns what a row is called: by its reference, or by its number where it has none.
pub(super) fn row_name(kept: &Kept, grid: &Grid, row: usize) -> String {
    let first = kept.columns.first().map_or("", |column| grid.cell(row, column.name));
    if kept.has_references && !first.is_empty() {
        format!("{} {first}", kept.row)
    } else {
        format!("{} in row {}", kept.row, row + 1)
    }
}

fn pages(kept: &Kept, filter: &str, page: usize, n: usize) -> Markup {
    let last = n.saturating_sub(1) / PAGE;
    let link = |page: usize| {
        let number = page.to_string();
        let query =
            serde_html_form::to_string([("filter", filter), ("page", number.as_str())]).unwrap_or_default();
        format!("/tables/{}?{query}", kept.name)
    };
    html! {
        @if 0 < last {
            nav class="govuk-pagination" aria-label="Pages of the table" {
                @if 0 < page { div class="govuk-pagination__prev" { a class="govuk-link" href=(link(page - 1)) rel="prev" { "Previous page" } } }
                @if page < last { div class="govuk-pagination__next" { a class="govuk-link" href=(link(page + 1)) rel="next" { "Next page" } } }
            }
        }
    }
}

/// Returns what bookings break since the register has changed, with where to mend it.
pub(crate) fn breaks(title: &str, broken: &[Broken]) -> Markup {
    html! {
        @if !broken.is_empty() {
            div class="govuk-warning-text" {
                span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                div class="govuk-warning-text__text" {
                    span class="govuk-visually-hidden" { "Warning" }
                    (title)
                    ul class="govuk-list govuk-list--bullet" {
                        @for one in broken.iter().take(MOST_BROKEN) {
                            li {
                                (one.code) " " (sentence(&one.message))
                                @for meeting in &one.meetings {
                                    " " a class="govuk-link" href={ "/meetings/" (meeting) } { "Meeting " (meeting) }
                                }
                            }
                        }
                        @if MOST_BROKEN < broken.len() { li { "And " (broken.len() - MOST_BROKEN) " more." } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_called_by_its_reference_or_its_number() {
        let grid = Grid::read("staff,weekday\nIRO1,Mon\n");
        assert_eq!(row_name(kept("staff").expect("kept"), &grid, 0), "member of staff IRO1");
        assert_eq!(row_name(kept("hours").expect("kept"), &grid, 0), "spell of hours in row 1");
    }

    #[test]
    fn a_page_has_a_hundred_rows_and_leads_to_the_next() {
        let rows: String = (0..150).map(|at| format!("S{at},iro\n")).collect();
        let grid = Grid::read(&format!("staff,role\n{rows}"));
        let kept = kept("staff").expect("kept");
        let first = one(kept, &grid, None, "S", 0).into_string();
        assert!(first.contains("?row=100\"") && !first.contains("?row=101\""));
        assert!(first.contains("filter=S&amp;page=1"));
        let second = one(kept, &grid, None, "", 1).into_string();
        assert!(
            second.contains("?row=101\"")
                && second.contains("rel=\"prev\"")
                && !second.contains("rel=\"next\"")
        );
    }
}
