//! Accounts kept: made, changed, closed, opened again, given a password, linked to an identity provider. [`given`] says what is asked of one
//! and what is wrong with it.

pub(crate) mod given;

use std::sync::{Mutex, MutexGuard, PoisonError};

use given::{Action, Given, Problems, refusal};

use crate::desk::DeskError;
use crate::serve::app::App;
use crate::serve::failure::Failure;
use crate::serve::oidc;
use crate::serve::session::secret_of;
use crate::store::{Account, StoreError};

/// Held while accounts are looked at and one is kept: two administrators cannot close each other's at one moment.
static KEEPING: Mutex<()> = Mutex::new(());

fn keeping() -> MutexGuard<'static, ()> {
    KEEPING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why an account was not kept.
pub(crate) enum NotKept {
    /// What is wrong with what is asked, by field.
    Problems(Problems),
    /// It was changed after it had been read.
    Stale(StoreError),
    /// Anything else.
    Failed(Failure),
}

impl From<Failure> for NotKept {
    fn from(failure: Failure) -> NotKept {
        match failure {
            Failure::Desk(DeskError::Store(stale @ StoreError::Stale { .. })) => NotKept::Stale(stale),
            other => NotKept::Failed(other),
        }
    }
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> NotKept {
        Failure::from(error).into()
    }
}

/// Does to an account what is asked, and returns it as it is kept.
///
/// # Errors
/// Everything that is wrong with what is asked; where nobody would be left who keeps accounts; where there is no such account, or it has
/// changed since it was read.
pub(crate) fn keep(app: &App, visitor: &str, action: Action, given: &Given) -> Result<Account, NotKept> {
    let _keeping = keeping();
    let store = app.desk.store();
    let accounts = store.accounts()?;
    let before = accounts.iter().find(|account| account.who == given.who.trim());
    if action != Action::Make && before.is_none() {
        return Err(missing().into());
    }
    // Where the register cannot be read, accounts can still be kept: somebody must be able to sign in and mend it.
    let plan = app.state().ok();
    let is_staff = |person: &str| {
        plan.as_ref()
            .is_none_or(|plan| plan.register.staff.iter().any(|staff| staff.reference.as_str() == person))
    };
    let (mut account, password) = given.account(action, before, &is_staff).map_err(NotKept::Problems)?;
    if let Some(why) = refusal(&accounts, visitor, &account) {
        return Err(NotKept::Problems(Problems::of("form", why)));
    }
    if let Some(password) = password {
        account.secret = Some(secret(app, password, &account.who)?);
    }
    let version = store.keep_account(&app.by(visitor, action.why()), &account)?;
    Ok(Account { version, ..account })
}

/// Returns what is kept of a password, once it is its turn: looking at one takes much memory.
fn secret(app: &App, password: &str, who: &str) -> Result<String, NotKept> {
    let _turn = tokio::runtime::Handle::current().block_on(app.limits.password_turn())?;
    secret_of(password, who).map_err(|failure| match failure {
        Failure::Invalid(why) => NotKept::Problems(Problems::of("password", why)),
        other => other.into(),
    })
}

/// Lets an account sign in with an identity provider, and with its password no more. `expected` is the version of it that was read.
///
/// # Errors
/// Where there is no such account, it has changed since, or somebody else is linked to that identity.
pub(crate) fn link(
    app: &App,
    visitor: &str,
    who: &str,
    (issuer, subject): (&str, &str),
    expected: u64,
) -> Result<Account, NotKept> {
    let _keeping = keeping();
    let by = app.by(visitor, "account linked");
    let before = app.desk.store().account(who)?.ok_or_else(missing)?;
    if before.version != expected {
        return Err(NotKept::Stale(StoreError::Stale {
            what: format!("account {who}"),
            expected,
            found: before.version,
            who: "somebody else".to_owned(),
            at: by.at,
        }));
    }
    oidc::link(app.desk.store(), &by, who, issuer, subject).map_err(|error| {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => NotKept::Problems(Problems::of("subject", error.to_string())),
        }
    })
}

/// Returns the failure where there is no such account. What was typed may be a name: it is not said back.
pub(crate) fn missing() -> Failure {
    Failure::Missing { what: "account", name: "of that reference".to_owned() }
}
