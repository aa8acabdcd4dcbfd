//! The meeting at which an adjourned one is reconvened.

use std::collections::BTreeSet;

use crate::calendar::NaiveDate;
use crate::register::{KindIdx, Meeting, MeetingIdx, MeetingStatus, Reference, Register};

/// The kind of a reconvened meeting.
const RECONVENED: &str = "reconvened_conference";
/// The longest reference.
const LONGEST: usize = 40;

/// Returns the live reconvened conference of a household other than `adjourned` itself, the first where there are
/// several.
pub(super) fn standing(register: &Register, adjourned: MeetingIdx) -> Option<MeetingIdx> {
    let household = register.meeting(adjourned).household?;
    let kind = kind(register)?;
    (0..register.meetings.len()).map(MeetingIdx::from).find(|&other| {
        let meeting = register.meeting(other);
        other != adjourned
            && meeting.household == Some(household)
            && meeting.kind == kind
            && meeting.status.is_live()
    })
}

/// Returns the meeting that reconvenes an adjourned one, or `None` where the authority has no such kind. It is counted
/// from the day of the adjournment: that of the booking where it is past, otherwise today. Its statutory date is 28
/// days on, or the original one where that is nearer and not past: the statutory clock does not stop. It is not held
/// before the day on which the adjourned one stood. Who comes and what they need stays.
pub(super) fn reconvene(
    register: &Register,
    adjourned: MeetingIdx,
    taken: &BTreeSet<Reference>,
) -> Option<Meeting> {
    let kind = kind(register)?;
    let meeting = register.meeting(adjourned);
    let from = adjourned_on(register, adjourned);
    let mut reconvened = Meeting {
        reference: free_reference(&meeting.reference, taken),
        kind,
        from_date: Some(from),
        due: None,
        target: None,
        earliest: booked_on(register, adjourned).filter(|&date| register.authority.today < date),
        minutes: None,
        status: MeetingStatus::ToBook,
        ..meeting.clone()
    };
    let original = register.deadlines(meeting).ok().and_then(|dates| dates.statutory);
    let derived = register.deadlines(&reconvened).ok().and_then(|dates| dates.statutory);
    reconvened.due = original.filter(|&date| from <= date && derived.is_none_or(|derived| date < derived));
    Some(reconvened)
}

fn kind(register: &Register) -> Option<KindIdx> {
    register.authority.kinds.iter().position(|kind| kind.name.as_str() == RECONVENED).map(KindIdx::from)
}

/// Returns the day on which a meeting was adjourned.
fn adjourned_on(register: &Register, adjourned: MeetingIdx) -> NaiveDate {
    let today = register.authority.today;
    booked_on(register, adjourned).map_or(today, |date| date.min(today))
}

fn booked_on(register: &Register, meeting: MeetingIdx) -> Option<NaiveDate> {
    register.bookings.iter().find(|booking| booking.meeting == meeting).map(|booking| booking.date())
}

/// Returns the reference with `-R` after it, or `-R2`, `-R3` and so on where that is taken, cut to the longest that a
/// reference may be.
fn free_reference(reference: &Reference, taken: &BTreeSet<Reference>) -> Reference {
    let endings = std::iter::once("-R".to_owned()).chain((2_u64..).map(|n| format!("-R{n}")));
    endings
        .filter_map(|ending| {
            let kept = reference.as_str().len().min(LONGEST - ending.len());
            Reference::new(&format!("{}{ending}", &reference.as_str()[..kept]))
        })
        .find(|free| !taken.contains(free))
        .expect("there are more numbers than meetings")
}
