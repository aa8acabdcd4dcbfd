//! What takes an adjourned meeting up again: one answer, for what follows, the work lists and the figures.
//!
//! Readings taken:
//! - A meeting whose reference was made for an adjourned one ([`crate::events`]) takes it up, whatever days either has: a day that is
//!   corrected afterwards changes nothing of it.
//! - Otherwise a child protection conference is taken up by the first conference of its household that was held on its day or later, of
//!   whatever kind, because all children of a household are considered together. Of other meetings, and of those without a household, only
//!   the reference tells which of them takes up which.
//! - A reconvened conference without such a reference takes up the last conference of its household that was adjourned before it, on the same
//!   day at the latest, and that none took up before it.

use super::History;
use crate::calendar::NaiveDate;
use crate::events::reconvenes;
use crate::register::{MeetingIdx, Register, Series};

/// What an adjourned meeting was taken up again by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reconvened {
    /// By a meeting that was held.
    Held(MeetingIdx, NaiveDate),
    /// By one that is to book or booked.
    Stands(MeetingIdx),
    /// By one that was adjourned in its turn, or cancelled.
    Gone(MeetingIdx),
}

/// Returns what an adjourned meeting was taken up again by: one that was made for it, or a meeting of the household that does as well.
/// `on` is the day of the adjournment.
pub fn reconvened(history: &History<'_>, adjourned: MeetingIdx, on: NaiveDate) -> Option<Reconvened> {
    let register = history.register;
    let household = register.meeting(adjourned).household;
    // Whether a conference of the household does as well as a meeting that was made for it.
    let any_does = household.is_some() && is_conference(history, adjourned);
    let others: Vec<MeetingIdx> = match household {
        Some(household) => history.meetings(household).to_vec(),
        None => (0..register.meetings.len()).map(MeetingIdx::from).collect(),
    };
    let others = || others.iter().copied().filter(|&other| other != adjourned);
    let is_made = |other: MeetingIdx| is_made_for(register, other, adjourned);
    let held = |other: MeetingIdx| Some((history.held_on(other)?, other));
    if let Some((day, other)) = others().filter(|&other| is_made(other)).filter_map(held).min() {
        return Some(Reconvened::Held(other, day));
    }
    let conferences = others().filter(|&other| any_does && is_conference(history, other));
    if let Some((day, other)) = conferences.filter_map(held).filter(|&(day, _)| on <= day).min() {
        return Some(Reconvened::Held(other, day));
    }
    let is_reconvened =
        |other: MeetingIdx| is_made(other) || any_does && history.series(other) == Some(Series::Reconvened);
    if let Some(other) = others().find(|&other| is_reconvened(other) && history.is_live(other)) {
        return Some(Reconvened::Stands(other));
    }
    let counts_from = |other: MeetingIdx| register.meeting(other).from_date == Some(on);
    let gone = |&other: &MeetingIdx| is_made(other) || is_reconvened(other) && counts_from(other);
    others().find(gone).map(Reconvened::Gone)
}

/// Returns the adjourned meeting that another of its household takes up, the other way about: by the reference of that one, or where it is a
/// reconvened conference by household and order of days. `None` where it takes none up.
pub fn takes_up(history: &History<'_>, meeting: MeetingIdx) -> Option<MeetingIdx> {
    let meetings = history.meetings(history.register.meeting(meeting).household?);
    if let Some(adjourned) = reconvened_for(history.register, meetings, meeting)
        && history.held_on(adjourned).is_none()
    {
        return Some(adjourned);
    }
    if history.series(meeting) != Some(Series::Reconvened) {
        return None;
    }
    let held = history.held_on(meeting);
    let day = held.or_else(|| history.adjourned_on(meeting))?;
    let others = meetings.iter().copied().filter(|&other| other != meeting && is_conference(history, other));
    let adjourned = others.filter_map(|other| Some((history.adjourned_on(other)?, other)));
    // Of two that were adjourned on one day neither can take up the other and be taken up by it.
    let is_before = |&(on, other): &(NaiveDate, MeetingIdx)| match held {
        Some(day) => on <= day,
        None => (on, other) < (day, meeting),
    };
    let (on, adjourned) = adjourned.filter(is_before).max()?;
    match reconvened(history, adjourned, on) {
        Some(Reconvened::Held(_, before)) if before < day => None,
        _ => Some(adjourned),
    }
}

/// Returns the adjourned meeting that a reconvened one was made for, where its reference tells.
pub(super) fn reconvened_for(
    register: &Register,
    meetings: &[MeetingIdx],
    reconvened: MeetingIdx,
) -> Option<MeetingIdx> {
    meetings.iter().copied().find(|&other| is_made_for(register, reconvened, other))
}

/// Whether the reference of `other`, a meeting of the same household, was made for the meeting that reconvenes `adjourned`.
fn is_made_for(register: &Register, other: MeetingIdx, adjourned: MeetingIdx) -> bool {
    let (other, adjourned) = (register.meeting(other), register.meeting(adjourned));
    other.household == adjourned.household && reconvenes(&other.reference, &adjourned.reference)
}

fn is_conference(history: &History<'_>, meeting: MeetingIdx) -> bool {
    history.series(meeting).is_some_and(Series::is_conference)
}

#[cfg(test)]
mod tests {
    use super::super::testing::story;
    use super::*;

    /// A family's conferences: M-1 was adjourned on a day, and M-2 or M-1-R is the reconvened conference that counts from the 9th.
    fn family(reference: &str, adjourned: &str, then: &str) -> Register {
        let meetings = format!(
            "meeting,kind,household,from_date\nM-1,initial_conference,H-1,2012-02-20\n\
             {reference},reconvened_conference,H-1,2012-03-09\n"
        );
        let outcomes = format!(
            "meeting,result,on,reason\nM-1,adjourned,{adjourned},no_report\n{reference},{then},other\n"
        );
        story("2012-04-02", &[("meetings.csv", &*meetings), ("outcomes.csv", &*outcomes)])
    }

    #[test]
    fn the_reference_tells_first_and_else_the_household_and_the_order_of_days() {
        let (first, second) = (MeetingIdx(0), MeetingIdx(1));
        // Reference of the second, day of the adjournment, what became of the second, whether it takes up the first.
        let cases = [
            ("M-1-R", "2012-03-09", "held,2012-03-20", true),
            // The day corrected by one, and to one after the conference that took it up.
            ("M-1-R", "2012-03-10", "held,2012-03-20", true),
            ("M-1-R", "2012-03-21", "held,2012-03-20", true),
            ("M-2", "2012-03-10", "held,2012-03-20", true),
            ("M-2", "2012-03-20", "held,2012-03-20", true),
            ("M-2", "2012-03-21", "held,2012-03-20", false),
            ("M-2", "2012-03-10", "adjourned,2012-03-20", true),
            ("M-2", "2012-03-10", "cancelled,2012-03-20", false),
        ];
        for (reference, on, then, expected) in cases {
            let register = family(reference, on, then);
            let history = History::new(&register);
            let said = format!("{reference}: adjourned on {on}, then {then}");
            assert_eq!(takes_up(&history, second), expected.then_some(first), "{said}");
            assert_eq!(takes_up(&history, first), None, "{said}");
            let day = history.adjourned_on(first).expect("adjourned");
            let held = history.held_on(second).filter(|_| expected).map(|day| Reconvened::Held(second, day));
            let found = reconvened(&history, first, day);
            let found = found.filter(|found| matches!(found, Reconvened::Held(..)));
            assert_eq!(found, held, "{said}");
        }
    }

    #[test]
    fn one_that_was_taken_up_is_not_taken_up_again() {
        let meetings = "meeting,kind,household,from_date\n\
                        M-1,review_conference,H-1,2011-10-03\nM-2,reconvened_conference,H-1,2012-03-01\n\
                        M-3,reconvened_conference,H-1,2012-03-08\nM-4,reconvened_conference,H-1,2012-03-15\n";
        let outcomes = "meeting,result,on,reason\nM-1,adjourned,2012-03-01,no_report\n\
                        M-2,adjourned,2012-03-08,no_report\nM-3,held,2012-03-15,\nM-4,held,2012-03-22,\n";
        let register = story("2012-04-02", &[("meetings.csv", meetings), ("outcomes.csv", outcomes)]);
        let history = History::new(&register);
        let taken: Vec<_> = (0..4_u32).map(|at| takes_up(&history, MeetingIdx(at))).collect();
        assert_eq!(taken, [None, Some(MeetingIdx(0)), Some(MeetingIdx(1)), None]);
    }
}
