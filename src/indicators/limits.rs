//! The limits and bands that measures go by, each once: for the record, the forecast and the replayed year alike, so that a forecast and
//! an outcome are the same measure.
//!
//! Limits that an authority sets are in [`super::Policy`]; statutory dates are those of the register's timescales.

/// Working days after the strategy discussion (day 0) by which an initial conference is held (Working Together 2010, chapter 5; 2023,
/// chapter 3).
pub const INITIAL_WORKING_DAYS: u32 = 15;

/// Working days after the strategy discussion at which the second and each later band of initial conferences begins (DfE,
/// characteristics of children in need, table C4): 0 to 10, 11 to 15, 16 to 20, 21 and more.
pub const INITIAL_BANDS: [u32; 3] = [11, INITIAL_WORKING_DAYS + 1, 21];

/// Months at which the second and each later band of how long a plan lasted begins (annual report 2011/12, 6.3.3, bands A to F; DfE,
/// table D5).
pub const DURATION_MONTHS: [u32; 5] = [3, 6, ONE_YEAR, TWO_YEARS, 36];

/// Months after which a plan is in the monthly list of long ones (annual report 2011/12, 6.3.4).
pub const ONE_YEAR: u32 = 12;

/// Months after which a plan counts as one of two years or more (NI 64; annual report 2011/12, 6.3.2).
pub const TWO_YEARS: u32 = 24;

/// Months that a plan has lasted whose reviews the snapshot looks at (NI 67; DfE, table D6).
pub const SNAPSHOT_MONTHS: u32 = 3;

/// Whether a meeting was held in time: on the statutory date or before it. A date on a weekend is not moved on. Any count of days serves.
pub fn is_in_time<T: PartialOrd>(held: T, statutory: T) -> bool {
    held <= statutory
}

/// Returns the band, from 0, of an initial conference held so many working days after the strategy discussion.
pub fn initial_band(working_days: u32) -> usize {
    INITIAL_BANDS.iter().filter(|&&begins| begins <= working_days).count()
}

/// Returns the band, from 0, of a plan of which `has_lasted` says whether it has lasted so many months or more.
pub fn duration_band(has_lasted: impl Fn(u32) -> bool) -> usize {
    DURATION_MONTHS.iter().filter(|&&months| has_lasted(months)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_begin_where_they_say() {
        for (days, band) in [(0, 0), (10, 0), (11, 1), (15, 1), (16, 2), (20, 2), (21, 3), (200, 3)] {
            assert_eq!(initial_band(days), band, "{days} working days");
            assert_eq!(days <= INITIAL_WORKING_DAYS, band < 2, "{days} working days");
        }
        for (months, band) in
            [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (12, 3), (23, 3), (24, 4), (36, 5), (99, 5)]
        {
            assert_eq!(duration_band(|begins| begins <= months), band, "{months} months");
        }
    }

    #[test]
    fn the_statutory_date_itself_is_in_time() {
        for (held, is_early) in [(9, true), (10, true), (11, false)] {
            assert_eq!(is_in_time(held, 10), is_early, "{held}");
        }
    }
}
