//! Who drives how long.

use super::bars::{Bar, Bars, draw};
use crate::report::caseload::{ChairLoad, chair_loads};
use crate::report::svg::{Chart, Table};
use crate::report::view::View;
use crate::report::words::{count, discreet, hours, plain_date, thousands};

const ID: &str = "travel";

/// Returns the hours that each chair travels in the plan.
pub(super) fn chart(view: &View<'_>) -> Chart {
    let mut loads = chair_loads(view);
    loads.sort_by_key(|load| (-load.travel_minutes, load.chair));
    let (size, drawing) = draw(&Bars {
        id: ID,
        bars: loads.iter().map(|load| bar(view, load)).collect(),
        axis: "Hours of travel, base to base",
        band: None,
        mark: thousands,
        unit: 60,
    });
    let total = view.figures.travel_chair_minutes;
    let meetings: usize = loads.iter().map(|load| load.meetings).sum();
    let mean = if meetings == 0 { 0 } else { (total * 2 + meetings as i64) / (meetings as i64 * 2) };
    let most = loads.first().filter(|load| 0 < load.travel_minutes).map_or_else(
        || "nobody travels".to_owned(),
        |load| {
            let person = &view.register.staff[load.chair.at()].reference;
            format!("{person} travels most, {} hours", hours(load.travel_minutes))
        },
    );
    let (first, last) = view.period();
    Chart {
        id: ID,
        headline: format!("Chairs travel {} hours; {most}", hours(total)),
        measure: format!(
            "Hours of travel by chair, {}, {} to {}",
            discreet(&view.register.authority.name),
            plain_date(first),
            plain_date(last)
        ),
        summary: format!(
            "Chairs travel {} hours for {}, {} minutes a meeting. Minute takers travel {} hours besides.",
            hours(total),
            count(meetings as i64, "meeting"),
            thousands(mean),
            hours(view.figures.travel_taker_minutes)
        ),
        size,
        drawing,
        table: Table {
            caption: "travel by chair".to_owned(),
            columns: ["Chair", "Meetings", "Hours of travel", "Minutes a meeting"]
                .map(str::to_owned)
                .to_vec(),
            rows: loads.iter().map(|load| row(view, load)).collect(),
            n_words: 1,
        },
    }
}

fn bar(view: &View<'_>, load: &ChairLoad) -> Bar {
    Bar {
        label: view.register.staff[load.chair.at()].reference.to_string(),
        amount: load.travel_minutes,
        words: format!("{} hours, {}", hours(load.travel_minutes), count(load.meetings as i64, "meeting")),
        marked: false,
    }
}

fn row(view: &View<'_>, load: &ChairLoad) -> Vec<String> {
    let meetings = load.meetings as i64;
    let each = (0 < meetings).then(|| (load.travel_minutes * 2 + meetings) / (meetings * 2));
    vec![
        view.register.staff[load.chair.at()].reference.to_string(),
        load.meetings.to_string(),
        hours(load.travel_minutes),
        each.map_or_else(|| "–".to_owned(), |minutes| minutes.to_string()),
    ]
}
