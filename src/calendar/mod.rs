//! Dates as the law counts them: working days, bank holidays, months, statutory timescales.
//!
//! Nothing here knows what day it is; every function is given its dates. The rules are those of
//! `rules.md`, "Day counting".

mod holidays;
mod moment;
mod timescale;
mod working_days;

pub use holidays::{BANK_HOLIDAY_YEARS, Holidays, bank_holidays};
pub use moment::{Clock, Span, moment, parse_clock, parse_date, parse_moment};
pub use timescale::{Period, Timescale, TimescaleError};
pub use working_days::WorkingCalendar;

pub use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};
