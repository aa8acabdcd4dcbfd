//! Meetings held, by what they were for.

use super::{Indicator, Shape, Stage, Unit};

/// Positions of the bands.
const BANDS: &[&str] = &[
    "initial conferences",
    "transfer-in conferences",
    "review conferences",
    "strategy meetings",
    "reviews of children looked after and of foster carers",
    "other meetings",
];

/// Meetings held (annual report 2011/12, section 6, which counts conferences in children and does not say so).
pub(super) const CONFERENCES: Indicator = Indicator {
    key: "meetings_held",
    title: "Meetings held",
    definition: "Meetings that were held and completed in the period, by what they were for, and the children considered at them: a \
                 child counts once for each meeting. Pre-birth conferences count as initial ones. A reconvened conference counts for \
                 what the adjourned one was for.",
    source: "Annual report 2011/12, section 6",
    shape: Shape::Bands(BANDS),
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.held(period) {
            let row = match event.stage {
                Stage::Initial => 0,
                Stage::TransferIn => 1,
                Stage::Review => 2,
                Stage::Strategy => 3,
                Stage::OtherReview => 4,
                Stage::Other => 5,
            };
            super::count_event(facts, event, row, add);
        }
    },
};
