//! Forecasts of staffing for people: a page, a workbook and CSV files.
//!
//! Everything here is a function from an outcome to text or bytes; nothing is written. Every chart has a finding, a
//! summary, a drawing with a title and a description, and a table with the same numbers.

pub(in crate::report) mod drawing;
pub(super) mod forecast;
pub(in crate::report) mod frame;
#[cfg(test)]
pub(super) mod html;
pub(super) mod numbers;
mod replayed;
mod sizing;

#[cfg(test)]
pub(in crate::report) use html::check as check_page;

pub use forecast::{Asked, differences_csv, files, months_csv, page, workbook, years_csv};
pub use replayed::{replay_files, replay_page, replay_workbook};
pub use sizing::{sizing_files, sizing_page, sizing_workbook};
