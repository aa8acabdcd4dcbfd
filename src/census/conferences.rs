//! The enquiries and initial conferences of a year.
//!
//! Readings taken:
//! - The strategy discussion that an initial or pre-birth conference counts from is the enquiry that led to it. A transfer-in conference, one
//!   without a discussion on record and one dated before it led from none, and stand beside the enquiries (DfE, rule 2884).
//! - An adjourned conference is dated on the day on which it was completed, and the enquiry's clock runs on, as where it is counted.
//! - An enquiry of the year waits for its conference while that is to book, booked, adjourned or held after the year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::gather::Gathering;
use super::model::Enquiry;
use super::note::Gap;
use crate::indicators::Stage;
use crate::register::{ChildIdx, HouseholdIdx, MeetingIdx, MeetingResult, MeetingStatus, Outcome};

/// An enquiry of a household, by the day of its strategy discussion.
type Key = (HouseholdIdx, NaiveDate);

impl Gathering<'_> {
    /// Takes the initial conferences that were held in the year and the enquiries that wait for one.
    pub(super) fn take_conferences(&mut self) {
        self.take_held();
        self.take_waiting();
    }

    fn take_held(&mut self) {
        let facts = self.facts;
        for event in facts.held(self.year) {
            if !matches!(event.stage, Stage::Initial | Stage::TransferIn) {
                continue;
            }
            let (on, children) = (event.outcome.on, facts.children(event));
            if children.is_empty() {
                let meeting = facts.register.meeting(event.outcome.meeting);
                self.note(Gap::ChildrenNotListed, &meeting.reference);
            }
            let started = event.from.filter(|_| event.stage == Stage::Initial);
            for attended in children {
                let draft = &mut self.drafts[attended.child.at()];
                match started {
                    Some(started) if started <= on => {
                        draft.enquiries.push(Enquiry { started, target: event.due, conference: Some(on) });
                    }
                    Some(_) => {
                        draft.conferences.push(on);
                        self.note_child(Gap::EnquiryAfterConference, attended.child);
                    }
                    None => draft.conferences.push(on),
                }
            }
        }
    }

    fn take_waiting(&mut self) {
        let register = self.facts.register;
        let held: BTreeSet<Key> = self
            .facts
            .held(self.until_the_end())
            .iter()
            .filter(|event| event.stage == Stage::Initial)
            .filter_map(|event| event.household.zip(event.from))
            .collect();
        let mut outcomes: Vec<Option<&Outcome>> = vec![None; register.meetings.len()];
        for outcome in &register.record.outcomes {
            outcomes[outcome.meeting.at()] = Some(outcome);
        }
        let mut waiting: BTreeMap<Key, Option<NaiveDate>> = BTreeMap::new();
        let mut gaps = Vec::new();
        for (at, meeting) in register.meetings.iter().enumerate() {
            let is_initial = Stage::of(register.kind(meeting).name.as_str()) == Stage::Initial;
            let started = meeting.from_date.filter(|&day| is_initial && self.year.holds(day));
            let Some(key) = meeting.household.zip(started).filter(|key| !held.contains(key)) else {
                continue;
            };
            let result = outcomes[at].map(|outcome| outcome.result);
            match (result, meeting.status) {
                (Some(MeetingResult::Cancelled), _) | (None, MeetingStatus::Cancelled) => {
                    gaps.push((key, Gap::CalledOff, MeetingIdx::from(at)));
                }
                (None, MeetingStatus::Held) => {
                    gaps.push((key, Gap::HeldWithoutOutcome, MeetingIdx::from(at)));
                }
                _ => {
                    let due = register.deadlines(meeting).ok().and_then(|dates| dates.statutory);
                    waiting.insert(key, due);
                }
            }
        }
        for (key, gap, meeting) in gaps {
            if !waiting.contains_key(&key) {
                self.note(gap, &register.meeting(meeting).reference);
            }
        }
        let mut children: Vec<Vec<ChildIdx>> = vec![Vec::new(); register.households.len()];
        for (at, child) in register.children.iter().enumerate() {
            children[child.household.at()].push(at.into());
        }
        for ((household, started), target) in waiting {
            for child in &children[household.at()] {
                self.drafts[child.at()].enquiries.push(Enquiry { started, target, conference: None });
            }
        }
    }
}
