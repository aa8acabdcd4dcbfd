//! The seats of a repair on one state of the solver, each with the places that disturb least.
//!
//! What a move costs depends on the whole old place (day, start, chair and venue), which no single price of the solver
//! knows; so the best place is asked for three times, with the old chair at the appointment, with any chair there, and
//! anywhere, and the price of moving is added to what is found.

use super::layout::{Layout, Seat};
use crate::calendar::NaiveDate;
use crate::plan::{booked, is_rearranged};
use crate::problem::{DayOption, Problem, Request, Site};
use crate::register::Booking;
use crate::solver::{Key, Placement, Scratch, Screen, State, best_place, is_offered};

/// A request of the problem and where it is.
pub(super) type Placed = (usize, Placement);

/// What a place of a seat costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) placed: Placed,
    pub(super) tier: Tier,
    pub(super) late: i64,
    /// Minutes of cost, moving included.
    pub(super) cost: i64,
}

/// How much a place disturbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// Exactly as before.
    Same,
    /// Another room of the venue, or another minute taker.
    Unmoved,
    /// The same day, start and venue with another chair.
    SameAppointment,
    /// Elsewhere, or newly booked.
    Elsewhere,
}

/// Seats on a state, with what their places sum up to.
pub(super) struct Bench<'p> {
    pub(super) seats: &'p [Seat],
    pub(super) state: State<'p>,
    scratch: Scratch,
    /// Where each seat is.
    placed: Vec<Option<Placed>>,
    tier: Vec<Option<Tier>>,
    sums: Sums,
}

/// What the places of all seats sum up to, besides what the state keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    unbooked: i64,
    price: i64,
    moved: i64,
    rearranged: i64,
    /// Seats that need not have changed and did.
    neighbours: usize,
}

/// What a repair is judged by while it is sought; the less the better, the first difference decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// As few people as possible are disturbed.
    Calm,
    /// The best plan, moving priced in.
    Best,
}

impl<'p> Bench<'p> {
    /// Returns the bench with everything at its place that need not move, and the rest nowhere.
    pub(super) fn new(layout: &'p Layout<'p>) -> Bench<'p> {
        let seats = &layout.seats;
        let mut bench = Bench {
            seats,
            state: State::new(&layout.problem),
            scratch: Scratch::default(),
            placed: vec![None; seats.len()],
            tier: vec![None; seats.len()],
            sums: Sums::default(),
        };
        for seat in 0..seats.len() {
            bench.count(seat, 1);
        }
        for (position, seat) in seats.iter().enumerate().filter(|(_, seat)| !seat.is_broken) {
            if let Some(same) = seat.before.as_ref().and_then(|old| old.placement) {
                bench.put(position, (position, same), Tier::Same);
            }
        }
        bench
    }

    /// Returns what the bench is worth.
    pub(super) fn value(&self, aim: Aim) -> [i64; 5] {
        let (_, late, cost) = self.state.score();
        let Sums { unbooked, price, moved, rearranged, neighbours } = self.sums;
        match aim {
            Aim::Calm => [unbooked, moved, rearranged, late, cost + price],
            Aim::Best => [unbooked, late, cost + price, moved, neighbours as i64],
        }
    }

    /// Returns how many seats have changed that need not have.
    pub(super) fn n_neighbours(&self) -> usize {
        self.sums.neighbours
    }

    /// Returns where a seat is and how much that disturbs.
    pub(super) fn place(&self, seat: usize) -> Option<(Placed, Tier)> {
        self.placed[seat].zip(self.tier[seat])
    }

    /// Returns the booking of a seat before.
    pub(super) fn before(&self, seat: usize) -> Option<&'p Booking> {
        self.seats[seat].before.as_ref().map(|old| &old.booking)
    }

    /// Takes a seat out and returns where it was.
    pub(super) fn take(&mut self, seat: usize) -> Option<(Placed, Tier)> {
        let placed = self.placed[seat]?;
        let tier = self.tier[seat]?;
        self.count(seat, -1);
        self.placed[seat] = None;
        self.tier[seat] = None;
        self.count(seat, 1);
        self.state.remove(placed.0);
        Some((placed, tier))
    }

    /// Puts a seat that is nowhere at a place.
    pub(super) fn put(&mut self, seat: usize, placed: Placed, tier: Tier) {
        self.count(seat, -1);
        self.placed[seat] = Some(placed);
        self.tier[seat] = Some(tier);
        self.count(seat, 1);
        self.state.insert(placed.0, placed.1);
    }

    /// Adds a seat to the sums, or takes it out of them.
    fn count(&mut self, position: usize, sign: i64) {
        let seat = &self.seats[position];
        let sums = &mut self.sums;
        if self.tier[position].is_none() {
            sums.unbooked += sign * seat.weight;
        }
        let is_changed = self.tier[position] != Some(Tier::Same);
        if is_changed && !seat.is_broken {
            sums.neighbours = sums.neighbours.wrapping_add_signed(sign as isize);
        }
        let Some(old) = &seat.before else { return };
        let (moved, rearranged) = match self.tier[position] {
            Some(Tier::Same | Tier::Unmoved) => (0, 0),
            Some(Tier::SameAppointment) => (1, 0),
            Some(Tier::Elsewhere) | None => (1, 1),
        };
        sums.moved += sign * moved;
        sums.rearranged += sign * rearranged;
        // Dropping counts in S1, not here.
        if self.tier[position].is_some() {
            sums.price += sign * moved * old.price;
        }
    }

    /// Returns the best place of a seat that is nowhere, or `None` where there is none.
    pub(super) fn best(&mut self, position: usize, aim: Aim) -> Option<Found> {
        let mut found: Vec<Found> = Vec::with_capacity(4);
        let seat = &self.seats[position];
        let old_chair = seat.before.as_ref().and_then(|old| old.booking.iro).map(|chair| chair.0);
        if let Some(same) = seat.before.as_ref().and_then(|old| old.placement)
            && is_offered(&self.state, &mut self.scratch, position, same)
        {
            let before = self.state.score();
            self.state.insert(position, same);
            let after = self.state.score();
            self.state.remove(position);
            let key = Key { late: after.1 - before.1, cost: after.2 - before.2 };
            found.push(Found { placed: (position, same), tier: Tier::Same, late: key.late, cost: key.cost });
            if aim == Aim::Calm {
                return found.pop();
            }
        }
        if let Some(request) = seat.appointment {
            let unmoved = self.offer(position, request, Some(old_chair));
            if aim == Aim::Calm && unmoved.is_some() {
                return unmoved;
            }
            found.extend(unmoved);
            let appointment = self.offer(position, request, None);
            if aim == Aim::Calm && appointment.is_some() {
                return appointment;
            }
            found.extend(appointment);
        }
        found.extend(self.offer(position, position, None));
        found.into_iter().min_by_key(|option| (option.late, option.cost, option.tier, option.placed.0))
    }

    /// Returns the best place of a seat's request, among those with a chair where one is given.
    fn offer(&mut self, position: usize, request: usize, chair: Option<Option<u32>>) -> Option<Found> {
        let seat = &self.seats[position];
        let first_day = if request == position { seat.first_day } else { NaiveDate::MIN };
        let mut only = Only { dates: &self.state.problem.dates, first_day, chair };
        let offer = best_place(&self.state, &mut self.scratch, request, &mut only)?;
        let tier = self.tier_of(position, (request, offer.placement));
        let price = match (&seat.before, tier) {
            (Some(old), Tier::SameAppointment | Tier::Elsewhere) => old.price,
            _ => 0,
        };
        Some(Found {
            placed: (request, offer.placement),
            tier,
            late: offer.key.late,
            cost: offer.key.cost + price,
        })
    }

    fn tier_of(&self, position: usize, placed: Placed) -> Tier {
        let Some(before) = self.before(position) else { return Tier::Elsewhere };
        let problem = self.state.problem;
        let after = booking_of(problem, placed);
        let register = problem.register;
        if is_rearranged(register, before, &after) {
            Tier::Elsewhere
        } else if after.iro != before.iro {
            Tier::SameAppointment
        } else if (after.room, after.minute_taker) != (before.room, before.minute_taker) {
            Tier::Unmoved
        } else {
            Tier::Same
        }
    }
}

/// Returns the proposed booking of a place.
pub(super) fn booking_of(problem: &Problem<'_>, (request, placement): Placed) -> Booking {
    booked(problem, &problem.requests[request], &placement, None)
}

/// Leaves days with enough notice, and one chair where one is asked for.
struct Only<'a> {
    dates: &'a [NaiveDate],
    first_day: NaiveDate,
    chair: Option<Option<u32>>,
}

impl Screen for Only<'_> {
    fn day(&mut self, _request: &Request, day: &DayOption) -> bool {
        self.first_day <= self.dates[day.day]
    }

    fn chair(&mut self, request: &Request, _day: &DayOption, chair: usize) -> bool {
        self.chair.is_none_or(|only| only == Some(request.chairs[chair]))
    }

    fn site(&mut self, _site: &Site) -> bool {
        true
    }
}
