//! What the annual report publishes of 2011/12, by its sections.

/// Categories in the order of the report's tables.
pub(super) const CATEGORIES: [&str; 4] = ["emotional", "neglect", "physical", "sexual"];

/// Children on a plan at the end of each month, April to March, by category (6.2).
pub(super) const MONTH_ENDS: [[i64; 12]; 4] = [
    [185, 184, 187, 203, 216, 200, 198, 196, 200, 205, 207, 199],
    [338, 326, 333, 325, 338, 324, 310, 294, 289, 297, 274, 245],
    [84, 73, 69, 68, 86, 83, 83, 85, 74, 76, 70, 63],
    [41, 40, 39, 37, 39, 36, 34, 36, 38, 37, 32, 40],
];

/// Children on a plan on 31 March 2011: 547 and the 126 by which they fell (6.1). By category it is not published; assumed near that
/// of April.
pub(super) const OPENING: [i64; 4] = [190, 352, 90, 41];

/// Plans that started: 547 − 673 + 844.
pub(super) const STARTS: i64 = 718;

/// Plans that ended, by how long they had lasted (6.3.3, A to F).
pub(super) const ENDS: [i64; 6] = [153, 99, 326, 229, 34, 3];

/// Plans that ended after two years or more, by category and month (6.3.2 has the categories; the months are assumed). Bands E and F.
pub(super) const LONG_ENDS: [([i64; 12], [i64; 12]); 4] = [
    ([1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1], [0; 12]),
    ([3, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1], [0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
    ([0; 12], [0; 12]),
    ([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [0; 12]),
];

/// Current plans of two years or more on 31 March 2012, by category (6.3.2).
pub(super) const LONG_CURRENT: [usize; 4] = [7, 15, 0, 0];

/// Ages of the children of [`LONG_ENDS`] when their plans ended: 9 of 0 to 4, 10 of 5 to 9, 13 of 10 to 15, 5 of 16 and over, 8 years
/// old on average (6.3.2). The oldest first: plans of three years and more come first.
pub(super) const AGES_ENDED: [u32; 37] = [
    11, 11, 11, 11, 10, 10, 10, 10, 10, 10, 10, 10, 10, 16, 16, 16, 16, 16, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 3,
    3, 3, 2, 2, 2, 2, 2, 2,
];

/// Ages of the children of [`LONG_CURRENT`] on 31 March 2012: 1, 10, 10 and 1 of the same bands (6.3.2).
pub(super) const AGES_CURRENT: [u32; 22] =
    [17, 10, 10, 11, 11, 12, 12, 13, 13, 14, 15, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 4];

/// Plans that ended, by district, and of these after two years (6.3.2: Burnley 7 of 107, Pendle 4 of 61, Lancaster 1 of 74, South Ribble
/// 3 of 44; 6.3.3: Ribble Valley 9). The others are divided by population under 18.
pub(super) const DISTRICT_ENDS: [(&str, i64, i64); 9] = [
    ("LAN", 74, 1),
    ("FYW", 127, 5),
    ("PRE", 122, 5),
    ("SRI", 44, 3),
    ("CWL", 173, 7),
    ("RIB", 9, 0),
    ("HYR", 127, 5),
    ("BUR", 107, 7),
    ("PEN", 61, 4),
];

/// Of the plans of Ribble Valley that ended, those of less than a year: 55.6 % are 5 of 9 (6.3.3).
pub(super) const RIBBLE_VALLEY_SHORT: usize = 5;

/// Children considered at initial and at review conferences, and strategy meetings (6).
pub(super) const INITIAL_CHILDREN: usize = 854;
pub(super) const REVIEW_CHILDREN: usize = 2_067;
pub(super) const STRATEGY_MEETINGS: usize = 1_078;

/// Children reviewed in the year: 98.90 % with ten of them late have 905 to 913 below the line (6.3.1).
pub(super) const REVIEWED: usize = 909;

/// Children considered at conferences from January to March: 174 forms are 22.3 % of 779 to 782 (7.2).
pub(super) const LAST_QUARTER_CHILDREN: usize = 780;
/// Quality forms from January to March; of these, with parents who had seen the report, and with parents there (7.2).
pub(super) const FORMS: usize = 174;
pub(super) const REPORTS_SEEN: usize = 50;
pub(super) const PARENTS_THERE: usize = 160;
/// Children over ten who took part (7.2).
pub(super) const OVER_TENS: usize = 5;

/// Questionnaires returned after initial and review conferences, by month (7.3).
pub(super) const QUESTIONNAIRES: [[usize; 12]; 2] =
    [[9, 9, 5, 5, 8, 3, 4, 4, 3, 7, 6, 2], [6, 5, 12, 14, 3, 8, 17, 9, 7, 2, 4, 8]];

/// Starts that were not the child's first: 10.8 % are 77.5 of 718 (6.3.3).
pub(super) const REPEATS: usize = 78;

/// Children looked after with a plan on 31 March 2012 by placement (6.3.4), and how many of them under an interim care order.
pub(super) const PLACEMENTS: [(&str, usize); 4] = [
    ("foster_relative_in_authority", 1),
    ("with_parents_in_authority", 7),
    ("foster_other_in_authority", 28),
    ("foster_other_outside_authority", 3),
];
pub(super) const INTERIM_CARE_ORDERS: usize = 24;

/// Reviews late by human error: children and days past the due date (6.3.1).
pub(super) const LATE: [(u32, i64); 3] = [(1, 4), (2, 15), (1, 9)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_add_up_as_the_report_says() {
        let totals: Vec<i64> = (0..12).map(|m| MONTH_ENDS.iter().map(|row| row[m]).sum()).collect();
        assert_eq!(totals, [648, 623, 628, 633, 679, 643, 625, 611, 601, 615, 583, 547]);
        assert_eq!((OPENING.iter().sum::<i64>(), ENDS.iter().sum::<i64>()), (673, 844));
        let long: Vec<i64> = LONG_ENDS.iter().map(|(e, f)| e.iter().chain(f).sum()).collect();
        assert_eq!(long, [15, 20, 0, 2]);
        let by_band = |pick: fn(&([i64; 12], [i64; 12])) -> i64| LONG_ENDS.iter().map(pick).sum::<i64>();
        assert_eq!((by_band(|(e, _)| e.iter().sum()), by_band(|(_, f)| f.iter().sum())), (34, 3));
        assert_eq!(DISTRICT_ENDS.iter().map(|row| row.1).sum::<i64>(), 844);
        assert_eq!(DISTRICT_ENDS.iter().map(|row| row.2).sum::<i64>(), 37);
        let bands = |ages: &[u32]| {
            [0..5, 5..10, 10..16, 16..20].map(|band| ages.iter().filter(|&age| band.contains(age)).count())
        };
        assert_eq!(bands(&AGES_ENDED), [9, 10, 13, 5]);
        assert_eq!(bands(&AGES_CURRENT), [1, 10, 10, 1]);
        // 289 ÷ 37 = 7.8.
        assert_eq!((AGES_ENDED.iter().sum::<u32>() * 10 + 185) / 370, 8);
        assert_eq!(QUESTIONNAIRES.map(|row| row.iter().sum::<usize>()), [65, 95]);
        assert_eq!(PLACEMENTS.iter().map(|row| row.1).sum::<usize>(), 39);
    }
}
