//! From a plan of the search to a choice that the referee has counted.

use std::collections::{BTreeMap, BTreeSet};

use super::bench::{Tier, booking_of};
use super::damage::Damage;
use super::layout::{Layout, Seat};
use super::search::{Place, Plan};
use super::{Choice, Disturbance, LeftOut, Move};
use crate::check::{ScorePart, check};
use crate::plan::{self, is_moved, told};
use crate::register::{Booking, BookingStatus, HouseholdIdx, MeetingIdx, MeetingStatus, Register};
use crate::rules::MovedWeights;
use crate::travel::Travel;

/// Returns the choice that a plan is, or `None` where the referee finds it unlawful but for what is held. Reasons for
/// what is left out are not given yet.
pub(super) fn judge(
    register: &Register,
    travel: &Travel,
    damage: &Damage,
    layout: &Layout<'_>,
    plan: &Plan,
) -> Option<Choice> {
    let seats: BTreeMap<MeetingIdx, (&Seat, Place)> =
        layout.seats.iter().zip(plan).map(|(seat, place)| (seat.meeting, (seat, *place))).collect();
    let (mut bookings, mut moves) = (Vec::with_capacity(register.bookings.len()), Vec::new());
    for (position, before) in register.bookings.iter().enumerate() {
        let after = match seats.get(&before.meeting) {
            _ if damage.refused.contains(&position) => None,
            None | Some((_, Some((_, Tier::Same)))) => Some(before.clone()),
            Some((seat, Some((placed, _)))) => {
                Some(changed(register, before, booking_of(&layout.problem, *placed), seat))
            }
            Some((_, None)) => None,
        };
        if after.as_ref() != Some(before) {
            moves.push(change(register, Some(before), after.as_ref()));
        }
        bookings.extend(after);
    }
    let booked: BTreeSet<MeetingIdx> = bookings.iter().map(|booking| booking.meeting).collect();
    let mut left_out = Vec::new();
    for (&meeting, &(_, place)) in &seats {
        match place {
            Some((placed, _)) if !booked.contains(&meeting) => {
                let after = booking_of(&layout.problem, placed);
                moves.push(change(register, None, Some(&after)));
                bookings.push(after);
            }
            Some(_) => {}
            None => left_out.push(LeftOut { meeting, reason: String::new(), nearest: None }),
        }
    }
    moves.sort_by_key(|change| change.meeting);

    let after = repaired(register, &bookings, left_out.iter().map(|left| left.meeting));
    let mut verdict = check(&after, travel, &after.bookings);
    verdict.breaches.retain(|breach| !damage.leaves(breach));
    let held: BTreeSet<MeetingIdx> = bookings
        .iter()
        .filter(|booking| booking.status == BookingStatus::Held)
        .map(|booking| booking.meeting)
        .collect();
    let is_ours = |meetings: &[MeetingIdx]| !meetings.iter().all(|meeting| held.contains(meeting));
    if verdict.breaches.iter().any(|breach| is_ours(&breach.meetings)) {
        return None;
    }
    let changes = |meeting: MeetingIdx| moves.iter().any(|change| change.meeting == meeting);
    let late = verdict.late.into_iter().filter(|&(meeting, _)| changes(meeting)).collect();
    let moved = moves.iter().filter(|m| m.is_moved && m.after.is_some()).filter_map(|m| m.before.as_ref());
    Some(Choice {
        moved: moving(register, moved),
        late,
        disturbance: disturbance(register, &moves),
        breaches: verdict.breaches,
        score: verdict.score,
        left_out,
        bookings,
        moves,
    })
}

/// Returns a register with new bookings; meetings that have lost theirs are to book again.
pub(super) fn repaired(
    register: &Register,
    bookings: &[Booking],
    left_out: impl Iterator<Item = MeetingIdx>,
) -> Register {
    let mut after = register.clone();
    after.bookings = bookings.to_vec();
    for meeting in left_out {
        after.meetings[meeting.at()].status = MeetingStatus::ToBook;
    }
    after
}

/// Returns what moving these bookings costs, part by part.
fn moving<'a>(register: &Register, moved: impl Iterator<Item = &'a Booking>) -> Vec<ScorePart> {
    let parts = MovedWeights::new(register).parts(register, moved).into_iter();
    parts.map(|(key, amount, minutes)| ScorePart { key, amount, minutes }).collect()
}

/// Returns a booking's new form; a confirmed one stays confirmed where that is as people were told.
fn changed(register: &Register, before: &Booking, after: Booking, seat: &Seat) -> Booking {
    let mut after = plan::renumbered(after, Some(before));
    let is_as_told = !is_rearranged(register, before, Some(&after))
        && (before.iro == after.iro || after.date() < seat.first_day);
    if before.status == BookingStatus::Confirmed && is_as_told {
        after.status = BookingStatus::Confirmed;
    }
    after
}

fn change(register: &Register, before: Option<&Booking>, after: Option<&Booking>) -> Move {
    let meeting = before.or(after).map(|booking| booking.meeting).expect("a change has a booking");
    Move {
        meeting,
        is_moved: before.is_some_and(|old| after.is_none_or(|new| is_moved(register, old, new))),
        told: told(register, before, after),
        before: before.cloned(),
        after: after.cloned(),
    }
}

/// Whether people must come at another time or to another venue, or not at all.
fn is_rearranged(register: &Register, before: &Booking, after: Option<&Booking>) -> bool {
    after.is_none_or(|after| plan::is_rearranged(register, before, after))
}

/// A family: a household, or whoever a meeting without one is about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Household(HouseholdIdx),
    Of(MeetingIdx),
}

fn disturbance(register: &Register, moves: &[Move]) -> Disturbance {
    let (mut families, mut rearranged) = (BTreeSet::new(), BTreeSet::new());
    for change in moves {
        let meeting = register.meeting(change.meeting);
        let Some(before) = change.before.as_ref().filter(|_| change.is_moved) else { continue };
        if !meeting.status.is_live() || !register.kind(meeting).family {
            continue;
        }
        let family = || meeting.household.map_or(Family::Of(change.meeting), Family::Household);
        families.insert(family());
        if is_rearranged(register, before, change.after.as_ref()) {
            rearranged.insert(family());
        }
    }
    let moves = moves.iter().filter(|change| change.before.is_some()).count();
    Disturbance { families: families.len(), rearranged: rearranged.len(), moves }
}
