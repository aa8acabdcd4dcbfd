//! Meetings stand as their outcomes say, and what was adjourned is reconvened.
//!
//! Readings taken: the outcome that counts is believed, whatever the meeting's status was. A booking on the day on which the meeting was
//! held has been held; one on another day never was, and is dropped unless it is history that stood confirmed. An adjourned meeting is
//! reconvened once, by the rule of [`crate::events`]: not where something takes it up already ([`super::reconvened()`]). Where the
//! adjournment was a mistake, and the meeting was held or cancelled, the one that was made for it is no longer wanted.

use super::change::{Change, Closing, Question, Why};
use super::draft::Draft;
use super::reconvened::{reconvened, reconvened_for};
use super::scope::Scope;
use super::{History, Reconvened, due};
use crate::events::{drop_booking, reconvene};
use crate::register::{Booking, BookingStatus, Combined, MeetingIdx, MeetingResult, MeetingStatus, NotHeld};

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
        match reconvened(history, meeting, on) {
            None => {}
            // It was called off because the adjournment was taken back, which has been taken back in its turn.
            Some(Reconvened::Gone(gone))
                if history.outcome(gone).is_none() && history.was_adjourned_anew(meeting) => {}
            Some(_) => continue,
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
