//! Chairs: FTE in post by contract against the FTE that caseload asks for, from advert to first day, changes of chair, cost.

use super::view::{View, listed, means, named, whole_mean};
use crate::report::staffing::drawing::{Entry, Fill, Group, Layer, Look, Panel, Panels, Row, Rows, Shape};
use crate::report::staffing::numbers::{fixed, plain, quantiles, shown, told, with_range};
use crate::report::svg::{Chart, Table};
use crate::simulate::measure::Measure;
use crate::simulate::outcome::{Scenario, Spread};

/// Contracts with their fills, the first at the bottom.
const CONTRACTS: [(Measure, Fill, &str); 4] = [
    (Measure::Permanent, Fill::Solid, "permanent"),
    (Measure::Temporary, Fill::Pale, "temporary"),
    (Measure::Secondment, Fill::Dots, "seconded"),
    (Measure::Agency, Fill::Lines, "agency"),
];

/// Stages from advert to first day, and leaving.
const STAGES: [(Measure, Look, &str); 4] = [
    (Measure::Adverts, Look::DashDot, "posts advertised"),
    (Measure::Offers, Look::Dashed, "offers made"),
    (Measure::FirstDays, Look::Broad, "chairs started"),
    (Measure::Leavers, Look::Dotted, "chairs left"),
];

/// Returns the charts of chairs.
pub(super) fn charts(view: &View<'_>) -> Vec<Chart> {
    vec![in_post(view), pipeline(view)]
}

/// Returns the charts of what staffing does to children's chairs and what it costs.
pub(super) fn consequences(view: &View<'_>) -> Vec<Chart> {
    vec![handovers(view), cost(view)]
}

/// Returns the mean FTE that the top of the range asks for, by month.
fn needed(view: &View<'_>, spread: &Spread) -> Vec<f64> {
    let [plans, care, both] =
        [Measure::OnPlans, Measure::LookedAfter, Measure::Both].map(|measure| means(spread, measure));
    (0..view.n_months).map(|month| (plans[month] + care[month] - both[month]) / view.asked.band[1]).collect()
}

fn in_post(view: &View<'_>) -> Chart {
    const ID: &str = "fte";
    let mut measures: Vec<Measure> = CONTRACTS.map(|(measure, ..)| measure).to_vec();
    measures.push(Measure::OnPlans);
    let (telling, same) = view.telling(&measures);
    let is_used = |measure| {
        telling.iter().any(|scenario| means(&scenario.spread, measure).iter().any(|&fte| 0.0 < fte))
    };
    let used: Vec<(Measure, Fill, &str)> =
        CONTRACTS.into_iter().filter(|&(measure, ..)| is_used(measure)).collect();
    let most = view.most();
    let panels = telling.iter().map(|scenario| {
        let parts = used.iter().map(|&(measure, fill, _)| (fill, means(&scenario.spread, measure))).collect();
        let line = needed(view, &scenario.spread).into_iter().map(Some).collect();
        Panel {
            title: if telling.len() == 1 { String::new() } else { named(scenario) },
            layers: vec![Layer::Stack(parts), Layer::Line(line, Look::Dotted)],
        }
    });
    let mut legend: Vec<(Entry, String)> =
        used.iter().map(|&(_, fill, word)| (Entry::Area(fill), word.to_owned())).collect();
    legend.push((Entry::Line(Look::Dotted), format!("needed at {most} children each")));
    let (size, drawing) = Panels {
        id: ID,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "FTE, mean",
        legend,
        panels: panels.collect(),
        shared: true,
        from_nought: true,
        columns: 2,
        height: if telling.len() == 1 { 260.0 } else { 180.0 },
    }
    .draw();
    let base = &view.baseline().spread;
    let last = |values: Vec<f64>| values.last().copied().unwrap_or(0.0);
    let (has, needs) = (last(means(base, Measure::Fte)), last(needed(view, base)));
    let short = if has < needs {
        format!("{} short", fixed(needs - has, 1))
    } else {
        format!("{} to spare", fixed(has - needs, 1))
    };
    let mut summary = format!(
        "Means over all futures of chairs in post at the end of each month; a new chair counts in full here. Needed are all \
         children of the service over {most}."
    );
    if !view.has_looked_after() {
        summary.push_str(&format!(
            " That {most} is advised for looked-after children, and is drawn for children on plans for want of guidance of their own."
        ));
    }
    if !same.is_empty() {
        summary.push_str(&format!(" They are the same in {}.", listed(&same)));
    }
    Chart {
        id: ID,
        headline: format!(
            "In {} {} FTE are in post; {most} children each would take {}: {short}",
            view.month(view.last()),
            fixed(has, 1),
            fixed(needs, 1)
        ),
        measure: view.about("FTE in post by contract, against FTE needed"),
        summary,
        size,
        drawing,
        table: in_post_table(view, &telling, &used),
    }
}

fn in_post_table(view: &View<'_>, telling: &[&Scenario], used: &[(Measure, Fill, &str)]) -> Table {
    let mut columns = vec!["Scenario".to_owned(), "Month".to_owned()];
    columns.extend(used.iter().map(|&(_, _, word)| format!("{word}, mean")));
    columns.extend(
        ["In post: P50 (P10 to P90)", "By load: P50 (P10 to P90)", "Vacant, mean", "Needed, mean"]
            .map(str::to_owned),
    );
    let rows = telling.iter().flat_map(|scenario| {
        let spread = &scenario.spread;
        let needed = needed(view, spread);
        let parts: Vec<Vec<f64>> = used.iter().map(|&(measure, ..)| means(spread, measure)).collect();
        let vacant = means(spread, Measure::Vacant);
        (0..view.n_months).map(move |month| {
            let mut row = vec![named(scenario), view.month(month)];
            row.extend(parts.iter().map(|part| fixed(part[month], 1)));
            row.extend(
                [Measure::Fte, Measure::Effective].map(|measure| told(measure, spread.month(measure, month))),
            );
            row.extend([vacant[month], needed[month]].map(|fte| fixed(fte, 1)));
            row
        })
    });
    Table { caption: "FTE in post and needed by month".to_owned(), columns, rows: rows.collect(), n_words: 2 }
}

/// Returns the running sums of a measure's means.
fn cumulated(spread: &Spread, measure: Measure) -> Vec<f64> {
    means(spread, measure)
        .into_iter()
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

fn pipeline(view: &View<'_>) -> Chart {
    const ID: &str = "pipeline";
    let (telling, same) = view.telling(&STAGES.map(|(measure, ..)| measure));
    let panels = telling.iter().map(|scenario| Panel {
        title: if telling.len() == 1 { String::new() } else { named(scenario) },
        layers: STAGES
            .iter()
            .map(|&(measure, look, _)| {
                Layer::Line(cumulated(&scenario.spread, measure).into_iter().map(Some).collect(), look)
            })
            .collect(),
    });
    let (size, drawing) = Panels {
        id: ID,
        start: view.outcome.start,
        n_months: view.n_months,
        unit: "Since the start",
        legend: STAGES.iter().map(|&(_, look, word)| (Entry::Line(look), word.to_owned())).collect(),
        panels: panels.collect(),
        shared: true,
        from_nought: true,
        columns: 2,
        height: if telling.len() == 1 { 220.0 } else { 170.0 },
    }
    .draw();
    let [adverts, offers, starts, leavers] =
        STAGES.map(|(measure, ..)| fixed(whole_mean(&view.baseline().spread, measure), 1));
    let rows = telling.iter().flat_map(|scenario| {
        let stages = STAGES.map(|(measure, ..)| cumulated(&scenario.spread, measure));
        (0..view.n_months).map(move |month| {
            let mut row = vec![named(scenario), view.month(month)];
            row.extend(stages.iter().map(|stage| fixed(stage[month], 1)));
            row
        })
    });
    let mut columns = vec!["Scenario".to_owned(), "Month".to_owned()];
    columns.extend(STAGES.iter().map(|&(_, _, word)| word.to_owned()));
    Chart {
        id: ID,
        headline: format!(
            "{adverts} posts advertised bring {offers} offers and {starts} first days, while {leavers} chairs leave"
        ),
        measure: view.about("Posts advertised, offers, first days and leavers since the start, mean"),
        summary: format!(
            "Means over all futures, added up month by month. From advert to first day it takes months, and offers fall through: \
             the distance across from one line to the next is the wait, the distance down what is lost.{}",
            if same.is_empty() { String::new() } else { format!(" They are the same in {}.", listed(&same)) }
        ),
        size,
        drawing,
        table: Table {
            caption: "from advert to first day, added up".to_owned(),
            columns,
            rows: rows.collect(),
            n_words: 2,
        },
    }
}

/// Returns a row with a scenario's percentiles of the whole run.
fn whole_row(scenario: &Scenario, measure: Measure) -> Row {
    let three = quantiles(&scenario.spread.whole[measure as usize]);
    let shape = three.map_or(Shape::Nothing, |three| {
        let [low, at, high] = three.map(|value| plain(measure, value as f64));
        Shape::Dot { low, at, high, interval: None }
    });
    Row {
        label: named(scenario),
        shape,
        words: three.map_or_else(String::new, |three| with_range(measure, three)),
    }
}

/// Returns a table of a measure by year and over the whole run, a row for each scenario.
fn by_year(view: &View<'_>, measures: &[Measure], caption: &str) -> Table {
    let rows = view.outcome.scenarios.iter().flat_map(|scenario| {
        measures.iter().map(move |&measure| {
            let mut row = vec![named(scenario), measure.line().title.to_owned()];
            row.extend((0..view.n_years()).map(|year| told(measure, scenario.spread.year(measure, year))));
            row.push(told(measure, &scenario.spread.whole[measure as usize]));
            row
        })
    });
    let mut columns = vec!["Scenario".to_owned(), "Measure".to_owned()];
    columns.extend((0..view.n_years()).map(|year| view.year(year)));
    columns.push("Whole run".to_owned());
    Table { caption: format!("{caption}: P50 (P10 to P90)"), columns, rows: rows.collect(), n_words: 2 }
}

fn handovers(view: &View<'_>) -> Chart {
    const ID: &str = "handovers";
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![(Entry::Whisker, "middle, and 8 of 10 futures".to_owned())],
        groups: vec![Group {
            title: String::new(),
            axis: "Children whose chair changed, whole run".to_owned(),
            middle: None,
            from_nought: true,
            rows: view
                .outcome
                .scenarios
                .iter()
                .map(|scenario| whole_row(scenario, Measure::Handovers))
                .collect(),
        }],
    }
    .draw();
    let middle = |measure: Measure| view.baseline().spread.whole[measure as usize].quantile(50).unwrap_or(0);
    Chart {
        id: ID,
        headline: format!(
            "{} times a child’s chair changes, {} of them because the child moved from one team to the other",
            shown(Measure::Handovers, middle(Measure::Handovers)),
            shown(Measure::TransferHandovers, middle(Measure::TransferHandovers))
        ),
        measure: view.about("Changes of chair, children"),
        summary: "A child’s chair changes when the chair leaves, when a new colleague is given part of a caseload, when another chair \
                  covers, and, while teams are apart, when a child on a plan becomes looked after. Each child counts at each change."
            .to_owned(),
        size,
        drawing,
        table: by_year(view, &[Measure::Handovers, Measure::TransferHandovers, Measure::Covered], "changes of chair by year"),
    }
}

fn cost(view: &View<'_>) -> Chart {
    const ID: &str = "cost";
    let (size, drawing) = Rows {
        id: ID,
        legend: vec![(Entry::Whisker, "middle, and 8 of 10 futures".to_owned())],
        groups: vec![Group {
            title: String::new(),
            axis: "Pounds, whole run".to_owned(),
            middle: None,
            from_nought: true,
            rows: view.outcome.scenarios.iter().map(|scenario| whole_row(scenario, Measure::Cost)).collect(),
        }],
    }
    .draw();
    let middle = view.baseline().spread.whole[Measure::Cost as usize].quantile(50).unwrap_or(0);
    let beside = match view.others() {
        [] => String::new(),
        others => {
            let costs =
                || others.iter().filter_map(|other| other.spread.whole[Measure::Cost as usize].quantile(50));
            format!(
                "; the other scenarios cost {} to {}",
                shown(Measure::Cost, costs().min().unwrap_or(0)),
                shown(Measure::Cost, costs().max().unwrap_or(0))
            )
        }
    };
    Chart {
        id: ID,
        headline: format!("Chairs cost {} over the whole run{beside}", shown(Measure::Cost, middle)),
        measure: view.about("Cost of chairs in post by contract, and of adverts, pounds"),
        summary: "Pay with on-costs of chairs in post, and adverts with their panels, at the prices of the parameter file. Prices stay \
                  as they are; nothing is discounted."
            .to_owned(),
        size,
        drawing,
        table: by_year(view, &[Measure::Cost], "cost by year"),
    }
}
