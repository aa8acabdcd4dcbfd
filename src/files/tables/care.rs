//! care.csv

use super::super::cells::{date, free_word};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use crate::register::{CareSpell, ChildIdx, Register};

/// Reads times in care, in the order of the rows: a later row about the same child and start corrects an earlier one.
pub(in crate::files) fn read(
    table: Option<&Table>,
    children: &Ids<ChildIdx>,
    findings: &mut Findings,
) -> Vec<CareSpell> {
    read_rows(table, findings, |row| {
        let child = row.required_link("child", children);
        let starts = row.required("starts", date);
        let ends = row.optional("ends", date);
        row.check_days("starts", starts, "ends", ends);
        let legal_status = row.optional("legal_status", free_word).unwrap_or_default();
        let placement = row.optional("placement", free_word).unwrap_or_default();
        Some(CareSpell { child: child?, starts: starts?, ends, legal_status, placement })
    })
}

/// Returns times in care as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |care: &CareSpell| {
        vec![
            register.children[care.child.at()].reference.to_string(),
            care.starts.to_string(),
            or_empty(care.ends),
            care.legal_status.clone(),
            care.placement.clone(),
        ]
    };
    Sheet {
        columns: vec!["child", "starts", "ends", "legal_status", "placement"],
        rows: register.record.care.iter().map(row).collect(),
    }
}
