//! The queue: what must be booked, by deadline.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Redirect;
use maud::{Markup, html};
use serde::Deserialize;

use super::amiss;
use super::meeting::booking_words;
use crate::desk::after_meeting::without_outcome;
use crate::desk::{Attention, State as Plan, Waiting};
use crate::register::Register;
use crate::serve::app::{App, on_thread};
use crate::serve::clock::local;
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, table};
use crate::serve::pages::DoneQuery;
use crate::serve::place;
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::store::Status;
use crate::words;

/// Rows on one page.
const PAGE: usize = 100;

/// What is wanted of the queue.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Filters {
    #[serde(default)]
    pub(crate) district: String,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) attention: String,
    #[serde(default)]
    pub(crate) page: usize,
    #[serde(default)]
    pub(crate) done: String,
}

impl Filters {
    /// Returns the filters that an address has carried from page to page, as [`Filters::carried`] wrote them.
    pub(crate) fn carried_by(text: &str) -> Filters {
        let mut parts =
            text.split(',').map(|part| if is_plain(part) { part.to_owned() } else { String::new() });
        let mut part = || parts.next().unwrap_or_default();
        Filters { district: part(), kind: part(), attention: part(), ..Filters::default() }
    }

    /// Returns the filters as an address carries them, so that whoever books one meeting goes on with the next of the same queue; empty
    /// where nothing is filtered.
    pub(crate) fn carried(&self) -> String {
        let parts = [&self.district, &self.kind, &self.attention]
            .map(|part| if is_plain(part) { part.as_str() } else { "" });
        if parts.iter().all(|part| part.is_empty()) { String::new() } else { parts.join(",") }
    }

    /// Returns those that wait and are wanted.
    pub(crate) fn of(&self, plan: &Plan) -> Vec<Waiting> {
        let register = &plan.register;
        let mut waiting = plan.queue();
        waiting.retain(|one| {
            let meeting = register.meeting(one.meeting);
            let district =
                register.district(meeting).map(|at| register.districts[at.at()].reference.as_str());
            (self.district.is_empty() || district == Some(self.district.as_str()))
                && (self.kind.is_empty() || register.kind(meeting).name.as_str() == self.kind)
                && (self.attention.is_empty() || word_of(one.attention) == self.attention)
        });
        waiting
    }
}

/// Whether a part of a filter can stand in an address as it is: references and words can.
fn is_plain(part: &str) -> bool {
    part.len() <= 40 && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// Returns the end of an address that carries a queue's filters on, empty where there are none. `join` is `?` or `&`.
pub(crate) fn carrying(join: char, queue: &str) -> String {
    match Filters::carried_by(queue).carried() {
        carried if carried.is_empty() => carried,
        carried => format!("{join}queue={carried}"),
    }
}

/// Returns the field of a form that carries a queue's filters on.
pub(crate) fn carry(queue: &str) -> Markup {
    let carried = Filters::carried_by(queue).carried();
    html! { @if !carried.is_empty() { input type="hidden" name="queue" value=(carried); } }
}

/// Returns the way to the next meeting that waits in the queue that somebody works through.
pub(crate) fn next_link(plan: &Plan, queue: &str) -> Markup {
    let filters = Filters::carried_by(queue);
    let register = &plan.register;
    let list =
        format!("/queue?district={}&kind={}&attention={}", filters.district, filters.kind, filters.attention);
    html! {
        p class="govuk-body" {
            @match filters.of(plan).first() {
                Some(next) => {
                    @let row = register.meeting(next.meeting);
                    a class="govuk-link" href={ "/meetings/" (row.reference) "/book" (carrying('?', queue)) } { "Next in the queue: " (row.reference) }
                    ", " (register.kind(row).title()) " " (tag(next.attention)) " "
                }
                None => { "Nothing else waits in this queue. " }
            }
            a class="govuk-link" href=(list) { "Back to the queue" }
        }
    }
}

fn word_of(attention: Attention) -> &'static str {
    match attention {
        Attention::Late => "late",
        Attention::Urgent => "urgent",
        Attention::Soon => "soon",
        Attention::Later => "later",
        Attention::Undated => "undated",
    }
}

/// Shows the queue.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(filters): Query<Filters>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "queue");
        let waiting = filters.of(&plan);
        let body = html! {
            h1 class="govuk-heading-l" { "Queue" }
            p class="govuk-body" { (summary(&plan)) }
            (without_an_outcome(&plan, &visitor))
            (amiss::broken(&plan, &visitor))
            (amiss::late(&plan, &visitor))
            (find_form())
            (form(&plan.register, &filters))
            @if waiting.is_empty() {
                p class="govuk-inset-text" { "Nothing waits for a booking here." }
            } @else {
                (rows(&plan, &waiting, &filters, &visitor))
                (pages(&filters, waiting.len()))
            }
            (kept_free(&plan))
        };
        let done = DoneQuery { done: filters.done.clone() }.events();
        Ok(Page { title: "Queue", here: Here::Queue, refresh: None, done, body }.render(&visitor))
    })
    .await
}

fn summary(plan: &Plan) -> String {
    let all = plan.queue();
    let count = |attention: Attention| all.iter().filter(|one| one.attention == attention).count();
    format!(
        "{} for a booking: {} late, {} urgent, {} to book soon. Today is {}.",
        match all.len() {
            1 => "1 meeting waits".to_owned(),
            n => format!("{} meetings wait", words::thousands(n as i64)),
        },
        count(Attention::Late),
        count(Attention::Urgent),
        count(Attention::Soon),
        words::day(plan.register.authority.today),
    )
}

/// Returns the way to the meetings whose day is past and of which nothing is recorded, where there are some.
fn without_an_outcome(plan: &Plan, visitor: &Visitor) -> Markup {
    let n = without_outcome(&plan.register);
    html! { @if 0 < n && visitor.may(Right::FollowUp) {
        p class="govuk-body" {
            a class="govuk-link" href="/lists/without_outcome" { (words::count(n as i64, "meeting")) " without an outcome" }
        }
    } }
}

fn form(register: &Register, filters: &Filters) -> Markup {
    let all = |words: &str| vec![(String::new(), words.to_owned())];
    let mut districts = all("All districts");
    districts.extend(register.districts.iter().map(|d| (d.reference.to_string(), d.name.clone())));
    let mut kinds = all("All kinds");
    kinds.extend(register.authority.kinds.iter().map(|kind| (kind.name.to_string(), kind.title())));
    let mut levels = all("All");
    for level in [Attention::Late, Attention::Urgent, Attention::Soon, Attention::Later, Attention::Undated] {
        levels.push((word_of(level).to_owned(), level.word().to_owned()));
    }
    html! {
        form method="get" action="/queue" class="desk-filters" {
            (Field::new("district", "District").select(&districts, &filters.district))
            (Field::new("kind", "Kind").select(&kinds, &filters.kind))
            (Field::new("attention", "How pressing").select(&levels, &filters.attention))
            button class="govuk-button govuk-button--secondary" { "Filter" }
        }
    }
}

fn find_form() -> Markup {
    html! {
        form method="get" action="/find" class="desk-filters" role="search" {
            (Field::new("reference", "Meeting's reference").input("text", ""))
            button class="govuk-button govuk-button--secondary" { "Find" }
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Sought {
    #[serde(default)]
    reference: String,
}

/// Leads to the meeting of a reference, in whatever letters it was typed.
pub(crate) async fn find(
    State(app): State<Arc<App>>,
    Query(sought): Query<Sought>,
) -> Result<Redirect, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        Ok(Redirect::to(&format!("/meetings/{}", place::sought(&plan, &sought.reference)?)))
    })
    .await
}

/// Returns the meetings whose place is only kept free: they come back to the queue when the time runs out.
fn kept_free(plan: &Plan) -> Markup {
    let rows: Vec<Vec<Markup>> = plan
        .stored
        .values()
        .filter_map(|stored| match stored.booking.status {
            Status::OnHold { until } => Some((stored, until)),
            _ => None,
        })
        .map(|(stored, until)| {
            let reference = stored.booking.meeting.as_str();
            let words = plan.meeting(reference).and_then(|meeting| plan.booking(meeting));
            vec![
                html! { a class="govuk-link" href={ "/meetings/" (reference) } { (reference) } },
                html! { (words.map_or_else(String::new, |booking| booking_words(plan, booking))) },
                html! { (local(until)) },
                html! { (stored.changed_by) },
            ]
        })
        .collect();
    html! { @if !rows.is_empty() {
        (table("Kept free, to be confirmed", &["Meeting", "Place", "Until", "By"], &rows))
    } }
}

fn rows(plan: &Plan, waiting: &[Waiting], filters: &Filters, visitor: &Visitor) -> Markup {
    let register = &plan.register;
    let shown = waiting.iter().skip(filters.page.saturating_mul(PAGE)).take(PAGE);
    let on = carrying('?', &filters.carried());
    let rows: Vec<Vec<Markup>> = shown
        .map(|one| {
            let meeting = register.meeting(one.meeting);
            let reference = meeting.reference.as_str();
            let district = register.district(meeting).map(|at| register.districts[at.at()].name.as_str());
            let dates = one.deadlines.as_ref();
            vec![
                html! { a class="govuk-link" href={ "/meetings/" (reference) (on) } { (reference) } },
                tag(one.attention),
                html! { (left(one.days_left)) },
                html! { @match dates {
                    Ok(dates) => { @match dates.statutory {
                        Some(due) => { (words::day(due)) }
                        None => { (words::day(dates.target)) br; span class="govuk-hint govuk-!-margin-bottom-0" { "target; no date by law" } }
                    } }
                    Err(reason) => { (reason.to_string()) }
                } },
                html! { (register.kind(meeting).title()) },
                html! { (district.unwrap_or("–")) },
                html! { (register.children(meeting)) },
                html! { @if visitor.may(Right::Book) {
                    a class="govuk-link" href={ "/meetings/" (reference) "/book" (on) } { "Book" span class="govuk-visually-hidden" { " " (reference) } }
                } },
            ]
        })
        .collect();
    let caption = format!("Waiting for a booking: {}", words::thousands(waiting.len() as i64));
    let columns =
        ["Meeting", "How pressing", "Working days left", "Wanted by", "Kind", "District", "Children", "Book"];
    table(&caption, &columns, &rows)
}

/// Returns a word with an icon on a colour: none of them says anything alone.
pub(crate) fn tag(attention: Attention) -> Markup {
    let (colour, icon) = match attention {
        Attention::Late => ("red", "✖"),
        Attention::Urgent => ("orange", "▲"),
        Attention::Soon => ("yellow", "◆"),
        Attention::Later => ("green", "●"),
        Attention::Undated => ("grey", "?"),
    };
    html! { strong class={ "govuk-tag govuk-tag--" (colour) } { span aria-hidden="true" { (icon) " " } (attention.word()) } }
}

/// Returns working days in words.
pub(crate) fn left(days: Option<i64>) -> String {
    match days {
        None => "–".to_owned(),
        Some(0) => "0, today is the last".to_owned(),
        Some(days) if days < 0 => format!("{} past", -days),
        Some(days) => days.to_string(),
    }
}

fn pages(filters: &Filters, n: usize) -> Markup {
    let last = n.saturating_sub(1) / PAGE;
    let link = |page: usize| {
        format!(
            "/queue?district={}&kind={}&attention={}&page={page}",
            filters.district, filters.kind, filters.attention
        )
    };
    html! {
        @if 0 < last {
            nav class="govuk-pagination" aria-label="Pages of the queue" {
                @if 0 < filters.page { div class="govuk-pagination__prev" { a class="govuk-link" href=(link(filters.page - 1)) rel="prev" { "Previous page" } } }
                @if filters.page < last { div class="govuk-pagination__next" { a class="govuk-link" href=(link(filters.page + 1)) rel="next" { "Next page" } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_goes_from_page_to_page_and_nothing_else_does() {
        let filters = |district: &str, kind: &str, attention: &str| Filters {
            district: district.to_owned(),
            kind: kind.to_owned(),
            attention: attention.to_owned(),
            ..Filters::default()
        };
        for (filters, carried) in [
            (filters("", "", ""), ""),
            (filters("EAST", "", "late"), "EAST,,late"),
            (filters("", "initial_conference", ""), ",initial_conference,"),
            (filters("a name\"", "", "late"), ",,late"),
        ] {
            assert_eq!(filters.carried(), carried);
            assert_eq!(Filters::carried_by(carried).carried(), carried);
        }
        assert_eq!(carrying('&', "EAST,,late"), "&queue=EAST,,late");
        assert_eq!(carrying('?', "\"><script>"), "");
    }
}
