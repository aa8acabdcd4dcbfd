//! The page of a replayed year.

use maud::{Markup, html};

use super::charts;
use super::view::{View, figure, shown, told, told_difference};
use crate::replay::{FIGURES, PracticeName, ReplayOutcome};
use crate::report::staffing::frame::{Page, Section, scrolling};
use crate::report::svg::Table;
use crate::report::words::{capital, count, discreet};

/// Returns a replayed year as one page of HTML, whatever practices were run.
pub fn replay_page(outcome: &ReplayOutcome) -> String {
    let view = View::new(outcome);
    let mut sections = vec![Section { id: "year", title: "The year", body: year(&view) }];
    if let Some(chart) = charts::differences(&view) {
        sections.push(Section::of_charts("compare", "The practices compared", "", &[chart]));
    }
    sections.push(Section::of_charts("months", "Month by month", "", &charts::monthly(&view)));
    let period = match (view.months().first(), view.months().last()) {
        (Some(first), Some(last)) => format!("{} to {}", first.format("%B %Y"), last.format("%B %Y")),
        _ => "no month".to_owned(),
    };
    Page {
        kind: "A year replayed",
        name: outcome.name.clone(),
        headline: headline(&view),
        lead: format!(
            "{period}: {} of {}, seed {}.",
            count(view.n_replications() as i64, "replication"),
            practices(&view),
            outcome.seed
        ),
        caution: vec![
            "Manual practice books as is done today: the earliest slot, the family’s own chair if free, one request after another. \
             Optimised practice plans every Monday what is known. Both have the same year: requests, illness, leavers. What is \
             reported is what came of it, whichever practice it speaks for."
                .to_owned(),
        ],
        sections,
        footer: format!("Made by Convene for {}, with seed {}.", discreet(&outcome.name), outcome.seed),
    }
    .html()
}

fn practices(view: &View<'_>) -> String {
    let words: Vec<String> =
        view.practices.iter().map(|practice| format!("{} practice", practice.word())).collect();
    if words.is_empty() { "no practice".to_owned() } else { words.join(" and ") }
}

fn headline(view: &View<'_>) -> String {
    let of = |key: &str| {
        let figure = figure(key)?;
        let by: Option<Vec<String>> = view
            .practices
            .iter()
            .map(|&practice| {
                Some(format!("{} {}", shown(figure, view.year(figure, practice)?.mean), practice.word()))
            })
            .collect();
        by.filter(|by| !by.is_empty()).map(|by| by.join(", "))
    };
    match (of("late_review_children"), of("travel_chairs")) {
        (Some(late), Some(travel)) => {
            format!("Children reviewed late: {late}; hours of chairs on the road: {travel}")
        }
        _ => "Nothing was replayed".to_owned(),
    }
}

fn year(view: &View<'_>) -> Markup {
    let mut columns = vec!["Figure".to_owned(), "Unit".to_owned()];
    columns.extend(view.practices.iter().map(|practice| capital(practice.word())));
    if view.is_compared() {
        columns.push("Optimised less manual (95 % interval)".to_owned());
    }
    let rows = FIGURES.iter().map(|figure| {
        let mut row = vec![capital(figure.title), figure.unit.words().to_owned()];
        row.extend(
            view.practices.iter().map(|&practice: &PracticeName| told(figure, view.year(figure, practice))),
        );
        if view.is_compared() {
            row.push(told_difference(view.difference(figure)));
        }
        row
    });
    let table = Table {
        caption: "the year in figures: mean (least to most of replications)".to_owned(),
        columns,
        rows: rows.collect(),
        n_words: 2,
    };
    html! { (scrolling(&table)) }
}
