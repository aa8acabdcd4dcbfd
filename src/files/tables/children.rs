//! children.csv

use super::super::cells::{date, whole, word, word_for};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::{Listed, read_listed};
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use crate::register::{Child, ChildIdx, HouseholdIdx, PlanStatus, Register};

const PLANS: [(&str, PlanStatus); 4] = [
    ("cp", PlanStatus::Cp),
    ("cla", PlanStatus::Cla),
    ("both", PlanStatus::Both),
    ("none", PlanStatus::None),
];

/// The categories of abuse.
pub(super) const CATEGORIES: [(&str, &str); 5] = [
    ("neglect", "neglect"),
    ("emotional", "emotional"),
    ("physical", "physical"),
    ("sexual", "sexual"),
    ("multiple", "multiple"),
];

/// Most plans that a child had before.
pub(super) const MOST_PLANS: u32 = 50;

/// Reads the children.
pub(in crate::files) fn read(
    table: Option<&Table>,
    households: &Ids<HouseholdIdx>,
    findings: &mut Findings,
) -> Listed<Child, ChildIdx> {
    read_listed("children", "child", table, findings, |row, reference| {
        let household = row.required_link("household", households);
        let plan = row.optional("plan", word(&PLANS));
        let plan_start = row.optional("plan_start", date);
        let category = row.optional("category", word(&CATEGORIES)).unwrap_or_default().to_owned();
        let previous_plans = row.optional("previous_plans", whole(0..=MOST_PLANS, "plans"));
        let looked_after_since = row.optional("looked_after_since", date);
        Some(Child {
            reference,
            household: household?,
            plan,
            plan_start,
            category,
            previous_plans,
            looked_after_since,
        })
    })
}

/// Returns the children as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |child: &Child| {
        vec![
            child.reference.to_string(),
            register.households[child.household.at()].reference.to_string(),
            child.plan.map_or("", |plan| word_for(&PLANS, &plan)).to_owned(),
            or_empty(child.plan_start),
            child.category.clone(),
            or_empty(child.previous_plans),
            or_empty(child.looked_after_since),
        ]
    };
    Sheet {
        columns: vec![
            "child",
            "household",
            "plan",
            "plan_start",
            "category",
            "previous_plans",
            "looked_after_since",
        ],
        rows: register.children.iter().map(row).collect(),
    }
}
