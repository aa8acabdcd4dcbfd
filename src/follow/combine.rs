//! A conference and a review of looked-after children of one family in one sitting, where both windows allow (SI 2010/959, regulation 32(3)).
//!
//! Readings taken: they are combined where a child of the household both has a plan and is looked after, nobody knows of a day for the
//! review yet, and the conference is booked for a day on which the review may be, or to book with a working day that both windows have. The
//! conference is then due by the sooner of the two, its target is the sooner one, and it opens when both may be.

use super::change::{Change, Closing};
use super::draft::Draft;
use super::due::Due;
use crate::calendar::NaiveDate;
use crate::register::{Combined, Deadlines, KindIdx, MeetingIdx};

/// Combines the review that is due with a conference, where both windows allow; says whether it did. `standing` is the review's own
/// meeting, where it has one.
pub(super) fn combine(
    conference: MeetingIdx,
    due: &Due,
    standing: Option<MeetingIdx>,
    draft: &mut Draft,
) -> bool {
    let register = &draft.register;
    if standing.is_some_and(|standing| draft.booked_on(standing).is_some()) {
        return false;
    }
    let review = match standing {
        Some(standing) => register.deadlines(register.meeting(standing)).ok(),
        None => super::due::deadlines(register, due.kind, due.from),
    };
    let Ok(dates) = register.deadlines(register.meeting(conference)) else { return false };
    let Some(review) = review else { return false };
    match draft.booked_on(conference) {
        Some(day) => {
            let may_be = review.earliest.is_none_or(|earliest| earliest <= day) && day <= review.limit_from();
            if !may_be || day < register.authority.today {
                return false;
            }
        }
        None => {
            let Some(both) = window(draft, dates, review) else { return false };
            narrow(conference, &both, draft);
        }
    }
    note(conference, due.kind, draft);
    if let Some(standing) = standing {
        let dropped = draft.cancel(standing);
        let why = Closing::CombinedWith(conference);
        draft.changes.push(Change::Closed { meeting: standing, dropped, why });
    }
    true
}

fn note(meeting: MeetingIdx, kind: KindIdx, draft: &mut Draft) {
    draft.register.record.combined.push(Combined { meeting, kind });
    draft.changes.push(Change::Combined { meeting, kind });
}

/// What both meetings allow.
struct Both {
    earliest: Option<NaiveDate>,
    target: NaiveDate,
    limit: NaiveDate,
}

fn window(draft: &Draft, one: Deadlines, other: Deadlines) -> Option<Both> {
    let calendar = &draft.register.calendar;
    let earliest = one.earliest.max(other.earliest);
    let limit = one.limit_from().min(other.limit_from());
    let from = earliest.unwrap_or(NaiveDate::MIN).max(draft.register.authority.today);
    let target = one.target.min(other.target).max(earliest.unwrap_or(NaiveDate::MIN));
    (from <= calendar.on_or_before(limit)).then_some(Both { earliest, target, limit })
}

/// Lets a conference have what both meetings allow; dates that its own rules give are not written down.
fn narrow(conference: MeetingIdx, both: &Both, draft: &mut Draft) {
    let register = &mut draft.register;
    let at = conference.at();
    let dates = |register: &crate::register::Register| register.deadlines(&register.meetings[at]).ok();
    if dates(register).is_some_and(|dates| both.limit < dates.limit_from()) {
        register.meetings[at].due = Some(both.limit);
    }
    if dates(register).is_some_and(|dates| dates.target != both.target) {
        register.meetings[at].target = Some(both.target);
    }
    if dates(register).is_some_and(|dates| dates.earliest != both.earliest) {
        register.meetings[at].earliest = both.earliest;
    }
}
