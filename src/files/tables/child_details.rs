//! child_details.csv

use super::super::cells::{date, free_word};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::{Sheet, or_empty};
use crate::register::{ChildDetails, ChildIdx, Register};

/// Reads what else is known of children, in the order of the rows: a later row about the same child corrects an earlier one.
pub(in crate::files) fn read(
    table: Option<&Table>,
    children: &Ids<ChildIdx>,
    findings: &mut Findings,
) -> Vec<ChildDetails> {
    read_rows(table, findings, |row| {
        let child = row.required_link("child", children);
        let born = row.optional("born", date);
        let expected = row.optional("expected", date);
        let ethnicity = row.optional("ethnicity", free_word).unwrap_or_default();
        Some(ChildDetails { child: child?, born, expected, ethnicity })
    })
}

/// Returns what else is known of children as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |details: &ChildDetails| {
        vec![
            register.children[details.child.at()].reference.to_string(),
            or_empty(details.born),
            or_empty(details.expected),
            details.ethnicity.clone(),
        ]
    };
    Sheet {
        columns: vec!["child", "born", "expected", "ethnicity"],
        rows: register.record.details.iter().map(row).collect(),
    }
}
