//! What somebody records of a meeting, and what is filled in before they do.

use chrono::{NaiveDate, NaiveDateTime};

use super::asks::Asks;
use crate::follow::History;
use crate::register::{Agency, ChildIdx, MeetingIdx, MeetingResult, NotHeld, Outcome, PlanVerdict, StaffIdx};

/// What somebody records of a meeting. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Whether it was held.
    pub result: Option<MeetingResult>,
    /// The day on which it was, or would have been.
    pub on: Option<NaiveDate>,
    /// Who chaired it.
    pub chair: Option<StaffIdx>,
    /// Why it was not held.
    pub reason: Option<NotHeld>,
    /// Which agencies were there.
    pub agencies: Vec<Agency>,
    /// Whether it was quorate.
    pub quorate: Option<bool>,
    /// Whether a parent or carer was there.
    pub parents: Option<bool>,
    /// Whether an advocate was there.
    pub advocate: Option<bool>,
    /// When the parents were given the report.
    pub report_shared: Option<NaiveDateTime>,
    /// When the decision sheet was sent.
    pub sheet_sent: Option<NaiveDateTime>,
    /// When the minutes were signed off.
    pub minutes_signed: Option<NaiveDate>,
    /// When they were distributed.
    pub minutes_sent: Option<NaiveDate>,
    /// Whether its chair is concerned about the progress of the plan.
    pub concern: bool,
    /// When the quality form was completed.
    pub form_done: Option<NaiveDate>,
    /// Questionnaires given.
    pub questionnaires_given: Option<u32>,
    /// And those that came back.
    pub questionnaires_returned: Option<u32>,
    /// What was decided for each child, and how it took part.
    pub children: Vec<ChildEntry>,
}

/// What is recorded of a child at a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildEntry {
    /// The child.
    pub child: ChildIdx,
    /// What was decided; `None` where it was not considered.
    pub verdict: Option<PlanVerdict>,
    /// The category of a plan that starts or continues, as in children.csv; empty where it stays as it was.
    pub category: String,
    /// How it took part, 0 to 7.
    pub participation: Option<u8>,
}

impl Entry {
    /// Returns what is filled in beforehand: what was recorded last, or else what the booking tells. A decision is nobody's to guess.
    pub fn beforehand(history: &History<'_>, meeting: MeetingIdx, asks: &Asks) -> Entry {
        let children = asks.children.iter().map(|&child| {
            let row = &history.register.children[child.at()];
            // The last row counts; there is one a child.
            let decided = history.decisions(meeting).find(|decision| decision.child == child);
            match decided {
                Some(decided) => ChildEntry {
                    child,
                    verdict: Some(decided.verdict),
                    category: decided.category.clone(),
                    participation: decided.participation,
                },
                None => {
                    ChildEntry { child, verdict: None, category: row.category.clone(), participation: None }
                }
            }
        });
        let children = children.collect();
        let recorded = history.record.outcomes.iter().find(|outcome| outcome.meeting == meeting);
        if let Some(outcome) = recorded {
            return Entry { children, ..Entry::of(outcome) };
        }
        let booking = history.booking(meeting);
        let day = booking.map(crate::register::Booking::date).filter(|&day| day <= history.today());
        Entry {
            result: day.map(|_| MeetingResult::Held),
            on: day.or_else(|| booking.map(crate::register::Booking::date)),
            chair: booking.and_then(|booking| booking.iro),
            children,
            ..Entry::default()
        }
    }

    fn of(outcome: &Outcome) -> Entry {
        Entry {
            result: Some(outcome.result),
            on: Some(outcome.on),
            chair: outcome.chair,
            reason: outcome.reason,
            agencies: outcome.agencies.clone(),
            quorate: outcome.quorate,
            parents: outcome.parents,
            advocate: outcome.advocate,
            report_shared: outcome.report_shared,
            sheet_sent: outcome.sheet_sent,
            minutes_signed: outcome.minutes_signed,
            minutes_sent: outcome.minutes_sent,
            concern: outcome.concern,
            form_done: outcome.form_done,
            questionnaires_given: outcome.questionnaires_given,
            questionnaires_returned: outcome.questionnaires_returned,
            children: Vec::new(),
        }
    }
}

/// What has been recorded of a meeting.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// Its rows in the order in which they were recorded: each corrects those before it.
    pub n_rows: usize,
    /// The one that counts.
    pub last: Option<&'a Outcome>,
}

/// Returns what has been recorded of a meeting. Its number of rows is what a correction names as read: rows of decisions count too.
pub fn recorded(register: &crate::register::Register, meeting: MeetingIdx) -> Recorded<'_> {
    let rows = register.record.outcomes.iter().filter(|outcome| outcome.meeting == meeting);
    let decisions = register.record.decisions.iter().filter(|decision| decision.meeting == meeting);
    Recorded { n_rows: rows.clone().count() + decisions.count(), last: rows.last() }
}
