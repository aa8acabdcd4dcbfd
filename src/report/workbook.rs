//! `plan.xlsx`: the plan as a workbook to filter, sort and count in.
//!
//! The same plan gives the same bytes: the workbook is dated by the planning date.

use chrono::{NaiveDateTime, Timelike};
use rust_xlsxwriter::{Chart, DocProperties, Workbook, XlsxError};

use super::attention::{MATTERS, rows, title};
use super::caseload::{BAND, ChairLoad, chair_loads};
use super::cells::{Cell, Formats, Sheet, date, excel_date, hours, number, text};
use super::usage::{WEEKDAYS, venue_uses};
use super::view::View;
use super::words::{self, capital, discreet};
use crate::plan::{Matter, Plan};
use crate::register::{Booking, Register, RoomChoice, VenueKind};
use crate::rules::SOFT;
use crate::travel::Travel;

/// Why a workbook could not be made: a limit of the format, such as its number of rows.
#[derive(Debug, thiserror::Error)]
#[error("the plan does not fit into a workbook")]
pub struct WorkbookError(#[from] XlsxError);

/// Returns the plan as an `.xlsx` workbook: sheets Summary, Bookings, Unbooked, By chair, By venue, Attention.
///
/// # Errors
/// Where a sheet grows past the limits of the format (1,048,576 rows).
pub fn workbook(register: &Register, travel: &Travel, plan: &Plan) -> Result<Vec<u8>, WorkbookError> {
    let view = View::new(register, travel, plan);
    let loads = chair_loads(&view);
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(format!("Plan of meetings, {}", discreet(&register.authority.name)))
        .set_author("Convene");
    if let Some(today) = excel_date(register.authority.today) {
        properties = properties.set_creation_datetime(&today);
    }
    workbook.set_properties(&properties);
    for sheet in [
        summary(&view),
        bookings(&view),
        unbooked(&view),
        by_chair(&view, &loads),
        by_venue(&view),
        attention(&view),
    ] {
        let worksheet = workbook.add_worksheet();
        sheet.write(worksheet, &formats)?;
        if sheet.name == BY_CHAIR && !loads.is_empty() {
            worksheet.insert_chart(1, sheet.columns.len() as u16 + 1, &caseload_chart(loads.len() as u32))?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

const BY_CHAIR: &str = "By chair";

fn summary(view: &View<'_>) -> Sheet {
    let (figures, score) = (&view.figures, &view.verdict.score);
    let mut rows = vec![
        vec![text("Authority"), text(discreet(&view.register.authority.name)), Cell::Empty],
        vec![text("Planned on"), Cell::Date(view.register.authority.today), Cell::Empty],
        vec![text("Finding"), text(figures.headline()), Cell::Empty],
        vec![text("First meeting"), date(figures.first_day), Cell::Empty],
        vec![text("Last meeting"), date(figures.last_day), Cell::Empty],
        vec![text("Meetings to book"), number(figures.to_book), Cell::Empty],
        vec![text("Booked"), number(figures.booked), Cell::Empty],
        vec![text("Not booked"), number(figures.not_booked()), Cell::Empty],
        vec![text("Confirmed before this plan"), number(figures.standing), Cell::Empty],
        vec![text("Of those, break a rule"), number(figures.standing_in_breach), Cell::Empty],
        vec![text("Late"), number(figures.late), text("Booked after the statutory date")],
        vec![text("Change of chair"), number(figures.handovers), text("Meetings")],
        vec![text("Children who change chair"), Cell::Number(figures.handover_children), Cell::Empty],
        vec![text("Outside the district"), number(figures.out_of_district), text("Meetings")],
        vec![
            text("Of those, a family travels to"),
            number(figures.out_of_district_travelled),
            text("Meetings"),
        ],
        vec![text("Chairs’ travel, hours"), hours(figures.travel_chair_minutes), text("Base to base")],
        vec![text("Minute takers’ travel, hours"), hours(figures.travel_taker_minutes), text("Base to base")],
        vec![
            text("Families’ journey, minutes"),
            figures.family_journey_minutes.map_or(Cell::Empty, Cell::Number),
            text("Mean, one way"),
        ],
        vec![text("S1"), Cell::Number(score.s1), text("Children left unbooked")],
        vec![text("S2"), Cell::Number(score.s2), text("Children × working days after the statutory date")],
        vec![text("S3"), Cell::Number(score.s3), text("Minutes of cost, the sum of what follows")],
    ];
    rows.extend(score.parts.iter().map(|part| {
        let sentence = SOFT.iter().find(|rule| rule.key() == part.key).map_or("", |rule| rule.sentence());
        vec![text(part.key), Cell::Number(part.minutes), text(sentence)]
    }));
    Sheet { name: "Summary", columns: vec![("What", 30.0), ("Value", 44.0), ("Note", 80.0)], rows }
}

fn bookings(view: &View<'_>) -> Sheet {
    let register = view.register;
    let columns = vec![
        ("Meeting", 14.0),
        ("Kind", 26.0),
        ("Date", 16.0),
        ("Starts", 8.0),
        ("Ends", 8.0),
        ("Chair", 12.0),
        ("Room", 16.0),
        ("Venue", 14.0),
        ("Minute taker", 14.0),
        ("Status", 12.0),
        ("Children", 10.0),
        ("Statutory date", 16.0),
        ("Target", 16.0),
        ("Days late", 10.0),
        ("Remarks", 70.0),
    ];
    Sheet {
        name: "Bookings",
        columns,
        rows: view.live.iter().map(|booking| row(view, register, booking)).collect(),
    }
}

fn row(view: &View<'_>, register: &Register, booking: &Booking) -> Vec<Cell> {
    let meeting = register.meeting(booking.meeting);
    let deadlines = register.deadlines(meeting).ok();
    let span = register.attendance(meeting, booking.start());
    let venue = booking.venue(register);
    let remarks: Vec<String> = view
        .plan
        .remarks
        .iter()
        .filter(|remark| remark.meeting == booking.meeting)
        .map(|remark| format!("{}: {}", title(remark.matter).0, remark.reason))
        .collect();
    vec![
        text(meeting.reference.as_str()),
        text(capital(&register.kind(meeting).title())),
        Cell::Date(booking.date()),
        Cell::Time(span.from),
        Cell::Time(span.until),
        text(words::person(register, booking.iro)),
        text(words::room(register, booking.room)),
        match (venue, booking.room) {
            (Some(venue), _) => text(register.venues[venue.at()].reference.as_str()),
            (None, Some(RoomChoice::Home)) => text("home"),
            (None, _) => Cell::Empty,
        },
        booking.minute_taker.map_or(Cell::Empty, |taker| text(words::person(register, Some(taker)))),
        text(booking.status.word()),
        Cell::Number(i64::from(register.children(meeting))),
        date(deadlines.and_then(|dates| dates.statutory)),
        date(deadlines.map(|dates| dates.target)),
        Cell::Number(view.late_days(booking.meeting).map_or(0, i64::from)),
        text(remarks.join(" ")),
    ]
}

fn unbooked(view: &View<'_>) -> Sheet {
    Sheet {
        name: "Unbooked",
        columns: vec![
            ("Meeting", 14.0),
            ("Kind", 26.0),
            ("Children", 10.0),
            ("Target", 16.0),
            ("Statutory date", 16.0),
            ("Why", 90.0),
        ],
        rows: rows(view, Matter::Unbooked)
            .into_iter()
            .map(|row| {
                vec![
                    text(row.meeting),
                    text(capital(&row.kind)),
                    Cell::Number(row.children),
                    date(row.target),
                    date(row.statutory),
                    text(row.reason),
                ]
            })
            .collect(),
    }
}

fn by_chair(view: &View<'_>, loads: &[ChairLoad]) -> Sheet {
    Sheet {
        name: BY_CHAIR,
        columns: vec![
            ("Chair", 14.0),
            ("For a full-time post", 20.0),
            ("Children", 10.0),
            ("Full-time equivalent", 20.0),
            ("Against 50 to 70", 18.0),
            ("Meetings", 10.0),
            ("Hours of travel", 16.0),
        ],
        rows: loads
            .iter()
            .map(|load| {
                vec![
                    text(view.register.staff[load.chair.at()].reference.as_str()),
                    load.per_post().map_or(Cell::Empty, Cell::Number),
                    Cell::Number(load.children),
                    Cell::Decimal(f64::from(load.fte.millionths()) / 1e6),
                    text(load.standing().words()),
                    number(load.meetings),
                    hours(load.travel_minutes),
                ]
            })
            .collect(),
    }
}

fn by_venue(view: &View<'_>) -> Sheet {
    const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    let mut columns = vec![
        ("Venue", 14.0),
        ("Name", 34.0),
        ("Rooms", 8.0),
        ("Meetings", 10.0),
        ("Hours booked", 14.0),
        ("Hours open", 12.0),
    ];
    columns.push(("Share booked", 14.0));
    columns.extend(DAYS.iter().zip(WEEKDAYS).map(|(name, _)| (*name, 12.0)));
    let share = |used: super::usage::Use| match used.open {
        0 => Cell::Empty,
        open => Cell::Share(used.booked as f64 / open as f64),
    };
    let rows = venue_uses(view).into_iter().map(|used| {
        let (venue, whole) = (&view.register.venues[used.venue.at()], used.whole());
        let mut row = vec![
            text(venue.reference.as_str()),
            text(match venue.kind {
                VenueKind::Online => format!("{} (online)", discreet(&venue.name)).trim().to_owned(),
                _ => discreet(&venue.name),
            }),
            number(used.rooms),
            number(used.meetings),
            hours(whole.booked),
            hours(whole.open),
            share(whole),
        ];
        row.extend(used.days.into_iter().map(share));
        row
    });
    let elsewhere =
        [("home", "At the family’s home", Some(RoomChoice::Home)), ("none", "Booked without a room", None)];
    let elsewhere = elsewhere.into_iter().filter_map(|(reference, name, room)| {
        let meetings = view.live.iter().filter(|booking| booking.room == room).count();
        (0 < meetings || room.is_some())
            .then(|| vec![text(reference), text(name), Cell::Empty, number(meetings)])
    });
    Sheet { name: "By venue", columns, rows: rows.chain(elsewhere).collect() }
}

fn attention(view: &View<'_>) -> Sheet {
    let mut cells: Vec<Vec<Cell>> = Vec::new();
    for matter in MATTERS {
        cells.extend(rows(view, matter).into_iter().map(|row| {
            let starts: Option<NaiveDateTime> = row.starts;
            vec![
                text(title(matter).0),
                text(row.meeting),
                text(capital(&row.kind)),
                Cell::Number(row.children),
                date(starts.map(|starts| starts.date())),
                starts
                    .map_or(Cell::Empty, |starts| Cell::Time((starts.hour() * 60 + starts.minute()) as i32)),
                text(row.chair),
                text(row.room),
                date(row.statutory),
                text(row.reason),
            ]
        }));
    }
    cells.extend(view.plan.standing_breaches.iter().map(|breach| {
        let meetings: Vec<&str> = breach
            .meetings
            .iter()
            .map(|&meeting| view.register.meeting(meeting).reference.as_str())
            .collect();
        let mut row = vec![text(format!("Breaks {}", breach.code)), text(meetings.join(", "))];
        row.extend((0..7).map(|_| Cell::Empty));
        row.push(text(breach.message.as_str()));
        row
    }));
    Sheet {
        name: "Attention",
        columns: vec![
            ("Matter", 22.0),
            ("Meeting", 14.0),
            ("Kind", 26.0),
            ("Children", 10.0),
            ("Date", 16.0),
            ("Starts", 8.0),
            ("Chair", 12.0),
            ("Room", 16.0),
            ("Statutory date", 16.0),
            ("Why", 90.0),
        ],
        rows: cells,
    }
}

/// Returns bars of children for each full-time post, from the first columns of the sheet.
fn caseload_chart(n_chairs: u32) -> Chart {
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name("Children for a full-time post")
        .set_categories((BY_CHAIR, 1, 0, n_chairs, 0))
        .set_values((BY_CHAIR, 1, 1, n_chairs, 1));
    chart.title().set_name(&format!("Caseload by chair; the range is {} to {}", BAND[0], BAND[1]));
    chart.x_axis().set_name("Chair").set_reverse();
    chart.y_axis().set_name("Children for each full-time post");
    chart.legend().set_hidden();
    chart.set_alt_text("Children for each full-time post by chair, as in the second column of this sheet");
    chart.set_width(640).set_height(160 + 24 * n_chairs);
    chart
}
