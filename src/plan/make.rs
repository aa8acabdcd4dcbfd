//! From what the solver found to a plan that people can use.

use std::collections::{BTreeMap, BTreeSet};

use super::reasons::Reasons;
use super::{Plan, Remark};
use crate::calendar::moment;
use crate::check::check;
use crate::problem::{Problem, Request};
use crate::register::{Booking, BookingStatus, MeetingIdx, StaffIdx};
use crate::rules::Breach;
use crate::solver::{Placement, Solution, State};

/// The referee found that a plan breaks a hard rule. It is a fault of the program, never of the register; such a
/// plan is not shown, saved or exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the plan breaks {} (this is a fault of the program: please report it)", codes(.0))]
pub struct Unlawful(pub Vec<Breach>);

/// Returns the plan of a solution, judged and scored by the referee, with a reason for everything unbooked, late,
/// handed over or out of district.
///
/// # Errors
/// Where a booking that the solver made breaks a hard rule.
pub fn make(problem: &Problem<'_>, solution: &Solution) -> Result<Plan, Unlawful> {
    let register = problem.register;
    let bookings = bookings(problem, &solution.placements);
    let fixed: BTreeSet<MeetingIdx> =
        bookings.iter().filter(|booking| booking.status.is_fixed()).map(|booking| booking.meeting).collect();
    let verdict = check(register, problem.travel, &bookings);
    let (standing_breaches, ours): (Vec<Breach>, Vec<Breach>) = verdict
        .breaches
        .into_iter()
        .partition(|breach| breach.meetings.iter().all(|meeting| fixed.contains(meeting)));
    if !ours.is_empty() {
        return Err(Unlawful(ours));
    }
    let mut reasons = Reasons::new(State::with(problem, &solution.placements));
    let unbooked = verdict
        .unbooked
        .iter()
        .map(|&meeting| Remark {
            meeting,
            matter: super::Matter::Unbooked,
            reason: reasons.unbooked(meeting),
        })
        .collect();
    let remarks = reasons.remarks(&bookings);
    Ok(Plan { bookings, unbooked, remarks, score: verdict.score, standing_breaches, proof: None })
}

/// Returns the bookings of a plan: those that stand, and those that the placements make.
pub(crate) fn bookings(problem: &Problem<'_>, placements: &[Option<Placement>]) -> Vec<Booking> {
    let standing = &problem.register.bookings;
    let mut bookings: Vec<Booking> =
        standing.iter().filter(|booking| booking.status.is_fixed()).cloned().collect();
    let proposed: BTreeMap<MeetingIdx, &Booking> = standing
        .iter()
        .filter(|booking| booking.status == BookingStatus::Proposed)
        .map(|booking| (booking.meeting, booking))
        .collect();
    for (request, placement) in problem.requests.iter().zip(placements) {
        if let Some(placement) = placement {
            bookings.push(booked(problem, request, placement, proposed.get(&request.meeting).copied()));
        }
    }
    bookings.sort_by_key(|booking| (booking.starts, booking.meeting));
    bookings
}

/// Returns the proposed booking of a request at a placement. It carries the own columns of the booking `before` it, and
/// counts its invitation up where the booking has changed.
pub(crate) fn booked(
    problem: &Problem<'_>,
    request: &Request,
    placement: &Placement,
    before: Option<&Booking>,
) -> Booking {
    renumbered(booking(problem, request, placement), before)
}

fn booking(problem: &Problem<'_>, request: &Request, placement: &Placement) -> Booking {
    let date = request.dates[placement.day as usize];
    let site = &request.sites[placement.site as usize];
    Booking {
        meeting: request.meeting,
        starts: moment(date, problem.starts[placement.start as usize]),
        iro: Some(StaffIdx(request.chairs[placement.chair as usize])),
        room: Some(site.rooms[placement.room as usize].room),
        minute_taker: placement.taker.map(StaffIdx),
        status: BookingStatus::Proposed,
        extra: Vec::new(),
    }
}

/// Returns a booking with the own columns of the one `before` it, and its invitation counted up where the booking has
/// changed.
pub(crate) fn renumbered(mut booking: Booking, before: Option<&Booking>) -> Booking {
    let Some(before) = before else { return booking };
    booking.extra = before.extra.clone();
    let place = |b: &Booking| (b.starts, b.iro, b.room, b.minute_taker);
    if place(&booking) != place(before) {
        booking.set_sequence(before.sequence() + 1);
    }
    booking
}

fn codes(breaches: &[Breach]) -> String {
    let said: Vec<String> =
        breaches.iter().map(|breach| format!("{}: {}", breach.code, breach.message)).collect();
    said.join("; ")
}
