//! `convene census`: a return that the schema of the department takes, that is read again, and what is refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use convene::calendar::parse_date;
use convene::files::read_register;
use convene::import::{Area, Key, Options, SourceFile, dry_run};
use convene::register::PlanStatus;

use crate::absent::pass_over;
use crate::program::{TINY, convene, json, said};

/// The year of the annual report.
const YEAR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2011-12-year");

/// Writes the return of the year and returns the folder that holds `census.xml`.
fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(
        folder.path(),
        &["census", YEAR, "--year", "2011-12", "--lea", "888", "--out", "census.xml", "--json"],
    );
    assert!(output.status.success(), "{}", said(&output));
    let answer = json(&output);
    // 673 plans were current when the year began and 718 started in it; 2,067 children were reviewed and 854 came to initial conferences.
    assert_eq!(
        (&answer["plans"], &answer["reviews"], &answer["enquiries"]),
        (&(673 + 718).into(), &2067.into(), &854.into()),
        "{answer:#}"
    );
    folder
}

/// Returns the schema of the department, or says that it is not here: it is not part of the repository.
fn schema() -> Option<PathBuf> {
    let samples: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "shared", "data", "samples"].iter().collect();
    let schema = samples.join("CIN_schema_2026.xsd");
    if !schema.is_file() {
        pass_over(&format!("no schema in {}", samples.display()));
    }
    schema.is_file().then_some(schema)
}

/// Returns what xmllint says of a file by a schema, or `None`, said, where it is not installed (Debian: libxml2-utils).
fn validated(schema: &Path, file: &Path) -> Option<Result<(), String>> {
    let mut command = Command::new("xmllint");
    match command.args(["--noout", "--nonet", "--schema"]).arg(schema).arg(file).output() {
        Ok(output) if output.status.success() => Some(Ok(())),
        Ok(output) => Some(Err(said(&output))),
        Err(error) => {
            pass_over(&format!("xmllint does not run ({error})"));
            None
        }
    }
}

#[test]
fn the_return_of_a_year_is_valid_by_the_schema() {
    let folder = written();
    let Some(schema) = schema() else { return };
    let path = folder.path().join("census.xml");
    let Some(verdict) = validated(&schema, &path) else { return };
    assert_eq!(verdict, Ok(()));
    // What the schema does not have is found, so that its silence means something.
    let text = fs::read_to_string(&path).expect("the return");
    for (right, wrong) in [("<Sex>U</Sex>", "<Sex>X</Sex>"), ("<CPPstartDate>", "<CPPstart>")] {
        fs::write(&path, text.replacen(right, wrong, 1)).expect("a file");
        assert!(validated(&schema, &path).is_some_and(|verdict| verdict.is_err()), "{wrong}");
    }
}

#[test]
fn the_return_of_a_year_is_imported_without_a_fault_and_its_open_plans_are_those_of_the_year() {
    let folder = written();
    let bytes = fs::read(folder.path().join("census.xml")).expect("the return");
    let day = parse_date("2012-03-31");
    let register = read_register(Path::new(TINY), day).expect("a register without faults").register;
    let key = Key::new(b"the key of these tests").expect("a key");
    let mut options = Options::new(key.clone());
    options.default_area = Some(Area::parse("WEST:Ashford"));
    let run = dry_run(&[SourceFile { name: "census.xml", bytes: &bytes }], &register, &options);
    assert!(run.is_sound(), "{:#?}", run.faults);
    assert!(run.warnings.is_empty(), "{:#?}", run.warnings);
    assert_eq!(run.counts.dates_that_differ, 0, "{:#?}", run.differences);
    assert_eq!(run.counts.dates_compared, 854);
    let year = read_register(Path::new(YEAR), None).expect("a register without faults").register;
    let open = |register: &convene::register::Register| {
        let children = register.children.iter().filter(|child| child.plan_start.is_some());
        let on_plan = children.filter(|child| matches!(child.plan, Some(PlanStatus::Cp | PlanStatus::Both)));
        on_plan
            .map(|child| (child.reference.to_string(), child.plan_start, child.category.clone()))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (before, after) = (open(&register), open(run.register()));
    let expected: std::collections::BTreeSet<_> = open(&year)
        .into_iter()
        .map(|(reference, starts, category)| (key.child(&reference).to_string(), starts, category))
        .collect();
    assert_eq!(expected.len(), 547);
    assert_eq!(after.difference(&before).cloned().collect::<std::collections::BTreeSet<_>>(), expected);
}

#[test]
fn what_cannot_be_returned_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("there.xml"), "kept").expect("a file");
    let cases: [(&[&str], &str); 5] = [
        (&[YEAR, "--year", "2011", "--out", "x.xml"], "2011-12"),
        (&[YEAR, "--year", "2011-12", "--lea", "88", "--out", "x.xml"], "three digits"),
        (&[YEAR, "--year", "2011-12"], "--out"),
        (&[YEAR, "--year", "2001-02", "--out", "x.xml"], "at least one child"),
        (&[YEAR, "--year", "2011-12", "--out", "there.xml"], "--force"),
    ];
    for (words, expected) in cases {
        let output = convene(folder.path(), &[&["census"], words].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(said(&output).contains(expected), "{words:?}: {}", said(&output));
    }
    assert!(!folder.path().join("x.xml").exists());
    assert_eq!(fs::read_to_string(folder.path().join("there.xml")).expect("the file"), "kept");
}

#[test]
fn nobody_is_named_in_a_return() {
    let folder = written();
    let text = fs::read_to_string(folder.path().join("census.xml")).expect("the return");
    let year = read_register(Path::new(YEAR), None).expect("a register without faults").register;
    let names = year.staff.iter().map(|person| person.name.as_str()).chain([year.authority.name.as_str()]);
    for name in names.filter(|name| !name.is_empty()) {
        assert!(!text.contains(name), "{name}");
    }
}
