//! Workbooks: faults by sheet and cell, and files that only look like one.

use std::fs;
use std::io::{Cursor, Read, Write};

use convene::files::{convert, read_register};
use rust_xlsxwriter::{Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::support::{check, told};
use crate::good_register::{FILES, edited, write};

/// The bytes of a register's workbook.
fn workbook(files: &[(impl AsRef<str>, impl AsRef<[u8]>)]) -> Vec<u8> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (folder, path) = (place.path().join("in"), place.path().join("register.xlsx"));
    fs::create_dir(&folder).expect("a folder");
    write(&folder, files);
    convert(&folder, &path, false).unwrap_or_else(|error| panic!("{error}"));
    fs::read(path).expect("there")
}

/// The faults of a workbook, its path left out.
fn faults_of(bytes: &[u8]) -> Vec<String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("register.xlsx");
    fs::write(&path, bytes).expect("a file");
    let folder = format!("{}/", place.path().display());
    told(read_register(&path, None).err()).iter().map(|fault| fault.replace(&folder, "")).collect()
}

/// A workbook with one part replaced, or left out.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> Option<String>) -> Vec<u8> {
    let change = |part: &str, bytes: Vec<u8>| {
        if part != name {
            return Some(bytes);
        }
        change(String::from_utf8(bytes).expect("text")).map(String::into_bytes)
    };
    with_parts(bytes, change)
}

/// A workbook with its parts changed, or left out.
pub(crate) fn with_parts(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("unpacked");
        if let Some(bytes) = change(&name, bytes) {
            writer.start_file(name, SimpleFileOptions::default()).expect("begun");
            writer.write_all(&bytes).expect("written");
        }
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn faults_are_told_by_sheet_and_cell() {
    let cases: [(&str, &str, &str, &[&str]); 9] = [
        ("places.csv", "54.0466", "north", &["places!D3: lat \"north\" is not a decimal"]),
        ("places.csv", "place,name", "place,nam", &["places!B1: column \"nam\" is not known…maybe \"name\""]),
        ("staff.csv", "2014-12-31", "31/12/2014", &["staff!H2: until \"31/12/2014\"…maybe \"2014-12-31\""]),
        (
            "meetings.csv",
            "initial_conference",
            "inital_conference",
            &["meetings!B3: kind \"inital_conference\" is not known…maybe \"initial_conference\""],
        ),
        ("meetings.csv", "LA,NORTH,2", "LA,NORTH,x", &["meetings!P4: children \"x\""]),
        (
            "bookings.csv",
            "M-4,",
            "M-2,",
            &["bookings!A3: meeting \"M-2\" is booked twice; wanted one booking; row 2"],
        ),
        (
            "rooms.csv",
            "PR-2,",
            "PR-1,",
            &["closures!B3: room \"PR-2\"", "rooms!A3: room \"PR-1\" is given twice; row 2 has it already"],
        ),
        ("authority.toml", "grid_minutes = 5", "grid_minutes = 0", &["authority!A5: grid_minutes \"0\""]),
        ("authority.toml", "urgency = 20", "urgancy = 20", &["authority!A23: key \"urgancy\" is not known"]),
    ];
    for (file, from, to, expected) in cases {
        check(&format!("{from} to {to}"), &faults_of(&workbook(&edited(file, from, to))), expected);
    }
}

#[test]
fn missing_sheets_are_named() {
    let mut files = FILES.to_vec();
    files.retain(|(name, _)| !["rooms.csv", "authority.toml"].contains(name));
    check(
        "two sheets",
        &faults_of(&workbook(&files)),
        &["register.xlsx: has no authority.toml", "register.xlsx: has no sheet rooms"],
    );
    let mut empty = Workbook::new();
    empty.add_worksheet();
    let told = faults_of(&empty.save_to_buffer().expect("a workbook"));
    assert_eq!(told.len(), 7, "the policy and six tables: {told:?}");
}

#[test]
fn cells_that_no_table_has_are_told() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("meetings").expect("a name");
    sheet.write_string(0, 0, "meeting").expect("written");
    sheet.write_string(0, 1, "kind").expect("written");
    sheet.write_string(1, 0, "M-1").expect("written");
    sheet.write_string(1, 4, "a remark").expect("written");
    sheet.write_formula(2, 1, Formula::new("1/0").set_result("#DIV/0!")).expect("written");
    sheet.write_string(1_048_575, 16_383, "the last cell there is").expect("written");
    let sheet = workbook.add_worksheet().set_name("authority").expect("a name");
    sheet.write_string(0, 1, "name = 'x'").expect("written");
    let told = faults_of(&workbook.save_to_buffer().expect("a workbook"));
    let of_cells: Vec<String> = told.into_iter().filter(|fault| fault.contains('!')).collect();
    check(
        "odd cells",
        &of_cells,
        &[
            "authority!B1: \"name = 'x'\" is out of place; wanted one line of authority.toml",
            "meetings!B3: holds the error #DIV/0!; wanted a value",
            "meetings!E2: \"a remark\" stands in a column without a name",
            "meetings!XFD1048576: \"the last cell there is\" stands in a column without a name",
        ],
    );
}

#[test]
fn what_is_no_workbook_is_refused() {
    let good = workbook(&FILES);
    let mut ole = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    ole.extend([0; 4096]);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("readme.txt", SimpleFileOptions::default()).expect("begun");
    let zip = zip.finish().expect("finished").into_inner();
    let cases: [(&[u8], &str); 6] = [
        (b"", "register.xlsx: is no workbook ("),
        (b"place,lat,lon\n", "register.xlsx: is no workbook ("),
        (&good[..good.len() / 2], "register.xlsx: is no workbook ("),
        (&ole, "register.xlsx: is protected by a password, or is a workbook of before 2007"),
        (&zip, "register.xlsx: cannot be read as a workbook ("),
        (&[0; 1000], "register.xlsx: is no workbook ("),
    ];
    for (bytes, expected) in cases {
        check(expected, &faults_of(bytes), &[expected]);
    }
    // Bytes in the middle that are not what they were.
    let mut damaged = good.clone();
    damaged[200..220].fill(0x55);
    assert_eq!(faults_of(&damaged).len(), 1);
}

#[test]
fn workbooks_that_are_made_to_harm_are_refused() {
    let good = workbook(&FILES);
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    let zeros = vec![0; 1 << 20];
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    bomb.start_file("xl/workbook.xml", options).expect("begun");
    for _ in 0..513 {
        bomb.write_all(&zeros).expect("written");
    }
    let bomb = bomb.finish().expect("finished").into_inner();
    check(
        "a bomb",
        &faults_of(&bomb),
        &["register.xlsx: unpacks to 537919488 bytes; at most 536870912 (512 MiB) are read"],
    );

    let strings = with_part(&good, "xl/sharedStrings.xml", |text| {
        Some(text.replacen("uniqueCount=\"", "uniqueCount=\"99999999999", 1))
    });
    check(
        "strings",
        &faults_of(&strings),
        &["register.xlsx: is damaged: its part xl/sharedStrings.xml claims"],
    );

    let no_strings = with_part(&good, "xl/sharedStrings.xml", |_| None);
    check("no strings", &faults_of(&no_strings), &["register.xlsx: cannot be read as a workbook ("]);

    let no_sheet = with_part(&good, "xl/worksheets/sheet2.xml", |_| None);
    check("no sheet", &faults_of(&no_sheet), &["register.xlsx: cannot be read as a workbook ("]);

    let far = with_part(&good, "xl/worksheets/sheet2.xml", |text| {
        Some(text.replacen("r=\"A2\"", "r=\"A9999999\"", 1))
    });
    check("far away", &faults_of(&far), &["places: is damaged: its cells are out of order near row 9999999"]);

    let twisted = with_part(&good, "xl/worksheets/sheet2.xml", |text| {
        Some(
            text.replacen("<dimension ref=\"", "<dimension ref=\"B9:A1\"/><!-- ", 1)
                .replacen("\"/>", "\"/> -->", 2),
        )
    });
    assert!(!faults_of(&twisted).is_empty() || cfg!(not(debug_assertions)));
}
