//! What is checked of a workbook before it is parsed: that it is one, and that it unpacks to a size that a register
//! may have. The reader that parses it takes counts and sizes on trust.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::limits;

/// The first bytes of an OLE compound file: a workbook with a password, or one of Excel 97.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Most parts of a workbook; Excel writes some twenty and one for each sheet.
const PARTS: usize = 5_000;

/// Returns why a file is not opened as a workbook, if it is not.
pub(super) fn objection(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(&OLE) {
        return Some(
            "is protected by a password, or is a workbook of before 2007; wanted an .xlsx workbook without a \
             password"
                .to_owned(),
        );
    }
    check(bytes).err()
}

fn check(bytes: &[u8]) -> Result<(), String> {
    let damaged =
        |error: zip::result::ZipError| format!("is no workbook ({error}); wanted an .xlsx workbook");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if PARTS < archive.len() {
        return Err(format!("has {} parts; at most {PARTS} are read", archive.len()));
    }
    let mut unpacked = 0_u64;
    for part in 0..archive.len() {
        let part = archive.by_index_raw(part).map_err(damaged)?;
        if part.encrypted() {
            return Err("is protected by a password; wanted one without".to_owned());
        }
        unpacked = unpacked.saturating_add(part.size());
    }
    if limits::UNPACKED_BYTES < unpacked {
        return Err(format!(
            "unpacks to {unpacked} bytes; at most {} ({} MiB) are read",
            limits::UNPACKED_BYTES,
            limits::UNPACKED_BYTES >> 20
        ));
    }
    // Sizes are claims; what they claim is unpacked once to see whether it is so.
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(damaged)?;
        let claimed = part.size();
        let name = part.name().map_err(damaged)?.into_owned();
        let mut limited = part.by_ref().take(claimed + 1);
        let unreadable = |error| format!("is damaged: its part {name} cannot be unpacked ({error})");
        let unpacked = if name.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            let mut text = Vec::new();
            limited.read_to_end(&mut text).map_err(unreadable)?;
            if overstates_strings(&text) {
                return Err(format!("is damaged: its part {name} claims more strings than it can hold"));
            }
            text.len() as u64
        } else {
            std::io::copy(&mut limited, &mut std::io::sink()).map_err(unreadable)?
        };
        if claimed < unpacked {
            return Err(format!("is damaged: its part {name} is larger than it claims"));
        }
    }
    Ok(())
}

/// Whether the table of strings claims more of them than its bytes can hold: room for them would be set aside at
/// once. In another encoding than UTF-8 nothing can be told, and Excel writes none.
fn overstates_strings(xml: &[u8]) -> bool {
    const ATTRIBUTE: &[u8] = b"uniqueCount";
    if xml.contains(&0) {
        return true;
    }
    let mut rest = xml;
    while let Some(at) = rest.windows(ATTRIBUTE.len()).position(|window| window == ATTRIBUTE) {
        rest = &rest[at + ATTRIBUTE.len()..];
        let digits: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\''))
            .skip_while(|&b| b == b'0')
            .take_while(u8::is_ascii_digit)
            .collect();
        let count = String::from_utf8(digits).unwrap_or_default();
        if !count.is_empty() && count.parse::<u64>().map_or(true, |count| xml.len() as u64 / 4 < count) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_strings_holds_no_more_than_its_bytes() {
        let cases = [
            ("<sst uniqueCount=\"1\"><si><t>x</t></si></sst>", false),
            ("<sst uniqueCount = '99999999999999999999'><si/></sst>", true),
            ("<sst uniqueCount=\"00000000000000000001\"><si/></sst>", false),
            ("<sst uniqueCount=\"400\"><si/></sst>", true),
            ("<sst><si><t>uniqueCount</t></si></sst>", false),
            ("<s\0s\0t", true),
        ];
        for (xml, expected) in cases {
            assert_eq!(overstates_strings(xml.as_bytes()), expected, "{xml}");
        }
    }
}
