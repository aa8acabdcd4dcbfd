//! The record that a year leaves, as people would have written it down: outcomes, decisions, plans that ended without a conference. The
//! indicators count a replayed year by it as they count a real one.
//!
//! What is not decided by the replay is not recorded: who was there, when sheets and minutes were sent, categories.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::register::{
    Child, ChildIdx, Decision, HouseholdIdx, MeetingIdx, MeetingResult, NotHeld, Outcome, PlanSpell,
    PlanVerdict, Reference, Register, StaffIdx,
};

use super::arrivals::{Arrivals, Case};
use super::county::{household_of, reference};

/// The record as it is kept, by the numbers of cases and of the children in each.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    outcomes: Vec<Outcome>,
    decisions: Vec<(MeetingIdx, (usize, usize), PlanVerdict)>,
    /// Plans that ended without a conference.
    closed: BTreeMap<(usize, usize), NaiveDate>,
    /// The statutory date and the target that meetings were given at first, where they were given others since.
    first_dates: BTreeMap<MeetingIdx, (Option<NaiveDate>, Option<NaiveDate>)>,
}

impl Record {
    /// Keeps that a meeting was held.
    pub(super) fn held(&mut self, meeting: MeetingIdx, on: NaiveDate, chair: Option<StaffIdx>) {
        self.outcomes.push(Outcome { chair, ..Outcome::new(meeting, MeetingResult::Held, on) });
    }

    /// Keeps that a conference was adjourned.
    pub(super) fn adjourned(
        &mut self,
        meeting: MeetingIdx,
        on: NaiveDate,
        chair: Option<StaffIdx>,
        reason: NotHeld,
    ) {
        let outcome = Outcome::new(meeting, MeetingResult::Adjourned, on);
        self.outcomes.push(Outcome { chair, reason: Some(reason), ..outcome });
    }

    /// Keeps what a conference decided for a child of a case.
    pub(super) fn decided(&mut self, meeting: MeetingIdx, case: usize, child: usize, verdict: PlanVerdict) {
        self.decisions.push((meeting, (case, child), verdict));
    }

    /// Keeps that a child's plan ended without a conference.
    pub(super) fn closed(&mut self, case: usize, child: usize, on: NaiveDate) {
        self.closed.insert((case, child), on);
    }

    /// Keeps the dates that a meeting was given, before it gets others.
    pub(super) fn dated(&mut self, meeting: MeetingIdx, due: Option<NaiveDate>, target: Option<NaiveDate>) {
        self.first_dates.entry(meeting).or_insert((due, target));
    }

    /// Returns the register that a year ends with, as of its last day, with this record and the children whom it is about.
    pub(super) fn into_register(
        self,
        mut register: Register,
        arrivals: &Arrivals,
        last: NaiveDate,
    ) -> Register {
        register.authority.today = last;
        for (meeting, (due, target)) in self.first_dates {
            let row = &mut register.meetings[meeting.at()];
            (row.due, row.target) = (due, target);
        }
        let children = children(&mut register, arrivals);
        let started: BTreeMap<(usize, usize), NaiveDate> = {
            let held: BTreeMap<MeetingIdx, NaiveDate> =
                self.outcomes.iter().map(|outcome| (outcome.meeting, outcome.on)).collect();
            let starts = self.decisions.iter().filter(|(.., verdict)| *verdict == PlanVerdict::PlanStarts);
            starts.map(|(meeting, child, _)| (*child, held[meeting])).collect()
        };
        for (&(case, child), &row) in &children {
            let opening = arrivals.cases[case].opening.as_ref().map(|opening| opening.started);
            let ends = self.closed.get(&(case, child)).copied();
            // A plan that a decision started needs a row of its own only where none ended it.
            let starts = opening.or(ends.and_then(|_| started.get(&(case, child)).copied()));
            register.record.plans.extend(starts.map(|starts| PlanSpell {
                child: row,
                starts,
                ends,
                category: String::new(),
                previous: None,
                previous_end: None,
            }));
        }
        let decisions = self.decisions.into_iter().filter_map(|(meeting, child, verdict)| {
            let child = *children.get(&child)?;
            Some(Decision { meeting, child, verdict, category: String::new(), participation: None })
        });
        register.record.decisions = decisions.collect();
        register.record.outcomes = self.outcomes;
        register
    }
}

/// Adds the children of every case, and returns where each stands by its case and its number in it.
fn children(register: &mut Register, arrivals: &Arrivals) -> BTreeMap<(usize, usize), ChildIdx> {
    let mut found = BTreeMap::new();
    for (case, arrived) in arrivals.cases.iter().enumerate() {
        let household = household_of(case);
        for child in considered(arrived) {
            found.insert((case, child), ChildIdx::from(register.children.len()));
            register.children.push(row(reference(&format!("C{:04}-{}", case + 1, child + 1)), household));
        }
        register.households[household.at()].children = arrived.children;
    }
    found
}

/// Returns the numbers of the children of a case: of a family that had plans before the year, those whose plans were open.
fn considered(arrived: &Case) -> Vec<usize> {
    match &arrived.opening {
        Some(opening) => (0..opening.open.len()).filter(|&child| opening.open[child]).collect(),
        None => (0..arrived.children as usize).collect(),
    }
}

fn row(reference: Reference, household: HouseholdIdx) -> Child {
    Child {
        reference,
        household,
        plan: None,
        plan_start: None,
        category: String::new(),
        previous_plans: None,
        looked_after_since: None,
    }
}
