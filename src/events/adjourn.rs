//! The meeting at which an adjourned one is reconvened.
//!
//! # Readings
//! - A child protection conference of any kind ([`Series::is_conference`]) is reconvened as a `reconvened_conference`, which is
//!   what rules.md has it for. Every other meeting is reconvened as what it was: a strategy meeting must not become one
//!   to which the family is asked, nor a review of a looked-after child or a foster carer a conference. So is a
//!   conference at an authority without the kind.
//! - It is counted from the day of the adjournment, that of the booking where it is past, otherwise today. Its statutory
//!   date is 28 days on (Lancashire's own of 2011/12, for conferences; taken for the others too), or the original one
//!   where that is nearer and not past: the statutory clock does not stop. A meeting without a statutory date gets none.
//! - It is held on a later working day than that on which the adjourned one stood, and than today.
//! - Its target is that of its kind, but not before the first day on which it may be held, and never after its statutory date.

use std::collections::BTreeSet;

use crate::calendar::{Days, NaiveDate};
use crate::register::{
    KindIdx, Meeting, MeetingIdx, MeetingStatus, RECONVENED_DAYS, Reference, Register, Series,
};

/// Days from an adjournment within which a conference is reconvened; any other meeting that is reconvened as what it was is due by then too.
pub const RECONVENED_WITHIN: Days = Days::new(RECONVENED_DAYS as u64);
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

/// Whether `other` has a reference that was made for the meeting that reconvenes the one with `adjourned`.
pub(crate) fn reconvenes(other: &Reference, adjourned: &Reference) -> bool {
    let (other, adjourned) = (other.as_str(), adjourned.as_str());
    let Some((kept, number)) = other.rsplit_once("-R") else { return false };
    let is_cut = other.len() == LONGEST && adjourned.starts_with(kept);
    number.bytes().all(|byte| byte.is_ascii_digit()) && (kept == adjourned || is_cut)
}

/// Returns the meeting that reconvenes an adjourned one, as the readings of this module have it. Who comes and what they
/// need stays. `on` is the day of the adjournment; where that is not recorded, the day of the booking is taken.
pub(crate) fn reconvene(
    register: &Register,
    adjourned: MeetingIdx,
    on: Option<NaiveDate>,
    taken: &BTreeSet<Reference>,
) -> Meeting {
    let meeting = register.meeting(adjourned);
    let conference = conference_kind(register, adjourned);
    let today = register.authority.today;
    let stood = on.or_else(|| booked_on(register, adjourned)).unwrap_or(today);
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
        None => original.map(|_| from + RECONVENED_WITHIN),
    };
    let nearer = original.filter(|&date| today <= date && within.is_none_or(|within| date < within));
    reconvened.due = match conference {
        Some(_) => nearer,
        None => nearer.or(within),
    };
    if let Ok(dates) = register.deadlines(&reconvened) {
        let possible = dates.earliest.map_or(dates.target, |earliest| dates.target.max(earliest));
        let target = dates.statutory.map_or(possible, |statutory| possible.min(statutory));
        reconvened.target = (target != dates.target).then_some(target);
    }
    reconvened
}

/// Returns the kind that reconvenes a conference; `None` for other meetings, and where the authority has no such kind.
fn conference_kind(register: &Register, adjourned: MeetingIdx) -> Option<KindIdx> {
    let adjourned = register.kind(register.meeting(adjourned)).series();
    let kinds = &register.authority.kinds;
    let reconvened =
        kinds.iter().position(|kind| kind.series() == Some(Series::Reconvened)).map(KindIdx::from);
    reconvened.filter(|_| adjourned.is_some_and(Series::is_conference))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reconvened_meeting_is_known_by_its_reference() {
        let long = "x".repeat(40);
        let cut = format!("{}-R", &long[..38]);
        let cases = [
            ("M-1-R", "M-1", true),
            ("M-1-R2", "M-1", true),
            ("M-1-R", "M-1-R", false),
            ("M-1-R-R", "M-1-R", true),
            ("M-1-R-R", "M-1", false),
            ("M-12-R", "M-1", false),
            ("M-1-RX", "M-1", false),
            ("M-1", "M-1", false),
            (&cut, &long, true),
        ];
        for (other, adjourned, expected) in cases {
            let [other, adjourned] =
                [other, adjourned].map(|text| Reference::new(text).expect("a reference"));
            assert_eq!(reconvenes(&other, &adjourned), expected, "{other} of {adjourned}");
        }
    }
}
