//! Plans that start and are not the child's first.

use chrono::Months;

use super::indicator::{NO, UNKNOWN, YES};
use super::{Facts, Indicator, Mark, Period, Shape, Spell, Unit};

/// NI 65: however long ago.
pub(super) const EVER: Indicator = Indicator {
    key: "repeat_ever",
    title: "Plans started for a second or later time",
    definition: "Plans that started in the period for a child who had had a plan before, however long ago and wherever, of all that \
                 started in it. Per cent with one decimal, rounded half up.",
    source: "NI 65; annual report 2011/12, 6.3.3",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| each(facts, period, add, |spell| if 0 < spell.previous { YES } else { NO }),
};

/// Within a year of the plan before.
pub(super) const WITHIN_12_MONTHS: Indicator = Indicator {
    key: "repeat_within_12_months",
    title: "Plans started within 12 months of the last",
    definition: "Plans that started in the period within 12 calendar months after the child's plan before ended, of all that started \
                 in it; those whose plan before ended nobody knows when are left out. Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.3, which asks for the time since the plan before; DfE, children in need census",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| each(facts, period, add, |spell| since(spell, 12)),
};

/// Within two years.
pub(super) const WITHIN_24_MONTHS: Indicator = Indicator {
    key: "repeat_within_24_months",
    title: "Plans started within 24 months of the last",
    definition: "Plans that started in the period within 24 calendar months after the child's plan before ended, of all that started \
                 in it; those whose plan before ended nobody knows when are left out. Per cent with one decimal, rounded half up.",
    source: "Annual report 2011/12, 6.3.3, which asks for the time since the plan before",
    shape: Shape::Share,
    units: &[Unit::Children],
    marks: |facts, period, add| each(facts, period, add, |spell| since(spell, 24)),
};

fn since(spell: &Spell, months: u32) -> usize {
    match spell.previous_end {
        _ if spell.previous == 0 => NO,
        Some(end) => match end.checked_add_months(Months::new(months)) {
            Some(until) if spell.starts <= until => YES,
            _ => NO,
        },
        None => UNKNOWN,
    }
}

fn each(facts: &Facts<'_>, period: Period, add: &mut dyn FnMut(Mark), row: impl Fn(&Spell) -> usize) {
    for spell in facts.started(period) {
        add(Mark { cut: facts.cut(spell, spell.starts), row: row(spell), children: 1, meetings: 0 });
    }
}
