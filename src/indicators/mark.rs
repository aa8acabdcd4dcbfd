//! What an indicator counts: marks, and the tally that they add up to.

use super::Category;
use crate::register::{DistrictIdx, StaffIdx};

/// What is counted. A conference considers all the children of a household, so that the same event is one meeting and, as a rule,
/// about two children; every figure says which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Unit {
    Children,
    Meetings,
}

impl Unit {
    /// Both, children first.
    pub const BOTH: [Unit; 2] = [Unit::Children, Unit::Meetings];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Children => "children",
            Unit::Meetings => "meetings",
        }
    }
}

/// Where a mark falls: what a slice chooses by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cut {
    /// The district whose social workers hold the case.
    pub district: Option<DistrictIdx>,
    /// Who chaired, or has the household.
    pub chair: Option<StaffIdx>,
    /// The category of abuse. A meeting has that of most of its children, the first of the list where two are level.
    pub category: Category,
}

/// A choice of marks; `None` chooses all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slice {
    /// One district.
    pub district: Option<DistrictIdx>,
    /// One chair.
    pub chair: Option<StaffIdx>,
    /// One category.
    pub category: Option<Category>,
}

impl Slice {
    /// Everything.
    pub const ALL: Slice = Slice { district: None, chair: None, category: None };

    /// Whether it chooses what falls at `cut`.
    pub fn chooses(&self, cut: &Cut) -> bool {
        self.district.is_none_or(|district| cut.district == Some(district))
            && self.chair.is_none_or(|chair| cut.chair == Some(chair))
            && self.category.is_none_or(|category| cut.category == category)
    }
}

/// One thing counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub cut: Cut,
    /// In which row of the indicator.
    pub row: usize,
    /// For how many children.
    pub children: u64,
    /// For how many meetings.
    pub meetings: u64,
}

/// The most rows that an indicator has.
pub const MOST_ROWS: usize = 9;

/// What marks add up to: by row, in children and in meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    rows: [[u64; 2]; MOST_ROWS],
}

impl Tally {
    /// Adds a mark.
    pub fn add(&mut self, mark: &Mark) {
        let row = &mut self.rows[mark.row];
        row[0] += mark.children;
        row[1] += mark.meetings;
    }

    /// Whether nothing was added, or marks of nothing only.
    pub fn is_empty(&self) -> bool {
        *self == Tally::default()
    }

    /// Returns how many of a unit are in a row.
    pub fn of(&self, row: usize, unit: Unit) -> u64 {
        self.rows[row][unit as usize]
    }
}
