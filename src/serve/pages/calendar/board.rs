//! `GET /calendar`: what is asked for, the bookings that it is about, and the page around its table.

use std::sync::Arc;

use axum::extract::{Query, State};
use chrono::{Days, NaiveDate};
use maud::{Markup, html};
use serde::Deserialize;

use super::agenda::{Who, usual_hours};
use super::{day, days, week};
use crate::calendar::Span;
use crate::desk::State as Plan;
use crate::register::{Booking, Register};
use crate::serve::app::{App, on_thread};
use crate::serve::assets;
use crate::serve::failure::Failure;
use crate::serve::page::{Field, Here, Page, error_summary};
use crate::serve::rights::Right;
use crate::serve::session::Visitor;
use crate::words;

/// What is asked for. A word that is none of those known is as good as none.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) view: String,
    #[serde(default)]
    pub(crate) by: String,
    #[serde(default)]
    pub(crate) date: String,
    /// The reference of one chair, venue or minute taker; empty = all.
    #[serde(default)]
    pub(crate) who: String,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Week,
    Day,
}

impl View {
    const ALL: [View; 2] = [View::Week, View::Day];

    fn of(text: &str) -> View {
        if text == View::Day.word() { View::Day } else { View::Week }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            View::Week => "week",
            View::Day => "day",
        }
    }
}

/// Whose rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Chair,
    Venue,
    MinuteTaker,
}

impl Group {
    const ALL: [Group; 3] = [Group::Chair, Group::Venue, Group::MinuteTaker];

    fn of(text: &str) -> Group {
        Group::ALL.into_iter().find(|group| group.word() == text).unwrap_or(Group::Chair)
    }

    /// Returns the word of addresses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Group::Chair => "chair",
            Group::Venue => "venue",
            Group::MinuteTaker => "minute_taker",
        }
    }

    /// Returns the word for people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Group::Chair => "chair",
            Group::Venue => "venue",
            Group::MinuteTaker => "minute taker",
        }
    }

    /// Returns those that there are on some days, in the register's order.
    fn rows(self, register: &Register, days: &[NaiveDate], bookings: &[&Booking]) -> Vec<Who> {
        let office = register.authority.office_hours;
        let is_booked = |who: &Who| bookings.iter().any(|booking| who.has(register, booking));
        let people = |chairs: bool| {
            let staff =
                register.staff.iter().enumerate().filter(move |(_, staff)| staff.role.chairs() == chairs);
            let there =
                staff.map(|(at, staff)| (Who::Person(at.into()), days.iter().any(|&day| staff.in_post(day))));
            there.filter(|(who, is_there)| *is_there || is_booked(who)).map(|(who, _)| who).collect()
        };
        match self {
            Group::Chair => people(true),
            Group::MinuteTaker => people(false),
            Group::Venue => {
                let venues = register.venues.iter().enumerate().map(|(at, venue)| {
                    (Who::Venue(at.into()), days.iter().any(|&day| venue.hours_on(day, office).is_some()))
                });
                let venues = venues.chain([(Who::Home, false)]);
                venues.filter(|(who, is_open)| *is_open || is_booked(who)).map(|(who, _)| who).collect()
            }
        }
    }
}

/// Some days of the calendar.
pub(crate) struct Board<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) view: View,
    pub(crate) group: Group,
    /// The day that was asked for.
    pub(crate) date: NaiveDate,
    pub(crate) days: Vec<NaiveDate>,
    pub(crate) rows: Vec<Who>,
    /// The bookings of the days, in order of time.
    pub(crate) bookings: Vec<&'a Booking>,
    /// The one row that was asked for; empty = all.
    pub(crate) who: String,
    pub(crate) usual: &'a [Span],
    /// Whether whoever looks may move bookings.
    pub(crate) may_book: bool,
    /// Everybody to choose from.
    options: Vec<(String, String)>,
    /// What of what is asked for cannot be understood.
    pub(crate) faults: Vec<String>,
}

impl<'a> Board<'a> {
    /// Returns what is asked for.
    pub(crate) fn new(plan: &'a Plan, asked: &Asked, may_book: bool) -> Board<'a> {
        let register = &plan.register;
        let (view, group) = (View::of(&asked.view), Group::of(&asked.by));
        let (date, fault) = days::asked(&asked.date, register.authority.today);
        let days = match view {
            View::Day => vec![date],
            View::Week => days::week(days::monday(date), |day| is_booked(register, day)),
        };
        let bookings = bookings_on(register, &days);
        let all = group.rows(register, &days, &bookings);
        let mut options = vec![(String::new(), "All".to_owned())];
        options.extend(all.iter().map(|who| (who.reference(register).to_owned(), who.words(register))));
        let mut faults: Vec<String> = fault.into_iter().collect();
        let mut rows = all.clone();
        rows.retain(|row| row.reference(register) == asked.who.trim());
        let who = match rows.first() {
            Some(row) => row.reference(register).to_owned(),
            None => {
                // What was typed may be a name: it is not said back.
                if !asked.who.trim().is_empty() {
                    faults.push(format!("there is no such {} on these days; all are shown", group.words()));
                }
                rows = all;
                String::new()
            }
        };
        let usual = usual_hours(register);
        Board { plan, view, group, date, days, rows, bookings, who, usual, may_book, options, faults }
    }

    /// Returns the bookings of one day.
    pub(crate) fn on(&self, day: NaiveDate) -> Vec<&'a Booking> {
        self.bookings.iter().copied().filter(|booking| booking.date() == day).collect()
    }

    /// Returns the address of this calendar on another day, as another view, or of somebody else.
    pub(crate) fn link(&self, view: View, date: NaiveDate, who: &str) -> String {
        let who = if who.is_empty() { String::new() } else { format!("&who={who}") };
        format!("/calendar?view={}&by={}&date={date}{who}", view.word(), self.group.word())
    }

    fn title(&self) -> String {
        let when = match self.view {
            View::Week => format!("week of {}", words::date(days::monday(self.date))),
            View::Day => words::day(self.date),
        };
        format!("Calendar by {}, {when}", self.group.words())
    }
}

/// Returns the bookings of some days, in order of time.
pub(crate) fn bookings_on<'a>(register: &'a Register, days: &[NaiveDate]) -> Vec<&'a Booking> {
    let mut bookings: Vec<&Booking> =
        register.bookings.iter().filter(|booking| days.contains(&booking.date())).collect();
    bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
    bookings
}

/// Whether anything is booked on a day.
pub(crate) fn is_booked(register: &Register, day: NaiveDate) -> bool {
    register.bookings.iter().any(|booking| booking.date() == day)
}

/// Shows the calendar.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Failure> {
    on_thread(&app, move |app| {
        let plan = app.state()?;
        app.seen.note(visitor.who(), "calendar");
        let board = Board::new(&plan, &asked, visitor.may(Right::Book));
        let title = board.title();
        let body = body(&board, &title);
        Ok(Page { title: &title, here: Here::Calendar, refresh: None, done: None, body }.render(&visitor))
    })
    .await
}

fn body(board: &Board<'_>, title: &str) -> Markup {
    html! {
        @if !board.faults.is_empty() { (error_summary("There is a problem", &board.faults)) }
        h1 class="govuk-heading-l" { (title) }
        (form(board))
        (links(board))
        @if board.group != Group::Venue && !board.usual.is_empty() {
            p class="govuk-body" {
                "Where a day says nothing else, hours are " (super::agenda::spans_words(board.usual)) "."
            }
        }
        @if board.rows.is_empty() { p class="govuk-inset-text" { "Nobody is there on these days." } }
        @else {
            (week::table(board, title))
            @if board.view == View::Day { (day::drawn(board)) }
        }
        // A drop leads to the form of the meeting, which every booking's link leads to as well.
        @if board.may_book && assets::find("drag.js").is_some() { script type="module" src=(assets::url("drag.js")) {} }
    }
}

fn form(board: &Board<'_>) -> Markup {
    let views = View::ALL.map(|view| (view.word().to_owned(), format!("One {}", view.word())));
    let groups = Group::ALL.map(|group| (group.word().to_owned(), format!("By {}", group.words())));
    let label = match board.group {
        Group::Chair => "Chair",
        Group::Venue => "Venue",
        Group::MinuteTaker => "Minute taker",
    };
    html! {
        form method="get" action="/calendar" class="desk-filters" {
            (Field::new("view", "Show").select(&views, board.view.word()))
            (Field::new("by", "Rows").select(&groups, board.group.word()))
            (Field::new("date", "Date").input("date", &board.date.to_string()))
            (Field::new("who", label).select(&board.options, &board.who))
            button class="govuk-button govuk-button--secondary" { "Show" }
        }
    }
}

fn links(board: &Board<'_>) -> Markup {
    let register = &board.plan.register;
    let (before, after) = match board.view {
        View::Week => (board.date - Days::new(7), board.date + Days::new(7)),
        View::Day => days::beside(board.date, |day| is_booked(register, day)),
    };
    let other = match board.view {
        View::Week => View::Day,
        View::Day => View::Week,
    };
    let word = board.view.word();
    let venue = if board.group == Group::Venue && board.who != "home" { board.who.as_str() } else { "" };
    let link = |date: NaiveDate| board.link(board.view, date, &board.who);
    html! {
        nav aria-label="Days of the calendar" {
            ul class="desk-actions govuk-!-margin-bottom-4" {
                li { a class="govuk-link" rel="prev" href=(link(before)) { "Previous " (word) } }
                li { a class="govuk-link" href=(link(register.authority.today)) { "Today" } }
                li { a class="govuk-link" rel="next" href=(link(after)) { "Next " (word) } }
                li { a class="govuk-link" href=(board.link(other, board.date, &board.who)) { "As one " (other.word()) } }
                li { a class="govuk-link" href={ "/calendar/print?date=" (board.date) "&venue=" (venue) } { "List for reception" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::desk::create;
    use crate::register::{BookingStatus, MeetingIdx, RoomChoice, RoomIdx, StaffIdx};
    use crate::store::{By, Location};
    use crate::synth::{Preset, generate};

    /// Returns the plan of a register whose chairs all have two meetings a day in one week, and that week's Monday.
    fn busy(preset: Preset) -> (Plan, NaiveDate) {
        let mut register = generate(preset, 1);
        let monday = days::monday(register.authority.today) + Days::new(14);
        let chairs: Vec<usize> =
            (0..register.staff.len()).filter(|&at| register.staff[at].role.chairs()).collect();
        let places = chairs.iter().flat_map(|&chair| (0..10).map(move |n| (chair, n)));
        let live = (0..register.meetings.len()).filter(|&at| register.meetings[at].status.is_live());
        let bookings = live.zip(places).map(|(meeting, (chair, n))| Booking {
            meeting: MeetingIdx::from(meeting),
            starts: crate::calendar::moment(monday + Days::new(n / 2), if n % 2 == 0 { 600 } else { 840 }),
            iro: Some(StaffIdx::from(chair)),
            room: Some(RoomChoice::Home),
            minute_taker: None,
            status: BookingStatus::Proposed,
            extra: Vec::new(),
        });
        register.bookings = bookings.collect();
        register.bookings.sort_by_key(|booking| booking.meeting);
        // Of no household or social worker is anything wanted: only chairs are busy here.
        for meeting in &mut register.meetings {
            meeting.household = None;
        }
        if let Some(first) = register.bookings.first_mut() {
            first.room = Some(RoomChoice::Room(RoomIdx(0)));
        }
        let folder = tempfile::tempdir().expect("a folder");
        let by = By { who: "clerk-1", at: DateTime::<Utc>::UNIX_EPOCH, why: "first use" };
        let store =
            create(&Location::file(folder.path().join("desk.db")), &by, &register).expect("it can be kept");
        (Plan::read(&store, register.authority.today).expect("it can be read"), monday)
    }

    fn shown(plan: &Plan, asked: &Asked) -> String {
        let board = Board::new(plan, asked, true);
        let title = board.title();
        body(&board, &title).into_string()
    }

    fn asked(view: &str, by: &str, date: NaiveDate, who: &str) -> Asked {
        let (view, by, who) = (view.to_owned(), by.to_owned(), who.to_owned());
        Asked { view, by, date: date.to_string(), who }
    }

    #[test]
    fn every_booking_of_a_week_is_in_it_once_whoever_has_the_rows() {
        let (plan, monday) = busy(Preset::Tiny);
        assert!(!plan.register.bookings.is_empty());
        for by in ["chair", "venue"] {
            let page = shown(&plan, &asked("week", by, monday, ""));
            for booking in &plan.register.bookings {
                let reference = &plan.register.meeting(booking.meeting).reference;
                let link = format!("href=\"/meetings/{reference}\"");
                assert_eq!(page.matches(&link).count(), 1, "{by} {reference}");
                assert!(page.contains(&format!("href=\"/meetings/{reference}/book\"")), "{by} {reference}");
            }
        }
    }

    #[test]
    fn one_row_is_shown_alone_and_one_that_is_none_is_not_said_back() {
        let (plan, monday) = busy(Preset::Tiny);
        let chair = plan
            .register
            .staff
            .iter()
            .find(|staff| staff.role.chairs())
            .expect("a chair")
            .reference
            .to_string();
        let page = shown(&plan, &asked("week", "chair", monday, &chair));
        assert_eq!(page.matches("<th scope=\"row\"").count(), 1);
        let page = shown(&plan, &asked("week", "chair", monday, "Alice Smith"));
        assert!(!page.contains("Alice") && page.contains("There is no such chair"));
    }

    #[test]
    fn a_week_of_80_chairs_with_two_meetings_a_day_each_is_light() {
        let (plan, monday) = busy(Preset::Region);
        let page = shown(&plan, &asked("week", "chair", monday, ""));
        let (rows, cells) = (page.matches("<th scope=\"row\"").count(), page.matches("data-day").count());
        assert!(70 <= rows && cells == rows * 5, "{rows} rows, {cells} cells");
        // 300 kB for 40 chairs.
        assert!(page.len() <= rows * 7500, "{} bytes for {rows} chairs", page.len());
        assert!(!page.contains("style="), "the pages' policy allows no style of their own");
    }
}
