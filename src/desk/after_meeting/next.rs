//! What follows from a meeting: what an act has made, what stands for the household, and who is without a next date.

use std::collections::BTreeSet;

use crate::follow::{Followed, History, Practice, Unplanned, follow_meeting, unplanned};
use crate::register::{Deadlines, MeetingIdx, Register};

/// What follows from what was recorded of a meeting, in sentences of references.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Follows {
    /// What was made, counted anew, closed.
    pub made: Vec<String>,
    /// What somebody must look at.
    pub asked: Vec<String>,
}

/// A meeting of the household that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Its dates, where it has some.
    pub dates: Option<Deadlines>,
}

/// Returns what an act that recorded something of a meeting has made: `before` is the register before it, `after` the one since.
pub fn followed_since(before: &Register, after: &Register, reference: &str) -> Follows {
    let Some(at) = before.meetings.iter().position(|row| row.reference.as_str() == reference) else {
        return Follows::default();
    };
    // What it recorded, on the register as it was. Meetings and children are only ever added behind, so that rows point where they did.
    let mut recorded = before.clone();
    recorded.record.outcomes.clone_from(&after.record.outcomes);
    recorded.record.decisions.clone_from(&after.record.decisions);
    recorded.record.outcomes.retain(|row| row.meeting.at() < before.meetings.len());
    recorded
        .record
        .decisions
        .retain(|row| row.meeting.at() < before.meetings.len() && row.child.at() < before.children.len());
    follows(&follow_meeting(&recorded, &Practice::of(&before.authority), at.into()))
}

/// Returns what was followed through, in sentences.
pub fn follows(followed: &Followed) -> Follows {
    let register = &followed.register;
    Follows {
        made: followed.changes.iter().map(|change| change.sentence(register)).collect(),
        asked: followed.asked.iter().map(|asked| asked.sentence(register)).collect(),
    }
}

/// Returns the meetings of a meeting's household that stand, other than itself: those that are due first.
pub fn next_meetings(history: &History<'_>, meeting: MeetingIdx) -> Vec<Next> {
    let register = history.register;
    let Some(household) = register.meeting(meeting).household else { return Vec::new() };
    let live = history.meetings(household).iter().copied();
    let mut next: Vec<Next> = live
        .filter(|&other| other != meeting && history.is_live(other))
        .map(|meeting| Next { meeting, dates: register.deadlines(register.meeting(meeting)).ok() })
        .collect();
    next.sort_by_key(|next| (next.dates.map(|dates| dates.limit_from()), next.meeting));
    next
}

/// Returns the children of a meeting's household who have a plan, or are looked after, and no next date: the daily check, for one household.
pub fn without_next_date(history: &History<'_>, meeting: MeetingIdx) -> Vec<Unplanned> {
    let household = history.register.meeting(meeting).household;
    let mut found = unplanned(history);
    found.retain(|one| Some(history.register.children[one.child.at()].household) == household);
    found
}

/// Returns how many meetings stand that were booked for a day that is past, with nothing recorded of them: those of the list
/// `without_outcome`, counted without making it.
pub fn without_outcome(register: &Register) -> usize {
    let recorded: BTreeSet<MeetingIdx> = register.record.outcomes.iter().map(|row| row.meeting).collect();
    let past = register.bookings.iter().filter(|booking| booking.date() < register.authority.today);
    let live = past.filter(|booking| register.meeting(booking.meeting).status.is_live());
    live.filter(|booking| !recorded.contains(&booking.meeting)).count()
}
