//! What a household has beside what it is due: the review of its plans, that of its looked-after children, and both in one sitting.

use super::care::Care;
use super::change::{Change, Closing, Question, Why};
use super::draft::Draft;
use super::reconvened::reconvened_for;
use super::spells::Spell;
use super::{History, Practice, combine, due, reviews};
use crate::calendar::NaiveDate;
use crate::register::{ChildIdx, HouseholdIdx, MeetingIdx, Series};

/// Begins the reference of a review of plans that is made.
const PLAN_REVIEW: &str = "RC";
/// Begins that of a review of looked-after children.
const CARE_REVIEW: &str = "CR";

/// What all households are looked at with.
pub(super) struct Standing<'a> {
    pub(super) history: &'a History<'a>,
    pub(super) spells: &'a [Vec<Spell>],
    pub(super) cares: &'a [Vec<Care>],
    pub(super) practice: &'a Practice,
}

impl Standing<'_> {
    /// Makes, counts anew and closes the meetings of a household.
    pub(super) fn settle(&self, household: HouseholdIdx, draft: &mut Draft) {
        let conference = self.plan_review(household, draft);
        self.care_review(household, conference, draft);
    }

    /// Settles the review of the household's plans, and returns the conference that stands for it.
    fn plan_review(&self, household: HouseholdIdx, draft: &mut Draft) -> Option<MeetingIdx> {
        let Some(due) = due::plan_review(self.history, self.spells, household, self.practice) else {
            self.close_plan_reviews(household, draft);
            return None;
        };
        let reviews = |draft: &Draft| {
            self.live(household, draft, |series| matches!(series, Series::FirstReview | Series::Review))
        };
        let reconvened = self.live(household, draft, |series| series == Series::Reconvened);
        if let Some(reconvened) = reconvened.into_iter().find(|&meeting| self.serves(meeting, &due, draft)) {
            // What followed from a day on which nothing was held after all is not wanted beside it.
            let reviews = reviews(draft);
            self.close(household, &reviews, None, Closing::PlansEnded, draft);
            return Some(reconvened);
        }
        let reviews = reviews(draft);
        match soonest(&reviews, draft) {
            Some(standing) => {
                reviews::settle(self.history, household, standing, &due, draft);
                Some(standing)
            }
            None => reviews::make(self.history, household, PLAN_REVIEW, &due, draft),
        }
    }

    /// Whether a reconvened conference is the review that is due. That of an initial conference is where its law is no later: all children
    /// of the household are considered together.
    fn serves(&self, reconvened: MeetingIdx, due: &due::Due, draft: &Draft) -> bool {
        let meeting = draft.register.meeting(reconvened);
        let meetings = meeting.household.map_or(&[][..], |household| self.history.meetings(household));
        let adjourned = reconvened_for(&draft.register, meetings, reconvened);
        if !adjourned.is_some_and(|adjourned| self.history.series(adjourned) == Some(Series::Initial)) {
            return true;
        }
        let by = draft.register.deadlines(meeting).ok().map(|dates| dates.limit_from());
        by.zip(due.limit(&draft.register)).is_none_or(|(by, limit)| by <= limit)
    }

    fn care_review(&self, household: HouseholdIdx, conference: Option<MeetingIdx>, draft: &mut Draft) {
        let Some(due) = due::care_review(self.history, self.cares, household) else {
            self.close_care_reviews(household, draft);
            return;
        };
        let combined = conference.filter(|&conference| {
            let mut rows = draft.register.record.combined.iter();
            rows.any(|row| {
                let kind = &draft.register.authority.kinds[row.kind.at()];
                row.meeting == conference && kind.series().is_some_and(Series::is_care_review)
            })
        });
        if let Some(combined) = combined {
            if let Some(by) = due.limit(&draft.register) {
                reviews::bring_forward(combined, by, Why::ReviewOfCare, draft);
                reviews::ask_if_late(combined, draft);
            }
            return;
        }
        let reviews = self.live(household, draft, Series::is_care_review);
        let standing = soonest(&reviews, draft);
        if let Some(standing) = standing {
            reviews::settle(self.history, household, standing, &due, draft);
        }
        let today = self.history.today();
        let has_both = self.history.children(household).iter().any(|child| {
            self.spells[child.at()].iter().any(|spell| spell.is_open(today))
                && self.cares[child.at()].iter().any(|care| care.is_open(today))
        });
        if has_both
            && let Some(conference) = conference
            && combine::combine(conference, &due, standing, draft)
        {
            return;
        }
        if standing.is_none() {
            reviews::make(self.history, household, CARE_REVIEW, &due, draft);
        }
    }

    /// Closes the reviews of plans of which none is left.
    fn close_plan_reviews(&self, household: HouseholdIdx, draft: &mut Draft) {
        let ended = self
            .last_end(household, |child| self.spells[child.at()].iter().filter_map(|spell| spell.ends).max());
        let standing = self.live(household, draft, Series::is_plan_review);
        self.close(household, &standing, ended, Closing::PlansEnded, draft);
    }

    fn close_care_reviews(&self, household: HouseholdIdx, draft: &mut Draft) {
        let ended = self
            .last_end(household, |child| self.cares[child.at()].iter().filter_map(|care| care.ends).max());
        let standing = self.live(household, draft, Series::is_care_review);
        self.close(household, &standing, ended, Closing::CareEnded, draft);
    }

    /// Returns the day on which the last of something of a household's children ended, by today.
    fn last_end(
        &self,
        household: HouseholdIdx,
        of: impl Fn(ChildIdx) -> Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let ends = self.history.children(household).iter().filter_map(|&child| of(child));
        ends.filter(|&end| end <= self.history.today()).max()
    }

    /// Cancels the meetings that count from before something ended, or from what was recorded by mistake. One that counts from a later day
    /// is about something new.
    fn close(
        &self,
        household: HouseholdIdx,
        standing: &[MeetingIdx],
        ended: Option<NaiveDate>,
        of_end: impl Fn(NaiveDate) -> Closing,
        draft: &mut Draft,
    ) {
        for &meeting in standing {
            let from = draft.register.meeting(meeting).from_date;
            let by_end = ended.filter(|&ended| from.is_none_or(|from| from <= ended)).map(&of_end);
            let by_mistake = from.filter(|&from| self.history.was_mistaken(household, from));
            let Some(why) = by_end.or(by_mistake.map(Closing::Mistaken)) else { continue };
            let meetings = self.history.meetings(household);
            let adjourned = reconvened_for(&draft.register, meetings, meeting);
            if adjourned.is_some_and(|adjourned| self.history.series(adjourned) == Some(Series::Initial)) {
                continue;
            }
            if by_end.is_some() && !self.history.lists_all_children(household) {
                draft.asked.push(Question::ChildrenNotListed { household, meeting });
                continue;
            }
            let dropped = draft.cancel(meeting);
            draft.changes.push(Change::Closed { meeting, dropped, why });
        }
    }

    /// Returns the meetings of a household that stand and are of the series meant; those that were made since are among them.
    fn live(
        &self,
        household: HouseholdIdx,
        draft: &Draft,
        is_meant: impl Fn(Series) -> bool,
    ) -> Vec<MeetingIdx> {
        let made = self.history.register.meetings.len()..draft.register.meetings.len();
        let all = self.history.meetings(household).iter().copied().chain(made.map(MeetingIdx::from));
        all.filter(|&at| {
            let meeting = draft.register.meeting(at);
            meeting.household == Some(household)
                && meeting.status.is_live()
                && draft.register.kind(meeting).series().is_some_and(&is_meant)
        })
        .collect()
    }
}

/// Returns the meeting that is booked soonest, or else due soonest.
fn soonest(meetings: &[MeetingIdx], draft: &Draft) -> Option<MeetingIdx> {
    meetings.iter().copied().min_by_key(|&meeting| {
        let day = draft.booked_on(meeting);
        let dates = draft.register.deadlines(draft.register.meeting(meeting));
        (day.is_none(), day.or_else(|| dates.ok().map(|dates| dates.limit_from())), meeting)
    })
}
