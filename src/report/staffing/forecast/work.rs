//! Hours needed against hours that there are, and what gives way when they run short.

use super::view::{View, fan, is_known, listed, means, named, whole_mean};
use crate::report::staffing::drawing::{Entry, Fill, Layer, Look, Panel, Panels};
use crate::report::staffing::numbers::{fixed, told};
use crate::report::svg::{Chart, Table};
use crate::simulate::measure::Measure;
use crate::simulate::outcome::Spread;

/// What gives way, in order: the first goes first.
const STEPS: [(Measure, &str); 9] = [
    (Measure::QualityShare, "Quality forms done, of conferences, %"),
    (Measure::TimeOff, "Time off in lieu worked, hours"),
    (Measure::RecordsWaiting, "Minutes waiting, meetings"),
    (Measure::Covered, "Covered by another chair, meetings"),
    (Measure::Managed, "Chaired by a manager, meetings"),
    (Measure::PreparationCut, "Preparation left out, hours"),
    (Measure::SheetsInTime, "Decision sheets in 24 hours, %"),
    (Measure::Slid, "Put off a week, meetings"),
    (Measure::LateByCapacity, "Late for want of time, children"),
];

/// Returns the charts of hours.
pub(super) fn charts(view: &View<'_>) -> Vec<Chart> {
    vec![hours(view), steps(view)]
}

/// Hours that are done inside working time, in time off in lieu, and not (or later), by month; they sum to the hours needed.
fn parts(spread: &Spread) -> [Vec<f64>; 3] {
    let [needed, over, given] =
        [Measure::Needed, Measure::TimeOff, Measure::Given].map(|measure| means(spread, measure));
    let over: Vec<f64> = over.iter().map(|hours| hours.max(0.0)).collect();
    let done =
        needed.iter().zip(&over).zip(&given).map(|((needed, over), given)| (needed - over - given).max(0.0));
    [done.collect(), over, given]
}

fn hours(view: &View<'_>) -> Chart {
    const ID: &str = "hours";
    let measures = [Measure::Needed, Measure::Available, Measure::Given, Measure::TimeOff];
    let (telling, same) = view.telling(&measures);
    let panels = telling.iter().map(|scenario| {
        let [done, over, given] = parts(&scenario.spread);
        let available = means(&scenario.spread, Measure::Available).into_iter().map(Some).collect();
        Panel {
            title: if telling.len() == 1 { String::new() } else { named(scenario) },
            layers: vec![
                Layer::Stack(vec![(Fill::Solid, done), (Fill::Lines, over), (Fill::Hatch, given)]),
                Layer::Line(available, Look::Ink),
            ],
        }
    });
    let (size, drawing) = Panels {
        id: ID,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "Hours a month, mean",
        legend: vec![
            (Entry::Area(Fill::Solid), "done in working time".to_owned()),
            (Entry::Area(Fill::Lines), "in time off in lieu".to_owned()),
            (Entry::Area(Fill::Hatch), "gave way".to_owned()),
            (Entry::Line(Look::Ink), "hours available".to_owned()),
        ],
        panels: panels.collect(),
        shared: true,
        from_nought: true,
        columns: 2,
        height: if telling.len() == 1 { 260.0 } else { 180.0 },
    }
    .draw();
    let whole = |measure| whole_mean(&view.baseline().spread, measure);
    let share = |part: f64, all: f64| if all <= 0.0 { 0.0 } else { part * 100.0 / all };
    let rows = telling.iter().flat_map(|scenario| {
        let parts = parts(&scenario.spread);
        (0..view.n_months).map(move |month| {
            let of = |measure| told(measure, scenario.spread.month(measure, month));
            let mut row =
                vec![named(scenario), view.month(month), of(Measure::Needed), of(Measure::Available)];
            row.extend(parts.iter().map(|part| fixed(part[month], 0)));
            row
        })
    });
    Chart {
        id: ID,
        headline: format!(
            "Chairs need {} % of the hours that they have; {} % of the hours needed give way",
            fixed(share(whole(Measure::Needed), whole(Measure::Available)), 0),
            fixed(share(whole(Measure::Given), whole(Measure::Needed)), 0)
        ),
        measure: view.about("Hours of chairs needed and available a month"),
        summary: format!(
            "Each bar is the hours that the month’s meetings and other work ask for. The line is the casework hours of chairs in \
             post, without time off in lieu. A chair who is short in one week may have time to spare in another, and another team \
             too, so that hours can give way though the bar stays below the line. The minutes of each kind of meeting are \
             assumptions unless the parameter file has local ones.{}",
            if same.is_empty() { String::new() } else { format!(" It is the same in {}.", listed(&same)) }
        ),
        size,
        drawing,
        table: Table {
            caption: "hours by month".to_owned(),
            columns: [
                "Scenario",
                "Month",
                "Needed: P50 (P10 to P90)",
                "Available: P50 (P10 to P90)",
                "In working time, mean",
                "In time off in lieu, mean",
                "Gave way, mean",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: rows.collect(),
            n_words: 2,
        },
    }
}

fn steps(view: &View<'_>) -> Chart {
    const ID: &str = "steps";
    let spread = &view.baseline().spread;
    let known: Vec<(Measure, &str)> =
        STEPS.into_iter().filter(|&(measure, _)| is_known(spread, measure)).collect();
    let panels = (1..).zip(&known).map(|(at, &(measure, words))| Panel {
        title: format!("{at}  {words}"),
        layers: vec![Layer::Fan(fan(spread, measure))],
    });
    let (size, drawing) = Panels {
        id: ID,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "",
        legend: vec![(Entry::Fan, "middle, and 8 of 10 futures (P10 to P90)".to_owned())],
        panels: panels.collect(),
        shared: false,
        from_nought: true,
        columns: 2,
        height: 92.0,
    }
    .draw();
    let whole = |measure| whole_mean(spread, measure);
    let late = whole(Measure::LateByCapacity);
    let late = if late < 0.5 {
        "and hardly a child’s conference is late for want of time".to_owned()
    } else {
        format!("and {} children’s conferences are late for want of time", fixed(late, 0))
    };
    let mut columns = vec!["Month".to_owned()];
    columns.extend(
        known.iter().map(|&(measure, _)| format!("{}, {}", measure.line().title, measure.line().unit)),
    );
    Chart {
        id: ID,
        headline: format!(
            "Quality forms are done for {} of 100 conferences, {} hours are worked in time off in lieu, {late}",
            fixed(whole(Measure::QualityShare), 0),
            fixed(whole(Measure::TimeOff).max(0.0), 0)
        ),
        measure: view.about("What gives way when hours run short, in its order, baseline"),
        summary: "When a chair’s week is too short, what is numbered first gives way first: quality forms, then time off in lieu is \
                  worked, minutes wait, a colleague or a manager holds the meeting, preparation is cut, decision sheets are late, \
                  the meeting is put off a week, and only then is a statutory date missed. Each drawing has its own scale."
            .to_owned(),
        size,
        drawing,
        table: Table {
            caption: "what gives way by month: P50 (P10 to P90)".to_owned(),
            columns,
            rows: (0..view.n_months)
                .map(|month| {
                    let mut row = vec![view.month(month)];
                    row.extend(known.iter().map(|&(measure, _)| told(measure, spread.month(measure, month))));
                    row
                })
                .collect(),
            n_words: 1,
        },
    }
}
