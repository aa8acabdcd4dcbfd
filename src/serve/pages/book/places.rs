//! The places that there are for a meeting, each with its reasons, its cost and the form that books it.

use maud::{Markup, html};

use super::HOLD_HOURS;
use super::search::Search;
use crate::desk::{Found, State as Plan};
use crate::explain::Cost;
use crate::register::MeetingIdx;
use crate::serve::late::late;
use crate::serve::page::{csrf, sentence, warning};
use crate::serve::pages::meeting::booking_words;
use crate::serve::pages::queue::{carry, carrying};
use crate::serve::place::PlaceFields;
use crate::serve::session::Visitor;
use crate::suggest::Suggestion;
use crate::words;

/// Returns the best places, or those that are looked for.
pub(super) fn places(
    plan: &Plan,
    meeting: MeetingIdx,
    found: &Found,
    search: &Search,
    visitor: &Visitor,
) -> Markup {
    let heading = if search.is_any() { "Places that fit" } else { "The best places" };
    html! {
        h2 class="govuk-heading-m" id="places" { (heading) }
        @if let Some(none) = &found.none { p class="govuk-inset-text" { (sentence(none)) } }
        @else if found.places.is_empty() {
            p class="govuk-inset-text" { "No place fits what you look for. Leave a field empty, or look without it." }
        }
        ol class="desk-places" {
            @for place in &found.places { li { (suggestion(plan, meeting, place, &search.queue, visitor)) } }
        }
        @if !found.places.is_empty() { (what_costs_mean()) }
    }
}

/// Says what a place is said to cost. Nobody pays it: it is what places are compared by.
fn what_costs_mean() -> Markup {
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What “costs” means" } }
            div class="govuk-details__text" {
                p class="govuk-body" {
                    "Every place listed keeps all hard rules. Among those, places are compared by minutes: the driving that they add for chairs, minute takers "
                    "and the family, and so many minutes for each thing that is worse for the family or the team, such as another chair than the "
                    "child’s own, a day after the target, or a venue outside the family’s district. The policy table says how many for each. "
                    "The fewer the better; a day past the date by law comes before all minutes."
                }
            }
        }
    }
}

fn suggestion(
    plan: &Plan,
    meeting: MeetingIdx,
    place: &Suggestion,
    queue: &str,
    visitor: &Visitor,
) -> Markup {
    let reference = plan.register.meeting(meeting).reference.as_str();
    let fields = PlaceFields::of(&plan.register, &place.booking);
    let words = booking_words(plan, &place.booking);
    let venue =
        place.booking.venue(&plan.register).map(|at| plan.register.venues[at.at()].reference.to_string());
    html! {
        div class="desk-place" {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" {
                (words)
                @if place.stands { " " strong class="govuk-tag govuk-tag--blue" { "as it stands" } }
            }
            @if let Some(late) = late(&plan.register, meeting, place.booking.date()) {
                (warning(&html! { strong { "This is " (late.words()) "." } }))
            }
            p class="govuk-body govuk-!-margin-bottom-1" { (sentence(&place.reasons.join("; "))) }
            p class="govuk-hint govuk-!-margin-bottom-2" { (cost(place)) }
            @if !place.stands {
                form method="post" action={ "/meetings/" (reference) "/book" } class="govuk-button-group" {
                    (csrf(visitor))
                    (fields.hidden())
                    input type="hidden" name="expected" value=(plan.version(meeting));
                    (carry(queue))
                    (move_fields(plan, place))
                    button class="govuk-button" name="action" value="book" aria-label={ "Book " (words) } { "Book" }
                    @if place.moves.is_empty() {
                        button class="govuk-button govuk-button--secondary" name="action" value="hold" aria-label={ "Keep free for " (HOLD_HOURS) " hours: " (words) } { "Keep free for " (HOLD_HOURS) " hours" }
                    }
                    a class="govuk-link" href={ "/meetings/" (reference) "/book?chair=" (fields.chair) "&venue=" (venue.as_deref().unwrap_or_default()) (carrying('&', queue)) } {
                        "More like this" span class="govuk-visually-hidden" { ": chair " (fields.chair) ", same venue" }
                    }
                }
            }
        }
    }
}

fn cost(place: &Suggestion) -> String {
    let total = Cost::of(&place.difference).words_of_total();
    let late = match place.difference.s2 {
        0 => String::new(),
        days => format!("{} past the date by law; ", words::count(days, "child-day")),
    };
    format!(
        "{late}costs {} minutes{}",
        words::thousands(place.difference.s3),
        match total.len() {
            0 => String::new(),
            _ => format!(": {}", total.join(", ")),
        }
    )
}

/// Returns the other bookings that move, as fields of the form.
fn move_fields(plan: &Plan, place: &Suggestion) -> Markup {
    html! {
        @for moved in &place.moves {
            @let to = PlaceFields::of(&plan.register, &moved.to);
            @let reference = plan.register.meeting(moved.to.meeting).reference.as_str();
            input type="hidden" name="moved" value={ (reference) " " (plan.version(moved.to.meeting)) " " (to.date) " " (to.start) " " (to.chair) " " (to.room) " " (to.minute_taker) };
        }
    }
}

/// Returns the places that open if one other booking moves.
pub(super) fn with_moves(
    plan: &Plan,
    meeting: MeetingIdx,
    opened: &[Suggestion],
    queue: &str,
    visitor: &Visitor,
) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "If one booking moves" }
        @if opened.is_empty() { p class="govuk-body" { "Moving one other booking opens no better place." } }
        ol class="desk-places" {
            @for place in opened {
                li {
                    @for moved in &place.moves {
                        p class="govuk-body govuk-!-margin-bottom-1" {
                            strong { (plan.register.meeting(moved.to.meeting).reference) } " moves from "
                            (booking_words(plan, &moved.from)) " to " (booking_words(plan, &moved.to)) "."
                        }
                        ul class="govuk-list govuk-list--bullet" { @for told in &moved.told { li { (told.to_string()) } } }
                    }
                    (suggestion(plan, meeting, place, queue, visitor))
                }
            }
        }
    }
}
