//! What is read and written again is the same: registers, and folders turned into workbooks and back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use convene::files::{
    ConvertError, Loaded, OutputError, bookings_csv, convert, read_bookings, read_register, register_files,
    register_from_texts,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::good_register::{self, FILES, write};

fn load(files: &[(String, String)]) -> Loaded {
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    register_from_texts(&texts, None).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The files of a folder, by name.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).expect("text");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect()
}

/// Writes `files` to a folder, turns it into a workbook and back, and returns what came back.
fn there_and_back(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| place.path().join(name);
    fs::create_dir(at("in")).expect("a folder");
    write(&at("in"), files);
    convert(&at("in"), &at("register.xlsx"), false).unwrap_or_else(|error| panic!("{error}"));
    convert(&at("register.xlsx"), &at("out"), false).unwrap_or_else(|error| panic!("{error}"));
    contents(&at("out"))
}

#[test]
fn a_register_survives_being_written_and_read() {
    let loaded = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(loaded.notes, Vec::<String>::new());
    let files = register_files(&loaded.register);
    assert_eq!(load(&files).register, loaded.register);
    assert_eq!(register_files(&load(&files).register), files, "writing is a fixed point");
}

#[test]
fn a_register_of_nothing_but_what_is_required_survives_too() {
    let files = [
        (
            "authority.toml",
            "name = \"X\"\ntoday = 2012-04-02\ntimescales = \"england-2023\"\nholidays = \"none\"\n",
        ),
        ("places.csv", "place,lat,lon,district\nP,54,-2.5,D\n"),
        ("venues.csv", "venue,place\n"),
        ("rooms.csv", "room,venue,capacity\n"),
        ("staff.csv", "staff,role,base\nT,minute_taker,P\n"),
        ("hours.csv", "staff,weekday,starts,ends\n"),
        ("meetings.csv", "meeting,kind\n"),
    ];
    let loaded = register_from_texts(&files, None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(loaded.register.districts.len(), 1, "a district that no table lists is taken in as met");
    assert_eq!(loaded.register.roads, None);
    let written = register_files(&loaded.register);
    assert_eq!(load(&written).register, loaded.register);
}

#[test]
fn bookings_keep_their_own_columns() {
    let loaded = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}"));
    let text = bookings_csv(&loaded.register, &loaded.register.bookings);
    let (_, original) = FILES[14];
    assert_eq!(text, original);
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("plan.csv");
    fs::write(&path, text).expect("a file");
    assert_eq!(read_bookings(&path, &loaded.register), Ok(loaded.register.bookings.clone()));
    assert_eq!(bookings_csv(&loaded.register, &[]), "meeting,starts,iro,room,minute_taker,status\n");
}

#[test]
fn today_can_be_given_from_outside() {
    let today = chrono::NaiveDate::from_ymd_opt(2012, 5, 1);
    let loaded = register_from_texts(&FILES, today).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(Some(loaded.register.authority.today), today);
}

#[test]
fn a_folder_survives_being_a_workbook_byte_by_byte() {
    let expected: BTreeMap<String, String> =
        FILES.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
    assert_eq!(there_and_back(&FILES), expected);
}

#[test]
fn odd_cells_survive_being_in_a_workbook() {
    let odd = "meeting,x_a,kind,x_b\n\
               \u{20}M , lead,trail ,\ttab\n\
               00123,=1+1,TRUE,1e5\n\
               2012-04-02,09:30,0.60,-0\n\
               ,,,\n\
               \"a\nb\",\"a\r\nb\rc\",\"say \"\"x\"\"\",\"a,b\"\n\
               _x000D_,_x005F_,&amp;,<t>\n\
               é,\u{1f600},\u{a0},'quoted\n\
               ,,,\n";
    let mut files = FILES.to_vec();
    files[12].1 = odd;
    files[0].1 = "# first\n\n\n  name = 'x' # kept\n\n[weights]\n# last\n\n";
    files.push(("x_extra-table.csv", "one\n\"\"\n2\n"));
    let expected: BTreeMap<String, String> =
        files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
    assert_eq!(there_and_back(&files), expected);
}

#[test]
fn a_workbook_is_read_as_the_folder_is() {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(place.path(), &FILES);
    let path = place.path().join("register.xlsx");
    convert(place.path(), &path, false).unwrap_or_else(|error| panic!("{error}"));
    let folder = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}"));
    let workbook = read_register(&path, None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(workbook, folder);
    assert_eq!(read_bookings(&path, &folder.register), Ok(folder.register.bookings.clone()));
    let bytes = fs::read(&path).expect("there");
    convert(place.path(), &path, true).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(fs::read(&path).expect("there"), bytes, "the same text, the same bytes");
}

#[test]
fn what_a_spreadsheet_made_of_cells_is_turned_back() {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("hh:mm");
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let sheet = workbook.add_worksheet();
    sheet.set_name("meetings").expect("a name");
    for (column, name) in (0..).zip(["x_date", "x_time", "x_moment", "x_fte", "x_count", "x_yes"]) {
        sheet.write_string(0, column, name).expect("written");
    }
    let at = |day: u8| ExcelDateTime::from_ymd(2012, 4, day).expect("a date");
    sheet.write_with_format(1, 0, at(2), &date).expect("written");
    sheet
        .write_with_format(1, 1, ExcelDateTime::from_hms(9, 30, 0).expect("a time"), &time)
        .expect("written");
    sheet.write_with_format(1, 2, at(2).and_hms(9, 30, 0).expect("a moment"), &moment).expect("written");
    sheet.write_number(1, 3, 0.6).expect("written");
    sheet.write_number(1, 4, 12.0).expect("written");
    sheet.write_boolean(1, 5, true).expect("written");
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("register.xlsx");
    workbook.save(&path).expect("saved");
    convert(&path, &place.path().join("out"), false).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        contents(&place.path().join("out"))["meetings.csv"],
        "x_date,x_time,x_moment,x_fte,x_count,x_yes\n2012-04-02,09:30,2012-04-02T09:30,0.6,12,yes\n"
    );
}

#[test]
fn a_conversion_says_what_is_wrong_with_the_register_and_converts_it_all_the_same() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("in");
    fs::create_dir(&folder).expect("a folder");
    write(&folder, &good_register::edited("rooms.csv", "V-LA,20", "V-XX,20"));
    write(&folder, &[("README.md", "read me")]);
    let notes =
        convert(&folder, &place.path().join("out.xlsx"), false).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert_eq!(notes[0], "README.md is no table and was left out");
    assert!(notes[1].starts_with("rooms.csv:4:2: venue \"V-XX\" is not known"), "{notes:?}");
}

#[test]
fn a_conversion_is_refused_where_it_would_lose_something() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| place.path().join(name);
    fs::create_dir(at("in")).expect("a folder");
    write(&at("in"), &good_register::edited("rooms.csv", "room,venue", "room,room"));
    let refused = convert(&at("in"), &at("out.xlsx"), false);
    assert!(matches!(&refused, Err(ConvertError::Faults(faults)) if faults.0.len() == 1), "{refused:?}");
    assert!(!at("out.xlsx").exists());

    write(&at("in"), &FILES);
    for output in ["out", "out.csv"] {
        let refused = convert(&at("in"), &at(output), false);
        assert!(matches!(refused, Err(ConvertError::Direction { .. })), "{output}: {refused:?}");
    }
    convert(&at("in"), &at("out.xlsx"), false).unwrap_or_else(|error| panic!("{error}"));
    let refused = convert(&at("out.xlsx"), &at("other.xlsx"), false);
    assert!(matches!(refused, Err(ConvertError::Direction { .. })), "{refused:?}");
    let refused = convert(&at("in"), &at("out.xlsx"), false);
    assert!(matches!(refused, Err(ConvertError::Output(OutputError::Exists { .. }))), "{refused:?}");
}
