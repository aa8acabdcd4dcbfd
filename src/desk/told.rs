//! Who must be told of what was done.

use std::collections::BTreeMap;

use super::bookings::standing;
use super::{Desk, DeskError, State};
use crate::plan::{Told, told};
use crate::register::{Booking, MeetingIdx};
use crate::store::{Status, Stored, What};

/// Most events of one act that are read.
const MOST_EVENTS: u32 = 100;

/// A booking before and after.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Its booking before, `None` where none stood.
    pub before: Option<Booking>,
    /// Its booking since.
    pub after: Option<Booking>,
    /// How often its invitation has changed since (RFC 5545 `SEQUENCE`).
    pub sequence: u32,
    /// Who must be told, and what.
    pub told: Vec<Told>,
}

impl Desk {
    /// Returns what the events from `first` to `last` did to bookings, by meeting, with who must be told. What the register does not have any
    /// more is left out.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn changed(&self, state: &State, first: u64, last: u64) -> Result<Vec<Changed>, DeskError> {
        let events = self.store().events_since(first.saturating_sub(1), MOST_EVENTS)?;
        let mut all: BTreeMap<MeetingIdx, Changed> = BTreeMap::new();
        for event in events.into_iter().filter(|event| event.number <= last) {
            let (What::Booked | What::Undone | What::HoldsEnded, Some(contents)) =
                (event.what, event.contents)
            else {
                continue;
            };
            let read = |json: serde_json::Value| -> BTreeMap<String, Option<Stored>> {
                serde_json::from_value(json).unwrap_or_default()
            };
            let (before, after) = (read(contents.before), read(contents.after));
            for (reference, now) in after {
                let Some(meeting) = state.meeting(&reference) else { continue };
                // Nobody is told of a place that is only kept free, and everybody once it is confirmed.
                let booking = |stored: Option<&Stored>| {
                    let stored =
                        stored.filter(|stored| !matches!(stored.booking.status, Status::OnHold { .. }));
                    stored.and_then(|stored| standing(state.index(), stored).ok().flatten())
                };
                let sequence = now.as_ref().map_or(0, |stored| stored.sequence);
                let after = booking(now.as_ref());
                let before = booking(before.get(&reference).and_then(Option::as_ref));
                let changed = all.entry(meeting).or_insert(Changed {
                    meeting,
                    before,
                    after: None,
                    sequence: 0,
                    told: Vec::new(),
                });
                changed.after = after;
                changed.sequence = changed.sequence.max(sequence);
            }
        }
        let mut all: Vec<Changed> = all.into_values().collect();
        for changed in &mut all {
            changed.told = told(&state.register, changed.before.as_ref(), changed.after.as_ref());
        }
        Ok(all)
    }
}
