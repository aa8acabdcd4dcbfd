//! A person's own calendar feed: `POST /diary/feed` turns it on, gives it a new address or turns it off; `GET /feeds/{token}.ics` is it.
//!
//! Whoever has the address reads the feed, because calendar programs cannot sign in: so it is 256 random bits, shown once, kept as a
//! hash, off until somebody turns theirs on, and it holds references and places alone. Nothing of it is written to a log or an event.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::sign_in::client;
use crate::desk::State as Plan;
use crate::register::StaffIdx;
use crate::report::{FeedEntry, feed, feed_begins};
use crate::serve::app::{App, on_thread};
use crate::serve::clock::local;
use crate::serve::failure::Failure;
use crate::serve::limits::{FEED_READINGS, FEED_TRIES};
use crate::serve::page::{Here, Page, csrf};
use crate::serve::place::staff_of;
use crate::serve::rights::{Right, may};
use crate::serve::session::{Form, Visitor, feed_hash_of, hex_of, random_token};
use crate::store::{Feed, Status};

/// Gives the feed of an address. An address that is none, that was renewed or turned off, and one whose account is closed are all
/// looked for in the same way and answered with the same words.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let from = client(&app, &headers, address);
    on_thread(&app, move |app| {
        app.limits.check_address("feeds", &from, FEED_TRIES)?;
        let token_hash = feed_hash_of(name.strip_suffix(".ics").unwrap_or_default());
        let account = app.desk.store().account_of_feed(&token_hash)?;
        let found = account.filter(|account| may(account.role, Right::SeeOwn));
        let Some(account) = found else {
            app.limits.count_address("feeds", &from, FEED_TRIES)?;
            return Err(Failure::Missing { what: "calendar feed", name: "at this address".to_owned() });
        };
        app.limits.count(&format!("feed of {}", account.who), FEED_READINGS)?;
        let plan = app.state()?;
        let person = account.person.as_deref().and_then(|person| staff_of(&plan.register, person));
        // Whom the register does not have (any more) has nothing booked.
        let person =
            person.ok_or(Failure::Missing { what: "calendar feed", name: "at this address".to_owned() })?;
        let text = text_of(&plan, person);
        let etag = format!("\"{}\"", hex_of(text.as_bytes()));
        let said = [(header::ETAG, etag.clone()), (header::CACHE_CONTROL, "private, no-store".to_owned())];
        if is_known(&headers, &etag) {
            return Ok((StatusCode::NOT_MODIFIED, said).into_response());
        }
        // Programs ask every hour: what is noted is that somebody was told something new.
        app.seen.note(&account.who, "feed");
        let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
        Ok((said, kind, text).into_response())
    })
    .await
}

/// Whether a program says that it has the version of a tag.
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(|tag| tag.trim())
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Returns the feed of a person: what stands for them in the plan, as their diary has it.
fn text_of(plan: &Plan, person: StaffIdx) -> String {
    let since = feed_begins(plan.register.authority.today);
    let entries: Vec<FeedEntry<'_>> = plan
        .register
        .bookings
        .iter()
        .filter(|booking| since <= booking.date())
        .filter_map(|booking| {
            let stored = plan.stored(booking.meeting)?;
            let is_on_hold = matches!(stored.booking.status, Status::OnHold { .. });
            Some(FeedEntry { booking, changed_at: stored.changed_at, is_on_hold })
        })
        .collect();
    feed(&plan.register, person, &entries)
}

/// What is asked of a feed.
#[derive(Deserialize)]
pub(crate) struct Asked {
    /// `on`, which gives it a new address where it is on already, or `off`.
    #[serde(default)]
    feed: String,
}

/// Turns the feed of whoever asks on, and shows its address this once; or turns it off.
pub(crate) async fn turn(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let (store, who) = (app.desk.store(), visitor.who());
        match asked.feed.as_str() {
            "on" => {
                let token = random_token()?;
                store.keep_feed(&app.by(who, ""), who, &feed_hash_of(&token))?;
                let address = format!("{}/feeds/{token}.ics", app.address(&headers));
                Ok(shown_once(&visitor, &address).into_response())
            }
            "off" => {
                store.end_feed(&app.by(who, ""), who)?;
                Ok(Redirect::to("/diary#feed").into_response())
            }
            _ => Err(Failure::Invalid("the form says nothing to do".to_owned())),
        }
    })
    .await
}

fn shown_once(visitor: &Visitor, address: &str) -> Markup {
    let body = html! {
        a class="govuk-back-link" href="/diary" { "My diary" }
        h1 class="govuk-heading-l" { "Your calendar feed is on" }
        div class="govuk-form-group" {
            label class="govuk-label govuk-label--m" for="address" { "Its address" }
            div class="govuk-hint" id="address-hint" {
                "It is shown this once. Copy it now; if it is lost, get a new one on your diary’s page."
            }
            input class="govuk-input" type="text" id="address" value=(address) readonly spellcheck="false" autocomplete="off" aria-describedby="address-hint";
        }
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" {
                span class="govuk-visually-hidden" { "Warning " }
                "Whoever has the address can read when and where you are booked. Give it to nobody, and to calendars of your work alone."
            }
        }
        h2 class="govuk-heading-m" { "Where to put it" }
        ul class="govuk-list govuk-list--bullet" {
            li { "Outlook: Add calendar, Subscribe from web." }
            li { "iPhone and iPad: Calendars, Add calendar, Add subscription calendar." }
        }
        p class="govuk-body" {
            "Calendars look again when they choose to: some every hour, Outlook on the web a few times a day. What the desk says stands."
        }
    };
    Page { title: "Calendar feed", here: Here::Calendar, refresh: None, done: None, body }.render(visitor)
}

/// Returns the part of the diary's page that turns the feed on and off.
pub(in crate::serve::pages) fn section(visitor: &Visitor, feed: Option<&Feed>) -> Markup {
    let form = |feed: &str, class: &str, words: &str| {
        html! {
            form method="post" action="/diary/feed" {
                (csrf(visitor))
                input type="hidden" name="feed" value=(feed);
                button class={ "govuk-button " (class) } { (words) }
            }
        }
    };
    html! {
        section id="feed" aria-labelledby="feed-title" class="desk-screen-only" {
            h2 class="govuk-heading-m" id="feed-title" { "In your own calendar" }
            @match feed {
                None => {
                    p class="govuk-body" {
                        "A calendar feed shows your bookings in Outlook or on a telephone: reference, time and place, nothing of what they are about. It is off."
                    }
                    (form("on", "govuk-button--secondary", "Turn my calendar feed on"))
                }
                Some(feed) => {
                    p class="govuk-body" {
                        "Your calendar feed is on, at the address that you were shown on " (local(feed.since)) ". "
                        "Get a new address if somebody else may know it, or if it is lost: the old one then shows nothing any more."
                    }
                    (form("on", "govuk-button--secondary", "Get a new address"))
                    (form("off", "govuk-button--warning", "Turn my calendar feed off"))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_version_that_a_program_has_is_known_however_it_says_so() {
        let etag = "\"abc\"";
        for (said, expected) in [
            (vec!["\"abc\""], true),
            (vec!["W/\"abc\""], true),
            (vec!["\"x\", \"abc\""], true),
            (vec!["\"x\"", "\"abc\""], true),
            (vec!["*"], true),
            (vec!["\"abd\""], false),
            (vec!["abc"], false),
            (vec![""], false),
            (vec![], false),
        ] {
            let mut headers = HeaderMap::new();
            for line in &said {
                headers.append(header::IF_NONE_MATCH, HeaderValue::from_static(line));
            }
            assert_eq!(is_known(&headers, etag), expected, "{said:?}");
        }
    }
}
