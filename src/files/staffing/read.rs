//! Reading a baseline and the overlays of one scenario.

use std::path::Path;

use chrono::Months;

use super::super::Faults;
use super::super::csv_text;
use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::source::{policy_objection, read_bytes};
use super::super::toml_text::{Document, Section};
use super::blank::blank;
use super::calendar::read_top;
use super::changes::read_changes;
use super::opening::{Stock, read_categories, read_opening};
use super::posts::{read_adverts, read_posts};
use super::scalars::{paths, read_parameters};
use crate::staffing::baseline::{Post, Team};
use crate::staffing::{Baseline, Key};

/// A baseline, or a baseline with the overlays of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    /// The service and its future.
    pub baseline: Baseline,
    /// What is not wrong but worth saying.
    pub notes: Vec<String>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A whole service.
    Baseline,
    /// What is different.
    Overlay {
        /// Whether it is the first on its baseline.
        is_first: bool,
    },
}

/// Reads a baseline.
///
/// # Errors
/// Every fault of the file, in order of place.
pub fn read_baseline(path: &Path) -> Result<Staffing, Faults> {
    read_overlay(path, &[])
}

/// Reads a baseline and overlays, which are applied in order and make one scenario together: a parameter that one gives
/// takes the place of an earlier one's, posts of a known name are changed key by key, and adverts and changes are added.
/// The scenario is called by its overlays.
///
/// # Errors
/// Every fault of the files, in order of place.
pub fn read_overlay(baseline: &Path, overlays: &[&Path]) -> Result<Staffing, Faults> {
    let mut findings = Findings::default();
    let documents: Vec<(Option<Document>, Option<&Path>)> = std::iter::once(baseline)
        .chain(overlays.iter().copied())
        .map(|path| (read_document(path, &mut findings), path.parent()))
        .collect();
    read(&documents, findings)
}

/// Reads a baseline and overlays that are given as texts, each with the name that messages use. They may not name a
/// register.
///
/// # Errors
/// As for [`read_overlay`].
pub fn staffing_from_texts(baseline: (&str, &str), overlays: &[(&str, &str)]) -> Result<Staffing, Faults> {
    let mut findings = Findings::default();
    let documents: Vec<(Option<Document>, Option<&Path>)> = std::iter::once(&baseline)
        .chain(overlays)
        .map(|&(name, text)| (document(name, text, &mut findings), None))
        .collect();
    read(&documents, findings)
}

fn read_document(path: &Path, findings: &mut Findings) -> Option<Document> {
    let shown = path.display().to_string();
    if path.is_dir() {
        findings.fault_of_file(shown, "is a folder; wanted a TOML file of a staffing baseline or overlay");
        return None;
    }
    let bytes = read_bytes(path, &shown, findings)?;
    let text = csv_text::text_of(&shown, &bytes, findings)?;
    document(&shown, text, findings)
}

pub(super) fn document(name: &str, text: &str, findings: &mut Findings) -> Option<Document> {
    if let Some(message) = policy_objection(text) {
        findings.fault_of_file(name, message);
        return None;
    }
    Some(Document::new(name, text.replace("\r\n", "\n"), false))
}

/// Reads the texts, the first of which is the baseline.
fn read(documents: &[(Option<Document>, Option<&Path>)], mut findings: Findings) -> Result<Staffing, Faults> {
    let mut baseline = blank();
    let mut caseload = None;
    let mut months_at = None;
    let mut is_whole = true;
    for (at, (document, folder)) in documents.iter().enumerate() {
        let role = if at == 0 { Role::Baseline } else { Role::Overlay { is_first: at == 1 } };
        let section = document.as_ref().and_then(|document| Section::parse(document, &mut findings));
        let Some(mut file) = section else {
            is_whole = false;
            continue;
        };
        let n_faults = findings.n_faults();
        let f = &mut findings;
        months_at = Some(read_top(&mut file, role, &mut baseline, f));
        read_parameters(&mut file, &mut baseline, f);
        read_categories(&mut file, &mut baseline, f);
        match read_opening(&mut file, role, *folder, &mut baseline, f) {
            Some(Stock::Register(found)) => caseload = Some(found),
            Some(Stock::Published) => caseload = None,
            None => {}
        }
        read_posts(&mut file, role, is_whole, &mut baseline, f);
        read_adverts(&mut file, &mut baseline, f);
        read_changes(&mut file, &mut baseline, f);
        file.finish_or(&paths(), f);
        is_whole &= findings.n_faults() == n_faults;
    }
    if findings.is_sound() {
        if let Some(location) = months_at
            && let Err(error) = baseline.horizon()
        {
            findings.fault(location, error.to_string());
        }
        if let Some(caseload) = caseload {
            baseline.opening.households = caseload.with_posts(&baseline, &mut findings);
        }
        note_what_is_not_felt(&baseline, &mut findings);
        note_what_does_not_fit(&baseline, &mut findings);
    }
    let notes = findings.finish()?;
    Ok(Staffing { baseline, notes })
}

/// Mean months of a plan (staffing notes 3.1).
const PLAN_MONTHS: f64 = 9.7;
/// A stock that is so many times what the year's starts would carry, or as much less, is worth a note.
const UNLIKELY: f64 = 1.7;

/// Notes numbers that do not belong to one service: children and the starts that would carry them, children and nobody to chair them.
fn note_what_does_not_fit(baseline: &Baseline, findings: &mut Findings) {
    let of = |key| baseline.amounts.get(key).middle();
    let opening = &baseline.opening;
    let share = of(Key::ShortStayShare);
    let stay = share * of(Key::ShortStayMonths) + (1.0 - share) * of(Key::LongStayMonths);
    let flows = [
        ("with a plan", opening.on_plans.middle(), Key::Starts, PLAN_MONTHS),
        ("looked after", opening.looked_after.middle(), Key::CareEntries, stay),
    ];
    for (which, children, key, months) in flows {
        let carried = of(key) * months / 12.0;
        if 20.0 < children && (UNLIKELY < carried / children || UNLIKELY < children / carried) {
            findings.note(format!(
                "{children:.0} children {which} and {} = {:.0}, which in the long run means about {carried:.0}: one of them is \
                 another service's",
                key.parameter().path,
                of(key)
            ));
        }
    }
    if baseline.posts.is_empty() {
        return;
    }
    let teams = [("protection", Team::Protection, 0), ("looked_after", Team::LookedAfter, 1)];
    for (name, team, flow) in teams {
        let serves = |post: &Post| post.team == team;
        if 0.0 < flows[flow].1 && baseline.merged_on.is_none() && !baseline.posts.iter().any(serves) {
            findings.note(format!(
                "nobody chairs: no post is of team {name}, and {:.0} children are {}",
                flows[flow].1, flows[flow].0
            ));
        }
    }
    for post in baseline.posts.iter().filter(|post| post.leaves.is_some_and(|leaves| leaves < baseline.start))
    {
        findings.note(format!("post {} is left before the run begins", quoted(&post.name)));
    }
}

/// Notes what stands in a file and is outside the months that are run.
fn note_what_is_not_felt(baseline: &Baseline, findings: &mut Findings) {
    let Some(end) = baseline.start.checked_add_months(Months::new(baseline.months as u32)) else { return };
    let run = format!("the run from {} to before {end}", baseline.start);
    for change in &baseline.changes {
        if end <= change.from || change.until.is_some_and(|until| until < baseline.start) {
            let path = change.key.parameter().path;
            findings.note(format!("the change of {path} from {} is outside {run}", change.from));
        }
    }
    for advert in baseline.adverts.iter().filter(|advert| end <= advert.month) {
        findings.note(format!("the advert of {} is outside {run}", advert.month.format("%Y-%m")));
    }
    for post in &baseline.posts {
        let begins = post.from.max(post.starts);
        if begins.is_some_and(|from| end <= from) || post.until.is_some_and(|until| until < baseline.start) {
            findings.note(format!("post {} is outside {run}", quoted(&post.name)));
        }
    }
    for (key, series) in [
        ("demand.starts_by_month", &baseline.starts_by_month),
        ("plans.closures_by_month", &baseline.closures_by_month),
    ] {
        if baseline.months < series.len() {
            let (given, run) = (series.len(), baseline.months);
            findings.note(format!("{key} gives {given} months, of which the first {run} are run"));
        }
    }
}
