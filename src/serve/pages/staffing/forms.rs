//! The two forms.

use maud::{Markup, html};

use crate::serve::acts::staffing::asked::{Given, MOST_YEARS, Problems, REPLICATIONS, SIZED_MONTHS};
use crate::serve::acts::staffing::shelf::{BASELINES, OVERLAYS};
use crate::serve::page::{Field, csrf};
use crate::serve::session::Visitor;

/// The chances that can be promised, with their words.
const CONFIDENCES: [(&str, &str); 4] = [
    ("0.8", "8 futures in 10"),
    ("0.9", "9 futures in 10"),
    ("0.95", "19 futures in 20"),
    ("0.5", "Every second future"),
];

/// Returns a field with what is wrong with it.
fn field<'a>(name: &'a str, label: &'a str, problems: &'a Problems) -> Field<'a> {
    Field { error: problems.at(name), ..Field::new(name, label) }
}

fn baselines() -> Vec<(String, String)> {
    BASELINES.iter().map(|item| (item.key.to_owned(), item.title())).collect()
}

fn or<'a>(given: &'a str, usual: &'a str) -> &'a str {
    if given.is_empty() { usual } else { given }
}

/// Returns the form for a forecast.
pub(super) fn forecast(visitor: &Visitor, given: &Given, problems: &Problems) -> Markup {
    let replications: Vec<(String, String)> =
        REPLICATIONS.iter().map(|n| (n.to_string(), format!("{n} futures"))).collect();
    let mut years = vec![(String::new(), "As the baseline has it".to_owned())];
    years.extend((1..=MOST_YEARS).map(|n| (n.to_string(), crate::words::count(n as i64, "year"))));
    html! {
        h2 class="govuk-heading-m" { "Forecast, and compare scenarios" }
        p class="govuk-body" {
            "Every scenario is run on the same futures as the baseline, with the same children, leavers and luck, so that \
             differences come from the scenarios."
        }
        form method="post" action="/staffing" novalidate {
            (csrf(visitor))
            input type="hidden" name="action" value="forecast";
            (field("baseline", "Baseline", problems).hint("The service as it goes on if nothing is decided.").select(&baselines(), or(&given.baseline, "lancashire-2011-12")))
            (overlays(given, problems))
            div class="desk-filters" {
                (field("replications", "How many futures", problems).hint("More take longer and tell smaller differences.").select(&replications, or(&given.replications, "200")))
                (field("years", "How long", problems).select(&years, &given.years))
                (field("start", "First month", problems).hint("Such as 2012-04; nothing = as the baseline has it. The baseline's children are then those of this month; dates of posts stay.").input("text", &given.start))
            }
            button class="govuk-button" { "Run the forecast" }
        }
        (about())
    }
}

fn overlays(given: &Given, problems: &Problems) -> Markup {
    let error = problems.at("overlays");
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" aria-describedby={ "overlays-hint" @if error.is_some() { " overlays-error" } } {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Scenarios to compare with it" }
                div class="govuk-hint" id="overlays-hint" { "Choose as many as six, or none." }
                @if let Some(error) = error {
                    p class="govuk-error-message" id="overlays-error" {
                        span class="govuk-visually-hidden" { "Error: " }
                        @for (at, line) in error.lines().enumerate() { @if 0 < at { br; } (line) }
                    }
                }
                div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                    @for overlay in &OVERLAYS {
                        @let id = format!("overlay-{}", overlay.key);
                        (checkbox(&id, "overlays", overlay.key, &overlay.title(), &hint(overlay.about(), overlay.for_baselines()), given.overlays.iter().any(|key| key == overlay.key)))
                    }
                    div class="govuk-checkboxes__divider" { "and" }
                    (checkbox("together", "together", "yes", "All that are chosen as one more scenario", "", !given.together.is_empty()))
                }
            }
        }
    }
}

fn hint(about: String, baselines: Option<String>) -> String {
    match baselines {
        Some(baselines) => format!("{about} For {baselines}."),
        None => about,
    }
}

fn checkbox(id: &str, name: &str, value: &str, label: &str, hint: &str, is_chosen: bool) -> Markup {
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    html! {
        div class="govuk-checkboxes__item" {
            input class="govuk-checkboxes__input" type="checkbox" id=(id) name=(name) value=(value) checked[is_chosen]
                aria-describedby=[hint_id.as_deref()];
            label class="govuk-label govuk-checkboxes__label" for=(id) { (label) }
            @if let Some(hint_id) = &hint_id { div class="govuk-hint govuk-checkboxes__hint" id=(hint_id) { (hint) } }
        }
    }
}

fn about() -> Markup {
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What the baselines are" } }
            div class="govuk-details__text" {
                dl {
                    @for item in &BASELINES {
                        dt { strong { (item.title()) } }
                        dd { (item.about()) }
                    }
                }
                p class="govuk-body govuk-!-margin-bottom-0" {
                    "Your own service is a file of your own figures, made from “An authority of today”, and run with "
                    code { "convene simulate" } "."
                }
            }
        }
    }
}

/// Returns the form for a sizing.
pub(super) fn sizing(visitor: &Visitor, given: &Given, problems: &Problems) -> Markup {
    let confidences: Vec<(String, String)> =
        CONFIDENCES.iter().map(|&(value, words)| (value.to_owned(), words.to_owned())).collect();
    let months: Vec<(String, String)> =
        SIZED_MONTHS.iter().map(|n| (n.to_string(), format!("{n} months"))).collect();
    html! {
        h2 class="govuk-heading-m" { "Size recruitment" }
        p class="govuk-body" {
            "Adverts month by month and agency by quarter, at least cost, that keep the caseload at or below a cap with a chance \
             that you choose. It takes up to two minutes; what is left out for want of time is said."
        }
        form method="post" action="/staffing" novalidate {
            (csrf(visitor))
            input type="hidden" name="action" value="sizing";
            (field("sized", "Baseline", problems).select(&baselines(), or(&given.sized, "lancashire-october-2012")))
            div class="desk-filters" {
                (field("cap", "Most children an FTE", problems).hint("Nothing = 70, the top of the IRO Handbook's range.").input("text", &given.cap))
                (field("confidence", "Kept in", problems).select(&confidences, or(&given.confidence, "0.9")))
                (field("from", "From month", problems).hint("Such as 2013-10: people must be found first.").input("text", &given.from))
                (field("months", "Months planned", problems).select(&months, or(&given.months, "24")))
                (field("budget", "Most pounds", problems).hint("Adverts, pay and agency over these months; nothing = no limit.").input("text", &given.budget))
            }
            button class="govuk-button" { "Size recruitment" }
        }
    }
}
