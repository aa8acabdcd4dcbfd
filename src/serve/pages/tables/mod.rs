//! The register's tables, edited in place: row by row, the policy as text. What would result is read whole, with the bookings that
//! stand, before it is kept.
//!
//! - [`columns`] says what the tables are in people's words, [`grid`] is a table as text;
//! - [`judge`] says what is wrong with a register that would result, and writes it;
//! - [`list`] and [`form`] are what is shown, [`serve`] answers requests.

pub(crate) mod columns;
mod form;
pub(crate) mod grid;
pub(crate) mod judge;
pub(crate) mod list;
mod serve;

pub(crate) use serve::{page, replace, table};
