//! What a reading finds: faults, and notes for things that are not wrong but worth saying.

use super::near::{Near, quoted};
use super::{Fault, Faults, Location};

/// Faults past this many are not listed and no longer looked for: nobody reads them, and a file that is wrong in
/// every row must not take longer to refuse than a good one to read.
const MOST_FAULTS: usize = 10_000;

/// Collects faults and notes while a register is read.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    faults: Vec<Fault>,
    n_unlisted: usize,
    notes: Vec<String>,
    near: Near,
}

impl Findings {
    /// Records a fault.
    pub(crate) fn fault(&mut self, location: Location, message: impl Into<String>) {
        self.fault_meaning(location, message, None);
    }

    /// Records a fault with what was probably meant.
    pub(crate) fn fault_meaning(
        &mut self,
        location: Location,
        message: impl Into<String>,
        meant: Option<String>,
    ) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { location, message: message.into(), meant });
        } else {
            self.n_unlisted += 1;
        }
    }

    /// Records a fault of a whole file or folder.
    pub(crate) fn fault_of_file(&mut self, file: impl Into<String>, message: impl Into<String>) {
        self.fault(Location::File { file: file.into() }, message);
    }

    /// Records a note.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Takes over what another reading found.
    pub(crate) fn absorb(&mut self, other: Findings) {
        for fault in other.faults {
            self.fault_meaning(fault.location, fault.message, fault.meant);
        }
        self.n_unlisted += other.n_unlisted;
        self.notes.extend(other.notes);
    }

    /// Returns the value of `among` that `given` probably means.
    pub(crate) fn nearest<'a>(
        &mut self,
        given: &str,
        among: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        self.near.nearest(given, among)
    }

    /// Whether no further fault is listed, so that nothing more need be read.
    pub(crate) fn is_full(&self) -> bool {
        MOST_FAULTS <= self.faults.len()
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Returns how many faults there are so far.
    pub(crate) fn n_faults(&self) -> usize {
        self.faults.len() + self.n_unlisted
    }

    /// Returns the notes, or all faults in order of place.
    ///
    /// # Errors
    /// Where there are faults.
    pub(crate) fn finish(mut self) -> Result<Vec<String>, Faults> {
        if self.faults.is_empty() {
            return Ok(self.notes);
        }
        let is_full = self.is_full();
        self.faults.sort();
        self.faults.dedup();
        if is_full {
            let file = "the rest".to_owned();
            let message = format!("was not looked at; only the first {MOST_FAULTS} faults are listed");
            self.faults.push(Fault { location: Location::File { file }, message, meant: None });
        }
        Err(Faults(self.faults))
    }
}

/// Returns the message for a value that is refused: what stood there, why not, what is wanted.
pub(crate) fn refusal(what: &str, given: &str, problem: &str, wanted: &str) -> String {
    format!("{what} {} {problem}; wanted {wanted}", quoted(given))
}
