//! Export of everything as a register, and of the bookings for other programs.

use std::io::{Cursor, Write};

use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, XlsxError};
use serde::Deserialize;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::desk::State as Plan;
use crate::files::bookings_csv;
use crate::register::Booking;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::limits::EXPORTS;
use crate::serve::tables::columns::{POLICY, TABLES};
use crate::serve::tables::grid::Grid;
use crate::store::Status;

/// The sheet of a workbook that has the policy, a line a row.
const POLICY_SHEET: &str = "authority";
const BOOKINGS: &str = "bookings.csv";

/// What the register is taken out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// A folder of CSV files, packed.
    Folder,
    /// A workbook.
    Workbook,
    /// The bookings, for Excel.
    BookingsForExcel,
    /// The bookings, as the open standard has it.
    Bookings,
}

impl Format {
    /// Each with its word, what it is for people, and what to know of it.
    pub(crate) const ALL: [(Format, &'static str, &'static str, &'static str); 4] = [
        (
            Format::Folder,
            "folder",
            "Everything, as a folder of CSV files (zip)",
            "As convene export writes it and convene and its import read it: cell by cell what the register holds.",
        ),
        (
            Format::Workbook,
            "workbook",
            "Everything, as a workbook (xlsx)",
            "A sheet a table. Every cell is text, so that no program changes a reference or a day, and nothing runs as a formula.",
        ),
        (
            Format::BookingsForExcel,
            "bookings_for_excel",
            "Bookings, as CSV for Excel",
            "With the mark by which Excel knows the letters. A cell that begins like a formula has an apostrophe before it.",
        ),
        (
            Format::Bookings,
            "bookings",
            "Bookings, as CSV (open standard)",
            "UTF-8 as RFC 4180 has it. A cell that begins like a formula has an apostrophe before it.",
        ),
    ];

    fn word(self) -> &'static str {
        Format::ALL.iter().find(|format| format.0 == self).map_or("", |format| format.1)
    }

    fn content_type(self) -> &'static str {
        match self {
            Format::Folder => "application/zip",
            Format::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::BookingsForExcel | Format::Bookings => "text/csv; charset=utf-8",
        }
    }

    /// Returns the name of the file: a day and nothing of anybody.
    fn file_name(self, day: chrono::NaiveDate) -> String {
        match self {
            Format::Folder => format!("register-{day}.zip"),
            Format::Workbook => format!("register-{day}.xlsx"),
            Format::BookingsForExcel => format!("bookings-{day}-excel.csv"),
            Format::Bookings => format!("bookings-{day}.csv"),
        }
    }
}

/// What is taken out, as a file.
#[derive(Clone)]
pub(crate) struct Taken {
    pub(crate) name: String,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Takes the register out. It is noted in the audit before it is sent: what leaves the desk is on record even if sending it fails.
///
/// # Errors
/// Where too much was taken out within the hour, or the plan cannot be read.
pub(crate) fn take_out(app: &App, who: &str, format: Format) -> Result<Taken, Failure> {
    app.limits.count(&format!("exports {who}"), EXPORTS)?;
    let plan = app.state()?;
    app.desk.store().note_seen(&app.by(who, format.word()), &["export"])?;
    let bytes = bytes(&plan, format).map_err(|error| {
        eprintln!("error: failed to write an export: {error}");
        Failure::Broken
    })?;
    Ok(Taken { name: format.file_name(app.clock.today()), content_type: format.content_type(), bytes })
}

impl IntoResponse for Taken {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, self.content_type.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)),
        ];
        (headers, self.bytes).into_response()
    }
}

fn bytes(plan: &Plan, format: Format) -> Result<Vec<u8>, anyhow::Error> {
    match format {
        Format::Folder => zipped("register", &files(plan)),
        Format::Workbook => Ok(workbook(&files(plan))?),
        Format::BookingsForExcel => Ok(format!("\u{feff}{}", defused(&bookings(plan))).into_bytes()),
        Format::Bookings => Ok(defused(&bookings(plan)).into_bytes()),
    }
}

/// Returns the register's files in the order of registers, with columns of its own as they stand.
fn files(plan: &Plan) -> Vec<(String, String)> {
    let names = std::iter::once(POLICY.to_owned()).chain(TABLES.iter().map(|kept| kept.file()));
    let stored = names.filter_map(|name| plan.tables.iter().find(|table| table.name == name));
    let mut files: Vec<(String, String)> =
        stored.map(|table| (table.name.clone(), table.text.clone())).collect();
    files.push((BOOKINGS.to_owned(), bookings(plan)));
    files
}

/// Returns the bookings that stand, without temporary holds, for which files have no word.
fn bookings(plan: &Plan) -> String {
    let is_hold = |booking: &&Booking| {
        plan.stored(booking.meeting)
            .is_some_and(|stored| matches!(stored.booking.status, Status::OnHold { .. }))
    };
    let standing: Vec<Booking> =
        plan.register.bookings.iter().filter(|booking| !is_hold(booking)).cloned().collect();
    bookings_csv(&plan.register, &standing)
}

/// Returns a table as CSV with lines as RFC 4180 ends them. A cell that a spreadsheet would take for a formula is led by an
/// apostrophe: quoting it would not help.
fn defused(text: &str) -> String {
    let grid = Grid::read(text);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for cells in std::iter::once(&grid.header).chain(&grid.rows) {
        let cells = cells.iter().map(|cell| {
            let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
            let is_number = cell.parse::<f64>().is_ok();
            if !is_number && cell.starts_with(begins) { format!("'{cell}") } else { cell.clone() }
        });
        writer.write_record(cells).expect("memory takes what is written");
    }
    let bytes = writer.into_inner().expect("memory takes what is written");
    String::from_utf8(bytes).expect("text stays text")
}

/// Returns files packed into one, in a folder of a name. The same files give the same bytes.
pub(crate) fn zipped(folder: &str, files: &[(String, String)]) -> Result<Vec<u8>, anyhow::Error> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(format!("{folder}/{name}"), SimpleFileOptions::default())?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Returns files as a workbook that the reader of registers reads. Every cell is text, and formatted as text, so that a spreadsheet leaves it as
/// it is and runs none of it.
fn workbook(files: &[(String, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The date on which the file says that it was made is the same for ever, and who made it is in the audit.
    workbook
        .set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let text_format = CellFormat::new().set_num_format("@");
    for (name, text) in files {
        let rows: Vec<Vec<String>> = if name == POLICY {
            text.lines().map(|line| vec![line.to_owned()]).collect()
        } else {
            let Grid { header, rows } = Grid::read(text);
            std::iter::once(header).chain(rows).collect()
        };
        let sheet = workbook.add_worksheet();
        sheet.set_name(if name == POLICY {
            POLICY_SHEET
        } else {
            name.strip_suffix(".csv").unwrap_or(name)
        })?;
        for (row, cells) in (0..).zip(&rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string_with_format(row, column, cell, &text_format)?;
            }
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{read_register, register_files};
    use crate::synth::{Preset, generate};

    #[test]
    fn cells_that_begin_like_formulas_are_defused() {
        let text = "meeting,x_note\nM1,=1+1\nM2,-5\n\"a,b\",@now\nM4,＝1\n";
        assert_eq!(defused(text), "meeting,x_note\r\nM1,'=1+1\r\nM2,-5\r\n\"a,b\",'@now\r\nM4,'＝1\r\n");
    }

    #[test]
    fn a_workbook_is_read_as_the_register_that_it_was_made_of() {
        let register = generate(Preset::Tiny, 1);
        let files = register_files(&register);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("register.xlsx");
        std::fs::write(&path, workbook(&files).expect("a workbook")).expect("it can be written");
        let read = read_register(&path, None).expect("it can be read");
        assert_eq!(register_files(&read.register), files);
    }

    #[test]
    fn a_folder_is_packed_file_by_file() {
        let files = [("staff.csv".to_owned(), "staff\nIRO1\n".to_owned())];
        let bytes = zipped("register", &files).expect("it can be packed");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let text = std::io::read_to_string(archive.by_index(0).expect("a file")).expect("text");
        assert_eq!(text, "staff\nIRO1\n");
    }
}
