//! `GET /diary`: a chair's or minute taker's own week, with its places and journeys.

use std::sync::Arc;

use axum::extract::{Query, State};
use chrono::{Days, NaiveDate};
use maud::{Markup, html};
use serde::Deserialize;

use super::agenda::{Entry, Who, agenda, discreet, journey_words, notes, spans_words, status, usual_hours};
use super::board::{bookings_on, is_booked};
use super::days;
use super::week::{after_link, late_mark, overlap_words, status_mark};
use crate::calendar::{Clock, Span};
use crate::desk::State as Plan;
use crate::register::{Booking, Meeting, PlaceIdx, RoomChoice, StaffIdx};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Here, Page, error_summary};
use crate::serve::pages::{amiss, feed};
use crate::serve::place::staff_of;
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::words;

/// Which week is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    date: String,
}

/// Shows the diary of whoever asks.
pub(crate) async fn diary(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "diary");
        let person = visitor.account.person.as_deref();
        let body = match (person, person.and_then(|person| staff_of(&plan.register, person))) {
            (_, Some(person)) => html! {
                (week(&plan, person, &asked, visitor.may(Right::See)))
                (feed::section(&visitor, app.desk.store().feed(visitor.who())?.as_ref()))
            },
            (Some(person), None) => nobody(&format!(
                "This account is that of {person}, whom the register does not have (any more)."
            )),
            (None, None) => {
                nobody("This account names nobody of the register, so that there is no diary to show.")
            }
        };
        Ok(Page { title: "My diary", here: Here::Calendar, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

fn nobody(why: &str) -> Markup {
    html! {
        h1 class="govuk-heading-l" { "My diary" }
        div class="govuk-inset-text" {
            p class="govuk-body" { (why) }
            p class="govuk-body" {
                "Ask the administrator of the desk’s accounts to enter your reference of the staff table in your account. "
                "The booking team knows the reference."
            }
        }
    }
}

fn week(plan: &Plan, person: StaffIdx, asked: &Asked, may_see: bool) -> Markup {
    let register = &plan.register;
    let staff = &register.staff[person.at()];
    let (date, fault) = days::asked(&asked.date, register.authority.today);
    let monday = days::monday(date);
    let days = days::week(monday, |day| is_booked(register, day));
    let mut bookings = bookings_on(register, &days);
    bookings.retain(|booking| Who::Person(person).has(register, booking));
    let is_shown =
        |day: &NaiveDate| register.calendar.is_working(*day) || bookings.iter().any(|b| b.date() == *day);
    let hours = usual_hours(register);
    html! {
        @if let Some(fault) = fault { (error_summary("There is a problem", &[fault])) }
        h1 class="govuk-heading-l" { "Diary of " (staff.reference) ", week of " (words::date(monday)) }
        nav aria-label="Weeks of the diary" {
            ul class="desk-actions govuk-!-margin-bottom-4" {
                li { a class="govuk-link" rel="prev" href={ "/diary?date=" (monday - Days::new(7)) } { "Previous week" } }
                li { a class="govuk-link" href="/diary" { "This week" } }
                li { a class="govuk-link" rel="next" href={ "/diary?date=" (monday + Days::new(7)) } { "Next week" } }
            }
        }
        p class="govuk-body" {
            @match bookings.len() {
                0 => "Nothing is booked.",
                n => { (words::count(n as i64, "meeting")) "." }
            }
            @if !hours.is_empty() { " Where a day says nothing else, hours are " (spans_words(hours)) "." }
        }
        @for &day in &days {
            h2 class="govuk-heading-m" {
                (words::day(day))
                @if day == register.authority.today { " (today)" }
            }
            @if let Some(why) = days::why_closed(register, day) { p class="govuk-body" { (why) "." } }
            @for note in notes(register, Who::Person(person), day, hours) { p class="govuk-body" { (note) "." } }
            @if is_shown(&day) { (one_day(plan, person, day, &bookings, may_see)) }
        }
    }
}

fn one_day(plan: &Plan, person: StaffIdx, day: NaiveDate, bookings: &[&Booking], may_see: bool) -> Markup {
    let bookings: Vec<&Booking> = bookings.iter().filter(|booking| booking.date() == day).copied().collect();
    if bookings.is_empty() {
        return html! { p class="govuk-body" { "Nothing is booked." } };
    }
    let who = Who::Person(person);
    let (out, back) = ends(plan, person, &bookings);
    html! {
        ol class="govuk-list desk-diary" {
            @if let Some((minutes, leave)) = out {
                li class="desk-diary__journey" { "Leave the base by " (Clock(leave)) ": " (minutes) " min drive" }
            }
            @for entry in agenda(plan, who, &bookings) {
                @match entry {
                    Entry::Journey { minutes, free } => li class="desk-diary__journey" { (journey_words(minutes, free)) },
                    Entry::Booking { booking, overlaps } => li { (item(plan, person, booking, &overlaps, may_see)) },
                }
            }
            @if let Some((minutes, there)) = back {
                li class="desk-diary__journey" { (minutes) " min drive back to the base, there at " (Clock(there)) }
            }
        }
    }
}

/// Returns the journeys from the base and back, with the time to leave and the time of return. Whoever is online all day has none.
pub(crate) fn ends(
    plan: &Plan,
    person: StaffIdx,
    bookings: &[&Booking],
) -> (Option<(i32, i32)>, Option<(i32, i32)>) {
    let register = &plan.register;
    let base = register.staff[person.at()].base;
    let taken = |booking: &Booking| Who::Person(person).occupation(register, booking);
    let stops: Vec<(PlaceIdx, Span)> =
        bookings.iter().filter_map(|booking| Some((booking.place(register)?, taken(booking)))).collect();
    let end = bookings.iter().map(|booking| taken(booking).until).max().unwrap_or_default();
    let out = stops.first().filter(|(place, _)| *place != base).map(|(place, span)| {
        let minutes = plan.travel.minutes(base, *place);
        (minutes, (span.from - minutes).max(0))
    });
    let back = stops.last().filter(|(place, _)| *place != base).map(|(place, _)| {
        let minutes = plan.travel.minutes(*place, base);
        (minutes, (end + minutes).min(Clock::MIDNIGHT.0))
    });
    (out, back)
}

fn item(plan: &Plan, person: StaffIdx, booking: &Booking, overlaps: &[&Meeting], may_see: bool) -> Markup {
    let register = &plan.register;
    let meeting = register.meeting(booking.meeting);
    let reference = meeting.reference.as_str();
    let taken = Who::Person(person).occupation(register, booking);
    let does = if booking.iro == Some(person) { "you chair" } else { "you take the minutes" };
    let colleague = match booking.iro {
        Some(chair) if chair != person => Some(("chair", chair)),
        _ => booking.minute_taker.filter(|&taker| taker != person).map(|taker| ("minutes", taker)),
    };
    html! {
        strong { (register.attendance(meeting, booking.start())) } " "
        // A chair sees the own diary and no pages of meetings.
        @if may_see { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } } @else { (reference) }
        ", " (register.kind(meeting).title()) ", " (does) ", " (place_words(plan, booking))
        @if let Some((what, who)) = colleague { ", " (what) " " (register.staff[who.at()].reference) }
        ", " (status_mark(status(plan, booking)))
        (late_mark(register, booking))
        (amiss::mark(plan, booking.meeting))
        @if !overlaps.is_empty() { " " strong { (overlap_words(overlaps)) } }
        @if booking.iro == Some(person) && booking.date() <= register.authority.today { " " (after_link(reference)) }
        br;
        span class="govuk-hint" { "You are taken " (taken) "." }
    }
}

fn place_words(plan: &Plan, booking: &Booking) -> String {
    let register = &plan.register;
    match booking.room {
        Some(RoomChoice::Room(room)) => {
            let room = &register.rooms[room.at()];
            format!("{}, {}", room.reference, discreet(&register.venues[room.venue.at()].name))
        }
        Some(RoomChoice::Home) => "at home, see the file for where".to_owned(),
        None => "no room yet".to_owned(),
    }
}
