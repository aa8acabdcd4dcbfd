//! A meeting: its dates, its booking and why it is there, what was done about it, and what can be done.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::after_meeting::recorded;
use crate::desk::{Changed, State as Plan};
use crate::explain::{Explainer, Wish, as_text};
use crate::register::{BookingStatus, MeetingIdx, MeetingStatus};
use crate::serve::acts::booking::{self as acts, gone};
use crate::serve::acts::undo::changed as what_changed;
use crate::serve::app::{App, on_thread};
use crate::serve::clock::local;
use crate::serve::failure::Failure;
use crate::serve::late::stands_late;
use crate::serve::page::{Field, Here, Page, csrf, sentence, table, warning};
use crate::serve::pages::queue::{carrying, left, next_link, tag};
use crate::serve::pages::{DoneQuery, amiss};
use crate::serve::place::{PlaceFields, meeting_of};
use crate::serve::rights::Right;
use crate::serve::session::{Form, Visitor};
use crate::serve::tables::columns::kept;
use crate::store::{Booking, Status, Stored, What};
use crate::words;

/// What the page is asked for besides.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Whether it explains.
    #[serde(default)]
    why: String,
    /// The filters of the queue that somebody works through.
    #[serde(default)]
    queue: String,
}

/// Most events that a meeting's page shows.
const MOST_EVENTS: u32 = 20;

/// Shows a meeting.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(done): Query<DoneQuery>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        let meeting = meeting_of(&plan, &reference)?;
        app.seen.note(visitor.who(), &reference);
        let changed = match done.events() {
            Some((first, last)) => what_changed(app, &plan, (first, last))?,
            None => Vec::new(),
        };
        let history = app.desk.store().events_about(&reference, MOST_EVENTS)?;
        let body = html! {
            span class="govuk-caption-l" { (plan.register.kind(plan.register.meeting(meeting)).title()) }
            h1 class="govuk-heading-l" { "Meeting " (reference) }
            @if plan.is_on_hold(meeting) {
                p class="govuk-inset-text" { "The place is kept free and nobody is told yet. Confirm it once everybody has agreed; until then it is in nobody's letters." }
            }
            @if done.events().is_some() && plan.booking(meeting).is_some() && visitor.may(Right::Book) { (next_link(&plan, &asked.queue)) }
            (told(&plan, &changed))
            (facts(&plan, meeting))
            (booking(&plan, meeting, &visitor, &asked.queue))
            (after(&plan, meeting, &visitor))
            @if visitor.may(Right::Book) { (take_off(&plan, meeting, &visitor)) }
            (why(&plan, meeting, !asked.why.is_empty()))
            (history_table(&history, &reference))
        };
        let title = format!("Meeting {reference}");
        Ok(Page { title: &title, here: Here::Queue, refresh: None, done: done.events(), body }.render(&visitor))
    })
    .await
}

/// Returns what was done about a meeting; who looked at it is in the audit.
fn history_table(history: &[crate::store::Event], reference: &str) -> Markup {
    let rows: Vec<Vec<Markup>> = history
        .iter()
        .filter(|event| event.what != What::Seen)
        .map(|event| {
            let why = event
                .contents
                .as_ref()
                .map_or("removed, as retention wants", |contents| contents.why.as_str());
            vec![
                html! {
                    @if matches!(event.what, What::Booked | What::Undone | What::TableReplaced) {
                        a class="govuk-link" href={ "/done?done=" (event.number) "-" (event.number) } {
                            (event.number) span class="govuk-visually-hidden" { ": who is told, and undo" }
                        }
                    } @else { (event.number) }
                },
                html! { (local(event.at)) },
                html! { (event.who) },
                html! {
                    @match table_title(event) {
                        Some(title) => { (title) ": " (what_words(event.what)) }
                        None => { (booked_words(event, reference).unwrap_or(what_words(event.what))) }
                    }
                },
                html! { (why) },
            ]
        })
        .collect();
    html! {
        @if rows.is_empty() {
            h2 class="govuk-heading-m" { "What was done" }
            p class="govuk-body" { "Nothing yet." }
        } @else {
            p class="govuk-body" { "An event's number leads to who must be told of it, and to its undoing." }
            (table("What was done, the newest first", &["Event", "When", "Who", "What", "Why"], &rows))
        }
    }
}

/// Returns what a table that an event changed is called.
fn table_title(event: &crate::store::Event) -> Option<&'static str> {
    let name = event.contents.as_ref()?.subjects.first()?.strip_suffix(".csv")?;
    Some(kept(name)?.title)
}

/// Returns what an event did to the booking of a meeting, `None` where it says nothing of it.
fn booked_words(event: &crate::store::Event, reference: &str) -> Option<&'static str> {
    let contents = event.contents.as_ref().filter(|_| event.what == What::Booked)?;
    let stored = |json: &serde_json::Value| -> Option<Option<Stored>> {
        let one = json.get(reference).cloned().unwrap_or_default();
        serde_json::from_value(one).ok()
    };
    let standing =
        |stored: Option<Stored>| stored.filter(|stored| stored.booking.status != Status::Cancelled);
    let (before, after) = (standing(stored(&contents.before)?), standing(stored(&contents.after)?));
    Some(match (before.map(|stored| stored.booking), after.map(|stored| stored.booking)) {
        (None, None) => return None,
        (Some(_), None) => "booking given up",
        (None, Some(now)) if matches!(now.status, Status::OnHold { .. }) => "kept free",
        (None, Some(_)) => "booked",
        (Some(before), Some(now)) => {
            let place = |booking: &Booking| {
                (
                    booking.day,
                    booking.start_minute,
                    booking.room.clone(),
                    booking.chair.clone(),
                    booking.minute_taker.clone(),
                )
            };
            match (place(&before) == place(&now), now.status) {
                (false, _) => "moved",
                (true, Status::Confirmed) => "confirmed",
                (true, Status::OnHold { .. }) => "kept free",
                (true, _) => "changed",
            }
        }
    })
}

/// Returns an event's word for people.
pub(crate) fn what_words(what: What) -> &'static str {
    match what {
        What::Created => "the store was made",
        What::Booked => "booked, moved or cancelled",
        What::HoldsEnded => "a hold ran out",
        What::TableReplaced => "the register was changed",
        What::Undone => "undone",
        What::Seen => "looked at",
        What::Pruned => "old contents were removed",
        What::Restored => "restored from a copy",
        What::AccountChanged => "an account was changed",
        What::FeedChanged => "a calendar feed was turned on or off",
        What::OutboxChanged => "a message was sent again or settled",
        What::SignedIn => "signed in",
        What::SignedOut => "signed out",
        What::Refused => "refused",
    }
}

/// Returns who must be told of what has just been done.
pub(crate) fn told(plan: &Plan, changed: &[Changed]) -> Markup {
    html! {
        @if changed.iter().any(|one| !one.told.is_empty()) {
            div class="govuk-inset-text" {
                h2 class="govuk-heading-s" { "Who must be told" }
                ul class="govuk-list govuk-list--bullet" {
                    @for told in changed.iter().flat_map(|one| &one.told) { li { (told.to_string()) } }
                }
                p class="govuk-body govuk-!-margin-bottom-0" {
                    "Calendar files to send: "
                    @for one in changed {
                        @let reference = plan.register.meeting(one.meeting).reference.as_str();
                        a class="govuk-link" href={ "/meetings/" (reference) "/invitation.ics" } download { (reference) ".ics" } " "
                    }
                }
            }
        }
    }
}

fn facts(plan: &Plan, meeting: MeetingIdx) -> Markup {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let waiting = plan.queue().into_iter().find(|one| one.meeting == meeting);
    let household = row.household.map(|at| &register.households[at.at()]);
    let district = register.district(row).map(|at| register.districts[at.at()].name.clone());
    let chair = household.and_then(|h| h.iro).map(|iro| register.staff[iro.at()].reference.to_string());
    let mut facts: Vec<(&str, Markup)> = Vec::new();
    if let Some(one) = &waiting {
        facts.push((
            "How pressing",
            html! { (tag(one.attention)) " " (left(one.days_left)) " working days left" },
        ));
    }
    match register.deadlines(row) {
        Ok(dates) => {
            if let Some(due) = dates.statutory {
                facts.push(("Date by law", html! { (words::day(due)) }));
            }
            if Some(dates.target) != dates.statutory {
                facts.push(("Target", html! { (words::day(dates.target)) }));
            }
            if let Some(earliest) = dates.earliest {
                facts.push(("Not before", html! { (words::day(earliest)) }));
            }
        }
        Err(reason) => facts.push(("Dates", html! { (sentence(&reason.to_string())) })),
    }
    facts.push(("Stands", html! { (stands(row.status)) }));
    if let Some(household) = household {
        facts.push((
            "Household",
            html! { (household.reference) ", " (words::children(household.children.into())) },
        ));
    }
    facts.push(("District", html! { (district.as_deref().unwrap_or("not given")) }));
    facts.push(("The family's chair", html! { (chair.as_deref().unwrap_or("none yet")) }));
    facts.push(("Length", html! { (register.minutes(row)) " minutes" }));
    if !row.needs.is_empty() || !row.iro_needs.is_empty() {
        let needs: Vec<&str> = row.needs.iter().chain(&row.iro_needs).map(String::as_str).collect();
        facts.push(("Needs", html! { (needs.join(", ")) }));
    }
    html! {
        dl class="govuk-summary-list" {
            @for (name, value) in facts {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (name) }
                    dd class="govuk-summary-list__value" { (value) }
                }
            }
        }
    }
}

/// Returns a booking in words: `Wed 18 April 2012 10:00, PRE-1, Preston Office, chair IRO1, minutes MT1`.
pub(crate) fn booking_words(plan: &Plan, booking: &crate::register::Booking) -> String {
    let person = |person: crate::register::StaffIdx| plan.register.staff[person.at()].reference.to_string();
    let chair = booking.iro.map_or(String::new(), |chair| format!(", chair {}", person(chair)));
    let taker = booking.minute_taker.map_or(String::new(), |taker| format!(", minutes {}", person(taker)));
    format!("{}, {}{chair}{taker}", words::moment(booking.starts), plan.room_words(booking.room))
}

/// Returns what stands of a meeting's booking, in words: a place that is only kept free too.
pub(crate) fn standing_words(plan: &Plan, meeting: MeetingIdx) -> String {
    let Some(now) = plan.booking(meeting) else { return "not booked".to_owned() };
    match plan.stored(meeting).and_then(hold_until) {
        Some(until) => format!("{}, kept free until {until}", booking_words(plan, now)),
        None => booking_words(plan, now),
    }
}

fn booking(plan: &Plan, meeting: MeetingIdx, visitor: &Visitor, queue: &str) -> Markup {
    let row = plan.register.meeting(meeting);
    let reference = row.reference.as_str();
    let may = visitor.may(Right::Book) && row.status.is_live();
    let Some(now) = plan.booking(meeting) else {
        return html! { @if may {
            a class="govuk-button" href={ "/meetings/" (reference) "/book" (carrying('?', queue)) } role="button" draggable="false" { "Find a place" }
        } };
    };
    let stored = plan.stored(meeting);
    let hold = stored.and_then(hold_until);
    html! {
        h2 class="govuk-heading-m" { "Booking" }
        p class="govuk-body-l govuk-!-margin-bottom-2" { (booking_words(plan, now)) }
        p class="govuk-body" {
            @match &hold {
                Some(until) => { strong class="govuk-tag govuk-tag--yellow" { "Kept free" } " until " (until) }
                None => { strong class={ "govuk-tag" @if now.status == BookingStatus::Proposed { " govuk-tag--light-blue" } } { (if now.status == BookingStatus::Held { "took place" } else { now.status.word() }) } }
            }
            @if let Some(stored) = stored { " by " (stored.changed_by) ", " (local(stored.changed_at)) }
        }
        (amiss::of_booking(plan, meeting))
        @if let Some(late) = stands_late(&plan.register, now) { (warning(&html! { "This booking is " (late.words()) "." })) }
        @if may && now.status != BookingStatus::Held {
            div class="govuk-button-group" {
                @if hold.is_some() || now.status == BookingStatus::Proposed {
                    form method="post" action={ "/meetings/" (reference) "/confirm" } {
                        (csrf(visitor))
                        input type="hidden" name="expected" value=(plan.version(meeting));
                        button class="govuk-button" { "Confirm" }
                    }
                }
                a class="govuk-button govuk-button--secondary" href={ "/meetings/" (reference) "/book" } role="button" draggable="false" { "Move" }
                a class="govuk-button govuk-button--secondary" href={ "/happened?what=adjourned&meeting=" (reference) } role="button" draggable="false" { "Adjourned" }
            }
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Give up this booking" } }
                div class="govuk-details__text" {
                    p class="govuk-body" { "The meeting goes back to the queue." }
                    form method="post" action={ "/meetings/" (reference) "/release" } {
                        (csrf(visitor))
                        input type="hidden" name="expected" value=(plan.version(meeting));
                        (Field::new("why", "Why").hint("References only, no names. 500 characters at most.").input("text", ""))
                        button class="govuk-button govuk-button--warning" { "Give up the booking" }
                    }
                }
            }
        }
    }
}

/// Returns the way to record what became of a meeting, once its day has come or something is recorded of it.
fn after(plan: &Plan, meeting: MeetingIdx, visitor: &Visitor) -> Markup {
    let register = &plan.register;
    let row = register.meeting(meeting);
    let has_come = plan.booking(meeting).is_some_and(|booking| booking.date() <= register.authority.today);
    let last = recorded(register, meeting).last;
    let is_due = has_come || !row.status.is_live() || last.is_some();
    html! { @if is_due && visitor.may(Right::FollowUp) {
        @if last.is_none() { p class="govuk-body" { "What became of it is not recorded yet." } }
        a class={ "govuk-button" @if last.is_some() || !row.status.is_live() { " govuk-button--secondary" } }
            href={ "/meetings/" (row.reference) "/outcome" } role="button" draggable="false" { "After the meeting" }
    } }
}

/// Returns how a meeting stands, in a word that is not that of a place kept free.
fn stands(status: MeetingStatus) -> &'static str {
    match status {
        MeetingStatus::Held => "took place",
        other => other.word(),
    }
}

fn hold_until(stored: &Stored) -> Option<String> {
    match stored.booking.status {
        Status::OnHold { until } => Some(local(until)),
        _ => None,
    }
}

fn take_off(plan: &Plan, meeting: MeetingIdx, visitor: &Visitor) -> Markup {
    let row = plan.register.meeting(meeting);
    html! { @if row.status.is_live() {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "The meeting will not take place" } }
            div class="govuk-details__text" {
                p class="govuk-body" { "It leaves the queue and the calendar. The reason is kept in the audit." }
                form method="post" action={ "/meetings/" (row.reference) "/cancel" } {
                    (csrf(visitor))
                    input type="hidden" name="expected" value=(plan.version(meeting));
                    (Field { name: "reason", ..Field::new("reason", "Reason") }.hint("References only, no names. 500 characters at most.").input("text", ""))
                    button class="govuk-button govuk-button--warning" { "Cancel the meeting" }
                }
            }
        }
    } }
}

/// Returns why a meeting is where it is, or what stands in its way; until that is asked for, how to ask.
fn why(plan: &Plan, meeting: MeetingIdx, is_asked: bool) -> Markup {
    let row = plan.register.meeting(meeting);
    if !row.status.is_live() {
        return html! {};
    }
    let words = if plan.booking(meeting).is_some() {
        "Why it is there, and what else there is"
    } else {
        "What stands in the way"
    };
    if !is_asked {
        let href = format!("/meetings/{}?why=1#why", row.reference);
        return html! { p class="govuk-body" { a class="govuk-link" href=(href) { (words) } } };
    }
    let explainer = Explainer::new(&plan.register, &plan.travel, &plan.register.bookings);
    let explanation = explainer.explain(meeting, &Wish::default());
    html! {
        h2 class="govuk-heading-m" id="why" { (words) }
        pre class="desk-plain" tabindex="0" { (as_text(&explainer, &explanation)) }
    }
}

#[derive(Deserialize)]
pub(crate) struct OneBooking {
    expected: u64,
    #[serde(default)]
    why: String,
}

/// Gives up a booking.
pub(crate) async fn release(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Form(given): Form<OneBooking>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let act = |plan: &Plan| {
            let meeting = plan.meeting(&reference).ok_or_else(|| gone(&reference))?;
            Ok(acts::release(meeting, given.expected))
        };
        meeting_of(&*app.state()?, &reference)?;
        let done = app.desk.act(&app.by(visitor.who(), &given.why), app.clock.today(), &act)?;
        Ok(back_to(&reference, done.events))
    })
    .await
}

/// Confirms a booking that is proposed or held free, where it stands.
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Form(given): Form<OneBooking>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        meeting_of(&*app.state()?, &reference)?;
        let act = |plan: &Plan| {
            let meeting = plan.meeting(&reference).ok_or_else(|| gone(&reference))?;
            acts::confirm(plan, meeting, given.expected)
        };
        let done = app.desk.act(&app.by(visitor.who(), &given.why), app.clock.today(), &act)?;
        Ok(back_to(&reference, done.events))
    })
    .await
}

#[derive(Deserialize)]
pub(crate) struct Cancelling {
    /// The version of the booking that was shown, 0 where there was none.
    expected: u64,
    #[serde(default)]
    reason: String,
}

/// Cancels a meeting, with a reason.
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Form(given): Form<Cancelling>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        meeting_of(&*app.state()?, &reference)?;
        let reason = acts::reason_of(&given.reason).map_err(Failure::Invalid)?;
        let act = |plan: &Plan| {
            let meeting = plan.meeting(&reference).ok_or_else(|| gone(&reference))?;
            acts::cancel(plan, meeting, given.expected)
        };
        let done = app.desk.act(&app.by(visitor.who(), reason), app.clock.today(), &act)?;
        Ok(back_to(&reference, done.events))
    })
    .await
}

/// Leads back to a meeting's page, which says what was done.
pub(crate) fn back_to(reference: &str, events: (u64, u64)) -> Redirect {
    Redirect::to(&format!("/meetings/{reference}?done={}-{}", events.0, events.1))
}

/// Returns the fields of a place where a meeting is booked now.
pub(crate) fn now_fields(plan: &Plan, meeting: MeetingIdx) -> PlaceFields {
    plan.booking(meeting).map(|booking| PlaceFields::of(&plan.register, booking)).unwrap_or_default()
}
