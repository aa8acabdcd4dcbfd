//! How sure the plan is: the chance of each month with its interval, the caseload, and the plan under stress.

use super::{month, per_cent, ranged};
use crate::report::staffing::drawing::{Entry, Group, Layer, Look, Panel, Panels, Row, Rows, Shape};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{Chart, Table};
use crate::report::words::{capital, thousands};
use crate::size::Sizing;
use crate::size::interval::Share;
use crate::size::simulator::Achieved;

fn with_interval(share: Share) -> String {
    format!("{} ({} to {})", per_cent(share.share), per_cent(share.low), per_cent(share.high))
}

/// The chance that the promise is kept, month by month.
pub(super) fn kept(sizing: &Sizing) -> Chart {
    const ID: &str = "kept";
    let promise = &sizing.promise;
    let months = &sizing.months;
    let points = months.iter().map(|month| {
        let Share { share, low, high } = month.kept;
        Some([low, share, high].map(|share| share * 100.0))
    });
    let nothing = months.iter().map(|month| Some(month.kept_by_nothing.share * 100.0)).collect();
    let (size, drawing) = Panels {
        id: ID,
        start: sizing.start,
        n_months: months.len(),
        unit: "Per cent of futures",
        legend: vec![
            (Entry::Whisker, "the plan, with its 95 % interval".to_owned()),
            (Entry::Line(Look::Dotted), "if nothing is done".to_owned()),
        ],
        panels: vec![Panel {
            title: String::new(),
            layers: vec![
                Layer::Level(
                    promise.confidence * 100.0,
                    format!(
                        "promised: {} from {} on",
                        per_cent(promise.confidence),
                        month(promise.from_date)
                    ),
                ),
                Layer::Line(nothing, Look::Dotted),
                Layer::Intervals(points.collect()),
            ],
        }],
        shared: true,
        from_nought: true,
        columns: 1,
        height: 280.0,
    }
    .draw();
    let worst =
        months.iter().filter(|month| month.promised).min_by(|a, b| a.kept.share.total_cmp(&b.kept.share));
    let headline = worst.map_or_else(
        || "No month is promised".to_owned(),
        |worst| {
            format!(
                "The chance of {} or fewer is least in {}: {}",
                promise.cap,
                month(worst.date),
                with_interval(worst.kept)
            )
        },
    );
    Chart {
        id: ID,
        headline,
        measure: format!("Chance of at most {} children an FTE, by month", promise.cap),
        summary: format!(
            "Counted on {} fresh futures of the full model, which the plan had not seen, with Wilson’s 95 % interval. In the mean of the \
             months promised it is {}; the futures that the plan was made on promised {} points more.",
            thousands(i64::from(sizing.achieved.n_replications)),
            per_cent(sizing.achieved.mean(promise.from)),
            fixed(sizing.optimism * 100.0, 1)
        ),
        size,
        drawing,
        table: Table {
            caption: "chance by month, with its 95 % interval".to_owned(),
            columns: ["Month", "Promised", "The plan", "If nothing is done"].map(str::to_owned).to_vec(),
            rows: months
                .iter()
                .map(|at| {
                    vec![
                        month(at.date),
                        if at.promised { per_cent(promise.confidence) } else { "not yet".to_owned() },
                        with_interval(at.kept),
                        with_interval(at.kept_by_nothing),
                    ]
                })
                .collect(),
            n_words: 1,
        },
    }
}

/// The caseload under the plan, under the rule of thumb, and if nothing is done.
pub(super) fn caseload(sizing: &Sizing) -> Chart {
    const ID: &str = "sized-caseload";
    let runs: [(&str, &Achieved); 3] = [
        ("The plan", &sizing.achieved),
        ("The rule of thumb", &sizing.greedy.achieved),
        ("Nothing is done", &sizing.nothing),
    ];
    let panels = runs.iter().map(|(title, run)| Panel {
        title: (*title).to_owned(),
        layers: vec![
            Layer::Fan(run.months.iter().map(|month| Some(month.caseload)).collect()),
            Layer::Level(sizing.promise.cap, format!("{} promised", sizing.promise.cap)),
        ],
    });
    let n_months = sizing.achieved.months.len();
    let (size, drawing) = Panels {
        id: ID,
        start: sizing.start,
        n_months,
        unit: "children an FTE by load",
        legend: vec![(Entry::Fan, "middle, and 8 of 10 futures (P10 to P90)".to_owned())],
        panels: panels.collect(),
        shared: true,
        from_nought: true,
        columns: 2,
        height: 190.0,
    }
    .draw();
    let last = |run: &Achieved| run.months.last().map_or([0.0; 3], |month| month.caseload);
    Chart {
        id: ID,
        headline: format!(
            "The plan ends at {} children an FTE; doing nothing at {}",
            fixed(last(&sizing.achieved)[1], 0),
            fixed(last(&sizing.nothing)[1], 0)
        ),
        measure: "Children an FTE by load, by month".to_owned(),
        summary: "The same futures in all three drawings, on one scale. People who are recruited now carry cases only after the advert, \
                  their notice and a reduced start, so that the first months hardly differ."
            .to_owned(),
        size,
        drawing,
        table: Table {
            caption: "children an FTE by month: P50 (P10 to P90)".to_owned(),
            columns: std::iter::once("Month").chain(runs.iter().map(|(title, _)| *title)).map(str::to_owned).collect(),
            rows: (0..n_months)
                .map(|at| {
                    let mut row = vec![month(sizing.months.get(at).map_or(sizing.start, |month| month.date))];
                    row.extend(runs.iter().map(|(_, run)| {
                        run.months.get(at).map_or_else(|| "–".to_owned(), |month| ranged(month.caseload))
                    }));
                    row
                })
                .collect(),
            n_words: 1,
        },
    }
}

/// The plan under stress.
pub(super) fn stress(sizing: &Sizing) -> Chart {
    const ID: &str = "stress-runs";
    let row = |label: String, [low, at, high]: [f64; 3], words: String| Row {
        label,
        shape: Shape::Dot { low, at, high, interval: None },
        words,
    };
    let expected = sizing.achieved.months.last().map_or([0.0; 3], |month| month.caseload);
    let (_, worst) = sizing.achieved.worst(sizing.promise.from);
    let mut rows = vec![row(
        "As expected".to_owned(),
        expected,
        format!("{}, chance {}", fixed(expected[1], 0), per_cent(worst)),
    )];
    rows.extend(sizing.stress.iter().map(|run| {
        let words = format!("{}, chance {}", fixed(run.caseload[1], 0), per_cent(run.worst.1.share));
        row(capital(&run.words), run.caseload, words)
    }));
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![(Entry::Whisker, "middle, and 8 of 10 futures".to_owned())],
        groups: vec![Group {
            title: String::new(),
            axis: format!(
                "Children an FTE in {}",
                sizing.months.last().map_or_else(|| "the last month".to_owned(), |last| month(last.date))
            ),
            middle: Some((sizing.promise.cap, format!("{} promised", sizing.promise.cap))),
            from_nought: false,
            rows,
        }],
    }
    .draw();
    let hardest = sizing.stress.iter().max_by(|a, b| a.caseload[1].total_cmp(&b.caseload[1]));
    Chart {
        id: ID,
        headline: hardest.map_or_else(
            || "No stress was run".to_owned(),
            |run| format!("With {} the same plan ends at {} children an FTE", run.words, fixed(run.caseload[1], 0)),
        ),
        measure: "Children an FTE in the last month, and the chance of the worst month promised, one thing going wrong at a time".to_owned(),
        summary: "The plan stays as it is, and one thing goes wrong at a time. Agency can be hired and adverts be placed when it does; \
                  these runs show what waiting would cost."
            .to_owned(),
        size,
        drawing,
        table: Table {
            caption: "the plan under stress".to_owned(),
            columns: ["What goes wrong", "Worst month", "Its chance", "Mean chance of the months promised", "Children an FTE at the end: P50 (P10 to P90)"]
                .map(str::to_owned)
                .to_vec(),
            rows: sizing
                .stress
                .iter()
                .map(|run| {
                    vec![
                        capital(&run.words),
                        month(run.worst.0),
                        with_interval(run.worst.1),
                        per_cent(run.mean),
                        ranged(run.caseload),
                    ]
                })
                .collect(),
            n_words: 2,
        },
    }
}
