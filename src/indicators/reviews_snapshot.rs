//! Reviews in time, measure (a): the children on a plan at the end of the period.

use super::indicator::{NO, UNKNOWN, YES};
use super::limits::SNAPSHOT_MONTHS;
use super::{Facts, Indicator, Mark, Shape, Unit};

/// NI 67, now the DfE's data set D6.
///
/// A child passes only if every review that was due in the period was in time: one late review fails it for the period, even after the
/// delay is made good. A review that is due by the last day and was not held fails it too.
pub(super) const SNAPSHOT: Indicator = Indicator {
    key: "reviews_snapshot",
    title: "(a) Children on a plan whose reviews were in time",
    definition: "Children whose plan is current at the end of the last day and has then lasted three months or more; of these, the \
                 children whose every review held in the period was in time, and for whom none is overdue at its end. In time: the \
                 first review within 3 months (91 days where that is earlier) of the conference at which the child's plan started, each \
                 further one within 6 months (183 days) of the last conference that considered the child, by the days on which they \
                 were held; a date on a weekend is not moved on. Per cent with one decimal, rounded half up.",
    source: "NI 67; DfE, children in need census, data set D6 (child protection plans reviewed within timescales); Working Together \
             2010, chapter 5",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| {
        let last = period.last();
        facts.each_current(last, |spell, cut| {
            if !Facts::has_lasted(spell, SNAPSHOT_MONTHS, last) {
                return;
            }
            let mut row = YES;
            let held = facts.reviews_of(spell.child, period).iter();
            for &(_, in_time) in held.filter(|(on, _)| spell.starts < *on) {
                row = row.min_passed(in_time);
            }
            match facts.next_due(spell, last) {
                Some(due) if due <= last => row = NO,
                None if row == YES => row = UNKNOWN,
                _ => {}
            }
            add(Mark { cut, row, children: 1, meetings: 0 });
        });
    },
};

/// How rows of a share go together.
pub(super) trait Passed {
    /// Returns the row after a further review: late fails for good, one without a date is unknown unless another fails.
    fn min_passed(self, in_time: Option<bool>) -> usize;
}

impl Passed for usize {
    fn min_passed(self, in_time: Option<bool>) -> usize {
        match (self, in_time) {
            (NO, _) | (_, Some(false)) => NO,
            (UNKNOWN, _) | (_, None) => UNKNOWN,
            _ => YES,
        }
    }
}
