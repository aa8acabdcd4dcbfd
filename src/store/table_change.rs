//! How an event changed a table of the register.
//!
//! Of most changes an event keeps the rows that differ and the SHA-256 of the whole text before and after, so that a year's record does not
//! hold the register thousands of times. Where the columns change, or most rows do, and of the policy, it keeps both texts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::engine::odd;
use super::event::hexadecimal;
use super::register::Table;
use super::table_rows::{Row, Rows, differing};
use super::{Contents, StoreError};

/// What an event did to one table of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// The table's name as a file.
    pub name: String,
    before: Told,
    after: Told,
}

/// What an event tells of a table as it stood before or after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) name: String,
    version: u64,
    changed_by: String,
    changed_at: DateTime<Utc>,
    /// All of it, unless `part` has what differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
}

/// The rows of a table that differ from the other version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    columns: Row,
    /// How many rows there are in all.
    n_rows: usize,
    /// The hash of the whole text, in lower-case hexadecimal.
    sha256: String,
    /// The rows that differ, each with its position among all.
    rows: Vec<(usize, Row)>,
}

/// The rows of one version of a table that the other does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRows<'a> {
    /// The columns.
    pub columns: &'a [String],
    /// How many rows there are in all.
    pub n_rows: usize,
    /// Those that differ.
    pub rows: Vec<&'a [String]>,
}

/// Rows with their positions.
type Placed<'a> = Vec<(usize, &'a Row)>;

impl TableChange {
    /// Returns what an event did to a table; `None` where it is about none.
    pub fn of(contents: &Contents) -> Option<TableChange> {
        let (before, after) = (Told::read(&contents.before)?, Told::read(&contents.after)?);
        Some(TableChange { name: after.name.clone(), before, after })
    }

    /// Returns the change from one version of a table to another.
    pub(super) fn between(before: &Table, after: &Table) -> TableChange {
        let name = after.name.clone();
        let (mut old, mut new) = (Told::whole(before), Told::whole(after));
        if name.ends_with(".csv")
            && let (Some(old_rows), Some(new_rows)) = (Rows::read(&before.text), Rows::read(&after.text))
            && old_rows.columns == new_rows.columns
        {
            let (removed, added) = differing(&old_rows.rows, &new_rows.rows);
            if removed.len() + added.len() < (old_rows.rows.len() + new_rows.rows.len()) / 2 {
                old.keep(&old_rows, &removed, &before.text);
                new.keep(&new_rows, &added, &after.text);
            }
        }
        TableChange { name, before: old, after: new }
    }

    /// Returns what an event keeps as before and after.
    pub(super) fn json(&self) -> Result<(String, String), StoreError> {
        let json = |told: &Told| {
            serde_json::to_string(told)
                .map_err(|error| odd(format!("table {} cannot be told: {error}", self.name)))
        };
        Ok((json(&self.before)?, json(&self.after)?))
    }

    /// Returns both texts, where the event keeps them.
    pub fn texts(&self) -> Option<(&str, &str)> {
        Some((self.before.text.as_deref()?, self.after.text.as_deref()?))
    }

    /// Returns the rows that differ, before and after, where the event keeps them.
    pub fn rows(&self) -> Option<[ChangedRows<'_>; 2]> {
        Some([self.before.changed_rows()?, self.after.changed_rows()?])
    }

    /// Returns the columns, how many rows there were and are, and the rows that stand now where another stood or none, each with its
    /// position, where no other row has moved; `None` where some have, or the event keeps both texts.
    pub(super) fn in_place(&self) -> Option<(&[String], usize, usize, &[(usize, Row)])> {
        let (before, after) = (self.before.part.as_ref()?, self.after.part.as_ref()?);
        let common = before.n_rows.min(after.n_rows);
        let places = |part: &Part| -> Vec<usize> {
            part.rows.iter().map(|(at, _)| *at).take_while(|&at| at < common).collect()
        };
        (places(before) == places(after)).then_some((
            &after.columns,
            before.n_rows,
            after.n_rows,
            after.rows.as_slice(),
        ))
    }

    /// Returns a table that stands now as `now` without the change: what stood before, or, where others have changed the table since, rows
    /// that were added taken out and those that were changed or taken out put back. `None` where a row that the event left does not stand
    /// as it left it, or the columns are others.
    pub fn without(&self, now: &str) -> Option<String> {
        if let Some((before, after)) = self.texts() {
            if now == after {
                return Some(before.to_owned());
            }
            if !self.name.ends_with(".csv") {
                return None;
            }
            let (before, after) = (Rows::read(before)?, Rows::read(after)?);
            if before.columns != after.columns {
                return None;
            }
            let (removed, added) = differing(&before.rows, &after.rows);
            let placed = |rows: &'_ [Row], at: Vec<usize>| -> Vec<(usize, Row)> {
                at.into_iter().map(|at| (at, rows[at].clone())).collect()
            };
            let (removed, added) = (placed(&before.rows, removed), placed(&after.rows, added));
            return taken_out(&before.columns, &removed, &added, now);
        }
        let (before, after) = (self.before.part.as_ref()?, self.after.part.as_ref()?);
        if self.after.is(now) {
            let undone = put_back(&before.rows, &after.rows, now)?;
            return self.before.is(&undone).then_some(undone);
        }
        taken_out(&before.columns, &before.rows, &after.rows, now)
    }
}

impl Told {
    /// Reads what an event tells of a table; `None` where it tells of something else.
    pub(super) fn read(json: &serde_json::Value) -> Option<Told> {
        Told::deserialize(json).ok().filter(|told| told.text.is_some() != told.part.is_some())
    }

    pub(super) fn whole(table: &Table) -> Told {
        let Table { name, text, version, changed_by, changed_at } = table.clone();
        Told { name, version, changed_by, changed_at, text: Some(text), part: None }
    }

    fn keep(&mut self, rows: &Rows, differing: &[usize], text: &str) {
        self.text = None;
        self.part = Some(Part {
            columns: rows.columns.clone(),
            n_rows: rows.rows.len(),
            sha256: sha256(text),
            rows: differing.iter().map(|&at| (at, rows.rows[at].clone())).collect(),
        });
    }

    fn changed_rows(&self) -> Option<ChangedRows<'_>> {
        let Part { columns, n_rows, rows, .. } = self.part.as_ref()?;
        let rows = rows.iter().map(|(_, row)| row.as_slice()).collect();
        Some(ChangedRows { columns, n_rows: *n_rows, rows })
    }

    /// Whether a text is what stood.
    pub(super) fn is(&self, text: &str) -> bool {
        match (&self.text, &self.part) {
            (Some(told), _) => told == text,
            (None, Some(part)) => part.sha256 == sha256(text),
            (None, None) => false,
        }
    }
}

fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}

/// Undoes a change in a table that stands as it left it.
fn put_back(removed: &[(usize, Row)], added: &[(usize, Row)], now: &str) -> Option<String> {
    let mut table = Rows::read(now)?;
    let mut added = added.iter().map(|(at, _)| *at).peekable();
    let mut at = 0;
    table.rows.retain(|_| {
        let is_added = added.next_if_eq(&at).is_some();
        at += 1;
        !is_added
    });
    let mut kept = table.rows.into_iter();
    let mut rows: Vec<Row> = Vec::new();
    for (at, row) in removed {
        rows.extend(kept.by_ref().take(at.checked_sub(rows.len())?));
        rows.push(row.clone());
    }
    rows.extend(kept);
    Rows { rows, ..table }.write()
}

/// Undoes a change in a table that others have changed since.
fn taken_out(
    columns: &[String],
    removed: &[(usize, Row)],
    added: &[(usize, Row)],
    now: &str,
) -> Option<String> {
    let table = Rows::read(now)?;
    if table.columns != columns {
        return None;
    }
    let mut rows: Vec<Option<Row>> = table.rows.into_iter().map(Some).collect();
    let mut added: Placed<'_> = added.iter().map(|(at, row)| (*at, row)).collect();
    let mut gone: Placed<'_> = Vec::new();
    for (at, row) in removed {
        // A row that was changed has another beside it about the same thing.
        let is_about_it = |other: &Row| other.first() == row.first();
        let is_only = removed.iter().filter(|(_, other)| is_about_it(other)).count() == 1
            && added.iter().filter(|(_, other)| is_about_it(other)).count() == 1;
        match added.iter().position(|(_, other)| is_only && is_about_it(other)) {
            Some(new) => {
                let (_, left) = added.remove(new);
                *rows.iter_mut().rfind(|now| now.as_ref() == Some(left))? = Some(row.clone());
            }
            None => gone.push((*at, row)),
        }
    }
    for (_, left) in added {
        *rows.iter_mut().rfind(|now| now.as_ref() == Some(left))? = None;
    }
    let mut rows: Vec<Row> = rows.into_iter().flatten().collect();
    for (at, row) in gone {
        rows.insert(at.min(rows.len()), row.clone());
    }
    Rows { columns: columns.to_vec(), rows }.write()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> Table {
        Table {
            name: "x.csv".to_owned(),
            text: text.to_owned(),
            version: 1,
            changed_by: "clerk-1".to_owned(),
            changed_at: DateTime::<Utc>::UNIX_EPOCH,
        }
    }

    /// The text of a table of `keys`, each with the value after `=`, behind enough rows for a change to be kept by its rows.
    fn text(keys: &str) -> String {
        let many: String = (0..40).map(|n| format!("z{n},0\n")).collect();
        let rows = keys.split_whitespace().map(|row| row.replace('=', ",") + "\n");
        format!("key,value\n{many}{}", rows.collect::<String>())
    }

    /// A change as it comes out of an event.
    fn change(before: &str, after: &str) -> TableChange {
        let (before, after) = TableChange::between(&table(before), &table(after)).json().expect("it is told");
        let json = |text: &str| serde_json::from_str(text).expect("it is JSON");
        let contents =
            Contents { subjects: Vec::new(), before: json(&before), after: json(&after), why: String::new() };
        TableChange::of(&contents).expect("it is about a table")
    }

    const CASES: [(&str, &str, &str, Option<&str>); 9] = [
        ("a=1", "a=1 b=1", "a=1 b=1", Some("a=1")),
        // Two people add a row each; the first takes theirs back.
        ("a=1", "a=1 b=1", "a=1 b=1 c=1", Some("a=1 c=1")),
        // A row is changed, another one since.
        ("a=1 b=1", "a=2 b=1", "a=2 b=2", Some("a=1 b=2")),
        // A row is taken out, and one added since: it goes back to where it was.
        ("a=1 b=1 c=1", "a=1 c=1", "a=1 c=1 d=1", Some("a=1 b=1 c=1 d=1")),
        // Two rows about one thing, as corrections are: the later one is taken back.
        ("a=1", "a=1 a=2", "a=1 a=2 b=1", Some("a=1 b=1")),
        // The same row twice: one of them goes.
        ("a=1", "a=1 a=1", "a=1 a=1 b=1", Some("a=1 b=1")),
        // The row that was changed has changed again, or is gone, or the columns are others.
        ("a=1", "a=2", "a=3", None),
        ("a=1", "a=1 b=1", "a=1 c=1", None),
        ("a=1", "a=1 b=1", "a=1=x b=1=x", None),
    ];

    #[test]
    fn a_change_is_taken_out_beside_others() {
        for (before, after, now, expected) in CASES {
            let text = |keys: &str| match keys.contains("=x") {
                true => text(keys).replace("key,value", "key,value,more"),
                false => text(keys),
            };
            let by_rows = change(&text(before), &text(after));
            assert!(by_rows.rows().is_some(), "{before} → {after}");
            assert_eq!(by_rows.without(&text(now)), expected.map(&text), "{before} → {after}, now {now}");
        }
        // What keeps both texts, as events did once, is undone the same way.
        for (before, after, now, expected) in &CASES[..8] {
            let told = |keys: &str| Told::whole(&table(&text(keys)));
            let whole = TableChange { name: "x.csv".to_owned(), before: told(before), after: told(after) };
            assert_eq!(whole.without(&text(now)), expected.map(text), "{before} → {after}, now {now}");
        }
    }

    #[test]
    fn the_policy_and_new_columns_are_kept_whole() {
        let policy = |text: &str| Table { name: "authority.toml".to_owned(), ..table(text) };
        let change_of_policy = TableChange::between(&policy("a = 1\nb = 2\n"), &policy("a = 1\nb = 3\n"));
        assert!(change_of_policy.texts().is_some());
        assert_eq!(
            change_of_policy.without("a = 2\nb = 3\n"),
            None,
            "what others wrote is not mixed with it"
        );
        assert_eq!(change_of_policy.without("a = 1\nb = 3\n").as_deref(), Some("a = 1\nb = 2\n"));
        let columns = change(&text("a=1"), &text("a=1").replace("key,value", "key,other"));
        assert!(columns.texts().is_some());
        let new = change("", "key,value\na,1\n");
        assert_eq!(new.without("key,value\na,1\n").as_deref(), Some(""));
    }

    #[test]
    fn a_text_that_is_not_what_the_event_left_is_found_out() {
        let change = change(&text("a=1"), &text("a=2"));
        assert!(change.after.is(&text("a=2")) && !change.after.is(&text("a=1")));
        assert!(change.before.is(&text("a=1")) && !change.before.is(&text("a=2")));
    }

    proptest! {
        /// Whatever changed, undone at once it is what stood before, byte for byte.
        #[test]
        fn undone_at_once_nothing_has_changed(
            before in proptest::collection::vec("[a-d]", 0..9),
            after in proptest::collection::vec("[a-d]", 0..9),
        ) {
            let of = |keys: &[String]| text(&keys.iter().map(|key| format!("{key}=1 ")).collect::<String>());
            let (before, after) = (of(&before), of(&after));
            prop_assert_eq!(change(&before, &after).without(&after), Some(before));
        }

        /// What somebody else adds behind a change stays, and what the change did is gone.
        #[test]
        fn only_the_change_is_gone(
            before in "[a-e]{0,8}",
            kept in proptest::collection::vec(any::<bool>(), 8),
            more in "[f-j]{0,4}",
            later in "[k-o]{0,4}",
        ) {
            let of = |keys: &str| text(&keys.chars().map(|key| format!("{key}=1 ")).collect::<String>());
            let kept: String =
                before.chars().zip(&kept).filter(|(_, kept)| **kept).map(|(key, _)| key).collect();
            let after = format!("{kept}{more}");
            let undone = change(&of(&before), &of(&after)).without(&of(&format!("{after}{later}")));
            let sorted = |text: &str| {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            let undone = undone.expect("every row stands");
            prop_assert_eq!(sorted(&undone), sorted(&of(&format!("{before}{later}"))));
        }
    }
}
