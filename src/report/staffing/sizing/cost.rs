//! Cost against chance, the rules of thumb, and how much the plan hangs on the scenarios that it was made on.

use maud::{Markup, html};

use super::{month, per_cent, pounds};
use crate::report::staffing::drawing::{Entry, Plane, Point};
use crate::report::staffing::frame::scrolling;
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{Chart, Table};
use crate::report::words::capital;
use crate::size::Sizing;
use crate::size::outcome::FrontierPoint;
use crate::size::plan::Contract;

/// Returns what a point is called: its plan, and its level where it has one.
fn label(point: &FrontierPoint) -> String {
    point.level.map_or_else(|| point.name.to_owned(), |level| format!("level {}", fixed(level, 2)))
}

/// What more or less money brings.
pub(super) fn frontier(sizing: &Sizing) -> Chart {
    const ID: &str = "frontier";
    let points = sizing.frontier.iter().map(|point| Point {
        x: point.pounds as f64 / 1e6,
        y: point.worst * 100.0,
        label: if point.chosen { format!("the plan, {}", label(point)) } else { label(point) },
        chosen: point.chosen,
        joined: point.on_frontier,
    });
    let (size, drawing) = Plane {
        id: ID,
        legend: vec![
            (Entry::Chosen, "the plan".to_owned()),
            (Entry::Dot, "another plan costs less and keeps more".to_owned()),
        ],
        across: "Expected cost, million pounds".to_owned(),
        up: "Chance of the worst month, per cent",
        level: Some((
            sizing.promise.confidence * 100.0,
            format!("promised: {}", per_cent(sizing.promise.confidence)),
        )),
        points: points.collect(),
    }
    .draw();
    let chosen = sizing.frontier.iter().find(|point| point.chosen);
    let cheapest = |chosen: &FrontierPoint| {
        let cheaper =
            sizing.frontier.iter().filter(|point| point.on_frontier && point.pounds < chosen.pounds);
        cheaper
            .max_by_key(|point| point.pounds)
            .map(|point| (chosen.pounds - point.pounds, chosen.worst - point.worst))
    };
    let headline = match chosen.map(|chosen| (chosen, cheapest(chosen))) {
        Some((_, Some((saved, lost)))) => format!(
            "The next cheaper plan saves {} and gives up {} points of chance",
            pounds(saved),
            fixed(lost * 100.0, 1)
        ),
        Some((chosen, None)) => {
            format!("The plan costs {}; no cheaper one is worth it", pounds(chosen.pounds))
        }
        None => "No plan was chosen".to_owned(),
    };
    Chart {
        id: ID,
        headline,
        measure: "Expected cost against the chance of the worst month promised, one dot a plan".to_owned(),
        summary: "The level is the share of worst futures that a plan guards against in the mean: the lower, the safer and the dearer. The \
                  joined dots are those that no other plan beats in both; all were run on the same futures."
            .to_owned(),
        size,
        drawing,
        table: frontier_table(sizing),
    }
}

fn frontier_table(sizing: &Sizing) -> Table {
    let rows = sizing.frontier.iter().map(|point| {
        vec![
            capital(&label(point)),
            if point.chosen {
                "chosen"
            } else if point.on_frontier {
                "on the frontier"
            } else {
                "beaten"
            }
            .to_owned(),
            pounds(point.pounds),
            point.adverts[0].to_string(),
            point.adverts[1].to_string(),
            point.agency_months.to_string(),
            per_cent(point.worst),
            per_cent(point.mean),
            per_cent(point.in_band),
            per_cent(point.in_sample),
        ]
    });
    Table {
        caption: "plans by cost".to_owned(),
        columns: [
            "Plan",
            "Standing",
            "Expected cost",
            "Permanent adverts",
            "Temporary adverts",
            "Agency FTE × months",
            "Chance, worst month",
            "Chance, mean",
            "Months inside the band",
            "Chance where it was planned",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
        n_words: 2,
    }
}

/// The greedy plan with its steps, and the rules of thumb for FTE.
pub(super) fn beside(sizing: &Sizing) -> Markup {
    let greedy = &sizing.greedy;
    let (_, worst) = greedy.achieved.worst(sizing.promise.from);
    let all = Contract::ALL.map(|contract| greedy.greedy.plan.n_adverts(contract));
    let thumbs = Table {
        caption: "FTE by rules of thumb".to_owned(),
        columns: [
            "Month",
            "Children, middle",
            "Children ÷ 60",
            "Square-root staffing",
            "What the futures need",
            "Planned",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: sizing
            .thumb
            .iter()
            .map(|thumb| {
                let mut row = vec![month(thumb.date), fixed(thumb.children, 0)];
                row.extend(
                    [thumb.by_sixty, thumb.by_root, thumb.by_scenarios, thumb.planned]
                        .map(|fte| fixed(fte, 1)),
                );
                row
            })
            .collect(),
        n_words: 1,
    };
    html! {
        p {
            "A rule that anybody can follow: month by month, advertise until the chance of more than " (sizing.promise.cap)
            " children is small enough. It advertises " (all[0]) " permanent and " (all[1]) " temporary posts for " (pounds(greedy.pounds))
            ", with a chance of " (per_cent(worst)) " in its worst month."
        }
        @if !greedy.words.is_empty() {
            details { summary { "Its steps" } ol { @for step in &greedy.words { li { (step) } } } }
        }
        p {
            "Children ÷ 60 aims at the middle of the range. Square-root staffing knows chance from day to day, and no year in which "
            "everything rises; what the futures need does."
        }
        (scrolling(&thumbs))
    }
}

/// The same sizing on other scenarios.
pub(super) fn stability(sizing: &Sizing) -> Markup {
    let stability = &sizing.stability;
    let sets = Table {
        caption: "the sizing on other sets of scenarios".to_owned(),
        columns: ["Set", "Expected cost", "Permanent adverts", "Temporary adverts"]
            .map(str::to_owned)
            .to_vec(),
        rows: (1..)
            .zip(&stability.plans)
            .map(|(at, (plan, cost)): (u32, _)| {
                let mut row = vec![
                    if at == 1 { "1, the plan’s own".to_owned() } else { at.to_string() },
                    pounds(*cost),
                ];
                row.extend(Contract::ALL.map(|contract| plan.n_adverts(contract).to_string()));
                row
            })
            .collect(),
        n_words: 1,
    };
    let spread = |(least, mean, most): (u32, f64, u32)| {
        if least == most { least.to_string() } else { format!("{} ({least} to {most})", fixed(mean, 1)) }
    };
    let adverts = Table {
        caption: "adverts by month over the sets: mean (least to most)".to_owned(),
        columns: ["Month", "Permanent", "Temporary"].map(str::to_owned).to_vec(),
        rows: stability
            .adverts
            .iter()
            .zip(&sizing.months)
            .map(|(adverts, at)| vec![month(at.date), spread(adverts[0]), spread(adverts[1])])
            .collect(),
        n_words: 1,
    };
    html! {
        p {
            "Planned again on other scenarios, the cost and the adverts come out so. Months that differ between sets are for choice; those "
            "that do not are needed. The mean cost is " (pounds(stability.mean_pounds)) "."
        }
        (scrolling(&sets))
        details { summary { "Data table: adverts by month over the sets" } (scrolling(&adverts)) }
        @for line in &sizing.cut_short { p { (line) } }
    }
}
