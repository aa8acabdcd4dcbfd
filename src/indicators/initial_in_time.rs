//! Initial conferences within 15 working days of the strategy discussion.

use super::indicator::{NO, UNKNOWN, YES};
use super::limits::{INITIAL_WORKING_DAYS, initial_band};
use super::{Event, Facts, Indicator, Period, Shape, Stage, Unit};

/// The bands of the DfE, and what has no strategy discussion on record.
const TITLES: &[&str] =
    &["0 to 10 working days", "11 to 15", "16 to 20", "21 or more", "no strategy discussion on record"];

/// Initial conferences in time.
///
/// The strategy discussion at which the enquiries were initiated is day 0 (DfE, data set C4; `ssd_initial_cp_conference`,
/// `icpc_target_date`: "15 working days after the strategy discussion"). Conferences dated before their discussion are left out, as the
/// DfE leaves them out. A transfer-in conference has a clock of its own and does not count.
pub(super) const IN_TIME: Indicator = Indicator {
    key: "initial_in_time",
    title: "Initial conferences within 15 working days",
    definition: "Initial and pre-birth conferences held in the period on or before the 15th working day after the strategy discussion \
                 that initiated the enquiries (the discussion's own day is day 0), of all of them. An adjourned conference counts on \
                 the day on which it was completed. Those without a strategy discussion on record, or dated before it, are left out. \
                 Per cent with one decimal, rounded half up.",
    source: "Working Together 2010, chapter 5 (2023: chapter 3); DfE, characteristics of children in need, table C4",
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        each(facts, period, |event, days| {
            let row = match days {
                Some(days) if days <= INITIAL_WORKING_DAYS => YES,
                Some(_) => NO,
                None => UNKNOWN,
            };
            super::count_event(facts, event, row, add);
        });
    },
};

/// The same in bands.
pub(super) const BANDS: Indicator = Indicator {
    key: "initial_bands",
    title: "Working days from strategy discussion to initial conference",
    definition: "Initial and pre-birth conferences held in the period, by working days from the strategy discussion (day 0) to the \
                 conference.",
    source: "DfE, characteristics of children in need, table C4",
    shape: Shape::Bands(TITLES),
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        each(facts, period, |event, days| {
            let row = days.map_or(TITLES.len() - 1, initial_band);
            super::count_event(facts, event, row, add);
        });
    },
};

fn each(facts: &Facts<'_>, period: Period, mut take: impl FnMut(&Event<'_>, Option<u32>)) {
    for event in facts.held(period).iter().filter(|event| event.stage == Stage::Initial) {
        let days = event
            .from
            .filter(|&from| from <= event.outcome.on)
            .map(|from| facts.register.calendar.between(from, event.outcome.on));
        take(event, days);
    }
}
