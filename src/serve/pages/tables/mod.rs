//! The register's tables, edited in place: [`list`] and [`form`] are what is shown, [`serve`] answers requests.

mod form;
pub(crate) mod list;
mod serve;

pub(crate) use serve::{page, replace, table};
