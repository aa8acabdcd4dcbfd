//! The acts about one meeting: other bookings that move for it, a booking confirmed or given up, the meeting cancelled.
//!
//! Each is what [`crate::desk::Desk::act`] then puts before the referee and into the store.

use crate::desk::{Act, DeskError, State as Plan, Step};
use crate::events::{self, Event};
use crate::explain::Place;
use crate::register::{BookingStatus, MeetingIdx};
use crate::serve::place::PlaceFields;

/// Most other bookings that move with one.
pub(crate) const MOST_MOVES: usize = 10;

/// Another meeting's booking that is to move.
#[derive(Debug, Clone)]
pub(crate) struct Moving {
    /// The meeting's reference.
    pub(crate) meeting: String,
    /// The version of its booking that was read.
    pub(crate) version: u64,
    /// Where it goes.
    pub(crate) to: PlaceFields,
}

/// Why other bookings do not move.
#[derive(Debug)]
pub(crate) enum NotMoved {
    /// What was asked for cannot be understood.
    Faults(Vec<String>),
    /// A booking is not the one that was read, or may not move any more.
    Changed(String),
}

impl From<NotMoved> for DeskError {
    fn from(why: NotMoved) -> DeskError {
        DeskError::Changed(match why {
            NotMoved::Faults(faults) => faults.join("\n"),
            NotMoved::Changed(what) => what,
        })
    }
}

/// Returns the steps of the other bookings that move for the one of `meeting`. Each keeps its firmness.
pub(crate) fn moved(plan: &Plan, meeting: MeetingIdx, moving: &[Moving]) -> Result<Vec<Step>, NotMoved> {
    if MOST_MOVES < moving.len() {
        let n = moving.len();
        return Err(NotMoved::Faults(vec![format!("{n} bookings move; {MOST_MOVES} are the most")]));
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut faults = Vec::new();
    for (at, one) in (1..).zip(moving) {
        let other = plan.meeting(&one.meeting).filter(|&other| other != meeting);
        // What was typed may be anything: it is not said back.
        let Some(other) = other.filter(|&other| steps.iter().all(|step| step.meeting() != other)) else {
            faults.push(format!("move {at} is of no other meeting; wanted one of the register, each once"));
            continue;
        };
        let now = plan.booking(other).filter(|now| now.status != BookingStatus::Held);
        let (Some(now), true) = (now, plan.version(other) == one.version) else {
            return Err(NotMoved::Changed(format!(
                "the booking of meeting {} that was to move has changed\nlook for places again",
                one.meeting
            )));
        };
        // Whoever has a place kept free was promised it.
        if plan.is_on_hold(other) {
            return Err(NotMoved::Changed(format!(
                "meeting {} has its place on hold only, which does not move",
                one.meeting
            )));
        }
        match one.to.place(plan) {
            Ok(place) => {
                steps.push(Step::Place { meeting: other, place, status: now.status, expected: one.version })
            }
            Err(wrong) => faults.extend(wrong.into_iter().map(|fault| format!("move {at}: {fault}"))),
        }
    }
    if faults.is_empty() { Ok(steps) } else { Err(NotMoved::Faults(faults)) }
}

/// Returns the act that gives up a booking: its meeting goes back to the queue.
pub(crate) fn release(meeting: MeetingIdx, expected: u64) -> Act {
    Act { register: None, steps: vec![Step::Release { meeting, expected }], ..Act::default() }
}

/// Returns the act that confirms a booking that is proposed or kept free, where it stands.
///
/// # Errors
/// Where none stands, or it lacks a chair or a room.
pub(crate) fn confirm(plan: &Plan, meeting: MeetingIdx, expected: u64) -> Result<Act, DeskError> {
    let lost = || gone(plan.register.meeting(meeting).reference.as_str());
    let place = plan.booking(meeting).and_then(Place::of).ok_or_else(lost)?;
    let steps = vec![Step::Place { meeting, place, status: BookingStatus::Confirmed, expected }];
    Ok(Act { register: None, steps, ..Act::default() })
}

/// Returns the act that cancels a meeting: it leaves the queue and the calendar, and its booking is given up. `expected` is the version of its
/// booking that was read, 0 where none stood.
///
/// # Errors
/// Where the meeting cannot be cancelled any more.
pub(crate) fn cancel(plan: &Plan, meeting: MeetingIdx, expected: u64) -> Result<Act, DeskError> {
    let happened = events::apply(&plan.register, &[Event::Cancelled { meeting }]).map_err(|faults| {
        DeskError::Changed(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    // Whoever saw none cancels none: where one stands by now, the step is refused as stale.
    let is_any = expected != 0 || plan.version(meeting) != 0;
    let steps = if is_any { vec![Step::Release { meeting, expected }] } else { Vec::new() };
    let about = vec![plan.register.meeting(meeting).reference.to_string()];
    Ok(Act { register: Some(happened.register), steps, about })
}

/// Returns the reason for which a meeting is cancelled, which the audit keeps.
///
/// # Errors
/// Where none is given.
pub(crate) fn reason_of(given: &str) -> Result<&str, String> {
    match given.trim() {
        "" => Err("no reason is given; wanted one, because it is kept in the audit".to_owned()),
        reason => Ok(reason),
    }
}

/// Returns the error for a meeting that is gone, or whose booking is.
pub(crate) fn gone(reference: &str) -> DeskError {
    DeskError::Changed(format!("meeting {reference} has changed; look at it again"))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveTime, Utc};

    use super::*;
    use crate::desk::create;
    use crate::register::{Booking, RoomChoice, StaffIdx};
    use crate::store::{By, Location};
    use crate::synth::{Preset, generate};

    /// Returns the plan of a register in which its second meeting is booked, confirmed, at home.
    fn plan() -> Plan {
        let mut register = generate(Preset::Tiny, 1);
        let chair = register.staff.iter().position(|staff| staff.role.chairs()).expect("a chair");
        register.bookings = vec![Booking {
            meeting: MeetingIdx(1),
            starts: register.authority.today.and_time(NaiveTime::from_hms_opt(10, 0, 0).expect("a time"))
                + chrono::Duration::days(14),
            iro: Some(StaffIdx::from(chair)),
            room: Some(RoomChoice::Home),
            minute_taker: None,
            status: BookingStatus::Confirmed,
            extra: Vec::new(),
        }];
        let folder = tempfile::tempdir().expect("a folder");
        let by = By { who: "clerk-1", at: DateTime::<Utc>::UNIX_EPOCH, why: "first use" };
        let store =
            create(&Location::file(folder.path().join("desk.db")), &by, &register).expect("it can be kept");
        Plan::read(&store, register.authority.today).expect("it can be read")
    }

    #[test]
    fn another_booking_moves_as_it_was_read_and_once() {
        let plan = plan();
        let (meeting, other) = (MeetingIdx(0), MeetingIdx(1));
        let now = plan.booking(other).expect("it is booked");
        let moving = Moving {
            meeting: plan.register.meeting(other).reference.to_string(),
            version: plan.version(other),
            to: PlaceFields::of(&plan.register, now),
        };
        let steps = moved(&plan, meeting, std::slice::from_ref(&moving)).expect("it can move");
        assert_eq!(steps.len(), 1);
        let faults = |moving: &[Moving], meeting| match moved(&plan, meeting, moving) {
            Err(NotMoved::Faults(faults)) => faults.len(),
            _ => 0,
        };
        // The meeting itself, the same twice, none of the register, too many.
        assert_eq!(faults(std::slice::from_ref(&moving), other), 1);
        assert_eq!(faults(&[moving.clone(), moving.clone()], meeting), 1);
        assert_eq!(faults(&[Moving { meeting: "NONE".to_owned(), ..moving.clone() }], meeting), 1);
        assert_eq!(faults(&vec![moving.clone(); MOST_MOVES + 1], meeting), 1);
        let stale = [Moving { version: moving.version + 1, ..moving }];
        assert!(matches!(moved(&plan, meeting, &stale), Err(NotMoved::Changed(_))));
    }

    #[test]
    fn a_meeting_without_a_booking_has_none_to_confirm_and_can_be_cancelled() {
        let plan = plan();
        assert!(confirm(&plan, MeetingIdx(0), 0).is_err());
        assert_eq!(confirm(&plan, MeetingIdx(1), 1).expect("it stands").steps.len(), 1);
        assert!(cancel(&plan, MeetingIdx(0), 0).expect("it is live").steps.is_empty());
        // Whoever saw no booking where one stands is told so by the step.
        assert_eq!(cancel(&plan, MeetingIdx(1), 0).expect("it is live").steps.len(), 1);
    }

    #[test]
    fn a_reason_is_wanted() {
        assert_eq!(reason_of(" the plan ended "), Ok("the plan ended"));
        assert!(reason_of(" \t").is_err());
    }
}
