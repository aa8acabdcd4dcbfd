//! The daily check: nobody who has a plan or is looked after is without a next date.

use super::care::Care;
use super::spells::Spell;
use super::{History, care_spells, plan_spells};
use crate::calendar::NaiveDate;
use crate::register::{ChildIdx, MeetingIdx, PlanStatus, Series};

/// A child without a next date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unplanned {
    /// The child.
    pub child: ChildIdx,
    /// What has no next date.
    pub what: Lacking,
    /// Since when the child has a plan or is looked after, where that is known.
    pub since: Option<NaiveDate>,
    /// The meeting that was to be the next, where one was booked for a day that is past and nothing is recorded of it.
    pub past: Option<MeetingIdx>,
}

/// What has no next date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// A child protection plan.
    PlanReview,
    /// A time in care.
    CareReview,
}

/// Returns every child with an open plan, or looked after, whose household has no meeting to book, and none booked from today on, at which
/// that is reviewed; in the order of the register. A child whose row says that it has a plan, or is looked after, without saying since when
/// is among them where it has no such meeting.
pub fn unplanned(history: &History<'_>) -> Vec<Unplanned> {
    let (spells, cares) = (plan_spells(history), care_spells(history));
    let today = history.today();
    let mut found = Vec::new();
    for (at, row) in history.register.children.iter().enumerate() {
        let child = ChildIdx::from(at);
        let mut check = |what: Lacking, since: Option<NaiveDate>| {
            let standing = next_meetings(history, child, what);
            let is_past = |meeting: &MeetingIdx| {
                history.booking(*meeting).is_some_and(|booking| booking.date() < today)
            };
            if standing.iter().all(is_past) {
                found.push(Unplanned { child, what, since, past: standing.first().copied() });
            }
        };
        let plan = spells[at].iter().rfind(|spell| spell.is_open(today));
        let care = cares[at].iter().rfind(|care| care.is_open(today));
        // A row without a day counts for as long as nothing recorded tells more.
        let has_row = |statuses: [PlanStatus; 2]| row.plan.is_some_and(|plan| statuses.contains(&plan));
        let is_planned = has_row([PlanStatus::Cp, PlanStatus::Both]) && spells[at].is_empty();
        let is_looked_after = has_row([PlanStatus::Cla, PlanStatus::Both]) && cares[at].is_empty();
        if plan.is_some() || is_planned {
            check(Lacking::PlanReview, plan.map(|spell: &Spell| spell.starts));
        }
        if care.is_some() || is_looked_after {
            check(Lacking::CareReview, care.map(|care: &Care| care.starts));
        }
    }
    found
}

/// Returns the meetings of a child's household that stand and review the plan, or the time in care.
fn next_meetings(history: &History<'_>, child: ChildIdx, what: Lacking) -> Vec<MeetingIdx> {
    let household = history.register.children[child.at()].household;
    let live = history.meetings(household).iter().copied().filter(|&meeting| history.is_live(meeting));
    live.filter(|&meeting| match what {
        Lacking::PlanReview => history.series(meeting).is_some_and(Series::is_plan_review),
        Lacking::CareReview => history.care_series(meeting).is_some(),
    })
    .collect()
}
