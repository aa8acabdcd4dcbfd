//! The annual report's tables and charts, for any year, from the record alone. Sections are those of the report of 2011/12.

use super::asked::Asked;
use super::contradictions;
use super::figures::{bands, definitions, figures};
use super::model::{Cell, Counts, Document, Grid, Part};
use super::{breakdowns, xmr_chart};
use crate::indicators::{Category, NO, Period, Unit, YES, indicator};
use crate::report::words::{capital, thousands};

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
    parts.push(definitions());
    let on_plan = |row: usize| asked.children("on_plan", row, year);
    let current: u64 = (0..Category::ALL.len()).map(on_plan).sum();
    Document {
        kind: "Annual report",
        name: asked.name(),
        period: year.words(),
        headline: format!(
            "{} children had a plan at the end of {}; {} plans began and {} ended",
            thousands(current as i64),
            year.words(),
            thousands(asked.children("plans_started", 0, year) as i64),
            thousands(asked.children("plans_ended", 0, year) as i64),
        ),
        caution: super::caution(asked),
        parts,
    }
}

/// 5.4: caseloads by month.
fn caseload(asked: &Asked<'_>) -> Part {
    let rows = asked.year.each_month().into_iter().map(|month| {
        let tally = asked.tally("caseload", month, asked.slice);
        let (children, posts) = (tally.of(YES, Unit::Children), tally.of(NO, Unit::Children));
        let rate = indicator("caseload").map(|indicator| indicator.figure(&tally, Unit::Children));
        vec![
            Cell::words(month.words()),
            Cell::count(children, asked.is_published && crate::indicators::suppress::is_small(children)),
            Cell::written(format!("{:.1}", posts as f64 / 1e6)),
            Cell::written(rate.map_or_else(|| "–".to_owned(), |rate| rate.scaled(1_000_000, 0))),
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
        let of = |key| asked.children(key, 0, month);
        (month.words(), vec![of("plans_started"), of("plans_ended")])
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
    grids.push(flows.grid(asked.is_published));
    grids.extend(bands(asked, "initial_bands", asked.year));
    Part { id: "activity", title: "Activity", words: Vec::new(), grids, charts: Vec::new() }
}

/// 6.2: plans at the end of each month by category.
fn categories(asked: &Asked<'_>) -> Part {
    let months = asked.year.each_month();
    let mut columns = vec!["Category".to_owned()];
    columns.extend(months.iter().map(|month| month.first().format("%b %Y").to_string()));
    let rows = Category::ALL.iter().map(|category| {
        let counts: Vec<u64> =
            months.iter().map(|&month| asked.children("on_plan", category.at(), month)).collect();
        (capital(category.title()), counts)
    });
    let rows: Vec<(String, Vec<u64>)> = rows
        .enumerate()
        .filter(|(at, (_, counts))| *at < 4 || counts.iter().any(|&n| 0 < n))
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
    Part {
        id: "categories",
        title: "Plans by category",
        words: Vec::new(),
        grids: vec![grid.grid(asked.is_published)],
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
    let quarters = asked.year.each_month();
    let quarters: Vec<Period> =
        quarters.chunks(3).filter_map(|months| Period::quarter_of(months[0].first())).collect();
    let grids = quarters.into_iter().zip(["quality-1", "quality-2", "quality-3", "quality-4"]).map(
        |(quarter, key)| {
            let mut grid = figures(asked, quarter, asked.slice, super::QUALITY);
            grid.key = key;
            grid
        },
    );
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
    Part {
        id: "questionnaires",
        title: "Questionnaires",
        words: Vec::new(),
        grids: vec![grid.grid(asked.is_published)],
        charts: Vec::new(),
    }
}

/// XmR charts over the year.
fn variation(asked: &Asked<'_>) -> Part {
    let months = asked.year.each_month();
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
