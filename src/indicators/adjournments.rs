//! Conferences adjourned, by reason.

use super::{Indicator, Shape, Unit};
use crate::register::NotHeld;

/// The reasons, and conferences adjourned without one on record.
const TITLES: &[&str] = &[
    "no social worker",
    "no report",
    "not quorate",
    "confusion about the venue",
    "chair could not attend",
    "family's request",
    "more information needed",
    "other",
    "not recorded",
];

/// Adjournments by reason: the monthly report that the recovery plan asked for (annual report 2011/12, 6.3.1).
pub(super) const ADJOURNMENTS: Indicator = Indicator {
    key: "adjournments",
    title: "Conferences adjourned, by reason",
    definition: "Child protection conferences that were put off, or begun and not completed, in the period, by the reason recorded; in \
                 children, each child that the conference was about. A conference adjourned twice counts twice.",
    source: "Annual report 2011/12, 6.3.1",
    shape: Shape::Bands(TITLES),
    units: &Unit::BOTH,
    marks: |facts, period, add| {
        for event in facts.adjourned(period).iter().filter(|event| event.stage.is_conference()) {
            let row = match event.outcome.reason {
                Some(NotHeld::NoSocialWorker) => 0,
                Some(NotHeld::NoReport) => 1,
                Some(NotHeld::NotQuorate) => 2,
                Some(NotHeld::VenueConfusion) => 3,
                Some(NotHeld::ChairAbsent) => 4,
                Some(NotHeld::FamilyRequest) => 5,
                Some(NotHeld::MoreInformation) => 6,
                Some(NotHeld::Other) => 7,
                None => 8,
            };
            super::count_event(facts, event, row, add);
        }
    },
};
