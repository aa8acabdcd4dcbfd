//! children.csv and the households' numbers of children say what is recorded.
//!
//! Only children whom the record tells of are touched. A plan that only children.csv knew of is written into plans.csv first, so that
//! nothing is lost when its row says what comes after. A household counts its children who have a plan or are looked after, where the
//! register lists them all, a decision is recorded, and no conference is to come at which others are considered.

use std::collections::BTreeSet;

use super::History;
use super::care::Care;
use super::change::Change;
use super::draft::Draft;
use super::scope::Scope;
use super::spells::Spell;
use crate::register::{ChildIdx, HouseholdIdx, PlanSpell, PlanStatus, Series};

/// Lets the rows of the scope's children say where they stand.
pub(super) fn children(
    history: &History<'_>,
    spells: &[Vec<Spell>],
    cares: &[Vec<Care>],
    scope: Scope,
    draft: &mut Draft,
) {
    let today = history.today();
    let record = &history.record;
    let told: BTreeSet<ChildIdx> = (record.decisions.iter())
        .filter(|decision| history.held_on(decision.meeting).is_some())
        .map(|decision| decision.child)
        .chain(record.plans.iter().map(|plan| plan.child))
        .chain(record.care.iter().map(|care| care.child))
        .filter(|child| scope.has_household(history.register.children[child.at()].household))
        .collect();
    for child in told {
        keep_start(history, child, draft);
        let plan = spells[child.at()].iter().rfind(|spell| spell.is_open(today));
        let care = cares[child.at()].iter().rfind(|care| care.is_open(today));
        let row = &mut draft.register.children[child.at()];
        let before = row.clone();
        let status = match (plan, care) {
            (Some(_), Some(_)) => PlanStatus::Both,
            (Some(_), None) => PlanStatus::Cp,
            (None, Some(_)) => PlanStatus::Cla,
            (None, None) => PlanStatus::None,
        };
        // Nothing and `none` say the same.
        if status != PlanStatus::None || row.plan.is_some() {
            row.plan = Some(status);
        }
        row.plan_start = plan.filter(|plan| plan.is_start_known).map(|plan| plan.starts);
        row.looked_after_since = care.map(|care| care.starts);
        if let Some(plan) = plan {
            if !plan.category().is_empty() {
                row.category = plan.category().to_owned();
            }
            row.previous_plans = plan.previous.or(row.previous_plans);
        }
        if *row != before {
            draft.changes.push(Change::Standing { child });
        }
    }
}

/// Writes into plans.csv the plan that nothing but a child's own row says the start of, before that row says something else.
fn keep_start(history: &History<'_>, child: ChildIdx, draft: &mut Draft) {
    let row = &history.register.children[child.at()];
    let has_plan = matches!(row.plan, Some(PlanStatus::Cp | PlanStatus::Both));
    let Some(starts) = row.plan_start.filter(|_| has_plan) else { return };
    let is_recorded = history.record.plans.iter().any(|plan| plan.child == child && plan.starts == starts);
    if !is_recorded && !history.is_decided_start(child, starts) {
        draft.register.record.plans.push(PlanSpell {
            child,
            starts,
            ends: None,
            category: row.category.clone(),
            previous: row.previous_plans,
            previous_end: None,
        });
    }
}

/// Lets a household count the children who have a plan or are looked after.
pub(super) fn household(
    history: &History<'_>,
    spells: &[Vec<Spell>],
    cares: &[Vec<Care>],
    household: HouseholdIdx,
    draft: &mut Draft,
) {
    let meetings = history.meetings(household);
    let is_decided = meetings
        .iter()
        .any(|&meeting| history.held_on(meeting).is_some() && history.decisions(meeting).next().is_some());
    let is_considered = meetings
        .iter()
        .any(|&meeting| history.is_live(meeting) && history.series(meeting) == Some(Series::Initial));
    if !is_decided || is_considered || !history.lists_all_children(household) {
        return;
    }
    let today = history.today();
    let children = history.children(household).iter().filter(|child| {
        spells[child.at()].iter().any(|spell| spell.is_open(today))
            || cares[child.at()].iter().any(|care| care.is_open(today))
    });
    let now = children.count() as u32;
    let was = std::mem::replace(&mut draft.register.households[household.at()].children, now);
    if was != now {
        draft.changes.push(Change::Children { household, was });
    }
}
