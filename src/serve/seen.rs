//! Who looked at what: noted in the audit, a moment later, so that reading waits for no disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::app::App;

/// What has been looked at and is not in the audit yet, by whom.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<BTreeMap<String, BTreeSet<String>>>);

impl Seen {
    /// Notes that somebody looked at something.
    pub(crate) fn note(&self, who: &str, subject: &str) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry(who.to_owned()).or_default().insert(subject.to_owned());
    }

    /// Writes what was noted into the audit. What cannot be written is kept for the next time.
    pub(crate) fn write(&self, app: &App) {
        let noted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for (who, subjects) in noted {
            let all: Vec<&str> = subjects.iter().map(String::as_str).collect();
            if app.desk.store().note_seen(&app.by(&who, ""), &all).is_err() {
                for subject in &subjects {
                    self.note(&who, subject);
                }
            }
        }
    }
}
