//! What an authority sets for its own figures.

use crate::register::{Authority, FollowUp};

/// Limits that are local, and what the register does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Hours before an initial conference by which parents should have the report.
    pub report_hours_initial: u32,
    /// Hours before a review conference.
    pub report_hours_review: u32,
    /// Hours after a conference within which the decision sheet should be sent.
    pub sheet_hours: u32,
    /// Working days after a conference within which the minutes should be distributed.
    pub minutes_days: u32,
    /// People under 18 in the authority's area; `None` = no rate.
    pub population: Option<u64>,
}

impl Policy {
    /// Returns the limits that an authority has set, in `[follow_up]` of its policy.
    pub fn of(authority: &Authority) -> Policy {
        Policy::from(authority.follow_up)
    }
}

impl From<FollowUp> for Policy {
    fn from(agreed: FollowUp) -> Policy {
        let FollowUp { report_hours_initial, report_hours_review, sheet_hours, minutes_days, population } =
            agreed;
        Policy { report_hours_initial, report_hours_review, sheet_hours, minutes_days, population }
    }
}

impl Default for Policy {
    /// Lancashire's of 2011/12 (annual report, 7.7.2 and 9.4), and 15 working days for minutes, as North Yorkshire's partnership has
    /// it; the report names no limit of its own for them.
    fn default() -> Self {
        Policy::from(FollowUp::default())
    }
}
