//! escalations.csv

use super::super::cells::{date, reference, word, word_for};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use crate::register::{Escalation, EscalationStep, HouseholdIdx, Register};

const STEPS: [(&str, EscalationStep); 4] = [
    ("team_manager", EscalationStep::TeamManager),
    ("district_manager", EscalationStep::DistrictManager),
    ("head_of_service", EscalationStep::HeadOfService),
    ("director", EscalationStep::Director),
];

/// Reads concerns under the problem-resolution protocol. Each step is a row with the same reference; the last row says where it stands.
pub(in crate::files) fn read(
    table: Option<&Table>,
    households: &Ids<HouseholdIdx>,
    findings: &mut Findings,
) -> Vec<Escalation> {
    read_rows(table, findings, |row| {
        let own = row.required("escalation", reference);
        let household = row.required_link("household", households);
        let since = row.required("since", date);
        let step = row.required("step", word(&STEPS));
        let resolved = row.optional("resolved", date);
        row.check_days("since", since, "resolved", resolved);
        Some(Escalation { reference: own?, household: household?, since: since?, step: step?, resolved })
    })
}

/// Returns concerns under the protocol as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |escalation: &Escalation| {
        vec![
            escalation.reference.to_string(),
            register.households[escalation.household.at()].reference.to_string(),
            escalation.since.to_string(),
            word_for(&STEPS, &escalation.step).to_owned(),
            or_empty(escalation.resolved),
        ]
    };
    Sheet {
        columns: vec!["escalation", "household", "since", "step", "resolved"],
        rows: register.record.escalations.iter().map(row).collect(),
    }
}
