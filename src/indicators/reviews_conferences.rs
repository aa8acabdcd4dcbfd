//! Reviews in time, measure (c): the conferences held.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Shape, Stage, Unit};

/// Review conferences held, the manager's measure.
pub(super) const CONFERENCES_IN_TIME: Indicator = Indicator {
    key: "reviews_conferences",
    title: "(c) Review conferences held in time",
    definition: "Review conferences held in the period on or before their statutory date, of all of them; in children, each child of \
                 each conference. A conference that was adjourned counts on the day on which it was completed, against the date it \
                 had at first: its clock does not stop. Per cent with one decimal, rounded half up.",
    source: "Working Together 2010, chapter 5 (2023: chapter 3)",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.held(period).iter().filter(|event| event.stage == Stage::Review) {
            let row = event.is_in_time().map_or(UNKNOWN, |is_so| if is_so { YES } else { NO });
            super::count_event(facts, event, row, add);
        }
    },
};
