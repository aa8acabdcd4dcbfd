//! The quarterly quality report for the cluster meetings (annual report 2011/12, 8.1).

use super::asked::Asked;
use super::figures::{definitions, figures, measured};
use super::model::{Cell, Document, Grid, Part};
use super::publish::as_asked;
use crate::indicators::{Period, Slice, Tally, Unit, indicator};
use crate::register::DistrictIdx;
use crate::report::words::discreet;

/// Returns the report of a quarter: the whole, and each cluster's districts beside one another.
pub fn quality_report(asked: &Asked<'_>, quarter: Period) -> Document {
    let register = asked.register();
    let mut clusters: Vec<&str> = register.districts.iter().map(|row| row.cluster.as_str()).collect();
    clusters.sort_unstable();
    clusters.dedup();
    let grids = clusters.into_iter().enumerate().map(|(at, cluster)| {
        let districts: Vec<DistrictIdx> = (0..register.districts.len())
            .map(DistrictIdx::from)
            .filter(|district| register.districts[district.at()].cluster == cluster)
            .filter(|district| asked.slice.district.is_none_or(|only| only == *district))
            .collect();
        table(asked, KEYS[at.min(KEYS.len() - 1)], cluster, &districts, quarter)
    });
    let mut whole = figures(asked, quarter, asked.slice, super::QUALITY);
    whole.key = "quality";
    let forms = asked.tally("forms", quarter, asked.slice);
    let done = indicator("forms").map_or_else(
        || Cell::words("–\u{a0}%"),
        |indicator| {
            let of = asked.quantities(indicator, Unit::Meetings, quarter, asked.slice);
            Cell::per_cent(indicator.figure(&forms, Unit::Meetings), 0, of)
        },
    );
    let document = Document {
        kind: "Quality report",
        name: asked.name(),
        period: quarter.words(),
        headline: vec![
            Cell::words("Quality forms done for "),
            done,
            Cell::words(format!(" of conferences, {}", quarter.words())),
        ],
        caution: super::caution(asked, quarter),
        parts: vec![
            Part {
                id: "quality",
                title: "Quality",
                words: Vec::new(),
                grids: vec![whole],
                charts: Vec::new(),
            },
            Part {
                id: "clusters",
                title: "By cluster and district",
                words: vec!["Shares of meetings, with as many as were recorded.".to_owned()],
                grids: grids.filter(|grid| 1 < grid.columns.len()).collect(),
                charts: Vec::new(),
            },
            definitions(&asked.facts.policy),
        ],
    };
    as_asked(asked, document, quarter, &[])
}

/// Names of the clusters' tables.
const KEYS: [&str; 6] = ["cluster-1", "cluster-2", "cluster-3", "cluster-4", "cluster-5", "cluster-6"];

fn table(
    asked: &Asked<'_>,
    key: &'static str,
    cluster: &str,
    districts: &[DistrictIdx],
    quarter: Period,
) -> Grid {
    let register = asked.register();
    let mut columns = vec!["Measure".to_owned()];
    columns.extend(districts.iter().map(|district| {
        let row = &register.districts[district.at()];
        discreet(if row.name.is_empty() { row.reference.as_str() } else { &row.name })
    }));
    let rows = super::QUALITY.iter().filter_map(|&key| {
        let indicator = indicator(key)?;
        let mut cells = vec![Cell::words(indicator.title(&asked.facts.policy))];
        for &district in districts {
            let slice = Slice { district: Some(district), ..asked.slice };
            let tally: Tally = asked.tally(key, quarter, slice);
            let figure = indicator.figure(&tally, Unit::Meetings);
            let of = asked.quantities(indicator, Unit::Meetings, quarter, slice);
            let mut cell = measured(indicator, figure, of);
            if let Some(whole) = figure.denominator.filter(|&whole| 0 < whole) {
                cell.text = format!("{} of {whole}", cell.text);
                // A share of so many says how many they are.
                cell.tells = true;
            }
            cells.push(cell);
        }
        Some(cells)
    });
    let name = if cluster.is_empty() { "districts" } else { cluster };
    Grid {
        key,
        caption: format!("{}, {}", discreet(name), quarter.words()),
        columns,
        n_words: 1,
        rows: rows.collect(),
        sums: Vec::new(),
    }
}
