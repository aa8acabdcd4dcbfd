//! Files that are no text, no files, or more than anybody has.

use std::path::Path;

use convene::files::{convert, read_register, register_from_texts};

use super::support::{check, told};
use crate::good_register::{FILES, write};

/// The faults of a folder in which one file is replaced by `bytes`.
fn faults_with(file: &str, bytes: &[u8]) -> Vec<String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(place.path(), &FILES);
    write(place.path(), &[(file, bytes)]);
    faults_at(place.path())
}

fn faults_at(path: &Path) -> Vec<String> {
    told(read_register(path, None).err())
}

#[test]
fn files_that_are_no_text_are_refused() {
    let utf16: Vec<u8> = "\u{feff}place,lat,lon\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let long = format!("place,lat,lon,x_note\nPR,53,-2,{}\nLA,53,-2,\nBB,53,-2,\n", "x".repeat(10_001));
    let wide = format!("place,lat,lon{}\nPR,53,-2\n", ",x_".repeat(1_000));
    let cases: [(&[u8], &str); 7] = [
        (b"", "places.csv: is empty; wanted a header row"),
        (b"\n\n\r\n", "places.csv: is empty"),
        (
            b"place,lat,lon\nPR,53,-2\nLA\xe9,53,-2\n",
            "places.csv:3:1: the line holds the byte 0xE9, which is not UTF-8; wanted UTF-8: save it as \"CSV UTF-8\"",
        ),
        (&utf16, "places.csv:1:1: is UTF-16; wanted UTF-8"),
        (b"place\0", "places.csv:1:1: the line holds a NUL byte"),
        (long.as_bytes(), "places.csv:2:4: holds 10001 characters; at most 10000 are read"),
        (wide.as_bytes(), "places.csv: has more than 1000 columns"),
    ];
    for (bytes, expected) in cases {
        let faults = faults_with("places.csv", bytes);
        assert!(faults[0].starts_with(expected), "{expected}: {faults:?}");
    }
    let faults = faults_with("authority.toml", b"name = \"\xff\"");
    assert!(faults[0].starts_with("authority.toml:1:1: the line holds the byte 0xFF"), "{faults:?}");
}

#[test]
fn a_byte_order_mark_and_the_line_ends_of_windows_are_tolerated() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let files = FILES.map(|(name, text)| (name, format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    write(place.path(), &files);
    let windows = read_register(place.path(), None).unwrap_or_else(|faults| panic!("{faults}"));
    let plain = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(windows, plain);
}

#[test]
fn what_is_no_file_is_not_opened() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| place.path().join(name);
    check("nothing there", &faults_at(&at("nowhere")), &["…nowhere: cannot be opened"]);
    std::fs::write(at("register.zip"), "PK").expect("a file");
    check("a zip", &faults_at(&at("register.zip")), &["…is neither a folder nor a workbook"]);

    write(place.path(), &FILES);
    std::fs::remove_file(at("rooms.csv")).expect("removed");
    std::fs::create_dir(at("rooms.csv")).expect("a folder");
    check("a folder", &faults_at(place.path()), &["rooms.csv: is a folder; wanted a file"]);

    // A file without contents that says it is large: it is refused before it is read.
    std::fs::remove_dir(at("rooms.csv")).expect("removed");
    let file = std::fs::File::create(at("rooms.csv")).expect("a file");
    file.set_len(65 << 20).expect("a sparse file");
    check(
        "huge",
        &faults_at(place.path()),
        &["rooms.csv: has 68157440 bytes; at most 67108864 (64 MiB) are read"],
    );

    #[cfg(unix)]
    {
        std::fs::remove_file(at("rooms.csv")).expect("removed");
        std::os::unix::fs::symlink(at("rooms.csv"), at("rooms.csv")).expect("a link");
        check("a loop", &faults_at(place.path()), &["rooms.csv: cannot be read ("]);
        std::fs::remove_file(at("rooms.csv")).expect("removed");
        std::os::unix::fs::symlink("/dev/zero", at("rooms.csv")).expect("a link");
        check("a device", &faults_at(place.path()), &["rooms.csv: is not a regular file"]);
        let refused = convert(place.path(), &at("out.xlsx"), false);
        assert!(refused.is_err(), "{refused:?}");
    }
}

#[test]
fn more_rows_than_anybody_has_are_refused() {
    let text = format!("from,to,minutes\n{}", "PR,LA,1\n".repeat(1_000_001));
    let faults = faults_with("roads.csv", text.as_bytes());
    check("a million rows", &faults, &["roads.csv: has more than 1000000 rows"]);
}

#[test]
fn more_places_than_driving_times_are_kept_for_are_refused() {
    let rows: String = (0..5_001).map(|i| format!("P{i},54,-2\n")).collect();
    let mut files = FILES.to_vec();
    files.retain(|(name, _)| ["authority.toml", "hours.csv", "meetings.csv"].contains(name));
    let places = format!("place,lat,lon\n{rows}");
    files.extend([
        ("places.csv", places.as_str()),
        ("staff.csv", "staff,role,base\n"),
        ("rooms.csv", "room,venue,capacity\n"),
        ("venues.csv", "venue,place\n"),
    ]);
    for file in &mut files {
        match file.0 {
            "hours.csv" => file.1 = "staff,weekday,starts,ends\n",
            "meetings.csv" => file.1 = "meeting,kind\n",
            _ => {}
        }
    }
    let faults = told(register_from_texts(&files, None).err());
    check("places", &faults, &["places.csv: has more than 5000 places"]);
}
