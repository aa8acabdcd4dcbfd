//! What a return says, before it is text.

use chrono::NaiveDate;

use super::Note;
use crate::indicators::{Category, Period};
use crate::register::Reference;

/// The return of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// The days that it is about; the last is the reference date.
    pub year: Period,
    /// The children, in the order of the register; at least one.
    pub children: Vec<CensusChild>,
    /// What could not be said, and of whom.
    pub notes: Vec<Note>,
}

/// A child with a plan, an initial conference or an enquiry that waits for one, in the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CensusChild {
    /// Its reference in the register.
    pub reference: Reference,
    /// The day of birth, where it is known and not after the year.
    pub born: Option<NaiveDate>,
    /// The expected day of birth of a child not born by the end of the year.
    pub expected: Option<NaiveDate>,
    /// The schema's code.
    pub ethnicity: &'static str,
    /// The first day that is known of what is given here.
    pub referred: NaiveDate,
    /// An initial conference that no enquiry led to, as of a child who moves in.
    pub conference: Option<NaiveDate>,
    /// Enquiries, by day.
    pub enquiries: Vec<Enquiry>,
    /// Plans that were current on a day of the year, or ended on one, by start.
    pub plans: Vec<Plan>,
}

/// A section 47 enquiry that led to an initial conference, or waits for one at the end of the year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enquiry {
    /// The strategy discussion that initiated it.
    pub started: NaiveDate,
    /// The day by which its conference is due, where the years of bank holidays reach as far.
    pub target: Option<NaiveDate>,
    /// The day on which the conference was held and completed.
    pub conference: Option<NaiveDate>,
}

/// A child protection plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The day on which it started.
    pub starts: NaiveDate,
    /// The day on which it ended, by the end of the year.
    pub ends: Option<NaiveDate>,
    /// The first category that is recorded.
    pub initial: Category,
    /// The latest, at its end or at that of the year.
    pub latest: Category,
    /// Plans before it, wherever.
    pub previous: u32,
    /// The days on which it was reviewed until its end or that of the year, those before the year too: whoever judges the first
    /// review of the year needs the one before. A conference that ended it was a review of it.
    pub reviews: Vec<NaiveDate>,
}

/// Why there is no return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CensusError {
    /// The schema wants at least one child.
    #[error(
        "the record has no plan, no initial conference and no enquiry in {}, and a return needs at least one child; \
         outcomes.csv, decisions.csv and plans.csv are what it is made of", .0.words()
    )]
    Nobody(Period),
}

/// The number by which the Department for Education knows an authority: 888 is Lancashire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lea(String);

impl Lea {
    /// Reads three digits, or `None` where it is anything else.
    pub fn parse(text: &str) -> Option<Lea> {
        let is_number = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Lea(text.to_owned()))
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Census {
    /// Returns how many plans it has.
    pub fn n_plans(&self) -> usize {
        self.children.iter().map(|child| child.plans.len()).sum()
    }

    /// Returns how many reviews of children it has in its year.
    pub fn n_reviews(&self) -> usize {
        let plans = self.children.iter().flat_map(|child| &child.plans);
        plans.flat_map(|plan| &plan.reviews).filter(|&&on| self.year.holds(on)).count()
    }

    /// Returns how many enquiries it has.
    pub fn n_enquiries(&self) -> usize {
        self.children.iter().map(|child| child.enquiries.len()).sum()
    }
}
