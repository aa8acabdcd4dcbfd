//! Every indicator by period, district, chair and category at once.

use std::collections::HashMap;

use super::{Cut, Facts, INDICATORS, Period, Tally};

/// What an indicator comes to in one period for one district, chair and category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Position in [`INDICATORS`].
    pub indicator: usize,
    /// Position in the periods.
    pub period: usize,
    /// Where.
    pub cut: Cut,
    /// What it comes to.
    pub tally: Tally,
}

/// Returns every cell in which something counts, by indicator, period and cut. Cells of an indicator and period add up to its whole.
///
/// Runs in `O(marks)`: a meeting is looked at once for each indicator and period that it falls in, whatever the number of cells.
pub fn cube(facts: &Facts<'_>, periods: &[Period]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (at, indicator) in INDICATORS.iter().enumerate() {
        for (period_at, &period) in periods.iter().enumerate() {
            let mut of: HashMap<Cut, Tally> = HashMap::new();
            (indicator.marks)(facts, period, &mut |mark| of.entry(mark.cut).or_default().add(&mark));
            let first = cells.len();
            cells.extend(of.into_iter().map(|(cut, tally)| Cell {
                indicator: at,
                period: period_at,
                cut,
                tally,
            }));
            cells[first..].sort_by_key(|cell| cell.cut);
        }
    }
    cells
}
