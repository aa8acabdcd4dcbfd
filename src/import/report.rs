//! What an import finds on its way.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::mark::Mark;
use crate::files::{Fault, Findings, Location, quoted};
use crate::register::Reference;

/// Differences that are listed; all are counted.
const MOST_DIFFERENCES: usize = 10_000;

/// A day by which the source wants a meeting, where the register's rules give another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Difference {
    /// Where the source says it.
    pub location: Location,
    /// The child.
    pub child: Reference,
    /// The kind of meeting.
    pub kind: String,
    /// The day that both count from.
    pub counted_from: NaiveDate,
    /// The source's day.
    pub theirs: NaiveDate,
    /// The statutory date of the register's rules.
    pub ours: NaiveDate,
}

/// Faults, warnings, differences and notes in the making.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) faults: Findings,
    warnings: Findings,
    pub(super) differences: Vec<Difference>,
    pub(super) n_dates_compared: usize,
    pub(super) n_differences: usize,
    pub(super) notes: Vec<String>,
    passed_over: BTreeMap<(String, String), (usize, Option<String>)>,
}

/// What is left of a report at its end.
pub(super) struct Told {
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Fault>,
    pub(super) differences: Vec<Difference>,
    pub(super) notes: Vec<String>,
}

impl Report {
    /// Records what must be mended or answered.
    pub(super) fn fault(&mut self, mark: &Mark, message: impl Into<String>, meant: Option<String>) {
        self.faults.fault_meaning(mark.location(), message, meant);
    }

    /// Records what is strange and was read all the same.
    pub(super) fn warn(&mut self, mark: &Mark, message: impl Into<String>) {
        self.warnings.fault(mark.location(), message);
    }

    /// Records a difference.
    pub(super) fn differ(&mut self, difference: Difference) {
        self.n_differences += 1;
        if self.differences.len() < MOST_DIFFERENCES {
            self.differences.push(difference);
        }
    }

    /// Counts something of a file that is not known, with what it probably is.
    pub(super) fn pass_over(&mut self, file: &str, what: &str, meant: Option<String>) {
        const MOST: usize = 1_000;
        let key = (file.to_owned(), what.to_owned());
        if let Some((n, _)) = self.passed_over.get_mut(&key) {
            *n += 1;
        } else if self.passed_over.len() < MOST {
            self.passed_over.insert(key, (1, meant));
        }
    }

    /// Returns all that was found, each list in order of place.
    pub(super) fn finish(mut self) -> Told {
        for ((file, what), (n, meant)) in std::mem::take(&mut self.passed_over) {
            let times = if n == 1 { String::new() } else { format!(" ({n} times)") };
            let maybe =
                meant.map_or_else(String::new, |meant| format!("; maybe {} was meant", quoted(&meant)));
            self.notes.push(format!("{file}: {what} is not known and was passed over{times}{maybe}"));
        }
        let (faults, notes) = match self.faults.finish() {
            Ok(notes) => (Vec::new(), notes),
            Err(faults) => (faults.0, Vec::new()),
        };
        self.notes.extend(notes);
        let warnings = self.warnings.finish().err().map_or_else(Vec::new, |warnings| warnings.0);
        self.differences.sort();
        Told { faults, warnings, differences: self.differences, notes: self.notes }
    }
}
