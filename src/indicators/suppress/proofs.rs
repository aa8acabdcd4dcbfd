//! What is hidden stays hidden: every table that agrees with what is published is looked at.

use proptest::prelude::*;

use super::*;

/// Returns a table with its sums: rows of parts, with the sum of each row and of each column behind them. Positions go row by row.
fn table(parts: &[Vec<u64>]) -> (Vec<u64>, Vec<Sum>) {
    let mut rows = parts.to_vec();
    for row in &mut rows {
        row.push(row.iter().sum());
    }
    let n_columns = rows[0].len();
    rows.push((0..n_columns).map(|column| rows.iter().map(|row| row[column]).sum()).collect());
    let at = |row: usize, column: usize| row * n_columns + column;
    let last = (rows.len() - 1, n_columns - 1);
    let mut sums: Vec<Sum> = (0..rows.len())
        .map(|row| Sum { total: at(row, last.1), parts: (0..last.1).map(|column| at(row, column)).collect() })
        .collect();
    sums.extend((0..n_columns).map(|column| Sum {
        total: at(last.0, column),
        parts: (0..last.0).map(|row| at(row, column)).collect(),
    }));
    (rows.concat(), sums)
}

/// Returns a row with its total behind it.
fn line(parts: &[u64]) -> (Vec<u64>, Vec<Sum>) {
    let mut values = parts.to_vec();
    values.push(parts.iter().sum());
    (values, vec![Sum { total: parts.len(), parts: (0..parts.len()).collect() }])
}

fn positions(hidden: &[bool]) -> Vec<usize> {
    (0..hidden.len()).filter(|&at| hidden[at]).collect()
}

/// How far from what it is a number hidden with others is tried.
const FAR: u64 = 3;

/// The tables that agree with what is published, one after the other: numbers that are hidden for themselves are 1 to 5, others near what they are.
struct Readers<'a> {
    values: &'a [u64],
    sums: &'a [Sum],
    hidden: &'a [bool],
    /// The hidden numbers that are not totals, in order, and the value that each is tried with.
    free: Vec<usize>,
    tried: Vec<u64>,
    /// The values that each hidden number takes, indexed as `values`: the first, and whether there is another.
    found: Vec<(Option<u64>, bool)>,
}

impl<'a> Readers<'a> {
    fn new(values: &'a [u64], sums: &'a [Sum], hidden: &'a [bool]) -> Readers<'a> {
        let is_total = |at: usize| sums.iter().any(|sum| sum.total == at);
        let free: Vec<usize> = (0..values.len()).filter(|&at| hidden[at] && !is_total(at)).collect();
        let found = vec![(None, false); values.len()];
        Readers { values, sums, hidden, free, tried: values.to_vec(), found }
    }

    /// Returns the hidden numbers that can be worked out.
    fn worked_out(mut self) -> Vec<usize> {
        self.go(0);
        let hidden = positions(self.hidden);
        hidden.into_iter().filter(|&at| !self.found[at].1).collect()
    }

    fn go(&mut self, next: usize) {
        if positions(self.hidden).iter().all(|&at| self.found[at].1) {
            return;
        }
        let Some(&at) = self.free.get(next) else { return self.look() };
        let value = self.values[at];
        let tried = if is_small(value) { 1..=SMALL } else { value.saturating_sub(FAR)..=value + FAR };
        for n in tried {
            self.tried[at] = n;
            // A total that is shown is not passed by its parts so far.
            let fits = self.sums.iter().filter(|sum| !self.hidden[sum.total] && sum.parts.contains(&at)).all(
                |sum| {
                    let settled = |part: &&usize| !self.hidden[**part] || self.free[..=next].contains(part);
                    sum.parts.iter().filter(settled).map(|&part| self.tried[part]).sum::<u64>()
                        <= self.values[sum.total]
                },
            );
            if fits {
                self.go(next + 1);
            }
        }
        self.tried[at] = self.values[at];
    }

    /// Works the totals out, and notes the values where every sum is right.
    fn look(&mut self) {
        let mut values = self.tried.clone();
        // Sums of sums come last.
        for sum in self.sums.iter().chain(self.sums) {
            if self.hidden[sum.total] {
                values[sum.total] = sum.parts.iter().map(|&part| values[part]).sum();
            }
        }
        let is_right =
            |sum: &Sum| values[sum.total] == sum.parts.iter().map(|&part| values[part]).sum::<u64>();
        if !self.sums.iter().all(is_right) {
            return;
        }
        for at in positions(self.hidden) {
            match &mut self.found[at] {
                (first @ None, _) => *first = Some(values[at]),
                (Some(first), other) => *other |= *first != values[at],
            }
        }
    }
}

#[test]
fn one_to_five_are_hidden_and_a_neighbour_with_them() {
    // A row of parts, and what is hidden of it and of its total, which stands behind it.
    let cases: [(&[u64], &[usize]); 11] = [
        (&[10, 20], &[]),
        (&[0, 20], &[]),
        (&[5, 20, 30], &[0, 1]),
        (&[6, 20], &[]),
        // 5 may be 1 and 4, or 2 and 3.
        (&[2, 3, 40], &[0, 1]),
        // 9 is 4 and 5 or 5 and 4: too near to 5 and 5.
        (&[4, 5, 40], &[0, 1, 2]),
        (&[1, 0], &[0, 2]),
        (&[3, 9], &[0, 1]),
        (&[3, 0, 0], &[0, 3]),
        // Six that add up to six are each one: the total goes, and noughts stay.
        (&[1, 1, 1, 1, 1, 1, 0], &[0, 1, 2, 3, 4, 5, 7]),
        (&[1, 1, 1, 1, 2], &[0, 1, 2, 3, 4, 5]),
    ];
    for (row, expected) in cases {
        let (values, sums) = line(row);
        assert_eq!(positions(&hidden(&values, &sums)), expected, "{row:?}");
    }
}

#[test]
fn a_table_hides_in_both_directions() {
    // The 3 needs another in its row and another in its column, and these need one each.
    let (values, sums) = table(&[vec![3, 10], vec![20, 30]]);
    assert_eq!(positions(&hidden(&values, &sums)), [0, 1, 3, 4]);
}

#[test]
fn quarters_do_not_give_back_what_their_year_shows() {
    // As it was published: what was so, what was not, and all, by quarter and for the year. The last quarter's 775 stood between numbers shown.
    let quarters = [[629, 40, 669], [669, 33, 702], [787, 41, 828], [775, 5, 780]];
    let (values, sums) = table(&quarters.map(|row| row[..2].to_vec()));
    let found = hidden(&values, &sums);
    assert!(found[10], "the 5");
    assert_eq!(Readers::new(&values, &sums, &found).worked_out(), [0_usize; 0]);
    assert!((0..4).filter(|row| found[3 * row]).count() != 1, "775 is the year less three quarters");
}

#[test]
fn sums_that_say_the_same_hide_together() {
    // A table's total of 7, and the same 7 in another table: where the first is hidden, so is the second.
    let values = [1, 1, 1, 1, 1, 1, 6, 6];
    let sums = [Sum { total: 6, parts: (0..6).collect() }, Sum { total: 7, parts: vec![6] }];
    assert!(hidden(&values, &sums).iter().all(|&is_hidden| is_hidden));
}

#[test]
fn a_ring_of_lines_does_not_close_on_one_value() {
    // Every line hides two, but ones and fives leave no way round unless more is hidden.
    for parts in [[[1, 5, 9], [5, 1, 9]], [[1, 1, 30], [1, 1, 30]], [[5, 5, 30], [5, 5, 30]]] {
        let (values, sums) = table(&parts.map(|row| row.to_vec()));
        let found = hidden(&values, &sums);
        assert_eq!(Readers::new(&values, &sums, &found).worked_out(), [0_usize; 0], "{parts:?}");
    }
}

proptest! {
    #[test]
    fn every_hidden_number_may_be_one_of_two_at_least(
        parts in proptest::collection::vec(proptest::collection::vec(0_u64..9, 2), 1..4)
    ) {
        let (values, sums) = table(&parts);
        let found = hidden(&values, &sums);
        for (at, &n) in values.iter().enumerate() {
            prop_assert!(!is_small(n) || found[at]);
        }
        prop_assert_eq!(Readers::new(&values, &sums, &found).worked_out(), Vec::<usize>::new());
    }

    #[test]
    fn noughts_are_hidden_only_where_nothing_else_is_left(parts in proptest::collection::vec(0_u64..9, 1..8)) {
        let (values, sums) = line(&parts);
        let found = hidden(&values, &sums);
        for at in 0..parts.len() {
            prop_assert!(0 < values[at] || !found[at] || (0..values.len()).all(|at| values[at] == 0 || found[at]));
        }
    }
}
