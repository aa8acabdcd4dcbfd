//! The plan of a store at one moment, ready to be asked about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::DeskError;
use super::bookings::{Index, standing};
use crate::check::{Verdict, check};
use crate::files::register_from_texts;
use crate::problem::Frame;
use crate::register::{Booking, MeetingIdx, MeetingStatus, Register};
use crate::store::{Event, Head, Holding, Store, Stored, Tables, What};
use crate::travel::Travel;

/// A register, its bookings and what the store knows of them.
pub struct State {
    /// The register with the bookings that stand: a temporary hold stands as a confirmed booking, because it is as much in
    /// everybody's way.
    pub register: Register,
    /// Its driving times.
    pub travel: Arc<Travel>,
    /// The files of the register as the store has them.
    pub tables: Arc<Tables>,
    /// The bookings as the store has them, cancelled ones too, by the meeting's reference.
    pub stored: BTreeMap<Arc<str>, Arc<Stored>>,
    /// What the reader of the register noticed that is no fault.
    pub notes: Arc<Vec<String>>,
    index: Arc<Index>,
    /// What the bookings do not change, compiled when a place is first asked for.
    frame: OnceLock<Frame>,
    verdict: OnceLock<Verdict>,
}

impl State {
    /// Reads a store as of `today`, which takes the place of the planning date of the register's policy.
    ///
    /// # Errors
    /// Where the store cannot be read, or what it holds is no register.
    pub fn read(store: &Store, today: NaiveDate) -> Result<State, DeskError> {
        State::read_with_head(store, today).map(|(_, state)| state)
    }

    /// Reads a store as of `today`, with the last event that the plan knows of.
    pub(super) fn read_with_head(store: &Store, today: NaiveDate) -> Result<(Head, State), DeskError> {
        let Holding { head, tables, bookings } = store.holding()?;
        let texts: Vec<(&str, &str)> =
            tables.iter().map(|table| (table.name.as_str(), table.text.as_str())).collect();
        let loaded = register_from_texts(&texts, None)?;
        let stored: BTreeMap<Arc<str>, Arc<Stored>> = bookings
            .into_iter()
            .map(|stored| (Arc::from(stored.booking.meeting.as_str()), Arc::new(stored)))
            .collect();
        let mut register = loaded.register;
        register.authority.today = today;
        let index = Arc::new(Index::new(&register));
        let mut state = State {
            register,
            travel: Arc::new(loaded.travel),
            tables: Arc::new(tables),
            stored,
            notes: Arc::new(loaded.notes),
            index,
            frame: OnceLock::new(),
            verdict: OnceLock::new(),
        };
        state.seat_all()?;
        Ok((head, state))
    }

    /// Returns the plan after more events, or `None` where the register has changed and must be read anew.
    pub(super) fn after(&self, events: &[Event]) -> Result<Option<State>, DeskError> {
        let mut stored = self.stored.clone();
        let mut changed: BTreeSet<String> = BTreeSet::new();
        for event in events.iter().filter(|event| changes_plan(event)) {
            let after = event.contents.as_ref().map(|contents| &contents.after);
            let bookings: Option<BTreeMap<String, Option<Stored>>> =
                after.and_then(|after| serde_json::from_value(after.clone()).ok());
            let Some(bookings) = bookings else { return Ok(None) };
            for (meeting, booking) in bookings {
                match booking {
                    Some(booking) => stored.insert(Arc::from(meeting.as_str()), Arc::new(booking)),
                    None => stored.remove(meeting.as_str()),
                };
                changed.insert(meeting);
            }
        }
        let mut state = State {
            register: self.register.clone(),
            travel: Arc::clone(&self.travel),
            tables: Arc::clone(&self.tables),
            stored,
            notes: Arc::clone(&self.notes),
            index: Arc::clone(&self.index),
            frame: self.frame.clone(),
            verdict: OnceLock::new(),
        };
        for meeting in changed {
            state.seat(&meeting)?;
        }
        if state.frame.get().is_some_and(|frame| !frame.has_all(&state.register)) {
            state.frame = OnceLock::new();
        }
        Ok(Some(state))
    }

    /// Puts the stored bookings into the register. Whether a meeting is booked is for its booking to say.
    fn seat_all(&mut self) -> Result<(), DeskError> {
        let mut bookings: Vec<Booking> = Vec::with_capacity(self.stored.len());
        for stored in self.stored.values() {
            bookings.extend(standing(&self.index, stored)?);
        }
        bookings.sort_by_key(|booking| booking.meeting);
        let mut is_booked = vec![false; self.register.meetings.len()];
        for booking in &bookings {
            is_booked[booking.meeting.at()] = true;
        }
        for (meeting, is_booked) in self.register.meetings.iter_mut().zip(is_booked) {
            set_booked(&mut meeting.status, is_booked);
        }
        self.register.bookings = bookings;
        Ok(())
    }

    /// Puts the stored booking of one meeting into the register, or takes it out.
    fn seat(&mut self, reference: &str) -> Result<(), DeskError> {
        let booking = match self.stored.get(reference) {
            Some(stored) => standing(&self.index, stored)?,
            None => None,
        };
        let Some(meeting) = self.index.meeting(reference) else { return Ok(()) };
        set_booked(&mut self.register.meetings[meeting.at()].status, booking.is_some());
        let bookings = &mut self.register.bookings;
        match (bookings.binary_search_by_key(&meeting, |booking| booking.meeting), booking) {
            (Ok(at), Some(booking)) => bookings[at] = booking,
            (Ok(at), None) => {
                bookings.remove(at);
            }
            (Err(at), Some(booking)) => bookings.insert(at, booking),
            (Err(_), None) => {}
        }
        Ok(())
    }

    /// Returns the meeting of a reference.
    pub fn meeting(&self, reference: &str) -> Option<MeetingIdx> {
        self.index.meeting(reference)
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// Returns the booking of a meeting that stands.
    pub fn booking(&self, meeting: MeetingIdx) -> Option<&Booking> {
        let at = self.register.bookings.binary_search_by_key(&meeting, |booking| booking.meeting).ok()?;
        Some(&self.register.bookings[at])
    }

    /// Returns what the store knows of a meeting's booking, a cancelled one too.
    pub fn stored(&self, meeting: MeetingIdx) -> Option<&Stored> {
        self.stored.get(self.register.meeting(meeting).reference.as_str()).map(Arc::as_ref)
    }

    /// Returns the version of a meeting's booking that a change of it must name, 0 where none stands.
    pub fn version(&self, meeting: MeetingIdx) -> u64 {
        match self.booking(meeting) {
            Some(_) => self.stored(meeting).map_or(0, |stored| stored.version),
            None => 0,
        }
    }

    /// Returns the days, people, families and opening hours that places are sought in.
    pub(super) fn frame(&self) -> &Frame {
        self.frame.get_or_init(|| Frame::of_live_meetings(&self.register, &self.travel))
    }

    /// Returns what the referee says of the bookings that stand, worked out once.
    pub fn verdict(&self) -> &Verdict {
        self.verdict.get_or_init(|| check(&self.register, &self.travel, &self.register.bookings))
    }
}

fn set_booked(status: &mut MeetingStatus, is_booked: bool) {
    if status.is_live() {
        *status = if is_booked { MeetingStatus::Booked } else { MeetingStatus::ToBook };
    }
}

/// Whether an event changes the plan.
pub(super) fn changes_plan(event: &Event) -> bool {
    match event.what {
        What::Created
        | What::Booked
        | What::HoldsEnded
        | What::TableReplaced
        | What::Undone
        | What::Restored => true,
        What::Seen
        | What::Pruned
        | What::AccountChanged
        | What::FeedChanged
        | What::OutboxChanged
        | What::SignedIn
        | What::SignedOut
        | What::Refused => false,
    }
}
