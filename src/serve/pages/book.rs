//! Finding a place for a meeting and booking it: the best places with their reasons, those at a wished time, those that open if one
//! booking moves, and a form that says at once what breaks.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use maud::{Markup, html};
use serde::Deserialize;

use super::meeting::{back_to, booking_words, gone, now_fields};
use crate::calendar::{Span, parse_clock};
use crate::desk::{Act, DeskError, Filter, Found, State as Plan, Step};
use crate::explain::{Cost, Place};
use crate::register::{BookingStatus, MeetingIdx};
use crate::rules::Breach;
use crate::serve::app::{App, on_thread};
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, csrf, error_summary, sentence};
use crate::serve::place::{
    PlaceFields, chair_options, day_of, meeting_of, minutes, room_options, staff_of, taker_options,
    venue_options,
};
use crate::serve::session::{Form, Visitor};
use crate::store::StoreError;
use crate::suggest::Suggestion;
use crate::words;

/// Places shown at first.
const TOP: usize = 5;
/// Places shown to whoever was not first.
const ALTERNATIVES: usize = 3;
/// Places shown where somebody looks for a time.
const AT_A_TIME: usize = 20;
/// Most other bookings that move for one.
const MOST_MOVED: usize = 2;
/// How long a place is kept free, in hours.
const HOLD_HOURS: i64 = 2;

/// What places are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
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
    moves: String,
}

impl Search {
    fn is_any(&self) -> bool {
        [&self.from, &self.until, &self.starts_from, &self.starts_until, &self.chair, &self.venue]
            .into_iter()
            .any(|field| !field.trim().is_empty())
    }

    /// Returns what is looked for, and what of it cannot be understood.
    pub(crate) fn filter(&self, plan: &Plan) -> (Filter, Vec<String>) {
        let register = &plan.register;
        let mut faults = Vec::new();
        let mut day = |text: &str| match text.trim() {
            "" => None,
            text => day_of(text).map_err(|fault| faults.push(fault)).ok(),
        };
        let (from, until) = (day(&self.from), day(&self.until));
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
        (Filter { from, until, starts, chair, venue }, faults)
    }
}

/// What the page says above its places.
#[derive(Default)]
struct Said {
    /// What went wrong, with its title.
    problem: Option<(String, Vec<String>)>,
    /// The manual form as it was sent.
    fields: Option<PlaceFields>,
    /// What the manual form comes to, where it was only checked.
    checked: Option<Markup>,
    why: String,
}

/// Shows the places for a meeting.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(search): Query<Search>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        app.seen.note(visitor.who(), &reference);
        show(&plan, meeting, &search, &visitor, &Said::default())
    })
    .await
}

fn show(
    plan: &Plan,
    meeting: MeetingIdx,
    search: &Search,
    visitor: &Visitor,
    said: &Said,
) -> Result<Markup, Failure> {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let reference = row.reference.as_str();
    let (filter, faults) = search.filter(plan);
    let top = match (&said.problem, search.is_any()) {
        (Some(_), _) => ALTERNATIVES,
        (None, true) => AT_A_TIME,
        (None, false) => TOP,
    };
    let refused =
        |refused: crate::suggest::Refused| Failure::Invalid(format!("meeting {reference} {refused}"));
    let found = plan.places(meeting, &filter, top).map_err(refused)?;
    let opened = match search.moves.as_str() {
        "" => None,
        _ => Some(plan.places_with_moves(meeting, TOP).map_err(refused)?),
    };
    let body = html! {
        a class="govuk-back-link" href={ "/meetings/" (reference) } { "Meeting " (reference) }
        @if let Some((title, lines)) = &said.problem { (error_summary(title, lines)) }
        @if !faults.is_empty() { (error_summary("There is a problem", &faults)) }
        h1 class="govuk-heading-l" {
            @if plan.booking(meeting).is_some() { "Move meeting " (reference) } @else { "Find a place for meeting " (reference) }
        }
        p class="govuk-body" { (about(plan, meeting)) }
        @if let Some(now) = plan.booking(meeting) { p class="govuk-body" { "Now: " strong { (booking_words(plan, now)) } } }
        @if let Some(checked) = &said.checked { (checked) }
        (places(plan, meeting, &found, search, visitor))
        @if let Some(opened) = &opened { (with_moves(plan, meeting, opened, visitor)) }
        @else {
            p class="govuk-body" { a class="govuk-link" href={ "/meetings/" (reference) "/book?moves=1" } { "What would open if one booking moved?" } }
        }
        (time_first(plan, search, reference))
        (manual(plan, meeting, visitor, said))
    };
    let title = format!("Find a place for meeting {reference}");
    Ok(Page { title: &title, here: Here::Queue, refresh: None, done: None, body }.render(visitor))
}

fn about(plan: &Plan, meeting: MeetingIdx) -> String {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let mut said = sentence(&register.kind(row).title());
    said.pop();
    if let Ok(dates) = register.deadlines(row) {
        if let Some(due) = dates.statutory {
            said.push_str(&format!(", by law by {}", words::day(due)));
        }
        if Some(dates.target) != dates.statutory {
            said.push_str(&format!(", target {}", words::day(dates.target)));
        }
    }
    let chair = row.household.and_then(|household| register.chair_on(household, register.authority.today));
    if let Some(chair) = chair {
        said.push_str(&format!(", the family's chair is {}", register.staff[chair.at()].reference));
    }
    said + "."
}

fn places(plan: &Plan, meeting: MeetingIdx, found: &Found, search: &Search, visitor: &Visitor) -> Markup {
    let heading = if search.is_any() { "Places that fit" } else { "The best places" };
    html! {
        h2 class="govuk-heading-m" id="places" { (heading) }
        @if let Some(none) = &found.none { p class="govuk-inset-text" { (sentence(none)) } }
        @else if found.places.is_empty() {
            p class="govuk-inset-text" { "No place fits what you look for. Leave a field empty, or look without it." }
        }
        ol class="desk-places" {
            @for place in &found.places { li { (suggestion(plan, meeting, place, visitor)) } }
        }
    }
}

fn suggestion(plan: &Plan, meeting: MeetingIdx, place: &Suggestion, visitor: &Visitor) -> Markup {
    let reference = plan.register.meeting(meeting).reference.as_str();
    let fields = PlaceFields::of(&plan.register, &place.booking);
    let words = booking_words(plan, &place.booking);
    let venue =
        place.booking.venue(&plan.register).map(|at| plan.register.venues[at.at()].reference.to_string());
    html! {
        div class="desk-place" {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" {
                (words)
                @if place.difference.s2 > 0 { " " strong class="govuk-tag govuk-tag--red" { "Past the date by law" } }
                @if place.stands { " " strong class="govuk-tag govuk-tag--blue" { "as it stands" } }
            }
            p class="govuk-body govuk-!-margin-bottom-1" { (sentence(&place.reasons.join("; "))) }
            p class="govuk-hint govuk-!-margin-bottom-2" { (cost(place)) }
            @if !place.stands {
                form method="post" action={ "/meetings/" (reference) "/book" } class="govuk-button-group" {
                    (csrf(visitor))
                    (fields.hidden())
                    input type="hidden" name="expected" value=(plan.version(meeting));
                    (move_fields(plan, place))
                    button class="govuk-button" name="action" value="book" aria-label={ "Book " (words) } { "Book" }
                    @if place.moves.is_empty() {
                        button class="govuk-button govuk-button--secondary" name="action" value="hold" aria-label={ "Keep free for " (HOLD_HOURS) " hours: " (words) } { "Keep free for " (HOLD_HOURS) " hours" }
                    }
                    a class="govuk-link" href={ "/meetings/" (reference) "/book?chair=" (fields.chair) "&venue=" (venue.as_deref().unwrap_or_default()) } {
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

fn with_moves(plan: &Plan, meeting: MeetingIdx, opened: &[Suggestion], visitor: &Visitor) -> Markup {
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
                    (suggestion(plan, meeting, place, visitor))
                }
            }
        }
    }
}

fn time_first(plan: &Plan, search: &Search, reference: &str) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Look for a time" }
        form method="get" action={ "/meetings/" (reference) "/book" } class="desk-filters" {
            (Field::new("from", "From day").input("date", &search.from))
            (Field::new("until", "To day").input("date", &search.until))
            (Field::new("starts_from", "Beginning from").input("time", &search.starts_from))
            (Field::new("starts_until", "Beginning before").input("time", &search.starts_until))
            div { (select_as("search-chair", "chair", "With chair", &any(chair_options(&plan.register), "Any chair"), &search.chair)) }
            (Field::new("venue", "At venue").select(&venue_options(&plan.register), &search.venue))
            button class="govuk-button govuk-button--secondary" { "Look" }
        }
    }
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

fn manual(plan: &Plan, meeting: MeetingIdx, visitor: &Visitor, said: &Said) -> Markup {
    let register = &plan.register;
    let reference = register.meeting(meeting).reference.as_str();
    let fields = said.fields.clone().unwrap_or_else(|| now_fields(plan, meeting));
    html! {
        h2 class="govuk-heading-m" id="manual" { "Choose everything yourself" }
        form method="post" action={ "/meetings/" (reference) "/book" } {
            (csrf(visitor))
            input type="hidden" name="expected" value=(plan.version(meeting));
            div class="desk-filters" {
                (Field::new("date", "Day").input("date", &fields.date))
                (Field::new("start", "Start").input("time", &fields.start))
                (Field::new("chair", "Chair").select(&chair_options(register), &fields.chair))
                (Field::new("room", "Room").select(&room_options(register), &fields.room))
                (Field::new("minute_taker", "Minute taker").select(&taker_options(register), &fields.minute_taker))
            }
            (Field::new("why", "Why, if somebody should know").hint("References only, no names.").input("text", &said.why))
            div class="govuk-button-group" {
                button class="govuk-button govuk-button--secondary" name="action" value="check" { "Check" }
                button class="govuk-button" name="action" value="book" { "Book this" }
                button class="govuk-button govuk-button--secondary" name="action" value="hold" { "Keep free for " (HOLD_HOURS) " hours" }
            }
        }
    }
}

/// A booking as the form sends it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Booking {
    #[serde(flatten)]
    place: PlaceFields,
    /// The version of the booking that was shown, 0 where there was none.
    expected: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    why: String,
    /// Other bookings that move: `MEETING VERSION DATE START CHAIR ROOM [MINUTE_TAKER]`.
    #[serde(default)]
    moved: Vec<String>,
}

/// Books a meeting, keeps a place free for it, or only says what that would break.
pub(crate) async fn book(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Form(given): Form<Booking>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        let again = |status: StatusCode, said: Said| {
            let plan = app.state()?;
            Ok((status, show(&plan, meeting, &Search::default(), &visitor, &said)?).into_response())
        };
        let said = |problem: Option<(String, Vec<String>)>| Said {
            problem,
            fields: Some(given.place.clone()),
            checked: None,
            why: given.why.clone(),
        };
        let steps = match steps(&plan, meeting, &given, app.clock.now()) {
            Ok(steps) => steps,
            Err(faults) => {
                return again(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    said(Some(("There is a problem".to_owned(), faults))),
                );
            }
        };
        if given.action == "check" {
            let (breaches, score) = plan.judge(&steps);
            let checked = checked(&plan, &breaches, &score);
            return again(StatusCode::OK, Said { checked: Some(checked), ..said(None) });
        }
        let act = |plan: &Plan| -> Result<Act, DeskError> {
            let steps = self::steps(plan, meeting_again(plan, &reference)?, &given, app.clock.now())
                .map_err(|faults| DeskError::Changed(faults.join("\n")))?;
            Ok(Act { register: None, steps, ..Act::default() })
        };
        match app.desk.act(&app.by(visitor.who(), &given.why), app.clock.today(), &act) {
            Ok(done) => Ok(back_to(&reference, done.events).into_response()),
            Err(DeskError::Breaks(breaches)) => {
                let lines =
                    breaches.iter().map(|breach| format!("{} {}", breach.code, breach.message)).collect();
                let title = "This cannot be booked. The best places instead are below".to_owned();
                again(StatusCode::UNPROCESSABLE_ENTITY, said(Some((title, lines))))
            }
            Err(DeskError::Store(
                error @ (StoreError::Taken { .. }
                | StoreError::Stale { .. }
                | StoreError::AlreadyBooked { .. }),
            )) => {
                let lines = error.to_string().lines().map(str::to_owned).collect();
                let title = "Somebody was first. The best places instead are below".to_owned();
                again(StatusCode::CONFLICT, said(Some((title, lines))))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn meeting_again(plan: &Plan, reference: &str) -> Result<MeetingIdx, DeskError> {
    plan.meeting(reference).ok_or_else(|| gone(reference))
}

/// Returns the steps that a form means, or what is wrong with it.
fn steps(
    plan: &Plan,
    meeting: MeetingIdx,
    given: &Booking,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Step>, Vec<String>> {
    let expected: u64 = given
        .expected
        .parse()
        .map_err(|_| vec!["the form is out of date; load the page again".to_owned()])?;
    let place = given.place.place(plan)?;
    let mut steps = vec![match given.action.as_str() {
        "hold" => Step::Hold { meeting, place, until: now + Duration::hours(HOLD_HOURS), expected },
        _ => Step::Place { meeting, place, status: BookingStatus::Confirmed, expected },
    }];
    if MOST_MOVED < given.moved.len() {
        return Err(vec!["more bookings move than were offered; load the page again".to_owned()]);
    }
    for line in &given.moved {
        steps.push(
            moved(plan, line)
                .ok_or_else(|| vec!["another booking has changed; load the page again".to_owned()])?,
        );
    }
    Ok(steps)
}

fn moved(plan: &Plan, line: &str) -> Option<Step> {
    let mut parts = line.split(' ');
    let meeting = plan.meeting(parts.next()?)?;
    let expected: u64 = parts.next()?.parse().ok()?;
    let mut part = || parts.next().map(str::to_owned);
    let fields = PlaceFields {
        date: part()?,
        start: part()?,
        chair: part()?,
        room: part()?,
        minute_taker: part().unwrap_or_default(),
    };
    let place: Place = fields.place(plan).ok()?;
    // Whoever has a place kept free was promised it.
    if plan.is_on_hold(meeting) {
        return None;
    }
    // A booking keeps its firmness where it moves for another.
    let status = plan.booking(meeting)?.status;
    Some(Step::Place { meeting, place, status, expected })
}

/// Returns what the manual form comes to.
fn checked(plan: &Plan, breaches: &[Breach], score: &crate::check::Score) -> Markup {
    let more = Cost::between(&plan.verdict().score, score);
    html! {
        @if breaches.is_empty() {
            div class="govuk-inset-text" {
                p class="govuk-body" { strong { "This can be booked: it breaks no rule." } }
                p class="govuk-body govuk-!-margin-bottom-0" {
                    @let words = more.words();
                    @if words.is_empty() { "It changes no cost." } @else { "Against how it stands now: " (words.join(", ")) "." }
                }
            }
        } @else {
            div class="govuk-warning-text" {
                span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                div class="govuk-warning-text__text" {
                    span class="govuk-visually-hidden" { "Warning" }
                    "This cannot be booked. It breaks:"
                    ul class="govuk-list govuk-list--bullet" {
                        @for breach in breaches { li { (breach.code) " " (sentence(&breach.message)) } }
                    }
                }
            }
        }
    }
}
