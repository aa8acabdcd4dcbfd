//! Dry runs that wait to be confirmed, in memory only.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::store::Replacement;

/// How long a dry run waits.
pub(crate) const WAITS: Duration = Duration::from_secs(30 * 60);
/// Most bytes of tables that wait, of all accounts together; the oldest go first.
const MOST_BYTES: usize = 128 << 20;

/// A dry run.
#[derive(Debug)]
pub(crate) struct Pending {
    /// Who may confirm it.
    pub(crate) who: String,
    /// What the form that confirms it carries.
    pub(crate) token: String,
    /// The tables that it replaces.
    pub(crate) tables: Vec<Replacement>,
    /// The versions of all tables of which the register was read that results.
    pub(crate) versions: Vec<(String, u64)>,
    pub(crate) made: Instant,
}

impl Pending {
    fn bytes(&self) -> usize {
        self.tables.iter().map(|table| table.text.len()).sum()
    }
}

static WAITING: Waiting = Waiting(Mutex::new(Vec::new()));

/// Dry runs, the oldest first.
struct Waiting(Mutex<Vec<Pending>>);

/// Keeps a dry run. An account has one: its earlier one goes.
pub(crate) fn keep(pending: Pending) {
    WAITING.keep(pending);
}

/// Takes the dry run of an account and a token, if it still waits.
pub(crate) fn take(who: &str, token: &str) -> Option<Pending> {
    WAITING.take(who, token)
}

impl Waiting {
    fn keep(&self, pending: Pending) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|other| other.who != pending.who && other.made.elapsed() < WAITS);
        all.push(pending);
        let mut bytes: usize = all.iter().map(Pending::bytes).sum();
        while MOST_BYTES < bytes && 1 < all.len() {
            bytes -= all.remove(0).bytes();
        }
    }

    fn take(&self, who: &str, token: &str) -> Option<Pending> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|other| other.made.elapsed() < WAITS);
        let at =
            all.iter().position(|one| one.who == who && crate::serve::session::is_same(&one.token, token))?;
        Some(all.remove(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(who: &str, token: &str, bytes: usize) -> Pending {
        let table = Replacement {
            name: "staff.csv".to_owned(),
            text: "x".repeat(bytes),
            expected: 1,
            about: Vec::new(),
        };
        Pending {
            who: who.to_owned(),
            token: token.to_owned(),
            tables: vec![table],
            versions: Vec::new(),
            made: Instant::now(),
        }
    }

    #[test]
    fn a_dry_run_is_taken_once_by_whom_it_is_of() {
        let waiting = Waiting(Mutex::default());
        waiting.keep(pending("clerk-1", "a", 1));
        waiting.keep(pending("clerk-2", "b", 1));
        assert!(waiting.take("clerk-2", "a").is_none());
        assert!(waiting.take("clerk-1", "a").is_some());
        assert!(waiting.take("clerk-1", "a").is_none());
        waiting.keep(pending("clerk-2", "c", 1));
        assert!(waiting.take("clerk-2", "b").is_none());
    }

    #[test]
    fn dry_runs_fill_no_memory() {
        let waiting = Waiting(Mutex::default());
        waiting.keep(pending("clerk-1", "a", MOST_BYTES / 2));
        waiting.keep(pending("clerk-2", "b", MOST_BYTES / 2));
        waiting.keep(pending("clerk-3", "c", MOST_BYTES / 2));
        assert!(waiting.take("clerk-1", "a").is_none());
        assert!(waiting.take("clerk-3", "c").is_some());
    }
}
