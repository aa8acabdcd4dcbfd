//! What people do with bookings at the desk: judged by the referee, then written, all of it or nothing.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};

use super::bookings::Index;
use super::messages::{self, Turn};
use super::{Desk, DeskError, State, own_columns};
use crate::check::{Score, check_beside};
use crate::explain::Place;
use crate::files::{register_files, register_from_texts};
use crate::register::{Booking, BookingStatus, MeetingIdx, Register};
use crate::rules::Breach;
use crate::store::{By, Change, Committed, Replacement, Status, StoreError, Stored, View};

/// How often a write is judged anew because somebody else, at another desk, wrote in the meantime.
pub(super) const ATTEMPTS: usize = 200;

/// What is to become of one meeting's booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It is booked at a place, or moved there.
    Place {
        /// The meeting.
        meeting: MeetingIdx,
        /// Where it is to be.
        place: Place,
        /// How firm it is to be.
        status: BookingStatus,
        /// The version of its booking that was read, 0 where none stood.
        expected: u64,
    },
    /// A place is kept free for it until a moment.
    Hold {
        /// The meeting.
        meeting: MeetingIdx,
        /// The place.
        place: Place,
        /// Until when.
        until: DateTime<Utc>,
        /// The version of its booking that was read, 0 where none stood.
        expected: u64,
    },
    /// Its booking is cancelled; the meeting is to be booked again.
    Release {
        /// The meeting.
        meeting: MeetingIdx,
        /// The version of its booking that was read.
        expected: u64,
    },
}

impl Step {
    /// Returns the meeting.
    pub fn meeting(&self) -> MeetingIdx {
        match self {
            Step::Place { meeting, .. } | Step::Hold { meeting, .. } | Step::Release { meeting, .. } => {
                *meeting
            }
        }
    }

    fn expected(&self) -> u64 {
        match self {
            Step::Place { expected, .. } | Step::Hold { expected, .. } | Step::Release { expected, .. } => {
                *expected
            }
        }
    }

    /// Returns the booking that is to stand.
    fn booking(&self) -> Option<Booking> {
        match self {
            Step::Place { meeting, place, status, .. } => {
                Some(Booking { status: *status, ..place.booking(*meeting) })
            }
            Step::Hold { meeting, place, .. } => {
                Some(Booking { status: BookingStatus::Confirmed, ..place.booking(*meeting) })
            }
            Step::Release { .. } => None,
        }
    }
}

/// What is to be done, all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Act {
    /// The register as it is to be, where it changes: its tables are then written too.
    pub register: Option<Register>,
    /// What is to become of bookings, each meeting once.
    pub steps: Vec<Step>,
    /// References of what changes in the register, for the record.
    pub about: Vec<String>,
}

/// What was done.
#[derive(Clone)]
pub struct Done {
    /// The numbers of its first and last events: what an undoing names.
    pub events: (u64, u64),
    /// The plan that it was done to.
    was: Arc<State>,
    /// The score since.
    after: Score,
}

impl std::fmt::Debug for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Done").field("events", &self.events).finish_non_exhaustive()
    }
}

impl Done {
    /// Returns the difference of the score that it makes.
    ///
    /// Cost: the referee's look at the plan as it was, unless somebody has asked for that before.
    pub fn difference(&self) -> Score {
        self.after.minus(&self.was.verdict().score)
    }
}

/// What the referee says of steps before they are taken.
pub(super) struct Judged {
    /// The hard rules that they would break and that are not broken as it is.
    pub(super) breaches: Vec<Breach>,
    /// The score with them.
    pub(super) score: Score,
}

impl State {
    /// Returns what the referee says of steps: the hard rules that they would break and that are not broken as it is, and the score
    /// with them.
    pub fn judge(&self, steps: &[Step]) -> (Vec<Breach>, Score) {
        let judged = judge(self, &self.register, steps);
        (judged.breaches, judged.score)
    }
}

/// Judges steps on `register`, which has the meetings and bookings of the state and may have changed otherwise.
pub(super) fn judge(state: &State, register: &Register, steps: &[Step]) -> Judged {
    let touched: BTreeSet<MeetingIdx> = steps.iter().map(Step::meeting).collect();
    // What is changed by a person is new (H02 wants notice of it) and may be changed (H12).
    let anew = |step: &Step| !keeps_appointment(state, step);
    let new: BTreeSet<MeetingIdx> = steps.iter().filter(|step| anew(step)).map(Step::meeting).collect();
    let mut before: Vec<Booking> =
        register.bookings.iter().filter(|booking| !new.contains(&booking.meeting)).cloned().collect();
    let mut after: Vec<Booking> =
        register.bookings.iter().filter(|booking| !touched.contains(&booking.meeting)).cloned().collect();
    for booking in steps.iter().filter_map(Step::booking) {
        if !new.contains(&booking.meeting) {
            before.retain(|old| old.meeting != booking.meeting);
            before.push(booking.clone());
        }
        after.push(booking);
    }
    before.sort_by_key(|booking| booking.meeting);
    after.sort_by_key(|booking| booking.meeting);
    let verdict = check_beside(register, &before, &state.travel, &after);
    let mut breaches = verdict.breaches;
    // What is broken already takes as long to know, and mostly nothing is.
    if !breaches.is_empty() {
        let known = &state.verdict().breaches;
        breaches.retain(|breach| !known.contains(breach));
    }
    Judged { breaches, score: verdict.score }
}

/// Whether a step leaves a booking where and when it is, so that nobody needs notice of it.
fn keeps_appointment(state: &State, step: &Step) -> bool {
    let now = state.booking(step.meeting());
    match (now, step.booking()) {
        // Of a hold or a proposal nobody need know: it is new once it is confirmed.
        (Some(now), Some(then)) => {
            now.status == BookingStatus::Confirmed
                && !state.is_on_hold(now.meeting)
                && now.starts == then.starts
                && now.venue(&state.register) == then.venue(&state.register)
        }
        _ => false,
    }
}

impl Desk {
    /// Does something, all of it or nothing: the referee judges it on the plan as it stands, and the store refuses what
    /// somebody else has changed since it was read.
    ///
    /// # Errors
    /// [`DeskError::Breaks`] with every hard rule that it would break and that is not broken already, and whatever the store
    /// says: [`StoreError::Stale`], [`StoreError::Taken`].
    pub fn act(
        &self,
        by: &By<'_>,
        today: NaiveDate,
        act: &dyn Fn(&State) -> Result<Act, DeskError>,
    ) -> Result<Done, DeskError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            let (number, state) = self.numbered(today)?;
            let has_run_out =
                |stored: &Stored| matches!(stored.booking.status, Status::OnHold { until } if until <= by.at);
            if state.stored.values().any(|stored| has_run_out(stored)) {
                // The places that they kept are free for what is done now.
                self.store().end_holds(by)?;
                continue;
            }
            let act = act(&state)?;
            refuse_stale(&state, &act.steps)?;
            let register = act.register.as_ref().unwrap_or(&state.register);
            let judged = judge(&state, register, &act.steps);
            // A change of the register alone may break bookings: somebody is ill. That is for a repair to mend.
            let new = judged.breaches;
            let new: Vec<Breach> = match &act.register {
                None => new,
                Some(_) => {
                    let moved: BTreeSet<MeetingIdx> = act.steps.iter().map(Step::meeting).collect();
                    new.into_iter()
                        .filter(|breach| breach.meetings.iter().any(|m| moved.contains(m)))
                        .collect()
                }
            };
            if !new.is_empty() {
                return Err(DeskError::Breaks(new));
            }
            let changes =
                act.steps.iter().map(|step| change(&state, register, step)).collect::<Result<Vec<_>, _>>()?;
            let tables =
                act.register.as_ref().map_or_else(Vec::new, |new| replacements(&state, new, &act.about));
            if changes.is_empty() && tables.is_empty() {
                return Err(DeskError::Changed("nothing was to be changed".to_owned()));
            }
            refuse_unreadable(&state, &tables)?;
            let someone_wrote = std::cell::Cell::new(false);
            let referee = |view: &mut View<'_>| {
                if view.head_before().number == number {
                    return self.tell(view, by, &state, register, &act.steps);
                }
                someone_wrote.set(true);
                Err(StoreError::Refused { reason: "somebody else wrote".to_owned() })
            };
            match self.store().commit(by, &tables, &changes, &referee) {
                Ok(Committed { first, last, .. }) => {
                    return Ok(Done { events: (first, last), was: state, after: judged.score });
                }
                Err(StoreError::Refused { .. }) if someone_wrote.get() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Busy { place: "the store".to_owned() }.into())
    }

    /// Queues messages to those whom steps concern, where people are written to.
    fn tell(
        &self,
        view: &mut View<'_>,
        by: &By<'_>,
        state: &State,
        register: &Register,
        steps: &[Step],
    ) -> Result<(), StoreError> {
        let Some(telling) = self.telling else { return Ok(()) };
        let meetings = steps.iter().map(|step| register.meeting(step.meeting()).reference.as_str());
        let turns = turns(view, state, meetings)?;
        messages::queue(view, by, telling, register, &Index::new(register), &turns, &BTreeSet::new())
    }
}

/// Returns the bookings of meetings as they were in a plan and as they will stand.
pub(super) fn turns<'a>(
    view: &mut View<'_>,
    state: &State,
    meetings: impl Iterator<Item = &'a str>,
) -> Result<Vec<Turn>, StoreError> {
    meetings
        .map(|meeting| {
            let before = state.stored.get(meeting).map(|stored| stored.as_ref().clone());
            Ok(Turn { before, after: view.booking(meeting)? })
        })
        .collect()
}

/// Whether a booking took place, or lies before today and stands.
pub(super) fn took_place(state: &State, booking: &Booking) -> bool {
    let today = state.register.authority.today;
    booking.status == BookingStatus::Held || (booking.status.is_fixed() && booking.date() < today)
}

/// Returns why the booking of a meeting that took place is not changed.
pub(super) fn is_history(state: &State, meeting: MeetingIdx) -> String {
    let reference = &state.register.meeting(meeting).reference;
    format!("H12 the booking of meeting {reference} lies before today or took place, and stays as it was")
}

/// Refuses steps whose bookings are not those that were read.
fn refuse_stale(state: &State, steps: &[Step]) -> Result<(), DeskError> {
    for step in steps {
        if state.booking(step.meeting()).is_some_and(|now| took_place(state, now)) {
            return Err(DeskError::Changed(is_history(state, step.meeting())));
        }
        let found = state.version(step.meeting());
        if found == step.expected() {
            continue;
        }
        let Some(row) = state.register.meetings.get(step.meeting().at()) else { continue };
        let reference = &row.reference;
        let error = match (state.stored.get(reference.as_str()), step.expected()) {
            (Some(_), 0) if found != 0 => StoreError::AlreadyBooked { meeting: reference.to_string() },
            (Some(stored), expected) => StoreError::Stale {
                what: format!("the booking of meeting {reference}"),
                expected,
                found: stored.version,
                who: stored.changed_by.clone(),
                at: stored.changed_at,
            },
            (None, _) => StoreError::NotBooked { meeting: reference.to_string() },
        };
        return Err(error.into());
    }
    Ok(())
}

/// Returns a step as the store's change.
fn change(state: &State, register: &Register, step: &Step) -> Result<Change, DeskError> {
    let meeting = register.meeting(step.meeting()).reference.to_string();
    let Some(booking) = step.booking() else {
        return Ok(Change::Cancel { meeting, expected: step.expected() });
    };
    let mut stored = super::bookings::to_store(register, &booking)
        .ok_or_else(|| DeskError::Booking(format!("H01 meeting {meeting} lacks a chair or a room")))?;
    if let Some(now) = state.stored.get(stored.meeting.as_str()) {
        stored.extra.clone_from(&now.booking.extra);
    }
    if let Step::Hold { until, .. } = step {
        stored.status = Status::OnHold { until: *until };
    }
    Ok(match step.expected() {
        0 => Change::Book(stored),
        expected => Change::Alter { booking: stored, expected },
    })
}

/// Refuses tables that could not be read again: nobody could use the desk any more.
fn refuse_unreadable(state: &State, tables: &[Replacement]) -> Result<(), DeskError> {
    if tables.is_empty() {
        return Ok(());
    }
    let new = |name: &str| tables.iter().find(|table| table.name == name);
    let kept = state.tables.iter().filter(|table| new(&table.name).is_none());
    let texts: Vec<(&str, &str)> = kept
        .map(|table| (table.name.as_str(), table.text.as_str()))
        .chain(tables.iter().map(|table| (table.name.as_str(), table.text.as_str())))
        .collect();
    register_from_texts(&texts, None).map(|_| ()).map_err(|faults| {
        DeskError::Changed(format!(
            "the register could not be read with it, and nothing was written\n{faults}"
        ))
    })
}

/// Returns the tables of the register that differ.
fn replacements(state: &State, new: &Register, about: &[String]) -> Vec<Replacement> {
    let kept = |name: &str| state.tables.iter().find(|table| table.name == name);
    let old = register_files(&state.register);
    register_files(new)
        .into_iter()
        .filter(|file| file.0 != "bookings.csv" && !old.contains(file))
        .map(|(name, text)| match kept(&name) {
            Some(table) => {
                let text = own_columns::keep(&table.text, &text);
                Replacement { expected: table.version, text, name, about: about.to_vec() }
            }
            None => Replacement { expected: 0, name, text, about: about.to_vec() },
        })
        .collect()
}
