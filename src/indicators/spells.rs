//! The plans of each child, as they are counted.
//!
//! When a child has a plan is what [`crate::follow::plan_spells`] says. children.csv adds what nothing else tells of a plan that it has the
//! start of: its category, and the plans before it. A plan whose start nobody recorded is counted from the first conference that continued
//! it, and not as a start.

use chrono::NaiveDate;

use super::Category;
use crate::follow::{self, History, plan_spells};
use crate::register::{ChildIdx, PlanStatus, Register};

/// A child's time on a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// The child.
    pub child: ChildIdx,
    /// The first day.
    pub starts: NaiveDate,
    /// Whether that is the day on which it started; otherwise it is the first on which it is known to have been current.
    pub is_start_known: bool,
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
    spells_of(&History::new(register))
}

/// Returns the same by a history that is there already.
pub(super) fn spells_of(history: &History<'_>) -> Vec<Spell> {
    let register = history.register;
    let of_children = plan_spells(history).into_iter();
    let mut spells: Vec<Spell> = of_children.flatten().map(counted).collect();
    for spell in &mut spells {
        let row = &register.children[spell.child.at()];
        let has_plan = matches!(row.plan, Some(PlanStatus::Cp | PlanStatus::Both));
        if !has_plan || row.plan_start != Some(spell.starts) {
            continue;
        }
        spell.previous = spell.previous.max(row.previous_plans.unwrap_or(0));
        if spell.category(NaiveDate::MAX) == Category::NotRecorded {
            spell.categories = vec![(spell.starts, Category::of(&row.category))];
        }
    }
    spells
}

/// Returns a plan with its categories as tables have them.
fn counted(spell: follow::Spell) -> Spell {
    let follow::Spell { child, starts, ends, categories, previous, previous_end, is_start_known } = spell;
    let mut categories: Vec<(NaiveDate, Category)> =
        categories.iter().map(|(from, category)| (*from, Category::of(category))).collect();
    if categories.first().is_some_and(|&(first, _)| starts < first) {
        categories.insert(0, (starts, Category::NotRecorded));
    }
    let previous = previous.unwrap_or(0);
    Spell { child, starts, is_start_known, ends, categories, previous, previous_end }
}
