//! The frame of every page, and the parts that pages are put together from: the design system's, without crown, logo and font.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use super::rights::Right;
use super::session::Visitor;
use super::why;

/// A page.
pub(crate) struct Page<'a> {
    /// Its title, with references and no names.
    pub(crate) title: &'a str,
    /// Which entry of the navigation it is under.
    pub(crate) here: Here,
    /// Seconds after which it loads itself again, for what runs in the background.
    pub(crate) refresh: Option<u32>,
    /// What has just been done: the numbers of its events, which can be undone.
    pub(crate) done: Option<(u64, u64)>,
    /// What it says.
    pub(crate) body: Markup,
}

/// The entries of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Here {
    Queue,
    Calendar,
    Plan,
    Happened,
    Lists,
    Indicators,
    Register,
    Files,
    Staffing,
    Audit,
    Accounts,
    Messages,
    /// Under none of them.
    None,
}

const NAVIGATION: [(Here, &str, &str, Right); 13] = [
    (Here::Queue, "/queue", "Queue", Right::See),
    (Here::Calendar, "/calendar", "Calendar", Right::See),
    (Here::Calendar, "/diary", "My diary", Right::SeeOwn),
    (Here::Plan, "/plan", "Plan", Right::Book),
    (Here::Happened, "/happened", "Something happened", Right::Book),
    (Here::Lists, "/lists", "Work lists", Right::FollowUp),
    (Here::Indicators, "/indicators", "Indicators", Right::See),
    (Here::Register, "/tables", "People, rooms, policy", Right::Edit),
    (Here::Files, "/import", "Import and export", Right::Edit),
    (Here::Staffing, "/staffing", "Staffing", Right::Staffing),
    (Here::Audit, "/audit", "Audit", Right::Audit),
    (Here::Accounts, "/accounts", "Accounts", Right::Accounts),
    (Here::Messages, "/outbox", "Messages", Right::Messages),
];

/// Returns the first page of somebody.
pub(crate) fn first_page(visitor: &Visitor) -> &'static str {
    NAVIGATION.iter().find(|entry| visitor.may(entry.3)).map_or("/sign-in", |entry| entry.1)
}

impl Page<'_> {
    /// Returns the page as somebody sees it.
    pub(crate) fn render(&self, visitor: &Visitor) -> Markup {
        let entries = NAVIGATION.iter().filter(|entry| visitor.may(entry.3));
        let top = html! {
            section class="govuk-service-navigation" data-module="govuk-service-navigation" aria-label="Service information" {
                div class="govuk-width-container" {
                    div class="govuk-service-navigation__container" {
                        nav aria-label="Menu" class="govuk-service-navigation__wrapper" {
                            ul class="govuk-service-navigation__list" id="navigation" {
                                @for (here, href, words, _) in entries {
                                    @let is_here = *here == self.here;
                                    li class={ "govuk-service-navigation__item" @if is_here { " govuk-service-navigation__item--active" } } {
                                        a class="govuk-service-navigation__link" href=(href) aria-current=[is_here.then_some("true")] {
                                            @if is_here { strong class="govuk-service-navigation__active-fallback" { (words) } }
                                            @else { (words) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        };
        let who = html! {
            form method="post" action="/sign-out" class="desk-sign-out" {
                (csrf(visitor))
                span class="govuk-body-s" { (visitor.who()) ", " (visitor.account.role) " " }
                button class="desk-link-button" { "Sign out" }
            }
        };
        let body = html! {
            @if let Some(done) = self.done { (undo_banner(visitor, done)) }
            (self.body)
        };
        frame(self.title, self.refresh, &top, &who, &body)
    }
}

/// Returns a page for somebody who is not signed in.
pub(crate) fn bare(title: &str, body: &Markup) -> Markup {
    frame(title, None, &html! {}, &html! {}, body)
}

fn frame(title: &str, refresh: Option<u32>, top: &Markup, who: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" class="govuk-template" {
            head {
                meta charset="utf-8";
                title { (title) " – Convene" }
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                @if let Some(seconds) = refresh { meta http-equiv="refresh" content=(seconds); }
                link rel="icon" href="data:,";
                @for sheet in ["govuk.css", "moj.css", "times.css", "desk.css"] {
                    link rel="stylesheet" href=(assets::url(sheet));
                }
                script type="module" src=(assets::url("desk.js")) {}
            }
            body class="govuk-template__body" {
                a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link" { "Skip to main content" }
                header class="desk-header" {
                    div class="govuk-width-container desk-header__container" {
                        a href="/" class="desk-header__name" { "Convene" }
                        (who)
                    }
                }
                (top)
                div class="govuk-width-container desk-wide" {
                    main class="govuk-main-wrapper" id="main-content" { (body) }
                }
                footer class="govuk-footer desk-footer" {
                    div class="govuk-width-container" {
                        p class="govuk-body-s" {
                            "References only: never write a child's or a family's name here. "
                            a class="govuk-footer__link" href="/accessibility" { "Accessibility" }
                        }
                    }
                }
            }
        }
    }
}

fn undo_banner(visitor: &Visitor, done: (u64, u64)) -> Markup {
    html! {
        div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="done-title" data-module="govuk-notification-banner" {
            div class="govuk-notification-banner__header" {
                h2 class="govuk-notification-banner__title" id="done-title" { "Done" }
            }
            div class="govuk-notification-banner__content" {
                p class="govuk-notification-banner__heading" { "It is done, and in the audit as event " (done.1) "." }
                @if visitor.may(Right::Book) {
                    form method="post" action="/undo" {
                        (csrf(visitor))
                        input type="hidden" name="first" value=(done.0);
                        input type="hidden" name="last" value=(done.1);
                        button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" { "Undo" }
                    }
                }
            }
        }
    }
}

/// Returns the field that a form of the desk carries.
pub(crate) fn csrf(visitor: &Visitor) -> Markup {
    html! { input type="hidden" name="csrf" value=(visitor.csrf); }
}

/// Returns a message with its first letter large and a full stop.
pub(crate) fn sentence(line: &str) -> String {
    let mut letters = line.trim().chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    let stop = if line.trim_end().ends_with(['.', '?', '!', ':']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// A field of a form with its label, hint and error.
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) hint: Option<&'a str>,
    pub(crate) error: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// Returns a field without hint or error.
    pub(crate) fn new(name: &'a str, label: &'a str) -> Field<'a> {
        Field { name, label, hint: None, error: None }
    }

    /// Returns the field with a hint.
    pub(crate) fn hint(self, hint: &'a str) -> Field<'a> {
        Field { hint: Some(hint), ..self }
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let error = self.error.map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn around(&self, control: &Markup) -> Markup {
        html! {
            div class={ "govuk-form-group" @if self.error.is_some() { " govuk-form-group--error" } } {
                label class="govuk-label" for=(self.name) { (self.label) }
                @if let Some(hint) = self.hint { div class="govuk-hint" id={ (self.name) "-hint" } { (hint) } }
                @if let Some(error) = self.error {
                    p class="govuk-error-message" id={ (self.name) "-error" } {
                        span class="govuk-visually-hidden" { "Error: " } (error)
                    }
                }
                (control)
            }
        }
    }

    /// Returns the field as an input of a type.
    pub(crate) fn input(&self, kind: &str, value: &str) -> Markup {
        self.around(&html! {
            input class={ "govuk-input desk-input--" (kind) } type=(kind) id=(self.name) name=(self.name) value=(value)
                maxlength=[most_characters(self.name)] aria-describedby=[self.described_by()];
        })
    }

    /// Returns the field as a password, which browsers and managers of passwords know.
    pub(crate) fn password(&self, autocomplete: &str) -> Markup {
        self.around(&html! {
            input class="govuk-input govuk-input--width-20" type="password" id=(self.name) name=(self.name)
                autocomplete=(autocomplete) spellcheck="false" aria-describedby=[self.described_by()];
        })
    }

    /// Returns the field as a choice from a list of values and words.
    pub(crate) fn select(&self, options: &[(String, String)], chosen: &str) -> Markup {
        self.around(&html! {
            select class="govuk-select" id=(self.name) name=(self.name) aria-describedby=[self.described_by()] {
                @for (value, words) in options {
                    option value=(value) selected[value == chosen] { (words) }
                }
            }
        })
    }

    /// Returns the field as several lines of text.
    pub(crate) fn text(&self, rows: u32, value: &str) -> Markup {
        self.around(&html! {
            textarea class="govuk-textarea" id=(self.name) name=(self.name) rows=(rows)
                aria-describedby=[self.described_by()] { (PreEscaped("\n")) (value) }
        })
    }
}

/// Returns the most characters of a field, where it is one of those in which people say why.
pub(crate) fn most_characters(name: &str) -> Option<usize> {
    matches!(name, "why" | "reason").then_some(why::LONGEST)
}

/// Returns a summary of what is wrong, for the top of a page.
pub(crate) fn error_summary(title: &str, lines: &[String]) -> Markup {
    summary_of(title, &html! { @for line in lines { li { (sentence(line)) } } })
}

/// Returns a summary of what is wrong whose lines lead to the fields: of each the id of its field and what is wrong.
pub(crate) fn field_errors(title: &str, lines: &[(&str, &str)]) -> Markup {
    summary_of(
        title,
        &html! { @for (field, line) in lines { li { a href={ "#" (field) } { (sentence(line)) } } } },
    )
}

fn summary_of(title: &str, lines: &Markup) -> Markup {
    html! {
        div class="govuk-error-summary" data-module="govuk-error-summary" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { (title) }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        (lines)
                    }
                }
            }
        }
    }
}

/// Returns a warning that nobody passes over: the design system's warning text.
pub(crate) fn warning(words: &Markup) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            div class="govuk-warning-text__text" {
                span class="govuk-visually-hidden" { "Warning" }
                (words)
            }
        }
    }
}

/// Returns a table that a reader of screens can follow: a caption, column headings, and rows whose first cell heads them.
pub(crate) fn table(caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div class="desk-scroll" tabindex="0" role="region" aria-label=(caption) {
            table class="govuk-table" {
                caption class="govuk-table__caption govuk-table__caption--m" { (caption) }
                thead class="govuk-table__head" {
                    tr class="govuk-table__row" {
                        @for column in columns { th scope="col" class="govuk-table__header" { (column) } }
                    }
                }
                tbody class="govuk-table__body" {
                    @for row in rows {
                        tr class="govuk-table__row" {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" class="govuk-table__header" { (cell) } }
                                @else { td class="govuk-table__cell" { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
