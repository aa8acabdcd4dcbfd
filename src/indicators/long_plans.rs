//! Current plans that have lasted long.

use super::indicator::{NO, YES};
use super::limits::{ONE_YEAR, TWO_YEARS};
use super::{Facts, Indicator, Mark, Period, Shape, Unit};

/// Over a year: the monthly list of the district managers (annual report 2011/12, 6.3.4).
pub(super) const OVER_12_MONTHS: Indicator = Indicator {
    key: "current_over_12_months",
    title: "Current plans of 12 months or more",
    definition: "Plans current at the end of the last day that have then lasted 12 calendar months or more, of all that are current. \
                 Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.2 and 6.3.4",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| each(facts, period, ONE_YEAR, add),
};

/// Over two years (annual report 2011/12, 6.3.2).
pub(super) const OVER_2_YEARS: Indicator = Indicator {
    key: "current_over_2_years",
    title: "Current plans of two years or more",
    definition: "Plans current at the end of the last day that have then lasted two years or more, of all that are current. Per cent \
                 with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.2",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| each(facts, period, TWO_YEARS, add),
};

fn each(facts: &Facts<'_>, period: Period, months: u32, add: &mut dyn FnMut(Mark)) {
    let last = period.last();
    facts.each_current(last, |spell, cut| {
        let row = if Facts::has_lasted(spell, months, last) { YES } else { NO };
        add(Mark { cut, row, children: 1, meetings: 0 });
    });
}
