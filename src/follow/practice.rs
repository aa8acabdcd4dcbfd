//! Local practice that no timescale of a kind says.

use crate::register::{Authority, FollowUp};

/// What an authority has agreed about the time around a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Practice {
    /// Working days after a birth within which a plan that was decided before it is first reviewed. Default 20, or three months after the
    /// conference where that is sooner (Liverpool, 2022; domain notes, 1.1).
    pub review_after_birth: u32,
    /// Days after a conference by which its decision sheet is sent: the hours agreed, as whole days. Default 1: 24 hours (annual report 2011/12, 7.7.2).
    pub sheet_within: u32,
    /// Working days after a meeting by which its minutes are distributed. Default 15 (North Yorkshire; domain notes, 1.1).
    pub minutes_within: u32,
    /// Working days for each step of the problem-resolution protocol. Default 5, a planning assumption: four steps within the 20 working
    /// days that the IRO Handbook (2010, chapter 6) has for all of them. The annual report of 2011/12 names the steps and no days.
    pub step_within: u32,
    /// Weeks ahead for which reviews without a booking are listed. Default 4.
    pub weeks_ahead: u32,
}

impl Practice {
    /// Returns the practice of an authority: what it has set, in `[follow_up]` of its policy, and defaults.
    pub fn of(authority: &Authority) -> Practice {
        Practice {
            sheet_within: authority.follow_up.sheet_hours.div_ceil(24),
            minutes_within: authority.follow_up.minutes_days,
            ..Practice::default()
        }
    }
}

impl Default for Practice {
    fn default() -> Practice {
        Practice {
            review_after_birth: 20,
            sheet_within: 1,
            minutes_within: FollowUp::default().minutes_days,
            step_within: 5,
            weeks_ahead: 4,
        }
    }
}
