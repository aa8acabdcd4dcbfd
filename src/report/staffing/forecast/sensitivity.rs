//! Which assumption moves the answer most.

use super::view::View;
use crate::report::staffing::drawing::{Entry, Fill, Group, Row, Rows, Shape};
use crate::report::staffing::numbers::shown_mean;
use crate::report::svg::{Chart, Table};
use crate::report::words::discreet;
use crate::simulate::sensitivity::{Bar, Tornado};

/// Most bars that are drawn; the table has them all.
const MOST_BARS: usize = 15;

/// Returns the chart of all tornadoes; `None` where there is none.
pub(super) fn chart(view: &View<'_>) -> Option<Chart> {
    const ID: &str = "tornado";
    let tornadoes = view.asked.tornadoes;
    let first = tornadoes.first()?;
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![
            (Entry::Area(Fill::Pale), "the assumption at its P10".to_owned()),
            (Entry::Area(Fill::Solid), "at its P90".to_owned()),
        ],
        groups: tornadoes.iter().map(|tornado| group(view, tornado)).collect(),
    }
    .draw();
    let widest = first.bars.first().map_or_else(
        || "No assumption moves it".to_owned(),
        |bar| {
            let [low, high] = ends(first, bar);
            format!(
                "{} moves most with {}: {low} to {high}",
                first.measure.line().title,
                discreet(&lower(bar.about))
            )
        },
    );
    Some(Chart {
        id: ID,
        headline: widest,
        measure: view.about(
            "Mean of the measure with one assumption at a time at its tenth and its ninetieth percentile",
        ),
        summary: format!(
            "Each assumption alone is set to the ends of its plausible range, or of the range that the parameter file gives it; \
             everything else, and chance, stays as it was. The {} that move the answer most are drawn; the table has all that move it.",
            MOST_BARS.min(first.bars.len())
        ),
        size,
        drawing,
        table: table(view, tornadoes),
    })
}

fn lower(about: &str) -> String {
    let mut letters = about.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn ends(tornado: &Tornado, bar: &Bar) -> [String; 2] {
    let (low, high) = (bar.low.min(bar.high), bar.low.max(bar.high));
    [low, high].map(|value| shown_mean(tornado.measure, value))
}

fn when(view: &View<'_>, tornado: &Tornado) -> String {
    tornado.month.map_or_else(|| "whole run".to_owned(), |month| view.month(month))
}

fn group(view: &View<'_>, tornado: &Tornado) -> Group {
    let line = tornado.measure.line();
    let unit = |stored: f64| stored / line.scale as f64;
    let rows = tornado.bars.iter().take(MOST_BARS).map(|bar| {
        let [low, high] = ends(tornado, bar);
        Row {
            label: bar.path.to_owned(),
            shape: Shape::Swing { low: unit(bar.low), high: unit(bar.high) },
            words: format!("{low} to {high}"),
        }
    });
    Group {
        title: format!("{}, {}", line.title, when(view, tornado)),
        axis: line.unit.to_owned(),
        middle: Some((
            unit(tornado.baseline),
            format!("baseline {}", shown_mean(tornado.measure, tornado.baseline)),
        )),
        from_nought: false,
        rows: rows.collect(),
    }
}

fn table(view: &View<'_>, tornadoes: &[Tornado]) -> Table {
    let rows = tornadoes.iter().flat_map(|tornado| {
        tornado.bars.iter().map(move |bar| {
            let of = |stored: f64| shown_mean(tornado.measure, stored);
            let [from, to] = bar.settings.map(|setting| format!("{setting}"));
            vec![
                bar.path.to_owned(),
                bar.about.to_owned(),
                format!("{}, {}", tornado.measure.line().title, when(view, tornado)),
                from,
                to,
                of(bar.low),
                of(bar.high),
            ]
        })
    });
    Table {
        caption: "what moves the answer".to_owned(),
        columns: ["Parameter", "What it is", "Measure", "P10", "P90", "Measure at P10", "Measure at P90"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
        n_words: 3,
    }
}
