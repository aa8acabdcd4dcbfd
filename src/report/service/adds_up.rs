//! What adds up in a report beyond its tables: what is so and what is not, bands, districts, months and quarters, and measures that are made of others.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::asked::Asked;
use super::quantity::{Quantity, Rows, Sum};
use crate::indicators::{
    INDICATORS, Indicator, NO, Period, Shape, Slice, Tally, UNKNOWN, Unit, YES, indicator,
};
use crate::register::DistrictIdx;

/// What the report is asked for, with what was counted for it already: many sums are of one tally.
struct Counted<'a> {
    asked: &'a Asked<'a>,
    tallies: RefCell<BTreeMap<(&'static str, Period, Option<DistrictIdx>), Tally>>,
}

impl Counted<'_> {
    fn quantity(&self, key: &str, rows: Rows, unit: Unit, period: Period, slice: Slice) -> Option<Quantity> {
        let indicator = indicator(key)?;
        let at = (indicator.key, period, slice.district);
        let mut tallies = self.tallies.borrow_mut();
        let tally = tallies.entry(at).or_insert_with(|| self.asked.tally(key, period, slice));
        Some(Quantity::of(indicator, rows, unit, period, slice, tally))
    }
}

/// Returns everything that adds up in periods, and in the report's own by district. `wholes` has periods with what each is made up of.
pub(super) fn sums(asked: &Asked<'_>, own: Period, wholes: &[(Period, Vec<Period>)]) -> Vec<Sum> {
    let counted = Counted { asked, tallies: RefCell::default() };
    let mut periods: Vec<Period> =
        wholes.iter().flat_map(|(whole, parts)| parts.iter().chain([whole])).copied().chain([own]).collect();
    periods.sort_unstable();
    periods.dedup();
    let districts: Vec<Slice> = asked.districts().into_iter().map(|(slice, _)| slice).collect();
    let mut sums = Vec::new();
    for &indicator in INDICATORS {
        for &unit in indicator.units {
            for &period in &periods {
                within(&counted, indicator, unit, period, asked.slice, &mut sums);
            }
            for rows in rows(indicator) {
                let of = |period, slice| counted.quantity(indicator.key, rows, unit, period, slice);
                for (whole, parts) in wholes {
                    let parts = parts.iter().filter_map(|&part| of(part, asked.slice)).collect();
                    sums.extend(of(*whole, asked.slice).and_then(|whole| exact(whole, parts)));
                }
                let parts = districts.iter().filter_map(|&district| of(own, district)).collect();
                sums.extend(of(own, asked.slice).and_then(|whole| with_rest(whole, parts)));
            }
            for &district in &districts {
                within(&counted, indicator, unit, own, district, &mut sums);
            }
        }
    }
    sums
}

/// The rows of an indicator that reports show or that can be worked out.
fn rows(indicator: &Indicator) -> Vec<Rows> {
    match indicator.shape {
        Shape::Share => vec![Rows::At(YES), Rows::At(NO), Rows::All],
        Shape::Count => vec![Rows::All],
        Shape::Bands(bands) => (0..bands.len()).map(Rows::At).chain([Rows::All]).collect(),
        Shape::Rate { per: 1, .. } => vec![Rows::At(YES), Rows::At(NO)],
        // Children on a plan, whose own indicator has them, over posts or people.
        Shape::Rate { .. } => Vec::new(),
    }
}

/// Adds what adds up in one period.
fn within(
    counted: &Counted<'_>,
    indicator: &Indicator,
    unit: Unit,
    period: Period,
    slice: Slice,
    sums: &mut Vec<Sum>,
) {
    let of = |key: &str, rows: Rows| counted.quantity(key, rows, unit, period, slice);
    let mut add = |total: (&str, Rows), parts: &[Rows]| {
        let parts = parts.iter().filter_map(|&rows| of(indicator.key, rows)).collect();
        sums.extend(of(total.0, total.1).and_then(|total| exact(total, parts)));
    };
    let key = indicator.key;
    let bands = |first: usize, n: usize| (first..first + n).map(Rows::At).collect::<Vec<_>>();
    match indicator.shape {
        Shape::Share => add((key, Rows::All), &[Rows::At(YES), Rows::At(NO)]),
        Shape::Bands(all) => add((key, Rows::All), &bands(0, all.len())),
        Shape::Count | Shape::Rate { .. } => {}
    }
    match key {
        "meetings_held" => add((key, Rows::From(0, 3)), &bands(0, 3)),
        "initial_bands" => {
            add(("initial_in_time", Rows::At(YES)), &bands(0, 2));
            add(("initial_in_time", Rows::At(NO)), &bands(2, 2));
        }
        "duration" => {
            let halves = [Rows::From(0, 3), Rows::From(3, 3)];
            add((key, halves[0]), &bands(0, 3));
            add((key, halves[1]), &bands(3, 3));
            add((key, Rows::All), &halves);
            add(("ended_after_two_years", Rows::At(YES)), &bands(4, 2));
        }
        // Of what is adjourned or started, what is not known is left out.
        "reconvened" => add(("adjournments", Rows::All), &[Rows::All, Rows::At(UNKNOWN)]),
        "repeat_within_12_months" | "repeat_within_24_months" => {
            add(("plans_started", Rows::All), &[Rows::All, Rows::At(UNKNOWN)]);
        }
        _ => {}
    }
}

/// Returns a sum where it is one: a measure of a day, or of different children, does not add up over months.
fn exact(total: Quantity, parts: Vec<Quantity>) -> Option<Sum> {
    let is_sum = total.value == parts.iter().map(|part| part.value).sum::<u64>();
    (is_sum && !parts.is_empty()).then_some(Sum { total, parts })
}

/// Returns a sum with what is in none of the parts; none where the parts are more than the whole.
fn with_rest(total: Quantity, mut parts: Vec<Quantity>) -> Option<Sum> {
    let rest = total.value.checked_sub(parts.iter().map(|part| part.value).sum())?;
    if 0 < rest {
        parts.push(Quantity { name: format!("rest of {}", total.name), value: rest });
    }
    exact(total, parts)
}
