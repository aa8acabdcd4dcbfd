//! `convene report` on a year, a month and a quarter: what it writes, what it refuses.

use std::fs;

use crate::program::{TINY, convene, said};

/// The year of the annual report.
const YEAR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2011-12-year");

fn lines(path: &std::path::Path, name: &str) -> Vec<String> {
    let text = fs::read_to_string(path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn the_annual_report_is_written_four_times_and_always_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    for out in ["first", "second"] {
        let output = convene(
            folder.path(),
            &["report", YEAR, "--year", "2011-12", "--population", "244633", "--out", out],
        );
        assert!(output.status.success(), "{}", said(&output));
    }
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let duration = lines(&first, "duration.csv");
    assert_eq!(duration[1], "A – less than 3 months,153");
    assert_eq!(duration.last().map(String::as_str), Some("Total,844"));
    let categories = lines(&first, "plans-by-category.csv");
    assert_eq!(categories[5], "Total,648,623,628,633,679,643,625,611,601,615,583,547");
    assert!(17 < lines(&first, "contradictions.csv").len());
    for entry in fs::read_dir(&first).expect("the report") {
        let name = entry.expect("an entry").file_name();
        let [one, other] = [&first, &second].map(|folder| fs::read(folder.join(&name)).expect("a file"));
        assert!(one == other, "{name:?} differs");
    }
    for name in ["report.html", "report.xlsx", "report.docx"] {
        assert!(first.join(name).is_file(), "{name}");
    }
}

#[test]
fn a_months_pack_is_of_one_district_where_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(
        folder.path(),
        &["report", YEAR, "--month", "2012-03", "--district", "BUR", "--out", "march"],
    );
    assert!(output.status.success(), "{}", said(&output));
    let districts = lines(&folder.path().join("march"), "districts.csv");
    assert_eq!(districts.len(), 3, "{districts:?}");
    assert!(districts[1].starts_with("Burnley,"), "{districts:?}");
}

#[test]
fn a_year_that_is_not_over_is_told_as_far_as_it_has_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let asked = ["report", YEAR, "--year", "2011-12", "--today", "2011-11-15", "--out", "half"];
    let output = convene(folder.path(), &asked);
    assert!(output.status.success(), "{}", said(&output));
    let half = folder.path().join("half");
    let page = fs::read_to_string(half.join("report.html")).expect("the page");
    assert!(page.contains("The period is not over: figures are those by 15 November 2011"));
    let caseload = lines(&half, "caseload.csv");
    // Eight months, the last of them begun, and the headings.
    assert_eq!(caseload.len(), 1 + 8, "{caseload:?}");
    let last = caseload.last().map(String::as_str).unwrap_or_default();
    assert!(last.starts_with("1 November 2011 to 15 November 2011,"), "{last}");
}

#[test]
fn every_child_on_a_plan_stands_in_the_table_of_chairs() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(folder.path(), &["report", YEAR, "--month", "2012-03", "--out", "march"]);
    assert!(output.status.success(), "{}", said(&output));
    let of_last = |name: &str| {
        let rows = lines(&folder.path().join("march"), name);
        let last = rows.last().cloned().unwrap_or_default();
        let cells: Vec<String> = last.split(',').map(str::to_owned).collect();
        (cells[0].clone(), cells[1].clone())
    };
    assert_eq!(of_last("chairs.csv"), ("Total".to_owned(), "547".to_owned()));
    assert_eq!(of_last("districts.csv"), ("Total".to_owned(), "547".to_owned()));
}

#[test]
fn charts_are_drawn_in_the_workbook_and_their_numbers_are_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(folder.path(), &["report", YEAR, "--year", "2011-12", "--out", "annual"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", said(&output));
    let annual = folder.path().join("annual");
    let months = lines(&annual, "chart-adjournments.csv");
    assert_eq!(months[0], "Month,Value,Mean,Lower limit,Upper limit");
    assert_eq!(months.len(), 1 + 12, "{months:?}");
    let workbook = fs::File::open(annual.join("report.xlsx")).expect("the workbook");
    let archive = zip::ZipArchive::new(workbook).expect("a workbook");
    let n_charts = archive
        .file_names()
        .filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("xl/charts/chart")))
        .count();
    let n_files = fs::read_dir(&annual).expect("the report").filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().starts_with("chart-")
    });
    assert!(1 < n_charts && n_charts == n_files.count(), "{n_charts}");
}

#[test]
fn what_cannot_be_reported_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&[&str], &str); 7] = [
        (&["--year", "2013-14", "--out", "x"], "2013/14 begins after"),
        (&["--year", "2011"], "2011-12"),
        (&["--month", "2012-13"], "2012-03"),
        (&["--out", "x"], "--year"),
        (&["--year", "2011-12", "--month", "2012-04", "--out", "x"], "outside the year"),
        (&["--year", "2011-12", "--quarter", "5", "--out", "x"], "1..=4"),
        (&["--year", "2011-12", "--district", "BUX", "--out", "x"], "district"),
    ];
    for (words, expected) in cases {
        let output = convene(folder.path(), &[&["report", YEAR], words].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(said(&output).contains(expected), "{words:?}: {}", said(&output));
    }
    assert!(!folder.path().join("x").exists());
}

#[test]
fn a_register_with_nothing_recorded_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = convene(folder.path(), &["report", TINY, "--year", "2011-12", "--out", "none"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("nothing is recorded as held in 2011/12"), "{}", said(&output));
}

#[test]
fn a_store_and_the_register_that_it_was_made_from_come_to_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = convene(folder.path(), &["init", "--from", YEAR, "--db", "desk.db"]);
    assert!(made.status.success(), "{}", said(&made));
    let day = ["--today", "2012-03-31"];
    for command in [&["lists"][..], &["follow", "--dry-run"]] {
        let of = |from: &[&str]| convene(folder.path(), &[command, from, &day, &["--json"]].concat()).stdout;
        let (register, store) = (of(&[YEAR]), of(&["--db", "desk.db"]));
        assert!(register.len() > 100);
        assert!(register == store, "{command:?}");
    }
    for (from, out) in [(&[YEAR][..], "of-register"), (&["--db", "desk.db"], "of-store")] {
        let asked = [&["report"], from, &day, &["--month", "2012-03", "--out", out]].concat();
        let written = convene(folder.path(), &asked);
        assert!(written.status.success(), "{}", said(&written));
    }
    for entry in fs::read_dir(folder.path().join("of-register")).expect("the report") {
        let name = entry.expect("an entry").file_name();
        let [one, other] = ["of-register", "of-store"]
            .map(|out| fs::read(folder.path().join(out).join(&name)).expect("a file"));
        assert!(one == other, "{name:?} differs");
    }
    // Who looked is on record.
    let listed = convene(folder.path(), &["audit", "list", "--db", "desk.db"]);
    for seen in ["seen lists", "seen follow", "seen report"] {
        assert!(said(&listed).contains(seen), "{seen}: {}", said(&listed));
    }
}

#[test]
fn one_record_is_named_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    for (words, expected) in
        [(&["lists"][..], "--db FILE"), (&["lists", TINY, "--db", "desk.db"], "cannot be used with")]
    {
        let output = convene(folder.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(said(&output).contains(expected), "{words:?}: {}", said(&output));
    }
}
