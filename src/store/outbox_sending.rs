//! Handing messages over: one sender has a message at a time, and every step is on the disk before the next is taken.

use chrono::{DateTime, Utc};

use super::engine::{Mode, Session, Value};
use super::error::Failure;
use super::event::moment_text;
use super::outbox::{COLUMNS, queued_of};
use super::schema::random;
use super::{Queued, Store, StoreError};

/// A message that this sender has and nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The message.
    pub message: Queued,
    /// What proves that it is this sender's.
    claim: String,
}

/// What has become of a message that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The mail server has acknowledged it.
    HandedOver {
        /// Its answer.
        answer: String,
    },
    /// It was not taken, and is tried again.
    Later {
        /// What was said.
        answer: String,
        /// When it is tried again.
        next_try: DateTime<Utc>,
        /// Whether the try counts: one that met no mail server does not.
        counts: bool,
    },
    /// It will never be taken.
    Failed {
        /// What was said.
        answer: String,
    },
    /// It may have been acknowledged: the answer was lost.
    Unsettled {
        /// What is known.
        answer: String,
    },
}

/// What was found of senders that died, and of messages that nobody needs any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Released {
    /// Messages that wait again.
    pub requeued: u64,
    /// Messages that may have been acknowledged.
    pub unsettled: u64,
    /// Messages that came too late to be of use.
    pub expired: u64,
}

/// What is done with a message whose sender died while it sent the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenUnsettled {
    /// It is shown, and somebody decides: nothing is ever handed over twice by itself.
    #[default]
    Ask,
    /// It is handed over again, under the same `Message-ID`: nothing ever waits for somebody, and may come twice.
    SendAgain,
}

impl Store {
    /// Lets go of what senders have left whose leases are over at `at`, and of messages that are of no use any more.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn release_messages(&self, at: DateTime<Utc>, when: WhenUnsettled) -> Result<Released, StoreError> {
        let now = moment_text(at);
        let is_any = self.engine.transact(Mode::Read, |session| {
            let row = session.first(
                "SELECT COUNT(*) FROM outbox WHERE leased_until <= $1 OR (standing = 'queued' AND not_after <= $1)",
                &[now.as_str().into()],
            )?;
            Ok(row.map_or(Ok(0), |row| row.int(0))?)
        })?;
        if is_any == 0 {
            return Ok(Released::default());
        }
        self.engine.transact(Mode::Write, |session| {
            let values: [Value; 1] = [now.as_str().into()];
            let requeue = |session: &mut dyn Session, standing: &str| {
                session.run(
                    &format!(
                        "UPDATE outbox SET standing = 'queued', claim = NULL, leased_until = NULL, next_try = $1,
                         last_answer = 'whoever was sending it ended' WHERE standing = '{standing}' AND leased_until <= $1"
                    ),
                    &values,
                )
            };
            let mut requeued = requeue(session, "claimed")?;
            let unsettled = match when {
                WhenUnsettled::SendAgain => {
                    requeued += requeue(session, "closing")?;
                    0
                }
                WhenUnsettled::Ask => session.run(
                    "UPDATE outbox SET standing = 'unsettled', claim = NULL, leased_until = NULL, settled_at = $1,
                     last_answer = 'whoever was sending it ended before the answer was written down'
                     WHERE standing = 'closing' AND leased_until <= $1",
                    &values,
                )?,
            };
            let expired = session.run(
                "UPDATE outbox SET standing = 'failed', settled_at = $1,
                 last_answer = COALESCE('too late to be of use; before that: ' || last_answer, 'too late to be of use')
                 WHERE standing = 'queued' AND not_after <= $1",
                &values,
            )?;
            Ok(Released { requeued, unsettled, expired })
        })
    }

    /// Whether a message is to be handed over at `at`.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn is_message_due(&self, at: DateTime<Utc>) -> Result<bool, StoreError> {
        self.engine.transact(Mode::Read, |session| {
            let sql = "SELECT COUNT(*) FROM outbox WHERE standing = 'queued' AND next_try <= $1";
            let row = session.first(sql, &[moment_text(at).into()])?;
            Ok(row.map_or(Ok(0), |row| row.int(0))? != 0)
        })
    }

    /// Claims the message that has been due longest at `at`, until `lease_until`; `None` where none is due.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn claim_message(
        &self,
        at: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Option<Claimed>, StoreError> {
        self.engine.transact(Mode::Write, |session| {
            let sql = "SELECT id FROM outbox WHERE standing = 'queued' AND next_try <= $1 ORDER BY next_try, id LIMIT 1";
            let Some(row) = session.first(sql, &[moment_text(at).into()])? else { return Ok(None) };
            let id: Value = row.count(0)?.into();
            session.run(
                &format!(
                    "UPDATE outbox SET standing = 'claimed', claim = {}, leased_until = $1, tries = tries + 1 WHERE id = $2",
                    random(session.dialect())
                ),
                &[moment_text(lease_until).into(), id.clone()],
            )?;
            let sql = format!("SELECT {COLUMNS}, claim FROM outbox WHERE id = $1");
            let Some(row) = session.first(&sql, &[id])? else { return Ok(None) };
            Ok(Some(Claimed { message: queued_of(&row)?, claim: row.text(14)?.to_owned() }))
        })
    }

    /// Writes down that the end of a message is about to be sent, and extends the lease. Returns whether the message is still this sender's:
    /// where not, it must send no more of it.
    ///
    /// # Errors
    /// Where the store cannot be written; the end must not be sent then.
    pub fn begin_handover(&self, claimed: &Claimed, lease_until: DateTime<Utc>) -> Result<bool, StoreError> {
        let values: [Value; 3] =
            [moment_text(lease_until).into(), claimed.message.id.into(), claimed.claim.as_str().into()];
        self.engine.transact(Mode::Write, |session| {
            let changed = session.run(
                "UPDATE outbox SET standing = 'closing', leased_until = $1 WHERE id = $2 AND claim = $3 AND standing = 'claimed'",
                &values,
            )?;
            Ok(changed != 0)
        })
    }

    /// Writes down what has become of a message. Returns whether it was still this sender's. That it was handed over is written down even
    /// where it was not: its lease ran out while the mail server took its time, and the answer came after all.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn settle_message(
        &self,
        claimed: &Claimed,
        at: DateTime<Utc>,
        settlement: &Settlement,
    ) -> Result<bool, StoreError> {
        let now = moment_text(at);
        self.engine.transact(Mode::Write, |session| settle(session, claimed, &now, settlement))
    }

    /// Writes down, on each message that is due, why nothing can be handed over at all. It counts as no try.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn note_waiting(&self, at: DateTime<Utc>, why: &str) -> Result<(), StoreError> {
        self.engine.transact(Mode::Write, |session| {
            session.run(
                "UPDATE outbox SET last_answer = $1 WHERE standing = 'queued' AND next_try <= $2",
                &[why.into(), moment_text(at).into()],
            )?;
            Ok(())
        })
    }
}

fn settle(
    session: &mut dyn Session,
    claimed: &Claimed,
    now: &str,
    settlement: &Settlement,
) -> Result<bool, Failure> {
    let (standing, answer, next_try, uncounted) = match settlement {
        Settlement::HandedOver { answer } => ("handed_over", answer, None, 0),
        Settlement::Later { answer, next_try, counts } => {
            ("queued", answer, Some(moment_text(*next_try)), i64::from(!counts))
        }
        Settlement::Failed { answer } => ("failed", answer, None, 0),
        Settlement::Unsettled { answer } => ("unsettled", answer, None, 0),
    };
    let settled: Value = if next_try.is_some() { Value::Null } else { now.into() };
    let whose = match settlement {
        // What is known to have arrived must not go out again, whoever has it by now.
        Settlement::HandedOver { .. } => "(claim = $6 OR standing IN ('queued', 'unsettled'))",
        _ => "claim = $6 AND standing IN ('claimed', 'closing')",
    };
    let changed = session.run(
        &format!(
            "UPDATE outbox SET standing = $1, last_answer = $2, next_try = COALESCE($3, next_try), settled_at = $4,
             claim = NULL, leased_until = NULL, tries = tries - $7 WHERE id = $5 AND {whose}"
        ),
        &[
            standing.into(),
            answer.as_str().into(),
            next_try.into(),
            settled,
            claimed.message.id.into(),
            claimed.claim.as_str().into(),
            uncounted.into(),
        ],
    )?;
    Ok(changed != 0)
}
