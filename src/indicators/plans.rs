//! Children on a plan at the end of the period.

use super::category::CATEGORY_TITLES;
use super::indicator::{NO, YES};
use super::{Category, Cut, Indicator, Mark, Shape, Unit};

/// Children on a plan, by category (annual report 2011/12, 6.2).
pub(super) const ON_PLAN: Indicator = Indicator {
    key: "on_plan",
    title: "Children on a plan at the end of the period",
    definition: "Children whose child protection plan is current at the end of the last day, by category of abuse on that day. A plan \
                 that ends on a day is no longer current on it.",
    source: "Annual report 2011/12, 6.1 and 6.2; DfE, children in need census, plans at 31 March",
    shape: Shape::Bands(&CATEGORY_TITLES),
    units: &[Unit::Children],
    marks: |facts, period, add| {
        facts.each_current(period.last(), |_, cut| {
            add(Mark { cut, row: cut.category.at(), children: 1, meetings: 0 });
        });
    },
};

/// The same for every 10,000 children (annual report 2011/12, 6.1).
pub(super) const RATE: Indicator = Indicator {
    key: "rate",
    title: "Children on a plan for every 10,000 under 18",
    definition: "Children whose plan is current at the end of the last day, for every 10,000 people under 18 in the authority's area, \
                 with two decimals, rounded half up. The population is given by whoever asks, for the whole area only.",
    source: "Annual report 2011/12, 6.1; DfE, characteristics of children in need, rates per 10,000",
    shape: Shape::Rate { per: 10_000, noun: "10,000 under 18" },
    units: &[Unit::Children],
    marks: |facts, period, add| {
        let Some(population) = facts.policy.population else { return };
        facts.each_current(period.last(), |_, cut| {
            add(Mark { cut, row: YES, children: 1, meetings: 0 });
        });
        let nowhere = Cut { district: None, chair: None, category: Category::NotRecorded };
        add(Mark { cut: nowhere, row: NO, children: population, meetings: 0 });
    },
};
