//! Work lists as text, CSV and a workbook. Columns that nothing stands in are left out.

use rust_xlsxwriter::{DocProperties, Workbook};

use super::cells::{Cell, Formats, Sheet, date as date_cell, excel_date, text};
use super::words::discreet;
use super::workbook::WorkbookError;
use crate::calendar::NaiveDate;
use crate::lists::{Row, WorkList};
use crate::words::count;

/// A column of a list: its name in files, its heading with the width in letters, and what stands in it.
struct Column {
    name: &'static str,
    heading: (&'static str, f64),
    of: fn(&Row) -> Cell,
}

const fn column(name: &'static str, heading: &'static str, width: f64, of: fn(&Row) -> Cell) -> Column {
    Column { name, heading: (heading, width), of }
}

const COLUMNS: [Column; 11] = [
    column("meeting", "Meeting", 20.0, |row| text(row.meeting.as_str())),
    column("kind", "Kind", 24.0, |row| text(row.kind.as_str())),
    column("household", "Household", 14.0, |row| text(row.household.as_str())),
    column("child", "Child", 14.0, |row| text(row.child.as_str())),
    column("escalation", "Escalation", 14.0, |row| text(row.escalation.as_str())),
    column("district", "District", 14.0, |row| text(row.district.as_str())),
    column("chair", "Chair", 12.0, |row| text(row.chair.as_str())),
    column("since", "Since", 16.0, |row| date_cell(row.since)),
    column("due", "Due", 16.0, |row| date_cell(row.due)),
    column("working_days_late", "Working days late", 12.0, |row| match row.due {
        Some(_) => Cell::Number(i64::from(row.working_days_late)),
        None => Cell::Empty,
    }),
    column("note", "Note", 50.0, |row| text(row.note.as_str())),
];

/// Returns a list as CSV, in the register's notation.
pub fn list_csv(rows: &[Row]) -> String {
    let columns: Vec<&Column> = COLUMNS.iter().collect();
    let mut table: Vec<Vec<String>> = vec![columns.iter().map(|column| column.name.to_owned()).collect()];
    table.extend(rows.iter().map(|row| columns.iter().map(|column| plain(&(column.of)(row))).collect()));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in table {
        writer.write_record(row).expect("memory takes what is written");
    }
    String::from_utf8(writer.into_inner().expect("memory takes what is written")).expect("text stays text")
}

/// Returns a list as lines of text: its title with the number of rows, what it is, and the rows.
pub fn list_text(list: &WorkList, rows: &[Row]) -> String {
    let mut page = format!("{}: {}\n  {}\n", list.title, count(rows.len() as i64, "row"), list.about);
    if rows.is_empty() {
        return page;
    }
    let columns = used(rows);
    let mut table: Vec<Vec<String>> = vec![columns.iter().map(|column| column.name.to_owned()).collect()];
    table.extend(rows.iter().map(|row| columns.iter().map(|column| plain(&(column.of)(row))).collect()));
    let width = |at: usize| table.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    for row in &table {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        page.push_str(&format!("  {}\n", cells.join("  ").trim_end()));
    }
    page
}

/// Returns lists as an `.xlsx` workbook, a sheet each; `today` is the day that they are of. The same lists give the same bytes.
///
/// # Errors
/// Where a sheet grows past the limits of the format.
pub fn lists_workbook(
    name: &str,
    today: NaiveDate,
    lists: &[(&WorkList, Vec<Row>)],
) -> Result<Vec<u8>, WorkbookError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let mut properties =
        DocProperties::new().set_title(format!("Work lists, {}", discreet(name))).set_author("Convene");
    if let Some(day) = excel_date(today) {
        properties = properties.set_creation_datetime(&day);
    }
    workbook.set_properties(&properties);
    for (list, rows) in lists {
        let columns = COLUMNS.iter().map(|column| column.heading).collect();
        let cells = rows.iter().map(|row| COLUMNS.iter().map(|column| (column.of)(row)).collect());
        let sheet = Sheet { name: list.title, columns, rows: cells.collect() };
        sheet.write(workbook.add_worksheet(), &formats)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn used(rows: &[Row]) -> Vec<&'static Column> {
    COLUMNS.iter().filter(|column| rows.iter().any(|row| !plain(&(column.of)(row)).is_empty())).collect()
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Tenths(number) | Cell::Decimal(number) | Cell::Share(number) => number.to_string(),
        Cell::Time(minutes) => crate::calendar::Clock(*minutes).to_string(),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::LISTS;

    #[test]
    fn every_list_has_a_name_of_its_own_and_a_title_that_a_sheet_can_have() {
        for (at, list) in LISTS.iter().enumerate() {
            assert!(
                list.title.len() <= 31 && !list.title.contains(['/', '[', ']', ':', '*', '?']),
                "{}",
                list.title
            );
            assert!(LISTS[..at].iter().all(|other| other.name != list.name && other.title != list.title));
        }
        let lists: Vec<_> = LISTS.iter().map(|list| (list, Vec::new())).collect();
        let today = NaiveDate::from_ymd_opt(2012, 4, 2).expect("a date");
        assert!(lists_workbook("X", today, &lists).is_ok());
    }

    #[test]
    fn a_list_reads_so() {
        let row = Row {
            meeting: "M-1".to_owned(),
            due: NaiveDate::from_ymd_opt(2012, 4, 2),
            working_days_late: 3,
            note: "not signed off".to_owned(),
            ..Row::default()
        };
        let rows = [row];
        let text = list_text(&LISTS[0], &rows);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "  meeting  due         working_days_late  note",
                "  M-1      2012-04-02  3                  not signed off"
            ]
        );
        assert_eq!(
            list_csv(&rows),
            "meeting,kind,household,child,escalation,district,chair,since,due,working_days_late,note\n\
             M-1,,,,,,,,2012-04-02,3,not signed off\n"
        );
    }
}
