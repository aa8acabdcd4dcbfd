//! What a run of many replications comes to: the distribution of every measure in every month and year, and the paired
//! differences between scenarios.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::measure::{Counts, MEASURES, Measure, N_MEASURES, value};
use super::tally::Tally;

/// What one replication of one scenario comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Indexed by month.
    pub months: Vec<Counts>,
    /// Children an FTE of each chair in post at the end of each month, in tenths, from the least; indexed by month. Kept for the
    /// first replication only.
    pub chairs: Vec<Vec<i64>>,
}

/// Distributions of every measure, by month and by year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// Indexed by measure, then month.
    pub months: Vec<Vec<Tally>>,
    /// Indexed by measure, then year: stretches of twelve months from the first on, whole ones only.
    pub years: Vec<Vec<Tally>>,
    /// Indexed by measure: the whole run.
    pub whole: Vec<Tally>,
    /// The first month, from 1, inside the advised band; 0 where there is none.
    pub first_in_band: Tally,
    /// The longest stretch of months inside the band.
    pub longest_in_band: Tally,
}

/// Scenarios run on the same demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The baseline's name.
    pub name: String,
    /// The first month.
    pub start: NaiveDate,
    /// The seed.
    pub seed: u64,
    /// Replications, from number 0 on.
    pub replications: u64,
    /// The baseline first, then each overlay.
    pub scenarios: Vec<Scenario>,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its distributions.
    pub spread: Spread,
    /// Differences from the baseline, replication by replication; `None` for the baseline itself.
    pub difference: Option<Spread>,
    /// Children an FTE of each chair in the first replication, in tenths; indexed by month.
    pub chairs: Vec<Vec<i64>>,
}

/// The values of every measure of one replication.
#[derive(Debug, Clone)]
pub struct Figures {
    months: Vec<[Option<i64>; N_MEASURES]>,
    years: Vec<[Option<i64>; N_MEASURES]>,
    whole: [Option<i64>; N_MEASURES],
    first_in_band: i64,
    longest_in_band: i64,
}

impl Figures {
    /// Works every measure out of a replication's counts.
    pub fn new(path: &Path) -> Figures {
        let of = |months: &[Counts]| -> [Option<i64>; N_MEASURES] {
            let mut sums = Counts::default();
            months.iter().for_each(|month| sums.add_all(month));
            let last = months.last().copied().unwrap_or_default();
            std::array::from_fn(|at| value(MEASURES[at].measure, &sums, &last))
        };
        let in_band = |month: &Counts| 0 < month.get(super::measure::Count::InBand);
        let mut longest = 0;
        let mut run = 0;
        for month in &path.months {
            run = if in_band(month) { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        Figures {
            months: path.months.chunks(1).map(of).collect(),
            years: path.months.chunks_exact(12).map(of).collect(),
            whole: of(&path.months),
            first_in_band: path.months.iter().position(in_band).map_or(0, |at| at as i64 + 1),
            longest_in_band: longest,
        }
    }

    /// Returns a measure of a month; `None` where it is divided by nothing.
    pub fn month(&self, measure: Measure, month: usize) -> Option<i64> {
        self.months[month][measure as usize]
    }

    /// Returns a measure of a year.
    pub fn year(&self, measure: Measure, year: usize) -> Option<i64> {
        self.years[year][measure as usize]
    }

    /// Returns these less those of the same replication of another scenario.
    #[must_use]
    pub fn minus(&self, other: &Figures) -> Figures {
        let row = |a: &[Option<i64>; N_MEASURES],
                   b: &[Option<i64>; N_MEASURES]|
         -> [Option<i64>; N_MEASURES] { std::array::from_fn(|at| Some(a[at]? - b[at]?)) };
        let rows = |a: &[[Option<i64>; N_MEASURES]], b: &[[Option<i64>; N_MEASURES]]| {
            a.iter().zip(b).map(|(a, b)| row(a, b)).collect()
        };
        Figures {
            months: rows(&self.months, &other.months),
            years: rows(&self.years, &other.years),
            whole: row(&self.whole, &other.whole),
            first_in_band: self.first_in_band - other.first_in_band,
            longest_in_band: self.longest_in_band - other.longest_in_band,
        }
    }
}

impl Spread {
    /// Returns the distributions of no replication yet.
    pub fn new(n_months: usize) -> Spread {
        Spread {
            months: vec![vec![Tally::default(); n_months]; N_MEASURES],
            years: vec![vec![Tally::default(); n_months / 12]; N_MEASURES],
            whole: vec![Tally::default(); N_MEASURES],
            first_in_band: Tally::default(),
            longest_in_band: Tally::default(),
        }
    }

    /// Adds one replication.
    pub fn add(&mut self, figures: &Figures) {
        let into = |tallies: &mut [Vec<Tally>], rows: &[[Option<i64>; N_MEASURES]]| {
            for (measure, tallies) in tallies.iter_mut().enumerate() {
                for (tally, row) in tallies.iter_mut().zip(rows) {
                    if let Some(value) = row[measure] {
                        tally.add(value);
                    }
                }
            }
        };
        into(&mut self.months, &figures.months);
        into(&mut self.years, &figures.years);
        for (tally, value) in self.whole.iter_mut().zip(figures.whole) {
            if let Some(value) = value {
                tally.add(value);
            }
        }
        self.first_in_band.add(figures.first_in_band);
        self.longest_in_band.add(figures.longest_in_band);
    }

    /// Adds the replications of another.
    pub fn merge(&mut self, other: &Spread) {
        let pairs = self.tallies_mut().zip(other.tallies());
        pairs.for_each(|(tally, other)| tally.merge(other));
    }

    /// Settles every tally, so that it can be read.
    pub fn settle(&mut self) {
        self.tallies_mut().for_each(Tally::settle);
    }

    /// Returns a measure's distribution in a month.
    pub fn month(&self, measure: Measure, month: usize) -> &Tally {
        &self.months[measure as usize][month]
    }

    /// Returns a measure's distribution in a year.
    pub fn year(&self, measure: Measure, year: usize) -> &Tally {
        &self.years[measure as usize][year]
    }

    fn tallies(&self) -> impl Iterator<Item = &Tally> {
        let lists = self.months.iter().chain(&self.years).flatten();
        lists.chain(&self.whole).chain([&self.first_in_band, &self.longest_in_band])
    }

    fn tallies_mut(&mut self) -> impl Iterator<Item = &mut Tally> {
        let lists = self.months.iter_mut().chain(&mut self.years).flatten();
        lists.chain(&mut self.whole).chain([&mut self.first_in_band, &mut self.longest_in_band])
    }
}
