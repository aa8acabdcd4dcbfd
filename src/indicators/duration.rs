//! How long the plans had lasted that ended.

use super::{Facts, Indicator, Mark, Shape, Unit, limits};

/// The bands of the report, from [`limits::DURATION_MONTHS`].
const TITLES: &[&str] = &[
    "A – less than 3 months",
    "B – 3 months or over and less than 6 months",
    "C – 6 months or over and less than 1 year",
    "D – 1 year or over and less than 2 years",
    "E – 2 years or over and less than 3 years",
    "F – 3 years and over",
];

/// Duration of ended plans (annual report 2011/12, 6.3.3).
pub(super) const DURATION: Indicator = Indicator {
    key: "duration",
    title: "Duration of plans that ended",
    definition: "Plans that ended in the period by how long they had lasted, in calendar months from the day they started. Shares are \
                 of all that ended, rounded half up to whole per cent.",
    source: "Annual report 2011/12, 6.3.3, bands A to F; DfE, characteristics of children in need, table D5",
    shape: Shape::Bands(TITLES),
    units: &[Unit::Children],
    marks: |facts, period, add| {
        for (spell, on) in facts.ended(period) {
            let row = limits::duration_band(|months| Facts::has_lasted(spell, months, on));
            add(Mark { cut: facts.cut(spell, on), row, children: 1, meetings: 0 });
        }
    },
};
