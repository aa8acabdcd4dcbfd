//! From a register and events to the register after them.

use std::collections::BTreeSet;

use super::{Change, Event, EventFault, Happened, adjourn};
use crate::register::{Absence, Booking, Closure, Meeting, MeetingIdx, MeetingStatus, Reference, Register};

/// Returns the register after the events, whose order does not matter, and what has changed.
///
/// Bookings from today on of meetings that are cancelled or adjourned are dropped; older ones stay as history. An
/// adjourned meeting is reconvened by a new one, `MEETING-R`: a conference by a `reconvened_conference`, unless its
/// household has a live one already, every other meeting by one of its own kind.
///
/// # Errors
/// Every event that cannot have happened, in the order given.
pub fn apply(register: &Register, events: &[Event]) -> Result<Happened, Vec<EventFault>> {
    let faults = faults(register, events);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut after = with_added(register, events);
    let mut changes: Vec<Change> = (register.meetings.len()..after.meetings.len())
        .map(|meeting| Change::Added { meeting: meeting.into() })
        .collect();
    changes.extend(absences(&mut after, events));
    changes.extend(closures(&mut after, events));
    changes.extend(endings(&mut after, events));
    Ok(Happened { register: after, changes })
}

/// Returns every reason for which events cannot have happened, in the order of the events.
pub fn faults(register: &Register, events: &[Event]) -> Vec<EventFault> {
    let after = with_added(register, events);
    let mut faults = Vec::new();
    let mut fault = |event: usize, message: String| faults.push(EventFault { event, message });
    for (position, event) in events.iter().enumerate() {
        event.faults(&after).into_iter().for_each(|message| fault(position, message));
    }
    let known: BTreeSet<&Reference> = register.meetings.iter().map(|m| &m.reference).collect();
    let added = added(events);
    for (i, &(meeting, position)) in added.iter().enumerate() {
        let reference = &meeting.reference;
        if known.contains(reference) {
            fault(
                position,
                format!("the register has a meeting {reference} already; wanted a new reference"),
            );
        } else if 0 < i && added[i - 1].0.reference == *reference {
            fault(position, format!("{reference} is added twice; wanted each reference once"));
        }
    }
    let mut ended: BTreeSet<MeetingIdx> = BTreeSet::new();
    for (position, event) in events.iter().enumerate() {
        if let Event::Cancelled { meeting } | Event::Adjourned { meeting, .. } = event
            && !ended.insert(*meeting)
        {
            let reference = &after.meeting(*meeting).reference;
            let message = format!("{reference} is cancelled or adjourned twice; wanted each meeting once");
            fault(position, message);
        }
    }
    faults.sort_by(|a, b| (a.event, &a.message).cmp(&(b.event, &b.message)));
    faults
}

/// Returns the meetings that are added, in order of reference, with the positions of their events.
fn added(events: &[Event]) -> Vec<(&Meeting, usize)> {
    let mut added: Vec<(&Meeting, usize)> = events
        .iter()
        .enumerate()
        .filter_map(|(position, event)| match event {
            Event::Added { meeting } => Some((meeting, position)),
            _ => None,
        })
        .collect();
    added.sort_by_key(|&(meeting, position)| (&meeting.reference, position));
    added
}

/// Returns the register with the meetings that are added behind its own.
fn with_added(register: &Register, events: &[Event]) -> Register {
    let mut after = register.clone();
    after.meetings.extend(added(events).into_iter().map(|(meeting, _)| meeting.clone()));
    after
}

fn absences(after: &mut Register, events: &[Event]) -> Vec<Change> {
    let mut absent: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Absent { staff, when } => Some((*staff, when.from, when.until, *when)),
            _ => None,
        })
        .collect();
    absent.sort_by_key(|&(staff, from, until, _)| (staff, from, until));
    absent.dedup();
    let mut changes = Vec::new();
    for (staff, _, _, when) in absent {
        after.staff[staff.at()].absences.push(Absence { when, reason: String::new() });
        changes.push(Change::Absent { staff, when });
    }
    changes
}

fn closures(after: &mut Register, events: &[Event]) -> Vec<Change> {
    let mut closed: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Closed { venue, room, when } => Some((*venue, *room, when.from, when.until, *when)),
            _ => None,
        })
        .collect();
    closed.sort_by_key(|&(venue, room, from, until, _)| (venue, room, from, until));
    closed.dedup();
    let mut changes = Vec::new();
    for (venue, room, _, _, when) in closed {
        after.closures.push(Closure { venue, room, when, reason: String::new() });
        changes.push(Change::Closed { venue, room, when });
    }
    changes
}

/// Cancels and adjourns, in order of meeting. A meeting is reconvened only after all are marked, so that no household
/// is taken to have a conference that another event ends.
fn endings(after: &mut Register, events: &[Event]) -> Vec<Change> {
    let mut ended: Vec<(MeetingIdx, Option<&str>)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Cancelled { meeting } => Some((*meeting, None)),
            Event::Adjourned { meeting, reason } => Some((*meeting, Some(reason.as_str()))),
            _ => None,
        })
        .collect();
    ended.sort();
    for &(meeting, reason) in &ended {
        after.meetings[meeting.at()].status =
            if reason.is_some() { MeetingStatus::Adjourned } else { MeetingStatus::Cancelled };
    }
    let mut taken: BTreeSet<Reference> = after.meetings.iter().map(|m| m.reference.clone()).collect();
    let mut changes = Vec::new();
    for &(meeting, reason) in &ended {
        let Some(reason) = reason else {
            let booking = drop_booking(after, meeting);
            changes.push(Change::Cancelled { meeting, booking });
            continue;
        };
        let standing = adjourn::standing(after, meeting);
        let is_added = standing.is_none();
        let reconvened = standing.unwrap_or_else(|| {
            let added = adjourn::reconvene(after, meeting, None, &taken);
            taken.insert(added.reference.clone());
            after.meetings.push(added);
            MeetingIdx::from(after.meetings.len() - 1)
        });
        let booking = drop_booking(after, meeting);
        let reason = reason.trim().to_owned();
        changes.push(Change::Adjourned { meeting, reason, booking, reconvened, is_added });
    }
    changes
}

/// Takes out the bookings of a meeting that no longer takes place: those from today on, and what was only proposed
/// before. Returns the first from today on.
pub(crate) fn drop_booking(after: &mut Register, meeting: MeetingIdx) -> Option<Booking> {
    let today = after.authority.today;
    let of_meeting = |booking: &&Booking| booking.meeting == meeting && today <= booking.date();
    let dropped = after.bookings.iter().find(of_meeting).cloned();
    after.bookings.retain(|b| b.meeting != meeting || (b.date() < today && b.status.is_fixed()));
    dropped
}
