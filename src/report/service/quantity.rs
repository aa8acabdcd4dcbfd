//! Numbers of a report by what they count, so that the same number is known wherever it stands.

use super::asked::Asked;
use crate::indicators::{
    Category, Indicator, NO, Period, Shape, Slice, Tally, UNKNOWN, Unit, YES, indicator,
};

/// A number that stands somewhere in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quantity {
    /// What it counts. Nobody reads it.
    pub(super) name: String,
    /// How many.
    pub(super) value: u64,
}

/// Numbers that add up to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) total: Quantity,
    pub(super) parts: Vec<Quantity>,
}

/// Which rows of an indicator are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// One row.
    At(usize),
    /// So many rows from one on.
    From(usize, usize),
    /// What a figure is of: everything in bands, what is so and what is not of a share.
    All,
}

/// Measures of the last day of a period: the month that ends on it has the same number as the year.
const OF_A_DAY: [&str; 4] = ["on_plan", "current_over_12_months", "current_over_2_years", "looked_after"];

/// Returns the one name of what an indicator's rows count, where several count the same.
fn one(indicator: &Indicator, rows: Rows) -> (&'static str, Rows) {
    match (indicator.key, rows) {
        ("rate" | "caseload", Rows::At(YES)) => ("on_plan", Rows::All),
        ("looked_after" | "current_over_12_months" | "current_over_2_years", Rows::All) => {
            ("on_plan", Rows::All)
        }
        ("ended_after_two_years" | "duration", Rows::All) => ("plans_ended", Rows::All),
        ("repeat_ever", Rows::All) => ("plans_started", Rows::All),
        ("initial_bands", Rows::At(4)) => ("initial_in_time", Rows::At(UNKNOWN)),
        (key, Rows::At(_)) if indicator.shape == Shape::Count => (key, Rows::All),
        (key, rows) => (key, rows),
    }
}

impl Quantity {
    /// Returns what rows of an indicator come to, out of its tally.
    pub(super) fn of(
        indicator: &Indicator,
        rows: Rows,
        unit: Unit,
        period: Period,
        slice: Slice,
        tally: &Tally,
    ) -> Quantity {
        let of = |rows: &[usize]| rows.iter().map(|&row| tally.of(row, unit)).sum::<u64>();
        let value = match (rows, indicator.shape) {
            (Rows::At(row), _) => tally.of(row, unit),
            (Rows::From(first, n), _) => (first..first + n).map(|row| tally.of(row, unit)).sum(),
            (Rows::All, Shape::Share) => of(&[NO, YES]),
            (Rows::All, Shape::Bands(bands)) => (0..bands.len()).map(|row| tally.of(row, unit)).sum(),
            (Rows::All, Shape::Count) => of(&[0]),
            (Rows::All, Shape::Rate { .. }) => of(&[NO]),
        };
        let (key, rows) = one(indicator, rows);
        let first = if OF_A_DAY.contains(&key) { period.last() } else { period.first() };
        Quantity { name: format!("{key} {rows:?} {unit:?} {first} {} {slice:?}", period.last()), value }
    }
}

impl Asked<'_> {
    /// Returns what rows of an indicator come to; nought where there is no such indicator.
    pub(super) fn quantity(
        &self,
        key: &str,
        rows: Rows,
        unit: Unit,
        period: Period,
        slice: Slice,
    ) -> Quantity {
        match indicator(key) {
            Some(indicator) => {
                Quantity::of(indicator, rows, unit, period, slice, &self.tally(key, period, slice))
            }
            None => Quantity { name: String::new(), value: 0 },
        }
    }

    /// Returns what is measured of an indicator, and of how many: a share's with what is not so between them.
    pub(super) fn quantities(
        &self,
        indicator: &Indicator,
        unit: Unit,
        period: Period,
        slice: Slice,
    ) -> Vec<Quantity> {
        let rows: &[Rows] = match indicator.shape {
            Shape::Share => &[Rows::At(YES), Rows::At(NO), Rows::All],
            // Posts are nobody's.
            Shape::Rate { per: 1_000_000, .. } => &[Rows::At(YES)],
            Shape::Rate { .. } => &[Rows::At(YES), Rows::At(NO)],
            Shape::Count | Shape::Bands(_) => &[Rows::All],
        };
        rows.iter().map(|&rows| self.quantity(indicator.key, rows, unit, period, slice)).collect()
    }

    /// Returns the children on a plan of a category at the end of a period.
    pub(super) fn on_plan(&self, category: Category, period: Period) -> Quantity {
        self.quantity("on_plan", Rows::At(category.at()), Unit::Children, period, self.slice)
    }
}
