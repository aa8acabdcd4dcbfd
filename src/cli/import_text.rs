//! An import as lines of text.

use std::fmt::Write;

use super::summary::count;
use crate::import::{Change, Difference, DryRun, DueMeeting, MeetingStanding};
use crate::words::{children, date};

/// Lines of one list that are printed; machines get all. Faults are printed all.
const MOST_LINES: usize = 40;

/// Returns what an import found and would change, most important last: that is what stands above the prompt.
pub(super) fn as_text(run: &DryRun, written: Option<&str>, has_key: bool) -> String {
    let mut text = String::new();
    for file in &run.recognised {
        line(&mut text, &format!("{}: {}, {}", file.file, file.what, count(file.n_rows, "row")));
    }
    list(&mut text, "Meetings that are due", &run.meetings, meeting_line);
    list(&mut text, "Rows", &run.changes, change_line);
    list(&mut text, "Due dates of the source that are not the register's", &run.differences, difference_line);
    list(
        &mut text,
        "Due no longer, by the source; nothing is cancelled",
        &run.no_longer_due,
        ToString::to_string,
    );
    list(&mut text, "Strange, and read as is said", &run.warnings, ToString::to_string);
    if !run.faults.is_empty() {
        text.push_str("\nFaults\n");
        for fault in &run.faults {
            line(&mut text, &format!("  {fault}"));
        }
    }
    let counts = run.counts;
    let plural = |n: usize, what: &str| count(n, what);
    line(
        &mut text,
        &format!(
            "\n{}: {} with nothing due, {} left out for a fault. {} to add; {} to add, {} known, {} disputed.",
            children(counts.children as i64),
            counts.children_with_nothing_due,
            counts.children_left_out,
            plural(counts.households_added, "household"),
            plural(counts.meetings_added, "meeting"),
            counts.meetings_known,
            counts.meetings_disputed,
        ),
    );
    line(
        &mut text,
        &format!(
            "{} of the source compared with the register's rules, {} differ.",
            plural(counts.dates_compared, "due date"),
            counts.dates_that_differ
        ),
    );
    if !has_key {
        text.push_str("Without a key the references above are of this run alone.\n");
    }
    match (written, run.is_sound()) {
        (Some(out), _) => line(&mut text, out),
        (None, true) => text.push_str("Nothing was written.\n"),
        (None, false) => {
            line(
                &mut text,
                &format!(
                    "{} to be mended or answered; nothing was written.",
                    count(run.faults.len(), "fault")
                ),
            );
        }
    }
    text
}

fn line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}

fn list<T>(text: &mut String, title: &str, items: &[T], shown: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    line(text, &format!("\n{title}"));
    for item in items.iter().take(MOST_LINES) {
        line(text, &format!("  {}", shown(item)));
    }
    if MOST_LINES < items.len() {
        line(text, &format!("  and {} more; --json names all", items.len() - MOST_LINES));
    }
}

fn meeting_line(due: &DueMeeting) -> String {
    let by = due.statutory.unwrap_or(due.target);
    let overdue = match due.working_days_overdue {
        0 => String::new(),
        days => format!(", {} overdue", count(days as usize, "working day")),
    };
    let standing = match due.standing {
        MeetingStanding::Added => "new",
        MeetingStanding::Changed => "changed",
        MeetingStanding::Known => "known",
        MeetingStanding::Disputed => "disputed",
    };
    format!(
        "{} {} of {} ({}), counted from {}: by {}{overdue}; {standing}, {}",
        due.meeting,
        due.kind,
        due.household,
        children(due.children.len() as i64),
        date(due.from_date),
        date(by),
        due.source
    )
}

fn change_line(change: &Change) -> String {
    let cells: Vec<String> = change
        .cells
        .iter()
        .map(|cell| match cell.was.as_str() {
            "" => format!("{} {}", cell.column, cell.becomes),
            was if cell.becomes.is_empty() => format!("{} no longer {was}", cell.column),
            was => format!("{} {} for {was}", cell.column, cell.becomes),
        })
        .collect();
    let what = if change.is_new { "new" } else { "changed" };
    format!("{}.csv {} {what}: {}", change.table, change.reference, cells.join(", "))
}

fn difference_line(difference: &Difference) -> String {
    let Difference { location, child, kind, counted_from, theirs, ours } = difference;
    format!(
        "{location}: {child} {kind}, counted from {}: the source says {}, the register's rules {}",
        date(*counted_from),
        date(*theirs),
        date(*ours)
    )
}
