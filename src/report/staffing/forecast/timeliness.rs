//! What is in time: reviews by the three measures that are in use, initial conferences, and the papers that follow.

use super::view::{View, fan, is_known};
use crate::report::staffing::drawing::{Entry, Layer, Panel, Panels};
use crate::report::staffing::numbers::{shown_mean, told};
use crate::report::svg::{Chart, Table};
use crate::simulate::measure::Measure;

const MEETINGS: [Measure; 5] = [
    Measure::SnapshotInTime,
    Measure::YearInTime,
    Measure::ReviewsInTime,
    Measure::InitialInTime,
    Measure::CareInTime,
];

const PAPERS: [Measure; 3] = [Measure::SheetsInTime, Measure::RecordsInTime, Measure::QualityShareChildren];

/// Returns the charts of what is in time.
pub(super) fn charts(view: &View<'_>) -> Vec<Chart> {
    let mean = |measure: Measure| {
        view.baseline().spread.whole[measure as usize]
            .mean()
            .map_or_else(|| "–".to_owned(), |mean| shown_mean(measure, mean))
    };
    let [snapshot, year, held, initial, _] = MEETINGS.map(mean);
    let [sheets, records, _] = PAPERS.map(mean);
    vec![
        chart(
            view,
            "in-time",
            &MEETINGS,
            false,
            format!(
                "{initial} of initial conferences are within 15 working days; reviews in time are {snapshot}, {year} or {held}"
            ),
            "Reviews in time by three measures, initial conferences within 15 working days, looked-after reviews in time; per cent, baseline",
            "Three measures are in use, with three denominators: (a) children with a plan of three months and more at a day’s count, \
             whose every review of the year was in time and who have none overdue; (b) children reviewed, whose reviews of the year were all in time; (c) conferences held. \
             They are named, so that nobody compares one with another. The axes do not begin at nought.",
        ),
        chart(
            view,
            "papers",
            &PAPERS,
            true,
            format!("{sheets} of decision sheets are out in 24 hours, {records} of minutes are in time"),
            "Decision sheets in 24 hours, minutes in time, quality forms over children at conferences; per cent, baseline",
            "Decision sheets and minutes go by meetings. The third drawing is the annual report’s reckoning of quality forms, which \
             divides forms, one a meeting, by children; the share of meetings is among what gives way.",
        ),
    ]
}

fn chart(
    view: &View<'_>,
    id: &'static str,
    measures: &[Measure],
    from_nought: bool,
    headline: String,
    what: &str,
    summary: &str,
) -> Chart {
    let spread = &view.baseline().spread;
    let known: Vec<Measure> = measures.iter().copied().filter(|&measure| is_known(spread, measure)).collect();
    let (size, drawing) = Panels {
        id,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "Per cent",
        legend: vec![(Entry::Fan, "middle, and 8 of 10 futures (P10 to P90)".to_owned())],
        panels: known
            .iter()
            .map(|&measure| Panel {
                title: measure.line().title.to_owned(),
                layers: vec![Layer::Fan(fan(spread, measure))],
            })
            .collect(),
        shared: true,
        from_nought,
        columns: 2,
        height: 120.0,
    }
    .draw();
    let mut columns = vec!["Month".to_owned()];
    columns.extend(known.iter().map(|measure| measure.line().title.to_owned()));
    Chart {
        id,
        headline,
        measure: view.about(what),
        summary: summary.to_owned(),
        size,
        drawing,
        table: Table {
            caption: "in time by month: P50 (P10 to P90)".to_owned(),
            columns,
            rows: (0..view.n_months)
                .map(|month| {
                    let mut row = vec![view.month(month)];
                    row.extend(known.iter().map(|&measure| told(measure, spread.month(measure, month))));
                    row
                })
                .collect(),
            n_words: 1,
        },
    }
}
