//! CSV text as RFC 4180 has it, strictly: a quotation mark in the wrong place is a fault, not a guess.

use super::findings::Findings;
use super::limits;
use super::table::{Origin, Row, Table, cell_objection};

/// Reads a CSV file. Faults are recorded; `None` where no header can be told.
pub(super) fn read(name: &str, file: &str, bytes: &[u8], findings: &mut Findings) -> Option<Table> {
    let text = text_of(file, bytes, findings)?;
    let (rows, complete) = rows_of(file, text, b',', findings)?;
    Table::new(name, Origin::File(file.to_owned()), rows, complete, findings)
}

/// Reads a CSV file of another program, whose cells are separated by `separator`.
pub(super) fn read_foreign(file: &str, text: &str, separator: u8, findings: &mut Findings) -> Option<Table> {
    let (rows, complete) = rows_of(file, text, separator, findings)?;
    Table::foreign(file, Origin::File(file.to_owned()), rows, complete, findings)
}

/// Returns the rows of a text, the header first, and whether they are all. `None` where no header can be told.
fn rows_of(file: &str, text: &str, separator: u8, findings: &mut Findings) -> Option<(Vec<Row>, bool)> {
    let origin = Origin::File(file.to_owned());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut rows, mut complete) = (Vec::new(), true);
    let (mut line, mut counted, mut n_cells) = (1, 0, 0);
    // The text is known to be UTF-8 and a slice cannot fail to be read, so an error is the end.
    while reader.read_record(&mut record).unwrap_or(false) {
        let from = record.position().map_or(0, |position| position.byte() as usize);
        // The reader's position is before blank lines and before the second half of a line's end.
        let from = from + text[from..].bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let until = reader.position().byte() as usize;
        line += lines_in(&text[counted..from]);
        counted = from;
        if findings.is_full() {
            complete = false;
            break;
        }
        n_cells += record.len();
        if let Some(limit) = past_limit(rows.len(), n_cells, record.len()) {
            findings.fault(origin.whole(), format!("has more than {limit}; at most that many are read"));
            complete = false;
            break;
        }
        if rows.is_empty() && record.len() == 1 && separator == b',' && record[0].contains(';') {
            let message = "cells are separated by semicolons; save with commas";
            findings.fault(origin.whole(), message);
            return None;
        }
        let mut sound = true;
        if let Some(misquoted) = misquoted(&text[from..until], separator) {
            let line_of = |offset: usize| line + lines_in(&text[from..from + offset]);
            let (opened, at) = (line_of(misquoted.opened), line_of(misquoted.offset));
            if opened < at {
                // The cell began lines above: that is where the mark is that should not be there.
                let message =
                    format!("a quotation mark is opened here and closed inside other text on line {at}");
                findings.fault(origin.at(opened, misquoted.column), message);
            } else {
                findings.fault(origin.at(at, misquoted.column), misquoted.message);
            }
            sound = false;
            // It may have swallowed rows.
            complete = false;
        }
        let objection = |(column, cell)| cell_objection(cell).map(|message| (column, message));
        if let Some((column, message)) = record.iter().enumerate().filter(|_| sound).find_map(objection) {
            findings.fault(origin.at(line, column), message);
            sound = false;
        }
        rows.push(Row { line, cells: record.iter().map(str::to_owned).collect(), sound });
    }
    (!rows.is_empty() || complete).then_some((rows, complete))
}

/// Returns the limit that the next row is past, in words.
fn past_limit(n_rows: usize, n_cells: usize, width: usize) -> Option<String> {
    if limits::ROWS < n_rows {
        Some(format!("{} rows", limits::ROWS))
    } else if limits::CELLS < n_cells {
        Some(format!("{} cells", limits::CELLS))
    } else if limits::COLUMNS < width {
        Some(format!("{} columns", limits::COLUMNS))
    } else {
        None
    }
}

/// Returns the text of a file, or records why it is none. A byte-order mark is dropped.
pub(super) fn text_of<'a>(file: &str, bytes: &'a [u8], findings: &mut Findings) -> Option<&'a str> {
    let origin = Origin::File(file.to_owned());
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        findings.fault(origin.at(1, 0), "is UTF-16; wanted UTF-8: save it as \"CSV UTF-8\"");
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line_at = |offset: usize| 1 + bytes[..offset].iter().filter(|&&b| b == b'\n').count() as u64;
    if let Some(offset) = bytes.iter().position(|&b| b == 0) {
        findings.fault(origin.at(line_at(offset), 0), "the line holds a NUL byte; wanted text in UTF-8");
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let offset = error.valid_up_to();
            let message = format!(
                "the line holds the byte 0x{:02X}, which is not UTF-8; wanted UTF-8: save it as \"CSV UTF-8\"",
                bytes[offset]
            );
            findings.fault(origin.at(line_at(offset), 0), message);
            None
        }
    }
}

/// Returns `rows` as CSV: quoted only where it must be, each line ended by `\n`.
pub(super) fn write<R, C>(rows: R) -> String
where
    R: IntoIterator<Item = C>,
    C: IntoIterator,
    C::Item: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        let cells: Vec<C::Item> = row.into_iter().collect();
        writer
            .write_record(cells.iter().map(|cell| cell.as_ref().as_bytes()))
            .expect("memory takes what is written");
    }
    let bytes = writer.into_inner().expect("memory takes what is written");
    String::from_utf8(bytes).expect("text stays text")
}

fn lines_in(text: &str) -> u64 {
    text.bytes().filter(|&b| b == b'\n').count() as u64
}

/// A quotation mark in the wrong place.
struct Misquoted {
    /// Bytes from the start of the record.
    offset: usize,
    /// The mark that opened the cell, in bytes from the start of the record.
    opened: usize,
    /// The cell, from 0.
    column: usize,
    message: &'static str,
}

/// Returns the first quotation mark of a record that RFC 4180 does not allow.
fn misquoted(record: &str, separator: u8) -> Option<Misquoted> {
    enum At {
        Start,
        Plain,
        Quoted,
        /// After a quotation mark inside quotation marks: the end, or the first of two.
        Mark,
    }
    let (mut at, mut column, mut opened) = (At::Start, 0, 0);
    for (offset, byte) in record.bytes().enumerate() {
        at = match (at, byte) {
            (At::Start | At::Plain | At::Mark, byte) if byte == separator => {
                column += 1;
                At::Start
            }
            (At::Start | At::Plain | At::Mark, b'\r' | b'\n') => At::Start,
            (At::Start, b'"') => {
                opened = offset;
                At::Quoted
            }
            (At::Plain, b'"') => {
                let message = "a quotation mark stands inside a cell that does not begin with one; wanted the \
                               cell in quotation marks and this one doubled";
                return Some(Misquoted { offset, opened: offset, column, message });
            }
            (At::Start | At::Plain, _) => At::Plain,
            (At::Quoted, b'"') => At::Mark,
            (At::Quoted, _) | (At::Mark, b'"') => At::Quoted,
            (At::Mark, _) => {
                let message = "text follows a closing quotation mark; wanted the next cell or the end of the line, or \
                               the mark doubled";
                return Some(Misquoted { offset, opened, column, message });
            }
        };
    }
    matches!(at, At::Quoted).then_some(Misquoted {
        offset: opened,
        opened,
        column,
        message: "a quotation mark is opened here and never closed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<Table>, Vec<String>) {
        let mut findings = Findings::default();
        let table = read("places", "places.csv", text.as_bytes(), &mut findings);
        let faults = findings.finish().err().map_or_else(Vec::new, |faults| faults.0);
        (table, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lines_are_those_of_an_editor_whatever_stands_between() {
        let cases = [
            ("a,b\n1,2\n3,4\n", vec![2, 3]),
            ("a,b\r\n1,2\r\n3,4\r\n", vec![2, 3]),
            ("a,b\n\n1,2\n\n\n3,4", vec![3, 6]),
            ("a,b\r\n\r\n1,2\r\n\r\n3,4\r\n", vec![3, 5]),
            ("\u{feff}a,b\n\"x\ny\",2\n3,4\n", vec![2, 4]),
        ];
        for (text, lines) in cases {
            let (table, notes) = read_text(text);
            assert!(notes.is_empty(), "{text:?}: {notes:?}");
            let found: Vec<u64> = table.expect("a table").rows.iter().map(|row| row.line).collect();
            assert_eq!(found, lines, "{text:?}");
        }
    }

    #[test]
    fn misplaced_quotation_marks_are_faults_where_they_stand() {
        let cases = [
            ("a,b\n1,\"2\n3,4\n", "places.csv:2:2: a quotation mark is opened here and never closed"),
            ("a,b\n\"x\ny\",\"2\n", "places.csv:3:2: a quotation mark is opened here"),
            ("a,b\n1,5\" pipe\n", "places.csv:2:2: a quotation mark stands inside"),
            (
                "a,b\n1,\"2\n3,\"4\n",
                "places.csv:2:2: a quotation mark is opened here and closed inside other text on line 3",
            ),
            ("a,b\n\"1\"x,2\n", "places.csv:2:1: text follows a closing quotation mark"),
        ];
        for (text, expected) in cases {
            let (_, notes) = read_text(text);
            assert_eq!(notes.len(), 1, "{text:?}: {notes:?}");
            assert!(notes[0].starts_with(expected), "{text:?}: {notes:?}");
        }
    }

    #[test]
    fn what_is_written_is_quoted_only_where_it_must_be() {
        let rows = [vec!["a", "b c"], vec!["1,5", "say \"yes\""], vec!["", "x\ny"]];
        assert_eq!(write(&rows), "a,b c\n\"1,5\",\"say \"\"yes\"\"\"\n,\"x\ny\"\n");
        assert_eq!(write([[""]]), "\"\"\n");
    }
}
