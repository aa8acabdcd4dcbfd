//! The outbox: messages that wait to be handed over to a mail server, and what has become of them.
//!
//! A message is queued in the same transaction as the change that causes it ([`super::View::queue`]), so that there is never one without the
//! other. The store keeps what a message says as the caller's JSON, in references, and no address of anybody; a key lets nothing be queued twice.
//!
//! ```text
//!            claim                 begin_handover               settle
//! queued ───────────▶ claimed ───────────────────▶ closing ───────────────▶ handed_over | failed | queued
//!    ▲ ◀── lease over ───┘                            └─── lease over ───▶ unsettled ──▶ queued | handed_over
//! ```
//!
//! What a sender that dies leaves behind is told apart by whether the server can have acknowledged it: not while it is `claimed`, because the
//! end of the message is sent only after `closing` is on the disk. A message that is left `closing` may have been acknowledged or not, and
//! nobody here can know: it becomes `unsettled`, and is never handed over again unless somebody says so.

use chrono::{DateTime, Utc};

use super::engine::{Mode, Row, Session, Value, odd};
use super::error::Failure;
use super::event::{moment_of, moment_text};
use super::schema::random;
use super::{By, Store, StoreError, What, event};

/// A message to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What lets it be queued once and never again, such as `remind M-1 2012-04-03T10:00 W-1`.
    pub key: String,
    /// What it is for, in one word.
    pub kind: String,
    /// Whom it is for, as a reference.
    pub recipient: String,
    /// The meeting that it is about.
    pub meeting: String,
    /// What it says, as the caller's JSON.
    pub contents: String,
    /// Before this moment it is not handed over.
    pub not_before: DateTime<Utc>,
    /// From this moment on it is of no use.
    pub not_after: DateTime<Utc>,
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It waits.
    Queued,
    /// A sender has it, and has sent nothing that could be acknowledged.
    Claimed,
    /// A sender sends its end, and waits for the answer.
    Closing,
    /// The mail server has acknowledged it.
    HandedOver,
    /// It will not be handed over.
    Failed,
    /// It may have been acknowledged or not.
    Unsettled,
    /// What it told of was undone before anything was sent.
    Withdrawn,
}

impl Standing {
    /// Every standing, those that want somebody first.
    pub const ALL: [Standing; 7] = [
        Standing::Unsettled,
        Standing::Failed,
        Standing::Queued,
        Standing::Claimed,
        Standing::Closing,
        Standing::HandedOver,
        Standing::Withdrawn,
    ];

    /// Returns the word used in the store.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Queued => "queued",
            Standing::Claimed => "claimed",
            Standing::Closing => "closing",
            Standing::HandedOver => "handed_over",
            Standing::Failed => "failed",
            Standing::Unsettled => "unsettled",
            Standing::Withdrawn => "withdrawn",
        }
    }

    /// Returns the standing of a word, `None` where it is none.
    pub fn of(word: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

/// A message of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub id: u64,
    /// 128 random bits in hexadecimal, by which mail servers and mailboxes know it for ever.
    pub token: String,
    /// The number of the event that caused it, 0 where none did.
    pub event: u64,
    /// What it is for.
    pub kind: String,
    /// Whom it is for.
    pub recipient: String,
    /// The meeting.
    pub meeting: String,
    /// What it says.
    pub contents: String,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// From when on it is of no use.
    pub not_after: DateTime<Utc>,
    /// Where it stands.
    pub standing: Standing,
    /// How often it has been tried.
    pub tries: u64,
    /// When it is tried next, where it waits.
    pub next_try: DateTime<Utc>,
    /// What was said last: by the mail server, or why it waits.
    pub last_answer: Option<String>,
    /// When it came to stand as it stands, where that is for good or for somebody to decide.
    pub settled_at: Option<DateTime<Utc>>,
}

pub(super) const COLUMNS: &str = "id, token, event, kind, recipient, meeting, contents, queued_at, not_after, standing, tries, next_try, \
                                  last_answer, settled_at";

/// Returns the message in a row of [`COLUMNS`].
pub(super) fn queued_of(row: &Row) -> Result<Queued, StoreError> {
    let word = row.text(9)?;
    Ok(Queued {
        id: row.count(0)?,
        token: row.text(1)?.to_owned(),
        event: row.count(2)?,
        kind: row.text(3)?.to_owned(),
        recipient: row.text(4)?.to_owned(),
        meeting: row.text(5)?.to_owned(),
        contents: row.text(6)?.to_owned(),
        queued_at: moment_of(row.text(7)?)?,
        not_after: moment_of(row.text(8)?)?,
        standing: Standing::of(word)
            .ok_or_else(|| odd(format!("a message is {word:?}, which is unknown")))?,
        tries: row.count(10)?,
        next_try: moment_of(row.text(11)?)?,
        last_answer: row.maybe_text(12)?.map(str::to_owned),
        settled_at: row.maybe_text(13)?.map(moment_of).transpose()?,
    })
}

/// Queues messages within a write, for the event of a number (0 for none), and returns how many are new.
pub(super) fn queue(
    session: &mut dyn Session,
    at: DateTime<Utc>,
    event: u64,
    letters: &[Letter],
) -> Result<u64, Failure> {
    if letters.is_empty() {
        return Ok(0);
    }
    // Numbers of messages that retention removed do not come again: the outbox keeps its last one, whose row stays.
    let row = session.first("SELECT COALESCE(MAX(id), 0) FROM outbox", &[])?;
    let mut id = row.map_or(Ok(0), |row| row.count(0))?;
    let sql = format!(
        "INSERT INTO outbox (id, token, unique_key, event, kind, recipient, meeting, contents, queued_at, not_after, standing, tries, next_try)
         VALUES ($1, {}, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', 0, $10) ON CONFLICT (unique_key) DO NOTHING",
        random(session.dialect())
    );
    let mut n_new = 0;
    for letter in letters {
        let values: [Value; 10] = [
            (id + 1).into(),
            letter.key.as_str().into(),
            event.into(),
            letter.kind.as_str().into(),
            letter.recipient.as_str().into(),
            letter.meeting.as_str().into(),
            letter.contents.as_str().into(),
            moment_text(at).into(),
            moment_text(letter.not_after).into(),
            moment_text(letter.not_before).into(),
        ];
        let is_new = session.run(&sql, &values)?;
        id += is_new;
        n_new += is_new;
    }
    Ok(n_new)
}

/// Takes back the messages of events from `first` to `last` of which nothing has been sent, and returns to whom they were and about which
/// meeting: these people never hear of what is undone.
pub(super) fn withdraw(
    session: &mut dyn Session,
    at: DateTime<Utc>,
    first: u64,
    last: u64,
) -> Result<Vec<(String, String)>, Failure> {
    let condition = "standing = 'queued' AND tries = 0 AND event BETWEEN $1 AND $2";
    let events: [Value; 2] = [first.into(), last.into()];
    let rows = session.rows(&format!("SELECT recipient, meeting FROM outbox WHERE {condition}"), &events)?;
    let told = |row: &Row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()));
    let found = rows.iter().map(told).collect::<Result<_, StoreError>>()?;
    session.run(
        &format!(
            "UPDATE outbox SET standing = 'withdrawn', settled_at = $3,
             last_answer = 'what it told of was undone before it was sent' WHERE {condition}"
        ),
        &[first.into(), last.into(), moment_text(at).into()],
    )?;
    Ok(found)
}

impl Store {
    /// Queues messages that no change of this store causes, such as reminders, and returns how many are new: those whose key was there
    /// before are passed over.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn queue_messages(&self, by: &By<'_>, letters: &[Letter]) -> Result<u64, StoreError> {
        by.check()?;
        if letters.is_empty() {
            return Ok(0);
        }
        self.engine.transact(Mode::Write, |session| queue(session, by.at(), 0, letters))
    }

    /// Returns the messages that stand so, or all, the newest first, at most `most` of them.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn outbox(&self, standing: Option<Standing>, most: u32) -> Result<Vec<Queued>, StoreError> {
        let condition = if standing.is_some() { "standing = $2" } else { "1 = 1" };
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE {condition} ORDER BY id DESC LIMIT $1");
        let mut values: Vec<Value> = vec![i64::from(most).into()];
        values.extend(standing.map(|standing| standing.word().into()));
        self.engine.transact(Mode::Read, |session| {
            let rows = session.rows(&sql, &values)?;
            Ok(rows.iter().map(queued_of).collect::<Result<_, _>>()?)
        })
    }

    /// Returns how many messages stand how; those that none does are left out.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn outbox_counts(&self) -> Result<Vec<(Standing, u64)>, StoreError> {
        let rows = self.engine.transact(Mode::Read, |session| {
            session.rows("SELECT standing, COUNT(*) FROM outbox GROUP BY standing", &[])
        })?;
        let mut counts = Vec::new();
        for standing in Standing::ALL {
            for row in rows.iter().filter(|row| row.text(0) == Ok(standing.word())) {
                counts.push((standing, row.count(1)?));
            }
        }
        Ok(counts)
    }

    /// Puts a message back into the queue that failed, is unsettled or waits for its next try, and returns the number of the event. It goes
    /// out under the same `Message-ID` as before.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is no such message, or it stands otherwise.
    pub fn send_again(&self, by: &By<'_>, id: u64) -> Result<u64, StoreError> {
        let wanted = [Standing::Failed, Standing::Unsettled, Standing::Queued];
        self.decide(by, id, &wanted, Standing::Queued)
    }

    /// Records that an unsettled message has arrived, as the mail server's own log or its reader says, and returns the number of the event.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is no such message, or it stands otherwise.
    pub fn settle_as_arrived(&self, by: &By<'_>, id: u64) -> Result<u64, StoreError> {
        self.decide(by, id, &[Standing::Unsettled], Standing::HandedOver)
    }

    fn decide(&self, by: &By<'_>, id: u64, wanted: &[Standing], to: Standing) -> Result<u64, StoreError> {
        by.check()?;
        let invalid = |reason: String| StoreError::Invalid { what: format!("message {id}"), reason };
        self.engine.transact(Mode::Write, |session| {
            let row = session.first(&format!("SELECT {COLUMNS} FROM outbox WHERE id = $1"), &[id.into()])?;
            let row = row.ok_or_else(|| invalid("is none of the outbox".to_owned()))?;
            let message = queued_of(&row)?;
            if !wanted.contains(&message.standing) {
                let reason = format!("is {}; nothing is to be decided about it", message.standing.word());
                return Err(invalid(reason).into());
            }
            let told = |standing: Standing| {
                serde_json::json!({
                    "message": id, "kind": message.kind, "recipient": message.recipient, "standing": standing.word(),
                })
                .to_string()
            };
            let number = event::append(
                session,
                by,
                What::OutboxChanged,
                &[&message.meeting],
                &told(message.standing),
                &told(to),
            )?;
            let at = moment_text(by.at());
            let settled: Value = if to == Standing::Queued { Value::Null } else { at.as_str().into() };
            session.run(
                "UPDATE outbox SET standing = $1, next_try = $2, settled_at = $3, claim = NULL, leased_until = NULL,
                 last_answer = $4 WHERE id = $5",
                &[
                    to.word().into(),
                    at.as_str().into(),
                    settled,
                    format!("decided by {}", by.who).into(),
                    id.into(),
                ],
            )?;
            Ok(number)
        })
    }
}

/// Makes what a copy of a store left open unsettled: it may have been handed over after the copy was made.
pub(super) fn unsettle_all(session: &mut dyn Session, at: DateTime<Utc>) -> Result<(), Failure> {
    session.run(
        "UPDATE outbox SET standing = 'unsettled', settled_at = $1, claim = NULL, leased_until = NULL,
         last_answer = 'it may have been sent after the copy was made that this store comes from'
         WHERE standing IN ('queued', 'claimed', 'closing')",
        &[moment_text(at).into()],
    )?;
    Ok(())
}

/// Removes messages that were queued before a moment and wait for nobody, but for the last, whose number is kept.
pub(super) fn prune(session: &mut dyn Session, before: &str) -> Result<u64, Failure> {
    session.run(
        "DELETE FROM outbox WHERE queued_at < $1 AND standing IN ('handed_over', 'failed', 'withdrawn')
         AND id < (SELECT MAX(id) FROM outbox)",
        &[before.into()],
    )?;
    // Of the last one the row stays, and nothing that it said.
    session.run(
        "UPDATE outbox SET contents = '{}', recipient = '-', meeting = '-', last_answer = NULL
         WHERE queued_at < $1 AND standing IN ('handed_over', 'failed', 'withdrawn')",
        &[before.into()],
    )
}
