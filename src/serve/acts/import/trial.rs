//! What files would change in the register, before anything is saved.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Difference, compare};
use super::recognise::recognise;
use super::upload::{Sent, Upload};
use crate::desk::{State as Plan, keep_own_columns};
use crate::files::{Fault, Location};
use crate::import::{self, Area, Options, SourceFile};
use crate::serve::app::App;
use crate::serve::tables::columns::POLICY;
use crate::serve::tables::grid::Grid;
use crate::serve::tables::judge::{self, Broken};
use crate::store::Replacement;
use crate::words;

/// What a dry run found.
#[derive(Debug, Default)]
pub(crate) struct DryRun {
    /// The files and what they are.
    pub(crate) recognised: Vec<(String, &'static str)>,
    /// What each file of the register that was given changes; nothing where there are faults.
    pub(crate) differences: Vec<(String, Difference)>,
    pub(crate) notes: Vec<String>,
    /// What must be mended first, in order of place.
    pub(crate) faults: Vec<Wrong>,
    /// Rules that bookings would break and do not now.
    pub(crate) breaks: Vec<Broken>,
    /// The tables to be replaced: those that change.
    pub(crate) tables: Vec<Replacement>,
}

/// A fault with its place in a spreadsheet's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) file: String,
    pub(crate) row: String,
    pub(crate) column: String,
    pub(crate) message: String,
}

/// Works out what files would change.
pub(crate) fn dry_run(app: &App, plan: &Plan, sent: &Sent) -> DryRun {
    let mut run = DryRun::default();
    let mut given: BTreeMap<String, String> = BTreeMap::new();
    let mut cells: Vec<Fault> = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    let mut others: Vec<(&Upload, Vec<Fault>)> = Vec::new();
    for upload in &sent.uploads {
        let found = match recognise(&upload.name, &upload.bytes) {
            Ok(found) => found,
            Err(wrong) => {
                others.push((upload, wrong));
                continue;
            }
        };
        run.recognised.push((upload.name.clone(), found.what));
        run.notes.extend(found.notes);
        cells.extend(found.cells);
        for (file, text) in found.files {
            if given.contains_key(&file) {
                let message = format!("gives {file}, which another file gives too; wanted it once");
                let location = Location::File { file: upload.name.clone() };
                faults.push(Fault { location, message, meant: None });
                continue;
            }
            given.insert(file, text);
        }
    }
    from_case_systems(app, plan, &sent.area, others, &mut run, &mut given, &mut faults);
    // What was given is read as it was given, so that faults stand where they are found.
    let files: Vec<judge::File> = given.iter().map(|(file, text)| (file.clone(), text.clone())).collect();
    if !given.is_empty() && faults.is_empty() {
        match judge::read(
            &judge::with(&plan.tables, &files),
            plan.stored.values().map(AsRef::as_ref),
            app.clock.today(),
        ) {
            Ok(loaded) => {
                run.notes.extend(loaded.notes.iter().cloned());
                let now = judge::broken(&plan.register, &plan.verdict().breaches);
                run.breaks = judge::broken_in(&loaded).difference(&now).cloned().collect();
            }
            Err(wrong) if cells.is_empty() => faults.extend(wrong),
            Err(wrong) => {
                // The same faults by their cells, and what only the desk's own bookings tell.
                faults.extend(cells);
                faults.extend(
                    wrong.into_iter().filter(|fault| matches!(fault.location, Location::File { .. })),
                );
            }
        }
    }
    // Of what cannot be read nothing is compared: a file that is no table may have millions of cells, which the reader stops at.
    if faults.is_empty() {
        differences(plan, &given, &mut run);
    }
    let headers = headers(&given, &faults);
    run.faults = faults.iter().map(|fault| wrong(fault, &headers)).collect();
    run
}

/// Adds what files change in the register, and the tables that are to be replaced.
fn differences(plan: &Plan, given: &BTreeMap<String, String>, run: &mut DryRun) {
    let stored = |file: &str| plan.tables.iter().find(|table| table.name == file);
    for (file, text) in given {
        let old = stored(file);
        let difference = compare(file, old.map_or("", |table| table.text.as_str()), text);
        if !difference.is_none() {
            let expected = old.map_or(0, |table| table.version);
            run.tables.push(Replacement {
                name: file.clone(),
                text: settled(file, text),
                expected,
                about: Vec::new(),
            });
        }
        run.differences.push((file.clone(), difference));
    }
}

/// Reads the files that are none of a register as those of a case system.
fn from_case_systems(
    app: &App,
    plan: &Plan,
    area: &str,
    others: Vec<(&Upload, Vec<Fault>)>,
    run: &mut DryRun,
    given: &mut BTreeMap<String, String>,
    faults: &mut Vec<Fault>,
) {
    let is_any = !others.is_empty();
    let Some(key) = app.import_key.clone().filter(|_| is_any) else {
        for (upload, wrong) in others {
            let message = "is no file of a register; files of case systems are read where whoever runs the desk has started it with \
                           --import-key"
                .to_owned();
            let location = Location::File { file: upload.name.clone() };
            // What the register's own reader says helps only where a register was meant.
            faults.push(Fault { location, message, meant: None });
            faults.extend(wrong.into_iter().filter(|_| upload.name.to_lowercase().ends_with(".csv")));
        }
        return;
    };
    let sources: Vec<SourceFile<'_>> =
        others.iter().map(|(upload, _)| SourceFile { name: &upload.name, bytes: &upload.bytes }).collect();
    let mut options = Options::new(key);
    options.default_area = (!area.is_empty()).then(|| Area::parse(area));
    let found = import::dry_run(&sources, &plan.register, &options);
    if found.recognised.is_empty() {
        // They are of no known kind at all: what the register's reader says of them is nearer to what was meant.
        faults.extend(others.into_iter().flat_map(|(_, wrong)| wrong));
        return;
    }
    run.recognised.extend(found.recognised.iter().map(|one| (one.file.clone(), one.what)));
    faults.extend(found.faults.iter().cloned());
    run.notes.extend(found.notes.iter().cloned());
    run.notes.extend(found.warnings.iter().map(ToString::to_string));
    run.notes.extend(found.differences.iter().map(|one| {
        format!(
            "{}: {} of {} is due {} by the register's rules; the source says {}.",
            one.location,
            one.kind,
            one.child,
            words::date(one.ours),
            words::date(one.theirs)
        )
    }));
    let counts = &found.counts;
    run.notes.push(format!(
        "{} children read: {} households and {} meetings would be new, {} meetings are known.",
        counts.children, counts.households_added, counts.meetings_added, counts.meetings_known
    ));
    for (file, text) in import::changed_tables(&plan.register, &found) {
        let old = plan.tables.iter().find(|table| table.name == file);
        let text = old.map_or_else(|| text.clone(), |old| keep_own_columns(&old.text, &text));
        given.entry(file).or_insert(text);
    }
}

/// Returns a file as it is kept: without rows that are empty altogether.
fn settled(file: &str, text: &str) -> String {
    if file == POLICY { text.replace("\r\n", "\n") } else { Grid::read(text).write() }
}

/// Returns the columns of the files that have faults, by name: of more than a register's table has, none.
fn headers(given: &BTreeMap<String, String>, faults: &[Fault]) -> BTreeMap<String, Vec<String>> {
    /// Most bytes of a header that is looked at.
    const LONGEST: usize = 64 << 10;
    let files: BTreeSet<&str> = faults
        .iter()
        .filter_map(|fault| match &fault.location {
            Location::Text { file, .. } if file != POLICY => Some(file.as_str()),
            _ => None,
        })
        .collect();
    let header = |file: &str| {
        let header = given.get(file)?.lines().next().filter(|header| header.len() <= LONGEST)?;
        Some((file.to_owned(), Grid::read(header).header))
    };
    files.into_iter().filter_map(header).collect()
}

/// Returns a fault with its row, and its column by name.
fn wrong(fault: &Fault, headers: &BTreeMap<String, Vec<String>>) -> Wrong {
    let message = judge::what_is_wrong(fault);
    match &fault.location {
        Location::File { file } => {
            Wrong { file: file.clone(), row: String::new(), column: String::new(), message }
        }
        Location::Text { file, line, column } => {
            let at = usize::try_from(*column).ok().and_then(|column| column.checked_sub(1));
            let name = at.and_then(|at| headers.get(file)?.get(at).cloned());
            let column = name.unwrap_or_else(|| column.to_string());
            Wrong { file: file.clone(), row: line.to_string(), column, message }
        }
        Location::Cell { sheet, cell } => {
            let digits = cell.find(|letter: char| letter.is_ascii_digit()).unwrap_or(cell.len());
            let (column, row) = cell.split_at(digits);
            Wrong { file: format!("sheet {sheet}"), row: row.to_owned(), column: column.to_owned(), message }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_its_row_and_its_column_by_name() {
        let given = BTreeMap::from([("staff.csv".to_owned(), "staff,role\nIRO1,iri\n".to_owned())]);
        let fault =
            |location| Fault { location, message: "is wrong".to_owned(), meant: Some("iro".to_owned()) };
        let text = |file: &str| fault(Location::Text { file: file.to_owned(), line: 2, column: 2 });
        let headers = headers(&given, &[text("staff.csv"), text(POLICY)]);
        let found = wrong(&text("staff.csv"), &headers);
        assert_eq!((found.row.as_str(), found.column.as_str()), ("2", "role"));
        assert_eq!(found.message, "is wrong; maybe \"iro\" was meant");
        let found =
            wrong(&fault(Location::Cell { sheet: "staff".to_owned(), cell: "AB12".to_owned() }), &headers);
        assert_eq!(
            (found.file.as_str(), found.row.as_str(), found.column.as_str()),
            ("sheet staff", "12", "AB")
        );
    }

    #[test]
    fn a_file_is_kept_without_empty_rows() {
        assert_eq!(
            settled("staff.csv", "\u{feff}staff,role\r\nIRO1,iro\r\n,\r\n,,,\r\n"),
            "staff,role\nIRO1,iro\n"
        );
        assert_eq!(settled(POLICY, "a = 1\r\n"), "a = 1\n");
    }
}
