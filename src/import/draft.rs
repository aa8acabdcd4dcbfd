//! The register as an import would leave it, in the making.

use std::collections::HashMap;

use super::change::Change;
use crate::register::{Child, HouseholdIdx, MeetingIdx, Reference, Register, SocialWorkerIdx};

/// A register being changed, with where its rows are, so that large imports do not look for them one by one.
pub(super) struct Draft {
    pub(super) register: Register,
    pub(super) changes: Vec<Change>,
    children: HashMap<Reference, usize>,
    n_children: HashMap<HouseholdIdx, u32>,
    workers: HashMap<Reference, SocialWorkerIdx>,
    meetings: HashMap<HouseholdIdx, Vec<MeetingIdx>>,
}

impl Draft {
    /// Returns a draft that is the register as it stands.
    pub(super) fn new(register: &Register) -> Draft {
        let mut draft = Draft {
            register: register.clone(),
            changes: Vec::new(),
            children: HashMap::new(),
            n_children: HashMap::new(),
            workers: HashMap::new(),
            meetings: HashMap::new(),
        };
        for (at, child) in register.children.iter().enumerate() {
            draft.children.insert(child.reference.clone(), at);
            *draft.n_children.entry(child.household).or_default() += 1;
        }
        for (at, worker) in register.social_workers.iter().enumerate() {
            draft.workers.insert(worker.clone(), at.into());
        }
        for (at, meeting) in register.meetings.iter().enumerate() {
            if let Some(household) = meeting.household {
                draft.meetings.entry(household).or_default().push(at.into());
            }
        }
        draft
    }

    /// Returns the position of a child.
    pub(super) fn child(&self, reference: &Reference) -> Option<usize> {
        self.children.get(reference).copied()
    }

    /// Adds a child.
    pub(super) fn add_child(&mut self, child: Child) {
        self.children.insert(child.reference.clone(), self.register.children.len());
        *self.n_children.entry(child.household).or_default() += 1;
        self.register.children.push(child);
    }

    /// Returns how many children a household has by name.
    pub(super) fn n_children(&self, household: HouseholdIdx) -> u32 {
        self.n_children.get(&household).copied().unwrap_or(0)
    }

    /// Returns a social worker, new where there is none of the reference.
    pub(super) fn worker(&mut self, reference: &Reference) -> SocialWorkerIdx {
        let workers = &mut self.register.social_workers;
        *self.workers.entry(reference.clone()).or_insert_with(|| {
            workers.push(reference.clone());
            SocialWorkerIdx::from(workers.len() - 1)
        })
    }

    /// Returns a household's meetings, whatever their status.
    pub(super) fn meetings(&self, household: HouseholdIdx) -> &[MeetingIdx] {
        self.meetings.get(&household).map_or(&[], Vec::as_slice)
    }

    /// Adds a meeting.
    pub(super) fn add_meeting(&mut self, meeting: crate::register::Meeting) {
        if let Some(household) = meeting.household {
            self.meetings.entry(household).or_default().push(self.register.meetings.len().into());
        }
        self.register.meetings.push(meeting);
    }
}
