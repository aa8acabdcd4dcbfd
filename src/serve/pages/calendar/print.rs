//! `GET /calendar/print`: the list of a building for its reception, for paper. It lies on a counter: no names, and nothing of what the
//! meetings are.

use std::sync::Arc;

use axum::extract::{Query, State};
use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};
use serde::Deserialize;

use super::agenda::{Who, status, venue_words};
use super::board::{bookings_on, is_booked};
use super::days;
use crate::desk::State as Plan;
use crate::register::{Booking, BookingStatus, Register, RoomChoice, StaffIdx, VenueIdx};
use crate::serve::app::{App, on_thread};
use crate::serve::clock::local;
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, error_summary};
use crate::serve::place::venue_options;
use crate::serve::session::Visitor;
use crate::words;

/// Most days on one list.
const MOST_DAYS: usize = 5;

/// What is to be listed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    /// A venue's reference; empty = every building where something is booked.
    #[serde(default)]
    pub(crate) venue: String,
    #[serde(default)]
    pub(crate) date: String,
    #[serde(default)]
    pub(crate) days: String,
}

/// Shows the list.
pub(crate) async fn print(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "calendar");
        let body = body(&plan, &asked, app.clock.now());
        Ok(Page { title: "List for reception", here: Here::Calendar, refresh: None, done: None, body }
            .render(&visitor))
    })
    .await
}

/// What is listed, for which buildings and days.
pub(crate) struct List<'a> {
    /// Buildings where something is booked, or the one that was asked for.
    pub(crate) venues: Vec<VenueIdx>,
    pub(crate) days: Vec<NaiveDate>,
    /// The bookings of the days, in order of time.
    bookings: Vec<&'a Booking>,
    /// The building that was asked for, and the first day.
    venue: Option<usize>,
    date: NaiveDate,
    count: usize,
    /// What of what is asked for cannot be understood.
    pub(crate) faults: Vec<String>,
}

impl<'a> List<'a> {
    /// Returns what is asked for.
    pub(crate) fn new(plan: &'a Plan, asked: &Asked) -> List<'a> {
        let register = &plan.register;
        let (date, fault) = days::asked(&asked.date, register.authority.today);
        let mut faults: Vec<String> = fault.into_iter().collect();
        let count = match asked.days.trim() {
            "" => 1,
            given => {
                given.parse().ok().filter(|count| (1..=MOST_DAYS).contains(count)).unwrap_or_else(|| {
                    faults.push(format!("days is no number from 1 to {MOST_DAYS}"));
                    1
                })
            }
        };
        let venue = register.venues.iter().position(|venue| venue.reference.as_str() == asked.venue.trim());
        if venue.is_none() && !asked.venue.trim().is_empty() {
            faults.push("there is no such venue; every building is listed".to_owned());
        }
        let days = days::from(date, count, |day| is_booked(register, day));
        let bookings = bookings_on(register, &days);
        let venues: Vec<VenueIdx> = match venue {
            Some(at) => vec![at.into()],
            None => {
                let all = (0..register.venues.len()).map(VenueIdx::from);
                let used = |venue: &VenueIdx| {
                    bookings.iter().any(|booking| Who::Venue(*venue).has(register, booking))
                };
                // Nobody comes to a reception for a meeting online.
                all.filter(|venue| !register.venues[venue.at()].is_online()).filter(used).collect()
            }
        };
        List { venues, days, bookings, venue, date, count, faults }
    }

    /// Returns the bookings of a building on a day, in order of time.
    pub(crate) fn on(&self, register: &Register, venue: VenueIdx, day: NaiveDate) -> Vec<&'a Booking> {
        let here = |booking: &&&Booking| booking.date() == day && Who::Venue(venue).has(register, booking);
        self.bookings.iter().filter(here).copied().collect()
    }
}

fn body(plan: &Plan, asked: &Asked, now: DateTime<Utc>) -> Markup {
    let register = &plan.register;
    let list = List::new(plan, asked);
    html! {
        @if !list.faults.is_empty() { (error_summary("There is a problem", &list.faults)) }
        div class="desk-screen-only" {
            h1 class="govuk-heading-l" { "List for reception" }
            (form(plan, list.venue, list.date, list.count))
        }
        @if list.venues.is_empty() { p class="govuk-inset-text" { "Nothing is booked in any building on these days." } }
        @for (at, &venue) in list.venues.iter().enumerate() {
            section class={ "desk-reception" @if 0 < at { " desk-new-page" } } {
                h2 class="govuk-heading-m" { (venue_words(register, venue)) }
                @for &day in &list.days { (one_day(plan, day, &list.on(register, venue, day))) }
                p class="govuk-body-s" { "As of " (local(now)) ". Ask the desk before relying on an older list." }
            }
        }
    }
}

fn form(plan: &Plan, venue: Option<usize>, date: NaiveDate, count: usize) -> Markup {
    let mut venues = venue_options(&plan.register);
    if let Some(blank) = venues.first_mut() {
        "Every building".clone_into(&mut blank.1);
    }
    let venue = venue.map_or("", |at| plan.register.venues[at].reference.as_str());
    let counts: Vec<(String, String)> =
        (1..=MOST_DAYS).map(|n| (n.to_string(), words::count(n as i64, "day"))).collect();
    html! {
        form method="get" action="/calendar/print" class="desk-filters" {
            (Field::new("venue", "Building").select(&venues, venue))
            (Field::new("date", "From").input("date", &date.to_string()))
            (Field::new("days", "For").select(&counts, &count.to_string()))
            button class="govuk-button govuk-button--secondary" { "Show" }
        }
        p class="govuk-body" { "Print it from the browser: what is above the list is left out on paper." }
    }
}

fn one_day(plan: &Plan, day: NaiveDate, bookings: &[&Booking]) -> Markup {
    let register = &plan.register;
    let person =
        |person: Option<StaffIdx>| person.map_or("–", |at| register.staff[at.at()].reference.as_str());
    if bookings.is_empty() {
        return html! { p class="govuk-body" { strong { (words::day(day)) } ": no conference." } };
    }
    html! {
        table class="govuk-table" {
            caption class="govuk-table__caption govuk-table__caption--s" { (words::day(day)) }
            thead class="govuk-table__head" {
                tr class="govuk-table__row" {
                    @for column in ["Time", "Room needed", "Room", "Conference", "Chair", "Minutes", "Settled"] {
                        th scope="col" class="govuk-table__header" { (column) }
                    }
                }
            }
            tbody class="govuk-table__body" {
                @for booking in bookings {
                    @let meeting = register.meeting(booking.meeting);
                    tr class="govuk-table__row" {
                        th scope="row" class="govuk-table__header" { (register.attendance(meeting, booking.start())) }
                        td class="govuk-table__cell" { (register.chair_occupation(meeting, booking.start())) }
                        td class="govuk-table__cell" { (room(plan, booking)) }
                        td class="govuk-table__cell" { (meeting.reference) }
                        td class="govuk-table__cell" { (person(booking.iro)) }
                        td class="govuk-table__cell" { (person(booking.minute_taker)) }
                        td class="govuk-table__cell" { @if is_settled(plan, booking) { "yes" } @else { strong { "not settled" } ", " (status(plan, booking)) } }
                    }
                }
            }
        }
    }
}

/// Whether a booking will stay unless somebody moves it: a place kept free, and a proposal, may still go.
pub(crate) fn is_settled(plan: &Plan, booking: &Booking) -> bool {
    booking.status != BookingStatus::Proposed && !plan.is_on_hold(booking.meeting)
}

fn room<'a>(plan: &'a Plan, booking: &Booking) -> &'a str {
    match booking.room {
        Some(RoomChoice::Room(room)) => plan.register.rooms[room.at()].reference.as_str(),
        Some(RoomChoice::Home) | None => "–",
    }
}
