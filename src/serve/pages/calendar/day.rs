//! A day drawn to time: a column for each chair, room or minute taker, five minutes a row. The list above it says the same, so that nobody
//! needs the picture: readers of screens and the keyboard pass over it.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::agenda::{Entry, Who, agenda, closed, status};
use super::board::Board;
use super::week::{Target, can_move, overlap_words};
use crate::calendar::{Clock, Span};
use crate::register::{Booking, Meeting, Register, RoomChoice};
use crate::serve::assets;
use crate::serve::broken::codes;
use crate::serve::late::stands_late;

/// What the style sheet's grid shows of a day.
const SHOWN: Span = Span { from: 7 * 60, until: 20 * 60 };
/// The columns that the style sheet has; more people are drawn further down.
const MOST_COLUMNS: usize = 60;

/// Returns the day drawn to time.
pub(super) fn drawn(board: &Board<'_>) -> Markup {
    let day = board.date;
    let bookings = board.on(day);
    let columns = columns(board, &bookings);
    html! {
        h2 class="govuk-heading-m desk-screen-only" { "The day drawn to time" }
        p class="govuk-body desk-screen-only" {
            "The same bookings as in the list above."
            @if board.may_book { " A booking can be dragged to another column or time: it leads to the places that there are, and books nothing." }
        }
        @for part in columns.chunks(MOST_COLUMNS) {
            div class="desk-scroll desk-screen-only" tabindex="0" role="region" aria-label="The day drawn to time, as the list above has it" {
                div class={ "desk-day " (assets::columns(part.len())) } aria-hidden="true" {
                    @for hour in SHOWN.from / 60..SHOWN.until / 60 {
                        div class={ "desk-day__hour " (assets::place(Span::new(hour * 60, hour * 60 + 60))) } { (Clock(hour * 60)) }
                    }
                    @for (at, &who) in part.iter().enumerate() { (column(board, at, who, day, &bookings)) }
                }
            }
        }
    }
}

/// Returns whose columns are drawn: people as they are, venues as their rooms. Where all venues are shown, rooms without a booking are not.
fn columns(board: &Board<'_>, bookings: &[&Booking]) -> Vec<Who> {
    let register = &board.plan.register;
    let is_booked = |who: Who| bookings.iter().any(|booking| who.has(register, booking));
    let rooms = |venue| {
        let rooms = (0..register.rooms.len()).filter(move |&at| register.rooms[at].venue == venue);
        rooms.map(|at| Who::Room(at.into())).filter(|&room| !board.who.is_empty() || is_booked(room))
    };
    board
        .rows
        .iter()
        .flat_map(|&who| match who {
            Who::Venue(venue) => rooms(venue).collect(),
            who => vec![who],
        })
        .collect()
}

fn column(board: &Board<'_>, at: usize, who: Who, day: NaiveDate, bookings: &[&Booking]) -> Markup {
    let register = &board.plan.register;
    let target = Target::of(register, board.group, who);
    let class = assets::column(at);
    html! {
        div class={ "desk-day__who " (class) } { (who.words(register)) }
        div class={ "desk-day__drop " (class) " " (assets::place(SHOWN)) } data-day=(day) data-chair=[target.chair] data-venue=[target.venue]
            data-from=(SHOWN.from) data-until=(SHOWN.until) {}
        @for (span, words) in closed(register, who, day).into_iter().filter(|(span, _)| span.overlaps(SHOWN)) {
            div class={ "desk-day__off " (class) " " (assets::place(span)) } { (words) }
        }
        @for drawn in drawings(board, who, bookings) { (drawn_booking(board, &class, who, &drawn)) }
    }
}

/// A booking as it is drawn.
struct Drawing<'a> {
    booking: &'a Booking,
    overlaps: Vec<&'a Meeting>,
    /// Whether an earlier one is still under way, which it must not hide.
    is_beside: bool,
}

fn drawings<'a>(board: &Board<'a>, who: Who, bookings: &[&'a Booking]) -> Vec<Drawing<'a>> {
    let mut taken_until = i32::MIN;
    let mut drawings = Vec::new();
    for entry in agenda(board.plan, who, bookings) {
        let Entry::Booking { booking, overlaps } = entry else { continue };
        let span = who.occupation(&board.plan.register, booking);
        drawings.push(Drawing { booking, overlaps, is_beside: span.from < taken_until });
        taken_until = taken_until.max(span.until);
    }
    drawings
}

fn drawn_booking(board: &Board<'_>, column: &str, who: Who, drawing: &Drawing<'_>) -> Markup {
    let Drawing { booking, overlaps, is_beside } = drawing;
    let register = &board.plan.register;
    let meeting = register.meeting(booking.meeting);
    let reference = meeting.reference.as_str();
    let span = register.attendance(meeting, booking.start());
    let word = status(board.plan, booking);
    let may_move = can_move(board, booking);
    let mut class = format!("desk-day__booking {column} {}", assets::place(span));
    if matches!(word, "proposed" | "held free") {
        class.push_str(" desk-day__booking--proposed");
    }
    let broken = codes(board.plan, booking.meeting);
    if !overlaps.is_empty() || !broken.is_empty() {
        class.push_str(" desk-day__booking--broken");
    }
    if *is_beside {
        class.push_str(" desk-day__booking--beside");
    }
    html! {
        div class=(class) draggable=[may_move.then_some("true")] data-meeting=[may_move.then_some(reference)] {
            // The list has the same links for the keyboard, and says more than there is room for here.
            a href={ "/meetings/" (reference) } tabindex="-1" { (reference) }
            " " (span) ", " (short(register, who, booking)) ", " (word)
            @if !overlaps.is_empty() { " " strong { (overlap_words(overlaps)) } }
            @if !broken.is_empty() { " " strong { "breaks " (broken.join(", ")) } }
            @if let Some(late) = stands_late(register, booking) { " " strong { (late.mark()) } }
            @if may_move { " " a href={ "/meetings/" (reference) "/book" } tabindex="-1" { "Move" } }
        }
    }
}

/// Returns what a column does not say of a booking, as references: the room for people, the chair for rooms.
fn short<'a>(register: &'a Register, who: Who, booking: &Booking) -> &'a str {
    match (who, booking.room) {
        (Who::Person(_), Some(RoomChoice::Room(room))) => register.rooms[room.at()].reference.as_str(),
        (Who::Person(_), Some(RoomChoice::Home)) => "at home",
        (Who::Person(_), None) => "no room",
        _ => booking.iro.map_or("no chair", |chair| register.staff[chair.at()].reference.as_str()),
    }
}
