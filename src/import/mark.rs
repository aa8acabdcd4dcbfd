//! Where in a source something stood.

use std::rc::Rc;

use crate::files::{Location, Origin};

/// A line and column of a source. There are as many as dates are read, so that the source's name is shared.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    origin: Rc<Origin>,
    line: u64,
    /// From 0.
    column: usize,
}

/// A date, and where it stood.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub(super) on: chrono::NaiveDate,
    pub(super) mark: Mark,
}

impl Mark {
    /// Returns the mark of a column (from 0) of a line (from 1).
    pub(super) fn new(origin: &Rc<Origin>, line: u64, column: usize) -> Mark {
        Mark { origin: Rc::clone(origin), line, column }
    }

    /// Returns it for a message.
    pub(super) fn location(&self) -> Location {
        self.origin.at(self.line, self.column)
    }
}
