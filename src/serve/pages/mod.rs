//! The pages: each reads what it is asked, calls the core, and shows the answer.

pub(crate) mod accessibility;
pub(crate) mod accounts;
pub(crate) mod amiss;
pub(crate) mod audit;
pub(crate) mod book;
pub(crate) mod calendar;
pub(crate) mod export;
pub(crate) mod feed;
pub(crate) mod happened;
pub(crate) mod import;
pub(crate) mod indicators;
pub(crate) mod invitation;
pub(crate) mod lists;
pub(crate) mod meeting;
pub(crate) mod outbox;
pub(crate) mod outcome;
pub(crate) mod plan;
pub(crate) mod queue;
pub(crate) mod sign_in;
pub(crate) mod staffing;
pub(crate) mod tables;
pub(crate) mod undo;

use serde::Deserialize;

/// What a page is told of what was done just before it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct DoneQuery {
    /// The first and the last event, such as `12-15`.
    #[serde(default)]
    pub(crate) done: String,
}

impl DoneQuery {
    /// Returns the events.
    pub(crate) fn events(&self) -> Option<(u64, u64)> {
        let (first, last) = self.done.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    }
}
