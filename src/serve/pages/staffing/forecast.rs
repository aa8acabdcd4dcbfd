//! The page of a forecast: scenarios side by side, what each changes, and charts.

use chrono::{Months, NaiveDate};
use maud::{Markup, html};

use super::charts::charts;
use super::numbers::{difference, told};
use crate::report::staffing as report;
use crate::serve::acts::staffing::work::Forecasted;
use crate::serve::page::{sentence, table};
use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Outcome, Scenario};
use crate::simulate::tally::Tally;
use crate::staffing::Key;
use crate::words::{count, thousands};

/// What is compared over the whole run.
const COMPARED: [Measure; 4] =
    [Measure::ReviewsInTime, Measure::InitialInTime, Measure::QualityShare, Measure::Cost];
/// Charts that are shown at once; the others can be opened.
const FIRST: [&str; 3] = ["differences", "caseload", "in-time"];

/// Returns three month-ends, the last among them: a quarter of the way, half of it, and all.
fn month_ends(n_months: usize) -> Vec<usize> {
    let mut months: Vec<usize> =
        [n_months / 4, n_months / 2, n_months].iter().filter_map(|n| n.checked_sub(1)).collect();
    months.dedup();
    months
}

fn month_name(start: NaiveDate, month: usize) -> String {
    start.checked_add_months(Months::new(month as u32)).unwrap_or(start).format("%B %Y").to_string()
}

/// Returns what came of a forecast.
pub(super) fn page(forecasted: &Forecasted) -> Markup {
    let Forecasted { asked, outcome } = forecasted;
    let n_months = asked.baseline.months;
    let band = [Key::BandLowest, Key::BandHighest].map(|key| asked.baseline.amounts.get(key).middle());
    let drawn = charts(&report::page(outcome, &report::Asked { band, tornadoes: &[] }));
    let (first, more): (Vec<_>, Vec<_>) =
        drawn.into_iter().partition(|chart| FIRST.contains(&chart.id.as_str()));
    let last = n_months.saturating_sub(1);
    html! {
        p class="govuk-body" {
            (month_name(outcome.start, 0)) " to " (month_name(outcome.start, last)) ": "
            (count(outcome.replications as i64, "future")) " of " (count(outcome.scenarios.len() as i64, "scenario"))
            ", seed " (outcome.seed) "."
            @if outcome.replications < asked.replications {
                " It was cancelled: of " (thousands(asked.replications as i64)) " futures these were finished."
            }
        }
        div class="govuk-inset-text" {
            p class="govuk-body govuk-!-margin-bottom-0" {
                "A forecast to plan by, not a promise. Numbers are the middle future, and in brackets between what 8 of 10 futures lie \
                 (P50, P10 to P90)."
            }
        }
        (side_by_side(outcome, n_months))
        @if 1 < outcome.scenarios.len() { (changes(outcome, last)) }
        (what_was_run(outcome, &asked.notes))
        @if !first.is_empty() {
            h2 class="govuk-heading-m" { "Charts" }
            @for chart in &first { (chart.body) }
        }
        @if !more.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "More charts (" (more.len()) ")" } }
                div class="govuk-details__text" { @for chart in &more { (chart.body) } }
            }
        }
    }
}

fn whole(scenario: &Scenario, measure: Measure) -> &Tally {
    &scenario.spread.whole[measure as usize]
}

fn side_by_side(outcome: &Outcome, n_months: usize) -> Markup {
    let ends = month_ends(n_months);
    let heads: Vec<String> =
        ends.iter().map(|&month| format!("End of {}", month_name(outcome.start, month))).collect();
    let rows = |cells: &dyn Fn(&Scenario) -> Vec<String>| -> Vec<Vec<Markup>> {
        outcome
            .scenarios
            .iter()
            .map(|scenario| {
                let cells = cells(scenario);
                std::iter::once(html! { (scenario.name) })
                    .chain(cells.iter().map(|cell| html! { (cell) }))
                    .collect()
            })
            .collect()
    };
    let caseload = rows(&|scenario| {
        ends.iter()
            .map(|&month| told(Measure::Caseload, scenario.spread.month(Measure::Caseload, month)))
            .collect()
    });
    let service = rows(&|scenario| COMPARED.map(|measure| told(measure, whole(scenario, measure))).to_vec());
    let heads: Vec<&str> = std::iter::once("Scenario").chain(heads.iter().map(String::as_str)).collect();
    let columns: Vec<&str> =
        std::iter::once("Scenario").chain(COMPARED.map(|measure| measure.line().title)).collect();
    html! {
        (table("Children an FTE", &heads, &caseload))
        (table("Timeliness, quality and cost over the whole run", &columns, &service))
    }
}

fn changes(outcome: &Outcome, last: usize) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "What each scenario changes" }
        p class="govuk-body" { "Against the baseline, future by future." }
        @for scenario in outcome.scenarios.iter().skip(1) {
            @if let Some(spread) = &scenario.difference {
                h3 class="govuk-heading-s" { (scenario.name) }
                ul class="govuk-list govuk-list--bullet" {
                    li { "Caseload per FTE at the end of " (month_name(outcome.start, last)) ": "
                        (difference(Measure::Caseload, spread.month(Measure::Caseload, last))) }
                    @for measure in COMPARED {
                        li { (measure.line().title) ": " (difference(measure, &spread.whole[measure as usize])) }
                    }
                }
            }
        }
    }
}

fn what_was_run(outcome: &Outcome, notes: &[String]) -> Markup {
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What was run, and what is counted" } }
            div class="govuk-details__text" {
                dl {
                    @for scenario in &outcome.scenarios {
                        dt { strong { (scenario.name) } }
                        dd { (scenario.about) }
                    }
                }
                ul class="govuk-list govuk-list--bullet" {
                    @for measure in std::iter::once(Measure::Caseload).chain(COMPARED) {
                        @let line = measure.line();
                        li { (line.title) ": " (sentence(line.about)) }
                    }
                }
                @if !notes.is_empty() {
                    p class="govuk-body" { "Worth knowing:" }
                    ul class="govuk-list govuk-list--bullet" { @for note in notes { li { (sentence(note)) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::serve::acts::staffing::asked::{Forecast, Given};
    use crate::serve::acts::staffing::work::{SEED, title};
    use crate::simulate::{Run, run};

    #[test]
    fn month_ends_go_to_the_last() {
        for (n_months, expected) in [(24, vec![5, 11, 23]), (12, vec![2, 5, 11]), (1, vec![0]), (0, vec![])] {
            assert_eq!(month_ends(n_months), expected, "{n_months}");
        }
    }

    #[test]
    fn a_page_compares_what_was_asked_for_without_a_style_of_its_own() {
        let given = Given {
            baseline: "lancashire-2011-12".to_owned(),
            overlays: vec!["agency-2".to_owned()],
            replications: "100".to_owned(),
            years: "1".to_owned(),
            ..Given::default()
        };
        let asked = Forecast { replications: 4, ..given.forecast().expect("it can be run") };
        let wanted = Run {
            baseline: &asked.baseline,
            scenarios: &asked.scenarios,
            seed: SEED,
            first: 0,
            replications: 4,
        };
        let outcome = run(&wanted, &|_| (), &AtomicBool::new(false)).expect("it runs");
        assert_eq!(title(&outcome), "Lancashire 2011/12 and 1 scenario");
        let page = page(&Forecasted { asked, outcome }).into_string();
        for part in [
            "2 agency FTE",
            "End of March 2012",
            "95 % interval",
            "<svg",
            "Initial conferences within 15 working days",
        ] {
            assert!(page.contains(part), "{part} is missing");
        }
        assert!(!page.contains(" style=") && !page.contains("<style"));
    }
}
