//! Small numbers in anything published.
//!
//! A number from 1 to 5 is shown as `c`, so that nobody knows a family by it; 0 is shown. Where one number of a row or a column with
//! a total is hidden alone, subtraction would give it back, and so the next smallest is hidden too, until no hidden number can be worked
//! out from its line. The total is hidden where there is nothing else to hide, or it is itself small. Source: DfE, *Characteristics of
//! children in need*, disclosure control: "c" for confidential, primary and secondary suppression of 1 to 5.

use std::collections::BTreeSet;

/// The largest number that is hidden.
pub const SMALL: u64 = 5;
/// What stands in its place.
pub const HIDDEN: &str = "c";

/// Whether a number is hidden for itself.
pub fn is_small(n: u64) -> bool {
    (1..=SMALL).contains(&n)
}

/// Returns which numbers of a table are hidden, by row and column. `table` holds rows of equal length. The last row is the sum of the others where
/// `has_total_row` says so, the last column likewise.
///
/// Only the lines given can be subtracted; a table that adds up with another must be given as one.
pub fn hidden(table: &[Vec<u64>], has_total_row: bool, has_total_column: bool) -> BTreeSet<(usize, usize)> {
    let (n_rows, n_columns) = (table.len(), table.first().map_or(0, Vec::len));
    let mut hidden: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (row, cells) in table.iter().enumerate() {
        hidden.extend((0..n_columns).filter(|&column| is_small(cells[column])).map(|column| (row, column)));
    }
    let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
    if has_total_column {
        lines.extend((0..n_rows).map(|row| (0..n_columns).map(|column| (row, column)).collect()));
    }
    if has_total_row {
        lines.extend((0..n_columns).map(|column| (0..n_rows).map(|row| (row, column)).collect()));
    }
    // Every line with something hidden hides two numbers at least, and two whose sum is not small. Each pass hides a number more or ends.
    loop {
        let unsafe_line = lines.iter().find_map(|line| next_to_hide(table, line, &hidden));
        match unsafe_line {
            Some(cell) => hidden.insert(cell),
            None => return hidden,
        };
    }
}

/// Returns a number to hide in a line, or `None` where what is hidden in it cannot be worked out.
fn next_to_hide(
    table: &[Vec<u64>],
    line: &[(usize, usize)],
    hidden: &BTreeSet<(usize, usize)>,
) -> Option<(usize, usize)> {
    let value = |&(row, column): &(usize, usize)| table[row][column];
    let (total, parts) = line.split_last()?;
    let within: Vec<_> = line.iter().filter(|cell| hidden.contains(cell)).collect();
    let covered: u64 = parts.iter().filter(|cell| hidden.contains(cell)).map(value).sum();
    let is_total_hidden = hidden.contains(total);
    let is_safe = match within.len() {
        0 => true,
        1 => false,
        // Numbers of a shown total: their sum is known, and it must not be so small that each is known from it.
        _ => is_total_hidden || SMALL < covered,
    };
    if is_safe {
        return None;
    }
    // The smallest number shown, before a nought, before the total.
    let shown = parts.iter().filter(|cell| !hidden.contains(cell));
    let next = shown.min_by_key(|cell| (value(cell) == 0, value(cell)));
    next.or(Some(total).filter(|_| !is_total_hidden)).copied()
}

/// Returns a number as it is published.
pub fn shown(n: u64, is_hidden: bool) -> String {
    if is_hidden { HIDDEN.to_owned() } else { crate::words::thousands(n as i64) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_to_five_are_hidden_and_a_neighbour_with_them() {
        // A row of parts with its total at the end, and what is hidden.
        let cases: [(&[u64], &[usize]); 8] = [
            (&[10, 20, 30], &[]),
            (&[0, 20, 20], &[]),
            (&[5, 20, 30, 55], &[0, 1]),
            (&[6, 20, 26], &[]),
            (&[2, 3, 40, 45], &[0, 1, 2]),
            (&[4, 5, 40, 49], &[0, 1]),
            (&[1, 0, 1], &[0, 2]),
            (&[3, 9, 12], &[0, 1]),
        ];
        for (row, expected) in cases {
            let found: Vec<usize> =
                hidden(&[row.to_vec()], false, true).into_iter().map(|(_, column)| column).collect();
            assert_eq!(found, expected, "{row:?}");
        }
    }

    #[test]
    fn a_table_hides_in_both_directions() {
        // The 3 needs another in its row and another in its column, and these need one each.
        let table = vec![vec![3, 10, 13], vec![20, 30, 50], vec![23, 40, 63]];
        let found: Vec<(usize, usize)> = hidden(&table, true, true).into_iter().collect();
        assert_eq!(found, [(0, 0), (0, 1), (1, 0), (1, 1)]);
    }

    proptest! {
        #[test]
        fn no_line_gives_a_hidden_number_back(parts in proptest::collection::vec(proptest::collection::vec(0_u64..30, 4), 1..6)) {
            let mut table = parts;
            for row in &mut table {
                row.push(row.iter().sum());
            }
            let totals: Vec<u64> = (0..5).map(|column| table.iter().map(|row| row[column]).sum()).collect();
            table.push(totals);
            let hidden = hidden(&table, true, true);
            for (row, cells) in table.iter().enumerate() {
                for (column, &n) in cells.iter().enumerate() {
                    prop_assert!(!is_small(n) || hidden.contains(&(row, column)));
                }
                let in_row = (0..5).filter(|&column| hidden.contains(&(row, column))).count();
                prop_assert_ne!(in_row, 1);
            }
            for column in 0..5 {
                let in_column = (0..table.len()).filter(|&row| hidden.contains(&(row, column))).count();
                prop_assert_ne!(in_column, 1);
            }
        }
    }
}
