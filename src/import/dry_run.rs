//! An import as a whole: from files to what would change.

use std::collections::{BTreeMap, HashSet};

use super::change::{Change, DueMeeting};
use super::draft::Draft;
use super::due::{self, Standing};
use super::facts::Cases;
use super::format::Format;
use super::households::{self, Areas};
use super::options::Options;
use super::recognise::{self, Looks};
use super::report::{Difference, Report};
use super::rules::Rules;
use super::sheet::Sheet;
use super::{annex_a, census, families, meetings, ssd, ssda903};
use crate::files::{Fault, Findings, Table, foreign_csv, foreign_text, register_files};
use crate::register::{PlanStatus, Reference, Register};

/// A file of a case system. Its name is used in messages only.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Recognised {
    /// The file, and of a workbook the sheet.
    pub file: String,
    /// What it is.
    pub what: &'static str,
    /// Its rows; of a census its children.
    pub n_rows: usize,
}

/// How many of what an import found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Children of whom the sources tell.
    pub children: usize,
    /// Children for whom nothing is proposed, because a row of theirs is at fault.
    pub children_left_out: usize,
    /// Children whom the sources show nothing due for.
    pub children_with_nothing_due: usize,
    /// Households that would be new.
    pub households_added: usize,
    /// Meetings that would be new.
    pub meetings_added: usize,
    /// Meetings that are due and that the register has.
    pub meetings_known: usize,
    /// Meetings of which register and source disagree.
    pub meetings_disputed: usize,
    /// Due dates of the sources that were compared with the register's rules.
    pub dates_compared: usize,
    /// Those that differ.
    pub dates_that_differ: usize,
    /// Dates after today, which are appointments of the case system and not meetings held.
    pub appointments: usize,
}

/// What an import would change, and everything that it found. Nothing is written.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DryRun {
    /// The files, and the sheets of workbooks, that were read.
    pub recognised: Vec<Recognised>,
    /// What must be mended in the sources or answered by the options. What was read besides is in the changes all the
    /// same, but for children with a row at fault.
    pub faults: Vec<Fault>,
    /// What is strange in the sources, and was read as is said.
    pub warnings: Vec<Fault>,
    /// Due dates of the sources that are not those of the register's rules; the first ten thousand.
    pub differences: Vec<Difference>,
    /// What is not wrong and worth saying.
    pub notes: Vec<String>,
    /// Rows that would be added or changed, households first.
    pub changes: Vec<Change>,
    /// Every meeting that is due, whether or not its row changes.
    pub meetings: Vec<DueMeeting>,
    /// Meetings to book, or booked, that the sources no longer show due. They stay: nothing is cancelled by an import.
    pub no_longer_due: Vec<Reference>,
    /// How many of what.
    pub counts: Counts,
    /// The register as it would be.
    #[serde(skip)]
    after: Register,
}

impl DryRun {
    /// Whether nothing must be mended or answered first.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Returns the register as it would be.
    pub fn register(&self) -> &Register {
        &self.after
    }
}

/// Returns the tables that an import changes, by file name, as [`register_files`] writes them: to be stored all
/// together or not at all. None where nothing changes.
pub fn changed_tables(before: &Register, run: &DryRun) -> Vec<(String, String)> {
    let old: BTreeMap<String, String> = register_files(before).into_iter().collect();
    let new = register_files(&run.after).into_iter();
    new.filter(|(name, text)| old.get(name) != Some(text)).collect()
}

/// Reads the files of case systems, and works out what they would change in a register. Files that belong together, as
/// the tables of a dataset do, are given together.
pub fn dry_run(files: &[SourceFile<'_>], register: &Register, options: &Options) -> DryRun {
    let (mut cases, mut report) = (Cases::default(), Report::default());
    let recognised = read_files(files, options, &mut cases, &mut report);
    let today = options.today.unwrap_or(register.authority.today);
    let rules = Rules { register, today };
    let protected: HashSet<&Reference> = register
        .children
        .iter()
        .filter(|child| matches!(child.plan, Some(PlanStatus::Cp | PlanStatus::Both)))
        .map(|child| &child.reference)
        .collect();
    let mut counts = Counts { children: cases.children.len(), ..Counts::default() };
    let mut draft = Draft::new(register);
    let mut standings: BTreeMap<usize, Standing> = BTreeMap::new();
    for (at, child) in cases.children.iter().enumerate() {
        if cases.is_lost(&child.reference) {
            counts.children_left_out += 1;
            continue;
        }
        let standing = due::standing(child, protected.contains(&child.reference), rules, &mut report);
        counts.appointments += standing.n_appointments;
        counts.children_with_nothing_due += usize::from(standing.due.is_empty());
        if !standing.due.is_empty() || draft.child(&child.reference).is_some() {
            standings.insert(at, standing);
        }
    }
    let positions: Vec<usize> = standings.keys().copied().collect();
    let mut areas = Areas::new(options, register, &mut report);
    let (mut due_meetings, mut no_longer_due) = (Vec::new(), Vec::new());
    for family in families::group(&positions, &cases, register, &mut report) {
        let household = households::settle(&family, &standings, &cases, options, &mut areas, &mut draft);
        let settled = meetings::settle(
            &family,
            household,
            &standings,
            &cases,
            rules,
            &options.key,
            &mut draft,
            &mut report,
        );
        due_meetings.extend(settled);
        no_longer_due.extend(meetings::no_longer_due(&family, household, &standings, &cases, rules, &draft));
    }
    areas.finish(&mut report);
    let Draft { register: after, mut changes, .. } = draft;
    changes.sort_by_key(|change| match change.table {
        "households" => 0,
        "children" => 1,
        _ => 2,
    });
    use super::change::MeetingStanding::{Disputed, Known};
    let n_of =
        |standing| due_meetings.iter().filter(|meeting: &&DueMeeting| meeting.standing == standing).count();
    let n_new = |table| changes.iter().filter(|change| change.table == table && change.is_new).count();
    counts.meetings_known = n_of(Known);
    counts.meetings_disputed = n_of(Disputed);
    counts.households_added = n_new("households");
    counts.meetings_added = n_new("meetings");
    counts.dates_compared = report.n_dates_compared;
    counts.dates_that_differ = report.n_differences;
    let told = report.finish();
    DryRun {
        recognised,
        faults: told.faults,
        warnings: told.warnings,
        differences: told.differences,
        notes: told.notes,
        changes,
        meetings: due_meetings,
        no_longer_due,
        counts,
        after,
    }
}

/// Reads every file into the cases; returns what they are.
fn read_files(
    files: &[SourceFile<'_>],
    options: &Options,
    cases: &mut Cases,
    report: &mut Report,
) -> Vec<Recognised> {
    let mut recognised = Vec::new();
    let mut tables: Vec<(Format, Table)> = Vec::new();
    for SourceFile { name, bytes } in files {
        match recognise::looks(bytes) {
            Looks::Workbook => tables.extend(recognise::annex_a(name, bytes, report)),
            looks => {
                let mut findings = Findings::default();
                let text = foreign_text(name, bytes, &mut findings);
                take_over(findings, report);
                let Some(text) = text else { continue };
                if looks == Looks::Xml {
                    let n_rows = census::read(name, &text, &options.key, cases, report);
                    let what = "children in need census";
                    recognised.push(Recognised { file: (*name).to_owned(), what, n_rows });
                    continue;
                }
                let mut findings = Findings::default();
                let table = foreign_csv(name, &text, &mut findings);
                if let Some(table) = table {
                    let Some(format) = recognise::format_of(&table.header) else {
                        // What is wrong with the rows of a stranger does not matter.
                        recognise::unknown_table(&table, report);
                        continue;
                    };
                    tables.push((format, table));
                }
                take_over(findings, report);
            }
        }
    }
    // What others point at is read first, in whatever order the files come.
    tables.sort_by_key(|(format, _)| *format);
    let has_episodes = tables.iter().any(|(format, _)| *format == Format::Ssda903Episodes);
    let professionals = tables.iter().filter(|(format, _)| *format == Format::SsdProfessionals);
    let others = tables.iter().filter(|(format, _)| *format != Format::SsdProfessionals);
    let (mut links, mut marks) = (ssd::Links::default(), Vec::new());
    // Job titles say who of the involved is a chair.
    for (format, table) in professionals.chain(others) {
        let Some(sheet) = Sheet::new(table, *format, report) else { continue };
        let key = &options.key;
        let n_rows = match format {
            Format::AnnexA5 | Format::AnnexA7 | Format::AnnexA8 => {
                annex_a::read(&sheet, *format, key, cases, report)
            }
            Format::Ssda903Header => sheet.for_each(report, |_| {}),
            Format::Ssda903Episodes => ssda903::read_episodes(&sheet, key, cases, report),
            Format::Ssda903Reviews => ssda903::read_reviews(&sheet, key, has_episodes, cases, report),
            _ => {
                marks.push((*format, sheet.mark()));
                ssd::read(&sheet, *format, key, &mut links, cases, report)
            }
        };
        let file = sheet.name().to_owned();
        recognised.push(Recognised { file, what: format.title(), n_rows });
    }
    ssd::finish(&links, &marks, report);
    recognised
}

/// Takes over faults, and notes whether or not there are any.
fn take_over(findings: Findings, report: &mut Report) {
    match findings.finish() {
        Ok(notes) => report.notes.extend(notes),
        Err(faults) => {
            for Fault { location, message, meant } in faults.0 {
                report.faults.fault_meaning(location, message, meant);
            }
        }
    }
}
