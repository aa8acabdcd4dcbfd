//! What became of meetings and children: the record that follows the bookings.
//!
//! A plan needs none of it; the next meetings, the work lists and the indicators are made from it. Rows are in the order in which they
//! were recorded. A correction is a further row about the same meeting, child or spell, and the last one counts, so that nothing
//! recorded is ever overwritten.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{ChildIdx, HouseholdIdx, KindIdx, MeetingIdx, Reference, StaffIdx};

/// Everything recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// What became of meetings.
    pub outcomes: Vec<Outcome>,
    /// What was decided for each child of a meeting.
    pub decisions: Vec<Decision>,
    /// Child protection plans that no decision here tells of: those from before the record began, and ends without a conference.
    pub plans: Vec<PlanSpell>,
    /// Times in care.
    pub care: Vec<CareSpell>,
    /// What else is known of children.
    pub details: Vec<ChildDetails>,
    /// Concerns that are taken up under the problem-resolution protocol.
    pub escalations: Vec<Escalation>,
    /// Meetings that are another one too, in one sitting.
    pub combined: Vec<Combined>,
}

impl Record {
    /// Returns the record without the rows that later ones correct: of the rows about one meeting, one child at a meeting, one spell (a
    /// child and the day on which it started), one child's details or one escalation the last, in the order in which these were recorded.
    /// Whoever counts anything counts these rows.
    pub fn corrected(&self) -> Record {
        Record {
            outcomes: cloned(last_of_each(&self.outcomes, |row| row.meeting)),
            decisions: cloned(last_of_each(&self.decisions, |row| (row.meeting, row.child))),
            plans: cloned(last_of_each(&self.plans, |row| (row.child, row.starts))),
            care: cloned(last_of_each(&self.care, |row| (row.child, row.starts))),
            details: cloned(last_of_each(&self.details, |row| row.child)),
            escalations: cloned(last_of_each(&self.escalations, |row| row.reference.clone())),
            combined: cloned(last_of_each(&self.combined, |row| row.clone())),
        }
    }

    /// Returns what became of each meeting by the end of `today`: its last row, where that has happened.
    pub fn happened(&self, today: NaiveDate) -> Vec<&Outcome> {
        let mut outcomes = last_of_each(&self.outcomes, |row| row.meeting);
        outcomes.retain(|outcome| outcome.has_happened(today));
        outcomes
    }
}

fn cloned<T: Clone>(rows: Vec<&T>) -> Vec<T> {
    rows.into_iter().cloned().collect()
}

/// Returns the last row of each key, in the order of the rows.
fn last_of_each<T, K: Ord>(rows: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let mut last = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        last.insert(key(row), at);
    }
    let mut kept: Vec<usize> = last.into_values().collect();
    kept.sort_unstable();
    kept.into_iter().map(|at| &rows[at]).collect()
}

/// A meeting that is another one too: a conference at which looked-after children are reviewed as well (SI 2010/959, regulation 32(3), has
/// a review combined with other reviews).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Combined {
    /// The meeting that is booked and held.
    pub meeting: MeetingIdx,
    /// The kind of the other one, which has no meeting of its own.
    pub kind: KindIdx,
}

/// What became of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// Whether it was held.
    pub result: MeetingResult,
    /// The day on which it was held, or would have been.
    pub on: NaiveDate,
    /// Who chaired it, where that is known.
    pub chair: Option<StaffIdx>,
    /// Why it was not held, or not completed.
    pub reason: Option<NotHeld>,
    /// Which agencies were there.
    pub agencies: Vec<Agency>,
    /// Whether it was quorate, as its chair judged it.
    pub quorate: Option<bool>,
    /// Whether a parent or carer was there.
    pub parents: Option<bool>,
    /// Whether an advocate was there for a child or a parent.
    pub advocate: Option<bool>,
    /// When the parents were given the social worker's report.
    pub report_shared: Option<NaiveDateTime>,
    /// When the decision sheet was sent.
    pub sheet_sent: Option<NaiveDateTime>,
    /// When its chair signed the minutes off.
    pub minutes_signed: Option<NaiveDate>,
    /// When the minutes were distributed.
    pub minutes_sent: Option<NaiveDate>,
    /// Whether its chair is concerned about the progress of the plan: such quality forms come first (annual report 2011/12, 5.4 and 7.2).
    pub concern: bool,
    /// When the quality assurance form was completed.
    pub form_done: Option<NaiveDate>,
    /// Questionnaires given to parents and carers.
    pub questionnaires_given: Option<u32>,
    /// And those that came back.
    pub questionnaires_returned: Option<u32>,
    /// When it was recorded, where that is known.
    pub recorded: Option<NaiveDateTime>,
    /// Who recorded it: an account's or a member of staff's reference.
    pub by: Option<String>,
}

impl Outcome {
    /// Whether it has happened by the end of `today`: what is recorded as held on a later day has not happened yet; what is called off or
    /// put off is so from when it is recorded.
    pub fn has_happened(&self, today: NaiveDate) -> bool {
        self.result != MeetingResult::Held || self.on <= today
    }

    /// Returns an outcome of which nothing else is recorded.
    pub fn new(meeting: MeetingIdx, result: MeetingResult, on: NaiveDate) -> Outcome {
        Outcome {
            meeting,
            result,
            on,
            chair: None,
            reason: None,
            agencies: Vec::new(),
            quorate: None,
            parents: None,
            advocate: None,
            report_shared: None,
            sheet_sent: None,
            minutes_signed: None,
            minutes_sent: None,
            concern: false,
            form_done: None,
            questionnaires_given: None,
            questionnaires_returned: None,
            recorded: None,
            by: None,
        }
    }
}

/// Whether a meeting was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingResult {
    /// It was held and completed.
    Held,
    /// It was put off, or begun and not completed: it is reconvened.
    Adjourned,
    /// It will not be held.
    Cancelled,
}

/// Why a meeting was not held, or not completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum NotHeld {
    NoSocialWorker,
    NoReport,
    NotQuorate,
    VenueConfusion,
    ChairAbsent,
    FamilyRequest,
    MoreInformation,
    Other,
}

/// An agency at a conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Agency {
    SocialCare,
    Health,
    Education,
    Police,
    Probation,
    Housing,
    Midwifery,
    AdultServices,
    Voluntary,
    Other,
}

/// What a meeting decided for a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The meeting.
    pub meeting: MeetingIdx,
    /// The child.
    pub child: ChildIdx,
    /// The decision.
    pub verdict: PlanVerdict,
    /// The category of abuse of a plan that starts or continues, as in children.csv; empty where it stays as it was.
    pub category: String,
    /// How the child took part, 0 to 7 (PN0 to PN7: DfE, SSDA903 guide, review codes).
    pub participation: Option<u8>,
}

/// What becomes of a child's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanVerdict {
    /// A child protection plan starts on the day of the meeting.
    PlanStarts,
    /// It continues; a looked-after child stays looked after.
    PlanContinues,
    /// It ends on the day of the meeting.
    PlanEnds,
    /// The child has none and gets none.
    NoPlan,
}

/// A child protection plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSpell {
    /// The child.
    pub child: ChildIdx,
    /// The day on which it started, that of its initial conference.
    pub starts: NaiveDate,
    /// The day on which it ended.
    pub ends: Option<NaiveDate>,
    /// The latest category of abuse, as in children.csv.
    pub category: String,
    /// Plans that the child had before, wherever; `None` where that is not known.
    pub previous: Option<u32>,
    /// When the plan before it ended, where that is known.
    pub previous_end: Option<NaiveDate>,
}

/// A time in care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareSpell {
    /// The child.
    pub child: ChildIdx,
    /// The day on which the child became looked after.
    pub starts: NaiveDate,
    /// The day on which that ended.
    pub ends: Option<NaiveDate>,
    /// Its legal status, a code or a word of the authority's own: `interim_care_order`, `section_20`.
    pub legal_status: String,
    /// Where the child lives, a code or a word of the authority's own: `foster_in_authority`.
    pub placement: String,
}

/// What else is known of a child, for breakdowns only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildDetails {
    /// The child.
    pub child: ChildIdx,
    /// The day of birth; reports show ages only.
    pub born: Option<NaiveDate>,
    /// The expected day of birth of a child not yet born.
    pub expected: Option<NaiveDate>,
    /// Ethnicity, a code of the census or a word of the authority's own.
    pub ethnicity: String,
}

/// A concern that is taken up under the problem-resolution protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// Its reference.
    pub reference: Reference,
    /// The household that it is about.
    pub household: HouseholdIdx,
    /// The day on which its step began. Each step is a row of its own.
    pub since: NaiveDate,
    /// Who has it now.
    pub step: EscalationStep,
    /// The day on which it was resolved.
    pub resolved: Option<NaiveDate>,
}

/// The steps of the problem-resolution protocol (annual report 2011/12, 7.2: from the social worker and team manager up the line of
/// management, to the director where need be).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum EscalationStep {
    TeamManager,
    DistrictManager,
    HeadOfService,
    Director,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_row_corrects_an_earlier_one_of_the_same_and_no_other() {
        let day = |day| NaiveDate::from_ymd_opt(2012, 4, day).expect("a date");
        let spell = |child, starts, ends| PlanSpell {
            child: ChildIdx(child),
            starts: day(starts),
            ends,
            category: String::new(),
            previous: None,
            previous_end: None,
        };
        let record = Record {
            plans: vec![spell(1, 2, None), spell(0, 2, None), spell(1, 2, Some(day(20))), spell(1, 25, None)],
            ..Record::default()
        };
        let corrected = record.corrected();
        assert_eq!(corrected.plans, [spell(0, 2, None), spell(1, 2, Some(day(20))), spell(1, 25, None)]);
        assert_eq!(corrected.corrected(), corrected, "nothing is left to correct");
    }
}
