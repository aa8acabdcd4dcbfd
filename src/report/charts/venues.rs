//! Where rooms are short: the part of its open hours that each venue is booked, by weekday.

use maud::{Markup, html};

use crate::report::svg::{Chart, GREY, INK, LINE, ROW, Table, n, text_width};
use crate::report::usage::{Use, VenueUse, WEEKDAYS, venue_uses};
use crate::report::view::View;
use crate::report::words::{count, discreet, hours, plain_date};

const ID: &str = "venues";
const TOP: f64 = 30.0;
const CELL: f64 = 84.0;
/// Shades of one blue by fifths of the open hours, with the ink that is legible on each (at least 4.5:1).
const SHADES: [(&str, &str); 5] =
    [("#eef4fa", INK), ("#c6dcf0", INK), ("#8fbbe0", INK), ("#1d70b8", "#ffffff"), ("#003a69", "#ffffff")];

/// Returns the pressure on each venue by weekday.
pub(super) fn chart(view: &View<'_>) -> Chart {
    let uses = venue_uses(view);
    let name = |venue: &VenueUse| view.register.venues[venue.venue.at()].reference.to_string();
    let cells = uses.iter().flat_map(|venue| {
        WEEKDAYS.iter().zip(venue.days).filter_map(move |(day, used)| Some((used.per_cent()?, venue, day)))
    });
    let fullest = cells.rev().max_by_key(|(share, ..)| *share);
    let headline = match fullest {
        Some((share, venue, day)) if 0 < share => {
            format!(
                "{} is fullest on {}s, booked for {share}% of its open hours",
                name(venue),
                day_name(*day)
            )
        }
        _ => "No venue is booked".to_owned(),
    };
    let whole = uses.iter().map(VenueUse::whole).fold(Use::default(), |sum, used| Use {
        booked: sum.booked + used.booked,
        open: sum.open + used.open,
    });
    let pressed =
        uses.iter().filter(|venue| venue.days.iter().any(|day| day.per_cent().is_some_and(|p| 80 <= p)));
    let unused = uses.iter().filter(|venue| venue.meetings == 0).count();
    let (first, last) = view.period();
    Chart {
        id: ID,
        headline,
        measure: format!(
            "Hours booked as a share of open hours, by venue and weekday, {}, {} to {}",
            discreet(&view.register.authority.name),
            plain_date(first),
            plain_date(last)
        ),
        summary: format!(
            "Rooms are booked for {} of {} open hours, {}% in all. {} at 80% or more on some weekday; {} no \
             meeting. Hours booked include the time before and after each meeting.",
            hours(whole.booked),
            hours(whole.open),
            whole.per_cent().unwrap_or(0),
            are(pressed.count(), "venue", "is", "are"),
            are(unused, "venue", "has", "have"),
        ),
        size: size(&uses, &name),
        drawing: draw(&uses, &name),
        table: table(&uses, &name),
    }
}

fn are(n: usize, noun: &str, one: &str, many: &str) -> String {
    format!("{} {}", count(n as i64, noun), if n == 1 { one } else { many })
}

fn left(uses: &[VenueUse], name: &dyn Fn(&VenueUse) -> String) -> f64 {
    uses.iter().map(|venue| text_width(&name(venue), 14.0)).fold(60.0, f64::max) + 12.0
}

fn size(uses: &[VenueUse], name: &dyn Fn(&VenueUse) -> String) -> (f64, f64) {
    (left(uses, name) + 6.0 * CELL + 8.0, TOP + uses.len() as f64 * ROW + 44.0)
}

fn draw(uses: &[VenueUse], name: &dyn Fn(&VenueUse) -> String) -> Markup {
    let left = left(uses, name);
    let bottom = TOP + uses.len() as f64 * ROW;
    let columns = WEEKDAYS.iter().map(|day| short_name(*day)).chain(["Week"]);
    html! {
        @for (column, day) in columns.enumerate() {
            text x=(n(left + (column as f64 + 0.5) * CELL)) y="20" font-size="14" fill=(INK) text-anchor="middle" { (day) }
        }
        @for (row, venue) in uses.iter().enumerate() {
            @let y = TOP + row as f64 * ROW;
            text x=(n(left - 8.0)) y=(n(y + 18.0)) font-size="14" fill=(INK) text-anchor="end" { (name(venue)) }
            @for (column, used) in venue.days.into_iter().chain([venue.whole()]).enumerate() {
                (cell(left + column as f64 * CELL, y, used))
            }
        }
        @for (at, (fill, _)) in SHADES.iter().enumerate() {
            @let x = left + at as f64 * CELL;
            rect x=(n(x)) y=(n(bottom + 12.0)) width=(n(CELL - 2.0)) height="10" fill=(fill) stroke=(GREY) {}
            text x=(n(x)) y=(n(bottom + 38.0)) font-size="13" fill=(GREY) {
                @if at + 1 == SHADES.len() { "80% and more" } @else { (at * 20) " to " (at * 20 + 19) "%" }
            }
        }
    }
}

fn cell(x: f64, y: f64, used: Use) -> Markup {
    let share = used.per_cent();
    let (fill, ink) = share.map_or(("#ffffff", GREY), |share| SHADES[(share / 20).clamp(0, 4) as usize]);
    html! {
        rect x=(n(x)) y=(n(y)) width=(n(CELL - 2.0)) height=(n(ROW - 2.0)) fill=(fill) stroke=(LINE) {}
        text x=(n(x + CELL / 2.0 - 1.0)) y=(n(y + 17.0)) font-size="14" fill=(ink) text-anchor="middle" {
            @match share {
                Some(share) => { (share) "%" },
                None => "shut",
            }
        }
    }
}

fn table(uses: &[VenueUse], name: &dyn Fn(&VenueUse) -> String) -> Table {
    let mut columns = vec!["Venue".to_owned(), "Rooms".to_owned(), "Meetings".to_owned()];
    columns.extend(WEEKDAYS.iter().map(|day| format!("{} %", short_name(*day))));
    columns.extend(["Week %", "Hours booked", "Hours open"].map(str::to_owned));
    let share = |used: Use| used.per_cent().map_or_else(|| "shut".to_owned(), |share| share.to_string());
    Table {
        caption: "hours booked as a share of open hours".to_owned(),
        columns,
        rows: uses
            .iter()
            .map(|venue| {
                let whole = venue.whole();
                let mut row = vec![name(venue), venue.rooms.to_string(), venue.meetings.to_string()];
                row.extend(venue.days.into_iter().map(share));
                row.extend([share(whole), hours(whole.booked), hours(whole.open)]);
                row
            })
            .collect(),
        n_words: 1,
    }
}

fn day_name(day: chrono::Weekday) -> &'static str {
    match day {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    }
}

fn short_name(day: chrono::Weekday) -> &'static str {
    &day_name(day)[..3]
}
