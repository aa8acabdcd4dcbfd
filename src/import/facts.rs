//! What case systems say of children, whatever the format: enquiries, plans, periods of care, reviews.
//!
//! Names, addresses and dates of birth are not here: they are dropped where a file is parsed.

use std::collections::{HashMap, HashSet};

use super::mark::{Dated, Mark};
use crate::register::Reference;

/// All that the sources of one import say of one child.
#[derive(Debug)]
pub(super) struct Child {
    /// The child's pseudonym.
    pub(super) reference: Reference,
    /// Where it was first met.
    pub(super) mark: Mark,
    pub(super) enquiries: Vec<Enquiry>,
    /// Initial conferences that no enquiry names.
    pub(super) conferences: Vec<Dated>,
    pub(super) plans: Vec<Plan>,
    pub(super) care: Vec<Care>,
    /// Whether a source speaks of the child's plans, so that no open one means none.
    pub(super) tells_of_plans: bool,
    /// Whether one speaks of being looked after.
    pub(super) tells_of_care: bool,
    /// The team that holds the case, as the source calls it.
    pub(super) team: Option<String>,
    /// The pseudonym of its social worker.
    pub(super) worker: Option<Reference>,
    /// The case system's number of its chair, and where it stood.
    pub(super) chair: Option<(String, Dated)>,
    /// The latest conference that the source has as one meeting: its date and number.
    pub(super) meeting: Option<(chrono::NaiveDate, String)>,
    /// When it died.
    pub(super) died: Option<Dated>,
}

/// A section 47 enquiry.
#[derive(Debug, Clone)]
pub(super) struct Enquiry {
    /// The strategy discussion that began it.
    pub(super) started: Dated,
    /// The initial conference that followed.
    pub(super) conference: Option<Dated>,
    /// Whether the source says that none is needed.
    pub(super) unneeded: bool,
    /// The day by which the source wants it.
    pub(super) target: Option<Dated>,
}

/// A child protection plan.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) started: Dated,
    pub(super) ended: Option<Dated>,
    /// The register's word; empty where none is given.
    pub(super) category: &'static str,
    pub(super) previous: Option<u32>,
    pub(super) reviews: Vec<Review>,
}

/// A period of being looked after.
#[derive(Debug, Clone)]
pub(super) struct Care {
    /// `None` where it began before the source does.
    pub(super) started: Option<Dated>,
    pub(super) ended: Option<Dated>,
    pub(super) reviews: Vec<Review>,
    /// Whether the source has no more than the latest review.
    pub(super) has_latest_only: bool,
}

/// A review, held or to be held.
#[derive(Debug, Clone)]
pub(super) struct Review {
    pub(super) held: Option<Dated>,
    /// The day by which the source wants it.
    pub(super) due: Option<Dated>,
}

/// The children of an import, in the order in which they are met.
#[derive(Debug, Default)]
pub(super) struct Cases {
    pub(super) children: Vec<Child>,
    positions: HashMap<Reference, usize>,
    lost: HashSet<Reference>,
}

impl Cases {
    /// Returns the position of a child, new where it was not met before.
    pub(super) fn child(&mut self, reference: Reference, mark: &Mark) -> usize {
        if let Some(&at) = self.positions.get(&reference) {
            return at;
        }
        let at = self.children.len();
        self.positions.insert(reference.clone(), at);
        self.children.push(Child {
            reference,
            mark: mark.clone(),
            enquiries: Vec::new(),
            conferences: Vec::new(),
            plans: Vec::new(),
            care: Vec::new(),
            tells_of_plans: false,
            tells_of_care: false,
            team: None,
            worker: None,
            chair: None,
            meeting: None,
            died: None,
        });
        at
    }

    /// Notes that something of a child could not be read. Nothing is proposed for it: what was lost may be its latest
    /// review, and what is due would be wrong.
    pub(super) fn lose(&mut self, reference: &Reference) {
        self.lost.insert(reference.clone());
    }

    /// Whether something of a child could not be read.
    pub(super) fn is_lost(&self, reference: &Reference) -> bool {
        self.lost.contains(reference)
    }

    /// Returns the position of a child that was met.
    pub(super) fn find(&self, reference: &Reference) -> Option<usize> {
        self.positions.get(reference).copied()
    }
}

impl Child {
    /// Notes that a conference on `on` was, or will be, the source's meeting `number`. The latest counts.
    pub(super) fn met_at(&mut self, on: chrono::NaiveDate, number: &str) {
        if !number.is_empty() && self.meeting.as_ref().is_none_or(|(latest, _)| *latest < on) {
            self.meeting = Some((on, number.to_owned()));
        }
    }

    /// Adds a plan. One that another source gave already is the same plan, and what it lacks is filled in; returns
    /// whether it was there.
    pub(super) fn add_plan(&mut self, plan: Plan) -> bool {
        self.tells_of_plans = true;
        let Some(same) = self.plans.iter_mut().find(|known| known.started.on == plan.started.on) else {
            self.plans.push(plan);
            return false;
        };
        same.ended = same.ended.take().or(plan.ended);
        if same.category.is_empty() {
            same.category = plan.category;
        }
        same.previous = same.previous.or(plan.previous);
        same.reviews.extend(plan.reviews);
        true
    }
}
