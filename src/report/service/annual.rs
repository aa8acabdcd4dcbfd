//! The annual report's tables and charts, for any year, from the record alone. Sections are those of the report of 2011/12.

use super::asked::Asked;
use super::contradictions;
use super::figures::{bands, definitions, figures};
use super::model::{Cell, Counts, Document, Grid, Part};
use super::publish::as_asked;
use super::quantity::{Quantity, Rows, Sum};
use super::{breakdowns, xmr_chart};
use crate::indicators::{Category, NO, Period, Unit, YES, indicator};
use crate::report::words::capital;

/// Returns the annual report.
pub fn annual_report(asked: &Asked<'_>) -> Document {
    let year = asked.year;
    let mut parts = vec![
        Part {
            id: "figures",
            title: "The year in figures",
            words: Vec::new(),
            grids: vec![figures(asked, year, asked.slice, &[])],
            charts: Vec::new(),
        },
        caseload(asked),
        activity(asked),
        categories(asked),
        reviews(asked),
        breakdowns::long_plans(asked),
        breakdowns::endings(asked),
        breakdowns::looked_after(asked),
        quality(asked),
        questionnaires(asked),
        variation(asked),
    ];
    parts.extend(contradictions::part(asked));
    parts.push(definitions(&asked.facts.policy));
    let document = Document {
        kind: "Annual report",
        name: asked.name(),
        period: year.words(),
        headline: vec![
            Cell::count(children(asked, "on_plan", year)),
            Cell::words(format!(" children had a plan at the end of {}; ", year.words())),
            Cell::count(children(asked, "plans_started", year)),
            Cell::words(" plans began and "),
            Cell::count(children(asked, "plans_ended", year)),
            Cell::words(" ended"),
        ],
        caution: super::caution(asked, year),
        parts,
    };
    let quarters = quarters(year);
    let mut wholes: Vec<(Period, Vec<Period>)> =
        quarters.iter().map(|&quarter| (quarter, quarter.each_month())).collect();
    wholes.extend([(year, quarters), (year, year.each_month())]);
    as_asked(asked, document, year, &wholes)
}

/// Returns everything that an indicator counts in a period, in children.
fn children(asked: &Asked<'_>, key: &str, period: Period) -> Quantity {
    asked.quantity(key, Rows::All, Unit::Children, period, asked.slice)
}

fn quarters(year: Period) -> Vec<Period> {
    let months = year.each_month();
    let quarters = months.chunks(3).filter_map(|months| Period::quarter_of(months[0].first()));
    quarters.filter_map(|quarter| quarter.until(year.last())).collect()
}

/// 5.4: caseloads by month.
fn caseload(asked: &Asked<'_>) -> Part {
    let rows = asked.year.each_month().into_iter().map(|month| {
        let tally = asked.tally("caseload", month, asked.slice);
        let posts = tally.of(NO, Unit::Children);
        let children = asked.quantity("caseload", Rows::At(YES), Unit::Children, month, asked.slice);
        let rate = indicator("caseload").map(|indicator| indicator.figure(&tally, Unit::Children));
        vec![
            Cell::words(month.words()),
            Cell::count(children.clone()),
            Cell::written(format!("{:.1}", posts as f64 / 1e6)),
            Cell::written(rate.map_or_else(|| "–".to_owned(), |rate| rate.scaled(1_000_000, 0)))
                .from(vec![children]),
        ]
    });
    let grid = Grid {
        key: "caseload",
        caption: "children on a plan for every full-time post, by month".to_owned(),
        columns: ["Month", "Children on a plan", "Posts filled", "Children a post"]
            .map(str::to_owned)
            .to_vec(),
        n_words: 1,
        rows: rows.collect(),
        sums: Vec::new(),
    };
    Part {
        id: "caseloads",
        title: "Caseloads",
        words: vec![
            "The IRO Handbook advises 50 to 70 children a post; it speaks of children looked after."
                .to_owned(),
        ],
        grids: vec![grid],
        charts: Vec::new(),
    }
}

/// 6: meetings held, and plans that began and ended.
fn activity(asked: &Asked<'_>) -> Part {
    let rows = asked.year.each_month().into_iter().map(|month| {
        (month.words(), ["plans_started", "plans_ended"].map(|key| children(asked, key, month)).to_vec())
    });
    let flows = Counts {
        key: "starts-and-ends",
        caption: "plans that began and ended, by month".to_owned(),
        columns: ["Month", "Began", "Ended"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total_row: true,
        total_column: false,
        share: None,
    };
    let mut grids: Vec<Grid> = bands(asked, "meetings_held", asked.year).into_iter().collect();
    let wholes = ["plans_started", "plans_ended"].map(|key| children(asked, key, asked.year));
    grids.push(flows.grid().adding_up_to(&wholes));
    grids.extend(bands(asked, "initial_bands", asked.year));
    Part { id: "activity", title: "Activity", words: Vec::new(), grids, charts: Vec::new() }
}

/// 6.2: plans at the end of each month by category.
fn categories(asked: &Asked<'_>) -> Part {
    let months = asked.year.each_month();
    let mut columns = vec!["Category".to_owned()];
    columns.extend(months.iter().map(|month| month.first().format("%b %Y").to_string()));
    let rows = Category::ALL.iter().map(|category| {
        let counts: Vec<Quantity> = months.iter().map(|&month| asked.on_plan(*category, month)).collect();
        (capital(category.title()), counts)
    });
    let rows: Vec<(String, Vec<Quantity>)> = rows
        .enumerate()
        .filter(|(at, (_, counts))| *at < 4 || counts.iter().any(|count| 0 < count.value))
        .map(|(_, row)| row)
        .collect();
    let grid = Counts {
        key: "plans-by-category",
        caption: "children on a plan at the end of each month, by category".to_owned(),
        columns,
        rows,
        total_row: true,
        total_column: false,
        share: None,
    };
    let wholes: Vec<Quantity> = months.iter().map(|&month| children(asked, "on_plan", month)).collect();
    Part {
        id: "categories",
        title: "Plans by category",
        words: Vec::new(),
        grids: vec![grid.grid().adding_up_to(&wholes)],
        charts: Vec::new(),
    }
}

/// 6.3.1: reviews in time by three measures, and adjournments by reason.
fn reviews(asked: &Asked<'_>) -> Part {
    let keys = ["reviews_snapshot", "reviews_children", "reviews_conferences", "reconvened"];
    let mut grid = figures(asked, asked.year, asked.slice, &keys);
    grid.key = "reviews-in-time";
    grid.caption = format!("reviews in time, {}", asked.year.words());
    let mut grids = vec![grid];
    grids.extend(bands(asked, "adjournments", asked.year));
    Part {
        id: "reviews",
        title: "Reviews in time, and adjournments",
        words: vec![
            "The three measures count different things, and all are right: (a) the children on a plan at the end, (b) the children \
             reviewed, (c) the conferences held. Whoever compares with another year or authority compares like with like."
                .to_owned(),
        ],
        grids,
        charts: Vec::new(),
    }
}

/// 7.2: what quality forms tell, by quarter.
fn quality(asked: &Asked<'_>) -> Part {
    let grids = quarters(asked.year)
        .into_iter()
        .zip(["quality-1", "quality-2", "quality-3", "quality-4"])
        .map(|(quarter, key)| {
            let mut grid = figures(asked, quarter, asked.slice, super::QUALITY);
            grid.key = key;
            grid
        });
    Part {
        id: "quality",
        title: "Quality, by quarter",
        words: vec!["What was not recorded is outside a share's numerator and denominator, unless its definition says otherwise.".to_owned()],
        grids: grids.collect(),
        charts: Vec::new(),
    }
}

/// 7.3: questionnaires by month.
fn questionnaires(asked: &Asked<'_>) -> Part {
    let rows = asked
        .year
        .each_month()
        .into_iter()
        .map(|month| (month.words(), breakdowns::questionnaires(asked, month).to_vec()));
    let grid = Counts {
        key: "questionnaires",
        caption: "questionnaires returned by parents and carers, by month".to_owned(),
        columns: ["Month", "Initial conferences", "Review conferences"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total_row: true,
        total_column: true,
        share: None,
    };
    let mut grid = grid.grid();
    let returned = asked.quantity("questionnaires", Rows::At(YES), Unit::Meetings, asked.year, asked.slice);
    // The last cell of the last row is all of the year, as the figures have it.
    if let Some(whole) = grid.rows.last().and_then(|row| row.last()?.of.first()).cloned() {
        grid.sums.push(Sum { total: whole, parts: vec![returned] });
    }
    Part {
        id: "questionnaires",
        title: "Questionnaires",
        words: Vec::new(),
        grids: vec![grid],
        charts: Vec::new(),
    }
}

/// XmR charts over the year.
fn variation(asked: &Asked<'_>) -> Part {
    let months = xmr_chart::recorded(asked.facts, asked.year.each_month());
    let charts = super::CHARTED
        .iter()
        .filter_map(|&(key, unit)| xmr_chart::chart(asked, indicator(key)?, unit, &months));
    Part {
        id: "variation",
        title: "Month by month",
        words: Vec::new(),
        grids: Vec::new(),
        charts: charts.collect(),
    }
}
