//! A plan for people: the report page, the workbook, and a calendar for each person and room.
//!
//! Everything here is a function from a register and a plan to text or bytes; nothing is written. People and
//! families appear by reference only.

mod attention;
mod calendar_table;
mod caseload;
mod cells;
mod charts;
mod figures;
mod ics;
mod page;
pub mod service;
pub mod staffing;
mod svg;
mod usage;
mod view;
mod words;
mod workbook;

pub use figures::Figures;
pub use ics::{calendars, refold, slug, utc};
pub use page::page;
pub use workbook::{WorkbookError, workbook};
