//! A plan, and work lists, for people: the report page, the workbook, and a calendar for each person and room.
//!
//! Everything here is a function from a register and a plan to text or bytes; nothing is written. People and
//! families appear by reference only.

mod attention;
mod calendar_table;
mod caseload;
mod cells;
mod charts;
mod feed;
mod figures;
mod ics;
mod page;
pub mod service;
pub mod staffing;
mod svg;
mod usage;
pub mod venues;
mod view;
mod words;
mod work_lists;
mod workbook;

pub use feed::{FeedEntry, feed, feed_begins};
pub use figures::Figures;
pub use ics::{calendars, refold, slug, utc};
pub use page::page;
pub use work_lists::{list_csv, list_text, lists_workbook};
pub use workbook::{WorkbookError, workbook};
