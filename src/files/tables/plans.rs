//! plans.csv

use super::super::cells::{date, whole, word};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::children::{CATEGORIES, MOST_PLANS};
use super::sheet::{Sheet, or_empty};
use crate::register::{ChildIdx, PlanSpell, Register};

/// Reads child protection plans, in the order of the rows: a later row about the same child and start corrects an earlier one.
pub(in crate::files) fn read(
    table: Option<&Table>,
    children: &Ids<ChildIdx>,
    findings: &mut Findings,
) -> Vec<PlanSpell> {
    read_rows(table, findings, |row| {
        let child = row.required_link("child", children);
        let starts = row.required("starts", date);
        let ends = row.optional("ends", date);
        row.check_days("starts", starts, "ends", ends);
        let category = row.optional("category", word(&CATEGORIES)).unwrap_or_default().to_owned();
        let previous = row.optional("previous", whole(0..=MOST_PLANS, "plans"));
        let previous_end = row.optional("previous_end", date);
        row.check_days("previous_end", previous_end, "starts", starts);
        Some(PlanSpell { child: child?, starts: starts?, ends, category, previous, previous_end })
    })
}

/// Returns child protection plans as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |plan: &PlanSpell| {
        vec![
            register.children[plan.child.at()].reference.to_string(),
            plan.starts.to_string(),
            or_empty(plan.ends),
            plan.category.clone(),
            or_empty(plan.previous),
            or_empty(plan.previous_end),
        ]
    };
    Sheet {
        columns: vec!["child", "starts", "ends", "category", "previous", "previous_end"],
        rows: register.record.plans.iter().map(row).collect(),
    }
}
