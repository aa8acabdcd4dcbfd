//! The indicators: what each figure is, of what, and by which definition; and the reports of a period.

mod report;

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

pub(crate) use report::{begin, file, page as report_page};

use crate::indicators::{INDICATORS, Named, Policy, Unit};
use crate::register::Register;
use crate::report::service::{Measure, Measured};
use crate::serve::acts::figures::{CATEGORIES, Said, Wanted, show};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, error_summary, table};
use crate::serve::pages::staffing::charts::charts;
use crate::serve::place::chair_options;
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::words;

/// What is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Filters {
    #[serde(default)]
    pub(super) period: String,
    #[serde(default)]
    pub(super) district: String,
    #[serde(default)]
    pub(super) chair: String,
    #[serde(default)]
    pub(super) category: String,
    #[serde(default)]
    pub(super) measure: String,
    /// What the chart counts: `children` or `meetings`, meetings where nothing is said.
    #[serde(default)]
    pub(super) unit: String,
}

impl Filters {
    pub(super) fn said(&self) -> Said {
        Said {
            period: self.period.clone(),
            district: self.district.clone(),
            chair: self.chair.clone(),
            category: self.category.clone(),
            measure: self.measure.clone(),
        }
    }
}

/// Shows the indicators of a period.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let register = &plan.register;
        app.seen.note(visitor.who(), "indicators");
        let (status, body) = match filters.said().wanted(register) {
            Err(faults) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                html! {
                    (error_summary("There is a problem", &faults))
                    h1 class="govuk-heading-l" { "Indicators" }
                    (form(register, &filters, None))
                },
            ),
            Ok(wanted) => {
                let shown = show(&plan, &wanted);
                let body = html! {
                    h1 class="govuk-heading-l" { "Indicators of " (wanted.period.words()) }
                    p class="govuk-body" {
                        "For staff of the service. A conference considers all the children of a household: what is counted in both is told in both, children and meetings. "
                        "Small numbers can identify a family; what is published is a report with them hidden."
                    }
                    (form(register, &filters, Some(&wanted)))
                    (drawn(&shown.charts, &filters, &address(&wanted, register, &filters, wanted.measure.unwrap_or_default())))
                    (figures(&shown.measures, &wanted, register, &filters))
                    @if visitor.may(Right::Export) { (report::form(&wanted, &filters, &visitor)) }
                };
                (StatusCode::OK, body)
            }
        };
        let page = Page { title: "Indicators", here: Here::Indicators, refresh: None, done: None, body };
        Ok((status, page.render(&visitor)).into_response())
    })
    .await
}

fn form(register: &Register, filters: &Filters, wanted: Option<&Wanted>) -> Markup {
    let any = |words: &str| vec![(String::new(), words.to_owned())];
    let chosen = wanted.map_or_else(|| filters.period.clone(), |wanted| wanted.named.word());
    let named = |named: Named| {
        let words = named.period().map_or_else(String::new, |period| period.words());
        (
            named.word(),
            match named {
                Named::Year(_) => format!("Year {words}"),
                Named::Quarter(..) => format!("Quarter {words}"),
                Named::Month(..) => words,
            },
        )
    };
    let mut periods: Vec<(String, String)> =
        Named::recent(register.authority.today).into_iter().map(named).collect();
    if let Some(wanted) = wanted.filter(|_| periods.iter().all(|period| period.0 != chosen)) {
        periods.push(named(wanted.named));
    }
    let mut districts = any("All districts");
    districts.extend(register.districts.iter().map(|d| (d.reference.to_string(), d.name.clone())));
    let mut chairs = chair_options(register);
    "All chairs".clone_into(&mut chairs[0].1);
    let mut categories = any("All categories");
    categories.extend(CATEGORIES.map(|(word, category)| (word.to_owned(), category.title().to_owned())));
    let policy = Policy::of(&register.authority);
    let mut measures = any("All, without a chart");
    measures.extend(INDICATORS.iter().map(|row| (row.key.to_owned(), row.title(&policy))));
    html! {
        form method="get" action="/indicators" class="desk-filters" {
            (Field::new("period", "Period").select(&periods, &chosen))
            (Field::new("district", "District").select(&districts, &filters.district))
            (Field::new("chair", "Chair").select(&chairs, &filters.chair))
            (Field::new("category", "Category").select(&categories, &filters.category))
            (Field::new("measure", "Measure").select(&measures, &filters.measure))
            button class="govuk-button govuk-button--secondary" { "Show" }
        }
    }
}

/// Returns the address of a measure in the same period, district, chair and category.
fn address(wanted: &Wanted, register: &Register, filters: &Filters, key: &str) -> String {
    let district = wanted.slice.district.map_or("", |at| register.districts[at.at()].reference.as_str());
    let chair = wanted.slice.chair.map_or("", |at| register.staff[at.at()].reference.as_str());
    let category = if wanted.slice.category.is_some() { filters.category.trim() } else { "" };
    let period = wanted.named.word();
    format!("/indicators?period={period}&district={district}&chair={chair}&category={category}&measure={key}")
}

/// Returns the chart in one unit, with a link to each other that there is.
fn drawn(all: &[(Unit, String)], filters: &Filters, address: &str) -> Markup {
    let asked = all.iter().find(|(unit, _)| unit.word() == filters.unit.trim());
    let Some((shown, chart)) = asked.or(all.last()) else { return html! {} };
    html! {
        @for chart in charts(chart) { (chart.body) }
        @for (unit, _) in all.iter().filter(|(unit, _)| unit != shown) {
            p class="govuk-body" {
                a class="govuk-link" href={ (address) "&unit=" (unit.word()) } { "Show the chart in " (unit.word()) }
            }
        }
    }
}

fn figures(measures: &[Measure], wanted: &Wanted, register: &Register, filters: &Filters) -> Markup {
    let link = |key: &str| address(wanted, register, filters, key);
    let rows: Vec<Vec<Markup>> = measures
        .iter()
        .flat_map(|measure| measure.figures.iter().enumerate().map(move |(at, figure)| (measure, at, figure)))
        .map(|(measure, at, figure)| {
            let indicator = measure.indicator;
            vec![
                html! {
                    @if at == 0 {
                        @if wanted.measure.is_some() { (measure.title) }
                        @else { a class="govuk-link" href=(link(indicator.key)) { (measure.title) } }
                        details class="govuk-details govuk-!-margin-bottom-0" {
                            summary class="govuk-details__summary" {
                                span class="govuk-details__summary-text" { "What it counts" span class="govuk-visually-hidden" { ": " (measure.title) } }
                            }
                            div class="govuk-details__text" {
                                p class="govuk-body" { (measure.definition) }
                                p class="govuk-body govuk-!-margin-bottom-0" { "Source: " (indicator.source) }
                            }
                        }
                    } @else { span class="govuk-visually-hidden" { (measure.title) ", " } "in " (figure.unit.word()) }
                },
                html! { (figure.unit.word()) },
                html! { (figure.value) },
                html! { (words::thousands(figure.number as i64)) (bands(figure)) },
                html! { (figure.of) @if 0 < figure.not_recorded { br; span class="govuk-hint" { (figure.not_recorded) " not recorded" } } },
            ]
        })
        .collect();
    table("Figures", &["Measure", "Counted in", "Share or rate", "Number", "Of"], &rows)
}

fn bands(figure: &Measured) -> Markup {
    html! {
        @if !figure.bands.is_empty() {
            ul class="govuk-list govuk-!-margin-bottom-0" {
                @for (name, n) in &figure.bands { li { (name) ": " (words::thousands(*n as i64)) } }
            }
        }
    }
}
