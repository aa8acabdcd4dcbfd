//! The report of `convene replay`: the same year under both practices, month by month side by side.

mod charts;
mod csv_files;
mod page;
#[cfg(test)]
mod proofs;
mod view;
mod workbook;

pub use csv_files::replay_files;
pub use page::replay_page;
pub use workbook::replay_workbook;
