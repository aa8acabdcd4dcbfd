//! What was recorded of a meeting, what that has made, and what is next for the household.

use maud::{Markup, html};

use crate::desk::State as Plan;
use crate::desk::after_meeting::words::{REASONS, RESULTS, title};
use crate::desk::after_meeting::{Follows, next_meetings, without_next_date};
use crate::follow::History;
use crate::register::{MeetingIdx, Outcome, Register};
use crate::serve::page::{sentence, table};
use crate::serve::pages::meeting::booking_words;
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::words;

/// Returns what an act has made.
pub(super) fn made(follows: &Follows, is_done: bool) -> Markup {
    html! {
        @if is_done {
            h2 class="govuk-heading-m" { "What follows from it" }
            @if follows.made.is_empty() { p class="govuk-body" { "Nothing had to be made or changed." } }
            @else {
                ul class="govuk-list govuk-list--bullet" { @for line in &follows.made { li { (sentence(line)) } } }
            }
        }
        @if !follows.asked.is_empty() {
            div class="govuk-inset-text" {
                h3 class="govuk-heading-s" { "To be looked at" }
                ul class="govuk-list govuk-list--bullet" { @for line in &follows.asked { li { (sentence(line)) } } }
            }
        }
    }
}

/// Returns the household's meetings that stand, with the way to book them, and who has none.
pub(super) fn next(plan: &Plan, meeting: MeetingIdx, visitor: &Visitor) -> Markup {
    let register = &plan.register;
    let history = History::new(register);
    let day = |date: Option<chrono::NaiveDate>| date.map_or_else(|| "–".to_owned(), words::day);
    let rows: Vec<Vec<Markup>> = next_meetings(&history, meeting)
        .iter()
        .map(|next| {
            let row = register.meeting(next.meeting);
            let reference = row.reference.as_str();
            let booking = plan.booking(next.meeting);
            vec![
                html! { @if visitor.may(Right::See) { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } } @else { (reference) } },
                html! { (register.kind(row).title()) },
                html! { (day(next.dates.map(|dates| dates.limit_from()))) },
                html! { (day(next.dates.map(|dates| dates.target))) },
                html! { (day(next.dates.and_then(|dates| dates.earliest))) },
                html! { @match booking {
                    Some(booking) => { (booking_words(plan, booking)) }
                    None if visitor.may(Right::Book) => {
                        a class="govuk-link" href={ "/meetings/" (reference) "/book" } { "Book" span class="govuk-visually-hidden" { " " (reference) } }
                    }
                    None => { "to book" }
                } },
            ]
        })
        .collect();
    let without = without_next_date(&history, meeting);
    html! {
        @if !rows.is_empty() {
            (table("What is next for the household", &["Meeting", "Kind", "Due by", "Target", "Not before", "Booked"], &rows))
        }
        @if !without.is_empty() {
            div class="govuk-warning-text" {
                span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                strong class="govuk-warning-text__text" {
                    span class="govuk-visually-hidden" { "Warning" }
                    "Without a next date: "
                    @for (at, one) in without.iter().enumerate() {
                        @if 0 < at { ", " }
                        "child " (register.children[one.child.at()].reference)
                    }
                }
            }
        }
    }
}

/// Returns what was recorded of a meeting, each time: a later row corrects those before it.
pub(super) fn history(register: &Register, meeting: MeetingIdx) -> Markup {
    let rows = register.record.outcomes.iter().filter(|outcome| outcome.meeting == meeting);
    let cells = |outcome: &Outcome| {
        let reason = outcome.reason.map_or("", |reason| title(&REASONS, &reason));
        vec![
            html! { (outcome.recorded.map_or_else(|| "not known".to_owned(), words::moment)) },
            html! { (outcome.by.as_deref().unwrap_or("not known")) },
            html! { (title(&RESULTS, &outcome.result)) },
            html! { (words::day(outcome.on)) },
            html! { (reason) },
        ]
    };
    let rows: Vec<Vec<Markup>> = rows.rev().map(cells).collect();
    html! {
        @if !rows.is_empty() {
            (table("What was recorded, the newest first: it counts", &["When", "Who", "Result", "Day", "Reason"], &rows))
        }
    }
}
