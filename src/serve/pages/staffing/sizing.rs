//! The page of a sizing: the plan in words, month by month, what it costs, and how sure it is.

use maud::{Markup, html};

use super::charts::charts;
use super::numbers::fixed;
use crate::report::staffing as report;
use crate::serve::acts::staffing::work::Sized;
use crate::serve::page::{sentence, table};
use crate::size::Sizing;
use crate::size::interval::Share;
use crate::size::outcome::Verdict;
use crate::words::thousands;

/// Returns what came of a sizing.
pub(super) fn page(sized: &Sized) -> Markup {
    let (name, sizing, overlay) = (&sized.asked.baseline.name, &sized.sizing, &sized.overlay);
    html! {
        p class="govuk-body" { (verdict(sizing)) }
        @if !sizing.cut_short.is_empty() {
            div class="govuk-inset-text" {
                p class="govuk-body" { "Time ran out, so that this was left out:" }
                ul class="govuk-list govuk-list--bullet" { @for line in &sizing.cut_short { li { (sentence(line)) } } }
            }
        }
        h2 class="govuk-heading-m" { "In plain English" }
        ul class="govuk-list govuk-list--bullet" { @for line in &sizing.page { li { (line) } } }
        (months(sizing))
        (costs(sizing))
        h2 class="govuk-heading-m" { "Charts" }
        @for chart in charts(&report::sizing_page(name, sizing)) { (chart.body) }
        @if !overlay.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "The plan as a scenario for convene simulate" } }
                pre class="govuk-details__text desk-plain" { (overlay) }
            }
        }
        div class="govuk-inset-text" {
            p class="govuk-body govuk-!-margin-bottom-0" {
                "A plan is for the futures that the assumptions allow. Plan again each quarter, with what has happened since."
            }
        }
    }
}

fn verdict(sizing: &Sizing) -> Markup {
    let (colour, icon, words) = match (sizing.nearest.is_some(), sizing.verdict) {
        (true, _) => ("red", "✖", "Cannot be promised as asked: the nearest that can is below"),
        (false, Verdict::Broken) => ("red", "✖", "The promise is not kept"),
        (false, Verdict::WithinChance) => ("yellow", "◆", "The promise is kept, as far as chance can tell"),
        (false, Verdict::Kept) => ("green", "●", "The promise is kept"),
    };
    html! { strong class={ "govuk-tag govuk-tag--" (colour) } { span aria-hidden="true" { (icon) " " } (words) } }
}

fn share(share: Share) -> String {
    let per_cent = |part: f64| fixed(part * 100.0, 1);
    format!("{}\u{a0}% ({} to {})", per_cent(share.share), per_cent(share.low), per_cent(share.high))
}

fn months(sizing: &Sizing) -> Markup {
    let rows: Vec<Vec<Markup>> = sizing
        .months
        .iter()
        .map(|month| {
            let fte = &month.fte;
            let expected = fte.base + fte.adverts.iter().sum::<f64>() + fte.agency;
            vec![
                html! { (month.date.format("%B %Y")) @if month.promised { " (promised)" } },
                html! { (month.adverts[0]) },
                html! { (month.adverts[1]) },
                html! { (month.agency) },
                html! { (fixed(expected, 1)) },
                html! { (fixed(month.needed_fte, 1)) },
                html! { (share(month.kept)) },
                html! { (fixed(month.kept_by_nothing.share * 100.0, 1)) "\u{a0}%" },
            ]
        })
        .collect();
    let columns = [
        "Month",
        "Permanent posts to advertise",
        "Temporary posts to advertise",
        "Agency FTE",
        "FTE expected",
        "FTE needed",
        "Chance that the cap is kept (95 % interval)",
        "If nothing is done",
    ];
    table("The plan, month by month", &columns, &rows)
}

fn costs(sizing: &Sizing) -> Markup {
    let cost = &sizing.cost;
    let lines = [
        ("Adverts", cost.adverts_pounds),
        ("Pay of new permanent chairs", cost.permanent_pay_pounds),
        ("Pay of new temporary chairs", cost.temporary_pay_pounds),
        ("Agency", cost.agency_pounds),
        ("All", cost.total_pounds),
    ];
    let rows: Vec<Vec<Markup>> = lines
        .iter()
        .map(|(what, pounds)| vec![html! { (what) }, html! { "£" (thousands(*pounds)) }])
        .collect();
    table("What it is expected to cost", &["What", "Pounds"], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_its_interval() {
        // 90 of 100 futures.
        let words = share(Share::of(90, 100));
        assert!(words.starts_with("90.0\u{a0}% (8") && words.ends_with(')'), "{words}");
    }
}
