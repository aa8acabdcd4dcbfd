//! Are we always at the last day: working days left at booking, against the statutory date.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::register::KindIdx;
use crate::report::svg::{BLUE, Chart, GREY, INK, LINE, RED, Table, hatch, n, ticks};
use crate::report::view::View;
use crate::report::words::{capital, count, discreet, plain_date};

const ID: &str = "deadline";
const WIDTH: f64 = 760.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 34.0;
const HEIGHT: f64 = 220.0;
/// Most columns that leave room for their numbers.
const MOST_COLUMNS: i64 = 32;

/// Working days left at booking: before the statutory date, 0 on it, below 0 after.
struct Slack {
    kind: KindIdx,
    days: i64,
}

/// Returns how many working days before or after its statutory date each meeting is booked.
pub(super) fn chart(view: &View<'_>) -> Chart {
    let (slacks, undated) = slacks(view);
    let mut days: Vec<i64> = slacks.iter().map(|slack| slack.days).collect();
    days.sort();
    let late = days.iter().filter(|&&left| left < 0).count();
    let last_day = days.iter().filter(|&&left| left == 0).count();
    let headline = match (days.len(), late) {
        (0, _) => "No meeting with a statutory date is booked".to_owned(),
        (all, 0) => format!("All {} with a statutory date are in time", count(all as i64, "meeting")),
        (all, late) => format!("{late} of {} with a statutory date are late", count(all as i64, "meeting")),
    };
    let middle = days.get(days.len() / 2).map_or_else(String::new, |&median| {
        let (first, last) = (days[0], days[days.len() - 1]);
        format!("Median: {}; range: {} to {}. ", words(median), words(first), words(last))
    });
    let (first, last) = view.period();
    let step = step(&days);
    Chart {
        id: ID,
        headline,
        measure: format!(
            "Meetings by working days from booking to statutory date, {}, {} to {}",
            discreet(&view.register.authority.name),
            plain_date(first),
            plain_date(last)
        ),
        summary: format!(
            "{middle}{last_day} on the last lawful day, {late} late. {} no statutory date.",
            match undated {
                1 => "1 booked meeting has".to_owned(),
                n => format!("{n} booked meetings have"),
            }
        ),
        size: (WIDTH, TOP + HEIGHT + 62.0),
        drawing: draw(&days, step),
        table: table(view, &slacks),
    }
}

fn slacks(view: &View<'_>) -> (Vec<Slack>, usize) {
    let (register, mut undated) = (view.register, 0);
    let mut slacks = Vec::with_capacity(view.live.len());
    for booking in &view.live {
        let meeting = register.meeting(booking.meeting);
        let Some(due) = register.deadlines(meeting).ok().and_then(|dates| dates.statutory) else {
            undated += 1;
            continue;
        };
        let calendar = &register.calendar;
        let days = if booking.date() <= due {
            i64::from(calendar.between(booking.date(), due))
        } else {
            -i64::from(calendar.between(due, booking.date()))
        };
        slacks.push(Slack { kind: meeting.kind, days });
    }
    (slacks, undated)
}

fn words(days: i64) -> String {
    match days {
        0 => "the last lawful day".to_owned(),
        late if late < 0 => format!("{} late", count(-late, "working day")),
        left => format!("{} left", count(left, "working day")),
    }
}

/// Returns how many working days a column stands for: as few as keep the columns wide enough. No column holds both
/// late and timely meetings.
fn step(days: &[i64]) -> i64 {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return 1 };
    let range = (last.max(&0) - first.min(&0)) + 1;
    [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| range / step <= MOST_COLUMNS).unwrap_or(500)
}

fn draw(days: &[i64], step: i64) -> Markup {
    let column_of = |left: i64| left.div_euclid(step);
    let mut columns: BTreeMap<i64, i64> = BTreeMap::new();
    for &left in days {
        *columns.entry(column_of(left)).or_default() += 1;
    }
    let first = columns.keys().next().copied().unwrap_or(0).min(0) - 1;
    let last = columns.keys().last().copied().unwrap_or(0).max(5);
    let width = (WIDTH - LEFT - 12.0) / (last - first + 1) as f64;
    let marks = ticks(columns.values().max().copied().unwrap_or(0));
    let top_mark = marks.last().copied().unwrap_or(1);
    let bottom = TOP + HEIGHT;
    let y = |meetings: i64| bottom - meetings as f64 / top_mark as f64 * HEIGHT;
    let x = |column: i64| LEFT + (column - first) as f64 * width;
    let pattern = format!("{ID}-hatch");
    // Numbers under every column, or every other, and so on, as there is room; always under the last lawful day.
    let every = (30.0 / width).max(1.0) as i64;
    html! {
        (hatch(&pattern))
        @for &mark in &marks {
            line x1=(n(LEFT)) x2=(n(WIDTH - 12.0)) y1=(n(y(mark))) y2=(n(y(mark))) stroke=(LINE) {}
            text x=(n(LEFT - 8.0)) y=(n(y(mark) + 5.0)) font-size="13" fill=(GREY) text-anchor="end" { (mark) }
        }
        @for column in first..=last {
            @if let Some(&meetings) = columns.get(&column) {
                @let late = column < 0;
                rect x=(n(x(column) + 1.0)) y=(n(y(meetings))) width=(n((width - 2.0).max(1.0)))
                    height=(n(bottom - y(meetings)))
                    fill=(if late { format!("url(#{pattern})") } else { BLUE.to_owned() })
                    stroke=(if late { RED } else { BLUE }) {}
                text x=(n(x(column) + width / 2.0)) y=(n(y(meetings) - 4.0)) font-size="13" fill=(INK)
                    text-anchor="middle" { (meetings) }
            }
            @if column.rem_euclid(every) == 0 {
                text x=(n(x(column) + width / 2.0)) y=(n(bottom + 17.0)) font-size="13" fill=(GREY)
                    text-anchor="middle" {
                    @if column < 0 { "−" (-column * step) } @else { (column * step) }
                }
            }
        }
        line x1=(n(LEFT)) x2=(n(WIDTH - 12.0)) y1=(n(bottom)) y2=(n(bottom)) stroke=(INK) {}
        line x1=(n(x(0))) x2=(n(x(0))) y1=(n(TOP - 14.0)) y2=(n(bottom)) stroke=(INK) stroke-width="2"
            stroke-dasharray="6 3" {}
        text x=(n(x(0) + 6.0)) y="14" font-size="14" fill=(INK) { "in time →" }
        text x=(n(x(0) - 6.0)) y="14" font-size="14" fill=(INK) text-anchor="end" { "← late" }
        text x=(n(LEFT + (WIDTH - LEFT) / 2.0)) y=(n(bottom + 40.0)) font-size="14" fill=(INK) text-anchor="middle" {
            "Working days left at booking"
            @if 1 < step { ", in columns of " (step) }
        }
        text x="14" y=(n(TOP + HEIGHT / 2.0)) font-size="14" fill=(INK) text-anchor="middle"
            transform=(format!("rotate(-90 14 {})", n(TOP + HEIGHT / 2.0))) { "Meetings" }
    }
}

fn table(view: &View<'_>, slacks: &[Slack]) -> Table {
    let mut by_kind: BTreeMap<KindIdx, Vec<i64>> = BTreeMap::new();
    for slack in slacks {
        by_kind.entry(slack.kind).or_default().push(slack.days);
    }
    let rows = by_kind.into_iter().map(|(kind, days)| {
        let within = |from: i64, until: i64| {
            days.iter().filter(|&&left| from <= left && left <= until).count().to_string()
        };
        vec![
            capital(&view.register.authority.kinds[kind.at()].title()),
            days.len().to_string(),
            within(i64::MIN, -6),
            within(-5, -1),
            within(0, 0),
            within(1, 5),
            within(6, 10),
            within(11, 20),
            within(21, i64::MAX),
        ]
    });
    Table {
        caption: "working days left at booking, by kind".to_owned(),
        columns: [
            "Kind",
            "Meetings",
            "6 or more late",
            "1 to 5 late",
            "Last day",
            "1 to 5 left",
            "6 to 10",
            "11 to 20",
            "21 or more",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
        n_words: 1,
    }
}
