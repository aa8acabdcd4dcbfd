//! Accounts: who may sign in, and what as. By references; an administrator sees no case and no name.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::register::Reference;
use crate::serve::acts::accounts::given::{Action, Given, Problems};
use crate::serve::acts::accounts::{self, NotKept, missing};
use crate::serve::app::{App, on_thread};
use crate::serve::clock::local;
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, csrf, error_summary, sentence, table};
use crate::serve::session::{Form, SHORTEST_PASSWORD, Visitor};
use crate::store::{Account, Feed, Role};

/// What the page is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// The account that is to be changed; empty for the list.
    who: String,
    /// The account that has just been kept.
    kept: String,
}

/// Shows the accounts, or one with what can be done about it.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let accounts = app.desk.store().accounts()?;
        if wanted.who.is_empty() {
            let kept = accounts.iter().find(|account| account.who == wanted.kept);
            let feeds = app.desk.store().feeds()?;
            return Ok(list(&accounts, &feeds, kept, &visitor, &Given::default(), &Problems::default()));
        }
        let account = accounts.iter().find(|account| account.who == wanted.who).ok_or_else(missing)?;
        let feed = app.desk.store().feed(&account.who)?;
        Ok(one(account, feed.as_ref(), &visitor, None, &Problems::default()))
    })
    .await
}

/// Makes or changes an account.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    on_thread(&app, move |app| {
        let action =
            given.action().ok_or_else(|| Failure::Invalid("the form says nothing to do".to_owned()))?;
        let is_making = action == Action::Make;
        let again = |status: StatusCode, problems: &Problems| {
            let accounts = app.desk.store().accounts()?;
            let standing = accounts.iter().find(|account| account.who == given.who.trim());
            let page = match standing.filter(|_| !is_making) {
                Some(account) => {
                    let feed = app.desk.store().feed(&account.who)?;
                    one(account, feed.as_ref(), &visitor, Some(&given), problems)
                }
                None => list(&accounts, &app.desk.store().feeds()?, None, &visitor, &given, problems),
            };
            Ok((status, page).into_response())
        };
        match accounts::keep(app, visitor.who(), action, &given) {
            Ok(account) => Ok(Redirect::to(&format!("/accounts?kept={}", account.who)).into_response()),
            Err(NotKept::Problems(problems)) => again(StatusCode::UNPROCESSABLE_ENTITY, &problems),
            Err(NotKept::Stale(_)) => {
                let why = "the account was changed after you had loaded it; it is shown as it stands now";
                again(StatusCode::CONFLICT, &Problems::of("form", why))
            }
            Err(NotKept::Failed(failure)) => Err(failure),
        }
    })
    .await
}

/// Whose calendar feed is to end.
#[derive(Deserialize)]
pub(crate) struct Ended {
    #[serde(default)]
    who: String,
}

/// Turns somebody's calendar feed off.
pub(crate) async fn end_feed(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Form(given): Form<Ended>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let who = Reference::new(given.who.trim())
            .ok_or(Failure::Missing { what: "account", name: "of this reference".to_owned() })?;
        app.desk.store().end_feed(&app.by(visitor.who(), ""), who.as_str())?;
        Ok(Redirect::to(&format!("/accounts?who={who}#feed")))
    })
    .await
}

fn list(
    accounts: &[Account],
    feeds: &[Feed],
    kept: Option<&Account>,
    visitor: &Visitor,
    given: &Given,
    problems: &Problems,
) -> Markup {
    let rows: Vec<Vec<Markup>> = accounts
        .iter()
        .map(|account| {
            vec![
                html! { (account.who) @if account.who == visitor.who() { " (you)" } },
                html! { (account.role) },
                html! { (account.person.as_deref().unwrap_or("–")) },
                html! { (signs_in_with(account)) },
                open_or_closed(account),
                html! { @if feeds.iter().any(|feed| feed.who == account.who) { "on" } @else { "–" } },
                html! { a class="govuk-link" href={ "/accounts?who=" (account.who) } { "Change" span class="govuk-visually-hidden" { " account " (account.who) } } },
            ]
        })
        .collect();
    let body = html! {
        @if let Some(kept) = kept {
            div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="kept-title" data-module="govuk-notification-banner" {
                div class="govuk-notification-banner__header" {
                    h2 class="govuk-notification-banner__title" id="kept-title" { "Done" }
                }
                div class="govuk-notification-banner__content" {
                    p class="govuk-notification-banner__heading" { "Account " (kept.who) " is kept, in the audit as event " (kept.version) "." }
                }
            }
        }
        @if !problems.is_empty() { (error_summary("There is a problem", &problems.lines())) }
        h1 class="govuk-heading-l" { "Accounts" }
        (table("Who may sign in", &["Account", "Role", "Member of staff", "Signs in with", "Stands", "Calendar feed", "Change"], &rows))
        h2 class="govuk-heading-m" { "Make an account" }
        form method="post" action="/accounts" novalidate {
            (csrf(visitor))
            input type="hidden" name="action" value="make";
            (field("who", "Account", problems).hint("A reference such as CLERK4, which events carry for ever: no name.").input("text", &given.who))
            (role_and_person(&given.role, &given.person, problems))
            (passwords(problems))
            button class="govuk-button" { "Make the account" }
        }
        (roles())
    };
    Page { title: "Accounts", here: Here::Accounts, refresh: None, done: None, body }.render(visitor)
}

/// Shows one account. `given` is a form that was refused; a password of it is not shown again.
fn one(
    account: &Account,
    feed: Option<&Feed>,
    visitor: &Visitor,
    given: Option<&Given>,
    problems: &Problems,
) -> Markup {
    let person = account.person.as_deref().unwrap_or_default();
    let changed = given.filter(|given| given.action == "change");
    let (role, person) =
        changed.map_or((account.role.word(), person), |given| (given.role.as_str(), given.person.as_str()));
    let hidden = |action: &str| {
        html! {
            (csrf(visitor))
            input type="hidden" name="action" value=(action);
            input type="hidden" name="who" value=(account.who);
            input type="hidden" name="version" value=(account.version);
        }
    };
    let is_own = account.who == visitor.who();
    let body = html! {
        a class="govuk-back-link" href="/accounts" { "Accounts" }
        @if !problems.is_empty() { (error_summary("There is a problem", &problems.lines())) }
        h1 class="govuk-heading-l" { "Account " (account.who) }
        dl class="govuk-summary-list" {
            @for (name, value) in [("Role", html! { (account.role) }), ("Signs in with", html! { (signs_in_with(account)) }), ("Stands", open_or_closed(account))] {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (name) }
                    dd class="govuk-summary-list__value" { (value) }
                }
            }
        }
        h2 class="govuk-heading-m" { "Role and member of staff" }
        form method="post" action="/accounts" novalidate {
            (hidden("change"))
            (role_and_person(role, person, problems))
            button class="govuk-button" { "Change" }
        }
        h2 class="govuk-heading-m" { "New password" }
        p class="govuk-body" {
            "Whoever is signed in with this account is signed out" @if is_own { ": that is you" } "."
        }
        form method="post" action="/accounts" novalidate {
            (hidden("password"))
            (passwords(problems))
            button class="govuk-button govuk-button--secondary" { "Give it this password" }
        }
        @if let Some(feed) = feed {
            h2 class="govuk-heading-m" id="feed" { "Calendar feed" }
            p class="govuk-body" {
                "It is on since " (local(feed.since)) ". Turn it off where a telephone is lost or its address may be known to somebody else; its owner can turn it on again."
            }
            form method="post" action="/accounts/feed" {
                (csrf(visitor))
                input type="hidden" name="who" value=(account.who);
                button class="govuk-button govuk-button--warning" { "Turn the calendar feed of " (account.who) " off" }
            }
        } @else if account.person.is_some() {
            h2 class="govuk-heading-m" id="feed" { "Calendar feed" }
            p class="govuk-body" { "It is off. Its owner can turn it on, on the diary’s page." }
        }
        @if account.is_active {
            h2 class="govuk-heading-m" { "Close the account" }
            @if is_own {
                p class="govuk-body" { "You cannot close your own account; another administrator can." }
            } @else {
                p class="govuk-body" { "Nobody can sign in with it any more, whoever is signed in is signed out at once, and its calendar feed ends. What was done with it stays in the audit." }
                form method="post" action="/accounts" {
                    (hidden("close"))
                    button class="govuk-button govuk-button--warning" { "Close account " (account.who) }
                }
            }
        } @else {
            h2 class="govuk-heading-m" { "Open the account again" }
            form method="post" action="/accounts" {
                (hidden("open"))
                button class="govuk-button govuk-button--secondary" { "Open account " (account.who) }
            }
        }
        (roles())
    };
    let title = format!("Account {}", account.who);
    Page { title: &title, here: Here::Accounts, refresh: None, done: None, body }.render(visitor)
}

/// Returns a field with what is wrong with it.
fn field<'a>(name: &'a str, label: &'a str, problems: &'a Problems) -> Field<'a> {
    Field { error: problems.at(name), ..Field::new(name, label) }
}

fn role_and_person(role: &str, person: &str, problems: &Problems) -> Markup {
    let mut options = vec![(String::new(), "Choose".to_owned())];
    options.extend(Role::ALL.iter().map(|role| {
        let mut words = sentence(role.word());
        words.pop();
        (role.word().to_owned(), words)
    }));
    html! {
        (field("role", "Role", problems).select(&options, role))
        (field("person", "Member of staff", problems).hint("Their reference in the register. A chair needs one: it is the diary that they read.").input("text", person))
    }
}

fn passwords(problems: &Problems) -> Markup {
    let hint = format!(
        "At least {SHORTEST_PASSWORD} characters, such as four words that have nothing to do with one another."
    );
    html! {
        (field("password", "Password", problems).hint(&hint).password("new-password"))
        (field("again", "The same again", problems).password("new-password"))
    }
}

fn signs_in_with(account: &Account) -> &'static str {
    match (&account.secret, &account.subject) {
        (_, Some(_)) => "identity provider",
        (Some(_), None) => "password",
        (None, None) => "nothing yet",
    }
}

fn open_or_closed(account: &Account) -> Markup {
    match account.is_active {
        true => html! { strong class="govuk-tag govuk-tag--green" { "open" } },
        false => html! { strong class="govuk-tag govuk-tag--grey" { "closed" } },
    }
}

fn roles() -> Markup {
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "What each role may do" } }
            div class="govuk-details__text" {
                ul class="govuk-list govuk-list--bullet" {
                    @for role in Role::ALL {
                        li { strong { (role) } ": " (rights_of(role)) }
                    }
                }
            }
        }
    }
}

/// Returns what a role may do, from the table that every page goes by.
fn rights_of(role: Role) -> String {
    use crate::serve::rights::{Right, may};
    let words: Vec<&str> =
        Right::ALL.into_iter().filter(|right| may(role, *right)).map(Right::words).collect();
    sentence(&words.join(", "))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn visitor() -> Visitor {
        Visitor { account: account("AD1"), token_hash: String::new(), csrf: "token".to_owned() }
    }

    fn account(who: &str) -> Account {
        Account {
            who: who.to_owned(),
            role: Role::Administrator,
            person: None,
            secret: Some("$argon2id$secret".to_owned()),
            subject: None,
            is_active: true,
            version: 5,
        }
    }

    #[test]
    fn the_list_has_every_account_and_no_secret() {
        let shown = list(
            &[account("AD1"), account("AD2")],
            &[Feed { who: "AD2".to_owned(), since: DateTime::UNIX_EPOCH }],
            None,
            &visitor(),
            &Given::default(),
            &Problems::default(),
        );
        let shown = shown.into_string();
        assert!(
            shown.contains("AD1 (you)")
                && shown.contains("/accounts?who=AD2")
                && shown.contains("Make the account")
        );
        assert!(!shown.contains("argon2"));
        assert_eq!(shown.matches(">on<").count(), 1, "one has a calendar feed: {shown}");
    }

    #[test]
    fn the_own_account_has_no_button_that_closes_it() {
        let shown =
            |who: &str| one(&account(who), None, &visitor(), None, &Problems::default()).into_string();
        assert!(shown("AD2").contains("value=\"close\"") && !shown("AD1").contains("value=\"close\""));
        assert!(shown("AD2").contains("name=\"version\" value=\"5\"") && !shown("AD2").contains("argon2"));
    }

    #[test]
    fn a_problem_stands_at_its_field_and_above() {
        let problems = Problems::of("again", "the two passwords are not the same");
        let shown = one(&account("AD2"), None, &visitor(), None, &problems).into_string();
        assert!(shown.contains("id=\"again-error\"") && shown.contains("govuk-error-summary"));
    }
}
