//! `report.html` of a forecast.

use maud::{Markup, html};

use super::view::{Asked, View, named};
use super::{caseload, children, compare, definitions, sensitivity, staff, timeliness, work};
use crate::report::staffing::frame::{Page, Section, scrolling};
use crate::report::staffing::numbers::{Quantiles, quantiles, shown, told};
use crate::report::svg::Table;
use crate::report::words::{count, discreet, thousands};
use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Outcome, Scenario};
use crate::simulate::tally::Tally;

/// When a measure is looked at, for the figures at a glance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// In the last month.
    End,
    /// Over the whole run.
    Whole,
}

/// The figures at a glance.
const GLANCE: [(Measure, When); 11] = [
    (Measure::OnPlans, When::End),
    (Measure::LookedAfter, When::End),
    (Measure::Caseload, When::End),
    (Measure::InBand, When::Whole),
    (Measure::Fte, When::End),
    (Measure::ReviewsInTime, When::Whole),
    (Measure::InitialInTime, When::Whole),
    (Measure::QualityShare, When::Whole),
    (Measure::TimeOffOwed, When::End),
    (Measure::Handovers, When::Whole),
    (Measure::Cost, When::Whole),
];

/// The measures of the table by year.
const YEARLY: [Measure; 36] = [
    Measure::OnPlans,
    Measure::LookedAfter,
    Measure::Starts,
    Measure::Ends,
    Measure::CareEntries,
    Measure::Caseload,
    Measure::ProtectionCaseload,
    Measure::CareCaseload,
    Measure::FamiliesPerFte,
    Measure::ChairLeast,
    Measure::ChairMiddle,
    Measure::ChairMost,
    Measure::Fte,
    Measure::Effective,
    Measure::Agency,
    Measure::Vacant,
    Measure::Needed,
    Measure::Available,
    Measure::Given,
    Measure::Travel,
    Measure::SnapshotInTime,
    Measure::YearInTime,
    Measure::ReviewsInTime,
    Measure::InitialInTime,
    Measure::CareInTime,
    Measure::LateByCapacity,
    Measure::QualityDone,
    Measure::QualityShare,
    Measure::SheetsInTime,
    Measure::RecordsInTime,
    Measure::TimeOff,
    Measure::TimeOffOwed,
    Measure::Covered,
    Measure::Managed,
    Measure::Handovers,
    Measure::Cost,
];

/// Returns the report of a forecast as one page of HTML. An outcome without a scenario or a month has a page that says so.
pub fn page(outcome: &Outcome, asked: &Asked<'_>) -> String {
    let view = View::new(outcome, asked);
    if outcome.scenarios.is_empty() || view.n_months == 0 {
        return empty(outcome).html();
    }
    let mut sections = vec![
        Section { id: "glance", title: "At a glance", body: glance(&view) },
        Section { id: "scenarios", title: "What was run", body: scenarios(&view) },
        Section::of_charts("caseload-charts", "Caseload", "", &caseload::charts(&view)),
        Section::of_charts("children-charts", "Children and meetings", "", &children::charts(&view)),
        Section::of_charts("staff-charts", "Chairs", "", &staff::charts(&view)),
        Section::of_charts("work-charts", "Hours, and what gives way", "", &work::charts(&view)),
        Section::of_charts("timeliness-charts", "What is in time", "", &timeliness::charts(&view)),
        Section::of_charts(
            "consequence-charts",
            "Changes of chair, and cost",
            "",
            &staff::consequences(&view),
        ),
    ];
    if let Some(chart) = compare::chart(&view) {
        sections.push(Section::of_charts("compare-charts", "Scenarios compared", "", &[chart]));
    }
    if let Some(chart) = sensitivity::chart(&view) {
        sections.push(Section::of_charts("sensitivity-charts", "What moves the answer", "", &[chart]));
    }
    if 0 < view.n_years() {
        sections.push(Section { id: "years", title: "Year by year", body: years(&view) });
    }
    sections.push(Section { id: "definitions", title: "Definitions", body: definitions::table() });
    Page {
        kind: "Forecast of staffing",
        name: outcome.name.clone(),
        headline: headline(&view),
        lead: format!(
            "{}: {} of {}, seed {}.",
            view.period(),
            count(outcome.replications as i64, "future"),
            count(outcome.scenarios.len() as i64, "scenario"),
            outcome.seed
        ),
        caution: vec![
            "A forecast to plan by, not a promise. P10, P50 and P90 are what one, five and nine futures in ten do not exceed: the \
             middle alone hides how far apart futures are."
                .to_owned(),
            "The level of demand moves from year to year in each future, but a rise such as Lancashire’s in 2012/13, which one \
             authority in a hundred sees in a year, lies outside P10 to P90: run it as a scenario. Minutes of meetings, success of \
             adverts and costs are assumptions where the parameter file gives no local figure."
                .to_owned(),
        ],
        sections,
        footer: format!("Made by Convene for {}, with seed {}.", discreet(&outcome.name), outcome.seed),
    }
    .html()
}

fn empty(outcome: &Outcome) -> Page {
    Page {
        kind: "Forecast of staffing",
        name: outcome.name.clone(),
        headline: "Nothing was run".to_owned(),
        lead: "The outcome holds no month of any scenario.".to_owned(),
        caution: Vec::new(),
        sections: Vec::new(),
        footer: "Made by Convene.".to_owned(),
    }
}

fn headline(view: &View<'_>) -> String {
    let last = view.month(view.last());
    let spread = &view.baseline().spread;
    match quantiles(spread.month(Measure::Caseload, view.last())) {
        Some([p10, p50, p90]) => format!(
            "{} children an FTE in {last}, and in 8 of 10 futures {} to {}",
            shown(Measure::Caseload, p50),
            shown(Measure::Caseload, p10),
            shown(Measure::Caseload, p90)
        ),
        None => format!("No chair is in post in {last}"),
    }
}

fn tally<'a>(scenario: &'a Scenario, view: &View<'_>, measure: Measure, when: When) -> &'a Tally {
    match when {
        When::End => scenario.spread.month(measure, view.last()),
        When::Whole => &scenario.spread.whole[measure as usize],
    }
}

fn glance(view: &View<'_>) -> Markup {
    let shown_here: Vec<(Measure, When)> = GLANCE
        .into_iter()
        .filter(|(measure, _)| {
            view.has_looked_after() || !matches!(measure, Measure::LookedAfter | Measure::InBand)
        })
        .collect();
    let period = |when| if when == When::End { view.month(view.last()) } else { "whole run".to_owned() };
    let card = |measure: Measure, when| -> Option<(String, String, String)> {
        let [p10, p50, p90]: Quantiles = quantiles(tally(view.baseline(), view, measure, when))?;
        let note = format!("{} to {}, {}", shown(measure, p10), shown(measure, p90), period(when));
        Some((measure.line().title.to_owned(), shown(measure, p50), note))
    };
    let scenarios = &view.outcome.scenarios;
    let table = Table {
        caption: "scenarios at a glance: P50 (P10 to P90)".to_owned(),
        columns: std::iter::once("Measure".to_owned()).chain(scenarios.iter().map(named)).collect(),
        rows: shown_here
            .iter()
            .map(|&(measure, when)| {
                let mut row = vec![format!("{}, {}", measure.line().title, period(when))];
                row.extend(
                    scenarios.iter().map(|scenario| told(measure, tally(scenario, view, measure, when))),
                );
                row
            })
            .collect(),
        n_words: 1,
    };
    html! {
        p { "The baseline’s middle future, and between what 8 of 10 futures lie." }
        dl.cards {
            @for (name, figure, note) in shown_here.iter().filter_map(|&(measure, when)| card(measure, when)) {
                div.card { dt { (name) } dd { b { (figure) } " " (note) } }
            }
        }
        @if 1 < scenarios.len() { h3 { "Scenarios side by side" } (scrolling(&table)) }
    }
}

fn scenarios(view: &View<'_>) -> Markup {
    html! {
        dl.plain {
            @for scenario in &view.outcome.scenarios {
                dt { b { (named(scenario)) } }
                dd { (if scenario.about.is_empty() { "No description." } else { scenario.about.as_str() }) }
            }
        }
        p {
            "All are run on the same " (thousands(view.outcome.replications as i64)) " futures: the same children, leavers and luck, so "
            "that differences come from the scenarios."
        }
    }
}

fn years(view: &View<'_>) -> Markup {
    let scenario = view.baseline();
    let is_known =
        |measure: &Measure| (0..view.n_years()).any(|year| 0 < scenario.spread.year(*measure, year).n());
    let table = Table {
        caption: format!("{}, year by year: P50 (P10 to P90)", named(scenario)),
        columns: std::iter::once("Measure".to_owned())
            .chain(std::iter::once("Unit".to_owned()))
            .chain((0..view.n_years()).map(|year| view.year(year)))
            .collect(),
        rows: YEARLY
            .into_iter()
            .filter(is_known)
            .map(|measure| {
                let mut row = vec![measure.line().title.to_owned(), measure.line().unit.to_owned()];
                row.extend(
                    (0..view.n_years()).map(|year| told(measure, scenario.spread.year(measure, year))),
                );
                row
            })
            .collect(),
        n_words: 2,
    };
    html! {
        p { "Numbers at the end of a year are those of its last month. Every measure of every scenario is in " code { "years.csv" } "." }
        (scrolling(&table))
    }
}
