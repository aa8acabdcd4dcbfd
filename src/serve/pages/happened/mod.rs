//! Something happened: a chair is ill, a room is lost, a conference is adjourned. What breaks, the ways to mend it, and taking one.

mod form;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use form::forms;

use super::DoneQuery;
use super::meeting::booking_words;
use super::plan::{done_list, under_way};
use crate::desk::{Happening, State as Plan};
use crate::events::Change;
use crate::plan::{Told as Letter, ToldRole};
use crate::register::Register;
use crate::repair::Choice;
use crate::serve::acts::happened::{self, NotBegun, Told};
use crate::serve::acts::plan::REGISTER_CHANGED;
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::{App, on_thread};
use crate::serve::broken::said_once;
use crate::serve::failure::Failure;
use crate::serve::jobs::Outcome;
use crate::serve::page::{Here, Page, csrf, sentence, table};
use crate::serve::session::{Form, Visitor};
use crate::words;

/// Shows the forms.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(told): Query<Told>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| Ok(forms(&*app.state()?, &visitor, &told, None))).await
}

/// Begins to look for the ways to mend what happened.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(told): Form<Told>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| match happened::begin(app, visitor.who(), &told) {
        Ok(job) => Ok(Redirect::to(&format!("/happened/{}", job.number)).into_response()),
        Err(NotBegun::Faults(faults)) => {
            let page = forms(&*app.state()?, &visitor, &told, Some(&faults));
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(NotBegun::Failed(failure)) => Err(failure),
    })
    .await
}

/// Shows what breaks and the ways to mend it.
pub(crate) async fn choices(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let job = app.jobs.find(number, visitor.who())?;
        let plan = app.state()?;
        let outcome = job.outcome();
        let body = html! {
            a class="govuk-back-link" href="/happened" { "Something happened" }
            h1 class="govuk-heading-l" { "What it breaks" }
            @match outcome.as_deref() {
                None => { (under_way(&job, "/happened", &visitor)) }
                Some(Outcome::Happening(_, tables)) if !Arc::ptr_eq(tables, &plan.tables) => { p class="govuk-inset-text" { (sentence(REGISTER_CHANGED)) } }
                Some(Outcome::Happening(found, _)) => { (found_choices(&plan, found, number, &visitor)) }
                Some(Outcome::Failed(why)) => { p class="govuk-inset-text" { (sentence(why)) } }
                Some(_) => { p class="govuk-inset-text" { "This is no repair." } }
            }
        };
        let refresh = outcome.is_none().then_some(2);
        Ok(Page { title: "What it breaks", here: Here::Happened, refresh, done: None, body }.render(&visitor))
    })
    .await
}

fn found_choices(plan: &Plan, found: &Happening, number: u64, visitor: &Visitor) -> Markup {
    let register = &found.register;
    html! {
        ul class="govuk-list govuk-list--bullet" { @for change in &found.changes { li { (change_words(register, change)) } } }
        @if found.repair.breaches.is_empty() && found.repair.choices.is_empty() {
            p class="govuk-inset-text" { "No booking breaks by it." }
        }
        @if !found.repair.breaches.is_empty() {
            h2 class="govuk-heading-m" { @if found.events.is_empty() { "Bookings that break a rule" } @else { "Bookings that it breaks" } }
            ul class="govuk-list govuk-list--bullet" {
                @for breach in said_once(register, &found.repair.breaches) { li { (breach.code) " " (sentence(&breach.message)) } }
            }
        }
        @if !found.repair.known.is_empty() {
            h2 class="govuk-heading-m" { "Broken already, before this" }
            p class="govuk-body" {
                "No choice moves these. The " a class="govuk-link" href="/queue" { "queue" } " lists them, and shows the ways to mend them."
            }
            ul class="govuk-list govuk-list--bullet" {
                @for breach in said_once(register, &found.repair.known) { li { (breach.code) " " (sentence(&breach.message)) } }
            }
        }
        (compared(register, &found.repair.choices))
        @for (at, choice) in found.repair.choices.iter().enumerate() {
            (one_choice(plan, found, choice, at + 1, number, visitor))
        }
        @if !found.events.is_empty() {
            h2 class="govuk-heading-m" { "Only write it down" }
            p class="govuk-body" { "Bookings that break stay where they are, and wait to be mended by hand. The queue lists them until they are." }
            (take(number, 0, "Write it down", visitor))
        }
    }
}

/// Returns the choices side by side, where there are several.
fn compared(register: &Register, choices: &[Choice]) -> Markup {
    let least = choices.iter().map(|choice| choice.total().2).min().unwrap_or_default();
    let rows: Vec<Vec<Markup>> = choices
        .iter()
        .enumerate()
        .map(|(at, choice)| {
            let late: i64 = choice
                .late
                .iter()
                .map(|(meeting, _)| register.child_weight(register.meeting(*meeting)))
                .sum();
            let more = choice.total().2 - least;
            vec![
                html! { a class="govuk-link" href={ "#choice-" (at + 1) } { "Choice " (at + 1) } },
                html! { (choice.disturbance.moves) },
                html! { (choice.disturbance.families) },
                html! { (late) },
                html! { (choice.left_out.len()) },
                html! { @if more == 0 { "the least" } @else { (words::thousands(more)) " minutes more" } },
            ]
        })
        .collect();
    let columns = [
        "Choice",
        "Bookings that change",
        "Families that hear of it",
        "Children late by law",
        "Without a place",
        "Cost",
    ];
    html! { @if 1 < rows.len() { (table("The choices compared", &columns, &rows)) } }
}

/// Returns who is told of a change, folded: a repair may write to very many.
fn letters(told: &[Letter]) -> Markup {
    html! {
        @if told.is_empty() { "nobody" } @else {
            details class="govuk-details govuk-!-margin-bottom-0" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (told.len()) " to tell" } }
                div class="govuk-details__text" {
                    ul class="govuk-list govuk-!-margin-bottom-0" { @for told in told { li { (told.to_string()) } } }
                }
            }
        }
    }
}

fn take(number: u64, choice: usize, words: &str, visitor: &Visitor) -> Markup {
    html! {
        form method="post" action={ "/happened/" (number) "/accept" } {
            (csrf(visitor))
            input type="hidden" name="choice" value=(choice);
            button class={ "govuk-button" @if choice == 0 { " govuk-button--secondary" } } { (words) }
        }
    }
}

fn one_choice(
    plan: &Plan,
    found: &Happening,
    choice: &Choice,
    at: usize,
    number: u64,
    visitor: &Visitor,
) -> Markup {
    let register = &found.register;
    let disturbance = choice.disturbance;
    let told =
        choice.moves.iter().flat_map(|moved| &moved.told).filter(|told| told.role == ToldRole::Household);
    let families: BTreeSet<&str> = told.map(|told| told.reference.as_str()).collect();
    let rows: Vec<Vec<Markup>> = choice
        .moves
        .iter()
        .map(|moved| {
            let words = |booking: &Option<crate::register::Booking>| match booking {
                Some(booking) => booking_words(plan, booking),
                None => "not booked".to_owned(),
            };
            vec![
                html! { (register.meeting(moved.meeting).reference) },
                html! { (words(&moved.before)) },
                html! { (words(&moved.after)) },
                letters(&moved.told),
            ]
        })
        .collect();
    html! {
        h2 class="govuk-heading-m" id={ "choice-" (at) } { "Choice " (at) }
        p class="govuk-body" {
            (words::count(disturbance.moves as i64, "booking")) " change; "
            @match families.len() {
                0 => { "no family hears of it" }
                1 => { "1 family hears of it" }
                n => { (n) " families hear of it" }
            }
            @if 0 < disturbance.rearranged { ", " (disturbance.rearranged) " of them come at another time or place" }
            "."
            @if !choice.late.is_empty() { " " (words::count(choice.late.len() as i64, "meeting")) " would be past the date by law." }
        }
        @if !rows.is_empty() { (table(&format!("Choice {at}: what changes and who is told"), &["Meeting", "From", "To", "Told"], &rows)) }
        @for left in &choice.left_out {
            p class="govuk-body" { strong { (register.meeting(left.meeting).reference) } " has no place: " (sentence(&left.reason)) }
        }
        (take(number, at, &format!("Take choice {at}"), visitor))
    }
}

/// Returns what a change is, in a sentence of references.
pub(crate) fn change_words(register: &Register, change: &Change) -> String {
    match change {
        Change::Absent { staff, when } => {
            format!("{} is away {}.", register.staff[staff.at()].reference, when.in_words())
        }
        Change::Closed { venue, room, when } => {
            let what = match room {
                Some(room) => &register.rooms[room.at()].reference,
                None => &register.venues[venue.at()].reference,
            };
            format!("{what} is closed {}.", when.in_words())
        }
        Change::Cancelled { meeting, .. } => {
            format!("Meeting {} will not take place.", register.meeting(*meeting).reference)
        }
        Change::Added { meeting } => {
            format!("Meeting {} is to be booked.", register.meeting(*meeting).reference)
        }
        Change::Adjourned { meeting, reason, reconvened, .. } => format!(
            "Meeting {} is adjourned ({reason}); it is reconvened as {}.",
            register.meeting(*meeting).reference,
            register.meeting(*reconvened).reference
        ),
    }
}

#[derive(Deserialize)]
pub(crate) struct Taken {
    /// The number of the choice, 0 = none of them.
    choice: usize,
}

/// Takes a choice: what happened is written into the register and the bookings change, all of it or nothing.
pub(crate) async fn accept(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
    Form(taken): Form<Taken>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let (first, last) = happened::accept(app, visitor.who(), number, taken.choice)?;
        Ok(Redirect::to(&format!("/done?done={first}-{last}")))
    })
    .await
}

/// Ends the search for choices with what it has.
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(number): Path<u64>,
    Form(_): Form<super::plan::Nothing>,
) -> Result<Redirect, Failure> {
    app.jobs.find(number, visitor.who())?.end();
    Ok(Redirect::to(&format!("/happened/{number}")))
}

/// Says what has been done, after a plan or a repair was taken.
pub(crate) async fn done(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(done): Query<DoneQuery>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        // One event is shown with the rest of its act: they are undone together.
        let events = match done.events() {
            Some((first, last)) if first == last => Some(app.desk.act_of(first)?),
            events => events,
        };
        let changed = match events {
            Some((first, last)) => what_changed(app, &plan, (first, last))?,
            None => Vec::new(),
        };
        let body = html! {
            h1 class="govuk-heading-l" { "What was done" }
            @if changed.is_empty() { p class="govuk-body" { "The register was changed; no booking was." } }
            @else { (done_list(&plan, &changed)) }
            p class="govuk-body" { a class="govuk-link" href="/queue" { "Go to the queue" } }
        };
        Ok(Page { title: "What was done", here: Here::Queue, refresh: None, done: events, body }
            .render(&visitor))
    })
    .await
}
