//! Imports of whole files: those that other programs made, ones with planted errors, ones made to harm, and any bytes.
//!
//! The samples are not part of the repository. Where they lie beside it, in `../shared/data/samples`, they are
//! imported; where they do not, that test says so and passes.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use convene::calendar::parse_date;
use convene::files::{Location, read_register, register_files, register_from_texts};
use convene::import::{Area, DryRun, Key, Options, SourceFile, changed_tables, dry_run};
use convene::register::Register;
use proptest::prelude::*;

use crate::absent::pass_over;

const TINY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/tiny");

fn register(today: &str) -> Register {
    read_register(Path::new(TINY), parse_date(today)).expect("a register without faults").register
}

fn options() -> Options {
    let mut options = Options::new(Key::new(b"the key of these tests").expect("a key"));
    options.default_area = Some(Area::parse("WEST:Ashford"));
    options
}

fn import(files: &[(&str, &[u8])], register: &Register) -> DryRun {
    let files: Vec<SourceFile<'_>> = files.iter().map(|&(name, bytes)| SourceFile { name, bytes }).collect();
    dry_run(&files, register, &options())
}

/// Returns the register as an import leaves it, read from its texts again: an import leaves no faults behind.
fn again(run: &DryRun) -> Register {
    let files = register_files(run.register());
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    register_from_texts(&texts, None).expect("an import leaves a register without faults").register
}

/// Returns the samples of these names, or says that there are none.
fn samples(names: &[&str]) -> Option<Vec<(String, Vec<u8>)>> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "shared", "data", "samples"].iter().collect();
    let read = |name: &&str| Some(((*name).to_owned(), std::fs::read(folder.join(name)).ok()?));
    let found: Option<Vec<(String, Vec<u8>)>> = names.iter().map(read).collect();
    if found.is_none() {
        pass_over(&format!("no samples in {}", folder.display()));
    }
    found
}

/// What an import of samples gives.
struct Expected {
    today: &'static str,
    recognised: usize,
    children: usize,
    added: usize,
    faults: usize,
    differences: usize,
}

fn check(names: &[&str], expected: &Expected) {
    let Some(samples) = samples(names) else { return };
    let files: Vec<(&str, &[u8])> =
        samples.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let before = register(expected.today);
    let run = import(&files, &before);
    let shown = format!("{names:?}: {:?}\n{:#?}\n{:#?}", run.counts, run.faults, run.warnings);
    assert_eq!(run.recognised.len(), expected.recognised, "{shown}");
    assert_eq!(run.counts.children, expected.children, "{shown}");
    assert_eq!(run.counts.meetings_added, expected.added, "{shown}");
    assert_eq!(run.faults.len(), expected.faults, "{shown}");
    assert_eq!(run.counts.dates_that_differ, expected.differences, "{shown}");
    let after = again(&run);
    let second = import(&files, &after);
    assert_eq!(second.changes, [], "{names:?} twice");
    assert!(changed_tables(&after, &second).is_empty(), "{names:?} twice");
    // Nobody is named: neither the case system's numbers nor its workers nor postcodes leave the import.
    let said = format!("{}{:?}", serde_json::to_string(&run).expect("JSON"), register_files(run.register()));
    for secret in [
        "DfEX0000001",
        "A123456789123",
        "11641472",
        "Petra",
        "Swift",
        "T28 2WB",
        "U14 6TW",
        "PersonBirthDate",
    ] {
        assert!(!said.contains(secret), "{names:?} says {secret}");
    }
}

#[test]
fn a_census_of_2021_has_an_enquiry_of_years_before_the_calendar_begins() {
    let today = "2021-03-31";
    check(
        &["CIN_Census_2021.xml"],
        &Expected { today, recognised: 1, children: 1, added: 0, faults: 0, differences: 0 },
    );
    check(
        &["liia_cin-2022.xml"],
        &Expected { today, recognised: 1, children: 1, added: 0, faults: 0, differences: 0 },
    );
}

#[test]
fn a_target_that_overlooks_a_bank_holiday_is_told() {
    // The enquiry of 2 June 2022 has 23 June as its target; 2 and 3 June were bank holidays, and 15 working days
    // after the second is 24 June.
    let expected =
        Expected { today: "2023-03-31", recognised: 1, children: 1, added: 0, faults: 0, differences: 1 };
    check(&["CIN2rows.xml"], &expected);
}

#[test]
fn an_annex_a_workbook_gives_what_its_children_are_due() {
    // On 31 March 2021: of list 5 all conferences were held or not needed; of list 7 two plans are open; of list 8
    // four children are looked after.
    let expected =
        Expected { today: "2021-03-31", recognised: 3, children: 17, added: 6, faults: 0, differences: 0 };
    check(&["liia_Annex_A.xlsx"], &expected);
}

#[test]
fn a_return_of_looked_after_children_gives_their_reviews() {
    let Some(samples) =
        samples(&["ssda903_2021-reviews.csv", "ssda903_2021-header.csv", "ssda903_2021-episodes.csv"])
    else {
        return;
    };
    let files: Vec<(&str, &[u8])> =
        samples.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let run = import(&files, &register("2022-03-31"));
    assert_eq!(run.recognised.len(), 3);
    assert!(0 < run.counts.meetings_added, "{:?}", run.counts);
    let after = again(&run);
    assert_eq!(import(&files, &after).changes, []);
    // Reviews alone say nothing of who is still looked after.
    let alone = import(&files[..1], &register("2022-03-31"));
    assert_eq!((alone.faults.len(), alone.counts.meetings_added), (1, 0), "{:?}", alone.faults);
}

#[test]
fn a_schema_is_no_return() {
    let Some(samples) = samples(&["CIN_schema_2026.xsd", "ssd_cp_plans.yml"]) else { return };
    for (name, bytes) in &samples {
        let run = import(&[(name, bytes)], &register("2021-03-31"));
        assert_eq!(run.faults.len(), 1, "{name}: {:?}", run.faults);
        assert!(run.changes.is_empty());
    }
}

/// The rows of a table of plans, some with an error planted in them: where, and which.
fn plans(n_rows: usize, n_errors: usize) -> (String, Vec<(u64, u64)>) {
    let mut text =
        "cppl_cp_plan_id;cppl_person_id;cppl_cp_plan_start_date;cppl_cp_plan_end_date\n".to_owned();
    let mut planted = Vec::new();
    let every = n_rows / n_errors;
    for row in 0..n_rows {
        let (mut person, mut start, mut end) = (row.to_string(), "04/01/2021", "");
        let is_planted = row % every == every / 2 && planted.len() < n_errors;
        if is_planted {
            let column = match planted.len() % 5 {
                0 => (start = "31/02/2021", 3).1,
                1 => (start = "", 3).1,
                2 => (person.clear(), 2).1,
                3 => (end = "12/25/2021", 4).1,
                _ => (end = "soon", 4).1,
            };
            planted.push((row as u64 + 2, column));
        }
        let _ = writeln!(text, "P{row};{person};{start};{end}");
    }
    (text, planted)
}

#[test]
fn thirty_seven_errors_in_ten_thousand_rows_are_those_thirty_seven() {
    let (text, planted) = plans(10_000, 37);
    assert_eq!(planted.len(), 37);
    let run = import(&[("plans.csv", text.as_bytes())], &register("2021-03-31"));
    let found: Vec<(u64, u64)> = run
        .faults
        .iter()
        .map(|fault| match fault.location {
            Location::Text { line, column, .. } => (line, column),
            _ => panic!("{fault}"),
        })
        .collect();
    assert_eq!(found, planted);
    assert_eq!(run.counts.meetings_added, 10_000 - 37);
}

#[test]
fn every_fault_is_told_up_to_a_limit() {
    let (text, _) = plans(24_000, 12_000);
    let run = import(&[("plans.csv", text.as_bytes())], &register("2021-03-31"));
    assert_eq!(run.faults.len(), 10_001, "ten thousand, and that there are more");
}

#[test]
fn files_made_to_harm_are_refused() {
    let mut laughs = "<?xml version=\"1.0\"?><!DOCTYPE Message [<!ENTITY a \"ha\">".to_owned();
    for (one, next) in ('a'..'z').zip('b'..='z') {
        let _ = write!(laughs, "<!ENTITY {next} \"{}\">", format!("&{one};").repeat(10));
    }
    laughs.push_str("]><Message>&z;</Message>");
    let deep = "<Message>".repeat(1_000_000);
    let huge = format!("<Message a=\"{}\"/>", "x".repeat(10 << 20));
    let long = format!("<Message>{}</Message>", "x".repeat(10 << 20));
    let cells = format!("{}\n", "a,".repeat(2_000_000));
    let quote = format!("CHILD,REVIEW\n\"{}", "x".repeat(1 << 20));
    for (what, text) in [
        ("laughs", &laughs),
        ("deep", &deep),
        ("huge", &huge),
        ("long", &long),
        ("cells", &cells),
        ("quote", &quote),
    ] {
        let run = import(&[("x", text.as_bytes())], &register("2021-03-31"));
        assert!(!run.is_sound() && run.changes.is_empty(), "{what}");
        assert!(run.faults.len() < 5, "{what}: {:?}", run.faults);
    }
}

#[test]
fn ten_thousand_children_of_a_census_are_read() {
    let mut text = "<Message><Children>".to_owned();
    for child in 0..10_000 {
        let _ = write!(
            text,
            "<Child><ChildIdentifiers><LAchildID>{child}</LAchildID></ChildIdentifiers><CINdetails>\
             <ChildProtectionPlans><CPPstartDate>2021-01-04</CPPstartDate><Reviews><CPPreviewDate>2021-03-01\
             </CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails></Child>"
        );
    }
    text.push_str("</Children></Message>");
    let run = import(&[("cin.xml", text.as_bytes())], &register("2021-03-31"));
    assert_eq!((run.faults.len(), run.counts.meetings_added), (0, 10_000));
}

/// Pieces that readers look at twice.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "<Message>",
        "<Children>",
        "<Child>",
        "</Child>",
        "<CINdetails>",
        "</CINdetails>",
        "<LAchildID>",
        "&amp;",
        "&#x0;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "<?xml",
        "\"",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "CHILD",
        "REVIEW",
        "DECOM",
        "RNE",
        "DEC",
        "Child Unique ID",
        "Child Protection Plan Start Date",
        "Date of latest review conference",
        "cppl_cp_plan_id",
        "cppl_person_id",
        "cppl_cp_plan_start_date",
        "cppl_cp_plan_end_date",
        "2021-01-04",
        "04/01/2021",
        "99999-99-99",
        "31/02/2021",
        "é",
        "\u{feff}",
        "PK\u{3}\u{4}",
    ];
    prop_oneof![proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), "\\PC{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        pieces in proptest::collection::vec(piece(), 0..60),
        start in proptest::sample::select(vec!["", "PK\u{3}\u{4}", "<", "CHILD,REVIEW\n", "\u{feff}", "<Message><Children>"]),
    ) {
        let register = register("2021-03-31");
        let mut raw = start.as_bytes().to_vec();
        raw.extend(&bytes);
        import(&[("x", &raw)], &register);
        let text = format!("{start}{}", pieces.concat());
        let run = import(&[("x", text.as_bytes())], &register);
        again(&run);
    }
}
