//! Charts of a replayed year: figures month by month, a line for each practice, and the differences of the year.

use super::view::{Values, View, figure, shown, told, told_difference};
use crate::replay::{Figure, PracticeName};
use crate::report::staffing::drawing::{Entry, Group, Layer, Look, Panel, Panels, Row, Rows, Shape};
use crate::report::svg::{Chart, Table};
use crate::report::words::{capital, discreet};

/// A chart of several figures.
struct Topic {
    id: &'static str,
    title: &'static str,
    /// Keys of figures; the first is that of the headline.
    figures: &'static [&'static str],
    summary: &'static str,
}

const TOPICS: [Topic; 6] = [
    Topic {
        id: "late",
        title: "Late reviews and initial conferences",
        figures: &["late_review_children", "late_review_meetings", "reviews_in_time", "initial_in_time"],
        summary: "A review is late after its statutory date, also where it began in time and an adjourned conference completed it late. \
                  Meetings and children are both counted.",
    },
    Topic {
        id: "meetings-held",
        title: "Meetings held, as meetings and as children",
        figures: &[
            "review_meetings",
            "review_children",
            "initial_meetings",
            "initial_children",
            "strategy_meetings",
            "adjourned",
        ],
        summary: "Requests are the same under both practices until what was booked changes when families are reviewed.",
    },
    Topic {
        id: "journeys",
        title: "Journeys",
        figures: &["travel_chairs", "travel_a_meeting", "travel_minute_takers", "travel_families"],
        summary: "Journeys as booked: chairs and minute takers by the route of their day, families one way.",
    },
    Topic {
        id: "continuity",
        title: "Changes of chair, and places",
        figures: &["handovers", "chairs_left", "out_of_district", "waiting"],
        summary: "Changes of chair are counted apart: those that booking brings, and those that leavers bring whatever is booked.",
    },
    Topic {
        id: "time",
        title: "Hours, and what they had time for",
        figures: &[
            "forms_share",
            "forms_share_of_children",
            "hours_needed_share",
            "minutes_in_time",
            "sheets_in_time",
            "toil_bank",
            "preparation_cut",
            "beyond",
        ],
        summary: "What gives way when a chair’s week is too short goes in the report’s order: quality forms first, then time off in lieu is \
                  worked, minutes wait, preparation is cut.",
    },
    Topic {
        id: "load",
        title: "Caseload, children and posts",
        figures: &["caseload", "open_children", "effective_fte", "fte"],
        summary: "No range is drawn: that of the IRO Handbook (2010) is for looked-after children, and no guidance gives a number for \
                  children on plans.",
    },
];

/// What practices are compared by.
const COMPARED: [&str; 12] = [
    "late_review_children",
    "reviews_in_time",
    "initial_in_time",
    "travel_chairs",
    "travel_minute_takers",
    "travel_families",
    "handovers",
    "out_of_district",
    "forms_share",
    "minutes_in_time",
    "toil_earned",
    "preparation_cut",
];

fn look(practice: PracticeName) -> Look {
    match practice {
        PracticeName::Manual => Look::Dashed,
        PracticeName::Optimised => Look::Broad,
    }
}

/// Returns the charts by month.
pub(super) fn monthly(view: &View<'_>) -> Vec<Chart> {
    TOPICS.iter().filter_map(|topic| chart(view, topic)).collect()
}

fn chart(view: &View<'_>, topic: &Topic) -> Option<Chart> {
    let months = view.months();
    let figures: Vec<&Figure> = topic.figures.iter().filter_map(|key| figure(key)).collect();
    let first = figures.first()?;
    let panels = figures.iter().map(|figure| {
        let lines = view.practices.iter().map(|&practice| {
            let means =
                (0..months.len()).map(|month| view.month(figure, practice, month).map(|values| values.mean));
            Layer::Line(means.collect(), look(practice))
        });
        Panel {
            title: format!("{}, {}", capital(figure.title), figure.unit.words()),
            layers: lines.collect(),
        }
    });
    // A long title has a row of its own.
    let is_long = figures.iter().any(|figure| 46 < figure.title.len() + figure.unit.words().len());
    let (size, drawing) = Panels {
        id: topic.id,
        start: *months.first()?,
        n_months: months.len(),
        unit: "Mean",
        legend: view
            .practices
            .iter()
            .map(|&practice| (Entry::Line(look(practice)), practice.word().to_owned()))
            .collect(),
        panels: panels.collect(),
        shared: false,
        from_nought: true,
        columns: if is_long { 1 } else { 2 },
        height: 96.0,
    }
    .draw();
    let by_practice = view.practices.iter().map(|&practice| {
        let value =
            view.year(first, practice).map_or_else(|| "–".to_owned(), |values| shown(first, values.mean));
        format!("{}: {value}", practice.word())
    });
    let by_practice: Vec<String> = by_practice.collect();
    Some(Chart {
        id: topic.id,
        headline: format!("{} in the year, {}", capital(first.title), by_practice.join(", ")),
        measure: format!("{}, by month and practice, {}", topic.title, discreet(&view.outcome.name)),
        summary: topic.summary.to_owned(),
        size,
        drawing,
        table: table(view, topic, &figures),
    })
}

fn table(view: &View<'_>, topic: &Topic, figures: &[&Figure]) -> Table {
    let mut columns = vec!["Month".to_owned()];
    let pairs: Vec<(&Figure, PracticeName)> = figures
        .iter()
        .flat_map(|&figure| view.practices.iter().map(move |&practice| (figure, practice)))
        .collect();
    columns.extend(
        pairs.iter().map(|(figure, practice)| format!("{}, {}", capital(figure.title), practice.word())),
    );
    let rows = view.months().into_iter().enumerate().map(|(at, month)| {
        let mut row = vec![month.format("%B %Y").to_string()];
        row.extend(pairs.iter().map(|&(figure, practice)| told(figure, view.month(figure, practice, at))));
        row
    });
    Table {
        caption: format!("{} by month: mean (least to most of replications)", topic.title),
        columns,
        rows: rows.collect(),
        n_words: 1,
    }
}

/// Returns the differences of the year; `None` unless both practices were run.
pub(super) fn differences(view: &View<'_>) -> Option<Chart> {
    const ID: &str = "practice-differences";
    if !view.is_compared() {
        return None;
    }
    let compared: Vec<(&Figure, Values)> = COMPARED
        .iter()
        .filter_map(|key| figure(key))
        .filter_map(|figure| Some((figure, view.difference(figure)?)))
        .collect();
    let groups = compared.iter().map(|&(figure, values)| Group {
        title: format!("{}, {}", capital(figure.title), figure.unit.words()),
        axis: String::new(),
        middle: Some((0.0, "as manual".to_owned())),
        from_nought: true,
        rows: vec![Row {
            label: "Optimised less manual".to_owned(),
            shape: Shape::Dot {
                low: values.least,
                at: values.mean,
                high: values.most,
                interval: (1 < values.n)
                    .then_some([values.mean - values.half_width, values.mean + values.half_width]),
            },
            words: told_difference(Some(values)),
        }],
    });
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![(
            Entry::Whisker,
            "mean, and least to most of replications; broad: 95 % interval of the mean".to_owned(),
        )],
        groups: groups.collect(),
    }
    .draw();
    let sure = |values: &Values| values.half_width < values.mean.abs() && 1 < values.n;
    let n_sure = compared.iter().filter(|(_, values)| sure(values)).count();
    Some(Chart {
        id: ID,
        headline: if compared.iter().all(|(_, values)| values.n < 2) {
            "One year each: whether the practices differ by more than chance, more replications would tell".to_owned()
        } else {
            format!("In {n_sure} of {} figures the practices differ by more than chance explains", compared.len())
        },
        measure: format!("Optimised less manual over the year, {}", discreet(&view.outcome.name)),
        summary: "Both practices have the same requests, the same people and the same illness, and are compared replication by \
                  replication. The interval is Student’s; where it holds nought, chance may be all there is."
            .to_owned(),
        size,
        drawing,
        table: Table {
            caption: "the year by practice".to_owned(),
            columns: ["Figure", "Unit", "Manual: mean (least to most)", "Optimised: mean (least to most)", "Difference (95 % interval)"]
                .map(str::to_owned)
                .to_vec(),
            rows: compared
                .iter()
                .map(|&(figure, values)| {
                    let of = |practice| told(figure, view.year(figure, practice));
                    vec![
                        capital(figure.title),
                        figure.unit.words().to_owned(),
                        of(PracticeName::Manual),
                        of(PracticeName::Optimised),
                        told_difference(Some(values)),
                    ]
                })
                .collect(),
            n_words: 2,
        },
    })
}
