//! Whose caseload each household ends on (S3 `caseload`).

use super::{State, list_change};
use crate::register::MeetingIdx;

/// A booked meeting that decides its household's chair; in order of time, and of meeting where two start together, as
/// the rule takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::solver) struct Deciding {
    pub(in crate::solver) day: usize,
    pub(in crate::solver) start: i32,
    pub(in crate::solver) meeting: MeetingIdx,
    pub(in crate::solver) chair: u32,
}

impl State<'_> {
    /// Returns what it costs that one `more` meeting decides a household's chair.
    pub(in crate::solver) fn caseload_cost(&self, household: u32, more: Deciding) -> i64 {
        let family = &self.families[household as usize];
        let next = if family.chaired.is_empty() {
            more.chair
        } else {
            let mut chaired = family.chaired.clone();
            let position = chaired.partition_point(|&other| other < more);
            chaired.insert(position, more);
            match self.final_chair(household as usize, &chaired) {
                Some(next) => next,
                None => return 0,
            }
        };
        self.hand_over_cost(household, next)
    }

    /// Whether meetings other than one more decide the household's chair too.
    pub(in crate::solver) fn is_chaired(&self, household: u32) -> bool {
        !self.families[household as usize].chaired.is_empty()
    }

    /// Returns the cost of a household's caseload moving from its chair to `next`; negative where it relieves.
    pub(super) fn hand_over_cost(&self, household: u32, next: u32) -> i64 {
        let present = self.families[household as usize].chair;
        if present == Some(next) {
            return 0;
        }
        let children = self.problem.families[household as usize].children;
        let relief = present.map_or(0, |chair| self.caseload_change(chair, -children));
        relief + self.caseload_change(next, children)
    }

    pub(super) fn caseload_change(&self, chair: u32, children: i64) -> i64 {
        let load = self.caseload[chair as usize];
        let limit = self.problem.people[chair as usize].caseload_limit;
        self.problem.weights.caseload * ((load + children - limit).max(0) - (load - limit).max(0))
    }

    pub(super) fn decide_chair(&mut self, household: u32, meeting: Deciding, sign: i64) {
        let chaired = &mut self.families[household as usize].chaired;
        list_change(chaired, meeting, sign);
        chaired.sort_unstable();
        self.settle_chair(household as usize);
    }

    pub(super) fn settle_chair(&mut self, household: usize) {
        let next = self.final_chair(household, &self.families[household].chaired);
        let present = self.families[household].chair;
        if next == present {
            return;
        }
        let children = self.problem.families[household].children;
        for (chair, more) in [(present, -children), (next, children)] {
            if let Some(chair) = chair {
                self.cost += self.caseload_change(chair, more);
                self.caseload[chair as usize] += more;
            }
        }
        self.families[household].chair = next;
    }

    /// Returns a household's chair at the end of the plan (S3 `caseload`), given the meetings that decide it, in
    /// order of time.
    pub(super) fn final_chair(&self, household: usize, chaired: &[Deciding]) -> Option<u32> {
        let family = &self.problem.families[household];
        let (Some(first), Some(last)) = (chaired.first(), chaired.last()) else {
            return family.chair_today;
        };
        match family.chair_on[first.day] {
            None => Some(first.chair),
            Some(own) if chaired.iter().all(|meeting| meeting.chair == own) => Some(own),
            Some(_) => Some(last.chair),
        }
    }
}
