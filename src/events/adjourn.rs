//! The meeting at which an adjourned one is reconvened.
//!
//! # Readings
//! - A child protection conference of any kind ([`CONFERENCES`]) is reconvened as a `reconvened_conference`, which is
//!   what rules.md has it for. Every other meeting is reconvened as what it was: a strategy meeting must not become one
//!   to which the family is asked, nor a review of a looked-after child or a foster carer a conference. So is a
//!   conference at an authority without the kind.
//! - It is counted from the day of the adjournment, that of the booking where it is past, otherwise today. Its statutory
//!   date is 28 days on (Lancashire's own of 2011/12, for conferences; taken for the others too), or the original one
//!   where that is nearer and not past: the statutory clock does not stop. A meeting without a statutory date gets none.
//!   Its target is that of its kind, and never after its statutory date.
//! - It is held on a later working day than that on which the adjourned one stood, and than today.

use std::collections::BTreeSet;

use crate::calendar::{Days, NaiveDate};
use crate::register::{KindIdx, Meeting, MeetingIdx, MeetingStatus, Reference, Register};

/// The kind of a reconvened conference.
const RECONVENED: &str = "reconvened_conference";
/// The kinds that are reconvened as such.
const CONFERENCES: [&str; 6] = [
    "initial_conference",
    "pre_birth_conference",
    "transfer_in_conference",
    "first_review_conference",
    "review_conference",
    RECONVENED,
];
/// Days from an adjournment to the statutory date of a meeting that is reconvened as what it was.
const WITHIN: Days = Days::new(28);
/// The longest reference.
const LONGEST: usize = 40;

/// Returns the live reconvened conference of the household of an adjourned conference, other than `adjourned` itself,
/// the first where there are several. Of other meetings nothing tells which of them reconvenes which.
pub(super) fn standing(register: &Register, adjourned: MeetingIdx) -> Option<MeetingIdx> {
    let household = register.meeting(adjourned).household?;
    let kind = conference_kind(register, adjourned)?;
    (0..register.meetings.len()).map(MeetingIdx::from).find(|&other| {
        let meeting = register.meeting(other);
        other != adjourned
            && meeting.household == Some(household)
            && meeting.kind == kind
            && meeting.status.is_live()
    })
}

/// Returns the meeting that reconvenes an adjourned one, as the readings of this module have it. Who comes and what they
/// need stays.
pub(super) fn reconvene(register: &Register, adjourned: MeetingIdx, taken: &BTreeSet<Reference>) -> Meeting {
    let meeting = register.meeting(adjourned);
    let conference = conference_kind(register, adjourned);
    let today = register.authority.today;
    let stood = booked_on(register, adjourned).unwrap_or(today);
    let from = stood.min(today);
    let mut reconvened = Meeting {
        reference: free_reference(&meeting.reference, taken),
        kind: conference.unwrap_or(meeting.kind),
        from_date: Some(from),
        due: None,
        target: None,
        earliest: Some(register.calendar.after(stood.max(today), 1)),
        // A conference is as long as its kind has it: only a part of it is left.
        minutes: meeting.minutes.filter(|_| conference.is_none()),
        status: MeetingStatus::ToBook,
        ..meeting.clone()
    };
    let original = register.deadlines(meeting).ok().and_then(|dates| dates.statutory);
    let within = match conference {
        Some(_) => register.deadlines(&reconvened).ok().and_then(|dates| dates.statutory),
        None => original.map(|_| from + WITHIN),
    };
    let nearer = original.filter(|&date| today <= date && within.is_none_or(|within| date < within));
    reconvened.due = match conference {
        Some(_) => nearer,
        None => nearer.or(within),
    };
    if let Ok(dates) = register.deadlines(&reconvened) {
        reconvened.target = dates.statutory.filter(|&statutory| statutory < dates.target);
    }
    reconvened
}

/// Returns the kind that reconvenes a conference; `None` for other meetings, and where the authority has no such kind.
fn conference_kind(register: &Register, adjourned: MeetingIdx) -> Option<KindIdx> {
    let adjourned = register.kind(register.meeting(adjourned)).name.as_str();
    let kinds = &register.authority.kinds;
    let reconvened = kinds.iter().position(|kind| kind.name.as_str() == RECONVENED).map(KindIdx::from);
    reconvened.filter(|_| CONFERENCES.contains(&adjourned))
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
