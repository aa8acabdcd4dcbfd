//! combined.csv

use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::sheet::Sheet;
use crate::register::{Combined, KindIdx, MeetingIdx, Register};

/// Reads which meetings are another one too.
pub(in crate::files) fn read(
    table: Option<&Table>,
    meetings: &Ids<MeetingIdx>,
    kinds: &Ids<KindIdx>,
    findings: &mut Findings,
) -> Vec<Combined> {
    read_rows(table, findings, |row| {
        let meeting = row.required_link("meeting", meetings);
        let kind = row.required_link("kind", kinds);
        Some(Combined { meeting: meeting?, kind: kind? })
    })
}

/// Returns which meetings are another one too as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |combined: &Combined| {
        vec![
            register.meeting(combined.meeting).reference.to_string(),
            register.authority.kinds[combined.kind.at()].name.to_string(),
        ]
    };
    Sheet { columns: vec!["meeting", "kind"], rows: register.record.combined.iter().map(row).collect() }
}
