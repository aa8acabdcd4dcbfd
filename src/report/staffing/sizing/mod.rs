//! The report of `convene size`: a page that a director reads first, then the plan, how sure it is, what it costs, and what can go
//! wrong.

mod cost;
mod csv_files;
mod page;
mod plan;
mod promise;
#[cfg(test)]
mod proofs;
mod workbook;

pub use csv_files::sizing_files;
pub use page::sizing_page;
pub use workbook::sizing_workbook;

use chrono::NaiveDate;

use crate::report::staffing::numbers::fixed;

/// Returns `October 2012`.
fn month(date: NaiveDate) -> String {
    date.format("%B %Y").to_string()
}

/// Returns a share of one in per cent: `91.5 %`.
fn per_cent(share: f64) -> String {
    format!("{}\u{a0}%", fixed(share * 100.0, 1))
}

/// Returns whole pounds.
fn pounds(pounds: i64) -> String {
    let sign = if pounds < 0 { "−" } else { "" };
    format!("{sign}£{}", fixed(pounds.abs() as f64, 0))
}

/// Returns `61.0 (52.1 to 70.4)` of the tenth, fiftieth and ninetieth percentile.
fn ranged([p10, p50, p90]: [f64; 3]) -> String {
    format!("{} ({} to {})", fixed(p50, 1), fixed(p10, 1), fixed(p90, 1))
}
