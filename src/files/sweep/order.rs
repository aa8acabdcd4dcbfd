//! Reading a sweep: a TOML file that names baselines, scenarios and replications.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::source::read_bytes;
use super::super::staffing::staffing_from_texts;
use super::super::toml_text::{Document, Section};
use super::super::{Faults, Location, csv_text};
use crate::sweep::{Forecast, Hash, Input, Order};

/// Most replications of a forecast.
const MOST_REPLICATIONS: i64 = 1_000_000;
/// Replications of a shard where the file gives none.
const A_SHARD: i64 = 100;
/// Most shards: a plan names each, and an engine starts each.
const MOST_SHARDS: u64 = 1_000_000;
/// Digits of a text's hash in the name of its copy.
const HASH_DIGITS: usize = 12;

/// A sweep that has been read: every text, and what is to be run of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepOrder {
    /// What is to be run.
    pub order: Order,
    /// The bytes of each of its inputs.
    pub texts: Vec<Vec<u8>>,
    /// What is not wrong but worth saying.
    pub notes: Vec<String>,
}

/// Reads a sweep and every file that it names, and tries every scenario on every baseline, so that no worker meets a fault.
/// Files are looked for from the folder of the sweep's file.
///
/// # Errors
/// Every fault of the sweep, and of the baselines and scenarios that it names, in order of place.
pub fn read_sweep(path: &Path) -> Result<SweepOrder, Faults> {
    let mut findings = Findings::default();
    let read = read(path, &mut findings);
    let notes = findings.finish()?;
    let (order, texts) = read.expect("a sweep without a fault has been read");
    Ok(SweepOrder { order, texts, notes })
}

type Names = Vec<Spanned<String>>;

fn read(path: &Path, findings: &mut Findings) -> Option<(Order, Vec<Vec<u8>>)> {
    let shown = path.display().to_string();
    let bytes = read_bytes(path, &shown, findings)?;
    let text = csv_text::text_of(&shown, &bytes, findings)?;
    let document = Document::new(&shown, text.replace("\r\n", "\n"), false);
    let mut file = Section::parse(&document, findings)?;
    for key in ["name", "replications", "baselines"].into_iter().filter(|key| !file.has(key)) {
        let message = format!("key \"{key}\" is missing; wanted at least name, replications and baselines");
        findings.fault(file.location(), message);
    }
    let is_name = |name: &String| !name.trim().is_empty() && !name.contains(char::is_control);
    let name = file.take("name", "a name", findings, is_name).map(|given| given.value);
    let seed = file.whole_number("seed", 0..=i64::MAX, "a seed", findings).unwrap_or(1);
    let counts = 1..=MOST_REPLICATIONS;
    let replications =
        file.whole_number("replications", counts.clone(), "replications of every scenario", findings);
    let a_shard = file.whole_number("replications_a_shard", counts, "replications of a shard", findings);
    const BASELINES: &str = "a list of baselines, each a file or a folder of files, such as [\"north.toml\"]";
    let baselines = file.take("baselines", BASELINES, findings, |names: &Names| !names.is_empty());
    const SCENARIOS: &str = "a list of scenarios, each a list of overlays, such as \
                             [[\"vacancy.toml\"], [\"vacancy.toml\", \"merged.toml\"]]";
    let are_lists = |lists: &Vec<Names>| lists.iter().all(|list| !list.is_empty());
    let scenarios = file.take("scenarios", SCENARIOS, findings, are_lists);
    let scenarios = scenarios.map_or_else(Vec::new, |given| given.value);

    let folder = path.parent().unwrap_or(Path::new(""));
    let mut texts = Texts { folder, files: Vec::new(), places: BTreeMap::new() };
    let mut found = Vec::new();
    for named in baselines.iter().flat_map(|given| &given.value) {
        let location = file.at(&named.span());
        for path in texts.files_of(named.get_ref(), &location, findings) {
            found.push((texts.read(&path, &location, findings), location.clone()));
        }
    }
    let overlays: Vec<Vec<Option<usize>>> = scenarios
        .iter()
        .map(|list| list.iter().map(|named| texts.overlay(named, &file, findings)).collect())
        .collect();
    file.finish(findings);
    if !findings.is_sound() {
        return None;
    }
    let scenarios: Vec<Vec<usize>> =
        overlays.into_iter().map(|list| list.into_iter().flatten().collect()).collect();
    let mut forecasts = Vec::new();
    for (baseline, location) in found {
        let baseline = baseline?;
        let name = texts.files[baseline].stem.clone();
        forecasts.push((Forecast { name, baseline, scenarios: scenarios.clone() }, location));
    }
    refuse_twins(&forecasts, &texts, findings);
    for (forecast, _) in &forecasts {
        texts.try_out(forecast, findings);
    }
    let replications = replications? as u64;
    let replications_a_shard = (a_shard.unwrap_or(A_SHARD) as u64).min(replications);
    let n_shards = replications.div_ceil(replications_a_shard) * forecasts.len() as u64;
    if MOST_SHARDS < n_shards {
        let message = format!(
            "makes {n_shards} shards; at most {MOST_SHARDS} are planned. Take more replications a shard"
        );
        findings.fault_of_file(shown, message);
    }
    let order = Order {
        name: name?,
        seed: seed as u64,
        replications,
        replications_a_shard,
        inputs: texts.files.iter().map(TextFile::input).collect(),
        forecasts: forecasts.into_iter().map(|(forecast, _)| forecast).collect(),
    };
    Some((order, texts.files.into_iter().map(|file| file.bytes).collect()))
}

/// Refuses two forecasts whose results would be called the same.
fn refuse_twins(forecasts: &[(Forecast, Location)], texts: &Texts<'_>, findings: &mut Findings) {
    let mut names = BTreeSet::new();
    for (forecast, location) in forecasts {
        // Some disks do not tell capitals from small letters.
        if !names.insert(forecast.name.to_lowercase()) {
            let message = format!(
                "baseline {} would be called {}, as another; wanted file names that differ",
                quoted(&texts.files[forecast.baseline].shown),
                quoted(&forecast.name)
            );
            findings.fault(location.clone(), message);
        }
    }
}

/// The texts that a sweep names, each once.
struct Texts<'a> {
    /// The folder that they are looked for from.
    folder: &'a Path,
    files: Vec<TextFile>,
    /// Where each path is in `files`; `None` where it could not be read.
    places: BTreeMap<PathBuf, Option<usize>>,
}

struct TextFile {
    /// As messages call it.
    shown: String,
    /// Its name without ending, of letters, digits, `-` and `_` only.
    stem: String,
    bytes: Vec<u8>,
    text: String,
}

impl TextFile {
    fn input(&self) -> Input {
        let sha256 = Hash::of(&self.bytes);
        Input { file: format!("{}-{}.toml", self.stem, &sha256.as_str()[..HASH_DIGITS]), sha256 }
    }
}

impl Texts<'_> {
    /// Returns the file that is named, or every TOML file of the folder that is named, by name.
    fn files_of(&self, named: &str, location: &Location, findings: &mut Findings) -> Vec<PathBuf> {
        let path = self.folder.join(named);
        if !path.is_dir() {
            return vec![path];
        }
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("folder {} cannot be read ({error})", quoted(named));
                findings.fault(location.clone(), message);
                return Vec::new();
            }
        };
        let is_toml =
            |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml") && path.is_file();
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_toml).collect();
        files.sort();
        if files.is_empty() {
            let message =
                format!("folder {} has no file ending in .toml; wanted baselines in it", quoted(named));
            findings.fault(location.clone(), message);
        }
        files
    }

    fn overlay(
        &mut self,
        named: &Spanned<String>,
        file: &Section<'_>,
        findings: &mut Findings,
    ) -> Option<usize> {
        let path = self.folder.join(named.get_ref());
        self.read(&path, &file.at(&named.span()), findings)
    }

    /// Reads a text, unless it has been read.
    fn read(&mut self, path: &Path, location: &Location, findings: &mut Findings) -> Option<usize> {
        if let Some(&place) = self.places.get(path) {
            return place;
        }
        let place = self.read_new(path, location, findings);
        self.places.insert(path.to_owned(), place);
        place
    }

    fn read_new(&mut self, path: &Path, location: &Location, findings: &mut Findings) -> Option<usize> {
        let shown = path.display().to_string();
        if fs::symlink_metadata(path).is_err() {
            let meant = self.nearest(path, findings);
            let message =
                format!("file {} is not there; wanted a TOML file, seen from this one", quoted(&shown));
            findings.fault_meaning(location.clone(), message, meant);
            return None;
        }
        let bytes = read_bytes(path, &shown, findings)?;
        let text = csv_text::text_of(&shown, &bytes, findings)?.to_owned();
        let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
        let stem = stem.chars().map(plain).collect();
        self.files.push(TextFile { shown, stem, bytes, text });
        Some(self.files.len() - 1)
    }

    /// Returns the file beside a missing one that was probably meant.
    fn nearest(&self, path: &Path, findings: &mut Findings) -> Option<String> {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let entries = fs::read_dir(path.parent()?).ok()?.flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        findings.nearest(&name, names.iter().map(String::as_str))
    }

    /// Reads a forecast's baseline and every scenario as a worker will, and records what is wrong with them.
    fn try_out(&self, forecast: &Forecast, findings: &mut Findings) {
        let part = |place: usize| (self.files[place].shown.as_str(), self.files[place].text.as_str());
        let baseline = part(forecast.baseline);
        let nothing = Vec::new();
        for overlays in std::iter::once(&nothing).chain(&forecast.scenarios) {
            let overlays: Vec<(&str, &str)> = overlays.iter().map(|&place| part(place)).collect();
            match staffing_from_texts(baseline, &overlays) {
                Ok(staffing) => staffing.notes.into_iter().for_each(|note| findings.note(note)),
                Err(Faults(faults)) => {
                    for fault in faults {
                        findings.fault_meaning(fault.location, fault.message, fault.meant);
                    }
                }
            }
        }
    }
}
