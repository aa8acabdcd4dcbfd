//! Compiling a register.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::shared::Shared;
use super::windows::{Away, lawful_dates};
use super::{Family, Fixed, Frame, Person, Prices, Request, TrackedWeights};
use crate::calendar::Span;
use crate::register::{Booking, Deadlines, Lunch, MeetingIdx, Register, RoomChoice};
use crate::travel::Travel;

/// A register compiled for planning.
pub struct Problem<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its driving times.
    pub travel: &'a Travel,
    /// The days on which something is or may be booked, in order. A "day" is a position in this list.
    pub dates: Arc<[NaiveDate]>,
    /// The Monday-to-Sunday week of each day, numbered from 0.
    pub week_of: Arc<[usize]>,
    /// How many weeks there are.
    pub n_weeks: usize,
    /// Starts, in minutes since midnight: every point of the planning grid inside office hours.
    pub starts: Vec<i32>,
    /// The lunch break.
    pub lunch: Lunch,
    /// Everybody, `[staff]`.
    pub people: Arc<[Person]>,
    /// Those who chair.
    pub chairs: Vec<u32>,
    /// Those who take minutes.
    pub takers: Vec<u32>,
    /// Every household.
    pub families: Arc<[Family]>,
    /// When rooms are open and not closed, `[room × n_days + day]`, in order.
    pub open: Arc<[Vec<Span>]>,
    /// Meetings to book.
    pub requests: Vec<Request>,
    /// Bookings that stand.
    pub fixed: Vec<Fixed>,
    /// Minutes between places, `[from × n_places + to]`.
    pub minutes: Arc<[i32]>,
    /// How many places there are.
    pub n_places: usize,
    /// Places of sites, without repetition: a "spot" is a position in this list, and one past its end is online.
    pub spots: Vec<usize>,
    /// Minutes to spots, `[place × n_spots + spot]`; [`Problem::FAR`] at most.
    pub to_spots: Vec<i16>,
    /// Minutes from spots to places, in the same order.
    pub from_spots: Vec<i16>,
    /// The least minutes that any request takes of a chair, and of a minute taker.
    pub shortest: (i32, i32),
    /// The weights that the solver applies.
    pub weights: TrackedWeights,
    /// Children of the requests that have no lawful place at all.
    pub hopeless_weight: i64,
    /// S2 of the bookings that stand, 0 where they are not charged ([`Problem::within`]).
    pub fixed_late: i64,
    /// What the bookings that stand cost by day, start, room and chair, or 0 likewise.
    pub fixed_cost: i64,
}

impl<'a> Problem<'a> {
    /// Compiles a register. Meetings are `to_book` ones without a booking that stands, and those whose booking is
    /// only proposed.
    ///
    /// Time: O(M · (D + R) · C) for M meetings, D lawful days and R rooms of each, C chairs.
    pub fn new(register: &'a Register, travel: &'a Travel) -> Problem<'a> {
        Problem::of(register, travel, &meetings_to_book(register))
    }

    /// Compiles a register with these meetings, which are live, to book: every other live booking stands, proposed
    /// ones too. It is the caller's to ask before a confirmed booking is among them (H12).
    pub fn of(register: &'a Register, travel: &'a Travel, meetings: &BTreeSet<MeetingIdx>) -> Problem<'a> {
        let wants = Wants::new(register, meetings);
        let frame = Frame::new(register, travel, wants.dates().collect());
        let mut problem = Problem::compile(register, travel, &frame, &wants);
        let prices = Prices::new(register, travel);
        for booking in &wants.kept {
            problem.charge(&prices, booking);
        }
        problem
    }

    /// Compiles some meetings as [`Problem::of`] does, into a frame of the register and without what the bookings that stand cost,
    /// which is no part of a difference. A frame that lacks a day is made anew.
    ///
    /// Cost: O(bookings) beside that of the meetings.
    pub fn within(
        frame: &Frame,
        register: &'a Register,
        travel: &'a Travel,
        meetings: &BTreeSet<MeetingIdx>,
    ) -> Problem<'a> {
        let wants = Wants::new(register, meetings);
        if wants.dates().all(|date| frame.has(date)) {
            return Problem::compile(register, travel, frame, &wants);
        }
        let frame = Frame::new(register, travel, wants.dates().collect());
        Problem::compile(register, travel, &frame, &wants)
    }

    fn compile(register: &'a Register, travel: &'a Travel, frame: &Frame, wants: &Wants<'a>) -> Problem<'a> {
        let authority = &register.authority;
        let mut problem = Problem {
            register,
            travel,
            dates: Arc::clone(&frame.dates),
            week_of: Arc::clone(&frame.week_of),
            n_weeks: frame.n_weeks,
            starts: (0..1440)
                .step_by(authority.grid_minutes as usize)
                .filter(|&start| authority.office_hours.covers(Span::new(start, start)))
                .collect(),
            lunch: authority.lunch,
            chairs: with_role(register, true),
            takers: with_role(register, false),
            people: Arc::clone(&frame.people),
            families: Arc::clone(&frame.families),
            open: Arc::clone(&frame.open),
            requests: Vec::with_capacity(wants.meetings.len()),
            fixed: Vec::with_capacity(wants.kept.len()),
            minutes: Arc::clone(&frame.minutes),
            n_places: register.places.len(),
            spots: Vec::new(),
            to_spots: Vec::new(),
            from_spots: Vec::new(),
            shortest: (0, 0),
            weights: TrackedWeights::new(register),
            hopeless_weight: 0,
            fixed_late: 0,
            fixed_cost: 0,
        };
        let (prices, away, mut shared) =
            (Prices::new(register, travel), Away::new(register), Shared::default());
        problem.requests = wants
            .meetings
            .iter()
            .map(|(meeting, deadlines, dates)| {
                Request::new(&problem, &prices, &away, &mut shared, *meeting, deadlines, dates)
            })
            .collect();
        let hopeless = problem.requests.iter().filter(|request| !request.hopeless.is_empty());
        problem.hopeless_weight = hopeless.map(|request| request.weight).sum();
        problem.number_spots();
        let lengths = |of: fn(&Request) -> i32| problem.requests.iter().map(of).min().unwrap_or(0);
        problem.shortest =
            (lengths(|r| r.chair_occupation(0).minutes()), lengths(|r| r.taker_occupation(0).minutes()));
        for booking in &wants.kept {
            problem.keep(booking);
        }
        problem
    }

    /// A journey that no day has time for, in minutes: twice as much is still a small number.
    pub const FAR: i16 = 16_000;

    /// Returns the positions of the starts from one minute of the day to another, both included.
    pub fn starts_between(&self, from: i32, until: i32) -> Range<usize> {
        let Some(&first) = self.starts.first() else { return 0..0 };
        let grid = self.register.authority.grid_minutes;
        let position = |minutes: i32| (minutes.max(0) / grid) as usize;
        let low = position(from - first + grid - 1).min(self.starts.len());
        let high = if until < first { 0 } else { (position(until - first) + 1).min(self.starts.len()) };
        low..high.max(low)
    }

    /// Leaves out every day after `last`: what has no place by then has none. Whatever is planned is lawful all the
    /// same; a meeting with no day left counts as one without a lawful place.
    pub fn confine(&mut self, last: NaiveDate) {
        for request in &mut self.requests {
            let n_days = request.dates.iter().take_while(|&&date| date <= last).count();
            request.dates.truncate(n_days);
            request.days.truncate(n_days);
            request.chair_cost.truncate(n_days);
        }
        for request in 0..self.requests.len() {
            if self.requests[request].dates.is_empty() {
                self.give_up(request, format!("no working day is left by {last}"));
            }
        }
    }

    /// Counts a request, by position, as one without a lawful place, so that no search spends time on it. The reason is
    /// kept only where it has none yet.
    pub fn give_up(&mut self, request: usize, reason: String) {
        let request = &mut self.requests[request];
        if request.hopeless.is_empty() {
            request.hopeless.push(reason);
            self.hopeless_weight += request.weight;
        }
    }

    /// Returns how many days there are.
    pub fn n_days(&self) -> usize {
        self.dates.len()
    }

    /// Returns the minutes from one place to another.
    pub fn drive(&self, from: usize, to: usize) -> i32 {
        self.minutes[from * self.n_places + to]
    }

    /// Returns the day of a date that is lawful for some meeting or has a booking.
    pub(super) fn day_of(&self, date: NaiveDate) -> usize {
        self.dates.binary_search(&date).expect("every lawful date is listed")
    }

    fn number_spots(&mut self) {
        let places: BTreeSet<usize> = self
            .requests
            .iter()
            .flat_map(|request| request.sites.iter().filter_map(|site| site.place))
            .collect();
        self.spots = places.into_iter().collect();
        for site in self.requests.iter_mut().flat_map(|request| &mut request.sites) {
            site.spot = site.place.map_or(self.spots.len(), |place| {
                self.spots.binary_search(&place).expect("every place is listed")
            });
        }
        let short = |minutes: i32| minutes.min(i32::from(Problem::FAR)) as i16;
        let pairs = || (0..self.n_places).flat_map(|place| self.spots.iter().map(move |&spot| (place, spot)));
        self.to_spots = pairs().map(|(place, spot)| short(self.drive(place, spot))).collect();
        self.from_spots = pairs().map(|(place, spot)| short(self.drive(spot, place))).collect();
    }

    /// Counts what a booking that stands costs.
    fn charge(&mut self, prices: &Prices<'_>, booking: &Booking) {
        let register = self.register;
        let meeting = register.meeting(booking.meeting);
        let (date, start) = (booking.date(), booking.start());
        if let Ok(deadlines) = register.deadlines(meeting) {
            let late = deadlines.statutory.map_or(0, |due| i64::from(register.calendar.between(due, date)));
            self.fixed_late += late * register.child_weight(meeting);
            self.fixed_cost += prices.day(meeting, &deadlines, date);
        }
        self.fixed_cost += prices.start(meeting, start);
        self.fixed_cost += booking.room.map_or(0, |room| prices.room(meeting, room));
        if let Some(chair) = booking.iro {
            self.fixed_cost += prices.chair(meeting, chair, date);
            if booking.room.is_some() {
                self.fixed_cost += prices.chair_district(meeting, chair, booking.district(register));
            }
        }
    }

    /// Keeps what a booking that stands occupies.
    fn keep(&mut self, booking: &Booking) {
        let register = self.register;
        let meeting = register.meeting(booking.meeting);
        let kind = register.kind(meeting);
        let (date, start) = (booking.date(), booking.start());
        self.fixed.push(Fixed {
            meeting: booking.meeting,
            day: self.day_of(date),
            chair_span: register.chair_occupation(meeting, start),
            taker_span: register.taker_occupation(meeting, start),
            attendance: register.attendance(meeting, start),
            chair: booking.iro.map(|chair| chair.0),
            taker: booking.minute_taker.map(|taker| taker.0),
            room: match booking.room {
                Some(RoomChoice::Room(room)) => Some(room),
                Some(RoomChoice::Home) | None => None,
            },
            place: booking.place(register).map(|place| place.at()),
            household: meeting.household.map(|h| h.0),
            family: kind.family,
            continuity: kind.continuity && meeting.household.is_some(),
            worker: register.social_worker(meeting).map(|w| w.0),
        });
    }
}

fn with_role(register: &Register, chairs: bool) -> Vec<u32> {
    (0..).zip(&register.staff).filter(|(_, staff)| staff.role.chairs() == chairs).map(|(i, _)| i).collect()
}

/// The meetings to book, with their deadlines and lawful days, and the bookings that stand.
struct Wants<'a> {
    meetings: Vec<(MeetingIdx, Deadlines, Vec<NaiveDate>)>,
    kept: Vec<&'a Booking>,
}

impl<'a> Wants<'a> {
    fn new(register: &'a Register, meetings: &BTreeSet<MeetingIdx>) -> Wants<'a> {
        let today = register.authority.today;
        let with_dates = |&meeting: &MeetingIdx| {
            let row = register.meeting(meeting);
            let deadlines = register.deadlines(row).expect("readers refuse a live meeting without a date");
            (meeting, deadlines, lawful_dates(register, row, &deadlines))
        };
        let mut kept = standing_bookings(register);
        kept.retain(|booking| {
            !meetings.contains(&booking.meeting)
                && today <= booking.date()
                && register.meeting(booking.meeting).status.is_live()
        });
        Wants { meetings: meetings.iter().map(with_dates).collect(), kept }
    }

    fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        let lawful = self.meetings.iter().flat_map(|(_, _, dates)| dates.iter().copied());
        lawful.chain(self.kept.iter().map(|booking| booking.date()))
    }
}

/// Returns the register's bookings in the order of their meetings, the last row of each.
fn standing_bookings(register: &Register) -> Vec<&Booking> {
    let mut bookings: Vec<&Booking> = register.bookings.iter().rev().collect();
    bookings.sort_by_key(|booking| booking.meeting);
    bookings.dedup_by_key(|booking| booking.meeting);
    bookings
}

/// Returns the meetings that a plan books: those without a booking that stands, and those whose booking is only
/// proposed.
pub fn meetings_to_book(register: &Register) -> BTreeSet<MeetingIdx> {
    use crate::register::MeetingStatus::{Booked, ToBook};
    let bookings = standing_bookings(register);
    let standing = |meeting| {
        let at = bookings.binary_search_by_key(&meeting, |booking| booking.meeting).ok()?;
        Some(bookings[at])
    };
    (0..register.meetings.len())
        .map(MeetingIdx::from)
        .filter(|&meeting| match (register.meeting(meeting).status, standing(meeting)) {
            (ToBook, None) => true,
            (ToBook | Booked, Some(booking)) => !booking.status.is_fixed(),
            _ => false,
        })
        .collect()
}
