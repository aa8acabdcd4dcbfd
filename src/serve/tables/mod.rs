//! The register's tables as people keep them: row by row, the policy as text. What would result is read whole, with the bookings that
//! stand, before it is kept.
//!
//! - [`columns`] says what the tables are in people's words, [`grid`] is a table as text;
//! - [`judge`] says what is wrong with a register that would result, and writes it;
//! - [`change`] is one change of one table, for pages and API alike.

pub(crate) mod change;
pub(crate) mod columns;
pub(crate) mod grid;
pub(crate) mod judge;
