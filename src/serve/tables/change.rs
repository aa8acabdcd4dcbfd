//! One change of one table of the register: a row added, changed or taken out, or the whole text. Its page and its API call go this way.

use std::collections::BTreeMap;

use super::columns::{Holds, Kept, POLICY, kept};
use super::grid::Grid;
use super::judge::{self, Broken, Refused};
use crate::desk::{DeskError, State as Plan};
use crate::files::{Fault, Location};
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::place::{day_of, day_or_moment};
use crate::store::{Replacement, StoreError, Table};

/// Cells by column.
pub(crate) type Cells = BTreeMap<String, String>;

/// Returns the table of a name, `None` for the policy.
///
/// # Errors
/// Where the register has no table of that name.
pub(crate) fn asked(name: &str) -> Result<Option<&'static Kept>, Failure> {
    if matches!(name, POLICY | "authority") {
        return Ok(None);
    }
    // What was typed may be anything: it is not said back.
    kept(name).map(Some).ok_or_else(|| Failure::Missing { what: "table", name: "of that name".to_owned() })
}

/// Returns a file of the register as the store has it.
pub(crate) fn find<'a>(plan: &'a Plan, file: &str) -> Option<&'a Table> {
    plan.tables.iter().find(|table| table.name == file)
}

/// Returns the version of a table, 0 for one that the register does not have.
pub(crate) fn version(stored: Option<&Table>) -> u64 {
    stored.map_or(0, |stored| stored.version)
}

/// Returns a table as it stands, empty with every column where the register does not have it.
pub(crate) fn grid(plan: &Plan, kept: &Kept) -> Grid {
    find(plan, &kept.file()).map_or_else(|| kept.empty(), |stored| Grid::read(&stored.text))
}

/// Returns where the row of a number from 1 is.
///
/// # Errors
/// Where the table has no such row.
pub(crate) fn row_of(number: usize, grid: &Grid) -> Result<usize, Failure> {
    let row = number.checked_sub(1).filter(|row| *row < grid.rows.len());
    row.ok_or_else(|| Failure::Missing { what: "row", name: number.to_string() })
}

/// What becomes of a row. Rows are numbered from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowChange {
    /// One is added with these cells.
    Add(Cells),
    /// These cells of one are set; the others stay.
    Set(usize, Cells),
    /// One is taken out.
    Remove(usize),
}

/// Returns the table with a row added, changed or taken out, and where the row then is.
fn changed(mut grid: Grid, kept: &Kept, change: &RowChange) -> Result<(Grid, Option<usize>), Failure> {
    let (row, cells) = match change {
        RowChange::Remove(number) => {
            let row = row_of(*number, &grid)?;
            grid.rows.remove(row);
            return Ok((grid, None));
        }
        RowChange::Add(cells) => (grid.add(), cells),
        RowChange::Set(number, cells) => (row_of(*number, &grid)?, cells),
    };
    for (column, value) in cells {
        // A form may name columns that nobody knows; only those of the table and of the contract are written.
        if kept.column(column).is_some() || grid.column(column).is_some() {
            grid.set(row, column, &settled(kept, column, value));
        }
    }
    Ok((grid, Some(row)))
}

/// Returns a cell as registers write it: people write 18/04/2012, and 18/04/2012 09:30. What cannot be read is left for the reader to refuse.
pub(crate) fn settled(kept: &Kept, column: &str, value: &str) -> String {
    let tidy = value.trim();
    let read = match kept.column(column).map(|column| column.holds) {
        Some(Holds::Date) => day_of(tidy).ok().map(|day| day.to_string()),
        Some(Holds::Moment) => day_or_moment(tidy),
        _ => None,
    };
    read.unwrap_or_else(|| tidy.to_owned())
}

/// Returns what is wrong with a new row that is empty.
fn nothing_filled_in(kept: &Kept) -> Fault {
    Fault {
        location: Location::File { file: kept.title.to_owned() },
        message: "nothing was filled in, so nothing was added".to_owned(),
        meant: None,
    }
}

/// What has come of a change of a row.
pub(crate) struct Tried {
    /// The table as it was to be.
    pub(crate) grid: Grid,
    /// Where the row is in it.
    pub(crate) row: Option<usize>,
    /// The first and the last event, none where nothing differs.
    pub(crate) outcome: Result<Option<(u64, u64)>, Refused>,
}

/// Changes a row of a table whose version `expected` was read.
pub(crate) fn row(
    app: &App,
    plan: &Plan,
    (who, why): (&str, &str),
    kept: &Kept,
    change: &RowChange,
    expected: u64,
) -> Tried {
    let old = grid(plan, kept);
    if let RowChange::Add(cells) = change
        && cells.values().all(|cell| cell.trim().is_empty())
    {
        return Tried { grid: old, row: None, outcome: Err(Refused::Faults(vec![nothing_filled_in(kept)])) };
    }
    // Rows are named by number: of another version of the table the number may be another row's.
    let tried = refuse_stale(plan, &kept.file(), expected).and_then(|()| changed(old.clone(), kept, change));
    let (grid, row) = match tried {
        Ok(tried) => tried,
        Err(failure) => return Tried { grid: old, row: None, outcome: Err(Refused::Failed(failure)) },
    };
    let outcome = if grid == old {
        Ok(None)
    } else {
        text(app, plan, (who, why), &kept.file(), &grid.write(), expected)
    };
    Tried { grid, row, outcome }
}

/// Replaces the text of a table, or of the policy, whose version `expected` was read. Returns the first and the last event, none where
/// nothing differs.
///
/// # Errors
/// Every fault of the register that would result, and whatever the store says.
pub(crate) fn text(
    app: &App,
    plan: &Plan,
    (who, why): (&str, &str),
    file: &str,
    text: &str,
    expected: u64,
) -> Result<Option<(u64, u64)>, Refused> {
    refuse_stale(plan, file, expected).map_err(Refused::Failed)?;
    if find(plan, file).is_some_and(|stored| stored.text == text) {
        return Ok(None);
    }
    refuse_overwriting(plan, file, text).map_err(|fault| Refused::Faults(vec![fault]))?;
    let files = judge::with(&plan.tables, &[(file.to_owned(), text.to_owned())]);
    judge::read(&files, plan.stored.values().map(AsRef::as_ref), app.clock.today())
        .map_err(Refused::Faults)?;
    let replacement =
        Replacement { name: file.to_owned(), text: text.to_owned(), expected, about: Vec::new() };
    judge::replace(app, who, why, &[replacement]).map(Some)
}

/// Returns the rules that bookings would break and do not now if a text took the place of a table's. Nothing is changed.
///
/// # Errors
/// Every fault of the register that would result.
pub(crate) fn consequences(
    app: &App,
    plan: &Plan,
    file: &str,
    text: &str,
) -> Result<Vec<Broken>, Vec<Fault>> {
    let files = judge::with(&plan.tables, &[(file.to_owned(), text.to_owned())]);
    let loaded = judge::read(&files, plan.stored.values().map(AsRef::as_ref), app.clock.today())?;
    let now = judge::broken(&plan.register, &plan.verdict().breaches);
    Ok(judge::broken_in(&loaded).difference(&now).cloned().collect())
}

/// Returns a text as the register keeps the policy: browsers end the lines of a form with both characters.
pub(crate) fn policy_text(given: &str) -> String {
    let mut text = given.replace("\r\n", "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Refuses a text in which a row of the record of meetings does not stand as it did: a correction is a row of its own, with who and when.
fn refuse_overwriting(plan: &Plan, file: &str, text: &str) -> Result<(), Fault> {
    let Some(kept) = file.strip_suffix(".csv").and_then(kept).filter(|kept| kept.is_record()) else {
        return Ok(());
    };
    if Grid::read(text).begins_with(&grid(plan, kept)) {
        return Ok(());
    }
    Err(Fault {
        location: Location::File { file: kept.title.to_owned() },
        message: "a row that was recorded is changed or gone; wanted all of them as they were, and a row behind them that corrects one: \
                  record the meeting again, or undo what was recorded"
            .to_owned(),
        meant: None,
    })
}

/// Refuses a change of a table that is not the one that was read.
fn refuse_stale(plan: &Plan, file: &str, expected: u64) -> Result<(), Failure> {
    match find(plan, file) {
        Some(stored) if stored.version != expected => {
            Err(Failure::Desk(DeskError::Store(StoreError::Stale {
                what: format!("table {file}"),
                expected,
                found: stored.version,
                who: stored.changed_by.clone(),
                at: stored.changed_at,
            })))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(given: &[(&str, &str)]) -> Cells {
        given.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_row_is_changed_added_and_taken_out() {
        let kept = kept("staff").expect("kept");
        let grid = Grid::read("staff,role,base\nIRO1,iro,A\nMT1,minute_taker,B\n");
        let cases = [
            (
                RowChange::Set(2, cells(&[("base", "A"), ("fte", "0.6"), ("unknown", "x")])),
                "staff,role,base,fte\nIRO1,iro,A,\nMT1,minute_taker,A,0.6\n",
            ),
            (
                RowChange::Add(cells(&[("staff", "IRO2"), ("role", "iro"), ("base", " B ")])),
                "staff,role,base\nIRO1,iro,A\nMT1,minute_taker,B\nIRO2,iro,B\n",
            ),
            (RowChange::Remove(1), "staff,role,base\nMT1,minute_taker,B\n"),
        ];
        for (change, expected) in cases {
            let (new, _) = changed(grid.clone(), kept, &change).expect("it can be changed");
            assert_eq!(new.write(), expected);
        }
        for number in [0, 3] {
            assert!(changed(grid.clone(), kept, &RowChange::Remove(number)).is_err(), "{number}");
        }
    }

    #[test]
    fn days_are_written_as_registers_do() {
        let kept = kept("staff").expect("kept");
        for (column, given, written) in
            [("from", " 18/04/2012", "2012-04-18"), ("until", "soon", "soon"), ("name", " A B ", "A B")]
        {
            assert_eq!(settled(kept, column, given), written, "{column}");
        }
        let absences = super::kept("absences").expect("kept");
        for (column, given, written) in [
            ("starts", "12/04/2012", "2012-04-12"),
            ("ends", "12/04/2012 9:30", "2012-04-12T09:30"),
            ("ends", "x", "x"),
        ] {
            assert_eq!(settled(absences, column, given), written, "{column}");
        }
    }

    #[test]
    fn a_policy_ends_its_lines_with_one_character() {
        assert_eq!(policy_text("a = 1\r\nb = 2"), "a = 1\nb = 2\n");
        assert_eq!(policy_text("a = 1\n"), "a = 1\n");
    }
}
