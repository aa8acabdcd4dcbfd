//! How two versions of a table differ: which rows of one are not in the other.

use std::collections::{HashMap, VecDeque};

/// The cells of a row, a cell a column.
pub(super) type Row = Vec<String>;

/// A table as its columns and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    pub(super) columns: Row,
    pub(super) rows: Vec<Row>,
}

impl Rows {
    /// Reads the text of a table; `None` where it is none.
    pub(super) fn read(text: &str) -> Option<Rows> {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = reader.into_records().map(|row| Some(row.ok()?.iter().map(str::to_owned).collect()));
        let columns: Row = rows.next()??;
        Some(Rows { columns, rows: rows.collect::<Option<_>>()? })
    }

    /// Returns the text of the table, as the store writes it.
    pub(super) fn write(&self) -> Option<String> {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            writer.write_record(row).ok()?;
        }
        String::from_utf8(writer.into_inner().ok()?).ok()
    }
}

/// Returns the positions of the rows of `before` that `after` does not have, and of those of `after` that `before` does not have, in order.
/// The rows left out stand in both in the same order, and are as many as can be: rows are paired first with first, then the longest
/// increasing run of pairs is kept. Runs in `O(n log n)`.
pub(super) fn differing(before: &[Row], after: &[Row]) -> (Vec<usize>, Vec<usize>) {
    let alike = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let mut places: HashMap<&Row, VecDeque<usize>> = HashMap::new();
    for (at, row) in after.iter().enumerate().skip(alike) {
        places.entry(row).or_default().push_back(at);
    }
    let rest = before.iter().enumerate().skip(alike);
    let pairs: Vec<(usize, usize)> =
        rest.filter_map(|(at, row)| Some((at, places.get_mut(row)?.pop_front()?))).collect();
    let (mut in_before, mut in_after) = (vec![false; before.len()], vec![false; after.len()]);
    in_before[..alike].fill(true);
    in_after[..alike].fill(true);
    for pair in longest_run(&pairs) {
        let (old, new) = pairs[pair];
        (in_before[old], in_after[new]) = (true, true);
    }
    let left = |kept: &[bool]| (0..kept.len()).filter(|&at| !kept[at]).collect();
    (left(&in_before), left(&in_after))
}

/// Returns the positions of a longest run of pairs whose second parts increase.
fn longest_run(pairs: &[(usize, usize)]) -> Vec<usize> {
    // `ends[n]` is the pair with the least second part at which a run of n + 1 ends.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; pairs.len()]);
    for (at, &(_, second)) in pairs.iter().enumerate() {
        let n = ends.partition_point(|&end| pairs[end].1 < second);
        before[at] = n.checked_sub(1).map(|n| ends[n]);
        if n == ends.len() { ends.push(at) } else { ends[n] = at }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(pair) = at {
        run.push(pair);
        at = before[pair];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        text.split_whitespace().map(|row| vec![row.to_owned()]).collect()
    }

    #[test]
    fn as_few_rows_differ_as_can_be() {
        let cases: [(&str, &str, &[usize], &[usize]); 7] = [
            ("a b c", "a b c", &[], &[]),
            ("a b c", "a x c d", &[1], &[1, 3]),
            ("a b c", "c", &[0, 1], &[]),
            ("", "a", &[], &[0]),
            ("a a", "a", &[1], &[]),
            // One row has gone to the end.
            ("a b c d", "b c d a", &[0], &[3]),
            ("a b", "b a", &[0], &[1]),
        ];
        for (before, after, removed, added) in cases {
            let (found_removed, found_added) = differing(&rows(before), &rows(after));
            assert_eq!((&found_removed[..], &found_added[..]), (removed, added), "{before} → {after}");
        }
    }

    #[test]
    fn a_table_is_written_as_it_was_read() {
        let text = "key,value\na,\"one, two\"\nb,\"said \"\"no\"\"\nand went\"\nc,\n";
        assert_eq!(Rows::read(text).and_then(|rows| rows.write()).as_deref(), Some(text));
        assert_eq!(Rows::read(""), None);
    }

    proptest! {
        #[test]
        fn what_does_not_differ_is_the_same_in_both(before in "[a-d]{0,12}", after in "[a-d]{0,12}") {
            let rows = |text: &str| text.chars().map(|row| vec![row.to_string()]).collect::<Vec<Row>>();
            let (before, after) = (rows(&before), rows(&after));
            let (removed, added) = differing(&before, &after);
            let kept = |rows: &[Row], left: &[usize]| -> Vec<Row> {
                let kept = rows.iter().enumerate().filter(|(at, _)| !left.contains(at));
                kept.map(|(_, row)| row.clone()).collect()
            };
            prop_assert_eq!(kept(&before, &removed), kept(&after, &added));
        }
    }
}
