//! Families of the year: plans alike shared out among households, and households among districts.

use super::flows::{Cohort, UNDER_3_MONTHS, cohorts};
use super::published::{DISTRICT_ENDS, LONG_CURRENT, RIBBLE_VALLEY_SHORT};
use crate::synth::draw::Draw;

/// Sizes of families, in turn: 1.9 children each.
const SIZES: [usize; 10] = [2, 1, 3, 2, 1, 2, 4, 1, 2, 1];
/// The first band of those of two years or more, and the first of those of a year or more.
const LONG: usize = 4;
const A_YEAR: usize = 3;

/// A family whose children's plans start and end together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Family {
    /// Position in the categories.
    pub(super) category: usize,
    /// The month in which the plans started; `None` = before the year.
    pub(super) start: Option<i32>,
    /// The month in which they ended, and the band.
    pub(super) end: Option<(i32, usize)>,
    /// How many children.
    pub(super) children: usize,
    /// Whether the plans are current and of two years or more.
    pub(super) is_long: bool,
    /// Position in [`DISTRICT_ENDS`].
    pub(super) district: usize,
}

/// Returns the families of the year, each in its district: those whose plans ended first.
pub(super) fn families(draw: &mut Draw) -> Vec<Family> {
    let (mut ended, mut current) = (Vec::new(), Vec::new());
    let mut turn = 0;
    for cohort in cohorts() {
        match cohort.end {
            Some((_, band)) if LONG <= band => {
                ended.push(family(&cohort, cohort.children, false));
            }
            Some(_) => share(&cohort, cohort.children, false, &mut turn, &mut ended),
            None => {
                let n_long = if cohort.start.is_none() { LONG_CURRENT[cohort.category] } else { 0 };
                share(&cohort, n_long, true, &mut turn, &mut current);
                share(&cohort, cohort.children - n_long, false, &mut turn, &mut current);
            }
        }
    }
    draw.shuffle(&mut current);
    give_districts(&mut ended);
    give_the_most_wanting(&mut current);
    ended.append(&mut current);
    ended
}

fn family(cohort: &Cohort, children: usize, is_long: bool) -> Family {
    Family {
        category: cohort.category,
        start: cohort.start,
        end: cohort.end,
        children,
        is_long,
        district: UNPLACED,
    }
}

/// Shares children out among families of the sizes in turn.
fn share(cohort: &Cohort, mut left: usize, is_long: bool, turn: &mut usize, families: &mut Vec<Family>) {
    while 0 < left {
        let children = SIZES[*turn % SIZES.len()].min(left);
        *turn += 1;
        left -= children;
        families.push(family(cohort, children, is_long));
    }
}

/// Gives families whose plans ended their districts, so that each has as many children as published, of two years or more, and in
/// Ribble Valley of less than a year. The largest go first, to whichever district wants most; single children fill what is left.
fn give_districts(families: &mut [Family]) {
    families.sort_by_key(|family| std::cmp::Reverse(family.children));
    let is_long = |family: &Family| family.end.is_some_and(|(_, band)| LONG <= band);
    let ribble = DISTRICT_ENDS.iter().position(|row| row.0 == "RIB").unwrap_or(0);
    let long: Vec<usize> = DISTRICT_ENDS.iter().map(|row| row.2 as usize).collect();
    fill(families, long.clone(), is_long);
    // South Ribble's three are one family: the largest goes where its children are all that are wanted.
    let (short, whole) = (RIBBLE_VALLEY_SHORT, DISTRICT_ENDS[ribble].1 as usize);
    let only = |n: usize| {
        let mut wanted = vec![0; DISTRICT_ENDS.len()];
        wanted[ribble] = n;
        wanted
    };
    fill(families, only(short), |family| {
        family.district == UNPLACED
            && family.end.is_some_and(|(_, band)| UNDER_3_MONTHS < band && band < A_YEAR)
    });
    fill(families, only(whole - short), |family| {
        family.district == UNPLACED && family.end.is_some_and(|(_, band)| band == A_YEAR)
    });
    let mut rest: Vec<usize> = DISTRICT_ENDS.iter().map(|row| (row.1 - row.2) as usize).collect();
    rest[ribble] = 0;
    fill(families, rest, |family| family.district == UNPLACED);
}

/// No district yet.
const UNPLACED: usize = usize::MAX;

/// Gives the families that `of` chooses to districts until each has its children.
fn fill(families: &mut [Family], mut wanted: Vec<usize>, of: impl Fn(&Family) -> bool) {
    for family in families.iter_mut().filter(|family| of(family)) {
        // One that fits exactly what a district wants goes there, if it is more than one child.
        let exact = (0..wanted.len()).find(|&d| 2 < family.children && wanted[d] == family.children);
        let most = (0..wanted.len()).max_by_key(|&d| (wanted[d], wanted.len() - d));
        let district = exact.or(most).filter(|&d| family.children <= wanted[d]);
        family.district = district.unwrap_or(UNPLACED);
        if let Some(district) = district {
            wanted[district] -= family.children;
        }
    }
}

/// Gives the other families their districts, so that children fall on them by the plans that ended there.
fn give_the_most_wanting(families: &mut [Family]) {
    let mut given = [0; DISTRICT_ENDS.len()];
    for family in families {
        let wanting = |d: usize| (given[d] * 1000 + 500 * family.children) / DISTRICT_ENDS[d].1 as usize;
        family.district = (0..given.len()).min_by_key(|&d| wanting(d)).unwrap_or(0);
        given[family.district] += family.children;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn districts_have_the_children_published() {
        let families = families(&mut Draw::new(1, "test"));
        for (district, &(name, ended, long)) in DISTRICT_ENDS.iter().enumerate() {
            let here = |of: fn(&Family) -> bool| -> usize {
                families.iter().filter(|f| f.district == district && of(f)).map(|f| f.children).sum()
            };
            assert_eq!(here(|f| f.end.is_some()), ended as usize, "{name}");
            assert_eq!(here(|f| f.end.is_some_and(|(_, band)| LONG <= band)), long as usize, "{name}");
            if name == "RIB" {
                assert_eq!(here(|f| f.end.is_some_and(|(_, b)| b < A_YEAR)), RIBBLE_VALLEY_SHORT);
            }
            if name == "SRI" {
                let long =
                    families.iter().filter(|f| f.district == district && matches!(f.end, Some((_, 4 | 5))));
                assert_eq!(long.count(), 1, "one family of three");
            }
        }
        assert_eq!(families.iter().map(|family| family.children).sum::<usize>(), 673 + 718);
    }

    #[test]
    fn current_plans_of_two_years_are_as_published() {
        let families = families(&mut Draw::new(1, "test"));
        for (category, &expected) in LONG_CURRENT.iter().enumerate() {
            let long = families.iter().filter(|family| family.is_long && family.category == category);
            assert_eq!(long.map(|family| family.children).sum::<usize>(), expected);
        }
    }
}
