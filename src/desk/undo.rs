//! Undoing what was done at the desk: whole acts only, and never into a plan that breaks what it did not break.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::PoisonError;

use chrono::NaiveDate;

use super::act::{ATTEMPTS, is_history, took_place, turns};
use super::bookings::{Index, standing};
use super::{Desk, DeskError, State, messages};
use crate::check::check;
use crate::files::register_from_texts;
use crate::register::{BookingStatus, MeetingStatus, Register};
use crate::rules::Breach;
use crate::store::{By, Event, StoreError, View, What};
use crate::travel::Travel;

/// Most events that one undoing takes back: an act makes no more.
const MOST_UNDONE: u64 = 100;

/// The store as it would stand.
struct Undone {
    register: Register,
    travel: Travel,
    index: Index,
}

impl Desk {
    /// Undoes the events of one act, the last first, by new ones that restore exactly what stood before, and returns the number of the
    /// last of these.
    ///
    /// # Errors
    /// [`DeskError::Changed`] where the events are not one act, all of it, or where a booking that took place would change;
    /// [`DeskError::Breaks`] with the hard rules that a booking would break where it is put back, and does not now; and whatever the
    /// store says where something newer is in the way, or somebody has the old place.
    pub fn undo(&self, by: &By<'_>, today: NaiveDate, events: (u64, u64)) -> Result<u64, DeskError> {
        let acts = self.whole_act(events)?;
        let meetings = meetings_of(&acts);
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            // What ends by itself is no part of the undoing.
            self.store().end_holds(by)?;
            let (number, state) = self.numbered(today)?;
            let known = stranded(&state.register);
            let someone_wrote = Cell::new(false);
            let said_no = RefCell::new(None);
            let undone = self.store().undo_all(by, events.0, events.1, &|view| {
                let undone = Undone::read(view, &state, &known)?;
                if view.head_before().number != number {
                    someone_wrote.set(true);
                    return Err(StoreError::Refused { reason: "somebody else wrote".to_owned() });
                }
                let history = changed_history(view, &state, &meetings)?;
                let judged = history.map_or_else(|| undone.judge(&state, &meetings), Err);
                if let Err(error) = judged {
                    let reason = error.to_string();
                    said_no.replace(Some(error));
                    return Err(StoreError::Refused { reason });
                }
                let Some(telling) = self.telling else { return Ok(()) };
                let never_heard = view.withdraw(by, events.0, events.1)?.into_iter().collect();
                let turns = turns(view, &state, meetings.iter().map(String::as_str))?;
                messages::queue(view, by, telling, &undone.register, &undone.index, &turns, &never_heard)
            });
            match undone {
                Err(StoreError::Refused { .. }) if someone_wrote.get() => {}
                Err(error) => return Err(said_no.into_inner().unwrap_or_else(|| error.into())),
                Ok(last) => return Ok(last),
            }
        }
        Err(StoreError::Busy { place: "the store".to_owned() }.into())
    }

    /// Returns the first and the last event of the act that an event belongs to; the event itself where it changed nothing that an undoing
    /// takes back.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn act_of(&self, event: u64) -> Result<(u64, u64), DeskError> {
        let around =
            self.store().events_since(event.saturating_sub(MOST_UNDONE + 1), 2 * MOST_UNDONE as u32 + 1)?;
        let Some(at) = around.iter().position(|one| one.number == event) else { return Ok((event, event)) };
        let is_of_it = |other: &Event| {
            (other.at, &other.who) == (around[at].at, &around[at].who) && changes_something(other)
        };
        let first = around[..=at].iter().rev().take_while(|other| is_of_it(other)).last();
        let last = around[at..].iter().take_while(|other| is_of_it(other)).last();
        Ok((first.map_or(event, |one| one.number), last.map_or(event, |one| one.number)))
    }

    /// Returns the events from one to another where they are one act and all of it: somebody's, at one moment, and neither the event
    /// before nor the one after is.
    fn whole_act(&self, (first, last): (u64, u64)) -> Result<Vec<Event>, DeskError> {
        let no_act =
            || DeskError::Changed(format!("events {first} to {last} are not what somebody did in one go"));
        if first == 0 || last < first || MOST_UNDONE < last - first {
            return Err(no_act());
        }
        let from = first.saturating_sub(2);
        let mut around = self.store().events_since(from, (last - from + 1) as u32)?;
        let one = around.iter().find(|event| event.number == first).ok_or_else(no_act)?;
        let (at, who) = (one.at, one.who.clone());
        let is_of_it = |event: &Event| event.at == at && event.who == who && changes_something(event);
        if around.iter().any(|event| is_of_it(event) != (first..=last).contains(&event.number)) {
            return Err(no_act());
        }
        around.retain(is_of_it);
        Ok(around)
    }
}

/// Whether an event is of what somebody did, and not of what follows from it by itself.
fn changes_something(event: &Event) -> bool {
    matches!(event.what, What::Booked | What::TableReplaced | What::Undone)
}

/// Returns the meetings whose bookings events changed.
fn meetings_of(events: &[Event]) -> BTreeSet<String> {
    let contents = events.iter().filter_map(|event| event.contents.as_ref());
    contents
        .filter_map(|contents| contents.after.as_object())
        .flat_map(|after| after.keys().cloned())
        .collect()
}

/// Returns why a booking that took place is not changed, where one of these meetings' would be.
fn changed_history(
    view: &mut View<'_>,
    state: &State,
    meetings: &BTreeSet<String>,
) -> Result<Option<DeskError>, StoreError> {
    for reference in meetings {
        let Some(meeting) = state.meeting(reference) else { continue };
        if !state.booking(meeting).is_some_and(|now| took_place(state, now)) {
            continue;
        }
        let then = view.booking(reference)?.map(|stored| stored.booking);
        if state.stored(meeting).map(|now| &now.booking) != then.as_ref() {
            return Ok(Some(DeskError::Changed(is_history(state, meeting))));
        }
    }
    Ok(None)
}

impl Undone {
    /// Reads the store as it would stand. Refuses what could not be read, or where a booking would name what the register does not have:
    /// nobody could use the desk any more.
    fn read(view: &mut View<'_>, state: &State, known: &BTreeSet<String>) -> Result<Undone, StoreError> {
        let tables = view.tables()?;
        let texts: Vec<(&str, &str)> =
            tables.iter().map(|table| (table.name.as_str(), table.text.as_str())).collect();
        let refused = |reason: String| StoreError::Refused { reason };
        let loaded = register_from_texts(&texts, None).map_err(|faults| refused(faults.to_string()))?;
        let index = Index::new(&loaded.register);
        let mut register = loaded.register;
        register.authority.today = state.register.authority.today;
        for stored in view.bookings()? {
            let booking = standing(&index, &stored)
                .map_err(|error| refused(format!("{error}; move or cancel it first")))?;
            register.bookings.extend(booking);
        }
        register.bookings.sort_by_key(|booking| booking.meeting);
        match stranded(&register).difference(known).next() {
            None => Ok(Undone { register, travel: loaded.travel, index }),
            Some(meeting) => Err(refused(format!(
                "meeting {meeting} would be booked although it does not take place; undo all of what was done, not a part of it"
            ))),
        }
    }

    /// Refuses what puts one of these meetings' bookings where it breaks a hard rule that it does not break now. That the register alone
    /// breaks others is for a repair to mend.
    fn judge(&self, state: &State, meetings: &BTreeSet<String>) -> Result<(), DeskError> {
        let verdict = check(&self.register, &self.travel, &self.register.bookings);
        let of_these = |breach: &&Breach| {
            let mut of = breach.meetings.iter().map(|&meeting| self.register.meeting(meeting));
            of.any(|meeting| meetings.contains(meeting.reference.as_str()))
        };
        let mut broken: Vec<Breach> = verdict.breaches.iter().filter(of_these).cloned().collect();
        if !broken.is_empty() {
            // The register may be another one, whose meetings have other positions: words are compared.
            let known = &state.verdict().breaches;
            broken.retain(|breach| {
                !known.iter().any(|old| old.code == breach.code && old.message == breach.message)
            });
        }
        if broken.is_empty() { Ok(()) } else { Err(DeskError::Breaks(broken)) }
    }
}

/// Returns the meetings that are booked although they do not take place.
pub fn stranded(register: &Register) -> BTreeSet<String> {
    let stand = register.bookings.iter().filter(|booking| booking.status != BookingStatus::Held);
    stand
        .map(|booking| register.meeting(booking.meeting))
        .filter(|meeting| !meeting.status.is_live() && meeting.status != MeetingStatus::Held)
        .map(|meeting| meeting.reference.to_string())
        .collect()
}
