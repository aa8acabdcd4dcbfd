//! decisions.csv

use super::super::cells::{Words, word, word_for};
use super::super::findings::Findings;
use super::super::ids::Ids;
use super::super::record::read_rows;
use super::super::table::Table;
use super::children::CATEGORIES;
use super::sheet::Sheet;
use crate::register::{ChildIdx, Decision, MeetingIdx, PlanVerdict, Register};

const VERDICTS: [(&str, PlanVerdict); 4] = [
    ("plan_starts", PlanVerdict::PlanStarts),
    ("plan_continues", PlanVerdict::PlanContinues),
    ("plan_ends", PlanVerdict::PlanEnds),
    ("no_plan", PlanVerdict::NoPlan),
];

/// How a child took part, in the codes of the SSDA903 guide.
const PARTICIPATION: [(&str, u8); 8] =
    [("PN0", 0), ("PN1", 1), ("PN2", 2), ("PN3", 3), ("PN4", 4), ("PN5", 5), ("PN6", 6), ("PN7", 7)];

/// Reads what was decided, in the order of the rows: a later row about the same child at the same meeting corrects an earlier one.
pub(in crate::files) fn read(
    table: Option<&Table>,
    meetings: &Ids<MeetingIdx>,
    children: &Ids<ChildIdx>,
    findings: &mut Findings,
) -> Vec<Decision> {
    read_rows(table, findings, |row| {
        let meeting = row.required_link("meeting", meetings);
        let child = row.required_link("child", children);
        let verdict = row.required("verdict", word(&VERDICTS));
        let category = row.optional("category", word(&CATEGORIES)).unwrap_or_default().to_owned();
        let participation = row.optional("participation", |text| {
            // The digit alone is what case systems write.
            let words: &'static Words<u8> = &PARTICIPATION;
            let digit = words.iter().find(|(word, _)| word.strip_prefix("PN") == Some(text));
            word(words)(text).map_err(|mut refusal| {
                refusal.meant = digit.map(|(word, _)| (*word).to_owned()).or(refusal.meant);
                refusal
            })
        });
        Some(Decision { meeting: meeting?, child: child?, verdict: verdict?, category, participation })
    })
}

/// Returns what was decided as a table.
pub(super) fn write(register: &Register) -> Sheet {
    let row = |decision: &Decision| {
        vec![
            register.meeting(decision.meeting).reference.to_string(),
            register.children[decision.child.at()].reference.to_string(),
            word_for(&VERDICTS, &decision.verdict).to_owned(),
            decision.category.clone(),
            decision.participation.map_or("", |code| word_for(&PARTICIPATION, &code)).to_owned(),
        ]
    };
    Sheet {
        columns: vec!["meeting", "child", "verdict", "category", "participation"],
        rows: register.record.decisions.iter().map(row).collect(),
    }
}
