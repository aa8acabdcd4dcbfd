//! The plans of a year and their reviews.
//!
//! A plan is one that was current on a day of the year or ended on one. A review comes after its first day and not after its last (DfE, rule
//! 8841); what the record has at other times is told.

use super::gather::Gathering;
use super::model::Plan;
use super::note::Gap;
use crate::indicators::{Category, Period, Spell, Stage};

impl Gathering<'_> {
    /// Takes the plans of the year, and tells of reviews that are of none.
    pub(super) fn take_plans(&mut self) {
        let facts = self.facts;
        let (first, last) = (self.year.first(), self.year.last());
        let is_of_the_year =
            |spell: &&Spell| spell.starts <= last && spell.ends.is_none_or(|ends| first <= ends);
        for spell in facts.spells.iter().filter(is_of_the_year) {
            match self.plan(spell) {
                Some(plan) => self.drafts[spell.child.at()].plans.push(plan),
                None => self.note_child(Gap::PlanWithoutCategory, spell.child),
            }
        }
        for event in facts.held(self.year).iter().filter(|event| event.stage == Stage::Review) {
            let on = event.outcome.on;
            let attended = facts.children(event);
            for child in attended.iter().map(|attended| attended.child) {
                let mut plans = facts.plans_of(child).iter();
                if !plans.any(|spell| spell.starts < on && spell.holds(on)) {
                    self.note_child(Gap::ReviewOutsidePlan, child);
                }
            }
            if attended.is_empty() {
                self.note(Gap::ChildrenNotListed, &facts.register.meeting(event.outcome.meeting).reference);
            }
        }
    }

    /// Returns what the return says of a plan; `None` where no category of it is recorded by the end of the year.
    fn plan(&self, spell: &Spell) -> Option<Plan> {
        let last = self.year.last();
        let ends = spell.ends.filter(|&ends| ends <= last);
        let until = ends.unwrap_or(last);
        let mut recorded = spell
            .categories
            .iter()
            .filter(|&&(from, category)| from <= until && category != Category::NotRecorded)
            .map(|&(_, category)| category);
        let initial = recorded.next()?;
        let latest = recorded.next_back().unwrap_or(initial);
        let after_its_start = spell.starts.succ_opt().and_then(|first| Period::new(first, until));
        let held = after_its_start.map(|period| self.facts.reviews_of(spell.child, period));
        let mut reviews: Vec<_> = held.into_iter().flatten().map(|&(on, _)| on).collect();
        reviews.dedup();
        Some(Plan { starts: spell.starts, ends, initial, latest, previous: spell.previous, reviews })
    }
}
