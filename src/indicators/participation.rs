//! How children took part.

use super::indicator::{NO, UNKNOWN, YES};
use super::{Facts, Indicator, Mark, Period, Shape, Unit};

/// Age from which the report counts: "the ten plus age range" (7.2).
const TEN: u32 = 10;

const SOURCE: &str = "Annual report 2011/12, 7.2; DfE, SSDA903 guide, participation codes PN0 to PN7";

/// Children who took part.
pub(super) const PARTICIPATION: Indicator = Indicator {
    key: "participation",
    title: "Children who took part in their conference",
    definition: "Children considered at child protection conferences in the period who attended and spoke or had their views conveyed \
                 there, or who did not attend and had them conveyed (codes PN1, PN2, PN3, PN5 and PN6), of those with any code but \
                 PN0 (under four). In meetings: conferences at which at least one child took part, of those with a child who has such \
                 a code. Per cent with one decimal, rounded half up.",
    source: SOURCE,
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| each(facts, period, 0, add),
};

/// The same from the age of ten.
pub(super) const OVER_TENS: Indicator = Indicator {
    key: "participation_over_tens",
    title: "Children of ten and over who took part",
    definition: "As for all children who took part, of children who were ten or older on the day; those whose day of birth is not known \
                 are left out.",
    source: SOURCE,
    shape: Shape::Share,
    units: &Unit::BOTH,
    marks: |facts, period, add| each(facts, period, TEN, add),
};

fn each(facts: &Facts<'_>, period: Period, from_age: u32, add: &mut dyn FnMut(Mark)) {
    for event in facts.conferences(period) {
        let mut meeting = None;
        for attended in facts.children(event) {
            let is_of_age = from_age == 0
                || facts.age(attended.child, event.outcome.on).is_some_and(|age| from_age <= age);
            if !is_of_age {
                continue;
            }
            let row = match attended.participation {
                Some(1 | 2 | 3 | 5 | 6) => YES,
                Some(0) => continue,
                Some(_) => NO,
                None => UNKNOWN,
            };
            // A child who took part decides for the meeting, then one who did not.
            meeting = match (meeting, row) {
                (Some(YES), _) | (_, YES) => Some(YES),
                (Some(NO), _) | (_, NO) => Some(NO),
                _ => Some(UNKNOWN),
            };
            add(Mark { cut: attended.cut, row, children: 1, meetings: 0 });
        }
        if let Some(row) = meeting {
            add(Mark { cut: event.cut, row, children: 0, meetings: 1 });
        }
    }
}
