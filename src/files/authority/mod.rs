//! authority.toml: an authority's policy, read and written.

mod kinds;
mod read;
mod write;

pub(super) use read::{Policy, read, unknown_holidays};
pub(super) use write::write;
