//! The record of who saw and did what, when and why, and whether it is sound.

pub(crate) mod details;
pub(crate) mod reading;
mod sheet;

use std::sync::Arc;

use axum::extract::{Query, State};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;
use maud::{Markup, html};
use serde::Deserialize;

use reading::{Found, KINDS, Wanted};

use crate::desk::State as Plan;
use crate::register::Reference;
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, csrf, error_summary, sentence, table};
use crate::serve::pages::meeting::what_words;
use crate::serve::place::sought;
use crate::serve::rights::Right;
use crate::serve::session::{Form, Visitor};
use crate::store::{Event, Head, Verified};
use crate::words::{count, thousands};

/// References shown of an event that is about many.
const MOST_SUBJECTS: usize = 6;

/// What is looked for, as the address has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filters {
    pub(crate) about: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) before: String,
}

impl Filters {
    /// Returns what is wanted, or what is wrong with each field.
    pub(crate) fn wanted(&self) -> Result<Wanted, Vec<(&'static str, String)>> {
        let mut problems = Vec::new();
        let mut reference = |field: &'static str, text: &str| match text.trim() {
            "" => None,
            text => match Reference::new(text) {
                Some(_) => Some(text.to_owned()),
                None => {
                    problems.push((
                        field,
                        format!("{text:?} is no reference; wanted 1 to 40 of A-Z a-z 0-9 . _ -"),
                    ));
                    None
                }
            },
        };
        let (about, who) = (reference("about", &self.about), reference("who", &self.who));
        let what = match self.what.as_str() {
            "" => None,
            word => KINDS.into_iter().find(|what| what.word() == word).or_else(|| {
                problems.push(("what", "choose one of the list".to_owned()));
                None
            }),
        };
        let before = match self.before.trim() {
            "" => None,
            text => text.parse().ok().or_else(|| {
                problems.push(("before", format!("{text:?} is no number of an event")));
                None
            }),
        };
        if problems.is_empty() { Ok(Wanted { about, who, what, before }) } else { Err(problems) }
    }

    /// Returns the address of the same from another event on.
    fn link(&self, before: Option<u64>) -> String {
        let part = |name: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!("{name}={value}&") }
        };
        let before = before.map_or_else(String::new, |before| format!("before={before}"));
        format!(
            "/audit?{}{}{}{before}",
            part("about", self.about.trim()),
            part("who", self.who.trim()),
            part("what", &self.what)
        )
    }
}

/// Shows the record, the newest event first.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(filters): Query<Filters>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        app.seen.note(visitor.who(), "audit");
        // The record must be readable where the register is not.
        let known = app.state().ok();
        let (found, problems) = match filters.wanted() {
            Ok(mut wanted) => {
                if let (Some(about), Some(plan)) = (&wanted.about, &known) {
                    // A meeting is found in whatever letters it was typed, as everywhere.
                    if let Ok(meeting) = sought(plan, about) {
                        wanted.about = Some(meeting.to_string());
                    }
                }
                (reading::read(app.desk.store(), &wanted)?, Vec::new())
            }
            Err(problems) => (Found::default(), problems),
        };
        let plan = known.filter(|_| visitor.may(Right::See));
        let lines: Vec<String> = problems.iter().map(|(_, line)| line.clone()).collect();
        let body = html! {
            @if !lines.is_empty() { (error_summary("There is a problem", &lines)) }
            h1 class="govuk-heading-l" { "Audit" }
            p class="govuk-body" { "Who saw and did what, when and why. Times are England's." }
            (form(&filters, &problems))
            @if problems.is_empty() { (events(&found, &filters, plan.as_deref(), &visitor)) }
            (verify_form(&visitor))
        };
        Ok(Page { title: "Audit", here: Here::Audit, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

fn form(filters: &Filters, problems: &[(&str, String)]) -> Markup {
    let field = |name: &'static str, label: &'static str| Field {
        error: problems.iter().find(|(field, _)| *field == name).map(|(_, line)| line.as_str()),
        ..Field::new(name, label)
    };
    let mut kinds = vec![(String::new(), "Everything".to_owned())];
    kinds.extend(KINDS.iter().map(|what| (what.word().to_owned(), sentence_start(what_words(*what)))));
    html! {
        form method="get" action="/audit" class="desk-filters" {
            (field("about", "About").hint("A meeting, a table such as staff.csv, or an account.").input("text", &filters.about))
            (field("who", "Who").hint("An account.").input("text", &filters.who))
            (field("what", "What").select(&kinds, &filters.what))
            (field("before", "Before event").input("text", &filters.before))
            button class="govuk-button govuk-button--secondary" { "Filter" }
        }
    }
}

fn sentence_start(words: &str) -> String {
    let mut words = sentence(words);
    words.pop();
    words
}

/// Returns a moment to the second, with the name of England's time, which tells apart the hour that comes twice.
fn exact(moment: DateTime<Utc>) -> String {
    moment.with_timezone(&London).format("%-d %B %Y at %H:%M:%S %Z").to_string()
}

fn events(found: &Found, filters: &Filters, plan: Option<&Plan>, visitor: &Visitor) -> Markup {
    let rows: Vec<Vec<Markup>> = found
        .events
        .iter()
        .map(|event| {
            vec![
                html! { (event.number) },
                html! { (exact(event.at)) },
                html! { (event.who) },
                html! { (what_words(event.what)) },
                subjects(event, plan),
                why(event, visitor),
            ]
        })
        .collect();
    html! {
        @if found.events.is_empty() {
            p class="govuk-inset-text" {
                @if found.older.is_some() { "Nothing like this among the events that were looked at. Older ones may be." }
                @else { "There is nothing like this." }
            }
        } @else {
            (table("Events, the newest first", &["Event", "When", "Who", "What", "About", "Why, and what changed"], &rows))
        }
        @let is_later = !filters.before.trim().is_empty();
        @if is_later || found.older.is_some() {
            nav class="govuk-pagination" aria-label="Pages of the record" {
                @if is_later {
                    div class="govuk-pagination__prev" { a class="govuk-link" href=(filters.link(None)) { "Newest events" } }
                }
                @if let Some(before) = found.older {
                    div class="govuk-pagination__next" { a class="govuk-link" href=(filters.link(Some(before))) rel="next" { "Older events" } }
                }
            }
        }
    }
}

fn subjects(event: &Event, plan: Option<&Plan>) -> Markup {
    let Some(contents) = &event.contents else {
        return html! { span class="govuk-hint govuk-!-margin-bottom-0" { "removed, as retention wants" } };
    };
    let more = contents.subjects.len().saturating_sub(MOST_SUBJECTS);
    html! {
        @for (at, subject) in contents.subjects.iter().take(MOST_SUBJECTS).enumerate() {
            @if 0 < at { ", " }
            @if plan.is_some_and(|plan| plan.meeting(subject).is_some()) {
                a class="govuk-link" href={ "/meetings/" (subject) } { (subject) }
            } @else { (subject) }
        }
        @if 0 < more { " and " (more) " more" }
    }
}

fn why(event: &Event, visitor: &Visitor) -> Markup {
    let Some(contents) = &event.contents else {
        return html! { span class="govuk-hint govuk-!-margin-bottom-0" { "Its contents were removed, as retention wants; that it happened is kept." } };
    };
    let lines = details::lines(contents, visitor.may(Right::Edit));
    html! {
        (contents.why)
        @if !lines.is_empty() {
            details class="govuk-details govuk-!-margin-bottom-0" {
                summary class="govuk-details__summary" {
                    span class="govuk-details__summary-text" { "What changed" span class="govuk-visually-hidden" { " by event " (event.number) } }
                }
                div class="govuk-details__text" {
                    ul class="govuk-list govuk-list--bullet desk-reference" {
                        @for line in &lines {
                            li {
                                strong { (line.of) }
                                @if !line.before.is_empty() { " from " (line.before) }
                                @if !line.after.is_empty() { " to " (line.after) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn verify_form(visitor: &Visitor) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Is the record sound?" }
        p class="govuk-body" {
            "Each event carries the hash of the one before it. This looks at every link, then at whether bookings and tables are as \
             the events left them."
        }
        form method="post" action="/audit/verify" {
            (csrf(visitor))
            (Field::new("known", "Last event that you have kept, if any")
                .hint("As number:hash. It shows whether the end was cut off, or all was written anew.")
                .input("text", ""))
            button class="govuk-button govuk-button--secondary" { "Verify the record" }
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Verifying {
    #[serde(default)]
    known: String,
}

/// Verifies the record, and shows its last event.
pub(crate) async fn verify(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Verifying>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let known = match given.known.trim() {
            "" => None,
            text => Some(head_of(text).ok_or_else(|| {
                Failure::Invalid(
                    "what you have kept is no event; wanted a number, a colon and a hash of 64 digits"
                        .to_owned(),
                )
            })?),
        };
        app.seen.note(visitor.who(), "audit");
        let verified = app.desk.store().verify(known.as_ref())?;
        let body = outcome(&verified, known.is_some());
        let title = "Is the record sound?";
        Ok(Page { title, here: Here::Audit, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

/// Returns the event that `12:4f0c…` means.
pub(crate) fn head_of(text: &str) -> Option<Head> {
    let (number, hash) = text.split_once(':')?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    Some(Head { number: number.trim().parse().ok()?, hash: hash.to_ascii_lowercase() }).filter(|_| is_hash)
}

fn outcome(verified: &Verified, was_known: bool) -> Markup {
    let head = &verified.head;
    html! {
        a class="govuk-back-link" href="/audit" { "Audit" }
        @match &verified.broken {
            None => {
                div class="govuk-panel govuk-panel--confirmation" {
                    h1 class="govuk-panel__title" { "The record is sound" }
                    div class="govuk-panel__body" { (count(head.number as i64, "event")) }
                }
                p class="govuk-body" {
                    "Every event follows the one before it, none is missing or changed, and every booking and table is as the events left it."
                    @if was_known { " The event that you have kept is one of them." }
                }
            }
            Some(broken) => {
                h1 class="govuk-heading-l" { "The record is not sound" }
                div class="govuk-warning-text" {
                    span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                    strong class="govuk-warning-text__text" {
                        span class="govuk-visually-hidden" { "Warning" }
                        @match broken.event {
                            Some(event) => { "Event " (event) ": " (sentence(&broken.why)) }
                            None => { (sentence(&broken.why)) }
                        }
                    }
                }
                p class="govuk-body" {
                    "Somebody has changed the store behind the desk's back, or a disk has failed. Tell whoever looks after Convene and \
                     your information governance team; keep the store as it is, and do not undo anything."
                }
            }
        }
        @if 0 < verified.n_pruned {
            p class="govuk-body" {
                "Of " (thousands(verified.n_pruned as i64)) " events retention has removed the contents; that they happened is kept and was verified."
            }
        }
        h2 class="govuk-heading-m" { "The last event: keep it elsewhere" }
        p class="govuk-body desk-reference" { code { (head.number) ":" (head.hash) } }
        p class="govuk-body" {
            "A chain of events does not show by itself that its end was cut off, or that all of it was written anew by somebody who \
             could. Whoever keeps this line outside of the desk, such as in an e-mail to the information governance team each day, can \
             tell: give it to the form on the audit's page, or to " code { "convene audit verify --known" } "."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Broken, What};

    #[test]
    fn filters_are_references_kinds_and_numbers() {
        let filters = Filters {
            about: " M1 ".to_owned(),
            what: "booked".to_owned(),
            before: "12".to_owned(),
            ..Filters::default()
        };
        let wanted =
            Wanted { about: Some("M1".to_owned()), who: None, what: Some(What::Booked), before: Some(12) };
        assert_eq!(filters.wanted(), Ok(wanted));
        assert_eq!(filters.link(Some(7)), "/audit?about=M1&what=booked&before=7");
        let wrong = Filters {
            about: "a name".to_owned(),
            who: "%".to_owned(),
            what: "x".to_owned(),
            before: "-1".to_owned(),
        };
        let fields: Vec<&str> =
            wrong.wanted().expect_err("all are wrong").iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["about", "who", "what", "before"]);
    }

    #[test]
    fn the_hour_that_comes_twice_is_told_apart() {
        let at = |text: &str| exact(text.parse().expect("a moment"));
        assert_eq!(at("2026-10-25T00:30:00Z"), "25 October 2026 at 01:30:00 BST");
        assert_eq!(at("2026-10-25T01:30:00Z"), "25 October 2026 at 01:30:00 GMT");
    }

    #[test]
    fn a_kept_event_is_a_number_and_a_hash() {
        let hash = "4F".repeat(32);
        let head = Head { number: 12, hash: hash.to_lowercase() };
        assert_eq!(head_of(&format!("12:{hash}")), Some(head));
        for text in ["12", "12:4f", "x:y", &format!("12:{}", "z".repeat(64))] {
            assert_eq!(head_of(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_broken_is_said_and_the_head_shown() {
        let head = Head { number: 3, hash: "ab".repeat(32) };
        let broken = Some(Broken { event: Some(2), why: "its contents were changed".to_owned() });
        let shown = outcome(&Verified { head: head.clone(), n_pruned: 0, broken }, false).into_string();
        assert!(shown.contains("not sound") && shown.contains("Event 2: Its contents were changed."));
        let shown = outcome(&Verified { head, n_pruned: 1, broken: None }, true).into_string();
        assert!(shown.contains("The record is sound") && shown.contains(&format!("3:{}", "ab".repeat(32))));
    }
}
