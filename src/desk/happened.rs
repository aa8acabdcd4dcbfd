//! What happened, the ways to mend it, and taking one of them.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::act::{Act, Step};
use super::{DeskError, State};
use crate::events::{self, Event, EventFault};
use crate::explain::Place;
use crate::register::{Booking, BookingStatus, MeetingIdx, MeetingStatus, Register};
use crate::repair::{BrokenBefore, Choice, LivePlan, Options, Repair};
use crate::store::StoreError;

/// Something that happened, and the ways to mend it.
#[derive(Debug, Clone)]
pub struct Happening {
    /// What happened. Positions are those of the register that it was found on.
    pub events: Vec<Event>,
    /// What that changes.
    pub changes: Vec<events::Change>,
    /// The register after it, with the bookings that stood but for those of meetings that do not take place.
    pub register: Register,
    /// What breaks, and the choices.
    pub repair: Repair,
    /// The versions of the bookings that are given up whatever is chosen, as they were seen.
    versions: BTreeMap<MeetingIdx, u64>,
}

/// Returns what events break and the ways to mend it. What was broken before is told apart and stays where it is: it is mended by itself, where
/// nothing new happened. Meetings that waited for a booking before go on waiting: they are for the
/// plan, not for a repair.
///
/// # Errors
/// Every event that cannot have happened.
pub fn happening(
    state: &State,
    events: &[Event],
    options: &Options,
    stop: &AtomicBool,
) -> Result<Happening, Vec<EventFault>> {
    let happened = events::apply(&state.register, events)?;
    let mut aside = state.register.clone();
    for waiting in state.queue() {
        aside.meetings[waiting.meeting.at()].status = MeetingStatus::Cancelled;
    }
    // An event about a meeting that waits has no booking to mend; the plan beside must know it all the same.
    for event in events {
        if let Event::Cancelled { meeting } | Event::Adjourned { meeting, .. } = event {
            aside.meetings[meeting.at()].status = state.register.meeting(*meeting).status;
        }
    }
    let mut plan = LivePlan::new(aside, (*state.travel).clone());
    let changes = plan.apply(events)?;
    let options = Options { broken_before: BrokenBefore::Leave, ..options.clone() };
    let repair = plan.repair(&options, stop);
    let dropped = changes.iter().filter_map(events::Change::dropped);
    let versions = dropped.map(|booking| (booking.meeting, state.version(booking.meeting))).collect();
    Ok(Happening { events: events.to_vec(), changes, register: happened.register, repair, versions })
}

impl Happening {
    /// Returns what taking a choice does on the plan as it stands now; without a choice only what happened is written down, and
    /// what it breaks waits to be mended.
    ///
    /// # Errors
    /// Where a booking that the choice changes is not what it was, or the events cannot have happened any more.
    pub fn act(&self, state: &State, choice: Option<&Choice>) -> Result<Act, DeskError> {
        let happened = events::apply(&state.register, &self.events).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            DeskError::Changed(faults.join("\n"))
        })?;
        let register = happened.register;
        let changed = |meeting: MeetingIdx| -> DeskError {
            let reference = &register.meeting(meeting).reference;
            DeskError::Changed(format!(
                "the booking of meeting {reference} has changed since the choices were worked out\nlook at the choices anew"
            ))
        };
        let mut steps: Vec<Step> = Vec::new();
        // Bookings of meetings that do not take place are given up, whatever is chosen.
        for dropped in happened.changes.iter().filter_map(events::Change::dropped) {
            let meeting = dropped.meeting;
            steps
                .push(Step::Release { meeting, expected: self.versions.get(&meeting).copied().unwrap_or(0) });
        }
        for moved in choice.iter().flat_map(|choice| &choice.moves) {
            let meeting = moved.meeting;
            let known = meeting.at() < state.register.meetings.len();
            let now = if known { state.booking(meeting) } else { None };
            if !same_place(now, moved.before.as_ref()) {
                return Err(changed(meeting));
            }
            if steps.iter().any(|step| step.meeting() == meeting) {
                continue;
            }
            let expected = if known { state.version(meeting) } else { 0 };
            steps.push(match moved.after.as_ref().map(|after| (after, Place::of(after))) {
                Some((_, Some(place))) => {
                    Step::Place { meeting, place, status: BookingStatus::Confirmed, expected }
                }
                Some((_, None)) => return Err(changed(meeting)),
                None if expected == 0 => continue,
                None => Step::Release { meeting, expected },
            });
        }
        let mut after = register;
        // Whether a meeting is booked is for its booking to say, and the tables of a desk do not say it twice.
        after.bookings.clone_from(&state.register.bookings);
        let about = happened.changes.iter().map(|change| subject(&after, change)).collect();
        Ok(Act { register: Some(after), steps, about })
    }
}

/// Returns what a change is about, for the record.
fn subject(register: &Register, change: &events::Change) -> String {
    use events::Change::{Absent, Added, Adjourned, Cancelled, Closed};
    let meeting = |at: &MeetingIdx| register.meeting(*at).reference.to_string();
    match change {
        Absent { staff, .. } => register.staff[staff.at()].reference.to_string(),
        Closed { venue, .. } => register.venues[venue.at()].reference.to_string(),
        Cancelled { meeting: at, .. } | Added { meeting: at } | Adjourned { meeting: at, .. } => meeting(at),
    }
}

/// Whether two bookings of a meeting are at one place, or both are none.
fn same_place(a: Option<&Booking>, b: Option<&Booking>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            (a.starts, a.iro, a.room, a.minute_taker) == (b.starts, b.iro, b.room, b.minute_taker)
        }
        (None, None) => true,
        _ => false,
    }
}

/// A choice that is not there.
impl Happening {
    /// Returns a choice by its number, from 1.
    ///
    /// # Errors
    /// Where there is none of that number.
    pub fn choice(&self, number: usize) -> Result<&Choice, DeskError> {
        number.checked_sub(1).and_then(|at| self.repair.choices.get(at)).ok_or_else(|| {
            let reason = format!("is {number}; there are {}", self.repair.choices.len());
            StoreError::Invalid { what: "the choice".to_owned(), reason }.into()
        })
    }
}
