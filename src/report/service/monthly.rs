//! The monthly pack for district managers and chairs, with the adjournment report.

use super::asked::Asked;
use super::figures::{bands, definitions, figures};
use super::model::{Cell, Counts, Document, Grid, Part};
use super::publish::as_asked;
use super::quantity::{Quantity, Rows};
use super::xmr_chart;
use crate::indicators::{Cut, MOST_ROWS, Mark, Period, Shape, Slice, Tally, Unit, indicator};
use crate::register::StaffIdx;

/// Returns the pack of a month.
pub fn monthly_pack(asked: &Asked<'_>, month: Period) -> Document {
    let months = xmr_chart::recorded(asked.facts, xmr_chart::until(month));
    let mut to_date = figures(asked, year_to_date(asked.year, month), asked.slice, &[]);
    to_date.key = "year-to-date";
    let charts = super::CHARTED
        .iter()
        .filter_map(|&(key, unit)| xmr_chart::chart(asked, indicator(key)?, unit, &months));
    let parts = vec![
        Part {
            id: "figures",
            title: "The month in figures",
            words: Vec::new(),
            grids: vec![figures(asked, month, asked.slice, &[])],
            charts: Vec::new(),
        },
        Part {
            id: "year-to-date",
            title: "The year to date",
            words: Vec::new(),
            grids: vec![to_date],
            charts: Vec::new(),
        },
        districts(asked, month),
        chairs(asked, month),
        adjournments(asked, month),
        Part {
            id: "variation",
            title: "Month by month",
            words: Vec::new(),
            grids: Vec::new(),
            charts: charts.collect(),
        },
        definitions(&asked.facts.policy),
    ];
    let of = |key, rows| Cell::count(asked.quantity(key, rows, Unit::Meetings, month, asked.slice));
    let document = Document {
        kind: "Monthly pack",
        name: asked.name(),
        period: month.words(),
        headline: vec![
            of("meetings_held", Rows::From(0, 3)),
            Cell::words(" conferences held and "),
            of("adjournments", Rows::All),
            Cell::words(format!(" adjourned in {}", month.words())),
        ],
        caution: super::caution(asked, month),
        parts,
    };
    // The year to date less the month is the months before, which nobody need be told.
    let to_date = year_to_date(asked.year, month);
    let before = month.first().pred_opt().and_then(|last| Period::new(to_date.first(), last));
    let mut wholes = vec![(to_date, to_date.each_month())];
    wholes.extend(before.map(|before| (to_date, vec![before, month])));
    as_asked(asked, document, month, &wholes)
}

fn year_to_date(year: Period, month: Period) -> Period {
    Period::new(year.first(), month.last()).unwrap_or(month)
}

/// What districts and chairs are shown by: indicator, unit, heading.
const SHOWN: [(&str, Unit, &str); 6] = [
    ("on_plan", Unit::Children, "Children on a plan"),
    ("plans_started", Unit::Children, "Plans begun"),
    ("plans_ended", Unit::Children, "Plans ended"),
    ("adjournments", Unit::Meetings, "Conferences adjourned"),
    ("initial_in_time", Unit::Children, "Initial conferences in 15 days (children)"),
    ("reviews_conferences", Unit::Children, "Reviews in time (children)"),
];

fn districts(asked: &Asked<'_>, month: Period) -> Part {
    let named = asked.districts();
    let counts = SHOWN.iter().take(4);
    let rows = named.iter().map(|(slice, name)| {
        let of = |key, unit| asked.quantity(key, Rows::All, unit, month, *slice);
        (name.clone(), counts.clone().map(|&(key, unit, _)| of(key, unit)).collect())
    });
    let mut columns = vec!["District".to_owned()];
    columns.extend(counts.clone().map(|row| row.2.to_owned()));
    let grid = Counts {
        key: "districts",
        caption: format!("districts, {}", month.words()),
        columns,
        rows: rows.collect(),
        total_row: true,
        total_column: false,
        share: None,
    };
    let wholes: Vec<Quantity> =
        counts.map(|&(key, unit, _)| asked.quantity(key, Rows::All, unit, month, asked.slice)).collect();
    let slices = named.iter().map(|(slice, name)| (name.clone(), *slice));
    let shares = shares(asked, "districts-in-time", "District", month, slices.collect());
    Part {
        id: "districts",
        title: "By district",
        words: Vec::new(),
        grids: vec![grid.grid().adding_up_to(&wholes), shares],
        charts: Vec::new(),
    }
}

/// Returns what of the month was in time, a row each.
fn shares(
    asked: &Asked<'_>,
    key: &'static str,
    heading: &str,
    month: Period,
    rows: Vec<(String, Slice)>,
) -> Grid {
    let shown = SHOWN.iter().filter(|row| indicator(row.0).is_some_and(|row| row.shape == Shape::Share));
    let mut columns = vec![heading.to_owned()];
    columns.extend(shown.clone().map(|row| row.2.to_owned()));
    let rows = rows.into_iter().map(|(name, slice)| {
        let mut cells = vec![Cell::words(name)];
        for &(key, unit, _) in shown.clone() {
            let Some(indicator) = indicator(key) else { continue };
            let figure = indicator.figure(&asked.tally(key, month, slice), unit);
            let of = asked.quantities(indicator, unit, month, slice);
            let mut cell = Cell::per_cent(figure, 0, of);
            if !asked.is_published && figure.denominator.is_some_and(|whole| 0 < whole) {
                cell.text = format!("{} of {}", figure.numerator, figure.denominator.unwrap_or(0));
            }
            cells.push(cell);
        }
        cells
    });
    Grid {
        key,
        caption: format!("held in time, {}", month.words()),
        columns,
        n_words: 1,
        rows: rows.collect(),
        sums: Vec::new(),
    }
}

/// Chairs by what they have and chaired. Nobody reads it but the service: in what is published it is left out.
fn chairs(asked: &Asked<'_>, month: Period) -> Part {
    let staff = &asked.register().staff;
    let in_post: Vec<StaffIdx> = (0..staff.len())
        .map(StaffIdx::from)
        .filter(|chair| {
            let chair = &staff[chair.at()];
            chair.role.chairs() && (chair.in_post(month.first()) || chair.in_post(month.last()))
        })
        .collect();
    let counts = |key: &str, unit: Unit, rows: &[usize]| -> Vec<u64> {
        // The last is of those without a chair.
        let mut of = vec![Tally::default(); staff.len() + 1];
        if let Some(indicator) = indicator(key) {
            (indicator.marks)(asked.facts, month, &mut |mark: Mark| {
                let Cut { chair, .. } = mark.cut;
                if asked.slice.chooses(&mark.cut) {
                    of[chair.map_or(staff.len(), |chair| chair.at())].add(&mark);
                }
            });
        }
        let sum = |tally: &Tally| rows.iter().map(|&row| tally.of(row, unit)).sum::<u64>();
        let of_chairs: Vec<u64> = in_post.iter().map(|chair| sum(&of[chair.at()])).collect();
        let others = of.iter().map(sum).sum::<u64>() - of_chairs.iter().sum::<u64>();
        of_chairs.into_iter().chain([others]).collect()
    };
    let every: Vec<usize> = (0..MOST_ROWS).collect();
    let columns = [
        counts("on_plan", Unit::Children, &every),
        counts("meetings_held", Unit::Meetings, &[0, 1, 2]),
        counts("meetings_held", Unit::Meetings, &[3]),
        counts("forms", Unit::Meetings, &[1]),
        counts("handovers", Unit::Meetings, &[1]),
    ];
    let names = in_post.iter().map(|chair| staff[chair.at()].reference.to_string());
    let rows = names.chain(["No chair in post".to_owned()]).enumerate().map(|(at, name)| {
        // Not for publication, and so no number of it is known by what it counts.
        (name, columns.iter().map(|column| Quantity { name: String::new(), value: column[at] }).collect())
    });
    let headings = [
        "Chair",
        "Children on a plan",
        "Conferences",
        "Strategy meetings",
        "Forms done",
        "Families taken over",
    ];
    let grid = Counts {
        key: "chairs",
        caption: format!("chairs, {}", month.words()),
        columns: headings.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total_row: true,
        total_column: false,
        share: None,
    };
    Part {
        id: "chairs",
        title: "By chair",
        words: if asked.is_published {
            vec!["What single chairs have is not published.".to_owned()]
        } else {
            vec!["Families whom nobody has had a conference with yet stand with the chair that the register names.".to_owned()]
        },
        grids: if asked.is_published { Vec::new() } else { vec![grid.grid()] },
        charts: Vec::new(),
    }
}

/// The adjournment report: by reason in the month, and how often in each month of the year so far.
fn adjournments(asked: &Asked<'_>, month: Period) -> Part {
    let all = |period| {
        let of = |unit| asked.quantity("adjournments", Rows::All, unit, period, asked.slice);
        [Unit::Meetings, Unit::Children].map(of).to_vec()
    };
    let to_date = year_to_date(asked.year, month);
    let rows = to_date.each_month().into_iter().map(|month| (month.words(), all(month)));
    let by_month = Counts {
        key: "adjournments-by-month",
        caption: "conferences adjourned, by month".to_owned(),
        columns: ["Month", "Conferences", "Children"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total_row: true,
        total_column: false,
        share: None,
    };
    let mut grids: Vec<Grid> = bands(asked, "adjournments", month).into_iter().collect();
    let mut reconvened = figures(asked, to_date, asked.slice, &["reconvened"]);
    reconvened.key = "reconvened";
    grids.push(by_month.grid().adding_up_to(&all(to_date)));
    grids.push(reconvened);
    Part { id: "adjourned", title: "Adjournments", words: Vec::new(), grids, charts: Vec::new() }
}
