//! The report of `convene simulate`: what is to be expected month by month, how sure that is, and what each scenario changes.

mod caseload;
mod children;
mod compare;
mod csv_files;
mod definitions;
mod fans;
mod page;
#[cfg(test)]
mod proofs;
mod sensitivity;
mod staff;
mod timeliness;
mod view;
mod work;
mod workbook;

pub(in crate::report) use csv_files::row;
pub use csv_files::{differences_csv, files, months_csv, years_csv};
pub use page::page;
pub use view::Asked;
pub use workbook::workbook;
