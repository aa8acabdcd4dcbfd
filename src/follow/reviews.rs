//! The meeting that a household is due beside those that it has: one that stands is taken for it, counted anew where that is right, or a
//! new one is made. What stands is recognised, never remembered, so that following the same record again makes nothing new.
//!
//! Readings taken:
//! - A meeting that counts from a later day than what is recorded knows more, and stays, unless that later day was a mistake that has been
//!   corrected since.
//! - A meeting is counted forward only from a meeting that was held; the beginning of a plan alone is no ground to give more time.
//! - A booked meeting stays where it is. It is counted anew where its day is lawful by the new count, or later than that has it; then
//!   somebody is asked to find another place.
//! - From the beginning of a plan alone no meeting is made once its last lawful day is past: reviews were probably held and not recorded.

use super::History;
use super::change::{Change, Question, Why};
use super::draft::Draft;
use super::due::{self, Due};
use crate::calendar::NaiveDate;
use crate::register::{HouseholdIdx, Meeting, MeetingIdx};

/// Lets the standing meeting be the one that is due.
pub(super) fn settle(
    history: &History<'_>,
    household: HouseholdIdx,
    standing: MeetingIdx,
    due: &Due,
    draft: &mut Draft,
) {
    let meeting = draft.register.meeting(standing).clone();
    let knows_more = |from: NaiveDate| due.from < from && !history.was_mistaken(household, from);
    let is_to_recount = meeting.from_date.is_some_and(|from| {
        (from, meeting.kind) != (due.from, due.kind)
            && !knows_more(from)
            && (due.after.is_some() || due.from <= from)
    });
    if is_to_recount {
        recount(standing, &meeting, due, draft);
    }
    if let Some((by, why)) = due.by {
        bring_forward(standing, by, why, draft);
    }
    ask_if_late(standing, draft);
}

/// Asks about a meeting that is booked, from today on, for a day after that by which it is due.
pub(super) fn ask_if_late(standing: MeetingIdx, draft: &mut Draft) {
    let dates = draft.register.deadlines(draft.register.meeting(standing));
    if let (Some(day), Ok(dates)) = (draft.booked_on(standing), dates) {
        let due = dates.limit_from();
        if due < day && draft.register.authority.today <= day {
            draft.asked.push(Question::BookedLate { meeting: standing, day, due });
        }
    }
}

fn recount(standing: MeetingIdx, was: &Meeting, due: &Due, draft: &mut Draft) {
    let counted = Meeting {
        kind: due.kind,
        from_date: Some(due.from),
        due: None,
        target: None,
        earliest: None,
        ..was.clone()
    };
    let Some(dates) = due::deadlines(&draft.register, due.kind, due.from) else {
        if let Some(household) = was.household {
            draft.asked.push(Question::YearsNotKnown { household, from: due.from });
        }
        return;
    };
    let day = draft.booked_on(standing);
    if day
        .is_some_and(|day| day <= dates.limit_from() && dates.earliest.is_some_and(|earliest| day < earliest))
    {
        // It is sooner than it need be, which harms nobody; counted anew it would break H02.
        return;
    }
    draft.register.meetings[standing.at()] = counted;
    draft.changes.push(Change::Recounted { meeting: standing, was: was.from_date, why: due.why });
}

/// Lets a meeting be due by a day that is sooner than its kind has it; what is derived before it follows.
pub(super) fn bring_forward(standing: MeetingIdx, by: NaiveDate, why: Why, draft: &mut Draft) {
    let meeting = draft.register.meeting(standing);
    let is_sooner = draft.register.deadlines(meeting).is_ok_and(|dates| by < dates.limit_from());
    let day = draft.booked_on(standing);
    if !is_sooner || day.is_some_and(|day| day <= by) {
        return;
    }
    let meeting = &mut draft.register.meetings[standing.at()];
    meeting.due = Some(by);
    meeting.target = meeting.target.filter(|&target| target <= by);
    meeting.earliest = meeting.earliest.filter(|&earliest| earliest <= by);
    if let Ok(dates) = draft.register.deadlines(draft.register.meeting(standing))
        && by < dates.target
    {
        draft.register.meetings[standing.at()].target = Some(by);
    }
    draft.changes.push(Change::Sooner { meeting: standing, due: by, why });
}

/// Makes the meeting that is due. Who comes and what they need is taken over from the one before it. Returns it, or `None` where it cannot
/// be said when it is due; somebody is then asked.
pub(super) fn make(
    history: &History<'_>,
    household: HouseholdIdx,
    code: &str,
    due: &Due,
    draft: &mut Draft,
) -> Option<MeetingIdx> {
    if due.limit(&draft.register).is_none() {
        draft.asked.push(Question::YearsNotKnown { household, from: due.from });
        return None;
    }
    if due.is_long_past(history) {
        draft.asked.push(Question::LongPast { household, kind: due.kind, from: due.from });
        return None;
    }
    let reference = draft.reference(household, code, due.from);
    let mut meeting = Meeting::to_book(reference, due.kind, Some(household), due.from);
    if let Some(before) = due.after.map(|before| history.register.meeting(before)) {
        meeting.attendees = before.attendees;
        meeting.needs = before.needs.clone();
        meeting.iro_needs = before.iro_needs.clone();
        meeting.prefers = before.prefers;
    }
    let made = draft.add(meeting);
    draft.changes.push(Change::Made { meeting: made, why: due.why });
    if let Some((by, why)) = due.by {
        bring_forward(made, by, why, draft);
    }
    Some(made)
}
