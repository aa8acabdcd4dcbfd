//! Calendar feeds: one a person, by an address that only they were shown.
//!
//! The store keeps the SHA-256 of an address's token, so that whoever reads the database opens no feed. A feed belongs to an
//! account and ends with it, and with its role or member of staff. Like sessions, feeds do not outlive a restore: one that was
//! turned off after the copy was made would be open again.

use chrono::{DateTime, Utc};

use super::account::{ACCOUNT, Account, account_of, account_where};
use super::engine::{Mode, Session};
use super::error::Failure;
use super::event::{moment_of, moment_text};
use super::{By, Store, StoreError, What, event};

/// A feed that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Whose: the account's reference.
    pub who: String,
    /// Since when it has its address.
    pub since: DateTime<Utc>,
}

impl Store {
    /// Returns every feed that is on, by the account's reference.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        self.engine.transact(Mode::Read, all)
    }

    /// Returns the feed of an account, `None` where it is off.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn feed(&self, who: &str) -> Result<Option<Feed>, StoreError> {
        self.engine.transact(Mode::Read, |session| feed_of(session, who))
    }

    /// Turns the feed of an account on, or gives it a new address in place of the one it had, and returns the number of the event. The
    /// feed is known by the hash of its token from then on.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is no such account, it is closed or names no member of staff.
    pub fn keep_feed(&self, by: &By<'_>, who: &str, token_hash: &str) -> Result<u64, StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| {
            let account = account_where(session, "who", who)?;
            if !account.is_some_and(|account| account.is_active && account.person.is_some()) {
                return Err(StoreError::Invalid {
                    what: "the account of a calendar feed".to_owned(),
                    reason: "is closed, or names no member of staff whose diary it reads".to_owned(),
                }
                .into());
            }
            let (before, after) = match feed_of(session, who)? {
                Some(_) => ("on", "on, at a new address"),
                None => ("off", "on"),
            };
            let number = note(session, by, who, before, after)?;
            session.run("DELETE FROM feed WHERE who = $1", &[who.into()])?;
            session.run(
                "INSERT INTO feed (who, token_hash, since) VALUES ($1, $2, $3)",
                &[who.into(), token_hash.into(), moment_text(by.at()).into()],
            )?;
            Ok(number)
        })
    }

    /// Turns the feed of an account off and returns the number of the event, `None` where it was off.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn end_feed(&self, by: &By<'_>, who: &str) -> Result<Option<u64>, StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| end(session, by, who))
    }

    /// Returns the account whose feed is known by a hash; `None` where there is none, or the account is closed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn account_of_feed(&self, token_hash: &str) -> Result<Option<Account>, StoreError> {
        let columns: Vec<String> = ACCOUNT.split(", ").map(|column| format!("a.{column}")).collect();
        let sql = format!(
            "SELECT {} FROM feed f JOIN account a ON a.who = f.who WHERE f.token_hash = $1 AND a.active = 1",
            columns.join(", ")
        );
        self.engine.transact(Mode::Read, |session| {
            Ok(session.first(&sql, &[token_hash.into()])?.map(|row| account_of(&row, 0)).transpose()?)
        })
    }
}

/// Returns every feed that is on, by the account's reference.
pub(super) fn all(session: &mut dyn Session) -> Result<Vec<Feed>, Failure> {
    let rows = session.rows("SELECT who, since FROM feed ORDER BY who", &[])?;
    let feeds =
        rows.iter().map(|row| Ok(Feed { who: row.text(0)?.to_owned(), since: moment_of(row.text(1)?)? }));
    Ok(feeds.collect::<Result<_, StoreError>>()?)
}

fn feed_of(session: &mut dyn Session, who: &str) -> Result<Option<Feed>, Failure> {
    let row = session.first("SELECT who, since FROM feed WHERE who = $1", &[who.into()])?;
    let feed: Option<Result<Feed, StoreError>> =
        row.map(|row| Ok(Feed { who: row.text(0)?.to_owned(), since: moment_of(row.text(1)?)? }));
    Ok(feed.transpose()?)
}

/// Turns a feed off within a write, where it is on.
pub(super) fn end(session: &mut dyn Session, by: &By<'_>, who: &str) -> Result<Option<u64>, Failure> {
    if session.run("DELETE FROM feed WHERE who = $1", &[who.into()])? == 0 {
        return Ok(None);
    }
    note(session, by, who, "on", "off").map(Some)
}

/// Appends the event. It says that a feed was turned on or off, and nothing of its address.
fn note(
    session: &mut dyn Session,
    by: &By<'_>,
    who: &str,
    before: &str,
    after: &str,
) -> Result<u64, Failure> {
    let told = |feed: &str| serde_json::json!({ "account": who, "feed": feed }).to_string();
    event::append(session, by, What::FeedChanged, &[who], &told(before), &told(after))
}
