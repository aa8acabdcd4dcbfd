//! The folder that the workers of a sweep share.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::super::staffing::staffing_from_texts;
use super::super::{Contents, Faults, OutputError, OutputFolder, write_whole};
use super::order::SweepOrder;
use crate::simulate::outcome::Outcome;
use crate::staffing::Baseline;
use crate::sweep::{self, Bad, Hash, Plan, Service, Unsound};

const PLAN: &str = "plan.json";
const INPUTS: &str = "inputs";
const SHARDS: &str = "shards";

/// Most bytes of a shard once it is unpacked; what has more is no shard of ours.
const SHARD_BYTES: u64 = 4 << 30;

/// Why a sweep's folder cannot be used. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// A file cannot be read.
    #[error("{} cannot be read ({source})", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no plan in the folder.
    #[error("{} holds no plan.json; wanted a folder that `convene sweep plan` wrote", path.display())]
    NoPlan {
        /// The folder.
        path: PathBuf,
    },
    /// Its plan is none.
    #[error("{} {bad}", path.display())]
    Plan {
        /// The file.
        path: PathBuf,
        /// Why it is none.
        bad: Bad,
    },
    /// Another sweep is planned there.
    #[error(
        "{} holds another sweep; --force plans this one there, and keeps the shards that are the same",
        path.display()
    )]
    Other {
        /// The folder.
        path: PathBuf,
    },
    /// A text was changed after planning.
    #[error("{} was changed after it was planned; put it back, or plan the sweep again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A text has faults.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// Something cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// A sweep's folder with a sound plan.
#[derive(Debug)]
pub struct SweepFolder {
    path: PathBuf,
    plan: Plan,
}

/// Writes a plan and a copy of every text into a folder. Where the same sweep is planned there already, it stays as it is, and copies
/// that are missing or changed are put right. `force` plans it in place of another sweep; shards are known by their content,
/// so those that both have are kept.
///
/// # Errors
/// Where something else is in the folder, or the system refuses.
pub fn lay_out(read: &SweepOrder, path: &Path, force: bool) -> Result<SweepFolder, SweepError> {
    let plan = Plan::new(read.order.clone());
    let inputs = || read.order.inputs.iter().zip(&read.texts);
    if !path.join(PLAN).is_file() {
        let mut folder = OutputFolder::create(path, Contents::Sweep, force)?;
        for (input, text) in inputs() {
            folder.write(&format!("{INPUTS}/{}", input.file), text)?;
        }
        folder.write(PLAN, plan.text())?;
        folder.finish()?;
        return Ok(SweepFolder { path: path.to_owned(), plan });
    }
    let is_same = fs::read(path.join(PLAN)).is_ok_and(|text| text == plan.text().as_bytes());
    if !is_same && !force {
        return Err(SweepError::Other { path: path.to_owned() });
    }
    for (input, text) in inputs() {
        let copy = path.join(INPUTS).join(&input.file);
        if !fs::read(&copy).is_ok_and(|bytes| bytes == *text) {
            write_whole(&copy, text, true)?;
        }
    }
    if !is_same {
        // Last, so that a plan never stands without its texts.
        write_whole(&path.join(PLAN), plan.text().as_bytes(), true)?;
    }
    Ok(SweepFolder { path: path.to_owned(), plan })
}

impl SweepFolder {
    /// Opens a folder that was planned.
    ///
    /// # Errors
    /// Where there is no plan, or not one of this version, or it was changed.
    pub fn open(path: &Path) -> Result<SweepFolder, SweepError> {
        let file = path.join(PLAN);
        let text = match fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SweepError::NoPlan { path: path.to_owned() });
            }
            Err(source) => return Err(SweepError::Read { path: file, source }),
        };
        let plan = Plan::read(&text).map_err(|bad| SweepError::Plan { path: file, bad })?;
        Ok(SweepFolder { path: path.to_owned(), plan })
    }

    /// Returns its plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Reads the texts of a forecast, by its place in the plan.
    ///
    /// # Errors
    /// Where a text is missing, was changed after planning, or has faults.
    pub fn service(&self, forecast: usize) -> Result<Service, SweepError> {
        let forecast = &self.plan.order().forecasts[forecast];
        let baseline = self.text(forecast.baseline)?;
        let read = |overlays: &[usize]| -> Result<Baseline, SweepError> {
            let overlays: Result<Vec<_>, _> = overlays.iter().map(|&place| self.text(place)).collect();
            let overlays = overlays?;
            let overlays: Vec<(&str, &str)> =
                overlays.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            Ok(staffing_from_texts((&baseline.0, &baseline.1), &overlays)?.baseline)
        };
        Ok(Service {
            baseline: read(&[])?,
            scenarios: forecast.scenarios.iter().map(|overlays| read(overlays)).collect::<Result<_, _>>()?,
        })
    }

    /// Returns where a shard's file is, or will be.
    pub fn shard_file(&self, number: usize) -> PathBuf {
        self.path.join(SHARDS).join(format!("{}.jsonl.gz", self.plan.shards()[number].key))
    }

    /// Reads a shard; the reason is told where its file is there and is not its result. What is not sound counts as missing.
    ///
    /// # Errors
    /// Where the system refuses to read a file that is there.
    pub fn shard(&self, number: usize) -> Result<Result<Outcome, Option<Unsound>>, SweepError> {
        let path = self.shard_file(number);
        let packed = match fs::read(&path) {
            Ok(packed) => packed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(None)),
            Err(source) => return Err(SweepError::Read { path, source }),
        };
        let mut text = Vec::new();
        let unpacked = GzDecoder::new(packed.as_slice()).take(SHARD_BYTES).read_to_end(&mut text);
        let outcome = match unpacked {
            Ok(_) => sweep::read(&self.plan, &self.plan.shards()[number], &text),
            Err(_) => Err(Unsound::Short),
        };
        Ok(outcome.map_err(Some))
    }

    /// Writes a shard whole or not at all, in place of any file of its name. Whoever writes the same one meanwhile writes the same
    /// bytes.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn put_shard(&self, number: usize, outcome: &Outcome) -> Result<(), SweepError> {
        let path = self.shard_file(number);
        let text = sweep::write(&self.plan.shards()[number], outcome);
        let packed =
            packed(text.as_bytes()).map_err(|source| OutputError::Io { path: path.clone(), source })?;
        Ok(write_whole(&path, &packed, true)?)
    }

    fn text(&self, place: usize) -> Result<(String, String), SweepError> {
        let input = &self.plan.order().inputs[place];
        let path = self.path.join(INPUTS).join(&input.file);
        let mut bytes = Vec::new();
        let read = File::open(&path)
            .and_then(|file| file.take(super::super::limits::FILE_BYTES).read_to_end(&mut bytes));
        if let Err(source) = read {
            return Err(SweepError::Read { path, source });
        }
        let is_sound = Hash::of(&bytes) == input.sha256;
        match String::from_utf8(bytes) {
            // Without the mark that some editors put first.
            Ok(text) if is_sound => {
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Ok((path.display().to_string(), text))
            }
            _ => Err(SweepError::Changed { path }),
        }
    }
}

/// Returns a whole outcome as it is kept: JSON, packed with gzip, the same bytes for the same outcome.
///
/// # Errors
/// Where memory is refused.
pub fn outcome_bytes(outcome: &Outcome) -> io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec(outcome)?;
    text.push(b'\n');
    packed(&text)
}

/// Packs bytes. The header has no time and no name, so that the same bytes come of the same text.
fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}
