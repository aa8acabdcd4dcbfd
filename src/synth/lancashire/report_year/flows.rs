//! Which plans start and end when, so that every month's end comes out by category: whole-number bookkeeping, without a draw.
//!
//! Starts less ends are the change of each month and category. Starts are as even as that allows; each month's ends take the bands of
//! duration in turn, by what a band is short of its share; and an end that is shorter than the year so far is matched with a start.

use super::published::{ENDS, LONG_ENDS, MONTH_ENDS, OPENING, STARTS};

/// Plans alike: same category, start and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cohort {
    /// Position in the categories.
    pub(super) category: usize,
    /// The month in which they started, April 2011 = 0; before it negative. `None` = before the year, any time that fits.
    pub(super) start: Option<i32>,
    /// The month in which they ended, and the band of their duration, 0 to 5.
    pub(super) end: Option<(i32, usize)>,
    /// How many children.
    pub(super) children: usize,
}

/// Positions of the bands.
pub(super) const UNDER_3_MONTHS: usize = 0;
const FROM_3_MONTHS: usize = 1;
const FROM_6_MONTHS: usize = 2;

/// From this month on, plans of 6 to 12 months that end are some of those that started in the year.
const SHORT_OF_A_YEAR: i32 = 9;

/// Returns every plan of the year, alike ones together, in a fixed order.
pub(super) fn cohorts() -> Vec<Cohort> {
    let starts = starts();
    let mut cohorts = Vec::new();
    for category in 0..OPENING.len() {
        let mut left = starts[category];
        let mut opening = OPENING[category];
        let ends = ends(category, &starts[category]);
        for (month, bands) in (0..).zip(&ends) {
            for (band, &n) in bands.iter().enumerate() {
                for _ in 0..n {
                    let start = matched(&mut left, month, band);
                    opening -= i64::from(start.is_none());
                    add(&mut cohorts, category, start, Some((month, band)));
                }
            }
        }
        for (month, &n) in (0..).zip(&left) {
            for _ in 0..n {
                add(&mut cohorts, category, Some(month), None);
            }
        }
        for _ in 0..opening {
            add(&mut cohorts, category, None, None);
        }
    }
    cohorts
}

fn add(cohorts: &mut Vec<Cohort>, category: usize, start: Option<i32>, end: Option<(i32, usize)>) {
    let same = |cohort: &&mut Cohort| (cohort.category, cohort.start, cohort.end) == (category, start, end);
    match cohorts.iter_mut().find(same) {
        Some(cohort) => cohort.children += 1,
        None => cohorts.push(Cohort { category, start, end, children: 1 }),
    }
}

/// Returns the change of a category in a month.
fn change(category: usize, month: usize) -> i64 {
    let before = if month == 0 { OPENING[category] } else { MONTH_ENDS[category][month - 1] };
    MONTH_ENDS[category][month] - before
}

/// Returns plans started, by category and month: enough for each month's change and an end, the rest where they are fewest for their
/// category's share.
fn starts() -> [[i64; 12]; 4] {
    let mut starts = [[0; 12]; 4];
    for (category, row) in starts.iter_mut().enumerate() {
        for (month, cell) in row.iter_mut().enumerate() {
            let (e, f) = &LONG_ENDS[category];
            *cell = (change(category, month) + (e[month] + f[month]).max(1)).max(1);
        }
    }
    let share = MONTH_ENDS.map(|row| row.iter().sum::<i64>());
    let mut left = STARTS - starts.iter().flatten().sum::<i64>();
    while 0 < left {
        let cells = (0..12).flat_map(|month| (0..4).map(move |category| (category, month)));
        let fewest =
            cells.min_by_key(|&(category, month)| starts[category][month] * 1_000_000 / share[category]);
        let Some((category, month)) = fewest else { break };
        starts[category][month] += 1;
        left -= 1;
    }
    starts
}

/// Returns plans ended of a category, by month and band.
fn ends(category: usize, starts: &[i64; 12]) -> [[i64; 6]; 12] {
    let (e, f) = &LONG_ENDS[category];
    let mut ends = [[0; 6]; 12];
    let totals: Vec<i64> =
        (0..12).map(|month| starts[month] - change(category, month) - e[month] - f[month]).collect();
    let mut bands = bands_of(category);
    let whole: i64 = totals.iter().sum();
    let wanted = bands;
    let mut until = 0;
    for month in 0..12 {
        ends[month][4] = e[month];
        ends[month][5] = f[month];
        until += totals[month];
        for _ in 0..totals[month] {
            // What each band should have had by now, less what it has had.
            let short = |band: usize| wanted[band] * until - (wanted[band] - bands[band]) * whole;
            let band = (0..4).filter(|&band| 0 < bands[band]).max_by_key(|&band| (short(band), 4 - band));
            let Some(band) = band else { break };
            bands[band] -= 1;
            ends[month][band] += 1;
        }
    }
    ends
}

/// Returns how many plans of bands A to D end in a category: the whole table rounded by its running sums, so that rows and columns
/// stay exact.
fn bands_of(category: usize) -> [i64; 4] {
    let starts = starts();
    let ended = |category: usize| -> i64 {
        let (e, f) = &LONG_ENDS[category];
        (0..12).map(|month| starts[category][month] - change(category, month) - e[month] - f[month]).sum()
    };
    let rows: Vec<i64> = (0..4).map(ended).collect();
    let whole: i64 = rows.iter().sum();
    let running = |n_rows: usize, n_bands: usize| {
        let product = rows[..n_rows].iter().sum::<i64>() * ENDS[..n_bands].iter().sum::<i64>();
        (2 * product + whole) / (2 * whole)
    };
    std::array::from_fn(|band| {
        running(category + 1, band + 1) - running(category, band + 1) - running(category + 1, band)
            + running(category, band)
    })
}

/// Takes a start of the year for an end, the earliest that makes the band whatever the days; `None` where the plan began before the
/// year.
fn matched(left: &mut [i64; 12], end: i32, band: usize) -> Option<i32> {
    // Months between the two whose plans are in the band on every day.
    let months = match band {
        UNDER_3_MONTHS if 2 <= end => 1..=2,
        FROM_3_MONTHS if 5 <= end => 4..=5,
        FROM_6_MONTHS if SHORT_OF_A_YEAR <= end => 7..=11,
        _ => return None,
    };
    let first = months.rev().map(|ago| end - ago).find(|&start| 0 <= start && 0 < left[start as usize])?;
    left[first as usize] -= 1;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(cohorts: &[Cohort], of: impl Fn(&Cohort) -> bool) -> i64 {
        cohorts.iter().filter(|&cohort| of(cohort)).map(|cohort| cohort.children as i64).sum()
    }

    #[test]
    fn every_month_ends_as_published_by_category() {
        let cohorts = cohorts();
        for (category, row) in MONTH_ENDS.iter().enumerate() {
            for (month, &expected) in (0..).zip(row) {
                let on_plan = sum(&cohorts, |cohort| {
                    cohort.category == category
                        && cohort.start.is_none_or(|start| start <= month)
                        && cohort.end.is_none_or(|(end, _)| month < end)
                });
                assert_eq!(on_plan, expected, "category {category}, month {month}");
            }
            assert_eq!(sum(&cohorts, |c| c.category == category && c.start.is_none()), OPENING[category]);
        }
    }

    #[test]
    fn starts_ends_and_bands_are_as_published() {
        let cohorts = cohorts();
        assert_eq!(sum(&cohorts, |cohort| cohort.start.is_some()), STARTS);
        for (band, &expected) in ENDS.iter().enumerate() {
            assert_eq!(sum(&cohorts, |c| c.end.is_some_and(|(_, b)| b == band)), expected, "band {band}");
        }
        // What ends short of what has passed of the year began in it.
        for cohort in &cohorts {
            if let (Some(start), Some((end, band))) = (cohort.start, cohort.end) {
                let fits = [1..=2, 4..=5, 7..=11][band].contains(&(end - start));
                assert!(fits, "{cohort:?}");
            }
            let short_before = |band, from| {
                cohort.start.is_none() && matches!(cohort.end, Some((end, b)) if b == band && from <= end)
            };
            assert!(!short_before(0, 2) && !short_before(1, 5) && !short_before(2, 11), "{cohort:?}");
        }
    }
}
