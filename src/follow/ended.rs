//! Meetings stand as their outcomes say, and what was adjourned is reconvened.
//!
//! Readings taken: the outcome that counts is believed, whatever the meeting's status was. A booking on the day on which the meeting was
//! held has been held; one on another day never was, and is dropped unless it is history that stood confirmed. An adjourned meeting is
//! reconvened once, by the rule of [`crate::events`]: not where a conference of its household stands or was held since, nor where the
//! meeting that was made for it was cancelled. Where the adjournment was a mistake, and the meeting was held or cancelled, the one that was
//! made for it is no longer wanted.

use super::change::{Change, Closing, Question, Why};
use super::draft::Draft;
use super::scope::Scope;
use super::{History, due};
use crate::calendar::NaiveDate;
use crate::events::{drop_booking, reconvene, reconvenes};
use crate::register::{
    Booking, BookingStatus, Combined, MeetingIdx, MeetingResult, MeetingStatus, NotHeld, Register, Series,
};

/// Lets every meeting of the scope stand as its outcome says.
pub(super) fn settle(history: &History<'_>, scope: Scope, draft: &mut Draft) {
    let recorded = history.record.outcomes.iter();
    let recorded = recorded.filter(|outcome| scope.has_meeting(history.register, outcome.meeting));
    let mut outcomes: Vec<_> = recorded.filter_map(|outcome| history.outcome(outcome.meeting)).collect();
    outcomes.sort_by_key(|outcome| (outcome.on, outcome.meeting));
    for outcome in outcomes {
        let (meeting, result, on) = (outcome.meeting, outcome.result, outcome.on);
        let status = match result {
            MeetingResult::Held => MeetingStatus::Held,
            MeetingResult::Adjourned => MeetingStatus::Adjourned,
            MeetingResult::Cancelled => MeetingStatus::Cancelled,
        };
        let booking = history.booking(meeting);
        let was = std::mem::replace(&mut draft.register.meetings[meeting.at()].status, status);
        let dropped = match result {
            _ if booking.is_none() => None,
            MeetingResult::Held if booking.map(Booking::date) == Some(on) => {
                if booking.is_some_and(|booking| booking.status != BookingStatus::Held) {
                    let bookings = draft.register.bookings.iter_mut();
                    bookings
                        .filter(|booking| booking.meeting == meeting)
                        .for_each(|booking| booking.status = BookingStatus::Held);
                }
                None
            }
            MeetingResult::Held | MeetingResult::Adjourned | MeetingResult::Cancelled => {
                drop_booking(&mut draft.register, meeting)
            }
        };
        if was != status || dropped.is_some() {
            draft.changes.push(Change::Ended { meeting, result, on, dropped });
        }
        chair(history, meeting, draft);
    }
    close_what_reconvenes_nothing(history, scope, draft);
}

/// Cancels meetings that were made to take up again what was not adjourned after all.
fn close_what_reconvenes_nothing(history: &History<'_>, scope: Scope, draft: &mut Draft) {
    let all: Vec<MeetingIdx> = (0..history.register.meetings.len()).map(MeetingIdx::from).collect();
    for &meeting in all.iter().filter(|&&meeting| scope.has_meeting(history.register, meeting)) {
        let row = draft.register.meeting(meeting);
        if !row.status.is_live() || !row.reference.as_str().contains("-R") {
            continue;
        }
        let others = row.household.map_or(&all[..], |household| history.meetings(household));
        let Some(of) = reconvened_for(&draft.register, others, meeting) else { continue };
        if history.outcome(of).is_some_and(|outcome| outcome.result != MeetingResult::Adjourned) {
            let dropped = draft.cancel(meeting);
            draft.changes.push(Change::Closed { meeting, dropped, why: Closing::NotAdjourned(of) });
        }
    }
}

/// Gives a household that has no chair in post the one who chaired its meeting, or began to: whoever reads the papers of a conference that
/// is adjourned is to have it when it is reconvened.
fn chair(history: &History<'_>, meeting: MeetingIdx, draft: &mut Draft) {
    let did_not_come = history.outcome(meeting).is_some_and(|row| row.reason == Some(NotHeld::ChairAbsent));
    let on = history.held_on(meeting).or(history.adjourned_on(meeting).filter(|_| !did_not_come));
    let (Some(on), Some(household)) = (on, history.register.meeting(meeting).household) else { return };
    let chaired = history.outcome(meeting).and_then(|outcome| outcome.chair);
    let booked = || history.booking(meeting).filter(|booking| booking.date() == on)?.iro;
    let kind = history.register.kind(history.register.meeting(meeting));
    let Some(chair) = chaired.or_else(booked).filter(|_| kind.continuity) else { return };
    let is_in_post = draft.register.staff[chair.at()].in_post(history.today());
    if is_in_post && draft.register.chair_on(household, history.today()).is_none() {
        let of_household = &mut draft.register.households[household.at()];
        of_household.iro = Some(chair);
        of_household.iro_since = Some(on);
        draft.changes.push(Change::Chair { household, chair });
    }
}

/// Makes the meetings at which those that were adjourned are taken up again.
pub(super) fn reconvene_all(history: &History<'_>, scope: Scope, draft: &mut Draft) {
    let meetings = (0..history.register.meetings.len()).map(MeetingIdx::from);
    for meeting in meetings.filter(|&meeting| scope.has_meeting(history.register, meeting)) {
        let Some(on) = history.adjourned_on(meeting) else { continue };
        if reconvened(history, meeting, on).is_some() {
            continue;
        }
        let made = reconvene(&draft.register, meeting, Some(on), draft.taken());
        if let (Some(household), Some(from)) = (made.household, made.from_date)
            && due::deadlines(&draft.register, made.kind, from).is_none()
        {
            draft.asked.push(Question::YearsNotKnown { household, from });
            continue;
        }
        let made = draft.add(made);
        draft.changes.push(Change::Made { meeting: made, why: Why::Adjourned(meeting, on) });
        // What was to be two meetings in one still is.
        for kind in history.combined_kinds(meeting) {
            draft.register.record.combined.push(Combined { meeting: made, kind });
            draft.changes.push(Change::Combined { meeting: made, kind });
        }
    }
}

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
    let of = register.meeting(adjourned);
    let is_conference = history.series(adjourned).is_some_and(Series::is_conference);
    let is_made_for = |other: MeetingIdx| {
        let meeting = register.meeting(other);
        meeting.household == of.household && reconvenes(&meeting.reference, &of.reference)
    };
    let others: Vec<MeetingIdx> = match of.household {
        Some(household) => history.meetings(household).to_vec(),
        None => (0..register.meetings.len()).map(MeetingIdx::from).collect(),
    };
    let others = || others.iter().copied().filter(|&other| other != adjourned);
    // Of meetings without a household, and of a family's other meetings, only the reference tells which of them reconvenes which.
    let does_as_well = |other: MeetingIdx| match is_conference && of.household.is_some() {
        true => history.series(other).is_some_and(Series::is_conference),
        false => is_made_for(other),
    };
    let held = others().filter(|&other| does_as_well(other));
    let held = held.filter_map(|other| Some((history.held_on(other)?, other)));
    if let Some((day, other)) = held.filter(|&(day, _)| on <= day).min() {
        return Some(Reconvened::Held(other, day));
    }
    let is_reconvened = |other: MeetingIdx| {
        is_made_for(other)
            || is_conference && of.household.is_some() && history.series(other) == Some(Series::Reconvened)
    };
    if let Some(other) = others().find(|&other| is_reconvened(other) && history.is_live(other)) {
        return Some(Reconvened::Stands(other));
    }
    let counts_from = |other: MeetingIdx| register.meeting(other).from_date == Some(on);
    let gone = |&other: &MeetingIdx| is_made_for(other) || is_reconvened(other) && counts_from(other);
    others().find(gone).map(Reconvened::Gone)
}

/// Returns the adjourned meeting that a reconvened one was made for, where its reference tells.
pub(super) fn reconvened_for(
    register: &Register,
    meetings: &[MeetingIdx],
    reconvened: MeetingIdx,
) -> Option<MeetingIdx> {
    let reference = &register.meeting(reconvened).reference;
    meetings.iter().copied().find(|&other| reconvenes(reference, &register.meeting(other).reference))
}
