//! Caseload: children an FTE, the chairs one by one, and the share of months inside the advised range.

use super::fans::Fans;
use super::view::{View, is_known, named, whole_mean};
use crate::report::staffing::drawing::{Entry, Fill, Group, Layer, Panel, Panels, Row, Rows, Shape};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{Chart, Table};
use crate::report::words::count;
use crate::simulate::measure::Measure;
use crate::simulate::outcome::Scenario;
use crate::simulate::tally::Tally;

/// What is said where the range does not apply.
const NOT_FOR_PLANS: &str = "No range is drawn: that of the IRO Handbook (2010) is for looked-after children, and no guidance \
                             gives a number for children on plans.";

/// Most columns of dots in a panel.
const MOST_COLUMNS: usize = 13;

/// Returns the charts of caseloads.
pub(super) fn charts(view: &View<'_>) -> Vec<Chart> {
    let applies = view.has_looked_after();
    let band = view.asked.band;
    let handbook = format!(
        "The range of {} is what the IRO Handbook (2010) advises for looked-after children of a full-time chair.",
        view.band()
    );
    let fans = |id, measure, subject, applies: bool| Fans {
        id,
        measure,
        subject,
        is_one: true,
        range: applies.then_some(band),
        note: if applies { handbook.clone() } else { NOT_FOR_PLANS.to_owned() },
        from_nought: true,
    };
    let mut charts: Vec<Chart> = Vec::new();
    charts.extend(fans("caseload", Measure::Caseload, "Caseload per FTE", applies).chart(view));
    // Where there are no looked-after children, the protection caseload is the caseload.
    if applies {
        charts.extend(
            fans(
                "protection-caseload",
                Measure::ProtectionCaseload,
                "Caseload of children on plans per FTE",
                false,
            )
            .chart(view),
        );
        charts.extend(
            fans("care-caseload", Measure::CareCaseload, "Caseload of looked-after children per FTE", true)
                .chart(view),
        );
    }
    charts.extend(chairs(view, applies));
    if applies && is_known(&view.baseline().spread, Measure::InBand) {
        charts.push(inside(view));
    }
    charts
}

/// Months whose dots are drawn: evenly spread, the first and the last among them.
fn drawn_months(n_months: usize) -> Vec<usize> {
    let n = n_months.min(MOST_COLUMNS);
    if n < 2 {
        return (0..n).collect();
    }
    (0..n).map(|at| (at * (n_months - 1) + (n - 1) / 2) / (n - 1)).collect()
}

/// Each chair's caseload in the first replication.
fn chairs(view: &View<'_>, applies: bool) -> Option<Chart> {
    const ID: &str = "chairs";
    let has_chairs = |scenario: &&Scenario| scenario.chairs.iter().any(|chairs| !chairs.is_empty());
    let scenarios: Vec<&Scenario> = view.outcome.scenarios.iter().filter(has_chairs).collect();
    let baseline = scenarios.first()?;
    let months = drawn_months(view.n_months);
    let loads = |scenario: &Scenario, month: usize| -> Vec<f64> {
        scenario.chairs.get(month).into_iter().flatten().map(|&load| load as f64 / 10.0).collect()
    };
    let panels = scenarios.iter().map(|scenario| {
        let mut layers: Vec<Layer> = applies.then_some(Layer::Range(view.asked.band)).into_iter().collect();
        layers.push(Layer::Dots(months.iter().map(|&month| (month, loads(scenario, month))).collect()));
        Panel { title: if scenarios.len() == 1 { String::new() } else { named(scenario) }, layers }
    });
    let mut legend = vec![(Entry::Dot, "a chair".to_owned())];
    if applies {
        legend.push((Entry::Range, format!("advised, {}", view.band())));
    }
    let (size, drawing) = Panels {
        id: ID,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "children an FTE",
        legend,
        panels: panels.collect(),
        shared: true,
        from_nought: true,
        columns: 2,
        height: if scenarios.len() == 1 { 260.0 } else { 190.0 },
    }
    .draw();
    let apart = |loads: &[f64]| match (loads.first(), loads.last()) {
        (Some(least), Some(most)) => format!("{} to {}", fixed(*least, 0), fixed(*most, 0)),
        _ => "no chair".to_owned(),
    };
    let (first, last) = (loads(baseline, 0), loads(baseline, view.last()));
    Some(Chart {
        id: ID,
        headline: format!(
            "Chairs carry {} children an FTE in {}, and {} in {}",
            apart(&first),
            view.month(0),
            apart(&last),
            view.month(view.last())
        ),
        measure: view.about("Children an FTE of each chair in post at the end of the month, in one future (replication 0)"),
        summary: "One dot is one chair. This is one future of many, drawn to show how far chairs are apart, such as before and \
                  after teams are merged; a new chair begins with few children. How far apart they are in all futures is in the \
                  figures by year."
            .to_owned(),
        size,
        drawing,
        table: chairs_table(view, &scenarios, &months, &loads),
    })
}

fn chairs_table(
    view: &View<'_>,
    scenarios: &[&Scenario],
    months: &[usize],
    loads: &dyn Fn(&Scenario, usize) -> Vec<f64>,
) -> Table {
    let rows = scenarios.iter().flat_map(|scenario| {
        months.iter().map(move |&month| {
            let loads = loads(scenario, month);
            let at = |place: usize| loads.get(place).map_or_else(|| "–".to_owned(), |load| fixed(*load, 1));
            let n = loads.len();
            vec![named(scenario), view.month(month), n.to_string(), at(0), at(n / 2), at(n.saturating_sub(1))]
        })
    });
    Table {
        caption: "children an FTE over chairs, replication 0".to_owned(),
        columns: ["Scenario", "Month", "Chairs", "Least", "Middle", "Most"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        n_words: 2,
    }
}

/// Shares of months inside, above and below the advised range.
fn inside(view: &View<'_>) -> Chart {
    const ID: &str = "band";
    let scenarios = &view.outcome.scenarios;
    let shares = |scenario: &Scenario| {
        [Measure::InBand, Measure::AboveBand, Measure::BelowBand]
            .map(|measure| whole_mean(&scenario.spread, measure))
    };
    let rows = scenarios.iter().map(|scenario| {
        let [inside, above, below] = shares(scenario);
        Row {
            label: named(scenario),
            shape: Shape::Parts(vec![(Fill::Solid, inside), (Fill::Hatch, above), (Fill::Pale, below)]),
            words: format!("{} % inside, {} % above", fixed(inside, 0), fixed(above, 0)),
        }
    });
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![
            (Entry::Area(Fill::Solid), format!("inside {}", view.band())),
            (Entry::Area(Fill::Hatch), "above".to_owned()),
            (Entry::Area(Fill::Pale), "below".to_owned()),
        ],
        groups: vec![Group {
            title: String::new(),
            axis: "Months of all futures, per cent".to_owned(),
            middle: None,
            from_nought: true,
            rows: rows.collect(),
        }],
    }
    .draw();
    let [inside, above, _] = shares(view.baseline());
    let best =
        scenarios.iter().max_by(|a, b| shares(a)[0].total_cmp(&shares(b)[0])).unwrap_or(view.baseline());
    let beside = if shares(best)[0] < inside + 0.5 {
        String::new()
    } else {
        format!("; most with {}: {} %", named(best), fixed(shares(best)[0], 0))
    };
    Chart {
        id: ID,
        headline: format!(
            "{} % of months are inside {} children an FTE, {} % above{beside}",
            fixed(inside, 0),
            view.band(),
            fixed(above, 0)
        ),
        measure: view.about(&format!("Share of months whose caseload per FTE is inside {}", view.band())),
        summary: format!(
            "Counted over all months of all {}. No fixed plan keeps a caseload inside a range in every future: look at the chance, \
             not at the middle.",
            count(view.outcome.replications as i64, "future")
        ),
        size,
        drawing,
        table: Table {
            caption: "months inside the advised range".to_owned(),
            columns: [
                "Scenario",
                "Inside",
                "Above",
                "Below",
                "Ever inside",
                "First month inside, where ever: middle",
                "6 months on end inside",
                "Longest stretch, months: P50 (P10 to P90)",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: scenarios.iter().map(|scenario| inside_row(view, scenario, shares(scenario))).collect(),
            n_words: 1,
        },
    }
}

fn inside_row(view: &View<'_>, scenario: &Scenario, shares: [f64; 3]) -> Vec<String> {
    let per_cent = |share: f64| format!("{}\u{a0}%", fixed(share, 1));
    let (first, longest) = (&scenario.spread.first_in_band, &scenario.spread.longest_in_band);
    let of_all = |tally: &Tally, at_most: i64| {
        let n = tally.n();
        if n == 0 {
            "–".to_owned()
        } else {
            per_cent((n - tally.at_most(at_most)) as f64 * 100.0 / n as f64)
        }
    };
    let stretch = [10, 50, 90]
        .map(|percent| longest.quantile(percent).map_or_else(|| "–".to_owned(), |n| n.to_string()));
    let mut row = vec![named(scenario)];
    row.extend(shares.map(per_cent));
    row.extend([
        of_all(first, 0),
        middle_of_positive(first).map_or_else(|| "never".to_owned(), |month| view.month(month as usize - 1)),
        of_all(longest, 5),
        format!("{} ({} to {})", stretch[1], stretch[0], stretch[2]),
    ]);
    row
}

/// Returns the middle of the values above nought.
fn middle_of_positive(tally: &Tally) -> Option<i64> {
    let positive = || tally.counted().iter().filter(|&&(value, _)| 0 < value);
    let n: u64 = positive().map(|&(_, count)| u64::from(count)).sum();
    let mut seen = 0;
    positive().find_map(|&(value, count)| {
        seen += u64::from(count);
        (n.div_ceil(2) <= seen).then_some(value.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_drawn_from_the_first_month_to_the_last() {
        assert_eq!(drawn_months(3), [0, 1, 2]);
        assert_eq!(drawn_months(25), (0..=24).step_by(2).collect::<Vec<_>>());
        let months = drawn_months(180);
        assert_eq!((months.len(), months[0], months[12]), (13, 0, 179));
        assert_eq!((drawn_months(0), drawn_months(1)), (vec![], vec![0]));
    }

    #[test]
    fn a_month_that_never_comes_is_left_out_of_the_middle() {
        let mut tally = Tally::default();
        [0, 0, 0, 4, 8, 9].into_iter().for_each(|value| tally.add(value));
        tally.settle();
        assert_eq!(middle_of_positive(&tally), Some(8));
        assert_eq!(middle_of_positive(&Tally::default()), None);
    }
}
