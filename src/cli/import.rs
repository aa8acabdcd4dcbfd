//! `convene import`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use chrono::NaiveDate;
use clap::Args;

use super::import_text::as_text;
use super::interrupt::Interrupt;
use super::{Answer, date_argument, print_notes, print_text};
use crate::files::{self, Contents, Faults, OutputFolder, register_files};
use crate::import::{self, Area, DryRun, Key, Options, SourceFile};

/// Most bytes of one file; the library refuses less.
const MOST_BYTES: u64 = 256 << 20;

/// Say what the files of a case system would change in a register, and every fault of theirs; with --out write it
#[derive(Debug, Args)]
#[command(
    after_help = "Read are: children in need census returns (XML), Annex A workbooks (lists 5, 7 and 8), SSDA903 episodes and reviews, \
    tables of the standard safeguarding dataset. Files that belong together are given together. Names, addresses and dates of birth are \
    dropped; a child's number becomes a reference through the key. Keep the key: with another one every child is a new child. Make one with\n  \
    head -c 32 /dev/urandom > import.key\n\n\
    Exit code: 0 nothing stands in the way; 1 there are faults, and nothing was written without --leave-out-faults; 2 the register, \
    the key or an option has faults.\n\n\
    Example:\n  convene import Annex_A.xlsx --into register --key-file import.key --default-district WEST --out register-april"
)]
pub(super) struct Arguments {
    /// The files of a case system
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The register: a folder of CSV files with authority.toml, or one .xlsx workbook
    #[arg(long, value_name = "REGISTER")]
    into: PathBuf,
    /// The authority's secret, 16 bytes or more. Without it a dry run makes references that no other run makes
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The district of households whose team says nothing else, or DISTRICT:PLACE where a place stands for their home
    #[arg(long, value_name = "DISTRICT")]
    default_district: Option<String>,
    /// A CSV file with the columns team, district and home: where each team's households are
    #[arg(long, value_name = "FILE")]
    teams: Option<PathBuf>,
    /// A chair of the register by the case system's number, such as 12345=IRO1; may be given several times
    #[arg(long, value_name = "NUMBER=STAFF", value_parser = chair)]
    chair: Vec<(String, String)>,
    /// Take this for the day that the import is for, instead of the register's planning date
    #[arg(long, value_name = "DATE", value_parser = date_argument)]
    today: Option<NaiveDate>,
    /// Write the register as it would be, whole, into this folder
    #[arg(long, value_name = "DIR", requires = "key_file")]
    out: Option<PathBuf>,
    /// Write in spite of faults: children with a row at fault are left out, what was not said stays empty
    #[arg(long, requires = "out")]
    leave_out_faults: bool,
    /// Replace a folder that exists
    #[arg(long, requires = "out")]
    force: bool,
    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Register, arguments.force)?;
    }
    let interrupt = Interrupt::listen()?;
    let loaded = files::read_register(&arguments.into, None)?;
    let options = options(arguments)?;
    let mut sources: Vec<(String, Vec<u8>)> = Vec::new();
    for path in &arguments.files {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        sources.push((name, read(path)?));
    }
    let sources: Vec<SourceFile<'_>> =
        sources.iter().map(|(name, bytes)| SourceFile { name, bytes }).collect();
    let run = import::dry_run(&sources, &loaded.register, &options);
    let out = arguments.out.as_deref().filter(|_| run.is_sound() || arguments.leave_out_faults);
    if let Some(out) = out {
        write(&run, out, arguments.force, &interrupt)?;
    }
    let written = out.map(|out| out.display().to_string());
    if arguments.json {
        let mut answer = serde_json::to_value(&run)?;
        answer["out"] = written.into();
        print_text(&format!("{answer:#}\n"))?;
    } else {
        print_notes(&loaded.notes);
        print_notes(&run.notes);
        print_text(&as_text(&run, written.as_deref(), arguments.key_file.is_some()))?;
    }
    Ok(if run.is_sound() { Answer::Yes } else { Answer::No })
}

fn options(arguments: &Arguments) -> Result<Options> {
    let key = match &arguments.key_file {
        Some(path) => Key::new(&read(path)?).with_context(|| format!("failed to use {}", path.display()))?,
        None => {
            let mut bytes = [b'x'; 33];
            getrandom::fill(&mut bytes[..32])
                .map_err(|error| anyhow!("failed to make a key for this run ({error})"))?;
            Key::new(&bytes)?
        }
    };
    let mut options = Options::new(key);
    options.default_area = arguments.default_district.as_deref().map(Area::parse);
    options.today = arguments.today;
    options.chairs = arguments.chair.iter().cloned().collect::<BTreeMap<_, _>>();
    if let Some(path) = &arguments.teams {
        let shown = path.display().to_string();
        options.teams = import::read_teams(&shown, &read(path)?).map_err(Faults)?;
    }
    Ok(options)
}

fn chair(text: &str) -> Result<(String, String), String> {
    let (number, staff) = text.split_once('=').ok_or("wanted NUMBER=STAFF, such as 12345=IRO1")?;
    Ok((number.trim().to_owned(), staff.trim().to_owned()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let failed = || format!("failed to read {}", path.display());
    let file = std::fs::File::open(path).with_context(failed)?;
    if !file.metadata().with_context(failed)?.is_file() {
        return Err(anyhow!("{} is not a regular file", path.display()));
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes).with_context(failed)?;
    Ok(bytes)
}

fn write(run: &DryRun, out: &Path, force: bool, interrupt: &Interrupt) -> Result<()> {
    interrupt.while_writing(|writing| -> Result<()> {
        let mut folder = OutputFolder::create(out, Contents::Register, force)?;
        for (name, text) in register_files(run.register()) {
            writing.go_on()?;
            folder.write(&name, text)?;
        }
        writing.go_on()?;
        Ok(folder.finish()?)
    })
}
