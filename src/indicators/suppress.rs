//! Small numbers in anything published.
//!
//! A number from 1 to 5 is shown as `c`, so that nobody knows a family by it; 0 is shown. Numbers that add up give a hidden one back by
//! subtraction, and so others are hidden with it, until every hidden number may be one of two at least. Whatever adds up within a
//! publication is given here as one: a year with its quarters and months, a whole with its districts, a share's number with the rest.
//! Source: DfE, *Characteristics of children in need*, disclosure control: "c" for confidential, primary and secondary suppression of
//! 1 to 5.
//!
//! The reader is taken to know which numbers are hidden for themselves, that no nought is hidden unless nothing else is left to hide, and all sums; what
//! is guessed from the choice of the numbers hidden with them is not looked at, but that the sum of small ones is shown only well between the least and
//! the most that it can be.

/// The largest number that is hidden.
pub const SMALL: u64 = 5;
/// What stands in its place.
pub const HIDDEN: &str = "c";
/// Steps that are tried for one hidden number to find other numbers that fit; where they do not suffice, more is hidden.
const MOST_STEPS: usize = 20_000;
/// The most numbers that move with one.
const LONGEST_MOVE: usize = 14;

/// Whether a number is hidden for itself.
pub fn is_small(n: u64) -> bool {
    (1..=SMALL).contains(&n)
}

/// Numbers that add up to another, by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// What they add up to.
    pub total: usize,
    /// What adds up.
    pub parts: Vec<usize>,
}

impl Sum {
    fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().copied().chain([self.total])
    }
}

/// Returns which numbers are hidden, indexed as `values`. `sums` has everything that adds up, and only that can be subtracted.
///
/// Every hidden number can take a value one higher or one lower with all that is shown and every sum as it is, and all that is hidden for itself between 1
/// and 5, unless everything that adds up with it is hidden too.
pub fn hidden(values: &[u64], sums: &[Sum]) -> Vec<bool> {
    let mut table = Table::new(values, sums);
    // Each pass hides a number more or ends.
    while let Some(at) = sums.iter().find_map(|sum| table.next_in(sum)) {
        table.hidden[at] = true;
    }
    let mut free = vec![false; values.len()];
    // What can move once can move for good: hiding more takes nothing from a reader's doubt.
    while let Some(at) = (0..values.len()).find(|&at| table.hidden[at] && !free[at]) {
        if table.can_move(at) {
            free[at] = true;
            continue;
        }
        match table.next_near(at) {
            Some(other) => table.hidden[other] = true,
            None => free[at] = true,
        }
    }
    table.hidden
}

/// Numbers, their sums, and what of them is hidden.
struct Table<'a> {
    values: &'a [u64],
    sums: &'a [Sum],
    /// The sums that each number stands in, indexed as `values`.
    within: Vec<Vec<usize>>,
    is_total: Vec<bool>,
    hidden: Vec<bool>,
}

impl<'a> Table<'a> {
    fn new(values: &'a [u64], sums: &'a [Sum]) -> Table<'a> {
        let mut within = vec![Vec::new(); values.len()];
        let mut is_total = vec![false; values.len()];
        for (at, sum) in sums.iter().enumerate() {
            sum.members().for_each(|member| within[member].push(at));
            is_total[sum.total] = true;
        }
        Table { values, sums, within, is_total, hidden: values.iter().map(|&n| is_small(n)).collect() }
    }

    /// Returns a number to hide in a sum, or `None` where what is hidden in it cannot be worked out from it alone.
    fn next_in(&self, sum: &Sum) -> Option<usize> {
        let covered: Vec<u64> =
            sum.parts.iter().filter(|&&at| self.hidden[at]).map(|&at| self.values[at]).collect();
        let (n, whole) = (covered.len() as u64, covered.iter().sum::<u64>());
        let is_safe = match (n, self.hidden[sum.total]) {
            (0, is_total_hidden) => !is_total_hidden,
            (_, true) => true,
            (1, false) => false,
            // Six that make 6 are six times 1, and two that make 10 are 5 and 5: not even near to that.
            (_, false) => !covered.iter().all(|&n| is_small(n)) || (2 * n..=(SMALL - 1) * n).contains(&whole),
        };
        if is_safe { None } else { self.candidate(sum) }
    }

    /// Returns what to hide next in a sum: the smallest number shown, then the total, then a nought.
    fn candidate(&self, sum: &Sum) -> Option<usize> {
        let shown = |at: &usize| !self.hidden[*at];
        let parts = || sum.parts.iter().copied().filter(shown);
        parts()
            .filter(|&at| 0 < self.values[at])
            .min_by_key(|&at| (self.values[at], at))
            .or(Some(sum.total).filter(shown))
            .or_else(|| parts().next())
    }

    /// Returns what to hide for a number that can still be worked out: in its sums, or in those that what is hidden in them stands in.
    fn next_near(&self, at: usize) -> Option<usize> {
        let mut seen = vec![false; self.sums.len()];
        let mut waiting: Vec<usize> = self.within[at].clone();
        let mut next = 0;
        while let Some(&sum_at) = waiting.get(next) {
            next += 1;
            if std::mem::replace(&mut seen[sum_at], true) {
                continue;
            }
            let sum = &self.sums[sum_at];
            if let Some(found) = self.candidate(sum) {
                return Some(found);
            }
            waiting.extend(sum.members().flat_map(|member| &self.within[member]));
        }
        None
    }

    /// Whether a number can be one more or one less: whether others can move by one with it so that every sum is right.
    fn can_move(&self, at: usize) -> bool {
        [1, -1].into_iter().any(|step| {
            let mut steps = MOST_STEPS;
            (2..=LONGEST_MOVE).any(|longest| {
                let mut shift = Shift {
                    table: self,
                    steps: &mut steps,
                    moved: Vec::new(),
                    missing: vec![0; self.sums.len()],
                };
                self.allows(at, step) && shift.settle(at, step, longest)
            })
        })
    }

    /// Whether a hidden number may be one more or less, for all that is known of it alone.
    fn allows(&self, at: usize, step: i64) -> bool {
        let next = self.values[at] as i64 + step;
        // A nought that is hidden, and a total, may be anything; another is no nought.
        let least = i64::from(self.values[at] != 0);
        let most = if is_small(self.values[at]) && !self.is_total[at] { SMALL as i64 } else { i64::MAX };
        self.hidden[at] && least <= next && next <= most
    }
}

/// Numbers that move by one together.
struct Shift<'a> {
    table: &'a Table<'a>,
    steps: &'a mut usize,
    moved: Vec<usize>,
    /// By how much each sum's total is too low, indexed as the sums.
    missing: Vec<i64>,
}

impl Shift<'_> {
    /// Moves a number and others until all sums are right; takes all back where `longest` numbers do not suffice.
    fn settle(&mut self, at: usize, step: i64, longest: usize) -> bool {
        if longest == 0 || *self.steps == 0 {
            return false;
        }
        *self.steps -= 1;
        self.push(at, step);
        let wrong = self.moved.iter().flat_map(|&moved| &self.table.within[moved]);
        let wrong = wrong.copied().find(|&sum| self.missing[sum] != 0);
        let Some(wrong) = wrong else { return true };
        let sum = &self.table.sums[wrong];
        for next in sum.members() {
            let up = if next == sum.total { self.missing[wrong] } else { -self.missing[wrong] };
            let next_step = up.signum();
            let may = !self.moved.contains(&next) && self.table.allows(next, next_step);
            if may && self.settle(next, next_step, longest - 1) {
                return true;
            }
        }
        self.push(at, -step);
        self.moved.truncate(self.moved.len() - 2);
        false
    }

    fn push(&mut self, at: usize, step: i64) {
        self.moved.push(at);
        for &sum_at in &self.table.within[at] {
            let is_total = self.table.sums[sum_at].total == at;
            self.missing[sum_at] += if is_total { -step } else { step };
        }
    }
}

/// Returns a number as it is published.
pub fn shown(n: u64, is_hidden: bool) -> String {
    if is_hidden { HIDDEN.to_owned() } else { crate::words::thousands(n as i64) }
}

#[cfg(test)]
mod proofs;
