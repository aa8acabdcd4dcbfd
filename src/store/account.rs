//! Who may use the desk: accounts and their sessions.
//!
//! The store keeps of a password what `argon2` makes of it, and of a session's token its SHA-256: whoever reads
//! the database can use neither. A change of an account is an event; what it was changed from and to says nothing of secrets.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::booking::check_reference;
use super::engine::{Mode, Row, Session};
use super::error::Failure;
use super::event::{moment_of, moment_text};
use super::{By, Store, StoreError, What, event, feed};

/// What somebody may do at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Books, moves and repairs.
    Clerk,
    /// Reads the own diary.
    Chair,
    /// What a clerk may, and the staffing scenarios.
    Manager,
    /// Reads the record of what was done.
    Auditor,
    /// Keeps the accounts; sees no case.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [Role::Clerk, Role::Chair, Role::Manager, Role::Auditor, Role::Administrator];

    /// Returns the word used in the store and on pages.
    pub fn word(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Chair => "chair",
            Role::Manager => "manager",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    /// Returns the role of a word.
    pub fn of(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who, as a reference: the name they sign in by, and the one that events have.
    pub who: String,
    /// What they may do.
    pub role: Role,
    /// Which member of staff of the register they are: for chairs, whose diary they read.
    pub person: Option<String>,
    /// What `argon2` made of the password (PHC string); `None` = they sign in elsewhere, or not yet.
    pub secret: Option<String>,
    /// By what an identity provider knows them: issuer and subject.
    pub subject: Option<String>,
    /// Whether they may sign in. Sessions of others end at their next request.
    pub is_active: bool,
    /// The number of the event that last changed it.
    pub version: u64,
}

/// A session that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Whose.
    pub account: Account,
    /// When it began.
    pub since: DateTime<Utc>,
    /// When it was last used, to the minute or so.
    pub seen: DateTime<Utc>,
}

pub(super) const ACCOUNT: &str = "who, role, person, secret, subject, active, version";

/// Returns an account as events tell of it.
pub(super) fn told(account: &Account) -> serde_json::Value {
    serde_json::json!({
        "account": account.who, "role": account.role.word(), "person": account.person, "active": account.is_active,
        "signs_in_with": match (&account.secret, &account.subject) {
            (_, Some(_)) => "identity provider",
            (Some(_), None) => "password",
            (None, None) => "nothing yet",
        },
    })
}

/// Returns every account, by reference.
pub(super) fn all(session: &mut dyn Session) -> Result<Vec<Account>, Failure> {
    let rows = session.rows(&format!("SELECT {ACCOUNT} FROM account ORDER BY who"), &[])?;
    Ok(rows.iter().map(|row| account_of(row, 0)).collect::<Result<_, _>>()?)
}

pub(super) fn account_of(row: &Row, from: usize) -> Result<Account, StoreError> {
    let word = row.text(from + 1)?;
    let role = Role::of(word)
        .ok_or_else(|| super::engine::odd(format!("an account has role {word:?}, which there is not")))?;
    Ok(Account {
        who: row.text(from)?.to_owned(),
        role,
        person: row.maybe_text(from + 2)?.map(str::to_owned),
        secret: row.maybe_text(from + 3)?.map(str::to_owned),
        subject: row.maybe_text(from + 4)?.map(str::to_owned),
        is_active: row.int(from + 5)? != 0,
        version: row.count(from + 6)?,
    })
}

pub(super) fn account_where(
    session: &mut dyn Session,
    column: &str,
    value: &str,
) -> Result<Option<Account>, Failure> {
    let sql = format!("SELECT {ACCOUNT} FROM account WHERE {column} = $1");
    Ok(session.first(&sql, &[value.into()])?.map(|row| account_of(&row, 0)).transpose()?)
}

impl Store {
    /// Returns every account, by reference.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.engine.transact(Mode::Read, all)
    }

    /// Returns an account, `None` where there is none of that reference.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn account(&self, who: &str) -> Result<Option<Account>, StoreError> {
        self.engine.transact(Mode::Read, |session| account_where(session, "who", who))
    }

    /// Returns the account that an identity provider knows by `subject`.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn account_of_subject(&self, subject: &str) -> Result<Option<Account>, StoreError> {
        self.engine.transact(Mode::Read, |session| account_where(session, "subject", subject))
    }

    /// Makes an account, or changes the one of its reference, and returns the number of the event. Where a password,
    /// the role or whether it is active changes, its sessions end; where the role, the member of staff or whether it is active does,
    /// its calendar feed.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where `account.version` is not the one that stands (0 = a new one),
    /// [`StoreError::Invalid`] where its reference is none.
    pub fn keep_account(&self, by: &By<'_>, account: &Account) -> Result<u64, StoreError> {
        by.check()?;
        check_reference("the account's reference", &account.who)?;
        self.engine.transact(Mode::Write, |session| {
            let before = account_where(session, "who", &account.who)?;
            let stands = before.as_ref().map_or(0, |before| before.version);
            if stands != account.version {
                return Err(StoreError::Stale {
                    what: format!("account {}", account.who),
                    expected: account.version,
                    found: stands,
                    who: "somebody else".to_owned(),
                    at: by.at(),
                }
                .into());
            }
            let old = before.as_ref().map_or(serde_json::Value::Null, told).to_string();
            let new = told(account).to_string();
            let number = event::append(session, by, What::AccountChanged, &[&account.who], &old, &new)?;
            session.run("DELETE FROM account WHERE who = $1", &[account.who.as_str().into()])?;
            session.run(
                &format!("INSERT INTO account ({ACCOUNT}) VALUES ($1, $2, $3, $4, $5, $6, $7)"),
                &[
                    account.who.as_str().into(),
                    account.role.word().into(),
                    account.person.clone().into(),
                    account.secret.clone().into(),
                    account.subject.clone().into(),
                    i64::from(account.is_active).into(),
                    number.into(),
                ],
            )?;
            let feeds_on = before.as_ref().is_some_and(|before| {
                before.role == account.role && before.person == account.person && account.is_active
            });
            if !feeds_on {
                feed::end(session, by, &account.who)?;
            }
            let is_same = before.is_some_and(|before| {
                before.is_active == account.is_active
                    && before.role == account.role
                    && before.secret == account.secret
                    && account.is_active
            });
            if !is_same {
                session.run("DELETE FROM session WHERE who = $1", &[account.who.as_str().into()])?;
            }
            Ok(number)
        })
    }

    /// Replaces what is kept of a password after sign-in, where the cost of making it has risen. No event: nothing changes for anybody.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn keep_secret(&self, who: &str, secret: &str) -> Result<(), StoreError> {
        self.engine.transact(Mode::Write, |session| {
            session.run("UPDATE account SET secret = $2 WHERE who = $1", &[who.into(), secret.into()])?;
            Ok(())
        })
    }

    /// Begins a session, known by the hash of its token, that ends at `until` at the latest; sessions that have ended are cleared.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn sign_in(&self, by: &By<'_>, token_hash: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| {
            let now = moment_text(by.at());
            session.run("DELETE FROM session WHERE ends_at <= $1", &[now.as_str().into()])?;
            session.run(
                "INSERT INTO session (token_hash, who, since, seen, ends_at) VALUES ($1, $2, $3, $3, $4)",
                &[token_hash.into(), by.who.into(), now.into(), moment_text(until).into()],
            )?;
            event::append(session, by, What::SignedIn, &[by.who], "null", "null")?;
            Ok(())
        })
    }

    /// Returns the session of a token, by its hash; `None` where it has ended, was idle since before `idle_since`, or its account is
    /// not active any more.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn session(
        &self,
        token_hash: &str,
        now: DateTime<Utc>,
        idle_since: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, StoreError> {
        let sql = "SELECT a.who, role, person, secret, subject, active, version, since, seen FROM session s
             JOIN account a ON a.who = s.who
             WHERE token_hash = $1 AND $2 < ends_at AND $3 <= seen AND active = 1";
        self.engine.transact(Mode::Read, |session| {
            let values = [token_hash.into(), moment_text(now).into(), moment_text(idle_since).into()];
            let Some(row) = session.first(sql, &values)? else { return Ok(None) };
            Ok(Some(SignedIn {
                account: account_of(&row, 0)?,
                since: moment_of(row.text(7)?)?,
                seen: moment_of(row.text(8)?)?,
            }))
        })
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn session_seen(&self, token_hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.engine.transact(Mode::Write, |session| {
            session.run(
                "UPDATE session SET seen = $2 WHERE token_hash = $1",
                &[token_hash.into(), moment_text(now).into()],
            )?;
            Ok(())
        })
    }

    /// Ends a session, or with `everywhere` all of its account's.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn sign_out(&self, by: &By<'_>, token_hash: &str, everywhere: bool) -> Result<(), StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| {
            if everywhere {
                session.run("DELETE FROM session WHERE who = $1", &[by.who.into()])?;
            } else {
                session.run("DELETE FROM session WHERE token_hash = $1", &[token_hash.into()])?;
            }
            event::append(session, by, What::SignedOut, &[by.who], "null", "null")?;
            Ok(())
        })
    }

    /// Records that somebody was refused: a sign-in that failed, or what their role may not do.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn note_refused(&self, by: &By<'_>, subjects: &[&str]) -> Result<u64, StoreError> {
        by.check()?;
        self.engine.transact(Mode::Write, |session| {
            event::append(session, by, What::Refused, subjects, "null", "null")
        })
    }
}
