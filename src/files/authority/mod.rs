//! authority.toml: an authority's policy, read and written.

mod document;
mod kinds;
mod read;
mod section;
mod write;

pub(super) use document::Document;
pub(super) use read::{Policy, read, unknown_holidays};
pub(super) use write::write;
