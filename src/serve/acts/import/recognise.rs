//! What a file is, and the tables that it holds.
//!
//! A further kind of file is one more branch of [`recognise`].

use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::files::{ConvertError, Fault, Faults, Location, convert, read_register};
use crate::serve::tables::columns::{POLICY, TABLES, kept};

const BOOKINGS: &str = "bookings.csv";
/// Most files in a packed folder.
const MOST_PACKED: usize = 100;
/// Most bytes of a packed folder once it is unpacked.
const UNPACKED_BYTES: u64 = 64 << 20;

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// What it is, in words.
    pub(crate) what: &'static str,
    /// Files of the register by name, with their text.
    pub(crate) files: Vec<(String, String)>,
    /// What is worth saying.
    pub(crate) notes: Vec<String>,
    /// The faults of a workbook that is a whole register, by their cells.
    pub(crate) cells: Vec<Fault>,
}

/// Returns what a file is and holds.
///
/// # Errors
/// Where it is of no kind that is known, or cannot be read as what it is.
pub(crate) fn recognise(name: &str, bytes: &[u8]) -> Result<Given, Vec<Fault>> {
    /// The first bytes of a workbook of before 2007, and of one with a password.
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    if bytes.starts_with(b"PK") {
        return if is_workbook(bytes) { workbook(name, bytes) } else { packed(name, bytes) };
    }
    // The workbook's own reader says what is wrong with it.
    if bytes.starts_with(OLE) {
        return workbook(name, bytes);
    }
    let file = register_file(name).ok_or_else(|| {
        let tables: Vec<String> = TABLES.iter().map(|kept| kept.file()).collect();
        let wanted = "a register's workbook (.xlsx), its packed folder (.zip), or files of it by their names";
        vec![fault(
            name,
            format!("is of no kind that is known; wanted {wanted}: {POLICY}, {}", tables.join(", ")),
        )]
    })?;
    let mut given = Given { what: "a file of the register", ..Given::default() };
    take(&mut given, file, name, bytes)?;
    Ok(given)
}

fn fault(file: &str, message: impl Into<String>) -> Fault {
    Fault { location: Location::File { file: file.to_owned() }, message: message.into(), meant: None }
}

/// Returns which file of a register a name means: whatever its case, and with the number that browsers give to a file that
/// was downloaded before.
fn register_file(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let (stem, extension) = name.rsplit_once('.')?;
    let stem = match stem.rsplit_once('(') {
        Some((before, number)) if number.trim_end_matches(')').bytes().all(|b| b.is_ascii_digit()) => {
            before.trim_end()
        }
        _ => stem,
    };
    let file = format!("{stem}.{extension}");
    let is_known = file == POLICY || file == BOOKINGS || (extension == "csv" && kept(&file).is_some());
    is_known.then_some(file)
}

/// Takes in one file of a register.
fn take(given: &mut Given, file: String, shown: &str, bytes: &[u8]) -> Result<(), Vec<Fault>> {
    if file == BOOKINGS {
        given.notes.push(format!("{shown} was left out: meetings are booked at the desk, not imported"));
        return Ok(());
    }
    let text = text_of(shown, bytes, &mut given.notes)?;
    let text = match separator(&text) {
        Some(separator) if file != POLICY => {
            let words = if separator == b';' { "semicolons" } else { "tabs" };
            given.notes.push(format!("{shown} separates its cells by {words}, and was read so"));
            with_commas(&text, separator)
        }
        _ => text,
    };
    given.files.push((file, text));
    Ok(())
}

/// Returns the text of a file: UTF-8, or Windows-1252 as older spreadsheets save.
fn text_of(shown: &str, bytes: &[u8], notes: &mut Vec<String>) -> Result<String, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(vec![fault(shown, "is UTF-16; wanted UTF-8: save it as \"CSV UTF-8\"")]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    notes.push(format!("{shown} is not UTF-8, and was read as Windows-1252: look at accents and dashes"));
    Ok(bytes.iter().map(|&byte| windows_1252(byte)).collect())
}

/// Returns the letter of a byte in Windows-1252. The five bytes that mean nothing become the mark of a letter that is lost.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
        '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Returns what separates the cells of a header, if it is no comma.
fn separator(text: &str) -> Option<u8> {
    let header = text.lines().next().unwrap_or_default();
    if header.contains(',') {
        return None;
    }
    [b';', b'\t'].into_iter().find(|&separator| header.contains(char::from(separator)))
}

fn with_commas(text: &str, separator: u8) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in reader.records().flatten() {
        writer.write_record(&record).expect("memory takes what is written");
    }
    let bytes = writer.into_inner().expect("memory takes what is written");
    String::from_utf8(bytes).expect("text stays text")
}

/// Whether packed files are those of a workbook.
fn is_workbook(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes))
        .map_or(true, |archive| archive.index_for_name("[Content_Types].xml").is_some())
}

/// Reads the tables of a workbook, with the reader that unpacks nothing before it knows how large it becomes. That reader reads files:
/// the workbook lies for that moment in a folder that only this program may open.
fn workbook(name: &str, bytes: &[u8]) -> Result<Given, Vec<Fault>> {
    let broken = |error: std::io::Error| vec![fault(name, format!("cannot be read ({error}); try again"))];
    let folder = tempfile::tempdir().map_err(broken)?;
    let (path, out) = (folder.path().join("workbook.xlsx"), folder.path().join("register"));
    std::fs::write(&path, bytes).map_err(broken)?;
    let notes = convert(&path, &out, false).map_err(|error| match error {
        ConvertError::Faults(Faults(faults)) => {
            faults.into_iter().map(|fault| renamed(fault, &path, name)).collect()
        }
        ConvertError::Output(_) | ConvertError::Direction { .. } => {
            vec![fault(name, "cannot be read; try again")]
        }
        ConvertError::Sheet(message) => vec![fault(name, message)],
    })?;
    let mut given = Given { what: "a register's workbook", ..Given::default() };
    given.notes.extend(notes.into_iter().filter(|note| note.ends_with("is no table and was left out")));
    let mut names: Vec<String> = std::fs::read_dir(&out)
        .map_err(broken)?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    for file in names {
        let bytes = std::fs::read(out.join(&file)).map_err(broken)?;
        match register_file(&file) {
            Some(known) => take(&mut given, known, &sheet_of(&file), &bytes)?,
            None => {
                given.notes.push(format!("{} is no table of a register and was left out", sheet_of(&file)))
            }
        }
    }
    if given.files.is_empty() {
        return Err(vec![fault(
            name,
            "has no sheet that is a table of a register; wanted sheets such as staff, rooms, meetings",
        )]);
    }
    // A whole register is read as one, because then its faults are told by their cells.
    let has = |file: &str| given.files.iter().any(|given| given.0 == file);
    if [POLICY, "places.csv", "venues.csv", "rooms.csv", "staff.csv", "hours.csv", "meetings.csv"]
        .into_iter()
        .all(has)
        && let Err(Faults(faults)) = read_register(&path, None)
    {
        given.cells = faults.into_iter().map(|fault| renamed(fault, &path, name)).collect();
    }
    Ok(given)
}

fn sheet_of(file: &str) -> String {
    format!("sheet {}", file.rsplit_once('.').map_or(file, |(stem, _)| stem))
}

/// Calls a file in a fault what somebody called it.
fn renamed(mut fault: Fault, path: &Path, name: &str) -> Fault {
    if let Location::File { file } = &mut fault.location
        && *file == path.display().to_string()
    {
        name.clone_into(file);
    }
    fault
}

/// Reads a packed folder of a register, as the desk's export packs it. What its parts claim to hold is not believed: no more is unpacked than
/// is read.
fn packed(name: &str, bytes: &[u8]) -> Result<Given, Vec<Fault>> {
    let damaged =
        |error: &dyn std::fmt::Display| vec![fault(name, format!("is damaged ({error}); send it again"))];
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if MOST_PACKED < archive.len() {
        return Err(vec![fault(
            name,
            format!("holds {} files; at most {MOST_PACKED} are read", archive.len()),
        )]);
    }
    let mut given = Given { what: "a register's packed folder", ..Given::default() };
    let mut left = UNPACKED_BYTES;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| damaged(&error))?;
        if part.is_dir() {
            continue;
        }
        let inner = part.name().map_err(|error| damaged(&error))?.into_owned();
        let inner = inner.rsplit('/').next().unwrap_or_default().to_owned();
        let Some(file) = register_file(&inner) else {
            given.notes.push(format!("{inner} is no file of a register and was left out"));
            continue;
        };
        let mut unpacked = Vec::new();
        part.by_ref().take(left + 1).read_to_end(&mut unpacked).map_err(|error| damaged(&error))?;
        left = left.checked_sub(unpacked.len() as u64).ok_or_else(|| {
            vec![fault(
                name,
                format!("unpacks to more than {} MB; at most that many are read", UNPACKED_BYTES >> 20),
            )]
        })?;
        take(&mut given, file, &inner, &unpacked)?;
    }
    if given.files.is_empty() {
        return Err(vec![fault(
            name,
            format!("holds no file of a register; wanted {POLICY} and tables such as staff.csv"),
        )]);
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
            writer.write_all(bytes).expect("it can be written");
        }
        writer.finish().expect("a zip").into_inner()
    }

    #[test]
    fn a_file_of_a_register_is_known_by_its_name() {
        for (name, file) in [("staff.csv", "staff.csv"), ("Staff (2).CSV", "staff.csv"), (POLICY, POLICY)] {
            assert_eq!(register_file(name).as_deref(), Some(file), "{name}");
        }
        for name in ["children.xml", "people.csv", "staff", "staff.xlsx", ""] {
            assert_eq!(register_file(name), None, "{name}");
        }
    }

    #[test]
    fn what_older_spreadsheets_save_is_read_and_said() {
        let given = recognise("places.csv", b"place;name\r\nA;Caf\xe9 \x96 West\r\n").expect("a file");
        assert_eq!(given.files, [("places.csv".to_owned(), "place,name\nA,Café – West\n".to_owned())]);
        assert_eq!(given.notes.len(), 2);
    }

    #[test]
    fn a_packed_folder_is_read_and_a_bomb_is_not() {
        let given =
            recognise("register.zip", &zip_of(&[("register/staff.csv", b"staff\nIRO1\n"), ("x.txt", b"x")]));
        let given = given.expect("a folder");
        assert_eq!(given.files, [("staff.csv".to_owned(), "staff\nIRO1\n".to_owned())]);
        assert_eq!(given.notes, ["x.txt is no file of a register and was left out"]);
        let bomb = zip_of(&[("staff.csv", &vec![b'a'; (UNPACKED_BYTES + 1) as usize])]);
        assert!(bomb.len() < 1 << 20);
        let faults = recognise("bomb.zip", &bomb).expect_err("it is too large");
        assert!(faults[0].message.contains("unpacks to more than"), "{}", faults[0].message);
    }

    #[test]
    fn what_is_not_known_is_refused_with_what_is_wanted() {
        let faults = recognise("names.txt", b"anything").expect_err("it is of no kind");
        assert!(faults[0].message.contains("staff.csv"), "{}", faults[0].message);
        assert!(recognise("broken.xlsx", b"PK\x03\x04nothing").is_err());
    }
}
