//! Bookings that are not as they should be: those that break a rule since something happened, and those past the date that the law sets.

use maud::{Markup, html};

use super::meeting::booking_words;
use crate::desk::State as Plan;
use crate::register::{Booking, MeetingIdx};
use crate::rules::Breach;
use crate::serve::broken::{codes, of_meeting, standing, words};
use crate::serve::late;
use crate::serve::page::{csrf, sentence, table, warning};
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::words::{count, thousands};

/// Rows that are listed; all are counted.
const MOST: usize = 100;

/// Returns the bookings that break a rule as it stands, each with the ways to mend it; nothing where none does.
pub(crate) fn broken(plan: &Plan, visitor: &Visitor) -> Markup {
    let broken = standing(plan);
    if broken.is_empty() {
        return html! {};
    }
    let may = visitor.may(Right::Book);
    let rows: Vec<Vec<Markup>> = broken
        .iter()
        .take(MOST)
        .map(|breach| {
            vec![
                html! { @for meeting in &breach.meetings { (meeting_link(plan, *meeting)) " " } },
                html! { strong { (breach.code) } " " (sentence(&its_words(plan, breach))) },
                html! { @if may { @for meeting in &breach.meetings { (move_link(plan, *meeting)) " " } } },
            ]
        })
        .collect();
    let title = format!("Bookings that break a rule: {}", thousands(broken.len() as i64));
    html! {
        (warning(&html! { "They stand as they were booked until somebody moves them." }))
        (table(&title, &["Meeting", "Rule", "Mend"], &rows))
        @if MOST < broken.len() { p class="govuk-body" { "The first " (MOST) " are listed." } }
        @if may {
            form method="post" action="/happened" {
                (csrf(visitor))
                input type="hidden" name="what" value="broken";
                button class="govuk-button govuk-button--secondary" { "Show the ways to mend them" }
            }
        }
    }
}

/// Returns the bookings to come that stand past the date that the law sets, folded; nothing where none does.
pub(crate) fn late(plan: &Plan, visitor: &Visitor) -> Markup {
    let late = late::all(plan);
    if late.is_empty() {
        return html! {};
    }
    let may = visitor.may(Right::Book);
    let rows: Vec<Vec<Markup>> = late
        .iter()
        .take(MOST)
        .map(|(booking, late)| {
            vec![
                meeting_link(plan, booking.meeting),
                html! { (booking_words(plan, booking)) },
                html! { (sentence(&late.words())) },
                html! { @if may { (move_link(plan, booking.meeting)) } },
            ]
        })
        .collect();
    let title = format!("{} past the date by law", count(late.len() as i64, "booking"));
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (title) } }
            div class="govuk-details__text" {
                (table(&title, &["Meeting", "Booked", "How late", "Mend"], &rows))
                @if MOST < late.len() { p class="govuk-body" { "The first " (MOST) " are listed." } }
            }
        }
    }
}

/// Returns the rules that a meeting's booking breaks as it stands, for its own page; nothing where it breaks none.
pub(crate) fn of_booking(plan: &Plan, meeting: MeetingIdx) -> Markup {
    let broken = of_meeting(plan, meeting);
    html! { @if !broken.is_empty() {
        (warning(&html! {
            "This booking breaks a rule as it stands, and waits to be moved:"
            ul class="govuk-list govuk-list--bullet" {
                @for breach in &broken { li { (breach.code) " " (sentence(&its_words(plan, breach))) } }
            }
        }))
    } }
}

/// Returns the codes of the rules that a booking breaks, for the calendar and the diary; nothing where it breaks none.
pub(crate) fn mark(plan: &Plan, meeting: MeetingIdx) -> Markup {
    let codes = codes(plan, meeting);
    html! { @if !codes.is_empty() {
        " " strong class="govuk-tag govuk-tag--red" { "breaks " (codes.join(", ")) }
    } }
}

fn its_words(plan: &Plan, breach: &Breach) -> String {
    words(&plan.register, breach, |meeting| plan.booking(meeting).map(Booking::date))
}

fn meeting_link(plan: &Plan, meeting: MeetingIdx) -> Markup {
    let reference = plan.register.meeting(meeting).reference.as_str();
    html! { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } }
}

fn move_link(plan: &Plan, meeting: MeetingIdx) -> Markup {
    let reference = plan.register.meeting(meeting).reference.as_str();
    html! { a class="govuk-link" href={ "/meetings/" (reference) "/book" } { "Move " (reference) } }
}
