//! What a file is, by what stands in it. Its name does not count: people rename files.

use super::format::{Column, FORMATS, Format, letters};
use crate::files::{Table, foreign_sheets, quoted};

use super::report::Report;

/// The kinds of file that are known, in words.
pub const KNOWN: &str = "a children in need census (XML), an Annex A workbook or one of its lists 5, 7 and 8, an \
     SSDA903 file (episodes or reviews), or a table of the standard safeguarding dataset (ssd_cp_plans, ssd_cp_reviews, \
     ssd_initial_cp_conference, ssd_s47_enquiry, ssd_cla_episodes, ssd_cla_reviews, ssd_involvements, ssd_professionals)";

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    Workbook,
    Xml,
    Table,
}

/// Returns what a file looks like.
pub(super) fn looks(bytes: &[u8]) -> Looks {
    const OLE: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.trim_ascii_start().first() {
        // The workbook's own reader says what is wrong with those of before 2007.
        _ if bytes.starts_with(b"PK") || bytes.starts_with(&OLE) => Looks::Workbook,
        Some(b'<') => Looks::Xml,
        _ => Looks::Table,
    }
}

/// Returns the format that a table has by its header: the one with most columns there, provided that at least half of
/// its needed ones are, so that a table of which a column was lost is still told from a stranger.
pub(super) fn format_of(header: &[String]) -> Option<Format> {
    let headers: Vec<String> = header.iter().map(|name| letters(name)).collect();
    let has = |column: &&Column| headers.iter().any(|name| column.is(name));
    let scored = FORMATS.iter().filter_map(|&format| {
        let needed = format.columns().iter().filter(|column| column.is_needed);
        let (n_needed, n_there) = (needed.clone().count(), needed.filter(has).count());
        let n_all = format.columns().iter().filter(has).count();
        // A child's number alone is in every table.
        (1 < n_there && n_needed <= 2 * n_there).then_some((n_there == n_needed, n_all, format))
    });
    scored.max_by_key(|&(is_whole, n_all, _)| (is_whole, n_all)).map(|(_, _, format)| format)
}

/// Records that a table is none of those that are known, with the column that tells which was probably meant.
pub(super) fn unknown_table(table: &Table, report: &mut Report) {
    let names: Vec<&str> = FORMATS.iter().flat_map(|f| f.columns()).map(|column| column.name).collect();
    let near = table.header.iter().find_map(|name| {
        let meant = report.faults.nearest(name, names.iter().copied())?;
        Some((name, meant))
    });
    let maybe =
        near.map_or_else(String::new, |(_, meant)| format!(" (a column is near to {})", quoted(&meant)));
    report.faults.fault(table.origin.whole(), format!("is of no kind that is known{maybe}; wanted {KNOWN}"));
}

/// Returns the lists of an Annex A workbook that are read: by their titles, or where no sheet is called a list, by
/// their columns.
pub(super) fn annex_a(file: &str, bytes: &[u8], report: &mut Report) -> Vec<(Format, Table)> {
    let is_read = |title: &str| list_number(title).is_some_and(|number| matches!(number, 5 | 7 | 8));
    let Some(titled) = foreign_sheets(file, bytes, &is_read, &mut report.faults) else { return Vec::new() };
    if !titled.is_empty() {
        let with_format = titled.into_iter().filter_map(|(title, table)| {
            let format = match list_number(&title)? {
                5 => Format::AnnexA5,
                7 => Format::AnnexA7,
                _ => Format::AnnexA8,
            };
            Some((format, table))
        });
        return with_format.collect();
    }
    // Sheets of no interest may hold anything: what is wrong with them is not said.
    let mut aside = crate::files::Findings::default();
    let all = foreign_sheets(file, bytes, &|_| true, &mut aside).unwrap_or_default();
    let known: Vec<(Format, Table)> =
        all.into_iter().filter_map(|(_, table)| Some((format_of(&table.header)?, table))).collect();
    if known.is_empty() && report.faults.is_sound() {
        report.faults.fault_of_file(
            file,
            format!("is a workbook without a sheet List 5, List 7 or List 8; wanted {KNOWN}"),
        );
    }
    known
}

/// Returns the number of a sheet that is called a list: 5 for `List 5`, `list05` and `List 5 - S47`.
fn list_number(title: &str) -> Option<u32> {
    let title = letters(title);
    let digits: String =
        title.strip_prefix("list")?.chars().take_while(char::is_ascii_digit).take(2).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_what_stands_in_them() {
        let cases: [(&[u8], Looks); 6] = [
            (b"PK\x03\x04", Looks::Workbook),
            (b"\xd0\xcf\x11\xe0", Looks::Workbook),
            (b"\xef\xbb\xbf  \n<Message/>", Looks::Xml),
            (b"<?xml version=\"1.0\"?>", Looks::Xml),
            (b"CHILD,REVIEW", Looks::Table),
            (b"", Looks::Table),
        ];
        for (bytes, expected) in cases {
            assert_eq!(looks(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn tables_are_told_by_their_columns() {
        let cases = [
            ("CHILD,DOB,REVIEW,REVIEW_CODE", Some(Format::Ssda903Reviews)),
            ("child,review", Some(Format::Ssda903Reviews)),
            ("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", Some(Format::Ssda903Header)),
            ("CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC", Some(Format::Ssda903Episodes)),
            ("cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date", Some(Format::SsdPlans)),
            (
                " Child Unique ID ,Child Protection Plan Start Date,Date of latest review conference",
                Some(Format::AnnexA7),
            ),
            ("Child Unique ID,Gender,Date of Contact", None),
            ("meeting,kind", None),
            ("", None),
        ];
        for (header, expected) in cases {
            let header: Vec<String> = header.split(',').map(str::to_owned).collect();
            assert_eq!(format_of(&header), expected, "{header:?}");
        }
    }

    #[test]
    fn lists_are_known_by_their_numbers() {
        let cases = [
            ("List 5", Some(5)),
            ("list_07 ", Some(7)),
            ("List 5 - S47", Some(5)),
            ("List 11", Some(11)),
            ("Guide", None),
        ];
        for (title, expected) in cases {
            assert_eq!(list_number(title), expected, "{title}");
        }
    }
}
