//! Workbooks: one sheet for each table, and `authority` with one line of authority.toml in each row of column A.

mod foreign;
mod guard;
mod read;
mod value;
mod write;

pub(super) use foreign::read as read_foreign;
pub(super) use read::read;
pub(super) use write::write;
