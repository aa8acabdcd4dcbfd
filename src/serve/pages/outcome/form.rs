//! The form: a minute's work, filled in with what is known.

use chrono::TimeDelta;
use maud::{Markup, html};

use crate::desk::State as Plan;
use crate::desk::after_meeting::EntryFault;
use crate::desk::after_meeting::words::{
    AGENCIES, CATEGORIES, PARTICIPATION, REASONS, RESULTS, Said, VERDICTS, word,
};
use crate::serve::acts::outcome::Opened;
use crate::serve::acts::outcome::given::Given;
use crate::serve::page::{Field, csrf};
use crate::serve::place::chair_options;
use crate::serve::session::Visitor;
use crate::words;

/// What stands in the fields, and what is wrong with them.
struct Shown<'a> {
    given: &'a Given,
    faults: &'a [EntryFault],
}

impl<'a> Shown<'a> {
    fn error(&self, field: &str) -> Option<&'a str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }

    fn field<'b>(&self, name: &'b str, label: &'b str) -> Field<'b>
    where
        'a: 'b,
    {
        Field { error: self.error(name), ..Field::new(name, label) }
    }

    fn input(&self, kind: &str, name: &str, label: &str) -> Markup {
        self.field(name, label).input(kind, self.given.text(name))
    }

    fn select(&self, name: &str, label: &str, options: &[(String, String)]) -> Markup {
        self.field(name, label).select(options, self.given.text(name))
    }
}

/// Returns the form that records what became of a meeting, or corrects it.
pub(super) fn form(
    plan: &Plan,
    opened: &Opened,
    given: &Given,
    faults: &[EntryFault],
    visitor: &Visitor,
) -> Markup {
    let shown = Shown { given, faults };
    let reference = plan.register.meeting(opened.meeting).reference.as_str();
    let is_correction = 0 < opened.n_rows;
    html! {
        @if is_correction {
            h2 class="govuk-heading-m" { "Complete or correct it" }
            p class="govuk-body" { "It has been recorded. What you save is added behind it and counts from then on; nothing is overwritten." }
        } @else {
            h2 class="govuk-heading-m" { "What became of it" }
        }
        form method="post" action={ "/meetings/" (reference) "/outcome" } novalidate {
            (csrf(visitor))
            input type="hidden" name="seen" value=(given.seen);
            (radios(&shown))
            div class="desk-filters" {
                (shown.input("date", "on", "Day on which it was, or was to be"))
                (shown.select("chair", "Who chaired", &chairs(plan, given)))
                (shown.select("reason", "Why it was not held or completed", &options("No reason: it was held", &REASONS)))
            }
            (agencies(&shown))
            (who_was_there(opened, &shown))
            (children(plan, opened, &shown))
            (afterwards(plan, opened, &shown))
            button class="govuk-button" data-prevent-double-click="true" { @if is_correction { "Save" } @else { "Record it" } }
        }
    }
}

fn options<T: PartialEq>(blank: &str, all: &[Said<T>]) -> Vec<(String, String)> {
    let all = all.iter().map(|(_, word, words)| ((*word).to_owned(), (*words).to_owned()));
    std::iter::once((String::new(), blank.to_owned())).chain(all).collect()
}

/// Returns the chairs to choose from: whoever is chosen is among them, even where they have left since.
fn chairs(plan: &Plan, given: &Given) -> Vec<(String, String)> {
    let mut options = chair_options(&plan.register);
    let chosen = given.text("chair");
    let is_known = plan.register.staff.iter().any(|staff| staff.reference.as_str() == chosen);
    if is_known && options.iter().all(|option| option.0 != chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    options
}

fn error_message(field: &str, error: Option<&str>) -> Markup {
    html! { @if let Some(error) = error {
        p class="govuk-error-message" id={ (field) "-error" } { span class="govuk-visually-hidden" { "Error: " } (error) }
    } }
}

fn radios(shown: &Shown<'_>) -> Markup {
    let error = shown.error("result");
    let chosen = shown.given.text("result");
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" aria-describedby=[error.map(|_| "result-error")] {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Result" }
                (error_message("result", error))
                div class="govuk-radios govuk-radios--small" data-module="govuk-radios" {
                    @for (at, (_, word, words)) in RESULTS.iter().enumerate() {
                        // The first has the id that a summary of errors leads to.
                        @let id = if at == 0 { "result".to_owned() } else { format!("result-{word}") };
                        div class="govuk-radios__item" {
                            input class="govuk-radios__input" type="radio" id=(id) name="result" value=(word) checked[*word == chosen];
                            label class="govuk-label govuk-radios__label" for=(id) { (words) }
                        }
                    }
                }
            }
        }
    }
}

fn agencies(shown: &Shown<'_>) -> Markup {
    let error = shown.error("agencies");
    html! {
        div class={ "govuk-form-group" @if error.is_some() { " govuk-form-group--error" } } {
            fieldset class="govuk-fieldset" aria-describedby=[error.map(|_| "agencies-error")] {
                legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { "Agencies that were there" }
                (error_message("agencies", error))
                div class="govuk-checkboxes govuk-checkboxes--small desk-actions" data-module="govuk-checkboxes" {
                    @for (at, (agency, word_of, words)) in AGENCIES.iter().enumerate() {
                        @let id = if at == 0 { "agencies".to_owned() } else { format!("agencies-{word_of}") };
                        @let is_there = shown.given.agencies.iter().any(|given| given == word(&AGENCIES, agency));
                        div class="govuk-checkboxes__item" {
                            input class="govuk-checkboxes__input" type="checkbox" id=(id) name="agencies" value=(word_of) checked[is_there];
                            label class="govuk-label govuk-checkboxes__label" for=(id) { (words) }
                        }
                    }
                }
            }
        }
    }
}

fn yes_no() -> Vec<(String, String)> {
    [("", "Not recorded"), ("yes", "Yes"), ("no", "No")]
        .map(|(value, words)| (value.to_owned(), words.to_owned()))
        .to_vec()
}

fn who_was_there(opened: &Opened, shown: &Shown<'_>) -> Markup {
    let asks = &opened.asks;
    html! {
        div class="desk-filters" {
            @if asks.is_conference { (shown.select("quorate", "Quorate, as the chair judged it", &yes_no())) }
            @if asks.family {
                (shown.select("parents", "A parent or carer was there", &yes_no()))
                (shown.select("advocate", "An advocate was there", &yes_no()))
            }
        }
    }
}

/// Returns a row for each child of the household: what was decided, with which category, and how it took part.
fn children(plan: &Plan, opened: &Opened, shown: &Shown<'_>) -> Markup {
    let asks = &opened.asks;
    let register = &plan.register;
    let names: Vec<&str> =
        asks.children.iter().map(|child| register.children[child.at()].reference.as_str()).collect();
    let categories: Vec<(String, String)> = std::iter::once((String::new(), "As it was".to_owned()))
        .chain(CATEGORIES.iter().map(|(word, words)| ((*word).to_owned(), (*words).to_owned())))
        .collect();
    html! {
        @if asks.participation {
            h3 class="govuk-heading-s" id="children" { "Children" }
            @if let Some(error) = shown.error("children") { (error_message("children", Some(error))) }
            @for name in &names {
                fieldset class="govuk-fieldset desk-child" {
                    legend class="govuk-fieldset__legend" { "Child " (name) }
                    div class="desk-filters" {
                        @if asks.is_conference {
                            (shown.select(&format!("verdict.{name}"), "Decision", &options("Not considered", &VERDICTS)))
                            (shown.select(&format!("category.{name}"), "Category of the plan", &categories))
                        }
                        (shown.select(&format!("participation.{name}"), "How the child took part", &options("Not recorded", &PARTICIPATION)))
                    }
                }
            }
            @if names.is_empty() || 0 < asks.n_unlisted {
                p class="govuk-body" {
                    "The register lists " (words::children(names.len() as i64)) " of this household; it counts "
                    (asks.n_unlisted) " more. A decision can be recorded only for a child that is listed: add it to the table of children first."
                }
            }
        }
    }
}

/// Returns what is done around a meeting that was held: report, sheet, minutes, form, questionnaires.
fn afterwards(plan: &Plan, opened: &Opened, shown: &Shown<'_>) -> Markup {
    let asks = &opened.asks;
    let by = asks.report_hours.zip(plan.booking(opened.meeting)).map(|(hours, booking)| {
        let by = booking.starts - TimeDelta::hours(i64::from(hours));
        format!("In time: {hours} hours before, by {}.", words::moment(by))
    });
    html! {
        @if asks.is_conference || asks.minutes {
            h3 class="govuk-heading-s" { "Around the meeting" }
            p class="govuk-hint" { "Leave empty what has not been done yet, and come back when it is." }
        }
        div class="desk-filters" {
            @if asks.is_conference {
                @let report = shown.field("report_shared", "Report shared with the parents");
                @let report = match &by { Some(by) => report.hint(by), None => report };
                (report.input("datetime-local", shown.given.text("report_shared")))
                (shown.input("datetime-local", "sheet_sent", "Decision sheet sent"))
            }
            @if asks.minutes {
                (shown.input("date", "minutes_signed", "Minutes signed off"))
                (shown.input("date", "minutes_sent", "Minutes distributed"))
            }
        }
        @if asks.is_conference {
            div class="desk-filters" {
                (shown.input("date", "form_done", "Quality form completed"))
                (shown.select("concern", "Concern about the progress of the plan", &[
                    (String::new(), "No".to_owned()), ("yes".to_owned(), "Yes: a case of concern".to_owned()),
                ]))
                (shown.input("number", "questionnaires_given", "Questionnaires given"))
                (shown.input("number", "questionnaires_returned", "Questionnaires returned"))
            }
        }
    }
}
