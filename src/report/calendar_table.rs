//! The calendar, a table for each week: people or rooms down, days across.
//!
//! Absences show as "away" without their reason, which may be about somebody's health.

use chrono::{Datelike, Days, NaiveDate};
use maud::{Markup, html};

use super::usage::closures_on;
use super::view::View;
use super::words;
use crate::calendar::{Clock, Span};
use crate::register::{Booking, BookingStatus, RoomChoice, RoomIdx, Staff, StaffIdx, VenueIdx};

/// Returns the name of a week's section on the page.
pub(super) fn anchor(monday: NaiveDate) -> String {
    format!("week-{monday}")
}

/// Returns a week: its table of people and its table of rooms.
pub(super) fn week(view: &View<'_>, monday: NaiveDate) -> Markup {
    let week = Week::new(view, monday);
    let title = words::plain_date(monday);
    html! {
        section.week id=(anchor(monday)) aria-labelledby=(format!("{}-heading", anchor(monday))) {
            h3 id=(format!("{}-heading", anchor(monday))) { "Week of " (words::long_date(monday)) }
            p { (words::count(week.bookings.len() as i64, "meeting")) "." }
            (people(&week, &title))
            (rooms(&week, &title))
        }
    }
}

/// The bookings of a week, and its days: Monday to Friday, and a day of the weekend on which a meeting stands.
struct Week<'a> {
    view: &'a View<'a>,
    days: Vec<NaiveDate>,
    bookings: Vec<&'a Booking>,
}

impl<'a> Week<'a> {
    fn new(view: &'a View<'a>, monday: NaiveDate) -> Week<'a> {
        let next = monday + Days::new(7);
        let in_week = |booking: &&&Booking| monday <= booking.date() && booking.date() < next;
        let bookings: Vec<&Booking> = view.live.iter().filter(in_week).copied().collect();
        let days = (0..7)
            .map(|day| monday + Days::new(day))
            .filter(|day| {
                day.weekday().num_days_from_monday() < 5 || bookings.iter().any(|b| b.date() == *day)
            })
            .collect();
        Week { view, days, bookings }
    }

    fn on<'b>(
        &'b self,
        day: NaiveDate,
        wanted: impl Fn(&Booking) -> bool + 'b,
    ) -> impl Iterator<Item = &'b Booking> {
        self.bookings.iter().copied().filter(move |booking| booking.date() == day && wanted(booking))
    }

    fn head(&self, first: &str) -> Markup {
        html! {
            thead { tr {
                th scope="col" { (first) }
                @for &day in &self.days {
                    th scope="col" {
                        (words::short_date(day))
                        @if !self.view.register.calendar.is_working(day) { br; "Not a working day" }
                    }
                }
            } }
        }
    }

    fn scroll(&self, label: &str, table: &Markup) -> Markup {
        html! { div.scroll tabindex="0" role="region" aria-label=(label) { (table) } }
    }
}

fn people(week: &Week<'_>, title: &str) -> Markup {
    let staff = &week.view.register.staff;
    let group = |chairs: bool| {
        (0..staff.len())
            .map(StaffIdx::from)
            .filter(|person| staff[person.at()].role.chairs() == chairs)
            .partition::<Vec<_>, _>(|&person| week.bookings.iter().any(|booking| has(booking, person)))
    };
    let groups = [("Chairs", group(true)), ("Minute takers", group(false))];
    let label = format!("By chair and minute taker, week of {title}");
    let table = html! {
        table.calendar {
            caption { (label) }
            (week.head("Who"))
            @for (name, (busy, _)) in &groups {
                @if !busy.is_empty() {
                    tbody {
                        tr.group { th scope="rowgroup" colspan=(week.days.len() + 1) { (name) } }
                        @for &person in busy { (person_row(week, person)) }
                    }
                }
            }
        }
    };
    let free: Vec<&str> = groups
        .iter()
        .flat_map(|(_, (_, free))| free)
        .filter(|&&person| week.days.iter().any(|&day| at_work(week, person, day)))
        .map(|person| staff[person.at()].reference.as_str())
        .collect();
    html! {
        (week.scroll(&label, &table))
        @if !free.is_empty() { p.free { "At work without a meeting this week: " (free.join(", ")) "." } }
    }
}

/// Whether somebody works on a day that a plan could still use.
fn at_work(week: &Week<'_>, person: StaffIdx, day: NaiveDate) -> bool {
    let register = week.view.register;
    register.authority.today <= day
        && register.calendar.is_working(day)
        && !register.staff[person.at()].spells_on(day).is_empty()
}

fn has(booking: &Booking, person: StaffIdx) -> bool {
    booking.iro == Some(person) || booking.minute_taker == Some(person)
}

fn person_row(week: &Week<'_>, person: StaffIdx) -> Markup {
    let staff = &week.view.register.staff[person.at()];
    html! {
        tr {
            th scope="row" { (staff.reference) }
            @for &day in &week.days {
                td {
                    @for booking in week.on(day, move |booking| has(booking, person)) {
                        (entry(week.view, booking, words::room(week.view.register, booking.room)))
                    }
                    @if week.view.register.calendar.is_working(day) {
                        @for words in absences(staff, day) { p.off { (words) } }
                    }
                }
            }
        }
    }
}

/// Returns when somebody is not at work on a working day, in words.
fn absences(staff: &Staff, day: NaiveDate) -> Vec<String> {
    if !staff.in_post(day) {
        return vec!["Not in post".to_owned()];
    }
    let hours = &staff.hours[day.weekday().num_days_from_monday() as usize];
    if hours.is_empty() {
        return vec!["Does not work".to_owned()];
    }
    if staff.spells_on(day).is_empty() {
        return vec!["Away".to_owned()];
    }
    let away = staff.absences.iter().filter_map(|absence| absence.when.on(day)).flat_map(|away| {
        hours.iter().filter(move |hours| hours.overlaps(away)).map(move |hours| {
            format!("Away {}", range(Span::new(away.from.max(hours.from), away.until.min(hours.until))))
        })
    });
    away.collect()
}

fn rooms(week: &Week<'_>, title: &str) -> Markup {
    let register = week.view.register;
    let used = |room: RoomChoice| week.bookings.iter().any(|booking| booking.room == Some(room));
    let rooms_of = |venue: VenueIdx| {
        (0..register.rooms.len())
            .map(RoomIdx::from)
            .filter(move |room| register.rooms[room.at()].venue == venue)
            .filter(|&room| used(RoomChoice::Room(room)))
            .collect::<Vec<_>>()
    };
    let label = format!("By venue and room, week of {title}");
    let columns = week.days.len() + 1;
    let table = html! {
        table.calendar {
            caption { (label) }
            (week.head("Room"))
            @for (at, venue) in register.venues.iter().enumerate() {
                @let rooms = rooms_of(at.into());
                @if !rooms.is_empty() {
                    tbody {
                        tr.group { th scope="rowgroup" colspan=(columns) {
                            (words::named(venue.reference.as_str(), &venue.name))
                        } }
                        @for room in rooms { (room_row(week, RoomChoice::Room(room))) }
                    }
                }
            }
            @if used(RoomChoice::Home) {
                tbody {
                    tr.group { th scope="rowgroup" colspan=(columns) { "At the family’s home" } }
                    (room_row(week, RoomChoice::Home))
                }
            }
        }
    };
    let free: Vec<&str> = (0..register.rooms.len())
        .map(RoomIdx::from)
        .filter(|&room| {
            !used(RoomChoice::Room(room)) && week.days.iter().any(|&day| can_be_used(week, room, day))
        })
        .map(|room| register.rooms[room.at()].reference.as_str())
        .collect();
    html! {
        (week.scroll(&label, &table))
        @if !free.is_empty() { p.free { "Rooms without a meeting this week: " (free.join(", ")) "." } }
    }
}

fn can_be_used(week: &Week<'_>, room: RoomIdx, day: NaiveDate) -> bool {
    let register = week.view.register;
    let venue = &register.venues[register.rooms[room.at()].venue.at()];
    let Some(hours) = venue.hours_on(day, register.authority.office_hours) else { return false };
    register.calendar.is_working(day)
        && !closures_on(register, room, day).iter().any(|(closed, _)| closed.covers(hours))
}

fn room_row(week: &Week<'_>, choice: RoomChoice) -> Markup {
    let register = week.view.register;
    html! {
        tr {
            th scope="row" { (words::room(register, Some(choice))) }
            @for &day in &week.days {
                td {
                    @for booking in week.on(day, move |booking| booking.room == Some(choice)) {
                        (entry(week.view, booking, words::person(register, booking.iro)))
                    }
                    @if let RoomChoice::Room(room) = choice
                        && register.calendar.is_working(day) {
                        @for words in closed(week, room, day) { p.off { (words) } }
                    }
                }
            }
        }
    }
}

/// Returns when a room cannot be used on a working day, in words.
fn closed(week: &Week<'_>, room: RoomIdx, day: NaiveDate) -> Vec<String> {
    let register = week.view.register;
    let venue = &register.venues[register.rooms[room.at()].venue.at()];
    let Some(hours) = venue.hours_on(day, register.authority.office_hours) else {
        return vec!["Not open".to_owned()];
    };
    let closures = closures_on(register, room, day).into_iter().map(|(span, reason)| {
        let when = if span.covers(hours) { String::new() } else { format!(" {}", range(span)) };
        let why = words::discreet(reason);
        if why.is_empty() { format!("Closed{when}") } else { format!("Closed{when}: {why}") }
    });
    closures.collect()
}

fn range(span: Span) -> String {
    format!("{}–{}", Clock(span.from), Clock(span.until))
}

/// Returns one meeting: when, which, what, and where or with whom.
fn entry(view: &View<'_>, booking: &Booking, whom: &str) -> Markup {
    let meeting = view.register.meeting(booking.meeting);
    let when = range(view.register.attendance(meeting, booking.start()));
    html! {
        p {
            b { (when) } " " (meeting.reference) " " (view.register.kind(meeting).title()) ", " (whom)
            @if booking.status != BookingStatus::Proposed { " " span.tag { (booking.status.word()) } }
            @if view.late_days(booking.meeting).is_some() { " " span.tag.late { "late" } }
        }
    }
}
