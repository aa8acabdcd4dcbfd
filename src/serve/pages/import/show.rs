//! What is shown of an import.

use maud::{Markup, html};

use crate::serve::acts::import::compare::Rows;
use crate::serve::acts::import::trial::DryRun;
use crate::serve::acts::import::upload::MOST_FILES;
use crate::serve::page::{Field, csrf, error_summary, sentence, table};
use crate::serve::pages::tables::list::breaks;
use crate::serve::session::Visitor;
use crate::serve::tables::columns::{TABLES, kept};
use crate::words;

/// Faults that are shown; all are counted.
const MOST_FAULTS: usize = 200;
/// Notes that are shown.
const MOST_NOTES: usize = 50;

/// Returns the page on which files are chosen.
pub(super) fn choose(visitor: &Visitor, problem: Option<&str>) -> Markup {
    html! {
        @if let Some(problem) = problem { (error_summary("There is a problem", &[problem.to_owned()])) }
        h1 class="govuk-heading-l" { "Import" }
        p class="govuk-body" {
            "Choose a register's workbook (xlsx), the packed folder that the export gives (zip), CSV files by their names, or what a case system gives \
             (children in need census XML, Annex A workbook, SSDA903 reviews, tables of the standard safeguarding dataset). \
             Each table takes the place of the one of its name; tables that you do not give stay as they are. \
             You are shown what would change before anything is saved."
        }
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Names of files and sheets" } }
            div class="govuk-details__text" {
                ul class="govuk-list govuk-list--bullet" {
                    @for kept in &TABLES { li { (kept.file()) ": " (kept.title) } }
                    li { "authority.toml: policy" }
                }
                p class="govuk-body govuk-!-margin-bottom-0" {
                    "The easiest way to a file of the right form is to " a class="govuk-link" href="/export" { "take the register out" } ", change it and bring it in again."
                }
            }
        }
        form method="post" action="/import" enctype="multipart/form-data" {
            // The token is read before any file.
            (csrf(visitor))
            div class="govuk-form-group" {
                label class="govuk-label" for="files" { "Files" }
                div class="govuk-hint" id="files-hint" { "At most " (MOST_FILES) " files of 20 MB. References only: no names of children or families." }
                input class="govuk-file-upload" id="files" name="files" type="file" multiple
                    accept=".xlsx,.csv,.toml,.zip,.xml" aria-describedby="files-hint";
            }
            (Field::new("area", "District of families whose file does not say it").hint("For files of case systems: a district, or a district and the place that stands for the home, such as PRE:Preston.").input("text", ""))
            button class="govuk-button" data-prevent-double-click="true" { "See what would change" }
        }
        p class="govuk-body" { a class="govuk-link" href="/export" { "Export" } }
    }
}

/// Returns what a dry run found, and the form that confirms it where it can be saved.
pub(super) fn found(run: &DryRun, token: Option<&str>, visitor: &Visitor) -> Markup {
    let n_faults = run.faults.len();
    html! {
        a class="govuk-back-link" href="/import" { "Import" }
        @if 0 < n_faults {
            (error_summary(&format!("Nothing can be saved: {} must be mended first", words::count(n_faults as i64, "fault")), &[]))
        }
        h1 class="govuk-heading-l" { "What would change" }
        p class="govuk-body" { "Nothing is saved yet." }
        (recognised(run))
        @if 0 < n_faults { (faults(run)) }
        @if !run.differences.is_empty() { (differences(run)) }
        (breaks("Bookings would break rules that they do not break now:", &run.breaks))
        @match token {
            Some(token) => {
                form method="post" action="/import/confirm" {
                    (csrf(visitor))
                    input type="hidden" name="token" value=(token);
                    (Field::new("why", "Why, if somebody should know").hint("References only, no names. 500 characters at most.").input("text", ""))
                    button class="govuk-button" { "Save all of it" }
                }
                p class="govuk-hint" { "You can save it for half an hour, and undo it afterwards." }
            }
            None if n_faults == 0 => { p class="govuk-inset-text" { "The files hold what the register has already: there is nothing to save." } }
            None => {}
        }
    }
}

fn recognised(run: &DryRun) -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            @for (name, what) in &run.recognised { li { (name) ": " (what) } }
            @for note in run.notes.iter().take(MOST_NOTES) { li { (sentence(note)) } }
            @if MOST_NOTES < run.notes.len() { li { "And " (run.notes.len() - MOST_NOTES) " notes more." } }
        }
    }
}

fn faults(run: &DryRun) -> Markup {
    let shown = &run.faults[..run.faults.len().min(MOST_FAULTS)];
    let caption = match run.faults.len() {
        n if n <= MOST_FAULTS => words::count(n as i64, "fault"),
        n => format!("The first {MOST_FAULTS} of {}", words::count(n as i64, "fault")),
    };
    let rows = shown.iter().map(|wrong| {
        vec![
            html! { (wrong.file) },
            html! { (wrong.row) },
            html! { (wrong.column) },
            html! { (sentence(&wrong.message)) },
        ]
    });
    table(&caption, &["File", "Row", "Column", "What is wrong"], &rows.collect::<Vec<_>>())
}

fn differences(run: &DryRun) -> Markup {
    let rows = run.differences.iter().map(|(file, difference)| {
        vec![
            html! { (kept(file).map_or(file.as_str(), |kept| kept.title)) },
            html! { (words::thousands(difference.n_rows as i64)) },
            some(&difference.added),
            some(&difference.changed),
            some(&difference.gone),
        ]
    });
    let columns = ["Table", "Rows it would have", "Added", "Changed", "Gone"];
    table("What would change, by table", &columns, &rows.collect::<Vec<_>>())
}

/// Returns how many rows there are, and the first of them by reference.
fn some(rows: &Rows) -> Markup {
    html! {
        (words::thousands(rows.n as i64))
        @if !rows.named.is_empty() {
            details class="govuk-details govuk-!-margin-bottom-0" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Which" } }
                div class="govuk-details__text" {
                    (rows.named.join(", "))
                    @if rows.named.len() < rows.n { " and " (rows.n - rows.named.len()) " more" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::acts::import::trial::Wrong;

    #[test]
    fn at_most_two_hundred_faults_are_shown_and_all_are_counted() {
        let wrong = |row: usize| Wrong {
            file: "staff.csv".to_owned(),
            row: row.to_string(),
            column: "role".to_owned(),
            message: format!("fault-{row} is wrong"),
        };
        let run = DryRun { faults: (0..250).map(wrong).collect(), ..DryRun::default() };
        let shown = faults(&run).into_string();
        assert!(shown.contains("The first 200 of 250 faults"));
        assert!(shown.contains("Fault-199 is wrong.") && !shown.contains("Fault-200 is wrong."));
    }
}
