//! Reading the year that a replay is made of.
//!
//! A year names a register, whose places, rooms, minute takers and policy it takes, and a baseline, whose posts, demand,
//! opening stock and parameters it takes; it may give any parameter of the list itself, as an overlay does, and says how
//! bookings are made.

use std::path::Path;

use chrono::NaiveDate;

use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::read_register;
use super::super::source::read_bytes;
use super::super::toml_text::{Document, Given, Section};
use super::super::{Faults, csv_text};
use super::read::{document, read_baseline};
use super::scalars::{paths, read_parameters};
use crate::register::{DistrictIdx, PlaceIdx, Reference, Register};
use crate::replay::{Rules, Year, post_reference};
use crate::staffing::Baseline;
use crate::synth::{Preset, generate};

/// Most days that a year may have: two years.
const MOST_DAYS: i64 = 731;

/// A year and the county that it is replayed over.
#[derive(Debug, Clone, PartialEq)]
pub struct YearFile {
    /// The year.
    pub year: Year,
    /// The register.
    pub register: Register,
    /// What is not wrong but worth saying.
    pub notes: Vec<String>,
}

/// Reads a year. Folders and files that it names are seen from its own folder.
///
/// # Errors
/// Every fault of the file, in order of place; and where its baseline or its register is at fault, the faults of that.
pub fn read_year(path: &Path) -> Result<YearFile, Faults> {
    let mut findings = Findings::default();
    let folder = path.parent().unwrap_or(Path::new(""));
    let shown = path.display().to_string();
    let bytes = read_bytes(path, &shown, &mut findings);
    let text = bytes.as_ref().and_then(|bytes| csv_text::text_of(&shown, bytes, &mut findings));
    let document = text.and_then(|text| document(&shown, text, &mut findings));
    let read = document.as_ref().and_then(|document| read(document, folder, &mut findings));
    match (read, findings.finish()) {
        (Some(mut found), Ok(notes)) => {
            found.notes.extend(notes);
            Ok(found)
        }
        (_, Err(faults)) => Err(faults),
        (None, Ok(_)) => Err(Faults(Vec::new())),
    }
}

fn read(document: &Document, folder: &Path, findings: &mut Findings) -> Option<YearFile> {
    let mut file = Section::parse(document, findings)?;
    for key in ["name", "register", "baseline", "first", "last"].into_iter().filter(|key| !file.has(key)) {
        let message =
            format!("key \"{key}\" is missing; wanted at least name, register, baseline, first and last");
        findings.fault(file.location(), message);
    }
    let is_name = |name: &String| !name.trim().is_empty() && !name.contains(char::is_control);
    let name = file.take("name", "a name", findings, is_name);
    let register = named_register(&mut file, folder, findings);
    let baseline = named_baseline(&mut file, folder, findings);
    let days = first_and_last(&mut file, findings);
    let (mut given, mut notes) = match baseline {
        Some((baseline, notes)) => (Some(baseline), notes),
        None => (None, Vec::new()),
    };
    // Its own parameters are read even where the baseline is at fault, so that all faults are told.
    let mut spare = super::blank::blank();
    read_parameters(&mut file, given.as_mut().unwrap_or(&mut spare), findings);
    let booking = file.table("booking", findings);
    let chairs = file.tables("chairs", "chairs, each a table [[chairs]]", findings);
    let mut year = match (&given, &register, days) {
        (Some(baseline), Some((register, _)), Some((first, last))) => {
            match Year::of_baseline(baseline, register, first, last) {
                Ok(year) => Some(year),
                Err(faults) => {
                    faults.into_iter().for_each(|message| findings.fault(file.location(), message));
                    None
                }
            }
        }
        _ => None,
    };
    let mut rules = year.as_ref().map_or_else(default_rules, |year| year.booking.clone());
    if let Some(section) = booking {
        read_booking(section, &mut rules, findings);
    }
    for section in chairs {
        read_chair(section, register.as_ref().map(|(register, _)| register), year.as_mut(), findings);
    }
    file.finish_or(&paths(), findings);
    let (mut year, (register, more)) = (year?, register?);
    notes.extend(more);
    (year.booking, year.name) = (rules, name.map_or_else(String::new, |name| name.value));
    Some(YearFile { year, register, notes })
}

fn default_rules() -> Rules {
    Year::of(&crate::staffing::Values::from_fn(|parameter| parameter.default)).booking
}

/// Takes the register: a folder or workbook, or the name of a synthetic one.
fn named_register(
    file: &mut Section<'_>,
    folder: &Path,
    findings: &mut Findings,
) -> Option<(Register, Vec<String>)> {
    const WANTED: &str =
        "a register's folder or workbook, seen from this file, or the name of a synthetic one";
    let Given { value: named, span } =
        file.take::<String>("register", WANTED, findings, |name| !name.is_empty())?;
    let path = folder.join(&named);
    if let Some(preset) = Preset::from_name(&named).filter(|_| !path.exists()) {
        return Some((generate(preset, 1), Vec::new()));
    }
    if !path.exists() {
        let presets = Preset::ALL.iter().map(|preset| preset.name());
        let meant = findings.nearest(&named, presets);
        file.refuse("register", &span, WANTED, meant, findings);
        return None;
    }
    match read_register(&path, None) {
        Ok(loaded) => Some((loaded.register, loaded.notes)),
        Err(faults) => {
            refer_to(file, &span, "register", &faults, findings);
            None
        }
    }
}

fn named_baseline(
    file: &mut Section<'_>,
    folder: &Path,
    findings: &mut Findings,
) -> Option<(Baseline, Vec<String>)> {
    const WANTED: &str = "the TOML file of a staffing baseline, seen from this file";
    let Given { value: named, span } =
        file.take::<String>("baseline", WANTED, findings, |name| !name.is_empty())?;
    match read_baseline(&folder.join(&named)) {
        Ok(staffing) => Some((staffing.baseline, staffing.notes)),
        Err(faults) => {
            refer_to(file, &span, "baseline", &faults, findings);
            None
        }
    }
}

/// Tells the faults of a file that this one names.
fn refer_to(
    file: &Section<'_>,
    span: &std::ops::Range<usize>,
    key: &str,
    faults: &Faults,
    findings: &mut Findings,
) {
    for fault in &faults.0 {
        findings.fault(file.at(span), format!("{key}: {fault}"));
    }
}

fn first_and_last(file: &mut Section<'_>, findings: &mut Findings) -> Option<(NaiveDate, NaiveDate)> {
    let first = file.date("first", findings)?;
    let last = file.date("last", findings)?;
    let days = (last.value - first.value).num_days() + 1;
    if (1..=MOST_DAYS).contains(&days) {
        return Some((first.value, last.value));
    }
    let wanted = format!("a day from {} on, at most {MOST_DAYS} days with it", first.value);
    file.refuse("last", &last.span, &wanted, None, findings);
    None
}

/// Reads how bookings are made.
fn read_booking(mut section: Section<'_>, rules: &mut Rules, findings: &mut Findings) {
    let f = findings;
    let mut whole = |key, range, unit: &str, into: &mut u32| {
        if let Some(number) = section.whole_number(key, range, unit, f) {
            *into = number as u32;
        }
    };
    // Below ten working days a proposed booking could lack its notice by the next Monday.
    whole("confirmed_days", 10..=60, "working days", &mut rules.confirmed_days);
    whole("own_chair_days", 0..=60, "working days", &mut rules.own_chair_days);
    whole("look_before_days", 0..=60, "working days", &mut rules.look_before);
    if let Some(steps) = section.whole_number("iterations", 0..=10_000_000, "steps each Monday", f) {
        rules.iterations = steps as u64;
    }
    if let Some(steps) = section.whole_number("repair_steps", 0..=1_000_000, "steps a repair", f) {
        rules.repair_steps = steps as u64;
    }
    section.finish(f);
}

/// Reads where a chair works who is not in the register, or otherwise than there.
fn read_chair(
    mut section: Section<'_>,
    register: Option<&Register>,
    year: Option<&mut Year>,
    findings: &mut Findings,
) {
    if !section.has("name") {
        findings
            .fault(section.location(), "a chair lacks its name; wanted that of one of the baseline's posts");
    }
    let name = section.take::<String>("name", "the name of a post", findings, |_| true);
    let base = section.take::<String>("base", "the reference of a place", findings, |_| true);
    let districts =
        section.take::<Vec<String>>("districts", "a list of references of districts", findings, |_| true);
    let (Some(register), Some(year)) = (register, year) else {
        section.finish(findings);
        return;
    };
    let references = |list: &[&Reference]| list.iter().map(|r| r.as_str().to_owned()).collect::<Vec<_>>();
    let places = references(&register.places.iter().map(|place| &place.reference).collect::<Vec<_>>());
    let known = references(&register.districts.iter().map(|row| &row.reference).collect::<Vec<_>>());
    let base = base.and_then(|given| find(&section, "base", &given.value, &given.span, &places, findings));
    let districts = districts.map(|given| {
        let found = given.value.iter();
        found
            .filter_map(|district| find(&section, "districts", district, &given.span, &known, findings))
            .map(DistrictIdx::from)
            .collect::<Vec<_>>()
    });
    if let Some(name) = name {
        let posts: Vec<String> = year.posts.iter().map(|post| post.reference.as_str().to_owned()).collect();
        let wanted = post_reference(&name.value);
        if let Some(at) = find(&section, "name", wanted.as_str(), &name.span, &posts, findings) {
            let post = &mut year.posts[at];
            post.base = base.map(PlaceIdx::from).or(post.base);
            post.districts = districts.or(post.districts.take());
        }
    }
    section.finish(findings);
}

fn find(
    section: &Section<'_>,
    key: &str,
    name: &str,
    span: &std::ops::Range<usize>,
    known: &[String],
    findings: &mut Findings,
) -> Option<usize> {
    let position = known.iter().position(|other| other == name);
    if position.is_none() {
        let meant = findings.nearest(name, known.iter().map(String::as_str));
        let message = format!(
            "{} {} is not known; wanted a reference of those there are",
            section.path_of(key),
            quoted(name)
        );
        findings.fault_meaning(section.at(span), message, meant);
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a year beside the shipped baselines, with a line of it put in place of another.
    fn read_with(line: &str, instead: &str) -> Result<YearFile, Vec<String>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/staffing");
        let shipped =
            std::fs::read_to_string(folder.join("year-lancashire-2011-12.toml")).expect("it is shipped");
        assert!(shipped.contains(line), "{line}");
        let mut findings = Findings::default();
        let text = shipped.replacen(line, instead, 1);
        let document = document("year.toml", &text, &mut findings).expect("it is text");
        let found = read(&document, &folder, &mut findings);
        match findings.finish() {
            Ok(_) => Ok(found.expect("no fault")),
            Err(faults) => Err(faults.0.iter().map(|fault| fault.to_string()).collect()),
        }
    }

    #[test]
    fn the_shipped_year_is_that_of_the_report() {
        let YearFile { year, register, .. } = read_with("first", "first").expect("no fault");
        assert_eq!(year.demand.opening, 673);
        // 718 starts, each month's rounded.
        assert!((716..=720).contains(&year.demand.starts.iter().sum::<u32>()), "{:?}", year.demand.starts);
        let fte = |day: &str| -> i64 {
            let day = crate::calendar::parse_date(day).expect("a date");
            let share =
                |post: &crate::replay::Post| i64::from(post.fte.millionths()) * post.share(day, &year.time);
            year.posts.iter().map(share).sum::<i64>() / 1_000_000
        };
        // 5.5 posts in spring; from July four, and three and a half new ones at 60 % then 80 %; from January 6.5.
        let path =
            ["2011-04-01", "2011-06-30", "2011-07-01", "2011-10-01", "2011-12-31", "2012-01-01"].map(fte);
        assert_eq!(path, [5500, 5500, 6100, 6800, 6800, 6500]);
        assert_eq!(year.posts.iter().filter(|post| post.known.is_none()).count(), 2, "two from an agency");
        assert!(register.staff.len() > 10);
    }

    #[test]
    fn faults_are_told_with_their_place_and_what_was_meant() {
        for (line, instead, wanted) in [
            ("iterations", "iteration", "maybe"),
            ("[booking]", "[bookings]", "maybe"),
            ("last = 2012-03-31", "last = 2011-03-31", "a day from 2011-04-01 on"),
            ("register = \"../lancashire-2012\"", "register = \"lancashire-20122\"", "lancashire-2012"),
            ("baseline = \"lancashire-2011-12.toml\"", "baseline = \"nothing.toml\"", "baseline:"),
            ("confirmed_days = 15", "confirmed_days = 9", "from 10 to 60"),
            ("level = 0.67", "level = \"much\"", "minutes.level"),
        ] {
            let faults = read_with(line, instead).expect_err(instead);
            assert!(faults.iter().any(|fault| fault.contains(wanted)), "{instead}: {faults:?}");
            assert!(faults.iter().all(|fault| fault.contains("year.toml:")), "{instead}: {faults:?}");
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = read_with("name =", "nmae =").expect_err("no name");
        assert_eq!(faults.len(), 2, "{faults:?}");
    }
}
