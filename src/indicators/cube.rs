//! Every indicator by period, district, chair and category at once.

use super::{Category, Cut, Facts, INDICATORS, Mark, Period, Tally};

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
    let mut grid = Grid::new(facts);
    for (indicator_at, indicator) in INDICATORS.iter().enumerate() {
        for (period_at, &period) in periods.iter().enumerate() {
            (indicator.marks)(facts, period, &mut |mark| grid.add(&mark));
            let first = cells.len();
            cells.extend(grid.drain().map(|(cut, tally)| Cell {
                indicator: indicator_at,
                period: period_at,
                cut,
                tally,
            }));
            cells[first..].sort_by_key(|cell| cell.cut);
        }
    }
    cells
}

/// A tally for every district, chair and category, and which of them are in use: an array is many times faster than a map here.
struct Grid {
    /// `[district][chair][category]`; position 0 of a district or chair is none.
    tallies: Vec<Tally>,
    n_chairs: usize,
    used: Vec<(usize, Cut)>,
}

impl Grid {
    fn new(facts: &Facts<'_>) -> Grid {
        let (n_districts, n_chairs) = (facts.register.districts.len() + 1, facts.register.staff.len() + 1);
        Grid {
            tallies: vec![Tally::default(); n_districts * n_chairs * Category::ALL.len()],
            n_chairs,
            used: Vec::new(),
        }
    }

    fn add(&mut self, mark: &Mark) {
        let Cut { district, chair, category } = mark.cut;
        let district = district.map_or(0, |district| district.at() + 1);
        let chair = chair.map_or(0, |chair| chair.at() + 1);
        let at = (district * self.n_chairs + chair) * Category::ALL.len() + category.at();
        let tally = &mut self.tallies[at];
        if tally.is_empty() {
            self.used.push((at, mark.cut));
        }
        tally.add(mark);
    }

    /// Empties the tallies in use and returns them.
    fn drain(&mut self) -> impl Iterator<Item = (Cut, Tally)> {
        let tallies = &mut self.tallies;
        self.used.drain(..).map(|(at, cut)| (cut, std::mem::take(&mut tallies[at])))
    }
}
