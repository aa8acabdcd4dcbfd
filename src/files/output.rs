//! Writing output whole or not at all: everything is written and made safe beside its place, then moved there at
//! once. What stood there before is put back where that fails.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::schema::AUTHORITY_FILE;

/// Files of a plan, besides calendars.
const PLAN_FILES: [&str; 3] = ["bookings.csv", "report.html", "plan.xlsx"];

/// Files of an assessment of venues. Tables are named, because a register's `venues.csv` is no output.
const VENUE_FILES: [&str; 7] = [
    "venues.html",
    "venues.xlsx",
    "new-venues.csv",
    "venues-shut.csv",
    "pressure.csv",
    "journeys.csv",
    "weeks.csv",
];

/// The folder of a plan's calendars.
const CALENDARS: &str = "calendars";

/// Why output was not written. What stood there before still stands.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Something is there already.
    #[error("{} is there already; --force replaces it", path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// It may be replaced, but holds what output of ours never would.
    #[error(
        "{} holds {found}, which is no output of convene; it is not replaced, even with --force. Choose another \
         folder, or move it away",
        path.display()
    )]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// One thing that it holds.
        found: String,
    },
    /// It is a folder where a file is to be written, or the other way round.
    #[error("{} is not {wanted}", path.display())]
    WrongKind {
        /// What is there.
        path: PathBuf,
        /// What it would have to be.
        wanted: &'static str,
    },
    /// A name that leads out of the folder.
    #[error("{name:?} cannot be the name of a file in the output")]
    Name {
        /// The name.
        name: String,
    },
    /// The system refused.
    #[error("{} cannot be written ({source})", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// Why it was not.
        source: io::Error,
    },
    /// The system refused, and refused again when the old folder was to be put back.
    #[error("{} cannot be written ({source}); what it held lies in {}", path.display(), kept.display())]
    Displaced {
        /// What was to be written.
        path: PathBuf,
        /// Where its old contents are.
        kept: PathBuf,
        /// Why it was not.
        source: io::Error,
    },
}

/// What a folder of output holds. With `force` it replaces a folder that holds nothing else: a plan never replaces
/// a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// A plan: bookings, report, workbook and calendars.
    Plan,
    /// A register: `authority.toml` and tables.
    Register,
    /// A forecast, a sizing, a replayed year or a report of the service: page, workbook, tables and a document to write in.
    Forecast,
    /// An assessment of venues: page, workbook and tables.
    Venues,
    /// A sweep: its plan, its texts and its shards. Never replaced: what is in it took long.
    Sweep,
    /// What a sweep came to: a folder a forecast.
    Outcomes,
}

/// A folder of output in the making. Nothing is seen of it until [`OutputFolder::finish`]; dropped before, it
/// leaves nothing.
#[derive(Debug)]
pub struct OutputFolder {
    target: PathBuf,
    stage: TempDir,
    may_replace: bool,
    contents: Contents,
    names: BTreeSet<String>,
}

impl OutputFolder {
    /// Says whether the folder `target` may be written, as [`OutputFolder::create`] would, and makes nothing.
    ///
    /// # Errors
    /// Where something is there that may not be replaced, or nothing can be written beside it.
    pub fn check(target: &Path, contents: Contents, force: bool) -> Result<(), OutputError> {
        let target = replaceable_folder(target, contents, force)?;
        // A file without a name, which the system forgets at once.
        let tried = tempfile::tempfile_in(nearest_folder(&target));
        tried.map(drop).map_err(|source| OutputError::Io { path: target, source })
    }

    /// Begins the folder `target`. With `force` an existing folder may be replaced if it holds nothing but output of
    /// ours.
    ///
    /// # Errors
    /// Where something is there that may not be replaced, or nothing can be written beside it.
    pub fn create(target: &Path, contents: Contents, force: bool) -> Result<OutputFolder, OutputError> {
        let target = replaceable_folder(target, contents, force)?;
        let io = |source| OutputError::Io { path: target.clone(), source };
        let stage = stage_for(&target).map_err(io)?;
        // A folder within, because the outer one is closed to everybody else.
        fs::create_dir(stage.path().join("new")).map_err(io)?;
        Ok(OutputFolder { target, stage, may_replace: force, contents, names: BTreeSet::new() })
    }

    /// Writes one file; `name` may begin with folders, separated by `/`.
    ///
    /// # Errors
    /// Where the name leads out of the folder, or the system refuses.
    pub fn write(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> Result<(), OutputError> {
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if name.is_empty() || name.contains(['\\', '\0']) || !Path::new(name).components().all(is_plain) {
            return Err(OutputError::Name { name: name.to_owned() });
        }
        let path = self.stage.path().join("new").join(name);
        let io = |source| OutputError::Io { path: self.target.join(name), source };
        fs::create_dir_all(parent_of(&path)).map_err(io)?;
        let mut file = File::create(&path).map_err(io)?;
        file.write_all(bytes.as_ref()).and_then(|()| file.sync_all()).map_err(io)?;
        self.names.insert(name.to_owned());
        Ok(())
    }

    /// Puts the folder in its place; its parent folders are made where they are missing.
    ///
    /// # Errors
    /// Where something is there that may not be replaced, or the system refuses; what was there is there again.
    pub fn finish(self) -> Result<(), OutputError> {
        let OutputFolder { target, stage, may_replace, contents, names } = self;
        let io = |source| OutputError::Io { path: target.clone(), source };
        let (new, old) = (stage.path().join("new"), stage.path().join("old"));
        sync_folder(&new);
        let replaces = exists(&target);
        if replaces {
            if !may_replace {
                return Err(OutputError::Exists { path: target });
            }
            if let Some(found) = foreign(&target, contents, Some(&names)).map_err(io)? {
                return Err(OutputError::NotOurs { path: target, found });
            }
            fs::rename(&target, &old).map_err(io)?;
        } else {
            fs::create_dir_all(parent_of(&target)).map_err(io)?;
        }
        if let Err(source) = fs::rename(&new, &target) {
            if replaces && fs::rename(&old, &target).is_err() {
                let kept = stage.keep().join("old");
                return Err(OutputError::Displaced { path: target, kept, source });
            }
            return Err(OutputError::Io { path: target, source });
        }
        sync_folder(&parent_of(&target));
        Ok(())
    }
}

/// Writes one file whole or not at all. With `force` an existing file is replaced; its parent folders are made
/// where they are missing.
///
/// # Errors
/// Where something is there that may not be replaced, or the system refuses.
pub fn write_whole(path: &Path, bytes: &[u8], force: bool) -> Result<(), OutputError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if exists(&target) {
        if !force {
            return Err(OutputError::Exists { path: target });
        }
        if !target.is_file() {
            return Err(OutputError::WrongKind { path: target, wanted: "a file" });
        }
    }
    let io = |source| OutputError::Io { path: target.clone(), source };
    let parent = parent_of(&target);
    let stage = stage_for(&target).map_err(io)?;
    let new = stage.path().join("new");
    let mut file = File::create(&new).map_err(io)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io)?;
    fs::create_dir_all(&parent).map_err(io)?;
    fs::rename(&new, &target).map_err(io)?;
    sync_folder(&parent);
    Ok(())
}

/// Returns where the folder `target` is, links followed, if nothing is there or something that may be replaced.
fn replaceable_folder(target: &Path, contents: Contents, force: bool) -> Result<PathBuf, OutputError> {
    // A link is followed: what it points at is replaced, not the link.
    let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
    if exists(&target) {
        if !force {
            return Err(OutputError::Exists { path: target });
        }
        if !target.is_dir() {
            return Err(OutputError::WrongKind { path: target, wanted: "a folder" });
        }
        // Nobody should hear of it only when the work is done.
        let found = foreign(&target, contents, None)
            .map_err(|source| OutputError::Io { path: target.clone(), source })?;
        if let Some(found) = found {
            return Err(OutputError::NotOurs { path: target, found });
        }
    }
    Ok(target)
}

/// Makes the folder in which output is prepared, on the disk that `target` is on.
fn stage_for(target: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(".convene-").tempdir_in(nearest_folder(target))
}

/// Returns the nearest of the folders above `target` that is there.
fn nearest_folder(target: &Path) -> PathBuf {
    let above = target.ancestors().skip(1).find(|folder| exists(folder));
    above.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Returns one thing in a folder that neither a register nor a plan nor this output, whose `names` are given, would
/// put there. While the names are not known, any folder and any table may be among them.
fn foreign(
    folder: &Path,
    contents: Contents,
    names: Option<&BTreeSet<String>>,
) -> io::Result<Option<String>> {
    let is_own = |name: &str| names.is_some_and(|names| names.contains(name));
    let is_own_folder = |name: &str| match names {
        Some(names) => {
            let prefix = format!("{name}/");
            name == CALENDARS || names.iter().any(|name| name.starts_with(&prefix))
        }
        None => !name.starts_with('.'),
    };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() && is_own_folder(&name) {
            for inner in fs::read_dir(entry.path())?.filter(|_| names.is_some()) {
                let inner = inner?;
                let path = format!("{name}/{}", inner.file_name().to_string_lossy());
                if !inner.file_type()?.is_file() || !(path.ends_with(".ics") || is_own(&path)) {
                    return Ok(Some(path));
                }
            }
        } else if !kind.is_file() || !(is_output(&name, contents) || is_own(&name)) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Whether a file's name is one that such output has.
fn is_output(name: &str, contents: Contents) -> bool {
    match contents {
        Contents::Plan => PLAN_FILES.contains(&name) || name.ends_with(".ics"),
        Contents::Register => name == AUTHORITY_FILE || name.ends_with(".csv"),
        Contents::Forecast => {
            name == "report.html" || [".csv", ".xlsx", ".docx"].iter().any(|ending| name.ends_with(ending))
        }
        Contents::Venues => VENUE_FILES.contains(&name),
        Contents::Sweep | Contents::Outcomes => false,
    }
}

/// Whether anything is there, a broken link included.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes names in a folder safe. Systems that cannot do that for folders do it by themselves.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let parent = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = parent.path().join("out").join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        parent
    }

    fn replace(parent: &Path, force: bool) -> Result<(), OutputError> {
        let mut output = OutputFolder::create(&parent.join("out"), Contents::Plan, force)?;
        output.write("report.html", "new")?;
        output.write("calendars/I-1.ics", "new")?;
        output.finish()
    }

    /// What lies in a folder and below, by name.
    fn listing(folder: &Path) -> Vec<String> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() {
                names.extend(listing(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
            } else {
                names.push(name);
            }
        }
        names.sort();
        names
    }

    #[test]
    fn a_folder_appears_whole_and_leaves_no_trace_beside_it() {
        let parent = folder(&[]);
        replace(parent.path(), false).expect("written");
        assert_eq!(listing(parent.path()), ["out/calendars/I-1.ics", "out/report.html"]);
    }

    #[test]
    fn what_is_dropped_half_way_was_never_there() {
        let parent = folder(&[("report.html", "old")]);
        let mut output =
            OutputFolder::create(&parent.path().join("out"), Contents::Plan, true).expect("begun");
        output.write("report.html", "new").expect("staged");
        drop(output);
        assert_eq!(listing(parent.path()), ["out/report.html"]);
        assert_eq!(fs::read_to_string(parent.path().join("out/report.html")).expect("there"), "old");
    }

    #[test]
    fn an_existing_folder_is_replaced_by_force_only_and_only_if_it_is_ours() {
        let ours =
            [("report.html", "old"), ("bookings.csv", "old"), ("x.ics", "old"), ("calendars/a.ics", "old")];
        let parent = folder(&ours);
        assert!(matches!(replace(parent.path(), false), Err(OutputError::Exists { .. })));
        replace(parent.path(), true).expect("replaced");
        assert_eq!(listing(parent.path()), ["out/calendars/I-1.ics", "out/report.html"]);

        for foreign in [
            "meetings.csv",
            "authority.toml",
            "thesis.doc",
            ".ssh/id",
            "calendars/wedding.txt",
            "salaries.csv",
        ] {
            let parent = folder(&[("report.html", "old"), (foreign, "dear")]);
            let refused = replace(parent.path(), true);
            assert!(matches!(refused, Err(OutputError::NotOurs { .. })), "{foreign}: {refused:?}");
            assert!(listing(parent.path()).contains(&format!("out/{foreign}")), "{foreign}");
            assert_eq!(listing(parent.path()).len(), 2, "{foreign}");
        }
    }

    #[test]
    fn folders_above_are_made_for_what_is_finished_and_for_nothing_else() {
        let parent = folder(&[]);
        let target = parent.path().join("a/b/out");
        OutputFolder::check(&target, Contents::Plan, false).expect("it may be written");
        assert_eq!(fs::read_dir(parent.path()).expect("a folder").count(), 0);
        let mut output = OutputFolder::create(&target, Contents::Plan, false).expect("begun");
        output.write("report.html", "new").expect("staged");
        drop(output);
        assert_eq!(fs::read_dir(parent.path()).expect("a folder").count(), 0);
        let mut output = OutputFolder::create(&target, Contents::Plan, false).expect("begun");
        output.write("report.html", "new").expect("staged");
        output.finish().expect("written");
        assert_eq!(listing(parent.path()), ["a/b/out/report.html"]);
    }

    #[test]
    fn what_may_not_be_written_is_known_before_the_work_begins() {
        let parent = folder(&[("report.html", "old"), ("thesis.doc", "dear")]);
        let check = |name: &str, force| {
            OutputFolder::check(&parent.path().join(name), Contents::Plan, force).map_err(|e| e.to_string())
        };
        for (name, force, words) in [
            ("out", false, "--force replaces it"),
            ("out", true, "thesis.doc"),
            ("out/thesis.doc", true, "is not a folder"),
            ("out/thesis.doc/below", false, "cannot be written"),
        ] {
            let refused = check(name, force).expect_err(name);
            assert!(refused.contains(words), "{name}: {refused}");
        }
        assert_eq!(listing(parent.path()), ["out/report.html", "out/thesis.doc"]);
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        let parent = folder(&[]);
        let mut output =
            OutputFolder::create(&parent.path().join("out"), Contents::Plan, false).expect("begun");
        for name in ["", "../x", "/etc/x", "a/../../x", "a\\b"] {
            assert!(matches!(output.write(name, ""), Err(OutputError::Name { .. })), "{name}");
        }
    }

    #[test]
    fn a_file_is_replaced_by_force_only_and_a_folder_never() {
        let parent = folder(&[("plan.xlsx", "old")]);
        let path = parent.path().join("out/plan.xlsx");
        assert!(matches!(write_whole(&path, b"new", false), Err(OutputError::Exists { .. })));
        write_whole(&path, b"new", true).expect("replaced");
        assert_eq!(fs::read(&path).expect("there"), b"new");
        let refused = write_whole(&parent.path().join("out"), b"new", true);
        assert!(matches!(refused, Err(OutputError::WrongKind { .. })), "{refused:?}");
    }
}
