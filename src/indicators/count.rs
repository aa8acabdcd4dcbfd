//! Counting an indicator.

use super::{Event, Facts, INDICATORS, Indicator, Mark, Period, Slice, Tally};

/// Returns what an indicator comes to in a period, in a slice.
pub fn count(facts: &Facts<'_>, indicator: &Indicator, period: Period, slice: Slice) -> Tally {
    let mut tally = Tally::default();
    (indicator.marks)(facts, period, &mut |mark| {
        if slice.chooses(&mark.cut) {
            tally.add(&mark);
        }
    });
    tally
}

/// Returns what every indicator comes to, in their order.
pub fn count_all(facts: &Facts<'_>, period: Period, slice: Slice) -> Vec<(&'static Indicator, Tally)> {
    INDICATORS.iter().map(|&indicator| (indicator, count(facts, indicator, period, slice))).collect()
}

/// Counts a meeting in a row: once as a meeting, and each of its children where that child falls.
pub(super) fn count_event(facts: &Facts<'_>, event: &Event<'_>, row: usize, add: &mut dyn FnMut(Mark)) {
    let children = facts.children(event);
    let unnamed = if children.is_empty() { event.n_children } else { 0 };
    add(Mark { cut: event.cut, row, children: unnamed, meetings: 1 });
    for attended in children {
        add(Mark { cut: attended.cut, row, children: 1, meetings: 0 });
    }
}
