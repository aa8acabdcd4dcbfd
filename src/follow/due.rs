//! What a household is due: the next review of its plans, and that of its looked-after children.
//!
//! Readings taken:
//! - What is due counts from the day on which the last meeting that considered the child was actually held; an adjourned one does not count
//!   (domain notes, 1.3). Where none was held since a plan or a time in care began, it counts from that beginning.
//! - A conference considers all children of a household in one meeting. Where they count from different days, the one whose law is soonest
//!   decides by when.
//! - A plan that was decided before a child's birth is first reviewed within [`Practice::review_after_birth`] working days after the birth,
//!   or when it would be anyway, whichever is sooner.

use super::care::Care;
use super::change::Why;
use super::spells::Spell;
use super::{History, Practice};
use crate::calendar::{BANK_HOLIDAY_YEARS, Datelike, Holidays, NaiveDate};
use crate::register::{
    ChildIdx, Deadlines, HouseholdIdx, KindIdx, Meeting, MeetingIdx, MeetingStatus, Reference, Register,
    Series,
};

/// A meeting that a household is due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Due {
    pub(super) kind: KindIdx,
    pub(super) from: NaiveDate,
    /// The day by which it is due where that is sooner than its kind has it, and what that follows from.
    pub(super) by: Option<(NaiveDate, Why)>,
    /// The meeting that it counts from; `None` where it counts from the beginning of a plan or a time in care alone.
    pub(super) after: Option<MeetingIdx>,
    pub(super) why: Why,
}

impl Due {
    /// Returns the day by which it is due.
    pub(super) fn limit(&self, register: &Register) -> Option<NaiveDate> {
        let by_kind = deadlines(register, self.kind, self.from)?.limit_from();
        Some(self.by.map_or(by_kind, |(by, _)| by.min(by_kind)))
    }

    /// Whether it counts from a beginning alone and its last lawful day is past: reviews were probably held and not recorded.
    pub(super) fn is_long_past(&self, history: &History<'_>) -> bool {
        let register = history.register;
        let last =
            |limit| register.calendar.after(limit, register.authority.late_limit_days) < history.today();
        self.after.is_none() && self.limit(register).is_some_and(last)
    }
}

/// Returns the dates of a meeting of `kind` that counts from `from`; `None` where the kind's rules give none, or where the years are ones
/// whose bank holidays are not known.
pub(super) fn deadlines(register: &Register, kind: KindIdx, from: NaiveDate) -> Option<Deadlines> {
    let meeting = Meeting::to_book(Reference::new("-")?, kind, None, from);
    let deadlines = register.deadlines(&meeting).ok()?;
    let last = register.calendar.after(deadlines.limit_from(), register.authority.late_limit_days);
    let are_known = register.authority.holidays == Holidays::None
        || [from, last].iter().all(|date| BANK_HOLIDAY_YEARS.contains(&date.year()));
    are_known.then_some(deadlines)
}

/// Returns the kind of a series, where the authority has it.
pub(super) fn kind_of(register: &Register, series: Series) -> Option<KindIdx> {
    let name = series.kind_name();
    register.authority.kinds.iter().position(|kind| kind.name.as_str() == name).map(KindIdx::from)
}

/// Returns the review that the open plans of a household are due. A child of whom no review is recorded since long ago does not keep its
/// siblings from their next. `spells` are indexed by child.
pub(super) fn plan_review(
    history: &History<'_>,
    spells: &[Vec<Spell>],
    household: HouseholdIdx,
    practice: &Practice,
) -> Option<Due> {
    let held = history.conferences_held(household);
    let children = history.children(household).iter();
    let open =
        children.filter_map(|&child| spells[child.at()].iter().rfind(|spell| spell.is_open(history.today())));
    let dues = open.filter_map(|spell| plan_review_of(history, spell, &held, practice));
    let dues = dues.map(|due| last_called_off(history, household, due).unwrap_or(due));
    let (past, due): (Vec<Due>, Vec<Due>) = dues.partition(|due| due.is_long_past(history));
    soonest(history.register, if due.is_empty() { past } else { due }.into_iter())
}

/// Returns what is due where nothing is recorded since a beginning, but a review that was called off counted from a later day: that of the
/// review before it, which the register knew of.
fn last_called_off(history: &History<'_>, household: HouseholdIdx, due: Due) -> Option<Due> {
    if due.after.is_some() {
        return None;
    }
    let reviews = history.meetings(household).iter().map(|&meeting| history.register.meeting(meeting));
    let called_off = reviews.filter(|meeting| {
        let series = history.register.kind(meeting).series();
        meeting.status == MeetingStatus::Cancelled
            && matches!(series, Some(Series::FirstReview | Series::Review))
    });
    let known = called_off.filter_map(|meeting| Some((meeting.from_date?, meeting.kind)));
    let known = known.filter(|&(from, _)| due.from < from && !history.was_mistaken(household, from));
    known.max().map(|(from, kind)| Due { kind, from, by: None, after: None, why: Why::Reviewed(from) })
}

fn plan_review_of(
    history: &History<'_>,
    spell: &Spell,
    held: &[(NaiveDate, MeetingIdx)],
    practice: &Practice,
) -> Option<Due> {
    let last = last_that_considered(history, spell.child, spell.starts, held);
    let (from, after) = last.map_or((spell.starts, None), |(day, meeting)| (day, Some(meeting)));
    if spell.starts < from {
        let kind = kind_of(history.register, Series::Review)?;
        return Some(Due { kind, from, by: None, after, why: Why::Reviewed(from) });
    }
    let kind = kind_of(history.register, Series::FirstReview)?;
    let born = history.details(spell.child).and_then(|details| details.born);
    let by = born.filter(|&born| from < born && born <= history.today()).map(|born| {
        let by = history.register.calendar.after(born, practice.review_after_birth);
        (by, Why::Born(spell.child, born))
    });
    Some(Due { kind, from, by, after, why: Why::Started(from) })
}

/// Returns the review that the looked-after children of a household are due. `cares` are indexed by child.
pub(super) fn care_review(
    history: &History<'_>,
    cares: &[Vec<Care>],
    household: HouseholdIdx,
) -> Option<Due> {
    let held = history.care_reviews_held(household);
    let due = history.children(household).iter().filter_map(|&child| {
        let care = cares[child.at()].iter().rfind(|care| care.is_open(history.today()))?;
        let last = last_that_considered(history, child, care.starts, &held);
        let (series, from, after, why) = match last {
            None => (Series::CareFirst, care.starts, None, Why::LookedAfter(care.starts)),
            Some((day, meeting)) => {
                let next = match history.care_series(meeting) {
                    Some(Series::CareFirst) => Series::CareSecond,
                    _ => Series::CareLater,
                };
                (next, day, Some(meeting), Why::CareReviewed(day))
            }
        };
        Some(Due { kind: kind_of(history.register, series)?, from, by: None, after, why })
    });
    soonest(history.register, due)
}

/// Returns the last of the meetings held that considered a child on or after the day on which what it reviews began.
fn last_that_considered(
    history: &History<'_>,
    child: ChildIdx,
    began: NaiveDate,
    held: &[(NaiveDate, MeetingIdx)],
) -> Option<(NaiveDate, MeetingIdx)> {
    let considered =
        |&&(day, meeting): &&(NaiveDate, MeetingIdx)| began <= day && history.considered(meeting, child);
    held.iter().rfind(considered).copied()
}

/// Returns the one whose law is soonest; of equals the first.
fn soonest(register: &Register, due: impl Iterator<Item = Due>) -> Option<Due> {
    due.min_by_key(|due| due.limit(register).unwrap_or(NaiveDate::MIN))
}
