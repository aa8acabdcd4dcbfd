//! Reviews in time, measure (c): the conferences held.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Indicator, Mark, Shape, Stage, Unit};

/// Review conferences held, the manager's measure.
pub(super) const CONFERENCES_IN_TIME: Indicator = Indicator {
    key: "reviews_conferences",
    title: "(c) Review conferences held in time",
    definition: "Review conferences held in the period by the day by which they were due, of all of them. A child's first review is due \
                 within 3 months (91 days where that is earlier) of the conference at which its plan started, each further one within \
                 6 months (183 days) of the last conference that considered it, by the days on which they were held. A conference is in \
                 time if it is for every child whose plan it reviewed; in children, each of them by its own date. A conference that \
                 was adjourned counts on the day on which it was completed: the clock does not stop. Per cent with one decimal, \
                 rounded half up.",
    source: "Working Together 2010, chapter 5 (2023: chapter 3)",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.held(period).iter().filter(|event| event.stage == Stage::Review) {
            let row = |in_time: Option<bool>| in_time.map_or(UNKNOWN, |is_so| if is_so { YES } else { NO });
            let children = facts.children(event);
            let unnamed = if children.is_empty() { event.n_children } else { 0 };
            add(Mark { cut: event.cut, row: row(event.is_in_time()), children: unnamed, meetings: 1 });
            for attended in children.iter().filter(|attended| attended.reviewed.is_review()) {
                let in_time = attended.reviewed.is_in_time(event.outcome.on);
                add(Mark { cut: attended.cut, row: row(in_time), children: 1, meetings: 0 });
            }
        }
    },
};
