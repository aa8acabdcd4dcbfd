//! From a register to its return.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::codes;
use super::model::{Census, CensusChild, CensusError, Enquiry, Plan};
use super::note::{Gap, Note};
use crate::indicators::{Facts, Period, Policy};
use crate::register::{ChildDetails, ChildIdx, Reference, Register};

/// Returns the return of a year, which begins in April.
///
/// A child is in it for a plan that was current on a day of the year or ended on one, for an initial conference held in it, or for a
/// strategy discussion in it whose initial conference had not been held by its end.
///
/// Runs in `O(n log n)` of the register's rows.
///
/// # Errors
/// Where there is no such child.
pub fn census(register: &Register, year: Period) -> Result<Census, CensusError> {
    let facts = Facts::new(register, Policy::of(&register.authority));
    let mut gathering = Gathering {
        facts: &facts,
        year,
        drafts: vec![Draft::default(); register.children.len()],
        notes: BTreeMap::new(),
    };
    gathering.take_conferences();
    gathering.take_plans();
    gathering.finish()
}

/// What is known of a child.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) enquiries: Vec<Enquiry>,
    pub(super) conferences: Vec<NaiveDate>,
    pub(super) plans: Vec<Plan>,
}

/// A return in the making.
pub(super) struct Gathering<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) year: Period,
    /// Indexed by child.
    pub(super) drafts: Vec<Draft>,
    notes: BTreeMap<Gap, BTreeSet<Reference>>,
}

impl Gathering<'_> {
    /// Returns all days until the end of the year.
    pub(super) fn until_the_end(&self) -> Period {
        Period::new(NaiveDate::MIN, self.year.last()).unwrap_or(self.year)
    }

    /// Notes a gap about somebody.
    pub(super) fn note(&mut self, gap: Gap, reference: &Reference) {
        self.notes.entry(gap).or_default().insert(reference.clone());
    }

    /// Notes a gap about a child.
    pub(super) fn note_child(&mut self, gap: Gap, child: ChildIdx) {
        let register = self.facts.register;
        self.note(gap, &register.children[child.at()].reference);
    }

    fn finish(mut self) -> Result<Census, CensusError> {
        let register = self.facts.register;
        let mut details: Vec<Option<&ChildDetails>> = vec![None; register.children.len()];
        for row in &register.record.details {
            details[row.child.at()] = Some(row);
        }
        let mut children = Vec::new();
        for (at, draft) in std::mem::take(&mut self.drafts).into_iter().enumerate() {
            children.extend(self.child(at.into(), draft, details[at]));
        }
        if children.is_empty() {
            return Err(CensusError::Nobody(self.year));
        }
        if register.authority.today <= self.year.last() {
            self.notes.insert(Gap::YearUnderWay, BTreeSet::new());
        }
        let notes = self.notes.into_iter();
        let notes = notes
            .map(|(gap, references)| Note { gap, references: references.into_iter().collect() })
            .collect();
        Ok(Census { year: self.year, children, notes })
    }

    /// Returns a child of whom something is known.
    fn child(
        &mut self,
        child: ChildIdx,
        draft: Draft,
        details: Option<&ChildDetails>,
    ) -> Option<CensusChild> {
        let Draft { mut enquiries, mut conferences, plans } = draft;
        enquiries.sort_unstable();
        enquiries.dedup();
        conferences.sort_unstable();
        conferences.dedup();
        let started = enquiries.iter().map(|enquiry| enquiry.started);
        let began = plans.iter().map(|plan| plan.starts);
        let referred = started.chain(conferences.iter().copied()).chain(began).min()?;
        if 1 < conferences.len() {
            self.note_child(Gap::ConferenceTwice, child);
        }
        let written = details.map_or("", |details| details.ethnicity.as_str());
        let ethnicity = codes::ethnicity(written);
        if ethnicity.is_none() && !written.is_empty() {
            self.note_child(Gap::EthnicityNoCode, child);
        }
        let day = details.and_then(|details| details.born);
        let born = day.filter(|&born| born <= self.year.last());
        let expected = match born {
            Some(_) => None,
            None => details.and_then(|details| details.expected).or(day),
        };
        if born.or(expected).is_none() {
            self.note_child(Gap::NoBirth, child);
        }
        Some(CensusChild {
            reference: self.facts.register.children[child.at()].reference.clone(),
            born,
            expected,
            ethnicity: ethnicity.unwrap_or(codes::NOT_OBTAINED),
            referred,
            conference: conferences.pop(),
            enquiries,
            plans,
        })
    }
}
