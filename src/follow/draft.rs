//! The register in the making, with what was changed in it so far.

use std::collections::BTreeSet;

use super::change::{Change, Question};
use crate::calendar::NaiveDate;
use crate::register::{Booking, HouseholdIdx, Meeting, MeetingIdx, MeetingStatus, Reference, Register};

/// The longest reference.
const LONGEST: usize = 40;

pub(super) struct Draft {
    pub(super) register: Register,
    pub(super) changes: Vec<Change>,
    pub(super) asked: Vec<Question>,
    taken: BTreeSet<Reference>,
}

impl Draft {
    pub(super) fn new(register: Register) -> Draft {
        let taken = register.meetings.iter().map(|meeting| meeting.reference.clone()).collect();
        Draft { register, changes: Vec::new(), asked: Vec::new(), taken }
    }

    pub(super) fn taken(&self) -> &BTreeSet<Reference> {
        &self.taken
    }

    /// Adds a meeting; its reference must be free.
    pub(super) fn add(&mut self, meeting: Meeting) -> MeetingIdx {
        self.taken.insert(meeting.reference.clone());
        self.register.meetings.push(meeting);
        MeetingIdx::from(self.register.meetings.len() - 1)
    }

    /// Returns a free reference for a meeting of a household: `H-1-RC20120402`, and `-2` and so on after it where that is taken. The
    /// household's is cut where the whole would be too long.
    pub(super) fn reference(&self, household: HouseholdIdx, code: &str, from: NaiveDate) -> Reference {
        let household = self.register.households[household.at()].reference.as_str();
        let endings = std::iter::once(String::new()).chain((2_u64..).map(|n| format!("-{n}")));
        endings
            .filter_map(|ending| {
                let ending = format!("-{code}{}{ending}", from.format("%Y%m%d"));
                let kept = household.len().min(LONGEST - ending.len());
                Reference::new(&format!("{}{ending}", &household[..kept]))
            })
            .find(|free| !self.taken.contains(free))
            .expect("there are more numbers than meetings")
    }

    /// Cancels a meeting and drops its booking, which is returned.
    pub(super) fn cancel(&mut self, meeting: MeetingIdx) -> Option<Booking> {
        self.register.meetings[meeting.at()].status = MeetingStatus::Cancelled;
        crate::events::drop_booking(&mut self.register, meeting)
    }

    /// Returns the day for which a meeting is booked.
    pub(super) fn booked_on(&self, meeting: MeetingIdx) -> Option<NaiveDate> {
        let booking = self.register.bookings.iter().find(|booking| booking.meeting == meeting);
        booking.map(Booking::date)
    }
}
