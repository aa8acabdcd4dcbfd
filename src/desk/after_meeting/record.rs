//! An entry as an act: rows behind those that stand, and what follows from them, in one write.

use chrono::NaiveDateTime;

use super::asks::asks;
use super::entry::{Entry, recorded};
use crate::desk::{Act, DeskError, State, Step};
use crate::follow::{Change, Followed, History, Practice, follow_meeting};
use crate::indicators::Policy;
use crate::register::{Decision, MeetingIdx, MeetingResult, NotHeld, Outcome, PlanVerdict, Record, Register};

/// Returns the act that records an entry about a meeting and lets everything follow from it for the household; `None` where it says what
/// stands already and nothing follows. `n_rows` is the number of rows that were read before, `by` who records and `at` when.
///
/// # Errors
/// Where somebody has recorded something of the meeting since, or the entry has faults.
pub fn record(
    state: &State,
    meeting: MeetingIdx,
    entry: &Entry,
    n_rows: usize,
    (by, at): (&str, NaiveDateTime),
) -> Result<Option<Act>, DeskError> {
    let register = &state.register;
    let reference = &register.meeting(meeting).reference;
    if recorded(register, meeting).n_rows != n_rows {
        return Err(DeskError::Changed(format!(
            "somebody has recorded something of meeting {reference} since you looked\nlook at it anew, then correct it where it is wrong"
        )));
    }
    let history = History::new(register);
    let asks = asks(&history, meeting, &Policy::of(&register.authority));
    let faults = entry.faults(&history, meeting, &asks);
    if !faults.is_empty() {
        let lines: Vec<String> = faults.into_iter().map(|fault| fault.message).collect();
        return Err(DeskError::Changed(lines.join("\n")));
    }
    let (Some(result), Some(on)) = (entry.result, entry.on) else { return Ok(None) };
    let mut after = register.clone();
    let outcome =
        Outcome { recorded: Some(at), by: Some(by.to_owned()), ..entry.outcome(meeting, result, on) };
    let is_new = history.record.outcomes.iter().rfind(|row| row.meeting == meeting).is_none_or(|last| {
        Outcome { recorded: last.recorded, by: last.by.clone(), ..outcome.clone() } != *last
    });
    let decisions = entry.decided(&history.record, meeting, asks.is_conference);
    let is_said = !is_new && decisions.is_empty();
    // A decision that is corrected has a row with who and when beside it, whatever else stays.
    if !is_said {
        after.record.outcomes.push(outcome);
        after.record.decisions.extend(decisions);
    }
    act(state, follow_meeting(&after, &Practice::of(&register.authority), meeting), meeting, is_said)
}

/// Returns the act that writes a register in which something has been followed through.
fn act(
    state: &State,
    followed: Followed,
    meeting: MeetingIdx,
    is_said: bool,
) -> Result<Option<Act>, DeskError> {
    if is_said && followed.changes.is_empty() {
        return Ok(None);
    }
    let dropped = followed.changes.iter().filter_map(|change| match change {
        Change::Ended { dropped, .. } | Change::Closed { dropped, .. } => dropped.as_ref(),
        _ => None,
    });
    let released = |meeting: MeetingIdx| Step::Release { meeting, expected: state.version(meeting) };
    let steps: Vec<Step> = dropped.map(|booking| released(booking.meeting)).collect();
    let mut about = vec![state.register.meeting(meeting).reference.to_string()];
    let meetings = followed.changes.iter().filter_map(Change::meeting);
    about.extend(meetings.map(|at| followed.register.meeting(at).reference.to_string()));
    about.sort();
    about.dedup();
    let mut register = followed.register;
    // Whether a meeting is booked is for its booking to say; that it took place, for the meeting.
    register.bookings.clone_from(&state.register.bookings);
    Ok(Some(Act { register: Some(register), steps, about }))
}

impl Entry {
    /// Returns the row of the outcome: what a meeting that was not held has no room for is left out.
    fn outcome(&self, meeting: MeetingIdx, result: MeetingResult, on: chrono::NaiveDate) -> Outcome {
        let was_held = result == MeetingResult::Held;
        Outcome {
            meeting,
            result,
            on,
            chair: self.chair,
            reason: self.reason,
            agencies: self.agencies.clone(),
            quorate: self.quorate,
            parents: self.parents,
            advocate: self.advocate,
            report_shared: self.report_shared,
            sheet_sent: self.sheet_sent.filter(|_| was_held),
            minutes_signed: self.minutes_signed.filter(|_| was_held),
            minutes_sent: self.minutes_sent.filter(|_| was_held),
            concern: self.concern,
            form_done: self.form_done.filter(|_| was_held),
            questionnaires_given: self.questionnaires_given.filter(|_| was_held),
            questionnaires_returned: self.questionnaires_returned.filter(|_| was_held),
            recorded: None,
            by: None,
        }
    }

    /// Returns the rows of decisions that say something new. At a review of a looked-after child who took part, nothing else is decided
    /// here than that the child stays looked after.
    fn decided(&self, record: &Record, meeting: MeetingIdx, is_conference: bool) -> Vec<Decision> {
        if self.result != Some(MeetingResult::Held) {
            return Vec::new();
        }
        let rows = self.children.iter().filter_map(|child| {
            let stays = || child.participation.map(|_| PlanVerdict::PlanContinues);
            let verdict = child.verdict.or_else(|| if is_conference { None } else { stays() })?;
            let has_category = matches!(verdict, PlanVerdict::PlanStarts | PlanVerdict::PlanContinues);
            let category = if is_conference && has_category { child.category.clone() } else { String::new() };
            Some(Decision {
                meeting,
                child: child.child,
                verdict,
                category,
                participation: child.participation,
            })
        });
        rows.filter(|row| !record.decisions.contains(row)).collect()
    }
}

/// Adds to a register that a meeting was adjourned, as the desk was told: what is told of adjournments is counted with the rest. The day is
/// that of the booking in `before`, or today.
pub fn note_adjourned(
    before: &Register,
    after: &mut Register,
    meeting: MeetingIdx,
    reason: NotHeld,
    (by, at): (&str, NaiveDateTime),
) {
    let booking = before.bookings.iter().find(|booking| booking.meeting == meeting);
    let entry =
        Entry { reason: Some(reason), chair: booking.and_then(|booking| booking.iro), ..Entry::default() };
    let on = booking.map_or(before.authority.today, crate::register::Booking::date);
    let row = entry.outcome(meeting, MeetingResult::Adjourned, on);
    after.record.outcomes.push(Outcome { recorded: Some(at), by: Some(by.to_owned()), ..row });
}
