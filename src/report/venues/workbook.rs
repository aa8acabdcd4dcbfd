//! `venues.xlsx`: an assessment of venues as a workbook to filter, sort and count in.

use rust_xlsxwriter::{Chart, ChartType, DocProperties, Workbook};

use super::pressure::DAYS;
use super::view::{Question, WEEKS_USED, certainty, finding};
use crate::report::cells::{Cell, Formats, Sheet, excel_date, hours, number, text};
use crate::report::words::{discreet, named};
use crate::report::workbook::WorkbookError;
use crate::venues::worth::{Measure, Worth};

const NEW: &str = "New venues";
/// The column of minutes of cost in the sheet of new venues, after its six of words.
const COST_COLUMN: u16 = 6 + 3 * (Measure::Cost as u16);

/// Returns an assessment as an `.xlsx` workbook: sheets Summary, New venues, Venues shut, Pressure, Journeys, those that there
/// is something for. The same assessment gives the same bytes.
///
/// # Errors
/// Where a sheet grows past the limits of the format.
pub fn venues_workbook(question: &Question<'_>) -> Result<Vec<u8>, WorkbookError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let authority = discreet(&question.register.authority.name);
    let mut properties = DocProperties::new().set_title(format!("Venues, {authority}")).set_author("Convene");
    if let Some(today) = excel_date(question.register.authority.today) {
        properties = properties.set_creation_datetime(&today);
    }
    workbook.set_properties(&properties);
    let sheets = [summary(question), new(question), shut(question), pressure(question), journeys(question)];
    for sheet in sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()) {
        let worksheet = workbook.add_worksheet();
        sheet.write(worksheet, &formats)?;
        if sheet.name == NEW {
            let last = sheet.rows.len() as u32;
            worksheet.insert_chart(last + 2, 1, &cost_chart(last))?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn summary(question: &Question<'_>) -> Sheet {
    let (assessment, config) = (question.assessment, &question.assessment.config);
    let line = |what: &str, value: Cell, note: &str| vec![text(what), value, text(note)];
    let mut rows = vec![
        line("Authority", text(discreet(&question.register.authority.name)), ""),
        line("Register of", Cell::Date(question.register.authority.today), ""),
        line("Finding", text(finding(question)), "A modelled answer"),
        line("Drawn weeks", number(assessment.demand.weeks.len()), "All changes are compared on the same"),
        line("Seed", Cell::Number(config.seed as i64), ""),
        line("Steps of the search", Cell::Number(config.steps as i64), "For each plan of each week"),
    ];
    for (at, (week, figures)) in assessment.demand.weeks.iter().zip(&assessment.as_it_is).enumerate() {
        let (s1, s2, s3) = figures.score;
        rows.push(line(
            &format!("Week {}", at + 1),
            Cell::Date(week.monday),
            &format!(
                "As things are: {} meetings, {} without a place; S1 {s1}, S2 {s2}, S3 {s3}",
                figures.meetings, figures.unplaced
            ),
        ));
    }
    Sheet { name: "Summary", columns: vec![("What", 24.0), ("Value", 44.0), ("Note", 80.0)], rows }
}

/// Returns the headings of the measures: the mean and the ends of the interval of each. Of a venue that no plan used there are no ends.
fn measure_columns() -> impl Iterator<Item = (&'static str, f64)> {
    Measure::ALL
        .into_iter()
        .flat_map(|measure| [(measure.title(), 18.0), ("low (95 %)", 11.0), ("high (95 %)", 11.0)])
        .chain([(WEEKS_USED, 14.0)])
}

fn measure_cells(worth: &Worth) -> impl Iterator<Item = Cell> {
    let is_unused = worth.is_unused();
    let of_measures = Measure::ALL.into_iter().flat_map(move |measure| {
        let estimate = worth.estimate(measure);
        let ends = match estimate.half_width {
            Some(_) if !is_unused => estimate.ends().map(tenths),
            _ => [Cell::Empty, Cell::Empty],
        };
        std::iter::once(tenths(estimate.mean)).chain(ends)
    });
    of_measures.chain([number(worth.weeks_used())])
}

fn tenths(value: f64) -> Cell {
    Cell::Tenths((value * 10.0).round() / 10.0)
}

fn new(question: &Question<'_>) -> Sheet {
    let mut columns = vec![
        ("Venue", 14.0),
        ("Name", 34.0),
        ("Place", 18.0),
        ("District", 10.0),
        ("Rooms", 8.0),
        ("Minutes of cost", 18.0),
    ];
    columns.extend(measure_columns());
    let row = |(at, worth): &(usize, Worth)| {
        let candidate = &question.candidates[*at];
        let mut row = vec![
            text(question.candidate_reference(*at)),
            text(discreet(&candidate.venue.name)),
            text(question.place(*at)),
            text(question.district(candidate.district(question.register))),
            Cell::Number(i64::from(candidate.n_rooms)),
            text(certainty(worth)),
        ];
        row.extend(measure_cells(worth));
        row
    };
    Sheet { name: NEW, columns, rows: question.assessment.candidates.iter().map(row).collect() }
}

fn shut(question: &Question<'_>) -> Sheet {
    let mut columns =
        vec![("Venue", 34.0), ("Meetings left without a place", 44.0), ("Minutes of cost", 18.0)];
    columns.extend(measure_columns());
    let rows = question.assessment.closures.iter().map(|(venue, worth)| {
        let of = &question.register.venues[venue.at()];
        let mut row = vec![
            text(named(of.reference.as_str(), &of.name)),
            text(question.left_out(worth)),
            text(certainty(worth)),
        ];
        row.extend(measure_cells(worth));
        row
    });
    Sheet { name: "Venues shut", columns, rows: rows.collect() }
}

fn pressure(question: &Question<'_>) -> Sheet {
    let columns = vec![
        ("Venue", 14.0),
        ("Weekday", 12.0),
        ("Half", 8.0),
        ("Room-hours taken", 16.0),
        ("Room-hours open", 16.0),
        ("Share", 10.0),
    ];
    let mut rows = Vec::new();
    for venue in &question.assessment.pressure {
        for (day, halves) in DAYS.iter().zip(venue.halves) {
            for (half, used) in ["am", "pm"].iter().zip(halves) {
                rows.push(vec![
                    text(question.venue(venue.venue)),
                    text(*day),
                    text(*half),
                    hours(used.taken),
                    hours(used.open),
                    used.share().map_or(Cell::Empty, Cell::Share),
                ]);
            }
        }
    }
    Sheet { name: "Pressure", columns, rows }
}

fn journeys(question: &Question<'_>) -> Sheet {
    let columns = vec![
        ("District", 12.0),
        ("Meetings", 10.0),
        ("Minutes one way", 16.0),
        ("At the nearest suitable venue", 18.0),
        ("Long journeys", 14.0),
        ("Long at the nearest", 14.0),
    ];
    let rows = question.assessment.journeys.iter().map(|district| {
        vec![
            text(question.district(district.district)),
            number(district.meetings),
            Cell::Number(district.minutes),
            Cell::Number(district.least_minutes),
            number(district.long),
            number(district.long_at_nearest),
        ]
    });
    Sheet { name: "Journeys", columns, rows: rows.collect() }
}

/// Returns bars of the minutes of cost that each candidate saves, from the columns of the sheet.
fn cost_chart(last: u32) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    chart.add_series().set_name((NEW, 0, COST_COLUMN)).set_categories((NEW, 1, 0, last, 0)).set_values((
        NEW,
        1,
        COST_COLUMN,
        last,
        COST_COLUMN,
    ));
    chart.title().set_name("Minutes of cost saved a week, by candidate");
    chart.x_axis().set_name("Candidate").set_reverse();
    chart.y_axis().set_name("Minutes a week");
    chart.legend().set_hidden();
    chart.set_alt_text(
        "Minutes of cost saved a week by candidate, as in this sheet; the intervals stand beside",
    );
    chart.set_width(720).set_height(160 + 24 * last);
    chart
}
