//! Files that other programs write: text in the encodings they use, cells separated as they separate them.
//!
//! Nothing is guessed that changes what is read: bytes that are no UTF-8 are read as Windows-1252, which is said, and
//! the separator is the one that the header holds most of.

use std::borrow::Cow;

use super::csv_text;
use super::findings::Findings;
use super::limits;
use super::table::Table;
use super::workbook;

/// The characters that Windows-1252 has where Latin-1 has control characters, from 0x80 on; the five bytes that it has
/// none for stand for the control characters of Latin-1.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Returns the text of a file, or records why it has none: it is too large, UTF-16, or no text. A byte-order mark is
/// dropped, and text that was taken for Windows-1252 is noted.
pub(crate) fn foreign_text<'a>(file: &str, bytes: &'a [u8], findings: &mut Findings) -> Option<Cow<'a, str>> {
    if limits::FILE_BYTES < bytes.len() as u64 {
        let (length, most) = (bytes.len(), limits::FILE_BYTES);
        findings
            .fault_of_file(file, format!("has {length} bytes; at most {most} ({} MiB) are read", most >> 20));
        return None;
    }
    let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if is_utf16 || plain.contains(&0) || std::str::from_utf8(plain).is_ok() {
        // Says itself what is wrong with UTF-16 and with bytes of no text.
        return csv_text::text_of(file, bytes, findings).map(Cow::Borrowed);
    }
    findings.note(format!("{file} is not UTF-8 and was read as Windows-1252"));
    let letter = |&byte: &u8| match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        byte => char::from(byte),
    };
    Some(Cow::Owned(plain.iter().map(letter).collect()))
}

/// Reads a CSV file by its text. The separator is comma, semicolon or tab: that which the first line holds most of.
pub(crate) fn foreign_csv(file: &str, text: &str, findings: &mut Findings) -> Option<Table> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let n_in_header = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    // Of equals the last is taken, and a file of one column has none of any.
    let separator = [b'\t', b';', b','].into_iter().max_by_key(n_in_header).unwrap_or(b',');
    csv_text::read_foreign(file, text, separator, findings)
}

/// Reads the sheets of a workbook whose titles are wanted.
pub(crate) fn foreign_sheets(
    file: &str,
    bytes: &[u8],
    wants: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) -> Option<Vec<(String, Table)>> {
    if limits::FILE_BYTES < bytes.len() as u64 {
        let (length, most) = (bytes.len(), limits::FILE_BYTES);
        findings
            .fault_of_file(file, format!("has {length} bytes; at most {most} ({} MiB) are read", most >> 20));
        return None;
    }
    workbook::read_foreign(file, bytes, wants, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_of_other_programs() {
        let cases: [(&[u8], Option<&str>, usize); 6] = [
            (b"\xef\xbb\xbfa,b", Some("a,b"), 0),
            ("\u{e9}".as_bytes(), Some("\u{e9}"), 0),
            (b"caf\xe9 \x80 \x92", Some("caf\u{e9} \u{20ac} \u{2019}"), 1),
            (b"\xff\xfea\0", None, 0),
            (b"a\0b", None, 0),
            (b"", Some(""), 0),
        ];
        for (bytes, expected, n_notes) in cases {
            let mut findings = Findings::default();
            assert_eq!(foreign_text("x.csv", bytes, &mut findings).as_deref(), expected, "{bytes:?}");
            assert_eq!(findings.n_faults(), usize::from(expected.is_none()), "{bytes:?}");
            assert!(expected.is_none() || findings.finish().is_ok_and(|notes| notes.len() == n_notes));
        }
    }

    #[test]
    fn cells_are_separated_by_what_the_header_holds_most_of() {
        for text in ["a,b\n1;2,3\n", "a;b\n1;\"2;3\"\n", "a\tb\n1\t2,3\n", "\n\na;b,c;d\n1;2;3\n"] {
            let mut findings = Findings::default();
            let table = foreign_csv("x.csv", text, &mut findings).expect("a table");
            assert!(findings.is_sound(), "{text:?}");
            assert_eq!(table.rows[0].cells.len(), table.header.len(), "{text:?}");
            assert!(1 < table.header.len(), "{text:?}");
        }
    }
}
