//! The report of `convene venues`: what new venues would be worth, which would be missed, how full they are, and how far
//! people go.

mod csv_files;
mod journeys;
mod page;
mod pressure;
#[cfg(test)]
mod proofs;
mod view;
mod workbook;
mod worth;

pub use csv_files::venue_files;
pub use page::venues_page;
pub use view::{Question, finding};
pub use workbook::venues_workbook;
