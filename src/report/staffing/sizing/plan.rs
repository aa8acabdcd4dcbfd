//! The plan month by month: adverts, agency, the staff that is expected of them, and how an advert turns into somebody in post.

use super::{month, per_cent, pounds};
use crate::report::staffing::drawing::{Entry, Fill, Layer, Look, Panel, Panels};
use crate::report::staffing::numbers::fixed;
use crate::report::svg::{Chart, Table};
use crate::report::words::{capital, count};
use crate::size::Sizing;
use crate::size::plan::Contract;

/// Adverts by contract, and agency.
pub(super) fn adverts(sizing: &Sizing) -> Chart {
    const ID: &str = "adverts";
    let of = |contract: Contract| {
        sizing.months.iter().map(|month| f64::from(month.adverts[contract.at()])).collect()
    };
    let agency: Vec<f64> = sizing.months.iter().map(|month| f64::from(month.agency)).collect();
    let (size, drawing) = Panels {
        id: ID,
        start: sizing.start,
        n_months: sizing.months.len(),
        unit: "",
        legend: vec![
            (Entry::Area(Fill::Solid), "permanent posts advertised".to_owned()),
            (Entry::Area(Fill::Dots), "temporary posts advertised".to_owned()),
            (Entry::Area(Fill::Lines), "agency FTE".to_owned()),
        ],
        panels: vec![
            Panel {
                title: "Posts advertised in the month".to_owned(),
                layers: vec![Layer::Stack(vec![
                    (Fill::Solid, of(Contract::Permanent)),
                    (Fill::Dots, of(Contract::Temporary)),
                ])],
            },
            Panel {
                title: "Agency FTE in the month".to_owned(),
                layers: vec![Layer::Stack(vec![(Fill::Lines, agency)])],
            },
        ],
        shared: false,
        from_nought: true,
        columns: 1,
        height: 130.0,
    }
    .draw();
    let [permanent, temporary] = Contract::ALL.map(|contract| sizing.plan.n_adverts(contract));
    let last = sizing.plan.last_advert().map_or_else(
        || "Nothing is advertised".to_owned(),
        |last| {
            format!(
                "The last advert is in {}",
                month(sizing.months.get(last).map_or(sizing.start, |month| month.date))
            )
        },
    );
    let most = sizing.months.iter().map(|month| month.agency).max().unwrap_or(0);
    Chart {
        id: ID,
        headline: format!(
            "Advertise {} permanent and {} temporary posts; hire up to {most} agency FTE",
            permanent, temporary
        ),
        measure: "Posts advertised and agency FTE on top of today’s, by month".to_owned(),
        summary: format!(
            "{last}. Each post is one FTE; an advert that fails is not placed again but by the plan. Agency is hired by the quarter."
        ),
        size,
        drawing,
        table: Table {
            caption: "the plan by month".to_owned(),
            columns: [
                "Month",
                "Permanent posts advertised",
                "Temporary posts advertised",
                "Agency FTE",
                "Promise holds",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: sizing
                .months
                .iter()
                .map(|at| {
                    let mut row = vec![month(at.date)];
                    row.extend(at.adverts.map(|n| n.to_string()));
                    row.push(at.agency.to_string());
                    row.push(if at.promised { "yes" } else { "not yet" }.to_owned());
                    row
                })
                .collect(),
            n_words: 1,
        },
    }
}

/// FTE that is expected of the plan, against FTE needed.
pub(super) fn staff(sizing: &Sizing) -> Chart {
    const ID: &str = "staff";
    let months = &sizing.months;
    let parts = vec![
        (Fill::Solid, months.iter().map(|month| month.fte.base).collect::<Vec<f64>>()),
        (Fill::Pale, months.iter().map(|month| month.fte.adverts[0]).collect()),
        (Fill::Dots, months.iter().map(|month| month.fte.adverts[1]).collect()),
        (Fill::Lines, months.iter().map(|month| month.fte.agency).collect()),
    ];
    let totals: Vec<f64> = (0..months.len()).map(|at| parts.iter().map(|(_, part)| part[at]).sum()).collect();
    let needed = months.iter().map(|month| Some(month.needed_fte)).collect();
    let (size, drawing) = Panels {
        id: ID,
        start: sizing.start,
        n_months: months.len(),
        unit: "FTE by load",
        legend: vec![
            (Entry::Area(Fill::Solid), "staff of today".to_owned()),
            (Entry::Area(Fill::Pale), "new, permanent".to_owned()),
            (Entry::Area(Fill::Dots), "new, temporary".to_owned()),
            (Entry::Area(Fill::Lines), "agency of the plan".to_owned()),
            (
                Entry::Line(Look::Dotted),
                format!("needed in {} of futures", per_cent(sizing.promise.confidence)),
            ),
        ],
        panels: vec![Panel {
            title: String::new(),
            layers: vec![Layer::Stack(parts), Layer::Line(needed, Look::Dotted)],
        }],
        shared: true,
        from_nought: true,
        columns: 1,
        height: 260.0,
    }
    .draw();
    let ends = |of: &dyn Fn(usize) -> f64| {
        [0, months.len().saturating_sub(1)].map(|at| if at < months.len() { of(at) } else { 0.0 })
    };
    let [first, last] = ends(&|at| totals[at]);
    let [_, need] = ends(&|at| months[at].needed_fte);
    Chart {
        id: ID,
        headline: format!(
            "FTE goes from {} to {}, against {} needed",
            fixed(first, 1),
            fixed(last, 1),
            fixed(need, 1)
        ),
        measure: "Expected FTE by load, and FTE needed, by month".to_owned(),
        summary: format!(
            "FTE by load counts a new chair by what the chair carries. The dotted line is what {} children an FTE take with the chance \
             promised, if only children are in doubt; leavers and failed adverts ask for more.",
            sizing.promise.cap
        ),
        size,
        drawing,
        table: Table {
            caption: "FTE by month".to_owned(),
            columns: [
                "Month",
                "Staff of today",
                "New, permanent",
                "New, temporary",
                "Agency of the plan",
                "Together",
                "Needed",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: months
                .iter()
                .zip(&totals)
                .map(|(at, total)| {
                    let fte = &at.fte;
                    let mut row = vec![month(at.date)];
                    row.extend(
                        [fte.base, fte.adverts[0], fte.adverts[1], fte.agency, *total, at.needed_fte]
                            .map(|fte| fixed(fte, 1)),
                    );
                    row
                })
                .collect(),
            n_words: 1,
        },
    }
}

/// How adverts turn into people in post.
pub(super) fn pipeline(sizing: &Sizing) -> Table {
    let rows = sizing.pipeline.iter().map(|stage| {
        let lead = &stage.lead;
        let [early, middle, late] = lead.start_months.map(|months| fixed(months, 1));
        vec![
            capital(stage.contract.word()),
            stage.adverts.to_string(),
            fixed(stage.starts, 1),
            per_cent(lead.success),
            format!("{middle} ({early} to {late})"),
            fixed(lead.ramp_months, 1),
            pounds(lead.fee_pounds),
        ]
    });
    Table {
        caption: format!("from advert to first day, {}", count(sizing.months.len() as i64, "month")),
        columns: [
            "Contract",
            "Posts advertised",
            "Starts expected",
            "Adverts that succeed",
            "Months from advert to first day: middle (earliest to latest)",
            "Months to a full caseload",
            "Cost of an advert",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows.collect(),
        n_words: 1,
    }
}
