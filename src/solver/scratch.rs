//! Room to work in while a place is sought.

use std::ops::Range;

/// Room to work in, kept from one insertion to the next.
#[derive(Default)]
pub struct Scratch {
    /// Whether family, social worker and attendees can come, `[start]`.
    pub(super) come: Vec<bool>,
    /// The day (a position) that `come` is for.
    pub(super) come_on: Option<usize>,
    /// The cheapest free room, chair and minute taker, `[start]`.
    pub(super) room: Vec<Choice>,
    pub(super) chair: Vec<Choice>,
    pub(super) taker: Vec<Choice>,
    /// What a chair adds to or takes from caseloads, `[position in the request's chairs]`.
    pub(super) caseload: Vec<i64>,
    /// The least of it.
    pub(super) least_caseload: i64,
    /// The days that are looked at and whom to ask on each.
    pub(super) days: Vec<DayAsked>,
    /// Chairs to ask, day after day.
    pub(super) asked: Vec<Asked>,
    /// Days at sites that may beat the best place known: the least that they can cost, and position in `days` and of the site.
    pub(super) cells: Vec<(i64, u32, u32)>,
}

/// A day that is looked at.
#[derive(Debug, Clone)]
pub(super) struct DayAsked {
    /// Its position in the request's days.
    pub(super) position: usize,
    /// Whom to ask, a range of [`Scratch::asked`].
    pub(super) chairs: Range<usize>,
}

/// A chair worth asking on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// Position in the request's chairs.
    pub(super) position: u32,
    /// What they cost on the day besides journeys, load and the district of the venue.
    pub(super) own: i64,
}

impl Scratch {
    /// Counts no caseload.
    pub(super) fn forget_caseload(&mut self, n_chairs: usize) {
        self.caseload.clear();
        self.caseload.resize(n_chairs, 0);
    }

    /// Whether family, social worker and attendees can come at a start, by the last day looked at.
    pub(super) fn people_can_come(&self, start: usize) -> bool {
        self.come[start]
    }

    /// Returns how many of room, chair and minute taker the last site looked at has free together at a start.
    pub(super) fn reached(&self, start: usize) -> u8 {
        match (self.room[start].is_free(), self.chair[start].is_free(), self.taker[start].is_free()) {
            (false, _, _) => 0,
            (true, false, _) => 1,
            (true, true, false) => 2,
            (true, true, true) => 3,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub(super) cost: i64,
    pub(super) who: u32,
}

pub(super) const NOBODY: Choice = Choice { cost: i64::MAX, who: u32::MAX };

impl Choice {
    pub(super) fn is_free(self) -> bool {
        self.cost != i64::MAX
    }

    pub(super) fn offer(&mut self, cost: i64, who: u32) {
        if cost < self.cost {
            *self = Choice { cost, who };
        }
    }
}
