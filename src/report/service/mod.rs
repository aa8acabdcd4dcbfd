//! Reports of the service for people: the annual report's tables and charts, the monthly pack, the quarterly quality report.
//!
//! A report is made once ([`Document`]) and written four times: a page that prints, a workbook, CSV files, and a Word document for
//! whoever writes the text around the tables. Everything here is a function from the record to text or bytes; nothing is written.

mod adds_up;
mod annual;
mod asked;
mod breakdowns;
mod contradictions;
mod csv_files;
mod figures;
mod html;
mod measures;
mod model;
mod monthly;
#[cfg(test)]
mod proofs;
mod publish;
mod quantity;
mod quarterly;
mod word;
mod workbook;
mod xmr_chart;

pub use annual::annual_report;
pub use asked::Asked;
pub use contradictions::{Contradiction, contradictions};
pub use csv_files::files;
pub use html::page;
pub use measures::{Measure, Measured, measure_chart, measures};
pub use model::Document;
pub use monthly::monthly_pack;
pub use quarterly::quality_report;
pub use word::{WordError, document};
pub use workbook::workbook;

use chrono::{Datelike, NaiveDate};

use crate::indicators::{Period, Unit, suppress};
use crate::words::date;

/// What the quality report tells.
const QUALITY: &[&str] = &[
    "forms",
    "reports_shared",
    "parents",
    "participation",
    "participation_over_tens",
    "quorate",
    "decision_sheets",
    "minutes",
    "questionnaires",
];

/// What is drawn month by month.
const CHARTED: &[(&str, Unit)] = &[
    ("on_plan", Unit::Children),
    ("caseload", Unit::Children),
    ("initial_in_time", Unit::Meetings),
    ("reviews_conferences", Unit::Meetings),
    ("adjournments", Unit::Meetings),
    ("decision_sheets", Unit::Meetings),
    ("minutes", Unit::Meetings),
];

/// Returns what a reader of a period's report must know first.
fn caution(asked: &Asked<'_>, period: Period) -> Vec<String> {
    let mut caution = privacy(asked);
    if !period.is_whole() {
        caution.push(format!(
            "The period is not over: figures are those by {}, and stand to change.",
            date(period.last())
        ));
    }
    match asked.facts.first_recorded() {
        None => caution.push(
            "No meeting is recorded as held: plans are those that the register knows of, and noughts are no counts.".to_owned(),
        ),
        Some(first) if period.first() < first && !is_same_month(period.first(), first) => caution.push(format!(
            "The record of meetings begins on {}: what stands for days before it comes from plans that the register knows of, and is \
             no count of what happened.",
            date(first)
        )),
        Some(_) => {}
    }
    caution
}

fn is_same_month(one: NaiveDate, other: NaiveDate) -> bool {
    (one.year(), one.month()) == (other.year(), other.month())
}

fn privacy(asked: &Asked<'_>) -> Vec<String> {
    if asked.is_published {
        vec![format!(
            "Numbers from 1 to {} are shown as {}, and others with them from which these could be worked out.",
            suppress::SMALL,
            suppress::HIDDEN
        )]
    } else {
        vec![
            "For staff of the service. Small numbers and places can identify a family: do not publish this or send it outside; a \
             version for publication is made with --publish."
                .to_owned(),
        ]
    }
}
