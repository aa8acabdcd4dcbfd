//! What a meeting is for and what its clock runs from, whatever it is called.

use chrono::NaiveDate;

use super::Stage;
use crate::follow::{History, takes_up};
use crate::register::{Meeting, MeetingIdx, Register, Series};

/// The clock of a meeting. That of a conference that was adjourned runs on: the one that takes it up has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) stage: Stage,
    /// Whether it is called the first review of a plan.
    pub(super) is_first_review: bool,
    pub(super) from: Option<NaiveDate>,
    /// The statutory date by the meeting's own row.
    pub(super) due: Option<NaiveDate>,
}

impl Clock {
    /// Returns the clock of a meeting: its own, or that of the adjourned one that it takes up, and so on.
    pub(super) fn of(history: &History<'_>, meeting: MeetingIdx) -> Clock {
        let (register, mut first) = (history.register, meeting);
        let of_household = register.meeting(meeting).household.map_or(0, |at| history.meetings(at).len());
        // Adjourned no more often than there are meetings, so that references that go round end too.
        for _ in 0..of_household {
            let is_conference = history.series(first).is_some_and(Series::is_conference);
            let Some(adjourned) = takes_up(history, first).filter(|_| is_conference) else { break };
            first = adjourned;
        }
        Clock::own(register, register.meeting(first))
    }

    fn own(register: &Register, meeting: &Meeting) -> Clock {
        let kind = register.kind(meeting);
        let is_review = matches!(kind.series(), Some(Series::FirstReview | Series::Review));
        let by_law = meeting.from_date.and_then(|from| kind.statutory.counted_from(from, &register.calendar));
        let by_row = || register.deadlines(meeting).ok().and_then(|dates| dates.statutory);
        Clock {
            stage: Stage::of(kind.name.as_str()),
            is_first_review: kind.series() == Some(Series::FirstReview),
            from: meeting.from_date,
            // A date that was typed for a review, or agreed to be sooner than the law has it, is not what the law has.
            due: by_law.filter(|_| is_review).or_else(by_row),
        }
    }
}
