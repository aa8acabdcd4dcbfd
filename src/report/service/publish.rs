//! A report without what may not be published: all that adds up in it is one table, whatever tables it stands in.

use std::collections::{BTreeMap, BTreeSet};

use super::adds_up::sums;
use super::asked::Asked;
use super::model::{Cell, Document, Part};
use super::quantity::{Quantity, Sum};
use crate::indicators::{Period, suppress};

/// Returns a report as it was asked for. `own` is its period, and `wholes` has the periods in it with what each is made up of.
pub(super) fn as_asked(
    asked: &Asked<'_>,
    document: Document,
    own: Period,
    wholes: &[(Period, Vec<Period>)],
) -> Document {
    if asked.is_published { published(document, sums(asked, own, wholes)) } else { document }
}

/// Returns a report without small numbers and those that they could be worked out from. `sums` has what adds up beyond the sums of its tables; of
/// these, only those count that a reader can work with.
pub(super) fn published(mut document: Document, mut sums: Vec<Sum>) -> Document {
    // What is drawn is drawn whole or not at all: limits would be wrong without a month, and tell of it.
    withhold(&mut document, |quantity| suppress::is_small(quantity.value));
    sums.extend(
        document.parts.iter().flat_map(|part| &part.grids).flat_map(|grid| grid.sums.iter().cloned()),
    );
    let hidden = hidden(told(&document), &sums);
    let is_hidden = |quantity: &Quantity| suppress::is_small(quantity.value) || hidden.contains(quantity);
    for cell in cells(&mut document) {
        if cell.of.iter().any(is_hidden) {
            cell.hide();
        }
    }
    withhold(&mut document, is_hidden);
    document
}

/// Takes out the charts with a point that may not be seen, and says so in their place.
fn withhold(document: &mut Document, is_hidden: impl Fn(&Quantity) -> bool) {
    for part in &mut document.parts {
        let Part { charts, words, .. } = part;
        charts.retain(|drawn| {
            let is_withheld = drawn.of.iter().any(&is_hidden);
            if is_withheld {
                words.push(format!(
                    "{}: not drawn, because a month of it has a number that is not published.",
                    drawn.title
                ));
            }
            !is_withheld
        });
    }
}

fn cells(document: &mut Document) -> impl Iterator<Item = &mut Cell> {
    let grids = document.parts.iter_mut().flat_map(|part| &mut part.grids);
    grids.flat_map(|grid| grid.rows.iter_mut().flatten()).chain(&mut document.headline)
}

/// Returns every number that the report says outright.
fn told(document: &Document) -> BTreeSet<Quantity> {
    let grids = document.parts.iter().flat_map(|part| &part.grids);
    let cells = grids.flat_map(|grid| grid.rows.iter().flatten()).chain(&document.headline);
    let of_cells = cells.filter(|cell| cell.tells).flat_map(|cell| &cell.of);
    let drawn = document.parts.iter().flat_map(|part| &part.charts).filter(|drawn| drawn.tells);
    of_cells.chain(drawn.flat_map(|drawn| &drawn.of)).cloned().collect()
}

/// Returns which of the numbers told are hidden.
fn hidden(mut told: BTreeSet<Quantity>, sums: &[Sum]) -> BTreeSet<Quantity> {
    // A number that is not in the report and the only one missing in a sum can be worked out: it is as if it were told, and a sum more may follow.
    let sums: BTreeSet<&Sum> = sums.iter().filter(|sum| !sum.parts.contains(&sum.total)).collect();
    let mut waiting: Vec<&Sum> = sums.into_iter().collect();
    let mut used = Vec::new();
    loop {
        let (now, later): (Vec<&Sum>, Vec<&Sum>) = waiting.into_iter().partition(|sum| {
            sum.parts.iter().chain([&sum.total]).filter(|quantity| !told.contains(quantity)).count() <= 1
        });
        if now.is_empty() {
            break;
        }
        told.extend(now.iter().flat_map(|sum| sum.parts.iter().chain([&sum.total])).cloned());
        used.extend(now);
        waiting = later;
    }
    let at: BTreeMap<&Quantity, usize> =
        told.iter().enumerate().map(|(at, quantity)| (quantity, at)).collect();
    let values: Vec<u64> = told.iter().map(|quantity| quantity.value).collect();
    let position = |quantity: &Quantity| at.get(quantity).copied();
    let used: Vec<suppress::Sum> = used
        .into_iter()
        .filter_map(|sum| {
            Some(suppress::Sum {
                total: position(&sum.total)?,
                parts: sum.parts.iter().map(position).collect::<Option<_>>()?,
            })
        })
        .collect();
    let hidden = suppress::hidden(&values, &used);
    told.iter()
        .zip(hidden)
        .filter(|(_, is_hidden)| *is_hidden)
        .map(|(quantity, _)| quantity.clone())
        .collect()
}
