//! Children: on plans, looked after, and the meetings that are held about them, in both units.

use super::fans::Fans;
use super::view::{View, means, named};
use crate::report::staffing::drawing::{Entry, Fill, Group, Layer, Look, Panel, Panels, Row, Rows, Shape};
use crate::report::staffing::numbers::{plain, shown, told};
use crate::report::svg::{Chart, Table};
use crate::report::words::{capital, thousands};
use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Scenario, Spread};
use crate::simulate::tally::Tally;

/// Kinds of meeting: name, meetings, children; `None` where each meeting is about one child or about none.
const KINDS: [(&str, Measure, Option<Measure>); 5] = [
    ("Initial conferences", Measure::InitialMeetings, Some(Measure::InitialChildren)),
    ("Review conferences", Measure::ReviewMeetings, Some(Measure::ReviewChildren)),
    ("Strategy meetings", Measure::StrategyMeetings, None),
    ("Looked-after reviews", Measure::CareMeetings, None),
    ("Foster reviews", Measure::FosterMeetings, None),
];

/// Returns the charts of children and meetings.
pub(super) fn charts(view: &View<'_>) -> Vec<Chart> {
    let fans = |id, measure, subject| Fans {
        id,
        measure,
        subject,
        is_one: false,
        range: None,
        note: String::new(),
        from_nought: true,
    };
    let mut charts: Vec<Chart> =
        fans("on-plans", Measure::OnPlans, "Children on plans").chart(view).into_iter().collect();
    if view.has_looked_after() {
        charts.extend(fans("looked-after", Measure::LookedAfter, "Looked-after children").chart(view));
    }
    charts.push(flows(view));
    charts.push(meetings(view));
    charts
}

/// Plans that start and end.
fn flows(view: &View<'_>) -> Chart {
    const ID: &str = "flows";
    let spread = &view.baseline().spread;
    let line = |measure, look| Layer::Line(means(spread, measure).into_iter().map(Some).collect(), look);
    let (size, drawing) = Panels {
        id: ID,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "children a month",
        legend: vec![
            (Entry::Line(Look::Broad), "plans started, mean".to_owned()),
            (Entry::Line(Look::Dashed), "plans ended, mean".to_owned()),
        ],
        panels: vec![Panel {
            title: String::new(),
            layers: vec![line(Measure::Ends, Look::Dashed), line(Measure::Starts, Look::Broad)],
        }],
        shared: true,
        from_nought: true,
        columns: 1,
        height: 200.0,
    }
    .draw();
    let [starts, ends] = [Measure::Starts, Measure::Ends].map(|measure| &spread.whole[measure as usize]);
    let [n_starts, n_ends] = [starts, ends].map(|tally| tally.quantile(50).unwrap_or(0));
    let headline = if (n_starts - n_ends).abs() * 50 <= n_starts {
        format!("About as many plans start as end: {}", thousands(n_starts))
    } else {
        let than = if n_starts < n_ends { "fewer" } else { "more" };
        format!("{than} plans start ({}) than end ({})", thousands(n_starts), thousands(n_ends))
    };
    Chart {
        id: ID,
        headline: capital(&headline),
        measure: view.about("Plans started and ended a month, children"),
        summary: format!(
            "Over the whole run of the baseline {} plans start and {} end: P50 (P10 to P90). Chance moves the level of starts \
             from year to year, which the means drawn here do not show.",
            told(Measure::Starts, starts),
            told(Measure::Ends, ends)
        ),
        size,
        drawing,
        table: Table {
            caption: "plans started and ended by month: P50 (P10 to P90)".to_owned(),
            columns: ["Month", "Started", "Ended"].map(str::to_owned).to_vec(),
            rows: (0..view.n_months)
                .map(|month| {
                    let of = |measure| told(measure, spread.month(measure, month));
                    vec![view.month(month), of(Measure::Starts), of(Measure::Ends)]
                })
                .collect(),
            n_words: 1,
        },
    }
}

/// Meetings by kind, as meetings and as children.
fn meetings(view: &View<'_>) -> Chart {
    const ID: &str = "meetings";
    let is_year = 0 < view.n_years();
    let period = if is_year { format!("the year {}", view.year(0)) } else { view.period() };
    let tally = |scenario: &'_ Scenario, measure: Measure| -> Tally {
        if is_year {
            scenario.spread.year(measure, 0).clone()
        } else {
            scenario.spread.whole[measure as usize].clone()
        }
    };
    let middle = |measure| tally(view.baseline(), measure).quantile(50).unwrap_or(0);
    let rows = KINDS.iter().map(|&(kind, in_meetings, in_children)| {
        let value = |measure| plain(measure, middle(measure) as f64);
        let words = match in_children {
            Some(children) => {
                format!(
                    "{} meetings, {} children",
                    shown(in_meetings, middle(in_meetings)),
                    shown(children, middle(children))
                )
            }
            None => format!("{} meetings", shown(in_meetings, middle(in_meetings))),
        };
        let shape =
            Shape::Pair([(Fill::Solid, value(in_meetings)), (Fill::Pale, in_children.map_or(0.0, value))]);
        Row { label: kind.to_owned(), shape, words }
    });
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![
            (Entry::Area(Fill::Solid), "meetings".to_owned()),
            (Entry::Area(Fill::Pale), "children at them, each at each meeting".to_owned()),
        ],
        groups: vec![Group {
            title: String::new(),
            axis: "Middle of all futures (P50)".to_owned(),
            middle: None,
            from_nought: true,
            rows: rows.collect(),
        }],
    }
    .draw();
    let all: i64 = KINDS.iter().map(|&(_, meetings, _)| middle(meetings)).sum();
    let (reviews, at_reviews) = (middle(Measure::ReviewMeetings), middle(Measure::ReviewChildren));
    Chart {
        id: ID,
        headline: format!(
            "Chairs hold about {} meetings; {} review conferences are about {} children",
            shown(Measure::ReviewMeetings, all),
            shown(Measure::ReviewMeetings, reviews),
            shown(Measure::ReviewChildren, at_reviews)
        ),
        measure: format!("Meetings held by kind, as meetings and as children, baseline, {period}"),
        summary: "A conference considers all children of a household, so that it counts once as a meeting and once for each child. \
                  A looked-after review is about one child; strategy meetings and foster reviews are counted as meetings only."
            .to_owned(),
        size,
        drawing,
        table: meetings_table(view, &period, &tally),
    }
}

fn meetings_table(view: &View<'_>, period: &str, tally: &dyn Fn(&Scenario, Measure) -> Tally) -> Table {
    let scenarios = &view.outcome.scenarios;
    let mut rows = Vec::new();
    for &(kind, in_meetings, in_children) in &KINDS {
        for (unit, measure) in [("meetings", Some(in_meetings)), ("children", in_children)] {
            let Some(measure) = measure else { continue };
            let mut row = vec![kind.to_owned(), unit.to_owned()];
            row.extend(scenarios.iter().map(|scenario| told(measure, &tally(scenario, measure))));
            let later = |spread: &Spread, year| told(measure, spread.year(measure, year));
            row.extend((1..view.n_years()).map(|year| later(&view.baseline().spread, year)));
            rows.push(row);
        }
    }
    let mut columns = vec!["Kind".to_owned(), "Unit".to_owned()];
    columns.extend(scenarios.iter().map(|scenario| format!("{}, {period}", named(scenario))));
    columns
        .extend((1..view.n_years()).map(|year| format!("{}, {}", named(view.baseline()), view.year(year))));
    Table {
        caption: "meetings by kind in both units: P50 (P10 to P90)".to_owned(),
        columns,
        rows,
        n_words: 2,
    }
}
