//! The calendar as a table: a row for each chair, venue or minute taker, a column a day, and in each cell what there is, in order.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::agenda::{Entry, Who, agenda, journey_words, notes, status};
use super::board::{Board, Group, View};
use super::days;
use crate::register::{Booking, BookingStatus, Meeting, Register, RoomChoice, StaffIdx};
use crate::serve::late::stands_late;
use crate::serve::page::sentence;
use crate::serve::pages::amiss;

/// Returns the table. A day has one too, of one column: what is drawn to time says nothing more.
pub(super) fn table(board: &Board<'_>, caption: &str) -> Markup {
    let register = &board.plan.register;
    let by_day: Vec<(NaiveDate, Vec<&Booking>)> =
        board.days.iter().map(|&day| (day, board.on(day))).collect();
    html! {
        div class="desk-scroll" tabindex="0" role="region" aria-label=(caption) {
            table class="govuk-table desk-week" {
                caption class="govuk-table__caption govuk-visually-hidden" { (caption) }
                thead class="govuk-table__head" {
                    tr class="govuk-table__row" {
                        th scope="col" class="govuk-table__header" { (sentence(board.group.words()).trim_end_matches('.')) }
                        @for &day in &board.days { th scope="col" class="govuk-table__header" { (heading(board, day)) } }
                    }
                }
                tbody class="govuk-table__body" {
                    @for &who in &board.rows {
                        tr class="govuk-table__row" {
                            th scope="row" class="govuk-table__header" { (row_heading(board, who)) }
                            @for (day, bookings) in &by_day {
                                @let target = Target::of(register, board.group, who);
                                td class="govuk-table__cell" data-day=(day) data-chair=[target.chair] data-venue=[target.venue] {
                                    (cell(board, who, *day, bookings))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a booking is dropped on, besides its day.
pub(super) struct Target<'a> {
    pub(super) chair: Option<&'a str>,
    pub(super) venue: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// Returns what the form of a meeting can be asked for. It looks for no minute taker: only the day is taken from their rows.
    pub(super) fn of(register: &'a Register, group: Group, who: Who) -> Target<'a> {
        match (group, who) {
            (Group::Chair, _) => Target { chair: Some(who.reference(register)), venue: None },
            (_, Who::Venue(_)) => Target { chair: None, venue: Some(who.reference(register)) },
            (_, Who::Room(room)) => {
                let venue = Who::Venue(register.rooms[room.at()].venue);
                Target { chair: None, venue: Some(venue.reference(register)) }
            }
            _ => Target { chair: None, venue: None },
        }
    }
}

fn heading(board: &Board<'_>, day: NaiveDate) -> Markup {
    html! {
        @if board.view == View::Week { a class="govuk-link" href=(board.link(View::Day, day, &board.who)) { (days::short(day)) } }
        @else { (days::short(day)) }
        @if let Some(why) = days::why_closed(&board.plan.register, day) { br; (why) }
        @if day == board.plan.register.authority.today { br; "Today" }
    }
}

fn row_heading(board: &Board<'_>, who: Who) -> Markup {
    let register = &board.plan.register;
    let words = who.words(register);
    html! {
        @if board.who.is_empty() {
            a class="govuk-link" href=(board.link(board.view, board.date, who.reference(register))) { (words) }
        } @else { (words) }
    }
}

fn cell(board: &Board<'_>, who: Who, day: NaiveDate, bookings: &[&Booking]) -> Markup {
    let plan = board.plan;
    let entries = agenda(plan, who, bookings);
    html! {
        @for note in notes(&plan.register, who, day, board.usual) { p class="desk-week__off" { (note) } }
        @if !entries.is_empty() {
            ol class="desk-week__list" {
                @for entry in &entries {
                    @match entry {
                        Entry::Journey { minutes, free } => li class="desk-week__journey" { (journey_words(*minutes, *free)) },
                        Entry::Booking { booking, overlaps } => (item(board, who, booking, overlaps)),
                    }
                }
            }
        }
    }
}

fn item(board: &Board<'_>, who: Who, booking: &Booking, overlaps: &[&Meeting]) -> Markup {
    let register = &board.plan.register;
    let meeting = register.meeting(booking.meeting);
    let reference = meeting.reference.as_str();
    let may_move = can_move(board, booking);
    html! {
        li draggable=[may_move.then_some("true")] data-meeting=[may_move.then_some(reference)] {
            b { (register.attendance(meeting, booking.start())) } " "
            a class="govuk-link" href={ "/meetings/" (reference) } { (reference) }
            " " (register.kind(meeting).title()) ", " (beside(register, who, booking)) ", "
            (status_mark(status(board.plan, booking)))
            (late_mark(register, booking))
            (amiss::mark(board.plan, booking.meeting))
            @if !overlaps.is_empty() { " " strong class="desk-week__overlap" { (overlap_words(overlaps)) } }
            @if may_move { " " (move_link(reference)) }
            @if booking.date() <= register.authority.today { " " (after_link(reference)) }
        }
    }
}

/// Whether a booking can be moved by whoever looks: what took place cannot.
pub(super) fn can_move(board: &Board<'_>, booking: &Booking) -> bool {
    let is_live = board.plan.register.meeting(booking.meeting).status.is_live();
    board.may_book && is_live && booking.status != BookingStatus::Held
}

fn move_link(reference: &str) -> Markup {
    html! {
        a class="govuk-link" href={ "/meetings/" (reference) "/book" } {
            "Move" span class="govuk-visually-hidden" { " " (reference) }
        }
    }
}

/// Returns the way to record what became of a meeting whose day has come.
pub(super) fn after_link(reference: &str) -> Markup {
    html! {
        a class="govuk-link" href={ "/meetings/" (reference) "/outcome" } {
            "After the meeting" span class="govuk-visually-hidden" { " " (reference) }
        }
    }
}

/// Returns how firm a booking is: what still may change stands out, and says so in words.
pub(super) fn status_mark(word: &str) -> Markup {
    match word {
        "held free" => html! { strong class="govuk-tag govuk-tag--yellow" { (word) } },
        "proposed" => html! { strong class="govuk-tag govuk-tag--light-blue" { (word) } },
        _ => html! { (word) },
    }
}

/// Returns how late a booking stands by law, where it does.
pub(super) fn late_mark(register: &Register, booking: &Booking) -> Markup {
    html! { @if let Some(late) = stands_late(register, booking) {
        " " strong class="govuk-tag govuk-tag--red" { (late.mark()) }
    } }
}

/// Returns what a booking overlaps, in words.
pub(super) fn overlap_words(overlaps: &[&Meeting]) -> String {
    let references: Vec<&str> = overlaps.iter().map(|meeting| meeting.reference.as_str()).collect();
    format!("overlaps {}", references.join(", "))
}

/// Returns what a row does not say of a booking: where it is for people, whom it is with for venues.
pub(super) fn beside(register: &Register, who: Who, booking: &Booking) -> String {
    let person =
        |person: Option<StaffIdx>| person.map_or("no chair", |at| register.staff[at.at()].reference.as_str());
    let room = |with_venue: bool| match booking.room {
        Some(RoomChoice::Room(room)) if with_venue => {
            let name = super::agenda::discreet(&register.venues[register.rooms[room.at()].venue.at()].name);
            format!("{}, {name}", register.rooms[room.at()].reference)
        }
        Some(RoomChoice::Room(room)) => register.rooms[room.at()].reference.to_string(),
        Some(RoomChoice::Home) => "at home".to_owned(),
        None => "no room".to_owned(),
    };
    match who {
        Who::Person(at) if booking.iro == Some(at) => room(true),
        Who::Person(_) => format!("{}, chair {}", room(true), person(booking.iro)),
        Who::Venue(_) => format!("{}, chair {}", room(false), person(booking.iro)),
        Who::Room(_) | Who::Home => format!("chair {}", person(booking.iro)),
    }
}
