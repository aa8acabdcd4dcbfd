//! From a register to the one in which all that is recorded has been followed through.

use super::change::Followed;
use super::draft::Draft;
use super::household::Standing;
use super::{History, Practice, care_spells, ended, plan_spells, standing};
use crate::register::Register;

/// Returns the register in which everything recorded has its consequences: meetings stand as their outcomes say, the next ones are there
/// with the dates that the authority's timescales give them, what is no longer wanted is closed. Nothing is booked. The household keeps its
/// chair. Following the result again changes nothing.
pub fn follow(register: &Register, practice: &Practice) -> Followed {
    let mut draft = Draft::new(register.clone());
    ended::settle(&History::new(register), &mut draft);
    let ended = draft.register.clone();
    let history = History::new(&ended);
    ended::reconvene_all(&history, &mut draft);
    let (spells, cares) = (plan_spells(&history), care_spells(&history));
    standing::children(&history, &spells, &cares, &mut draft);
    let all = Standing { history: &history, spells: &spells, cares: &cares, practice };
    for household in history.households() {
        standing::household(&history, &spells, &cares, household, &mut draft);
        all.settle(household, &mut draft);
    }
    let Draft { register, changes, mut asked, .. } = draft;
    asked.sort();
    asked.dedup();
    Followed { register, changes, asked }
}
