//! Retention: what old events were about is removed; that they happened, and the chain, stay.

use chrono::{DateTime, Utc};

use super::engine::{Engine, Mode};
use super::error::Failure;
use super::event::moment_text;
use super::{By, Store, StoreError, What, event, holds, outbox};

impl Store {
    /// Removes the contents of events before `before`: subjects, what stood before and after, and why. Number, time,
    /// who, what and the hashes stay, so that the chain can still be verified. Returns how many events lost theirs.
    /// A change whose contents are gone cannot be undone. Messages from before then that wait for nobody are removed too.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn prune(&self, by: &By<'_>, before: DateTime<Utc>) -> Result<u64, StoreError> {
        by.check()?;
        let before = moment_text(before);
        let n_pruned = self.engine.transact(Mode::Write, |session| -> Result<u64, Failure> {
            holds::end(session, by)?;
            let n_pruned = session.run(
                "UPDATE event SET subjects = NULL, before = NULL, after = NULL, why = NULL, salt = NULL
                 WHERE at < $1 AND salt IS NOT NULL",
                &[before.as_str().into()],
            )?;
            session.run(
                "DELETE FROM event_subject WHERE event IN (SELECT number FROM event WHERE at < $1 AND salt IS NULL)",
                &[before.as_str().into()],
            )?;
            outbox::prune(session, &before)?;
            let after = serde_json::json!({ "before": before, "events": n_pruned }).to_string();
            event::append(session, by, What::Pruned, &[], "null", &after)?;
            Ok(n_pruned)
        })?;
        if let Engine::Sqlite(file) = &self.engine {
            // What was removed is still in the log until the log is written back; a reader may put that off.
            let _ = file.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        Ok(n_pruned)
    }
}
