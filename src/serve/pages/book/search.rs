//! Looking for places at a wished time, with a chair, at a venue.

use chrono::Weekday;
use maud::{Markup, html};
use serde::Deserialize;

use crate::calendar::{Span, parse_clock};
use crate::desk::{Filter, State as Plan};
use crate::serve::page::Field;
use crate::serve::place::{chair_options, day_of, minutes, staff_of, venue_options};

/// Days of the week as registers and people write them.
const WEEKDAYS: [(&str, &str, Weekday); 5] = [
    ("Mon", "Mondays", Weekday::Mon),
    ("Tue", "Tuesdays", Weekday::Tue),
    ("Wed", "Wednesdays", Weekday::Wed),
    ("Thu", "Thursdays", Weekday::Thu),
    ("Fri", "Fridays", Weekday::Fri),
];

/// What places are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    weekday: String,
    #[serde(default)]
    starts_from: String,
    #[serde(default)]
    starts_until: String,
    #[serde(default)]
    chair: String,
    #[serde(default)]
    venue: String,
    /// Whether other bookings may move.
    #[serde(default)]
    pub(super) moves: String,
}

impl Search {
    pub(super) fn is_any(&self) -> bool {
        let Search { from, until, weekday, starts_from, starts_until, chair, venue, .. } = self;
        [from, until, weekday, starts_from, starts_until, chair, venue]
            .into_iter()
            .any(|field| !field.trim().is_empty())
    }

    /// Returns what is looked for, and what of it cannot be understood.
    pub(super) fn filter(&self, plan: &Plan) -> (Filter, Vec<String>) {
        let register = &plan.register;
        let mut faults = Vec::new();
        let mut day = |text: &str| match text.trim() {
            "" => None,
            text => day_of(text).map_err(|fault| faults.push(fault)).ok(),
        };
        let (from, until) = (day(&self.from), day(&self.until));
        let weekday = match self.weekday.trim() {
            "" => None,
            given => WEEKDAYS.iter().find(|(word, ..)| *word == given).map(|(.., day)| *day).or_else(|| {
                faults.push(format!("weekday is {given:?}; wanted one of the list"));
                None
            }),
        };
        let mut clock = |text: &str, or: i32| match text.trim() {
            "" => or,
            text => parse_clock(text).map_or_else(
                || {
                    faults.push(format!("time is {text:?}; wanted one such as 09:30"));
                    or
                },
                minutes,
            ),
        };
        let span = Span::new(clock(&self.starts_from, 0), clock(&self.starts_until, Span::DAY.until));
        let chair = match self.chair.trim() {
            "" => None,
            given => staff_of(register, given).or_else(|| {
                faults.push(format!("chair is {given:?}; wanted one of the list"));
                None
            }),
        };
        let venue = match self.venue.trim() {
            "" => None,
            given => register.venues.iter().position(|venue| venue.reference.as_str() == given).map_or_else(
                || {
                    faults.push(format!("venue is {given:?}; wanted one of the list"));
                    None
                },
                |at| Some(at.into()),
            ),
        };
        let starts = (span != Span::DAY).then_some(span);
        (Filter { from, until, weekday, starts, chair, venue }, faults)
    }
}

/// Returns the form that looks for a time.
pub(super) fn form(plan: &Plan, search: &Search, reference: &str) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Look for a time" }
        form method="get" action={ "/meetings/" (reference) "/book" } class="desk-filters" {
            (Field::new("from", "From day").input("date", &search.from))
            (Field::new("until", "To day").input("date", &search.until))
            (Field::new("weekday", "On").select(&weekdays(), &search.weekday))
            (Field::new("starts_from", "Beginning from").input("time", &search.starts_from))
            (Field::new("starts_until", "Beginning before").input("time", &search.starts_until))
            div { (select_as("search-chair", "chair", "With chair", &any(chair_options(&plan.register), "Any chair"), &search.chair)) }
            (Field::new("venue", "At venue").select(&venue_options(&plan.register), &search.venue))
            button class="govuk-button govuk-button--secondary" { "Look" }
        }
    }
}

fn weekdays() -> Vec<(String, String)> {
    let days = WEEKDAYS.iter().map(|(word, plural, _)| ((*word).to_owned(), (*plural).to_owned()));
    std::iter::once((String::new(), "any day of the week".to_owned())).chain(days).collect()
}

fn any(mut options: Vec<(String, String)>, words: &str) -> Vec<(String, String)> {
    if let Some(blank) = options.first_mut() {
        words.clone_into(&mut blank.1);
    }
    options
}

/// Returns a choice whose id is another than its name, for a page with two of that name.
fn select_as(id: &str, name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            select class="govuk-select" id=(id) name=(name) {
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}
