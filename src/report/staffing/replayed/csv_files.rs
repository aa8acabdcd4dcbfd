//! CSV files of a replayed year.

use super::view::{Values, View};
use crate::replay::{FIGURES, Figure, ReplayOutcome};
use crate::report::staffing::forecast::row;

/// Returns every CSV file with its name: figures by month, by year, and differences where both practices were run. Shares are in per cent.
pub fn replay_files(outcome: &ReplayOutcome) -> Vec<(String, String)> {
    let view = View::new(outcome);
    let mut files =
        vec![("replay-months.csv".to_owned(), months(&view)), ("replay-year.csv".to_owned(), year(&view))];
    if view.is_compared() {
        files.push(("replay-differences.csv".to_owned(), differences(&view)));
    }
    files
}

fn push(text: &mut String, lead: &[&str], figure: &Figure, values: Option<Values>) {
    let Some(values) = values else { return };
    let n = values.n.to_string();
    let numbers =
        [values.mean, values.half_width, values.least, values.most].map(|value| format!("{value:.4}"));
    let mut cells = lead.to_vec();
    cells.extend([figure.key, figure.unit.words(), &n]);
    cells.extend(numbers.iter().map(String::as_str));
    row(text, &cells);
}

const FIGURE: [&str; 7] = ["figure", "unit", "n", "mean", "half_width_95", "least", "most"];

fn heading(lead: &[&str]) -> String {
    let mut text = String::new();
    row(&mut text, &[lead, &FIGURE].concat());
    text
}

fn months(view: &View<'_>) -> String {
    let mut text = heading(&["practice", "month"]);
    for &practice in &view.practices {
        for figure in FIGURES {
            for (at, month) in view.months().into_iter().enumerate() {
                let lead = [practice.word(), &month.format("%Y-%m").to_string()];
                push(&mut text, &lead, figure, view.month(figure, practice, at));
            }
        }
    }
    text
}

fn year(view: &View<'_>) -> String {
    let mut text = heading(&["practice"]);
    for &practice in &view.practices {
        for figure in FIGURES {
            push(&mut text, &[practice.word()], figure, view.year(figure, practice));
        }
    }
    text
}

fn differences(view: &View<'_>) -> String {
    let mut text = heading(&["difference"]);
    for figure in FIGURES {
        push(&mut text, &["optimised less manual"], figure, view.difference(figure));
    }
    text
}
