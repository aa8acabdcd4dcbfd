//! By when each child was to be reviewed: what the law has from what was held, not what a meeting's row says.
//!
//! Readings taken:
//! - A review was due from the last conference that considered the child since its plan started: by the timescale of first reviews from the
//!   one at which the plan started, by that of later ones from any other. Days on which conferences were held count, not `from_date`; `due`
//!   does not, whether it was typed or agreed to be sooner than the law has it, as after a birth.
//! - A conference at which a child's plan starts, or at which it has none, is no review of that child, whatever it is for its siblings: a
//!   child who joins is first reviewed three months later, even where that is the household's second review.
//! - Where no earlier conference of the plan is on record, what is called a first review counts from the start of the plan, where that is
//!   known; so does any review where the record goes back to the start, because none was held then. Otherwise nothing recorded of the
//!   child tells, and the meeting's own row does: its kind's timescale from its `from_date`, or else its `due`.
//! - A plan of which nothing tells the start is taken to have been reviewed before, so that the conference that first continued it is counted
//!   from as from a later one.
//! - Where no plan of a child was ever recorded, it is taken to have one at every conference that did not say otherwise.

use chrono::NaiveDate;

use super::clock::Clock;
use super::{Facts, Stage, is_in_time};
use crate::register::{ChildIdx, PlanVerdict};

/// What a meeting was as a review of a child's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviewed {
    /// It reviewed none.
    No,
    /// It reviewed one, which was due by that day.
    By(NaiveDate),
    /// It reviewed one, and nothing tells by when that was due.
    NotKnown,
}

impl Reviewed {
    /// Whether a plan of the child was reviewed.
    pub fn is_review(self) -> bool {
        self != Reviewed::No
    }

    /// Whether a review held on a day was in time; `None` where nothing tells.
    pub fn is_in_time(self, on: NaiveDate) -> Option<bool> {
        match self {
            Reviewed::By(due) => Some(is_in_time(on, due)),
            Reviewed::No | Reviewed::NotKnown => None,
        }
    }
}

impl Facts<'_> {
    /// Returns what a meeting with this clock, held on a day, was as a review of a child. Conferences of days before must have been taken.
    pub(super) fn reviewed(
        &self,
        child: ChildIdx,
        verdict: Option<PlanVerdict>,
        on: NaiveDate,
        clock: &Clock,
    ) -> Reviewed {
        if clock.stage != Stage::Review {
            return Reviewed::No;
        }
        let plans = self.plans_of(child);
        let held = &self.conferences[child.at()];
        let before = held[..held.partition_point(|(day, _)| *day < on)].last();
        let due = match plans.iter().rfind(|spell| spell.starts < on && spell.holds(on)) {
            Some(spell) => match before.filter(|(day, _)| spell.starts <= *day) {
                Some(&(_, due)) => due,
                None if spell.is_start_known && (clock.is_first_review || self.is_recorded(spell)) => {
                    self.first_review.counted_from(spell.starts, &self.register.calendar)
                }
                None => clock.due,
            },
            None => {
                let is_review = match verdict {
                    Some(PlanVerdict::PlanStarts | PlanVerdict::NoPlan) => false,
                    Some(PlanVerdict::PlanContinues | PlanVerdict::PlanEnds) => true,
                    None => plans.is_empty(),
                };
                if !is_review {
                    return Reviewed::No;
                }
                before.map_or(clock.due, |&(_, due)| due)
            }
        };
        due.map_or(Reviewed::NotKnown, Reviewed::By)
    }

    /// Keeps that a conference for `stage` considered a child, and when its next review is due by law.
    pub(super) fn consider(
        &mut self,
        child: ChildIdx,
        verdict: Option<PlanVerdict>,
        on: NaiveDate,
        stage: Stage,
    ) {
        let plans = self.plans_of(child);
        let has_none = match verdict {
            Some(PlanVerdict::PlanEnds) => true,
            Some(PlanVerdict::NoPlan) => !plans.iter().any(|spell| spell.holds(on)),
            _ => false,
        };
        if has_none {
            return;
        }
        let starts_there = plans.iter().any(|spell| spell.starts == on && spell.is_start_known);
        let is_open = plans.iter().any(|spell| spell.starts < on && spell.holds(on));
        let rule = if starts_there || stage != Stage::Review && !is_open {
            self.first_review
        } else {
            self.next_review
        };
        let due = rule.counted_from(on, &self.register.calendar);
        self.conferences[child.at()].push((on, due));
    }
}
