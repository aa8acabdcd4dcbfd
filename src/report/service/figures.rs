//! Indicators as a table, and their definitions.

use super::asked::Asked;
use super::model::{Cell, Counts, Grid, Part};
use super::quantity::{Quantity, Rows};
use crate::indicators::{Figure, INDICATORS, Indicator, Period, Policy, Shape, Slice, Unit};
use crate::report::words::capital;

/// Decimals of a share: the report's 98.90 % has two.
fn decimals(indicator: &Indicator) -> usize {
    if indicator.key == "reviews_children" { 2 } else { 1 }
}

/// Returns a figure as a cell: per cent, a rate, or nothing for a count. `of` has the numbers that it comes from.
pub(super) fn measured(indicator: &Indicator, figure: Figure, of: Vec<Quantity>) -> Cell {
    match indicator.shape {
        Shape::Share => Cell::per_cent(figure, decimals(indicator), of),
        Shape::Rate { per, .. } => {
            // Whole children for every post, hundredths otherwise.
            Cell::written(figure.scaled(per, if indicator.key == "caseload" { 0 } else { 2 })).from(of)
        }
        Shape::Count | Shape::Bands(_) => Cell::words(""),
    }
}

/// Returns every indicator of a period, in each unit that it has: numerator, denominator and what they come to.
pub(super) fn figures(asked: &Asked<'_>, period: Period, slice: Slice, keys: &[&str]) -> Grid {
    let mut rows = Vec::new();
    for &indicator in INDICATORS.iter().filter(|row| keys.is_empty() || keys.contains(&row.key)) {
        let tally = asked.tally(indicator.key, period, slice);
        for &unit in indicator.units {
            let figure = indicator.figure(&tally, unit);
            let of = asked.quantities(indicator, unit, period, slice);
            let (number, whole) = (of.first().cloned(), of.last().cloned());
            let denominator = match (indicator.shape, figure.denominator) {
                (_, None) => Cell::words(""),
                // Posts, not millionths of them.
                (Shape::Rate { per: 1_000_000, .. }, Some(n)) => {
                    Cell::written(format!("{:.1}", n as f64 / 1e6))
                }
                (_, Some(_)) => whole.map_or_else(|| Cell::words(""), Cell::count),
            };
            rows.push(vec![
                Cell::words(indicator.title(&asked.facts.policy)),
                Cell::words(unit.word()),
                number.map_or_else(|| Cell::words(""), Cell::count),
                denominator,
                measured(indicator, figure, of),
            ]);
        }
    }
    Grid {
        key: "figures",
        caption: format!("figures of {}", period.words()),
        columns: ["Measure", "Counted in", "Number", "Of", "Share or rate"].map(str::to_owned).to_vec(),
        n_words: 2,
        rows,
        sums: Vec::new(),
    }
}

/// Returns the part that says what every measure counts and where that comes from.
pub(super) fn definitions(policy: &Policy) -> Part {
    let rows = INDICATORS.iter().map(|indicator| {
        vec![
            Cell::words(indicator.title(policy)),
            Cell::words(indicator.definition(policy)),
            Cell::words(indicator.source),
        ]
    });
    let grid = Grid {
        key: "definitions",
        caption: "what every measure counts".to_owned(),
        columns: ["Measure", "Definition", "Source"].map(str::to_owned).to_vec(),
        n_words: 3,
        rows: rows.collect(),
        sums: Vec::new(),
    };
    let words = vec![
        "A conference considers all the children of a household together: the same event is one meeting and, as a rule, about two \
         children. Every measure is counted in both where both exist."
            .to_owned(),
    ];
    Part { id: "definitions", title: "Definitions", words, grids: vec![grid], charts: Vec::new() }
}

/// Returns the bands of an indicator as a table: a row each, in the units that it has, with shares of the children.
pub(super) fn bands(asked: &Asked<'_>, key: &'static str, period: Period) -> Option<Grid> {
    let indicator = crate::indicators::indicator(key)?;
    let Shape::Bands(names) = indicator.shape else { return None };
    let mut columns = vec!["".to_owned()];
    columns.extend(indicator.units.iter().map(|unit| capital(unit.word())));
    let of = |row: usize, unit: Unit| asked.quantity(key, Rows::At(row), unit, period, asked.slice);
    let rows: Vec<(String, Vec<Quantity>)> = names
        .iter()
        .enumerate()
        .map(|(row, name)| {
            (capital(name), indicator.units.iter().map(|&unit| of(row, unit)).collect::<Vec<_>>())
        })
        .filter(|(name, counts)| {
            !name.to_lowercase().contains("record") || counts.iter().any(|count| 0 < count.value)
        })
        .collect();
    columns[0] = "Group".to_owned();
    let counts = Counts {
        key: indicator.key,
        caption: format!("{}, {}", indicator.title(&asked.facts.policy).to_lowercase(), period.words()),
        columns,
        rows,
        total_row: true,
        total_column: false,
        share: None,
    };
    let wholes: Vec<Quantity> = indicator
        .units
        .iter()
        .map(|&unit| asked.quantity(key, Rows::All, unit, period, asked.slice))
        .collect();
    Some(counts.grid().adding_up_to(&wholes))
}
