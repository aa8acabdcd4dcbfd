//! From a register to the one in which all that is recorded has been followed through.

use super::change::Followed;
use super::draft::Draft;
use super::household::Standing;
use super::scope::Scope;
use super::{History, Practice, care_spells, ended, plan_spells, standing};
use crate::register::{MeetingIdx, Register};

/// Returns the register in which everything recorded has its consequences: meetings stand as their outcomes say, the next ones are there
/// with the dates that the authority's timescales give them, what is no longer wanted is closed. Nothing is booked. The household keeps its
/// chair. Following the result again changes nothing.
pub fn follow(register: &Register, practice: &Practice) -> Followed {
    follow_within(register, practice, Scope::All)
}

/// Returns the register in which what is recorded of a meeting's household has its consequences, as [`follow`] has them; of a meeting without
/// a household, what is recorded of the meeting. Nothing of others changes.
pub fn follow_meeting(register: &Register, practice: &Practice, meeting: MeetingIdx) -> Followed {
    follow_within(register, practice, Scope::around(register, meeting))
}

fn follow_within(register: &Register, practice: &Practice, scope: Scope) -> Followed {
    let mut draft = Draft::new(register.clone());
    ended::settle(&History::new(register), scope, &mut draft);
    let ended = draft.register.clone();
    let history = History::new(&ended);
    ended::reconvene_all(&history, scope, &mut draft);
    let (spells, cares) = (plan_spells(&history), care_spells(&history));
    standing::children(&history, &spells, &cares, scope, &mut draft);
    let all = Standing { history: &history, spells: &spells, cares: &cares, practice };
    for household in history.households().filter(|&household| scope.has_household(household)) {
        standing::household(&history, &spells, &cares, household, &mut draft);
        all.settle(household, &mut draft);
    }
    let Draft { register, changes, mut asked, .. } = draft;
    asked.sort();
    asked.dedup();
    Followed { register, changes, asked }
}
