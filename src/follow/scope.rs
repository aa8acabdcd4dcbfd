//! How much of a register is followed through.

use crate::register::{HouseholdIdx, MeetingIdx, Register};

/// What is followed through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everything.
    All,
    /// One household with its children and meetings.
    Household(HouseholdIdx),
    /// A meeting that is about no household.
    Meeting(MeetingIdx),
}

impl Scope {
    /// Returns the scope of what follows from a meeting: its household, or else the meeting alone.
    pub(super) fn around(register: &Register, meeting: MeetingIdx) -> Scope {
        register.meeting(meeting).household.map_or(Scope::Meeting(meeting), Scope::Household)
    }

    /// Whether it has a household.
    pub(super) fn has_household(self, household: HouseholdIdx) -> bool {
        match self {
            Scope::All => true,
            Scope::Household(own) => own == household,
            Scope::Meeting(_) => false,
        }
    }

    /// Whether it has a meeting.
    pub(super) fn has_meeting(self, register: &Register, meeting: MeetingIdx) -> bool {
        match self {
            Scope::All => true,
            Scope::Household(own) => register.meeting(meeting).household == Some(own),
            Scope::Meeting(own) => own == meeting,
        }
    }
}
