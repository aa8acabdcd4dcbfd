//! How full venues are, by weekday and half of the day.

use maud::{Markup, html};

use super::view::Question;
use crate::register::HalfDay;
use crate::report::svg::{Chart, GREY, INK, LINE, ROW, Table, n, text_width};
use crate::report::words::{count, discreet, hours, per_cent, thousands};
use crate::venues::pressure::{Use, VenuePressure};

const TOP: f64 = 48.0;
const CELL: f64 = 54.0;
/// Shades of one blue by fifths of the open hours, with the ink that is legible on each (at least 4.5:1).
const SHADES: [(&str, &str); 5] =
    [("#eef4fa", INK), ("#c6dcf0", INK), ("#8fbbe0", INK), ("#1d70b8", "#ffffff"), ("#003a69", "#ffffff")];

/// The days and halves of them, as columns are headed.
pub(super) const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// Returns the pressure on each venue.
pub(super) fn chart(question: &Question<'_>) -> Chart {
    let venues = &question.assessment.pressure;
    let fullest = venues
        .iter()
        .filter_map(|venue| Some((venue, venue.fullest()?)))
        .reduce(|best, other| if best.1.2 < other.1.2 { other } else { best });
    let headline = match fullest {
        Some((venue, (day, half, share))) if 0.0 < share => format!(
            "{} is fullest on {} {}, {}% taken",
            question.venue(venue.venue),
            DAYS[day],
            half_name(half),
            (share * 100.0).round()
        ),
        _ => "No room is taken".to_owned(),
    };
    let passed = venues
        .iter()
        .filter(|venue| 0 < venue.elsewhere)
        .reduce(|most, venue| if most.elsewhere < venue.elsewhere { venue } else { most });
    let passed = passed.map_or_else(
        || "Every family meets at its nearest suitable venue.".to_owned(),
        |venue| {
            format!(
                "Of {} to which a family comes for whom {} is nearest, {} are held farther away, the most of any venue.",
                count(venue.nearest as i64, "meeting"),
                question.venue(venue.venue),
                venue.elsewhere
            )
        },
    );
    let whole = venues
        .iter()
        .map(VenuePressure::whole)
        .fold(Use::default(), |sum, used| Use { taken: sum.taken + used.taken, open: sum.open + used.open });
    let left = left(question);
    Chart {
        id: "pressure",
        headline,
        measure: format!(
            "Room-hours taken as a share of room-hours open, by venue, weekday and half-day, {}, {} as things are",
            discreet(&question.register.authority.name),
            question.weeks()
        ),
        summary: format!(
            "Rooms are taken for {} of {} open hours, {}% in all, the time before and after each meeting included. The last two \
             columns count meetings for whose family the venue is the nearest that suits, and how many of them are held \
             farther away. {passed}",
            hours(whole.taken),
            hours(whole.open),
            per_cent(whole.taken, whole.open)
        ),
        size: (left + 12.0 * CELL + 16.0, TOP + venues.len() as f64 * ROW + 44.0),
        drawing: draw(question, left),
        table: table(question),
    }
}

fn half_name(half: HalfDay) -> &'static str {
    match half {
        HalfDay::Am => "morning",
        HalfDay::Pm => "afternoon",
    }
}

fn left(question: &Question<'_>) -> f64 {
    let venues = question.assessment.pressure.iter();
    venues.map(|venue| text_width(question.venue(venue.venue), 14.0)).fold(60.0, f64::max) + 12.0
}

fn draw(question: &Question<'_>, left: f64) -> Markup {
    let venues = &question.assessment.pressure;
    let bottom = TOP + venues.len() as f64 * ROW;
    html! {
        @for (at, day) in DAYS.iter().enumerate() {
            text x=(n(left + (2.0 * at as f64 + 1.0) * CELL)) y="18" font-size="14" fill=(INK) text-anchor="middle" { (&day[..3]) }
            @for (half, name) in ["am", "pm"].iter().enumerate() {
                text x=(n(left + ((2 * at + half) as f64 + 0.5) * CELL)) y="38" font-size="13" fill=(GREY) text-anchor="middle" { (name) }
            }
        }
        @for (at, name) in ["nearest", "farther"].iter().enumerate() {
            text x=(n(left + (10.5 + at as f64) * CELL + 8.0)) y="38" font-size="13" fill=(GREY) text-anchor="middle" { (name) }
        }
        @for (row, venue) in venues.iter().enumerate() {
            @let y = TOP + row as f64 * ROW;
            text x=(n(left - 8.0)) y=(n(y + 18.0)) font-size="14" fill=(INK) text-anchor="end" { (question.venue(venue.venue)) }
            @for (column, used) in venue.halves.iter().flatten().enumerate() {
                (cell(left + column as f64 * CELL, y, *used))
            }
            @for (at, n_meetings) in [venue.nearest, venue.elsewhere].iter().enumerate() {
                text x=(n(left + (10.5 + at as f64) * CELL + 8.0)) y=(n(y + 17.0)) font-size="14" fill=(INK) text-anchor="middle" {
                    (n_meetings)
                }
            }
        }
        @for (at, (fill, _)) in SHADES.iter().enumerate() {
            @let x = left + 2.0 * at as f64 * CELL;
            rect x=(n(x)) y=(n(bottom + 12.0)) width=(n(2.0 * CELL - 2.0)) height="10" fill=(fill) stroke=(GREY) {}
            text x=(n(x)) y=(n(bottom + 38.0)) font-size="13" fill=(GREY) {
                @if at + 1 == SHADES.len() { "80% and more" } @else { (at * 20) " to " (at * 20 + 19) "%" }
            }
        }
    }
}

fn share(used: Use) -> Option<i64> {
    used.share().map(|_| per_cent(used.taken, used.open))
}

fn cell(x: f64, y: f64, used: Use) -> Markup {
    let share = share(used);
    let (fill, ink) = share.map_or(("#ffffff", GREY), |share| SHADES[(share / 20).clamp(0, 4) as usize]);
    html! {
        rect x=(n(x)) y=(n(y)) width=(n(CELL - 2.0)) height=(n(ROW - 2.0)) fill=(fill) stroke=(LINE) {}
        text x=(n(x + CELL / 2.0 - 1.0)) y=(n(y + 17.0)) font-size="14" fill=(ink) text-anchor="middle" {
            @match share { Some(share) => { (share) "%" }, None => "shut" }
        }
    }
}

fn table(question: &Question<'_>) -> Table {
    let mut columns = ["Venue", "Rooms", "Meetings"].map(str::to_owned).to_vec();
    for day in DAYS {
        columns.extend(["am", "pm"].map(|half| format!("{} {half} %", &day[..3])));
    }
    columns.extend(
        [
            "Week %",
            "Room-hours taken",
            "Room-hours open",
            "Meetings it is nearest for",
            "Of these held farther away",
            "Minutes farther",
        ]
        .map(str::to_owned),
    );
    let words = |used: Use| share(used).map_or_else(|| "shut".to_owned(), |share| share.to_string());
    let row = |venue: &VenuePressure| {
        let whole = venue.whole();
        let mut row = vec![
            question.venue(venue.venue).to_owned(),
            venue.n_rooms.to_string(),
            venue.meetings.to_string(),
        ];
        row.extend(venue.halves.iter().flatten().map(|used| words(*used)));
        row.extend([
            words(whole),
            hours(whole.taken),
            hours(whole.open),
            venue.nearest.to_string(),
            venue.elsewhere.to_string(),
            thousands(venue.farther_minutes),
        ]);
        row
    };
    Table {
        caption: "room-hours taken as a share of room-hours open, all weeks together".to_owned(),
        columns,
        rows: question.assessment.pressure.iter().map(row).collect(),
        n_words: 1,
    }
}
