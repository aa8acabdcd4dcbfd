//! The plans of each child, put together from decisions, plans.csv and children.csv.
//!
//! A plan starts on the day of the conference that decides it and ends on that of the one that ends it (DfE, children in need census:
//! `CPPstartDate` is the date of the initial conference, validation rule 2885). plans.csv holds those that no decision tells of, and
//! the last row about one child and start counts. children.csv adds a plan that is current and stands nowhere else.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Category;
use crate::register::{ChildIdx, PlanStatus, PlanVerdict, Register};

/// A child's time on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// The child.
    pub child: ChildIdx,
    /// The first day.
    pub starts: NaiveDate,
    /// The day on which it ended; `None` = it is current.
    pub ends: Option<NaiveDate>,
    /// The category from each day on, in order; the first from the start.
    pub categories: Vec<(NaiveDate, Category)>,
    /// Plans before this one, wherever.
    pub previous: u32,
    /// When the last of them ended, where that is known.
    pub previous_end: Option<NaiveDate>,
}

impl Spell {
    /// Whether the child is on the plan at the end of `date`: from the day on which it starts until the day before it ends.
    pub fn is_current(&self, date: NaiveDate) -> bool {
        self.starts <= date && self.ends.is_none_or(|ends| date < ends)
    }

    /// Whether `date` lies in it, its last day included.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.starts <= date && self.ends.is_none_or(|ends| date <= ends)
    }

    /// Returns the category on `date`.
    pub fn category(&self, date: NaiveDate) -> Category {
        let since = self.categories.iter().rev().find(|(from, _)| *from <= date);
        since.or(self.categories.first()).map_or(Category::NotRecorded, |&(_, category)| category)
    }
}

/// Returns every plan of every child, by child and start.
pub fn spells(register: &Register) -> Vec<Spell> {
    let mut of: BTreeMap<(ChildIdx, NaiveDate), Spell> = BTreeMap::new();
    for row in &register.record.plans {
        let spell = Spell {
            child: row.child,
            starts: row.starts,
            ends: row.ends,
            categories: vec![(row.starts, Category::of(&row.category))],
            previous: row.previous.unwrap_or(0),
            previous_end: row.previous_end,
        };
        of.insert((row.child, row.starts), spell);
    }
    for (child, on, verdict, category) in decisions(register) {
        decide(&mut of, child, on, verdict, category);
    }
    for (at, child) in register.children.iter().enumerate() {
        let on_plan = matches!(child.plan, Some(PlanStatus::Cp | PlanStatus::Both));
        let Some(starts) = child.plan_start.filter(|_| on_plan) else { continue };
        let idx = ChildIdx::from(at);
        let is_told = of.range((idx, NaiveDate::MIN)..=(idx, NaiveDate::MAX)).any(|(_, s)| s.holds(starts));
        if !is_told {
            of.insert((idx, starts), begun(idx, starts, Category::of(&child.category)));
        }
        let Some(spell) = of.get_mut(&(idx, starts)) else { continue };
        spell.previous = spell.previous.max(child.previous_plans.unwrap_or(0));
        if spell.category(NaiveDate::MAX) == Category::NotRecorded {
            spell.categories = vec![(starts, Category::of(&child.category))];
        }
    }
    let mut spells: Vec<Spell> = of.into_values().collect();
    for at in 1..spells.len() {
        let (before, from_here) = spells.split_at_mut(at);
        let (earlier, spell) = (&before[at - 1], &mut from_here[0]);
        if earlier.child == spell.child {
            spell.previous = spell.previous.max(earlier.previous + 1);
            spell.previous_end = spell.previous_end.max(earlier.ends);
        }
    }
    spells
}

/// Returns what was decided of plans, the last row about one meeting and child, in order of day.
fn decisions(register: &Register) -> Vec<(ChildIdx, NaiveDate, PlanVerdict, Category)> {
    let mut held = vec![None; register.meetings.len()];
    for outcome in &register.record.outcomes {
        held[outcome.meeting.at()] = Some(outcome);
    }
    let mut latest = BTreeMap::new();
    for decision in &register.record.decisions {
        latest.insert((decision.meeting, decision.child), decision);
    }
    let mut decided: Vec<_> = latest
        .into_values()
        .filter_map(|decision| {
            let outcome = held[decision.meeting.at()]?;
            (outcome.result == crate::register::MeetingResult::Held).then_some((
                decision.child,
                outcome.on,
                decision.verdict,
                Category::of(&decision.category),
            ))
        })
        .collect();
    decided.sort_by_key(|&(child, on, ..)| (child, on));
    decided
}

fn begun(child: ChildIdx, starts: NaiveDate, category: Category) -> Spell {
    Spell { child, starts, ends: None, categories: vec![(starts, category)], previous: 0, previous_end: None }
}

fn decide(
    of: &mut BTreeMap<(ChildIdx, NaiveDate), Spell>,
    child: ChildIdx,
    on: NaiveDate,
    verdict: PlanVerdict,
    category: Category,
) {
    let running = of.range_mut((child, NaiveDate::MIN)..=(child, on)).next_back().map(|(_, spell)| spell);
    let running = running.filter(|spell| spell.holds(on));
    match (verdict, running) {
        (PlanVerdict::PlanStarts, None) => {
            of.insert((child, on), begun(child, on, category));
        }
        // A plan that ends on the day on which the next starts.
        (PlanVerdict::PlanStarts, Some(spell)) if spell.ends == Some(on) && spell.starts < on => {
            of.insert((child, on), begun(child, on, category));
        }
        (PlanVerdict::PlanStarts | PlanVerdict::PlanContinues, Some(spell)) => {
            if category != Category::NotRecorded && spell.category(on) != category {
                spell.categories.retain(|&(from, _)| from < on);
                spell.categories.push((on, category));
            }
        }
        (PlanVerdict::PlanEnds, Some(spell)) if spell.ends.is_none() => spell.ends = Some(on),
        _ => {}
    }
}
