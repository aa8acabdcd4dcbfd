//! What could not be said.

use crate::register::Reference;

/// Something that could not be said, or was said otherwise, and of whom: children, or the meetings that a gap is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What.
    pub gap: Gap,
    /// Of whom, in order; nobody where it is about the whole year.
    pub references: Vec<Reference>,
}

/// What a register may lack, or have where the census has no place for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words say what they are")]
pub enum Gap {
    YearUnderWay,
    PlanWithoutCategory,
    ReviewOutsidePlan,
    ChildrenNotListed,
    ConferenceTwice,
    EnquiryAfterConference,
    HeldWithoutOutcome,
    CalledOff,
    EthnicityNoCode,
    NoBirth,
}

/// Most references named in a sentence.
const MOST_NAMED: usize = 5;

impl Gap {
    /// Returns the word by which machines know it.
    pub fn word(self) -> &'static str {
        match self {
            Gap::YearUnderWay => "year_under_way",
            Gap::PlanWithoutCategory => "plan_without_category",
            Gap::ReviewOutsidePlan => "review_outside_plan",
            Gap::ChildrenNotListed => "children_not_listed",
            Gap::ConferenceTwice => "conference_twice",
            Gap::EnquiryAfterConference => "enquiry_after_conference",
            Gap::HeldWithoutOutcome => "held_without_outcome",
            Gap::CalledOff => "called_off",
            Gap::EthnicityNoCode => "ethnicity_no_code",
            Gap::NoBirth => "no_birth",
        }
    }

    /// Returns what it is, what the return has instead, and what would mend it.
    pub fn words(self) -> &'static str {
        match self {
            Gap::YearUnderWay => {
                "the year is not over on the register's today; what is still to come is not in the return"
            }
            Gap::PlanWithoutCategory => {
                "a plan without a category of abuse, for which the census has no code; the plan is left out: give the category in \
                 decisions or plans"
            }
            Gap::ReviewOutsidePlan => {
                "a review conference while no plan is on record that began before it; the review is left out: give the plan in plans"
            }
            Gap::ChildrenNotListed => {
                "a conference of which neither decisions nor children tell the children; it is left out"
            }
            Gap::ConferenceTwice => {
                "more than one initial conference without an enquiry, where the census has place for one; the latest is given"
            }
            Gap::EnquiryAfterConference => {
                "an initial conference dated before its strategy discussion; it is given without an enquiry: mend from_date or the outcome"
            }
            Gap::HeldWithoutOutcome => {
                "an initial conference that stands as held without an outcome; its enquiry is left out: record what came of it"
            }
            Gap::CalledOff => {
                "an initial conference that was called off; whether the enquiry needed none is not recorded, and it is left out"
            }
            Gap::EthnicityNoCode => {
                "an ethnicity that is neither a code nor a word of the census; NOBT is given: use a code in child_details"
            }
            Gap::NoBirth => "neither a day of birth nor an expected one in child_details; neither is given",
        }
    }
}

impl Note {
    /// Returns it as a sentence that names the first few.
    pub fn sentence(&self) -> String {
        if self.gap == Gap::YearUnderWay {
            return self.gap.words().to_owned();
        }
        let named: Vec<&str> = self.references.iter().take(MOST_NAMED).map(Reference::as_str).collect();
        let more = match self.references.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        format!("{}: {}{more}", self.gap.words(), named.join(", "))
    }
}
