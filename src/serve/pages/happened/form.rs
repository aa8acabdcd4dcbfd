//! The forms on which somebody tells what happened.

use maud::{Markup, html};

use crate::desk::State as Plan;
use crate::serve::acts::happened::{REASONS, Told};
use crate::serve::page::{Here, Page, csrf, error_summary, most_characters};
use crate::serve::place::venue_options;
use crate::serve::session::Visitor;

/// Returns the forms.
pub(super) fn forms(plan: &Plan, visitor: &Visitor, told: &Told, problem: Option<&[String]>) -> Markup {
    let register = &plan.register;
    let mut people = vec![(String::new(), "Choose who".to_owned())];
    let today = register.authority.today;
    let there = register.staff.iter().filter(|staff| staff.until.is_none_or(|until| today <= until));
    people.extend(there.map(|staff| {
        let role = if staff.role.chairs() { "chair" } else { "minute taker" };
        (staff.reference.to_string(), format!("{} ({role})", staff.reference))
    }));
    let mut venues = venue_options(register);
    "Choose a venue, or a room".clone_into(&mut venues[0].1);
    let mut rooms = vec![(String::new(), "All of it".to_owned())];
    rooms.extend(register.rooms.iter().map(|room| {
        let venue = &register.venues[room.venue.at()].name;
        (room.reference.to_string(), format!("{}, {venue}", room.reference))
    }));
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
            input class={ "govuk-input desk-input--" (kind) } type=(kind) id=(id) name=(name) value=(value) maxlength=[most_characters(name)];
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
