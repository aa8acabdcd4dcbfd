//! The child protection plans of each child, put together from what the record and the register say. One definition for everybody: what
//! follows, the work lists, the indicators and the census.
//!
//! Readings taken:
//! - A plan starts on the day of the conference that decides it and ends on that of the one that ends it, as held (DfE validation 2885 has
//!   the start equal the conference).
//! - plans.csv has plans from before the record began, and ends without a conference. children.csv has a plan where `plan` is `cp` or `both`
//!   and `plan_start` is given; where plans.csv has one with the same start, or a decision was ever recorded by which it starts on that day,
//!   these count: the child's row only repeats them, and must not outlive their correction.
//! - A plan that is to start after today is none yet, and one that is to end after today is open: what is written down beforehand has not
//!   happened.
//! - Rows that share days are one plan, from the first start on; two may meet in one day.
//! - A decision that a plan starts while one is open, or ends while none is, changes nothing. A plan that continues though nothing says when
//!   it began is taken to be open from that conference on, because a child on a plan must not be lost; its start is marked as not known.

use std::collections::HashMap;

use super::History;
use super::stretch::{DayStretch, joined};
use crate::calendar::NaiveDate;
use crate::register::{ChildIdx, PlanStatus, PlanVerdict};

/// A child protection plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell {
    /// The child.
    pub child: ChildIdx,
    /// The day on which it started.
    pub starts: NaiveDate,
    /// The day on which it ended; `None` while it is open.
    pub ends: Option<NaiveDate>,
    /// The category of abuse from each day on, in order, as children.csv writes it; days before the first have none known.
    pub categories: Vec<(NaiveDate, String)>,
    /// Plans that the child had before: at least that many, `None` where nothing is known.
    pub previous: Option<u32>,
    /// When the plan before it ended, where that is known.
    pub previous_end: Option<NaiveDate>,
    /// Whether `starts` is the day on which it started; otherwise it is the first on which it is known to have been open.
    pub is_start_known: bool,
}

impl Spell {
    /// Whether it is open at the end of `day`.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.starts <= day && self.ends.is_none_or(|ends| day < ends)
    }

    /// Returns the category of abuse that was decided last; empty where none is known.
    pub fn category(&self) -> &str {
        self.categories.last().map_or("", |(_, category)| category)
    }
}

#[derive(Debug, Clone, Default)]
struct Known {
    categories: Vec<(NaiveDate, String)>,
    previous: Option<u32>,
    previous_end: Option<NaiveDate>,
    is_start_known: bool,
}

/// Returns the plans of each child, indexed by child and in order of start. Those of one child share no day, but that one may end on the
/// day on which the next starts.
pub fn plan_spells(history: &History<'_>) -> Vec<Vec<Spell>> {
    let mut rows: Vec<Vec<DayStretch<Known>>> = vec![Vec::new(); history.register.children.len()];
    for plan in &history.record.plans {
        let known = Known {
            categories: since(plan.starts, &plan.category),
            previous: plan.previous,
            previous_end: plan.previous_end,
            is_start_known: true,
        };
        rows[plan.child.at()].push(DayStretch { starts: plan.starts, ends: plan.ends, known });
    }
    for (at, (child, rows)) in history.register.children.iter().zip(&mut rows).enumerate() {
        let has_plan = matches!(child.plan, Some(PlanStatus::Cp | PlanStatus::Both));
        if let Some(starts) = child.plan_start.filter(|_| has_plan)
            && rows.iter().all(|row| row.starts != starts)
            && !history.is_decided_start(at.into(), starts)
        {
            let known = Known {
                categories: since(starts, &child.category),
                previous: child.previous_plans,
                previous_end: None,
                is_start_known: true,
            };
            rows.push(DayStretch { starts, ends: None, known });
        }
    }
    let mut decided = decisions_by_child(history);
    let spells = rows.into_iter().enumerate().map(|(at, rows)| {
        let child = ChildIdx::from(at);
        let decisions = decided.remove(&child).unwrap_or_default();
        until(history.today(), spells_of(child, rows, &decisions))
    });
    spells.collect()
}

/// Returns what had happened of a child's plans by the end of `today`.
fn until(today: NaiveDate, mut spells: Vec<Spell>) -> Vec<Spell> {
    spells.retain(|spell| spell.starts <= today);
    for spell in &mut spells {
        spell.ends = spell.ends.filter(|&ends| ends <= today);
    }
    spells
}

/// A decision about a child at a meeting that was held.
struct Decided<'a> {
    on: NaiveDate,
    verdict: PlanVerdict,
    category: &'a str,
}

fn decisions_by_child<'a>(history: &'a History<'_>) -> HashMap<ChildIdx, Vec<Decided<'a>>> {
    let mut by_child: HashMap<ChildIdx, Vec<Decided<'a>>> = HashMap::new();
    for decision in &history.record.decisions {
        let is_conference =
            history.series(decision.meeting).is_some_and(crate::register::Series::is_conference);
        if let Some(on) = history.held_on(decision.meeting).filter(|_| is_conference) {
            let decided = Decided { on, verdict: decision.verdict, category: &decision.category };
            by_child.entry(decision.child).or_default().push(decided);
        }
    }
    by_child.values_mut().for_each(|decisions| decisions.sort_by_key(|decided| decided.on));
    by_child
}

fn spells_of(child: ChildIdx, rows: Vec<DayStretch<Known>>, decisions: &[Decided<'_>]) -> Vec<Spell> {
    let mut stretches = joined(rows, take);
    for decided in decisions {
        let day = decided.on;
        let covering = stretches.iter().rposition(|stretch| stretch.covers(day));
        match (decided.verdict, covering) {
            (PlanVerdict::NoPlan, _) | (PlanVerdict::PlanEnds, None) => {}
            (PlanVerdict::PlanEnds, Some(at)) => stretches[at].ends = Some(day),
            (PlanVerdict::PlanStarts | PlanVerdict::PlanContinues, Some(at)) => {
                let categories = &mut stretches[at].known.categories;
                if !decided.category.is_empty()
                    && categories.last().is_none_or(|(_, last)| last != decided.category)
                {
                    // What was said of the same day before counts no longer.
                    categories.retain(|&(from, _)| from < day);
                    categories.extend(since(day, decided.category));
                }
            }
            (PlanVerdict::PlanStarts | PlanVerdict::PlanContinues, None) => {
                let known = Known {
                    categories: since(day, decided.category),
                    is_start_known: decided.verdict == PlanVerdict::PlanStarts,
                    ..Known::default()
                };
                // It lasts until something ends it: a plan that a row has for later is then the same.
                stretches.push(DayStretch { starts: day, ends: None, known });
                stretches = joined(stretches, take);
            }
        }
    }
    let first_known = stretches.iter().position(|stretch| stretch.known.previous.is_some());
    let mut spells: Vec<Spell> = Vec::with_capacity(stretches.len());
    for (at, stretch) in stretches.into_iter().enumerate() {
        let before = spells.last();
        let counted = before.map(|before| before.previous.map_or(at as u32, |previous| previous + 1));
        spells.push(Spell {
            child,
            starts: stretch.starts,
            ends: stretch.ends,
            categories: stretch.known.categories,
            previous: stretch.known.previous.max(counted),
            previous_end: before.and_then(|before| before.ends).or(stretch.known.previous_end),
            is_start_known: stretch.known.is_start_known,
        });
    }
    // What is known of a later plan says at most how many came before an earlier one.
    if let Some(known) = first_known.filter(|&known| 0 < known) {
        let before = spells[known].previous.map_or(0, |previous| previous.saturating_sub(known as u32));
        if spells[0].previous.is_none() {
            spells[0].previous = Some(before);
        }
    }
    spells
}

/// Returns a category from a day on; nothing where none is given.
fn since(day: NaiveDate, category: &str) -> Vec<(NaiveDate, String)> {
    if category.is_empty() { Vec::new() } else { vec![(day, category.to_owned())] }
}

fn take(known: &mut Known, later: Known) {
    for (from, category) in later.categories {
        known.categories.retain(|&(day, _)| day < from);
        known.categories.push((from, category));
    }
    known.previous = known.previous.or(later.previous);
    known.previous_end = known.previous_end.or(later.previous_end);
}
