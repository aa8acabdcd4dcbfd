//! Something happened: a chair is ill, a room is lost, a conference is adjourned. What breaks, the ways to mend it, and taking one.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Days, NaiveDate, NaiveDateTime};
use maud::{Markup, html};
use serde::Deserialize;

use super::meeting::booking_words;
use super::plan::{REGISTER_CHANGED, done_list, under_way};
use super::{DoneQuery, MOST_CHOICES};
use crate::calendar::{moment, parse_clock};
use crate::desk::{DeskError, Happening, State as Plan, happening};
use crate::events::{Change, Event};
use crate::register::{Register, Stretch};
use crate::repair::{Choice, Options};
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::jobs::Outcome;
use crate::serve::page::{Here, Page, csrf, error_summary, sentence, table};
use crate::serve::place::{day_of, minutes, staff_of, venue_options};
use crate::serve::session::{Form, Visitor};
use crate::words;

/// Steps of the search for choices: an illness of a week is answered within seconds.
const STEPS: u64 = 600;

/// What happened, as the form says it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Told {
    /// `absent`, `closed`, `adjourned` or `cancelled`.
    #[serde(default)]
    what: String,
    #[serde(default)]
    staff: String,
    #[serde(default)]
    venue: String,
    #[serde(default)]
    room: String,
    #[serde(default)]
    meeting: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    from_time: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    until_time: String,
    #[serde(default)]
    reason: String,
}

/// Why a conference is adjourned, in the words that are counted.
const REASONS: [&str; 8] = [
    "no social worker",
    "no report",
    "not quorate",
    "venue confusion",
    "chair could not attend",
    "family's request",
    "more information needed",
    "other",
];

/// Shows the forms.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(told): Query<Told>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| Ok(forms(&*app.state()?, &visitor, &told, None))).await
}

fn forms(plan: &Plan, visitor: &Visitor, told: &Told, problem: Option<&[String]>) -> Markup {
    let register = &plan.register;
    let mut people = vec![(String::new(), "Choose who".to_owned())];
    let today = register.authority.today;
    let there = register.staff.iter().filter(|staff| staff.until.is_none_or(|until| today <= until));
    people.extend(there.map(|staff| {
        let role = if staff.role.chairs() { "chair" } else { "minute taker" };
        (staff.reference.to_string(), format!("{} ({role})", staff.reference))
    }));
    let mut venues = venue_options(register);
    "Choose a venue".clone_into(&mut venues[0].1);
    let mut rooms = vec![(String::new(), "All of it".to_owned())];
    rooms.extend(register.rooms.iter().map(|room| (room.reference.to_string(), room.reference.to_string())));
    let reasons: Vec<(String, String)> = std::iter::once((String::new(), "Choose a reason".to_owned()))
        .chain(REASONS.iter().map(|reason| ((*reason).to_owned(), (*reason).to_owned())))
        .collect();
    let today = today.to_string();
    let day = |given: &str| if given.is_empty() { today.clone() } else { given.to_owned() };
    let is = |what: &str| told.what == what;
    let section = |what: &str, title: &str, fields: &Markup| {
        html! {
            details class="govuk-details desk-happened" open[is(what)] {
                summary class="govuk-details__summary" { h2 class="govuk-details__summary-text govuk-heading-s govuk-!-margin-bottom-0" { (title) } }
                div class="govuk-details__text" {
                    form method="post" action="/happened" {
                        (csrf(visitor))
                        input type="hidden" name="what" value=(what);
                        (fields)
                        button class="govuk-button" { "Show what breaks and how to mend it" }
                    }
                }
            }
        }
    };
    // Each form has fields of its own; their names are the same and their ids are not.
    let when = |what: &str| {
        html! {
            div class="desk-filters" {
                (plain(what, "from", "From day", "date", &day(&told.from)))
                (plain(what, "from_time", "From time, if not all day", "time", &told.from_time))
                (plain(what, "until", "To day, that day included", "date", &day(&told.until)))
                (plain(what, "until_time", "To time, if not all day", "time", &told.until_time))
            }
        }
    };
    let body = html! {
        @if let Some(lines) = problem { (error_summary("There is a problem", lines)) }
        h1 class="govuk-heading-l" { "Something happened" }
        p class="govuk-body" { "Say what it is. You then see which bookings it breaks and the ways to mend them; nothing changes until you take one." }
        (section("absent", "Somebody is away", &html! {
            (choice("absent", "staff", "Who", &people, &told.staff))
            (when("absent"))
        }))
        (section("closed", "A venue or a room is lost", &html! {
            (choice("closed", "venue", "Venue", &venues, &told.venue))
            (choice("closed", "room", "Room", &rooms, &told.room))
            (when("closed"))
        }))
        (section("adjourned", "A conference is adjourned", &html! {
            (plain("adjourned", "meeting", "Meeting", "text", &told.meeting))
            (choice("adjourned", "reason", "Reason, as adjournments are counted", &reasons, &told.reason))
            p class="govuk-body" { "Its reconvened conference is made, with the limit that the policy gives it." }
        }))
        (section("cancelled", "A meeting will not take place", &html! {
            (plain("cancelled", "meeting", "Meeting", "text", &told.meeting))
            (plain("cancelled", "reason", "Reason", "text", &told.reason))
        }))
    };
    Page { title: "Something happened", here: Here::Happened, refresh: None, done: None, body }
        .render(visitor)
}

fn plain(form: &str, name: &str, label: &str, kind: &str, value: &str) -> Markup {
    let id = format!("{form}-{name}");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            input class={ "govuk-input desk-input--" (kind) } type=(kind) id=(id) name=(name) value=(value);
        }
    }
}

fn choice(form: &str, name: &str, label: &str, options: &[(String, String)], chosen: &str) -> Markup {
    let id = format!("{form}-{name}");
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(id) { (label) }
            select class="govuk-select" id=(id) name=(name) {
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}

impl Told {
    /// Returns the event that the form means, or what is wrong with it.
    fn event(&self, plan: &Plan) -> Result<Event, Vec<String>> {
        let register = &plan.register;
        let meeting = |faults: &mut Vec<String>| {
            let found = plan.meeting(self.meeting.trim());
            if found.is_none() {
                faults.push("meeting is none of the register; wanted its reference, as the queue and the calendar show it".to_owned());
            }
            found
        };
        let mut faults = Vec::new();
        let event = match self.what.as_str() {
            "absent" => {
                let when = self.stretch(&mut faults);
                let staff = staff_of(register, &self.staff);
                if staff.is_none() {
                    faults.push("who is not chosen; wanted somebody of the list".to_owned());
                }
                when.zip(staff).map(|(when, staff)| Event::Absent { staff, when })
            }
            "closed" => {
                let when = self.stretch(&mut faults);
                let (venue, room) = (self.venue(register, &mut faults), self.room(register, &mut faults));
                when.zip(venue).zip(room).map(|((when, venue), room)| Event::Closed { venue, room, when })
            }
            "adjourned" => {
                if !REASONS.contains(&self.reason.as_str()) {
                    faults.push(
                        "no reason is chosen; wanted one, because adjournments are counted by reason"
                            .to_owned(),
                    );
                }
                meeting(&mut faults).map(|meeting| Event::Adjourned { meeting, reason: self.reason.clone() })
            }
            "cancelled" => {
                if self.reason.trim().is_empty() {
                    faults.push("no reason is given; wanted one, because it is kept in the audit".to_owned());
                }
                meeting(&mut faults).map(|meeting| Event::Cancelled { meeting })
            }
            _ => {
                faults.push("what happened is not chosen".to_owned());
                None
            }
        };
        match event {
            Some(event) if faults.is_empty() => Ok(event),
            _ => Err(faults),
        }
    }

    fn venue(&self, register: &Register, faults: &mut Vec<String>) -> Option<crate::register::VenueIdx> {
        let found = register.venues.iter().position(|venue| venue.reference.as_str() == self.venue);
        if found.is_none() {
            faults.push("no venue is chosen; wanted one of the list".to_owned());
        }
        found.map(Into::into)
    }

    /// Returns the room, `Some(None)` for all of the venue.
    fn room(
        &self,
        register: &Register,
        faults: &mut Vec<String>,
    ) -> Option<Option<crate::register::RoomIdx>> {
        if self.room.is_empty() {
            return Some(None);
        }
        let room = crate::serve::place::room_of(register, &self.room);
        let is_there = room.is_some_and(|room| {
            register.venues[register.rooms[room.at()].venue.at()].reference.as_str() == self.venue
        });
        if !is_there {
            faults.push(format!(
                "room {:?} is not in that venue; wanted one of its rooms, or all of it",
                self.room
            ));
            return None;
        }
        Some(room)
    }

    fn stretch(&self, faults: &mut Vec<String>) -> Option<Stretch> {
        let mut day = |text: &str| day_of(text).map_err(|fault| faults.push(fault)).ok();
        let (from, until) = (day(&self.from), day(&self.until));
        let mut at = |date: Option<NaiveDate>, time: &str, or: fn(NaiveDate) -> Option<NaiveDateTime>| {
            let date = date?;
            match time.trim() {
                "" => or(date),
                time => match parse_clock(time) {
                    Some(clock) => Some(moment(date, minutes(clock))),
                    None => {
                        faults.push(format!("time is {time:?}; wanted one such as 09:30"));
                        None
                    }
                },
            }
        };
        let from = at(from, &self.from_time, |date| Some(moment(date, 0)));
        let until = at(until, &self.until_time, |date| Some(moment(date.checked_add_days(Days::new(1))?, 0)));
        from.zip(until).map(|(from, until)| Stretch { from, until })
    }

    /// Returns the reason as the audit keeps it.
    fn why(&self) -> String {
        match self.what.as_str() {
            "adjourned" => format!("adjourned: {}", self.reason),
            "cancelled" => format!("cancelled: {}", self.reason.trim()),
            what => what.to_owned(),
        }
    }
}

/// Begins to look for the ways to mend what happened.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(told): Form<Told>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let again = |faults: &[String]| {
            let page = forms(&plan, &visitor, &told, Some(faults));
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        };
        let event = match told.event(&plan) {
            Ok(event) => event,
            Err(faults) => return again(&faults),
        };
        if let Some(fault) = crate::events::faults(&plan.register, std::slice::from_ref(&event)).first() {
            return again(&[fault.to_string()]);
        }
        let at_work = Arc::clone(&plan);
        let job = app.jobs.begin("happened", visitor.who(), move |job| {
            job.say("looking for the ways to mend it");
            let options = Options { choices: MOST_CHOICES, steps: STEPS, ..Options::default() };
            match happening(&at_work, &[event], &options, &job.stop) {
                Ok(found) => Outcome::Happening(Box::new(found), Arc::clone(&at_work.tables)),
                Err(faults) => {
                    Outcome::Failed(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
                }
            }
        })?;
        let why: String = told.why();
        app.jobs.remember(job.number, &why);
        Ok(Redirect::to(&format!("/happened/{}", job.number)).into_response())
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
            h2 class="govuk-heading-m" { "Bookings that it breaks" }
            ul class="govuk-list govuk-list--bullet" {
                @for breach in &found.repair.breaches { li { (breach.code) " " (sentence(&breach.message)) } }
            }
        }
        @for (at, choice) in found.repair.choices.iter().enumerate() {
            (one_choice(plan, found, choice, at + 1, number, visitor))
        }
        h2 class="govuk-heading-m" { "Only write it down" }
        p class="govuk-body" { "Bookings that break stay where they are, and wait to be mended by hand." }
        (take(number, 0, "Write it down", visitor))
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
                html! { ul class="govuk-list govuk-!-margin-bottom-0" { @for told in &moved.told { li { (told.to_string()) } } } },
            ]
        })
        .collect();
    html! {
        h2 class="govuk-heading-m" { "Choice " (at) }
        p class="govuk-body" {
            (words::count(disturbance.moves as i64, "booking")) " change; "
            @match disturbance.families {
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

fn change_words(register: &Register, change: &Change) -> String {
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
        let job = app.jobs.find(number, visitor.who())?;
        let outcome = job.outcome();
        let Some(Outcome::Happening(found, tables)) = outcome.as_deref() else {
            return Err(Failure::Invalid("the choices are not there yet".to_owned()));
        };
        let choice = match taken.choice {
            0 => None,
            at => Some(found.choice(at)?),
        };
        let why = app.jobs.remembered(number);
        let act = |plan: &Plan| -> Result<_, DeskError> {
            if !Arc::ptr_eq(tables, &plan.tables) {
                return Err(DeskError::Changed(REGISTER_CHANGED.to_owned()));
            }
            found.act(plan, choice)
        };
        let (first, last) =
            job.take(|| Ok(app.desk.act(&app.by(visitor.who(), &why), app.clock.today(), &act)?.events))?;
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
    let job = app.jobs.find(number, visitor.who())?;
    job.stop.store(true, std::sync::atomic::Ordering::Relaxed);
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
        let changed = match done.events() {
            Some((first, last)) => app.desk.changed(&plan, first, last)?,
            None => Vec::new(),
        };
        let body = html! {
            h1 class="govuk-heading-l" { "What was done" }
            @if changed.is_empty() { p class="govuk-body" { "The register was changed; no booking was." } }
            @else { (done_list(&plan, &changed)) }
            p class="govuk-body" { a class="govuk-link" href="/queue" { "Go to the queue" } }
        };
        Ok(Page { title: "What was done", here: Here::Queue, refresh: None, done: done.events(), body }
            .render(&visitor))
    })
    .await
}
