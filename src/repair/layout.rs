//! The problem of a repair: what may move, as requests of the solver.
//!
//! Every movable booking is a seat: a request of the solver for any place, and beside it a second request, its
//! appointment, which leaves day, start and venue as they are and only chair, room and minute taker open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::NaiveDate;
use crate::problem::{Problem, Request};
use crate::register::{Booking, BookingStatus, MeetingIdx, Register, RoomChoice};
use crate::rules::MovedWeights;
use crate::solver::{Placement, standing_places};
use crate::travel::Travel;

/// A booking that may move, or a meeting to book.
pub(super) struct Seat {
    /// The meeting.
    pub(super) meeting: MeetingIdx,
    /// Children it counts for.
    pub(super) weight: i64,
    /// Whether it must be placed anew; otherwise it stays unless it makes room.
    pub(super) is_broken: bool,
    /// Its booking so far.
    pub(super) before: Option<Old>,
    /// The request for its appointment.
    pub(super) appointment: Option<usize>,
    /// The first day that gives enough notice.
    pub(super) first_day: NaiveDate,
}

/// A booking so far.
pub(super) struct Old {
    pub(super) booking: Booking,
    /// Exactly as it was, where the solver can express it.
    pub(super) placement: Option<Placement>,
    /// What moving it costs.
    pub(super) price: i64,
}

/// The problem of a repair, ready for a [`Bench`].
pub(super) struct Layout<'a> {
    pub(super) problem: Problem<'a>,
    pub(super) seats: Vec<Seat>,
}

impl<'a> Layout<'a> {
    /// Returns the seats of a register without notice (`free`, whose bookings are sound but for `broken`): `broken` and
    /// `unbooked` meetings, and those of `neighbours` that the solver can express as they are. `register` has the
    /// notice that counts.
    pub(super) fn new(
        register: &Register,
        free: &'a Register,
        travel: &'a Travel,
        broken: &BTreeSet<MeetingIdx>,
        unbooked: &BTreeSet<MeetingIdx>,
        neighbours: &BTreeSet<MeetingIdx>,
    ) -> Layout<'a> {
        let must: BTreeSet<MeetingIdx> = broken.union(unbooked).copied().collect();
        let movable: BTreeSet<MeetingIdx> = must.union(neighbours).copied().collect();
        let mut problem = Problem::of(free, travel, &movable);
        let mut standing = standing_places(&problem);
        let strange: BTreeSet<MeetingIdx> = problem
            .requests
            .iter()
            .zip(&standing)
            .filter(|(request, place)| place.is_none() && !must.contains(&request.meeting))
            .map(|(request, _)| request.meeting)
            .collect();
        if !strange.is_empty() {
            problem = Problem::of(free, travel, &movable.difference(&strange).copied().collect());
            standing = standing_places(&problem);
        }
        let weights = MovedWeights::new(register);
        let bookings: BTreeMap<MeetingIdx, &Booking> =
            free.bookings.iter().map(|booking| (booking.meeting, booking)).collect();
        let mut seats = Vec::with_capacity(problem.requests.len());
        let mut appointments = Vec::new();
        for (position, request) in problem.requests.iter().enumerate() {
            let booking = bookings.get(&request.meeting).copied();
            let kind = register.kind(register.meeting(request.meeting));
            let first_day = register.calendar.after(register.authority.today, kind.notice_days);
            let may_stay = |b: &Booking| first_day <= b.date() || b.status == BookingStatus::Confirmed;
            let appointment = booking
                .filter(|b| may_stay(b))
                .and_then(|booking| appointment(&problem, request, booking))
                .map(|appointment| {
                    appointments.push(appointment);
                    problem.requests.len() + appointments.len() - 1
                });
            seats.push(Seat {
                meeting: request.meeting,
                weight: request.weight,
                is_broken: must.contains(&request.meeting),
                before: booking.map(|booking| Old {
                    booking: booking.clone(),
                    placement: standing[position].filter(|_| may_stay(booking)),
                    price: weights.price(register, booking),
                }),
                appointment,
                first_day,
            });
        }
        problem.requests.extend(appointments);
        Layout { problem, seats }
    }
}

/// Returns the request for a booking's day, start and venue with whoever is free, or `None` where they are unlawful
/// by themselves.
fn appointment(problem: &Problem<'_>, request: &Request, booking: &Booking) -> Option<Request> {
    let day = request.dates.binary_search(&booking.date()).ok()?;
    let start = problem.starts.binary_search(&booking.start()).ok()?;
    let (first, past) = request.starts;
    if start < first || past <= start {
        return None;
    }
    let register = problem.register;
    let room = booking.room?;
    let is_there = |other: RoomChoice| match (room, other) {
        (RoomChoice::Room(room), RoomChoice::Room(other)) => {
            register.rooms[room.at()].venue == register.rooms[other.at()].venue
        }
        (RoomChoice::Home, RoomChoice::Home) => true,
        _ => false,
    };
    let mut site = request.sites.iter().find(|site| site.rooms.iter().any(|o| is_there(o.room)))?.clone();
    site.rooms.retain(|option| is_there(option.room));
    site.floor = site.rooms[0].cost;
    Some(Request {
        dates: vec![request.dates[day]],
        days: vec![request.days[day].clone()],
        starts: (start, start + 1),
        start_cost: request.start_cost.clone(),
        chairs: Arc::clone(&request.chairs),
        chair_cost: vec![Arc::clone(&request.chair_cost[day])],
        sites: vec![site],
        hopeless: Vec::new(),
        ..*request
    })
}
