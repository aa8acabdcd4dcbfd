//! What rules find in bookings.

use crate::register::{MeetingIdx, StaffIdx};

/// One way in which bookings break a hard rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Breach {
    /// The rule's code.
    pub code: &'static str,
    /// The meetings concerned: all that clash.
    pub meetings: Vec<MeetingIdx>,
    /// What is wrong, for the person who must mend it: which meeting, what stands, what the rule wants.
    pub message: String,
}

/// What a soft rule counts somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// What it is charged to.
    pub about: About,
    /// How much, before the weight.
    pub amount: i64,
}

/// What a charge is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// One meeting.
    Meeting(MeetingIdx),
    /// One person.
    Staff(StaffIdx),
}

impl Charge {
    /// Returns a charge to a meeting, or `None` where there is nothing to charge.
    pub(super) fn meeting(meeting: MeetingIdx, amount: i64) -> Option<Charge> {
        (0 < amount).then_some(Charge { about: About::Meeting(meeting), amount })
    }

    /// Returns a charge to a person, or `None` where there is nothing to charge.
    pub(super) fn staff(person: StaffIdx, amount: i64) -> Option<Charge> {
        (0 < amount).then_some(Charge { about: About::Staff(person), amount })
    }
}
