//! Events: what was done, by whom, when and why, each chained to the one before.
//!
//! An event has an envelope (number, time, who, what) that is kept for ever, and contents (subjects, before, after,
//! why) that retention removes. All texts are hashed as they are stored. A text is encoded as its length in bytes in
//! decimal, a colon, its bytes and a line feed, so that no two lists of texts have one encoding:
//!
//! - the hash of the contents is SHA-256 of `convene contents 1`, salt, subjects, before, after and why. The salt is
//!   128 random bits that go with the contents: without it nobody can guess what a hash was made of;
//! - the hash of the event is SHA-256 of `convene event 1`, the hash of the event before it, number, time, who, what
//!   and the hash of its contents;
//! - the first event follows the genesis, SHA-256 of the bytes `convene genesis 1`.
//!
//! Hashes are in lower-case hexadecimal. A chain by itself does not show that its end was cut off together with its
//! head, or that all of it was written anew: whoever keeps a [`Head`] elsewhere can tell.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::booking::check_reference;
use super::engine::{Row, Session, Value, odd};
use super::error::Failure;
use super::schema::random;

/// Who does something, when, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By<'a> {
    /// Who, as a reference.
    pub who: &'a str,
    /// When; the store keeps milliseconds.
    pub at: DateTime<Utc>,
    /// Why, in words; may be empty.
    pub why: &'a str,
}

impl By<'_> {
    /// Checks that the reference is one, and the words are text.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        check_reference("who does it", self.who)?;
        let is_text = !self.why.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if is_text && self.why.len() <= 4000 {
            return Ok(());
        }
        Err(StoreError::Invalid {
            what: "the reason".to_owned(),
            reason: "is not text of at most 4000 bytes without control characters".to_owned(),
        })
    }

    /// Returns the time as exact as the store keeps it.
    pub(super) fn at(&self) -> DateTime<Utc> {
        self.at.trunc_subsecs(3)
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The store was made. After: how many tables and bookings it began with.
    Created,
    /// Bookings were made, altered or cancelled. Before and after: the stored bookings by meeting.
    Booked,
    /// Holds ran out. Before and after as for `Booked`.
    HoldsEnded,
    /// A table of the register was replaced. Before and after: the table.
    TableReplaced,
    /// A change was undone. Before and after as those of the change.
    Undone,
    /// Something was looked at.
    Seen,
    /// Contents of old events were removed. After: how many, and before which time.
    Pruned,
    /// The store was restored from a copy. After: the last event of the copy.
    Restored,
    /// An account was made or changed. Before and after: its role and whether it is active, no secret.
    AccountChanged,
    /// A calendar feed was turned on or off, or got a new address. Before and after: which, and nothing of the address.
    FeedChanged,
    /// Somebody decided about a message of the outbox. Before and after: which, and how it stands.
    OutboxChanged,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// Somebody was refused: a sign-in, or what their role may not do.
    Refused,
}

impl What {
    const ALL: [What; 14] = [
        What::Created,
        What::Booked,
        What::HoldsEnded,
        What::TableReplaced,
        What::Undone,
        What::Seen,
        What::Pruned,
        What::Restored,
        What::AccountChanged,
        What::FeedChanged,
        What::OutboxChanged,
        What::SignedIn,
        What::SignedOut,
        What::Refused,
    ];

    /// Returns the word used in the store.
    pub fn word(self) -> &'static str {
        match self {
            What::Created => "created",
            What::Booked => "booked",
            What::HoldsEnded => "holds_ended",
            What::TableReplaced => "table_replaced",
            What::Undone => "undone",
            What::Seen => "seen",
            What::Pruned => "pruned",
            What::Restored => "restored",
            What::AccountChanged => "account_changed",
            What::FeedChanged => "feed_changed",
            What::OutboxChanged => "outbox_changed",
            What::SignedIn => "signed_in",
            What::SignedOut => "signed_out",
            What::Refused => "refused",
        }
    }
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number, from 1 without a gap.
    pub number: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as a reference.
    pub who: String,
    /// What.
    pub what: What,
    /// What it was about, `None` once retention has removed it.
    pub contents: Option<Contents>,
    /// Its hash.
    pub hash: String,
}

/// What an event was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// References of what it changed or showed: meetings, or the name of a table.
    pub subjects: Vec<String>,
    /// What stood before, as JSON.
    pub before: serde_json::Value,
    /// What stands since, as JSON.
    pub after: serde_json::Value,
    /// Why, in words.
    pub why: String,
}

/// The last event of a chain: kept elsewhere, it shows whether the chain was cut or written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: String,
}

/// Returns the hash that the first event follows.
pub fn genesis() -> String {
    hexadecimal(&Sha256::digest(b"convene genesis 1"))
}

pub(super) const EVENT_COLUMNS: &str =
    "number, at, who, what, subjects, before, after, why, salt, contents_hash, previous, hash";

/// Begins a chain in a new store.
pub(super) fn begin(session: &mut dyn Session) -> Result<(), Failure> {
    session.run("INSERT INTO chain (one, number, hash) VALUES (1, 0, $1)", &[genesis().into()])?;
    Ok(())
}

/// Returns the head of the chain.
pub(super) fn head(session: &mut dyn Session) -> Result<Head, Failure> {
    let row = session.first("SELECT number, hash FROM chain", &[])?;
    let row = row.ok_or_else(headless)?;
    Ok(Head { number: row.count(0)?, hash: row.text(1)?.to_owned() })
}

/// Returns the error for a chain without a head.
pub(super) fn headless() -> StoreError {
    odd("the head of the chain of events is missing".to_owned())
}

/// Appends an event and returns its number. `before` and `after` are JSON.
pub(super) fn append(
    session: &mut dyn Session,
    by: &By<'_>,
    what: What,
    subjects: &[&str],
    before: &str,
    after: &str,
) -> Result<u64, Failure> {
    let number = append_event(session, by, what, subjects, before, after)?;
    for &subject in subjects {
        session.run(
            "INSERT INTO event_subject (subject, event) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[subject.into(), number.into()],
        )?;
    }
    Ok(number)
}

/// Appends an event alone, as before there was a table of what events are about.
pub(super) fn append_event(
    session: &mut dyn Session,
    by: &By<'_>,
    what: What,
    subjects: &[&str],
    before: &str,
    after: &str,
) -> Result<u64, Failure> {
    let question = format!("SELECT number, hash, {} FROM chain", random(session.dialect()));
    let row = session.first(&question, &[])?;
    let row = row.ok_or_else(headless)?;
    let (number, previous, salt) = (row.count(0)? + 1, row.text(1)?, row.text(2)?);
    let (at, subjects) = (moment_text(by.at()), serde_json::json!(subjects).to_string());
    let contents_hash = hash_of_contents(salt, &subjects, before, after, by.why);
    let hash = hash_of_event(previous, number, &at, by.who, what.word(), &contents_hash);
    let values: [Value; 12] = [
        number.into(),
        at.into(),
        by.who.into(),
        what.word().into(),
        subjects.into(),
        before.into(),
        after.into(),
        by.why.into(),
        salt.into(),
        contents_hash.into(),
        previous.into(),
        hash.as_str().into(),
    ];
    session.run(
        &format!(
            "INSERT INTO event ({EVENT_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        &values,
    )?;
    session.run("UPDATE chain SET number = $1, hash = $2", &[number.into(), hash.into()])?;
    Ok(number)
}

/// Returns the event in a row of [`EVENT_COLUMNS`].
pub(super) fn event_of(row: &Row) -> Result<Event, StoreError> {
    let number = row.count(0)?;
    let word = row.text(3)?;
    let what = What::ALL.into_iter().find(|what| what.word() == word);
    let json = |text: &str| {
        serde_json::from_str(text).map_err(|_| odd(format!("event {number} holds no JSON where it should")))
    };
    let contents = match row.maybe_text(8)? {
        None => None,
        Some(_) => Some(Contents {
            subjects: serde_json::from_str(row.text(4)?)
                .map_err(|_| odd(format!("event {number} names no subjects")))?,
            before: json(row.text(5)?)?,
            after: json(row.text(6)?)?,
            why: row.text(7)?.to_owned(),
        }),
    };
    Ok(Event {
        number,
        at: moment_of(row.text(1)?)?,
        who: row.text(2)?.to_owned(),
        what: what.ok_or_else(|| odd(format!("event {number} is {word:?}, which is unknown")))?,
        contents,
        hash: row.text(11)?.to_owned(),
    })
}

/// Returns the hash of an event's contents.
pub(super) fn hash_of_contents(salt: &str, subjects: &str, before: &str, after: &str, why: &str) -> String {
    hash_of(&["convene contents 1", salt, subjects, before, after, why])
}

/// Returns the hash of an event.
pub(super) fn hash_of_event(
    previous: &str,
    number: u64,
    at: &str,
    who: &str,
    what: &str,
    contents_hash: &str,
) -> String {
    hash_of(&["convene event 1", previous, &number.to_string(), at, who, what, contents_hash])
}

fn hash_of(texts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(format!("{}:{text}\n", text.len()));
    }
    hexadecimal(&hasher.finalize())
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Returns a moment as the store writes it, so that texts stand in the order of time: `2026-04-16T09:30:00.000Z`.
pub(super) fn moment_text(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Returns the moment that a text of the store means.
pub(super) fn moment_of(text: &str) -> Result<DateTime<Utc>, StoreError> {
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.to_utc())
        .map_err(|_| odd(format!("{text:?} stands where a moment should")))
}
