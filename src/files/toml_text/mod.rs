//! TOML files: their text, where each part of it stands, and their tables key by key.

mod document;
mod section;
mod syntax;

pub(super) use document::Document;
pub(super) use section::{Given, Section};
