//! What is asked after a meeting of a kind.

use crate::follow::History;
use crate::indicators::Policy;
use crate::register::{ChildIdx, MeetingIdx, Series};

/// What is asked after a meeting, beside whether it was held, when, who chaired and which agencies were there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// A conference: a decision for each child, whether it was quorate, its sheet, quality form and questionnaires.
    pub is_conference: bool,
    /// How each child took part: at conferences and reviews of looked-after children.
    pub participation: bool,
    /// Whether parents and an advocate were there: where the family comes.
    pub family: bool,
    /// Whether minutes are taken.
    pub minutes: bool,
    /// Hours before it by which the parents should have the social worker's report; of conferences alone.
    pub report_hours: Option<u32>,
    /// The children of its household, in the order of the register.
    pub children: Vec<ChildIdx>,
    /// How many more children the household counts than the register lists.
    pub n_unlisted: u32,
}

/// Returns what is asked after a meeting.
pub fn asks(history: &History<'_>, meeting: MeetingIdx, policy: &Policy) -> Asks {
    let register = history.register;
    let row = register.meeting(meeting);
    let kind = register.kind(row);
    let is_conference = history.series(meeting).is_some_and(Series::is_conference);
    let report_hours = match history.series(meeting) {
        Some(Series::Initial) => Some(policy.report_hours_initial),
        Some(_) if is_conference => Some(policy.report_hours_review),
        _ => None,
    };
    let participation = is_conference || history.care_series(meeting).is_some();
    let household = row.household.filter(|_| participation);
    let children = household.map_or_else(Vec::new, |household| history.children(household).to_vec());
    let counted = household.map_or(0, |household| register.households[household.at()].children);
    let n_unlisted = counted.saturating_sub(children.len() as u32);
    Asks {
        is_conference,
        participation,
        family: kind.family,
        minutes: kind.minute_taker,
        report_hours,
        children,
        n_unlisted,
    }
}
